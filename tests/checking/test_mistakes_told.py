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
aliases: [/2013/05/title.html]
aliases: [2013/05/title]
aliases: ['?p=123']
aliases: [discussions/Old-Title/]
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
name: "@Mia"
name: Mia @ home
name: "@ Mia"
name: Li@Mia
name: Mia Maintains II
name: Mia Maintains 2
name: the Mia Maintains
name: Mia Maintains team
name: The real Mia Maintains
name: Mia Li
name: Dr Mia Maintains
name: Ana moderator Li
name: Some moderators of it
name: The Moderators
name: Moderator
name: Modera Tor
name: adm1n
name: House voice
name: Ana (house voice)
name: house
name: Staff
name: The staff
name: A removed reply
name: Removed discussion
name: "[removed]"
name: Ana started this
name: The Hоst
name: T h e H o s t
name: Ana The Host Li
name: Mia-Maintains
name: mia
name: Мiа
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

OF_OUTCOMES = """\
answer: 2026-10-02-ana
answer: https://a.b/x/#reply-2026-10-02-ana
answer: 2026-10-02-anna
answer: nobody
outcome: Some *words*.
outcome: ""
outcome: {long}
outcome: <b>x</b>
outcome: "[x](#reply-none)"
outcome: "[x](#reply-2026-10-02-ana)"
outcome: [a]
outcome: {summary: S, by: Mia}
outcome: {summary: S, by: mia, rests_on: [2026-10-02-ana, 2026-10-02-ann]}
outcome: {sumary: S}
outcome: {agreed: x}
outcome: {agreed: [x, x]}
outcome: {agreed: [x, {text: y, conceded_by: old}, {text: z, conceded_by: older}]}
outcome: {agreed: [{txt: x}], differ: [{text: "", rests_on: []}]}
outcome: {differ: [{text: y, rests_on: [none, none2]}, {text: "[z](/none/x/)"}]}
locked: Enough.
locked: Enough.\\nupdated: 2026-10-04
unlocked: Again.\\nlocked: Enough.\\nupdated: 2026-10-04
restored: Again.
removed: Spam.\\nupdated: 2026-10-04
removed: Spam.\\nupdated: 2026-09-04
merged: [a, a-b]
merged: [A]
merged: [first-meeting, two-follow-ups]
aliases: [new]
aliases: [old-1]\\nmerged: [old-1]
language: de
language: deutsch
school: old
sources: [{name: A, url: "https://a.example/", kind: law, date: 1999}]
old_school: x
body: x
"""

OF_PRACTICES = """\
old_school: ""
old_school: [a]
old_school: {long}
old_school: <i>x</i>
old_school: "![x](https://a.example/x.png)"
old_school: "[x](/discussions/none/)"
old_school: "ghp_{token}"
new_wins_when: "[x](javascript:y)"
shared_rule: "# "
caution: x
caution: "[^1]: unused"
caution: |\\n  One\\n\\n  two <b>
body: |\\n\\n\\n  https://b.org\\n  [https://a.org](https://b.org)
body: "[https://a.org](https://b.org)"
body: |\\n  One\\n  <b>two</b>
body: "a\\u200bb"
body: 7
discussions: [two-follow-ups, two-follow-up]
discussions: [nothing-like-it]
discussions: two-follow-ups
questions: [a]
title: {long}
summary: {long}
tags: [law, lw]
pinned: true
answer: 2026-10-09-none
"""

OF_AGREEMENTS = """\
agrees: [2026-10-02-ana]
agrees: 2026-10-02-ana
agrees: [2026-10-02-ann]
agrees: [2026-10-03-bob]
agrees: [post, nothing]
agrees: []
agrees: [post, post]
agree: [post]
school: older
colour: red
"""

OF_PAGES = """\
title: ""
title: T
title: T\\ndate: soon
title: T\\nlocked: x
title: T\\nlocked: x\\nupdated: 2026-10-04
title: T\\naliases: [a/b]
title: T\\naliases: [A]
title: T\\ntags: [law]
"""

OF_THE_POLICY = """\
a_day: 0
a_day: 1000
a_day: 1001
words: [@x]
links: -1
links: many
words: [a, a]
words: x
quiet: [{thread: two-follow-ups}]
quiet: [{thread: two-follow-up, from: "22:00"}]
quiet: [{thread: practices/first-meeting, from: "24:00", to: 7}]
quiet: [{from: "22:00"}]
quiet: [{thread: pages/any}]
hours: 7
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
    "discussions/two-follow-ups/2026-10-06-eve.md": "---\nauthor: eve\ndate: 2026-10-06\n---\n\nOne.\n",
    "discussions/two-follow-ups/replies/2026-10-06-eve.docx": "x",
    "discussions/con/post.md": "x",
    "discussions/twice/post.yml": "x",
    "agreements/discussions/none/bob/i1.yml": "agrees: [post]\n",
    "agreements/discussions/two-follow-up/bob/i1.yml": "agrees: [post]\n",
    "agreements/practices/first-meeting/the-host/i1.yml": "agrees: [post]\n",
    "pages/guide/replies/a.md": "---\nauthor: ana\ndate: 2026-10-04\n---\n\nx\n",
    "discussions/as-a-page/post.html": "<p>x</p>\n",
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


START = "title: T\nauthor: cyd\ndate: 2026-10-04\ntags: [law]\n"
SIDES = "old_school: O\nnew_school: N\nold_wins_when: P\nnew_wins_when: M\nshared_rule: R\n"


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
    replaced = {"{long}": "x" * 2001, "{token}": "0" * 36, "\\n": "\n"}
    for lines, path, head, tail in (
        (OF_OUTCOMES, "discussions/new/post.md", f"---\n{START}", "---\n\nText.\n"),
        (OF_OUTCOMES, "discussions/new/post.yml", START, "body: Text.\n"),
        (OF_OUTCOMES, "discussions/two-follow-ups/post.md", f"---\n{START}", "---\n\nText.\n"),
        (OF_PRACTICES, "practices/new/post.yml", f"{START}{SIDES}", ""),
        (OF_PRACTICES, "practices/new/post.md", f"---\n{START}{SIDES}", "---\n"),
        (OF_AGREEMENTS, "agreements/discussions/two-follow-ups/bob/i1.yml", "", ""),
        (OF_PAGES, "pages/guide/set-up/post.yml", "", ""),
        (OF_THE_POLICY, "policy.yml", "", ""),
    ):
        for line in lines.splitlines():
            added = line
            for mark, whole in replaced.items():
                added = added.replace(mark, whole)
            name = added.partition(":")[0]
            kept = "".join(one for one in head.splitlines(keepends=True) if not one.startswith(f"{name}:"))
            yield f"{path}: {line}", {path: f"{kept}{added}\n{tail}"}
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
