"""What is said of each mistake in one line of one file, with its place and what to do, to the letter."""

from collections.abc import Iterator
from pathlib import Path

from declared import check_posts
from parley.model.problems import Problem
from support import GOOD, NOW, Files, hold, write_tree

REPLIES = "discussions/two-follow-ups/replies"
REPLY = f"{REPLIES}/2026-10-04-cyd.md"

OF_REPLIES = """\
author: dependabot[bot]
author: Ana_Li
author: аna
author: a b
author: {x}
author: 7\\nauthor: 8
author
author: &x ana
author: *x
author: !!str ana
author: ana\\n<<: {}
author: "ana
author: 'ana
author: ana: b
author: @ana
author: `ana
author: %ana
author: ana\\n\\ttab: x
author: ana\\n  more: x
author: [ana
author: {ana
author: ana }
author: "\\\\q"
author: "\\\\ud800"
author: ana\\n? a\\n: b
author: ana\\n[a]: b
author: ana\\n--- x
author: ana\\nupdated: 2026-10-03
author: |\\n ana
date: 2026-13-01
date: 2026-10-04T25:00:00Z
date: 2026-10-04T10:00:00
date: 2026-10-04T10:00:00+15:00
date: 2026-10-04T10:00:00-12:01
date: 2026-10-04T10:00:00+0x:00
date: 4 October
date: 0001-01-01
date: 9999-12-31
date: 2026-12-24
reply_to: 2026-10-02-anna
reply_to: 2026-10-04-cyd
reply_to: discussions/two-follow-ups
reply_to: A B
school: oldd
school: [old, new]
school: {a: b}
sources: x
sources: {name: a, url: b}
sources: [x]
sources: []
sources: [{name: A}]
sources: [{name: A, url: example.org}]
sources: [{name: A, url: "http://exa mple.org/"}]
sources: [{name: A, url: "https://me@example.org/"}]
sources: [{name: A, url: "https://user:pw@example.org/"}]
sources: [{name: A, url: "javascript:x"}]
sources: [{name: A, url: "https://example.org/", kind: song}]
sources: [{name: A, url: "https://example.org/", date: 12345}]
sources: [{name: A, url: "https://example.org/", dat: 1999}]
sources: [{name: A, url: "https://example.org/"}, {name: A, url: "https://example.org/"}]
sources: [{name: "", url: "https://example.org/"}]
sources: [{name: "\u2800", url: "https://example.org/"}]
aliases: [a, a]
aliases: [2026-10-02-ana]
aliases: [con]
aliases: A
removed: yes
removed: spam
moved: no
moved_to: /discussions/x
moved_to: https://example.org/
colour: red
autor: cyd
"""

OF_POSTS = """\
title: ""
title: {long}
title: [a]
title: a\\nb: c
tags: []
tags: sales
tags: [sale]
tags: [Sales]
tags: [sales, sales]
tags: [a, b, c, d, e, f]
questions: x
questions: [a, a]
summary: ""
pinned: yes please
pinned: [x]
locked: true
unlocked: ok
aliases: [search]
aliases: [two-follow-ups]
aliases: [page]
titel: T
"""

OF_PEOPLE = """\
name: ""
name: The Host
name: ana
name: "{long}"
name: "\u200b"
role: king
role: maintainer
link: example.org
link: mailto:a@b.c
account: x
account: github:x
account: 0
account: "4711"
banned: no
banned_since: soon
aliases: [mia]
aliases: [Bob]
nam: x
"""

BODIES = (
    "",
    "<b>x</b>",
    "<!-- x -->",
    "![x](https://example.org/x.png)",
    "[x](javascript:alert)",
    "[x](/discussions/none/)",
    "[x](/discussions/two-follow-ups/#reply-none)",
    "[x](/nothing/)",
    "[https://a.example/](https://b.example/)",
    "[x](http://1.2.3.4/)",
    "[x](https://аpple.example/)",
    "a\u202eb",
    "a\u200bb",
    "{{ x }} {% y %}",
    "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x",
    "call me: +49 170 1234567 or a@b.example",
    "> " * 17 + "x",
    "[^1]: unused",
    "[x]: https://example.org",
    "# ",
    "paypаl",
    "ghp_" + "0" * 36,
    "text &#8238; text",
    "\\\n" * 3,
)

FILES: Files = {
    "discussions/two-follow-ups/notes.txt": "x",
    "discussions/two-follow-ups/replies/Ana 1.md": "---\nauthor: ana\ndate: 2026-10-04\n---\n\nx\n",
    "discussions/con/post.md": "x",
    "discussions/empty/replies/a.md": "---\nauthor: ana\ndate: 2026-10-04\n---\n\nx\n",
    f"{REPLIES}/2026-10-02-ana.yml": "author: ana\ndate: 2026-10-04\nbody: x\n",
    f"{REPLIES}/latin.md": b"---\nauthor: ana\ndate: 2026-10-04\n---\n\nGr\xfc\xdfe\n",
    f"{REPLIES}/open.md": "---\nauthor: ana\ndate: 2026-10-04\n\nx\n",
    f"{REPLIES}/bare.md": "x\n",
    f"{REPLIES}/list.yml": "- a\n",
    f"{REPLIES}/word.yml": "a\n",
    f"{REPLIES}/empty.yml": "",
    f"{REPLIES}/nul.md": b"---\nauthor: ana\0\n---\n",
    f"{REPLIES}/deep.yml": "a: " + "[" * 30 + "]" * 30,
    "practices/first-meeting/post.md": "---\ntitle: T\n---\n",
    "practices/other/post.yml": "title: T\nauthor: ana\ndate: 2026-10-01\ntags: [law]\ndiscussions: [none]\n",
    "people/Ana.yml": "name: A\n",
    "people/ana.md": "x",
    "tags.yaml": "x",
    "tags.yml": "- {slug: a, title: A}\n- {slug: a, title: B, summary: x}\n- x\n- {slug: Law, title: L, summary: x}\n",
    "other/x.md": "x",
}


def list_cases() -> Iterator[tuple[str, Files]]:
    for line in OF_REPLIES.splitlines():
        added = line.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
        rest = {"author": "author: cyd\n", "date": "date: 2026-10-04\n"}
        rest.pop(added.partition(":")[0], None)
        yield line, {REPLY: f"---\n{''.join(rest.values())}{added}\n---\n\nText.\n"}
    for line in OF_POSTS.splitlines():
        added = line.replace("\\n", "\n").replace("{long}", "x" * 121)
        rest = {"title": "title: T\n", "tags": "tags: [law]\n"}
        rest.pop(added.partition(":")[0], None)
        head = f"---\nauthor: cyd\ndate: 2026-10-04\n{''.join(rest.values())}{added}\n---\n"
        yield line, {"discussions/new/post.md": f"{head}\nText.\n"}
    for line in OF_PEOPLE.splitlines():
        added = line.replace("{long}", "x" * 61)
        yield line, {"people/cyd.yml": f"{added}\n" if added.startswith("name:") else f"name: Cyd C\n{added}\n"}
    for body in BODIES:
        yield repr(body), {REPLY: f"---\nauthor: cyd\ndate: 2026-10-04\n---\n\n{body}\n"}
    for path, text in FILES.items():
        yield path, {path: text}


def show(one: Problem) -> str:
    place = f"{one.path}:{one.line}:{one.column}".replace("posts/discussions/two-follow-ups/replies/", "…/")
    return f"{place}: {one.severity.name.lower()}[{one.rule}]: {one.message}. {one.help}"


def test_all_that_is_told_of_mistakes(tmp_path: Path) -> None:
    """`PARLEY_ACCEPT=1 pytest tests/checking/test_mistakes_told.py` writes what is found into `told.txt`."""
    posts, told = write_tree(tmp_path / "posts", GOOD), []
    for title, files in list_cases():
        write_tree(posts, files)
        told += [f"> {title}", *map(show, check_posts(posts, "posts", NOW).problems)]
        for path in files:
            (posts / path).unlink()
        write_tree(posts, {path: GOOD[path] for path in files if path in GOOD})
        for folder in sorted(posts.rglob("*"), reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    hold(Path(__file__).with_name("told.txt"), "\n".join(told) + "\n")
