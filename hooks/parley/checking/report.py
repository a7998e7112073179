"""Problems as text for a terminal, as annotations of a forge, and as data."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parley.checking.check import Check
from parley.model.characters import visible
from parley.model.findings import EXCERPT_LENGTH
from parley.model.languages.speaking import N_, NN_, _, is_source, ngettext, show_labelled, show_list, show_sentences
from parley.model.problems import Problem, Severity
from parley.model.urls import RULES

MAX_ANNOTATIONS = 9
"""GitHub shows ten of a kind per step and drops the rest in silence; the tenth says how many are left.

Errors go first: no number of warnings can crowd them out.
"""


def render_text(problems: Sequence[Problem]) -> str:
    """Each problem with its line, the place marked, and how to mend it."""
    return "\n".join(_render_problem(problem) for problem in _gather(problems))


_MANY = 3


def _gather(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems, with one in place of many that are the same: a key that was declared once is in every file."""
    same = Counter((one.rule, one.message) for one in problems if one.rule == "undeclared")
    for problem in problems:
        number = same[problem.rule, problem.message]
        if 0 <= number <= _MANY:
            yield problem
        elif number > _MANY:
            yield replace(problem, message=_("{message}, in {count} files", message=problem.message, count=number))
            same[problem.rule, problem.message] = -1


def render_summary(check: Check) -> str:
    """What was read and how much is wrong with it, in one sentence, and what else there is to know."""
    return "\n".join(filter(None, (*check.notes, render_leftovers(check.problems), _summarize(check))))


def render_leftovers(problems: Sequence[Problem]) -> str:
    """How many files have what their site no longer declares, and what to do; nothing where none has."""
    files = len({problem.path for problem in problems if problem.rule == "undeclared"})
    way = _("`parley check --fix --remove-undeclared` shows how to take it out.")
    return (
        _("{files} with something that mkdocs.yml doesn't declare: {way}", files=count(files, "file"), way=way)
        if files
        else ""
    )


def _summarize(check: Check) -> str:
    read = ngettext("{n} file read", "{n} files read", check.files)
    numbers = Counter(problem.severity for problem in check.problems)
    found = [count(numbers[severity], severity.value) for severity in Severity if numbers[severity]]
    return show_labelled(read, show_list(found, "unit")) if found else _("{read}: nothing to fix", read=read)


def render_github(problems: Sequence[Problem]) -> str:
    """Workflow commands that put each problem beside its line in a pull request.

    Contributors' text is escaped, so that no file name or title can be a command.
    Source: the toolkit of GitHub Actions, `core.issueCommand`.
    """
    worst_first = sorted(problems, key=lambda problem: list(Severity).index(problem.severity))
    lines = [_annotation(problem) for problem in worst_first[:MAX_ANNOTATIONS]]
    if len(problems) > MAX_ANNOTATIONS:
        left = len(problems) - MAX_ANNOTATIONS
        more = ngettext("{n} more in the summary", "{n} more in the summary", left)
        lines.append(f"::notice title=parley::{_escape(more)}")
    return "\n".join(lines)


def render_json(check: Check) -> str:
    """All problems as a JSON object with the keys `files`, `ok`, `notes` and `problems`."""
    names = ("path", "line", "column", "severity", "rule", "message", "help")
    problems = [{name: getattr(problem, name) for name in names} for problem in check.problems]
    ok = not any(problem.blocks for problem in check.problems)
    found = {"files": check.files, "ok": ok, "notes": check.notes, "problems": problems}
    return json.dumps(found, indent=2)


def _render_problem(problem: Problem) -> str:
    what = f"{_(_SEVERITIES[problem.severity])}[{problem.rule}]"
    head = f"{problem.path}:{problem.line}:{problem.column}: {what}: {problem.message}"
    # the page of the rules is in English, so sites in another language have none
    rule = _("Rule: {address}", address=f"/{RULES}#{problem.rule}") if is_source() else ""
    help = _("help: {help}", help=f"{problem.help} {rule}".strip())
    gutter = " " * len(str(problem.line))
    shown = f"{gutter} |\n{excerpt}\n" if (excerpt := render_excerpt(problem)) else ""
    return f"{head}\n{shown}{gutter} = {help}\n"


_SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTICE: N_("notice")}


def render_excerpt(problem: Problem) -> str:
    """The line of a problem with its number, and below it the place marked; nothing where there is no line to show."""
    if not problem.excerpt.strip():
        return ""
    line, before, marked = _excerpt(problem)
    gutter = " " * len(str(problem.line))
    return f"{problem.line} | {line}\n{gutter} | {' ' * before}{'^' * max(marked, 1)}"


def _excerpt(problem: Problem) -> tuple[str, int, int]:
    """The line as shown, with the number of cells before the mark and under it."""
    start = max(0, problem.column - 1 - EXCERPT_LENGTH // 2) if len(problem.excerpt) > EXCERPT_LENGTH else 0
    part = problem.excerpt[start : start + EXCERPT_LENGTH].replace("\t", " ")
    at = problem.column - 1 - start
    before, marked = visible(part[:at]), visible(part[at : at + problem.width])
    head = "…" if start else ""
    tail = "…" if start + EXCERPT_LENGTH < len(problem.excerpt) else ""
    return f"{head}{visible(part)}{tail}", count_cells(head + before), count_cells(marked)


def count_cells(text: str) -> int:
    """The columns a terminal uses for a text: two for wide characters, none for marks that sit on others."""
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def _annotation(problem: Problem) -> str:
    properties = {"file": problem.path, "line": str(problem.line), "col": str(problem.column), "title": problem.rule}
    head = ",".join(f"{key}={_escape(value, property=True)}" for key, value in properties.items())
    return f"::{problem.severity} {head}::{_escape(show_sentences(problem.message, problem.help))}"


def _escape(text: str, *, property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property else text


_COUNTED = {
    "attached file": NN_("{n} attached file", "{n} attached files"),
    "attached mail": NN_("{n} attached mail", "{n} attached mails"),
    "character": NN_("{n} character", "{n} characters"),
    "contribution": NN_("{n} contribution", "{n} contributions"),
    "day": NN_("{n} day", "{n} days"),
    "error": NN_("{n} error", "{n} errors"),
    "file": NN_("{n} file", "{n} files"),
    "link": NN_("{n} link", "{n} links"),
    "notice": NN_("{n} notice", "{n} notices"),
    "page": NN_("{n} page", "{n} pages"),
    "picture": NN_("{n} picture", "{n} pictures"),
    "thing": NN_("{n} thing", "{n} things"),
    "thread": NN_("{n} thread", "{n} threads"),
    "warning": NN_("{n} warning", "{n} warnings"),
}


def count(number: int, noun: str) -> str:
    """`2 files`; the noun is one of those above."""
    return ngettext(*_COUNTED[noun], number)
