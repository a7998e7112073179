"""Where a contributor writes back: the addresses of a forge's pages, one row a forge.

A pattern holds names in braces. Each is filled with text that is percent-encoded as JavaScript's `encodeURIComponent`
does it; only in `repository`, which is an address itself, nothing is encoded, and in `branch`, `folder` and `path`
slashes stay. The scripts of the pages fill the same patterns in the same way, so each address is written down once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from parley.model.languages.speaking import N_, _


@dataclass(frozen=True, slots=True)
class Forge:
    """Patterns of addresses, see above.

    `new_file` opens the page for a new file, with `folder` and `name`; `with_text` fills it with `text` besides, and is
    empty where the forge cannot. `issue` opens a new issue: one that has forms for issues takes `template`, `title` and
    behind it the fields of the form (`issue_fields`), another takes `title` and `text`.
    `history` shows all changes of a file at `path`, and `edit` lets somebody change it. `longest` is how many bytes an
    address may have once the page for logging in has encoded it again, as it does to lead back to it.
    """

    name: str
    title: str
    new_file: str
    with_text: str
    issue: str
    issue_fields: bool
    history: str
    edit: str
    mine: str
    """The issues of who looks, or the newest of all where no address asks for one's own."""
    number: str
    """The page of one issue."""
    create: str
    """The button that sends an issue."""
    first_time: str
    """What somebody meets who has never sent a file here, in one sentence."""
    longest: int = 8000


GITHUB = Forge(
    name="github",
    title="GitHub",
    new_file="{repository}/new/{branch}/{folder}?filename={name}",
    with_text="{repository}/new/{branch}/{folder}?filename={name}&value={text}",
    issue="{repository}/issues/new?template={template}.yml&title={title}",
    issue_fields=True,
    history="{repository}/commits/{branch}/{path}",
    edit="{repository}/edit/{branch}/{path}",
    mine="{repository}/issues?q=is%3Aissue+author%3A%40me",
    number="{repository}/issues/{number}",
    create="Create",
    first_time=N_(
        "First time? Press “Fork this repository”, “Commit changes”, “Propose changes”, “Create pull request”."
    ),
)
"""GitHub. The parameters of the page for new files are in wide use and not documented (github/docs#30967).

It refuses an address of more than 8,191 bytes (github/docs#4537); logging in puts `/login?return_to=` before it.
"""

GITLAB = Forge(
    name="gitlab",
    title="GitLab",
    new_file="{repository}/-/new/{branch}/{folder}?file_name={name}",
    with_text="",
    issue="{repository}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={text}",
    issue_fields=False,
    history="{repository}/-/commits/{branch}/{path}",
    edit="{repository}/-/edit/{branch}/{path}",
    mine="{repository}/-/issues/?sort=created_date&state=all",
    number="{repository}/-/issues/{number}",
    create="Create issue",
    first_time=N_("First time here? Press “Fork”, then “Commit changes”, then “Create merge request”."),
)
"""GitLab. Its page for new files takes a name; the text it drops (gitlab-org/gitlab#594214). Its list of issues, one
of work items now, knows authors by their logins alone (`work_items/list/constants.js`).

Before it stands nginx, which by itself takes 8 kB (its `large_client_header_buffers`).
"""

GITEA = Forge(
    name="gitea",
    title=N_("your Git host"),
    new_file="{repository}/_new/{branch}/{folder}?filename={name}",
    with_text="{repository}/_new/{branch}/{folder}?filename={name}&value={text}",
    issue="{repository}/issues/new?title={title}&body={text}",
    issue_fields=False,
    history="{repository}/commits/branch/{branch}/{path}",
    edit="{repository}/_edit/{branch}/{path}",
    mine="{repository}/issues?type=created_by&state=open",
    number="{repository}/issues/{number}",
    create="Create Issue",
    first_time=N_("First time here? Fork the repository first, then come back here."),
    longest=4000,
)
"""Gitea and Forgejo (Codeberg). The page for new files is documented since Gitea 1.16 (go-gitea/gitea#16556).

Where to go after logging in is kept in a cookie, and browsers take 4,096 bytes of one (RFC 6265, 6.1).
"""

FORGES: Mapping[str, Forge] = {forge.name: forge for forge in (GITHUB, GITLAB, GITEA)}

MAIL = "mailto:{mail}?subject={title}&body={text}"
"""A mail to whoever answers for those without an account. Lines end with CR LF in it.

Source: RFC 6068, section 5.
"""

MAX_MAIL = 1900
"""Characters of such an address: mail programs on Windows cut it off soon after 2,000."""

BLOCK = ("[parley: {kind}]", "[parley: end]")
"""Lines around what a mail is about: `key: value` for each field of the issue form but the text, which stands above."""

NO_NAME = N_("(the first time: the name to be shown here)")
"""What stands in place of a newcomer's name."""


def show_block() -> tuple[str, str, str]:
    """The lines around what a mail is about, and what stands in place of a name, in the language of the site."""
    opening = _("Write above this line, and leave these lines as they are.")
    return f"{BLOCK[0]} {opening}", BLOCK[1], _(NO_NAME)


_WITH_SLASHES = {"branch", "folder", "path"}
_UNTOUCHED = "!'()*"


def find_forge(repository: str) -> str:
    """The forge that a repository's address is likely to belong to, by the name of its host."""
    host = urlsplit(repository).hostname or ""
    if "gitlab" in host:
        return GITLAB.name
    if any(word in host for word in ("gitea", "forgejo", "codeberg")):
        return GITEA.name
    return GITHUB.name


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """A pattern of a forge with its names filled in.

    Raises:
        KeyError: the pattern holds a name that has no value.
    """

    def encode(found: re.Match[str]) -> str:
        name = found[1]
        if name == "repository":
            return values[name].rstrip("/")
        if name == "mail":
            return values[name]
        return quote(values[name], safe=_UNTOUCHED + ("/" if name in _WITH_SLASHES else ""))

    return re.sub(r"\{(\w+)\}", encode, pattern)


LOGIN = len("/login?return_to=https://")
"""Bytes, about, that the page for logging in puts before the address that it leads back to."""


def is_kept(address: str, forge: Forge) -> bool:
    """Tell whether an address still leads on once somebody has logged in, for which it is encoded again."""
    return LOGIN + len(quote(address, safe=_UNTOUCHED)) <= forge.longest
