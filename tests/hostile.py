"""A site whose every text is too long, too wide, too high or too deep for its page, and none of them forbidden."""

from support import Files

WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
ADDRESS = "https://example.org/" + "a" * 300 + "?b=" + "c" * 200
ZALGO = "".join(letter + "\u0301\u030b\u0310\u0302" * 12 + "\u0323\u0324\u032d\u0330" * 12 for letter in "high")
FAMILY = "👩\u200d👩\u200d👧"
TEXTS = {
    "long": "W" * 300,
    "words": WORD * 4,
    "joined": "\u00a0".join(["no", "break"] * 40),
    "dashes": "\u2011".join(["non", "breaking"] * 25),
    "digits": "1234567890" * 25,
    "zalgo": ZALGO * 3,
    "wide": "x" + "\ufdfd" * 20 + "\u2e3b" * 20 + "\U0001242b" * 5,
    "cjk": "漢字仮名交じり文" * 30,
    "korean": "가나다라마바사" * 30,
    "arabic": "ال\u0640\u0640\u0640\u0640\u0640\u0640\u0640\u0640\u0640\u0640كلمة" * 15,
    "hebrew": "שלוםעולם" * 30,
    "thai": "สวัสดีชาวโลก" * 20,
    "emoji": "a" + FAMILY * 40,
    "address": ADDRESS,
    "path": "/usr/share/" * 25,
    "lines": "x" + "_" * 300,
}
"""What a single line may hold, 120 to 600 characters each."""

WIDE_TABLE = "\n".join(
    [
        "| " + " | ".join(f"column {number}" for number in range(30)) + " |",
        "|" + "---|" * 30,
        *("| " + " | ".join("value" for _ in range(30)) + " |" for _ in range(3)),
    ]
)
LONG_TABLE = "| a | b |\n|---|--:|\n" + "\n".join(f"| {number} | {WORD} |" for number in range(40))
DEEP_LIST = "\n".join(f"{'  ' * depth}- level {depth} {WORD}" for depth in range(16))
DEEP_NUMBERS = "\n".join(f"{'   ' * depth}1. level {depth}" for depth in range(16))
DEEP_QUOTE = "\n".join(f"{'> ' * depth}depth {depth} {WORD}\n{'> ' * depth}" for depth in range(1, 17))
BODIES = {
    **TEXTS,
    "headings": "\n\n".join(f"{'#' * level} {WORD * 3}" for level in range(1, 7)),
    "spans": f"`{'code' * 80}` **{'bold' * 80}** *{'slant' * 80}* ~~{'gone' * 80}~~ [{'link' * 80}]({ADDRESS})",
    "block": "```text\n" + "wide " * 200 + "\n" + "W" * 1000 + "\n```",
    "tall": "```\n" + "line\n" * 200 + "```",
    "table": WIDE_TABLE,
    "rows": LONG_TABLE,
    "list": DEEP_LIST,
    "numbers": DEEP_NUMBERS,
    "at-once": "- " * 16 + "deep",
    "quote": DEEP_QUOTE,
    "mixed": "> - " * 8 + f"deep `{'code' * 40}`",
    "in-list": "- - - ```\n" + "      " + "W" * 400 + "\n      ```\n\n- - " + "\n    ".join(WIDE_TABLE.split("\n")),
    "in-quote": "\n".join(f"> > > {line}" for line in WIDE_TABLE.split("\n")),
    "start": "999999999. a number of nine digits\n1000. and one of four",
    "notes": f"A note.[^{'n' * 80}]\n\n[^{'n' * 80}]: {WORD * 3}",
    "rule": "***\n\nBetween.\n\n***",
}

ALIKE = """\
Words with *emphasis*, **weight**, ~~none~~, `code`, [a link](https://example.org), <https://example.org>, a note.[^1]

# First

## Second

### Third

#### Fourth

1. one
2. two
   1. two, one
   2. two, two

      A paragraph.

      > Quoted in it.

3. three

Between.

7. seven
8. eight

- a
  - b
    - c

      ```python
      print(1)
      ```

> Quoted.
>
> 1. in a quotation
>
> > Twice.

```
alone
```

| left | right | middle |
|---|--:|:-:|
| 1 | `2` | *3* |

***

Last line,\\
broken.

[^1]: Said here.
"""
"""Every element that Markdown can become."""

DEPTHS = 8
"""Replies one below the other in the thread of `ALIKE`: more than are indented."""


def cut(text: str, most: int) -> str:
    return text[:most].rstrip("\u200d")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def build_files() -> Files:
    """Each text in each place that shows a contributor's: titles, names, tags, questions, sources, sides, reasons."""
    files: dict[str, str] = {}
    tags = []
    names = list(TEXTS)
    for number, (name, text) in enumerate(TEXTS.items()):
        handle = f"{name}-{'h' * (38 - len(name))}"
        files[f"people/{handle}.yml"] = (
            f"name: {quoted(cut(text, 80))}\nabout: {quoted(cut(text, 300))}\nlink: {ADDRESS}\n"
        )
        tags.append(f"- slug: {name}\n  title: {quoted(cut(text, 60))}\n  summary: {quoted(cut(text, 300))}\n")
        sources = (
            f"sources:\n  - name: {quoted(cut(text, 200))}\n    url: {ADDRESS}\n    date: {quoted(cut(text, 40))}\n"
        )
        tagged = f"tags: [{', '.join((names * 2)[number : number + 5])}]\n"
        head = f"title: {quoted(cut(text, 120))}\nauthor: {handle}\ndate: 2026-10-01\n{tagged}{sources}"
        questions = "questions:\n" + "".join(f"  - {quoted(cut(text, length))}\n" for length in (300, 30))
        files[f"discussions/{name}/post.md"] = (
            f"---\n{head}summary: {quoted(cut(text, 300))}\n{questions}---\n\n{text}\n"
        )
        sides = ("old_school", "new_school", "old_wins_when", "new_wins_when", "shared_rule", "caution")
        files[f"practices/{name}/post.yml"] = head + "".join(f"{side}: {quoted(cut(text, 900))}\n" for side in sides)
        reply = f"author: {handle}\ndate: 2026-10-02\nschool: {('old', 'new', 'both')[number % 3]}\n"
        files[f"discussions/{name}/replies/r.md"] = f"---\n{reply}{sources}---\n\n{text}\n"
        files[f"discussions/{name}/replies/s.md"] = f"---\n{reply}reply_to: r\n---\n\n{text}\n"
        withheld = f"date: 2026-10-02\nupdated: 2026-10-03\nauthor: {handle}\nremoved: {quoted(cut(text, 300))}\n"
        files[f"discussions/{name}/replies/t.md"] = f"---\n{withheld}---\n\nGone.\n"
        files[f"discussions/{name}/replies/u.md"] = f"---\n{reply}reply_to: t\n---\n\n{text}\n"
    closed = f"title: {quoted(WORD + ' closed')}\nauthor: long\ndate: 2026-10-01\nupdated: 2026-10-05\ntags: [long]\n"
    files["discussions/locked/post.md"] = f"---\n{closed}locked: {quoted('W' * 300)}\n---\n\nOver.\n"
    files["discussions/removed/post.md"] = f"---\n{closed}removed: {quoted('W' * 300)}\n---\n\nOver.\n"
    files["discussions/removed/replies/r.md"] = "---\nauthor: long\ndate: 2026-10-02\n---\n\nYes.\n"
    blocks = {"old_school": "list", "new_school": "numbers", "old_wins_when": "block", "new_wins_when": "quote"}
    head = "title: Blocks in sides\nauthor: long\ndate: 2026-10-01\ntags: [long]\nshared_rule: Yes.\n"
    files["practices/blocks/post.yml"] = head + "".join(
        f"{side}: {as_block(cut(BODIES[body], 990))}\n" for side, body in blocks.items()
    )
    files["discussions/bodies/post.md"] = (
        "---\ntitle: Bodies\nauthor: long\ndate: 2026-10-01\ntags: [long]\n---\n\n"
        + "\n\n".join(BODIES.values())
        + "\n"
    )
    files["discussions/alike/post.md"] = (
        f"---\ntitle: Alike\nauthor: long\ndate: 2026-10-01\ntags: [long]\n---\n\n{ALIKE}"
    )
    for depth in range(DEPTHS):
        answered = f"reply_to: r{depth - 1}\n" if depth else ""
        head = f"author: long\ndate: 2026-10-02\n{answered}"
        files[f"discussions/alike/replies/r{depth}.md"] = f"---\n{head}---\n\n{ALIKE}"
    before = ""
    for number in range(10):  # deeper than what is indented
        answered = f"reply_to: {before}\n" if before else ""
        for name, body in BODIES.items() if number in (0, 9) else [("long", "W" * 300)]:
            files[f"discussions/bodies/replies/{name}-{number}.md"] = (
                f"---\nauthor: {name}\ndate: 2026-10-0{number // 2 + 1}\n{answered}---\n\n{body}\n"
            )
        before = f"long-{number}"
    files["tags.yml"] = "".join(tags)
    return files


def as_block(text: str) -> str:
    return "|\n" + "\n".join(f"  {line}" for line in text.split("\n"))


HOME = """# Home

::: discussions limit=100

::: practices limit=100

::: practice slug=words

::: practice slug=blocks

::: questions limit=100

::: latest limit=100

::: tags

::: moderation
"""
