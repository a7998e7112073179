"""What a site is made from: the answers to the questions of `parley init`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import indent
from typing import Any

import yaml

from parley.editing.slugs import make_slug
from parley.model.forges import find_forge
from parley.model.languages.speaking import SOURCE
from parley.scaffold.origin import PACKAGE

GIT_HOSTS = {"github": "edit/{branch}/", "gitlab": "-/edit/{branch}/", "forgejo": "_edit/{branch}/"}
"""Git hosts that have files of their own, with the address below a repository's at which its files are edited."""

NEVER = datetime.min.replace(tzinfo=UTC)

WEB_HOSTS = ("netlify", "cloudflare", "readthedocs")
"""Web hosts that have files of their own; the Git hosts publish by theirs."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`version` is that of the program which a site installs, `git_host` and `web_hosts` those whose files it gets.

    `docs` is the folder of the maintainers' pages; where these have `attributes`, a heading can be named (`{ #name }`).
    `origin` is where the program was installed from, if not from a package index. A site that `is_source` has the
    program in its own repository, and installs it from there.
    """

    version: str
    git_host: str = ""
    web_hosts: tuple[str, ...] = ()
    name: str = "Site"
    subject: str = ""
    language: str = SOURCE
    repository: str = ""
    branch: str = "main"
    login: str = ""
    mail: str = ""
    sides: tuple[str, ...] = ()
    moment: datetime = NEVER
    docs: str = "docs"
    attributes: bool = True
    origin: str = ""
    is_source: bool = False

    @property
    def sets(self) -> tuple[str, ...]:
        """The folders of files that the site gets."""
        return ("any", *filter(None, (self.git_host, *self.web_hosts)))

    @property
    def install(self) -> str:
        if self.is_source:
            return "make program"
        return f"pip install --disable-pip-version-check --requirement {self.requirements}"

    @property
    def requirements(self) -> str:
        """The file that pins what is installed."""
        return "requirements-site.txt" if self.is_source else "requirements.txt"

    @property
    def requirement(self) -> str:
        """What that file says of the program."""
        return f"{PACKAGE} @ {self.origin}" if self.origin else f"{PACKAGE}=={self.version}"

    @property
    def parley(self) -> str:
        """The command, in a folder where it has been installed."""
        return ".venv/bin/parley" if self.is_source else "parley"

    @property
    def is_english(self) -> bool:
        """Tell whether the site can show our pages about the program, which are in English alone."""
        return self.language.partition("-")[0] == SOURCE

    @property
    def slug(self) -> str:
        return make_slug(self.name)

    @property
    def today(self) -> str:
        return f"{self.moment:%Y-%m-%d}"

    @property
    def now(self) -> str:
        return f"{self.moment:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def edit_uri(self) -> str:
        return GIT_HOSTS.get(self.git_host, GIT_HOSTS["github"]).format(branch=self.branch)

    @property
    def options(self) -> dict[str, Any]:
        """The options of the plug-in, those that aren't as they are anyway."""
        forge = {"forgejo": "gitea"}.get(self.git_host, self.git_host)
        found: dict[str, Any] = {"branch": self.branch} if self.branch != "main" else {}
        found |= {"forge": forge} if forge and forge != find_forge(self.repository) else {}
        found |= {"mail": self.mail} if self.mail else {}
        names: dict[str, dict[str, str]] = {}
        for side in self.sides:
            names[make_slug(side, [key.replace("_", "-") for key in names]).replace("-", "_")] = {"name": side}
        return found | ({"stances": {"options": names}} if names else {})

    @property
    def plugin(self) -> str:
        """The plug-in as an item of a list in YAML, a line or more, each indented by two spaces."""
        return _list_plugin(self.options)

    @property
    def own_plugin(self) -> str:
        """The same for a site that is made anew, and has no other search."""
        return _list_plugin({"search": "all", **self.options})


def _list_plugin(options: dict[str, Any]) -> str:
    item = {"parley": options} if options else "parley"
    return indent(yaml.safe_dump([item], sort_keys=False, allow_unicode=True, width=1000), "  ")
