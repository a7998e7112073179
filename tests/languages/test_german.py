"""A forum of beekeepers in German, which compares nothing and takes no sides: no English word stands in it."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from languages.texts import list_texts
from parley.commands.cli import main
from parley.model.languages import catalogues
from parley.model.languages.catalogues import find_speech, read_catalogue

HERE = Path(__file__).with_name("beekeepers")
OUTREACH = re.compile(r"\b(outreach|school|schools|practice|practices|recruit\w*|sales)\b", re.IGNORECASE)
FINE = frozenset("markdown mail login dialog server text links form pull request github codeberg parley".split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("german") / "forum"
    shutil.copytree(HERE, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = CliRunner().invoke(main, ["build", "--executor", "none"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return folder / "site"


def list_english() -> set[str]:
    """Words that English has in the catalogue, and German neither there nor in the forum."""
    catalog = read_catalogue(catalogues.FOLDER / "de.po")
    said = [(one.id, one.string or "") for one in catalog if one.id]
    english = {word for id, _ in said for text in ([id] if isinstance(id, str) else id) for word in split(text)}
    german = {word for _, text in said for one in ([text] if isinstance(text, str) else text) for word in split(one)}
    own = {word for file in HERE.rglob("*.*") for word in split(file.read_text(encoding="utf-8"))}
    return english - german - own - FINE


def split(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{4,}", text.lower())


def test_no_english_word_and_none_of_another_site_stands_in_it(site: Path) -> None:
    assert find_speech("de").translate("No replies yet") != "No replies yet"
    english, found = list_english(), set()
    for file in site.rglob("*.html"):
        texts = " ".join(list_texts(file.read_text(encoding="utf-8")))
        assert not OUTREACH.search(texts), file
        found |= {f"{word}: {file.relative_to(site)}" for word in {*split(texts)} & english}
    frame = json.loads(re.search(r"const kept = (\{.*\});", (site / "assets/parley/frame.js").read_text())[1])  # type: ignore[index]
    form = json.loads(next(site.glob("assets/parley/write*.json")).read_text())["form"]
    for name, html in (("kept", frame["body"]), ("dialog", form)):
        found |= {f"{word}: {name}" for word in {*split(" ".join(list_texts(html)))} & english}
    assert sorted(found) == [], "words that de.po lacks, see `parley languages de`"
