"""What can be wrong with a contribution, and the one error that carries all of it.

    ParleyError             something to tell a person in one sentence
    ├── InvalidPosts        every problem found in posts/, at least one of them an error
    └── (others)            beside the step that raises them

A rule's id is public: it is printed with each problem, has its heading in docs/rules.md and its golden case in
tests/cases/. Ids are never reused for something else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error blocks the build; a warning is for a maintainer to decide; a notice is advice."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    summary: str
    severity: Severity = Severity.ERROR


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        # the file
        Rule("unreadable-file", "a file can be read"),
        Rule("odd-file", "a file is a plain file: no link, no device, not executable"),
        Rule("file-too-large", "a file is at most 64 kB"),
        Rule("not-utf8", "a file is UTF-8 text"),
        Rule("control-character", "a file holds no invisible or direction-changing characters"),
        Rule("unknown-file", "a file or folder is where the layout of posts/ expects it"),
        Rule("bad-name", "a slug, id or handle is short, lower case and plain"),
        Rule("name-clash", "two names differ in more than case, Unicode form or file ending"),
        Rule("missing-post", "a folder of a discussion or practice holds its post"),
        # its YAML
        Rule("no-front-matter", "a Markdown file opens with front matter between two lines of three dashes"),
        Rule("conflict-marker", "a text is one version, without the marks of a conflict in git"),
        Rule("yaml-syntax", "YAML can be parsed"),
        Rule("yaml-feature", "YAML stays simple: no anchor, alias, tag, merge key or second document"),
        Rule("duplicate-key", "a key stands once"),
        Rule("unknown-key", "a key is one that the kind of file has"),
        Rule("missing-key", "a needed key is there"),
        Rule("wrong-type", "a value is of the type its key wants"),
        Rule("wrong-length", "a text or list is neither too short nor too long"),
        Rule("wrong-value", "a value is one of those its key allows"),
        Rule("bad-date", "a date is written year-month-day, with a time and its zone if wanted"),
        Rule("future-date", "a date has come"),
        # its text
        Rule("empty-body", "a post or reply says something"),
        Rule("not-shown", "everything that was written is shown", Severity.WARNING),
        Rule("raw-html", "text is Markdown without HTML"),
        Rule("bad-link", "a link is a full web address, a mail address or an address of this site"),
        Rule("misleading-link", "a link leads where it seems to lead"),
        Rule("remote-image", "text has no images"),
        Rule("deep-nesting", "lists, quotes and emphasis are nested at most 16 deep"),
        Rule("too-costly", "a text can be drawn in little time and room"),
        Rule("secret", "text holds no password or access token"),
        Rule("contact-data", "text gives away nobody's e-mail address or telephone number", Severity.WARNING),
        # names of people
        Rule("mixed-script", "a name keeps to one alphabet"),
        Rule("handle-imitation", "a handle does not pass for a house voice or a maintainer"),
        Rule("reserved-name", "a name holds no word with which the site speaks for itself"),
        # between files
        Rule("unknown-tag", "a tag is in tags.yml"),
        Rule("unknown-discussion", "a related discussion exists"),
        Rule("unknown-page", "a link within the site leads to a page or reply that exists"),
        Rule("unknown-parent", "the reply answered exists in the same discussion"),
        Rule("reply-cycle", "no reply answers itself, however far round"),
        Rule("too-early", "nothing is older than what it answers, or changed before it was written"),
        Rule("locked", "a locked discussion takes no new replies"),
        Rule("alias-clash", "a former name belongs to one post or reply only"),
        # what a pull request changes
        Rule("not-yours", "a file is added, changed or deleted by its author or a maintainer"),
        Rule("fixed-key", "author and date stay as they were published"),
        Rule("silent-edit", "what was published is edited with the time of the edit in it"),
        Rule("back-dated", "nothing new is dated days before what its thread has already", Severity.WARNING),
        Rule("taken-name", "a name that is chosen does not pass for another's name or handle"),
        Rule("maintainers-key", "roles, pins, locks and the return of what was removed are a maintainer's"),
        Rule("lost-permalink", "an address that was published goes on leading somewhere"),
        Rule("changed-permalink", "a change of an address is seen", Severity.NOTICE),
        Rule("for-a-maintainer", "what is no post, reply or person is looked at by a maintainer", Severity.WARNING),
        Rule("not-compared", "what a pull request changes can be told", Severity.WARNING),
        # the maintainers' pages
        Rule("bad-embed", "an embed line on a page in docs/ names an embed and its options"),
    )
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding.

    `path` is shown to the contributor as it is, `line` and `column` count from 1, `message` says what was found (in
    quotes) and what is wanted, `help` how to mend it. `excerpt` is the line it stands in and `width` the number of
    characters to mark there.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    help: str = ""
    excerpt: str = ""
    width: int = 1

    @property
    def severity(self) -> Severity:
        return RULES[self.rule].severity

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.ERROR


class ParleyError(Exception):
    """The tool cannot go on; the message tells a person why."""


class InvalidPosts(ParleyError):
    """At least one file in posts/ has an error. `problems` holds all findings, warnings included, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        errors = sum(problem.blocks for problem in self.problems)
        super().__init__(f"{errors} error{'' if errors == 1 else 's'} must be mended first")
