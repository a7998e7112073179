"""Folders of posts in which every value is a payload; those that the check refuses are taken out, one by one.

Each value stands on a line of its own, so that a problem's line tells which value it is about. `.md` files hold the
payload's characters as they are, `.yml` files as escapes.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from parley.model.problems import Problem

Field = tuple[str, int]
"""A value: the path of its file, and its number within."""

PADDING = 40
"""Empty lines behind a value of Markdown, whose problems may lie on later lines than itself."""


@dataclass(frozen=True)
class Line:
    """A line with `%s` for the payload, and what stands there instead once the payload is out; nothing, perhaps."""

    armed: str
    disarmed: str = ""
    markdown: bool = False


BODY = Line("the body")
Lines = tuple[tuple[Line, str], ...]
"""The lines of a file, each with its payload."""


@dataclass
class Tree:
    """`lines` by path; `out` holds the values from which the payload was taken."""

    lines: dict[str, Lines]
    out: set[Field] = field(default_factory=set)
    _fields: dict[tuple[str, int], Field] = field(default_factory=dict)

    def files(self) -> dict[str, str | bytes]:
        """The files as they are now."""
        self._fields.clear()
        return {path: "".join(self._draw(path)) for path in self.lines}

    def disarm(self, problems: Iterable[Problem]) -> bool:
        """Take the payload out of every value that a problem is about; tell whether there was one left."""
        before = len(self.out)
        for problem in problems:
            path = problem.path.removeprefix("posts/")
            if problem.rule == "locked":  # by a payload that is a day, in the file of the post
                self.out |= set(self._find_locks(problem.path.removeprefix("posts/").partition("/replies/")[0]))
                continue
            known = (self._fields.get((path, line)) for line in range(problem.line, 0, -1))
            place = next((place for place in known if place), None)
            self.out |= {place} if place else {(path, number) for number in range(len(self.lines[path]))}
        return len(self.out) > before

    def _find_locks(self, thread: str) -> Iterator[Field]:
        for path in (f"{thread}/post.md", f"{thread}/post.yml"):
            lines = self.lines.get(path, ())
            yield from ((path, number) for number, (line, _) in enumerate(lines) if line.armed.startswith("locked:"))

    def armed(self) -> Iterator[tuple[str, str, str]]:
        """Path, line and payload of every value that still holds it."""
        for path, lines in self.lines.items():
            for number, (line, text) in enumerate(lines):
                if (path, number) not in self.out:
                    yield path, line.armed, text

    def _draw(self, path: str) -> Iterator[str]:
        is_markdown = path.endswith(".md")
        number = 1 + is_markdown
        if is_markdown:
            yield "---\n"
        for position, (line, text) in enumerate(self.lines[path]):
            place = (path, position)
            self._fields[path, number] = place
            if line is BODY:
                body = "Words.\n" if place in self.out else f"{text}\n"
                yield f"---\n{body}" if is_markdown else f"body: {_escape(body)}\n"
                return
            quoted = json.dumps(text, ensure_ascii=False) if is_markdown else _escape(text)
            ends = "\n" * (PADDING if line.markdown else 1)
            yield (line.disarmed if place in self.out else line.armed.replace("%s", quoted)) + ends
            number += len(ends)


def _escape(text: str) -> str:
    plain = (char if " " <= char <= "~" and char not in '"\\' else f"\\U{ord(char):08x}" for char in text)
    return f'"{"".join(plain)}"'


def hostile_tree(texts: Sequence[str]) -> Tree:
    """A tree with a discussion and a practice of each form, replies, a person and a tag for each of the texts."""
    lines: dict[str, Lines] = {"people/the-host.yml": tuple((line, "") for line in HOST)}
    tags: list[tuple[Line, str]] = [(SALES, "")]
    for number, text in enumerate(texts):
        for path, file in _files_for(number).items():
            lines[path] = tuple((line, text) for line in file)
        tags += [(line, text) for line in tag_lines(number)]
    return Tree({**lines, "tags.yml": tuple(tags)})


def _files_for(number: int) -> dict[str, tuple[Line, ...]]:
    discussion = f"discussions/a{number}"
    files = {
        f"people/p{number}.yml": person_lines(number),
        f"{discussion}/post.md": (*post_lines(f"a{number}"), *QUESTIONS, *SOURCES, BODY),
        f"{discussion}/replies/2026-10-12-one.yml": (*reply_lines("one"), *SOURCES, BODY),
        f"{discussion}/replies/2026-10-13-two.md": (*reply_lines("two"), *SOURCES, BODY),
        f"discussions/b{number}/post.yml": (*post_lines(f"b{number}"), *QUESTIONS, *SOURCES, BODY),
        f"practices/a{number}/post.md": (*post_lines(f"a{number}"), RELATED, *SOURCES, *SIDES, BODY),
        f"practices/b{number}/post.yml": (*post_lines(f"b{number}"), RELATED, *SOURCES, *SIDES, BODY),
    }
    if number % 4 == 0:  # what is removed leaves little to try
        files[f"{discussion}/replies/2026-10-14-gone.yml"] = (*reply_lines("gone")[:3], REMOVED, BODY)
        files[f"discussions/gone{number}/post.yml"] = (*post_lines(f"gone{number}"), REMOVED, BODY)
    return files


def post_lines(slug: str) -> tuple[Line, ...]:
    former = f"aliases: [former-{slug}"
    return (
        Line("title: %s", "title: Words"),
        Line("author: %s", "author: p0"),
        Line("date: %s", "date: 2026-10-01"),
        Line("updated: %s", "updated: 2026-10-12"),
        Line("tags: [sales, %s]", "tags: [sales, hostile0]"),
        Line("summary: %s"),
        Line("locked: %s"),
        Line("pinned: %s"),
        Line(f"{former}, %s]", f"{former}]"),
    )


def tag_lines(number: int) -> tuple[Line, ...]:
    return (
        Line(
            f"- {{slug: hostile{number}, summary: Words, title: %s}}",
            f"- {{slug: hostile{number}, summary: Words, title: Words}}",
        ),
        Line(f"- {{slug: other{number}, title: Words, summary: %s}}"),
        Line("- {title: Words, summary: Words, slug: %s}"),
    )


def both(line: str) -> Line:
    return Line(line, line)


HOST = (both("name: The Host"), both("role: house-voice"))
SALES = both("- {slug: sales, title: Sales, summary: To sell.}")
REMOVED = Line("removed: %s", "removed: Words")
RELATED = Line("discussions: [a0, %s]", "discussions: [a0]")
QUESTION = Line("  - %s")
QUESTIONS = (both("questions:"), both("  - Good?"), QUESTION)
SOURCES = (
    both("sources:"),
    both("  - {name: Good, url: 'https://example.org/good'}"),
    Line("  - {url: 'https://example.org/name', name: %s}"),
    Line("  - {name: Good, url: %s}"),
    Line("  - {name: Good, url: 'https://example.org/date', date: %s}"),
    Line("  - {name: Good, url: 'https://example.org/kind', kind: %s}"),
    Line("  - %s"),
)
SIDES = tuple(
    Line(f"{key}: %s", f"{key}: Words", markdown=True)
    for key in ("old_school", "new_school", "old_wins_when", "new_wins_when", "shared_rule", "caution")
)


def reply_lines(name: str) -> tuple[Line, ...]:
    return (
        Line("author: %s", "author: p0"),
        Line("date: %s", "date: 2026-10-12"),
        Line("updated: %s", "updated: 2026-10-13"),
        Line("reply_to: %s"),
        Line("school: %s", "school: old"),
        Line(f"aliases: [former-{name}, %s]", f"aliases: [former-{name}]"),
    )


def person_lines(number: int) -> tuple[Line, ...]:
    name = f"name: Words, {number}"  # two people of one name would be refused without any payload
    return Line("name: %s", name), Line("role: %s"), Line("link: %s"), Line("about: %s"), Line("%s: x")
