"""What a check found, as the page that a forge shows for a pull request: Markdown for somebody who is here first.

Texts of contributors are escaped, so that no Markdown, HTML, link or call of theirs works in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from parley.checking.check import Check
from parley.checking.report import count, render_excerpt
from parley.model.languages.speaking import N_, _, show_list, show_sentences
from parley.model.markup.escaping import code_block, code_span, escape_markdown
from parley.model.problems import Problem, Severity

MAX_SHOWN = 200
"""Problems that are shown; more would not be read."""

MAX_BYTES = 900_000
"""Bytes of all problems together; GitHub drops a summary of more than 1 MiB."""

_WEIGHTS = {
    Severity.ERROR: N_("to fix"),
    Severity.WARNING: N_("for a maintainer to decide"),
    Severity.NOTICE: N_("for your information"),
}


@dataclass(frozen=True, slots=True)
class SummaryLinks:
    """Where a summary leads.

    `repository` is the address of the contributor's repository and `branch` the name of their branch; both are theirs
    to choose. `preview` is the address of the rendered site, empty where none was made, and None where none was asked
    for; `page` that of one page of it, which opens in the browser; `rules` the page of rules.
    """

    repository: str = ""
    branch: str = ""
    preview: str | None = None
    rules: str = ""
    page: str = ""

    def edit(self, path: str) -> str:
        """The forge's page on which a file is edited, or nothing where that is not known.

        `https://github.com/ana/parley/edit/my-reply/posts/people/ana.yml`
        """
        if not self.repository.startswith("https://") or not self.branch or "\\u" in path.lower():
            return ""  # a path with a code in it stands for another
        branch = quote(self.branch, errors="surrogateescape")  # to git a name is bytes
        return f"{_quote_address(self.repository.rstrip('/'))}/edit/{branch}/{quote(path)}"


def render_step_summary(check: Check, links: SummaryLinks) -> str:
    """The whole page, which begins with thanks and says how much there is to mend."""
    parts = [_("Thank you for your contribution."), _render_count(check), *map(escape_markdown, check.notes)]
    if links.preview is not None:
        parts.append(_render_preview(check, links.preview, links.page))
    sections, left = _render_files(check, links)
    parts += sections
    if left:
        parts.append(_("{left} more in the log of this check.", left=left))
    if check.problems and links.rules.startswith("https://"):
        parts.append(_("Each rule is explained on the page [Rules]({rules}).", rules=_quote_address(links.rules)))
    return "\n\n".join(parts) + "\n"


def _render_count(check: Check) -> str:
    counts = {weight: sum(problem.severity is weight for problem in check.problems) for weight in _WEIGHTS}
    errors = counts[Severity.ERROR]
    if errors:
        first = _("**{errors} to fix** before it can be merged", errors=count(errors, "thing"))
    else:
        first = _("{files} read: **nothing to fix**", files=count(check.files, "file"))
    others = [
        f"{counts[weight]} {_(_WEIGHTS[weight])}" for weight in (Severity.WARNING, Severity.NOTICE) if counts[weight]
    ]
    return show_sentences(show_list([first, *others]))


def _render_preview(check: Check, address: str, page: str) -> str:
    if page.startswith("https://"):
        site = _(" [The whole site]({address}) has to be unpacked.", address=_quote_address(address)) if address else ""
        return _("[See what you wrote as the site will show it]({page}).{site}", page=_quote_address(page), site=site)
    if address.startswith("https://"):
        return _(
            "[The whole site with your change]({address}). Unpack it and open it.", address=_quote_address(address)
        )
    if check.library is None:
        return _("There's no preview of the site yet: it's made once there is nothing to fix.")
    return _("The preview of the site couldn't be made. It isn't your fault; a maintainer will look at it.")


def _render_files(check: Check, links: SummaryLinks) -> tuple[list[str], int]:
    """The sections of the files, errors first to be kept where there are too many, and the number of those left out."""
    worst_first = sorted(check.problems, key=lambda problem: list(_WEIGHTS).index(problem.severity))
    shown = sorted(worst_first[:MAX_SHOWN])
    sections: list[str] = []
    size = done = 0
    for path, group in groupby(shown, key=lambda problem: problem.path):
        in_file = list(group)
        section = "\n\n".join(_render_file(path, in_file, "" if path in check.deleted else links.edit(path)))
        size += len(section.encode())
        if size > MAX_BYTES:
            break
        done += len(in_file)
        sections.append(section)
    return sections, len(check.problems) - done


def _render_file(path: str, problems: Iterable[Problem], edit: str) -> Iterator[str]:
    yield f"### {code_span(path)}"
    if edit:
        yield _("[Edit this file]({edit})", edit=edit)
    for problem in problems:
        help = f" {escape_markdown(problem.help)}" if problem.help else ""
        yield _(
            "**Line {line}**, {weights}: {message}.{help} (Rule {rule})",
            line=problem.line,
            weights=_(_WEIGHTS[problem.severity]),
            message=escape_markdown(problem.message),
            help=help,
            rule=code_span(problem.rule),
        )
        if excerpt := render_excerpt(problem):
            yield code_block(excerpt)


def _quote_address(address: str) -> str:
    return quote(address, safe=":/?#=&%~+,;@!$'*", errors="surrogateescape")
