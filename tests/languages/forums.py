"""Forums in other languages, as `parley init` makes them: their settings differ from its by a few edits, told here."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from support import run_parley

HERE = Path(__file__).parent

FIELDS = """\
      fields:
        water:
          {type: choice, on: [discussion], label: مصدر الماء, filtered: true, options: {bir: بئر, falaj: فلج}}
        trees: {type: number, on: [discussion, reply], label: عدد النخيل, least: 1, shown: glance}
"""
LOOK = {"  - parley:\n": "  - parley:\n      look: editorial\n"}


@dataclass(frozen=True, slots=True)
class Forum:
    """`answers` are those to the questions of `parley init`, and `edits` what is changed in `mkdocs.yml` by hand.

    `posts` are people's own texts, which are no edits, and a list of tags, which is one.
    """

    posts: str
    answers: tuple[str, ...]
    edits: Mapping[str, str]

    def build(self, folder: Path) -> Path:
        """Make the forum and build it; gives the folder of the built site."""
        run_parley("init", str(folder), "--yes", *self.answers, cwd=folder.parent)
        file = folder / "mkdocs.yml"
        text = file.read_text(encoding="utf-8")
        for before, after in self.edits.items():
            assert text.count(before) == 1
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")
        shutil.copytree(HERE / self.posts, folder / "posts", dirs_exist_ok=True)
        run_parley("build", cwd=folder)
        return folder / "site"


GERMAN = Forum(
    "beekeepers",
    (
        *("--language", "de", "--name", "Am Bienenstand", "--subject", "Fragen und Antworten aus den Vereinen."),
        *("--repository", "https://codeberg.org/bienen/forum", "--mail", "post@bienen.example", "--login", "imke"),
    ),
    {'""] #': "https://bienen.example/] #", **LOOK},
)
"""Beekeepers, who compare nothing and take no sides."""

ARABIC = Forum(
    "oasis",
    (
        *("--language", "ar", "--name", "واحة النخيل", "--subject", "زراعة النخل في الصحراء"),
        *("--repository", "https://codeberg.org/waha/forum", "--mail", "a1@b2.example", "--login", "layla"),
        *("--side", "مؤيد", "--side", "معارض", "--side", "محايد"),
    ),
    {'""] #': "https://waha.example/] #", **LOOK, "      stances:\n": f"{FIELDS}      stances:\n"},
)
"""Growers of palms, with three stances, and two fields of their own."""
