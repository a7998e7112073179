"""Small files that cost a naive program minutes or gigabytes; run as a program, it measures what they cost this one.

    python -m attacks.bombs PART PARTS          every PARTS-th bomb from number PART on, one line of JSON each
    python -m attacks.bombs 0 1 FIRST LAST      instead, texts made at random from these numbers

The child sets hard limits on itself, so that a bomb that goes off ends the child and not the machine.
"""

import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise, product
from pathlib import Path

import yaml

from attacks import reading
from attacks.growth import make_text
from declared import SETTINGS, check_posts
from parley.checking.check import Check
from parley.model.markup import markdown as markup
from parley.model.markup.budget import MAX_BYTES, SMALL
from parley.rendering import theme
from parley.rendering.pages import build_pages
from support import GOOD, NOW, Files, write_tree

MAX_SECONDS = 4.0  # one on a quiet machine; a busy one slows even the count of the processor
MAX_MEGABYTES = 200

REPLY = "discussions/two-follow-ups/replies/bomb"
HEAD = "---\nauthor: x\ndate: 2026-10-10\n---\n\n"
ROOM = MAX_BYTES - 100
"""Bytes for the bomb itself, so that the file stays below its limit."""


GENERATED = 24
"""Texts made at random among the bombs of every run; `make test-slow` has more."""


@dataclass(frozen=True)
class Bomb:
    name: str
    files: Files


@dataclass(frozen=True)
class Cost:
    """What a bomb did: seconds of the processor, megabytes at the peak above the start, and how it ended.

    `growth` is how many times longer the HTML is than the text, or than a small text where the text is smaller.
    """

    name: str
    seconds: float
    megabytes: float
    rules: list[str]
    refused: bool
    harm: list[str]
    growth: float


def fill(unit: str) -> str:
    """A unit, repeated until the file is full."""
    return (unit * (ROOM // len(unit.encode()) + 1)).encode()[:ROOM].decode(errors="ignore")


UNITS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "units.yml").read_text(encoding="utf-8"))

NESTED = [
    ("[", "](b)"),
    ("![", "](b)"),
    ("*", "*"),
    ("**", "**"),
    ("*a ", " a*"),
    ("**a ", " a**"),
    ("_a ", " a_"),
    ("~~a ", " a~~"),
    ("<b>", "</b>"),
    ("<em>", ""),
    ("(", ")"),
    ("[^a", "]"),
]


def markdown_bombs() -> Iterator[tuple[str, str]]:
    """Names and texts."""
    for unit in (unit for group in UNITS if group != "yaml" for unit in UNITS[group]):
        yield f"repeated {unit!r}", fill(unit)
    for start, end in NESTED:
        depth = ROOM // len(start + end) - 1
        yield f"nested {start!r}", f"{start * depth}x{end * depth}"
    yield "stairs of lists", _stairs("  ", "- a\n")
    yield "stairs of numbers", _stairs("   ", "1. a\n")
    yield "stairs of tabs", _stairs("\t", "- a\n")
    yield "stairs of quotes", _stairs("> ", "a\n\n")
    yield "stairs of sixteen lists", _stairs(" " * 32, "- " * 16 + "a\n")
    yield "sixteen quotes a line", fill("> " * 16 + "\n")
    yield "lazy lines", "- " * 16 + "\n" + "a\n" * 30000
    yield "backticks of every length", "".join(f"e{'`' * length}" for length in range(1, 357))
    yield "backticks of every length, backwards", "".join(f"{'`' * length} " for length in range(356, 0, -1))
    for columns, row in product((50, 500, 1000, 4000, 8000), ("|\n", "a\n")):
        head = "|" + "a|" * columns + "\n|" + "-|" * columns + "\n"
        yield f"rows {row!r} below {columns} columns", (head + row * (MAX_BYTES // 2))[:ROOM]
    yield "small table with many short rows", "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "|a\n" * 2000
    yield "many tables", ("|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n" + "a\n" * 100 + "\n") * 160
    for seed in range(GENERATED):
        yield f"made from {seed}", make_text(seed, ROOM)
    yield "references", "".join(f"[{n}]: x{n}\n" for n in range(2900)) + "".join(f"[{n}]" for n in range(2900))
    yield "reference to a long address", f"[a]: https://x.y/{'u' * 20000}\n\n" + "[a]" * 10000
    yield "reference to a long title", f"[a]: https://x.y '{'u' * 20000}'\n\n" + "[a]" * 10000
    yield "footnote named often", "[^a]" * 12000 + "\n\n[^a]: x"
    yield "footnotes", "".join(f"[^{n}]" for n in range(2900)) + "\n\n" + "".join(f"[^{n}]: x\n\n" for n in range(2900))
    yield "chain of footnotes", "[^0]\n\n" + "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(3200))
    yield "footnote that names itself", "[^a]\n\n[^a]: " + "[^a]" * 10000
    yield "tokens", "".join(f"xoxb-{n:010} " for n in range(4000))
    yield "tokens and tags", "".join(f"xoxb-{n:010} <b>" for n in range(3300))
    yield "tags behind half a token", "eyJ" * 19000 + "\n" * 20 + "<b> eyJ" * 3 + "\n<b>" * 1500
    yield "tags on a line of half a token", "a <b> " + "eyJ" * 19000 + "\n\n" + "[x](y) " * 600
    yield "mail addresses", "".join(f"a{n}@b{n}.de " for n in range(4200))
    yield "dead links", "".join(f"[](/practices/{n:x}/)" for n in range(3100))
    yield "dead links by name", fill("[](/discussions/two-follow-ups/#reply-a)")
    yield "long address", f"[a](https://a.b/{'x' * (ROOM - 30)})"
    yield "long tag", f"<a {'x ' * 30000}>"
    yield "brackets, then their ends", "[" * 30000 + "]" * 30000


def _stairs(indent: str, line: str) -> str:
    text, depth = "", 0
    while len(text) + len(indent) * (depth + 1) + len(line) < ROOM:
        text += indent * depth + line
        depth += 1
    return text


def yaml_bombs() -> Iterator[tuple[str, str]]:
    """Names and documents."""
    for unit in UNITS["yaml"]:
        yield f"repeated {unit!r}", fill(unit)
    names = "abcdefghijk"
    copies = "".join(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise(names))
    yield "lists of lists", f"a: &a [x, x, x, x, x, x, x, x, x]\n{copies}"
    merges = "".join(f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 9)}]}}\n" for before, name in pairwise(names))
    yield "keys of keys", f"a: &a {{k: 1}}\n{merges}"
    yield "list of itself", "&a [*a]"
    yield "unknown keys", "".join(f"{number:x}: \n" for number in range(8800))
    yield "unknown keys like known ones", "".join(f"autho{number}: 1\n" for number in range(4300))
    yield "unknown long keys", "".join(f"{'authordatetitle' * 6}{number}: 1\n" for number in range(600))
    yield "key of many letters", f"{'a' * (ROOM - 10)}: 1"
    yield "keys on one line", "{" + ", ".join(f"titel{number}: 1" for number in range(4300)) + "}"
    yield "stairs", _stairs(" ", "a:\n")
    yield "stairs of dashes", _stairs(" ", "-\n")
    yield "tags", f"tags: [{','.join(f'{number:x}' for number in range(12000))}]"
    yield "questions", f"questions: [{','.join('a' * 30000)}]"
    yield "sources", f"sources: [{','.join(['{url: h, name: a}'] * 3500)}]"
    yield "number of many digits", f"date: {'1' * 60000}"
    yield "title of many words", f"title: {'a ' * 30000}"
    yield "author of many alphabets", f"author: {'аb' * 20000}"
    yield "author of many words", f"author: {'аb ' * 16000}"
    yield "address of many marks", f"sources: [{{name: a, url: 'https://a{'?' * 60000}'}}]"
    yield "address of many ports", f"sources: [{{name: a, url: 'https://{'a:1' * 20000}'}}]"
    yield "escapes", 'title: "' + "\\u0041" * 9000 + '"'
    yield "halves of characters", 'title: "' + "\\ud800" * 9000 + '"'
    yield "anchors", "".join(f"k{number}: &a{number} x\n" for number in range(4200))
    yield "text of many lines", "a b\n" * 16000
    yield "list of many lines", "[\n" * 20 + "a,\n" * 20000


def all_bombs() -> Iterator[Bomb]:
    for name, text in markdown_bombs():
        yield Bomb(f"body: {name}", {f"{REPLY}.md": _cut(HEAD + text)})
    for name, text in yaml_bombs():
        yield Bomb(f"whole file: {name}", {f"{REPLY}.yml": _cut(text)})
        if not name.startswith("repeated"):
            yield Bomb(f"front matter: {name}", {f"{REPLY}.md": f"---\n{_cut(text, 50)}\n---\n\nWords.\n"})
    yield Bomb(
        "tags.yml: unknown keys", {"tags.yml": _cut("".join(f"- {{{number:x}: a}}\n" for number in range(6000)))}
    )
    yield Bomb(
        "tags.yml: tags",
        {"tags.yml": _cut("".join(f"- {{slug: a{number}, title: a, summary: a}}\n" for number in range(490)))},
    )
    yield Bomb("dead links on a site of 300 posts", {**_posts(300), f"{REPLY}.md": _cut(HEAD + _links(3000))})


def _cut(text: str, room: int = 0) -> str:
    return text.encode()[: MAX_BYTES - room].decode(errors="ignore")


def _links(number: int) -> str:
    return "".join(f"[](/practices/{count:x}/)" for count in range(number))


def _posts(number: int) -> dict[str, str]:
    post = "---\ntitle: T\nauthor: x\ndate: 2026-10-01\ntags: [sales]\n---\n\nWords.\n"
    return {f"discussions/some-discussion-{count}/post.md": post for count in range(number)}


def measure(bomb: Bomb, folder: Path) -> Cost:
    posts = write_tree(folder, {**GOOD, **bomb.files})
    start, before = time.process_time(), _peak()
    check = check_posts(posts, "posts", NOW)
    drawn = _draw(check)
    seconds, megabytes = time.process_time() - start, _peak() - before
    for path in bomb.files:
        (posts / path).unlink()
    rules = sorted({problem.rule for problem in check.problems})
    return Cost(bomb.name, seconds, megabytes, rules, check.library is None, _find_harm(drawn), _growth(check))


def _growth(check: Check) -> float:
    """How much the text that grows most has grown."""
    bodies = [one.body for one in check.library.contributions()] if check.library else []
    return max(
        (
            len(markup.render(body, contribution_id="x" * 80, here="discussions/x/", heading=4)) / max(len(body), SMALL)
            for body in bodies
        ),
        default=0.0,
    )


def _draw(check: Check) -> str:
    if check.library is None:
        return ""
    pages = build_pages(check.library, SETTINGS, theme.environment(check.library, SETTINGS))
    return "".join(page.render() for page in pages)


OWN = (
    '<link itemprop="url mainEntityOfPage" href="./">',
    '<link rel="stylesheet" href="../assets/parley/matrix.css">',
    '<input type="search" autocomplete="off" data-pa-words>',
    '<input type="checkbox">',
)
"""Elements of our templates, to the letter, that would be harmful from anybody else."""


def _find_harm(html: str) -> list[str]:
    """What is no element of ours. A real parser would need minutes here; test_markup.py has it."""
    for own in OWN:
        html = html.replace(own, "")
    found = {tag.lower() for tag in re.findall(r"<([A-Za-z][^\s/>]*)", html)}
    return sorted(found & reading.HARMFUL - {"svg"}) + re.findall(r"<[^<>]*\son[a-z]+=", html)


def _peak() -> float:
    """The most memory held so far, in megabytes."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main(part: int, parts: int, seeds: range) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    with tempfile.TemporaryDirectory() as folder:
        measure(Bomb("to load what is loaded once", {f"{REPLY}.md": f"{HEAD}+44 20 7946 0958 `x` <b>"}), Path(folder))
        made = [Bomb(f"made from {seed}", {f"{REPLY}.md": _cut(HEAD + make_text(seed, ROOM))}) for seed in seeds]
        for bomb in made or list(all_bombs())[part::parts]:
            print(json.dumps(asdict(measure(bomb, Path(folder)))), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), range(*map(int, sys.argv[3:5] or ["0"])))
