"""Characters that nobody sees; written by their codes, so that this file can be trusted."""

from pathlib import Path

POST = (
    "---\ntitle: Is a second \u202emessage\u202c welcome?\nauthor: eve\ndate: 2026-10-01\ntags: [sales]\n---\n\nYes.\n"
)
HEAD = "---\nauthor: eve\ndate: 2026-10-05\n---\n\n"
LINES = {
    "zero-width": "ze\u200bro\n\nand w\u2060ord joiner",
    "soft-hyphens": "Don't say wel\u00ad\u00adcome.",
    "selectors": "I agree.\U000e0154\U000e0155 A heart: \u2764\ufe0f\ufe0f",
    "mark": "a byte-order mark \ufeffwithin",
    "escape": "\x1b[31mred\x1b[0m",
    "null": "nothing \x00 at all",
    "separator": "one line\u2028or two",
    "reference": "&#x202e;turned&#8236;",
    "tag": "hidden \U000e0041\U000e0042 letters",
    "isolate": "\u2066turned\u2069",
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
