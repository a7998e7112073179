"""A forum in Arabic, over the small one that tests build, with a thread of both directions."""

from pathlib import Path

from support import Files, write_forum, write_tree

HEAD = "---\nauthor: {author}\ndate: {date}\n{more}---\n\n{text}\n"


def _write(author: str, date: str, text: str, more: str = "") -> str:
    return HEAD.format(author=author, date=date, text=text, more=more)


MIXED = "discussions/fine-or-coarse/"
FILES: Files = {
    "people/layla.yml": "name: ليلى\nabout: تزرع النعناع، وتكتب عن الماء.\nlink: https://example.org/layla/\n",
    f"{MIXED}post.md": _write(
        "layla",
        "2026-10-08",
        "أيُّهما أفضل للجذور: تربة ناعمة أم خشنة؟\n\n- الناعمة تحفظ الماء\n- الخشنة تُدخل الهواء\n- sand\n\n"
        "```sh\ngit grep -i soil posts\n```\n\n| التربة | الماء |\n|---|---:|\n| ناعمة | 12 |\n| خشنة | 7 |",
        "title: تربة ناعمة أم خشنة؟\ntags: [soil]\nquestions:\n  - ماذا تزرعون؟\n  - What do you grow?\n"
        "summary: سؤال عن التربة، بالعربية وبالإنجليزية.\n"
        "sources:\n  - {name: دليل التربة, url: 'https://example.org/soil/', date: 2025-04-01}\n",
    ),
    f"{MIXED}replies/2026-10-09-omar-a1b2.md": _write("omar", "2026-10-09", "الخشنة، فهي أسهل.", "school: new\n"),
    f"{MIXED}replies/2026-10-10-ana-c3d4.md": _write(
        "ana",
        "2026-10-10",
        "> الخشنة، فهي أسهل.\n\nEasier for whom? See https://example.org/a/ first.",
        "reply_to: 2026-10-09-omar-a1b2\nschool: old\n",
    ),
    f"{MIXED}replies/2026-10-11-layla-e5f6.md": _write(
        "layla", "2026-10-11", "شكرًا يا @ana.\n\nThe book says `pH 6.5`.", "reply_to: 2026-10-10-ana-c3d4\n"
    ),
    f"{MIXED}replies/2026-10-12-omar-g7h8.md": _write(
        "omar", "2026-10-12", "> [!NOTE]\n> 1. أولًا\n> 2. ثانيًا", "reply_to: 2026-10-11-layla-e5f6\n"
    ),
    f"{MIXED}replies/2026-10-13-ana-i9j1.md": _write(
        "ana", "2026-10-13", f"א{'ב' * 120}\n\n- [ ] ordered", "reply_to: 2026-10-12-omar-g7h8\n"
    ),
}


def write_site(folder: Path) -> Path:
    """The settings and files of the small forum in a theme that speaks Arabic, and `FILES`; gives the folder."""
    settings = (write_forum(folder) / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("  language: en\n", "  language: ar\n").replace("page_size: 5", "page_size: 30")
    write_tree(folder, {"mkdocs.yml": settings})
    write_tree(folder / "posts", FILES)
    return folder
