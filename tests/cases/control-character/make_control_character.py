"""Characters that nobody sees; written by their codes, so that this file can be trusted."""

from pathlib import Path

POST = (
    "---\ntitle: Is a second \u202emessage\u202c welcome?\nauthor: eve\ndate: 2026-10-01\ntags: [sales]\n---\n\nYes.\n"
)
HEAD = "---\nauthor: eve\ndate: 2026-10-05\n---\n\n"
LINES = {
    "override": "Trust \u202eem\u202c, and me.",
    "reference": "&#x202e;turned&#8236;",
    "isolates-are-taken": "\u2067\u05e9\u05dc\u05d5\u05dd\u2069 ends where it should.",
    "selectors-are-taken": "A heart \u2764\ufe0f, a name \u845b\U000e0100, a word wel\u00adcome.",
    "joiners-are-taken": "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
}


def make(posts: Path) -> None:
    (posts / "discussions/second-message").mkdir()
    (posts / "discussions/second-message/post.md").write_text(POST, encoding="utf-8")
    escaped = POST.replace("\u202e", "\\u202e").replace("title: ", 'title: "').replace("?", '?"')
    (posts / "discussions/third-message").mkdir()
    (posts / "discussions/third-message/post.md").write_text(escaped.replace("\u202c", ""), encoding="utf-8")
    for name, text in LINES.items():
        file = posts / f"discussions/two-follow-ups/replies/2026-10-05-{name}.md"
        file.write_text(f"{HEAD}{text}\n", encoding="utf-8")
