"""A site that is read without a server: what its files become, and that the same site gives the same bytes."""

import zipfile
from pathlib import Path

import pytest

from parley.building.offline.linking import Linking
from parley.building.offline.modules import wrap
from parley.building.offline.zipping import zip_folder
from parley.model.problems import ParleyError
from support import write_tree

FILES = frozenset({"index.html", "a/index.html", "a/b/index.html", "search/index.html", "images/x y.png", "a.txt"})


@pytest.mark.parametrize(
    ("page", "address", "found"),
    [
        ("index.html", "a/", "a/index.html"),
        ("index.html", "a", "a/index.html"),
        ("index.html", "./", "./index.html"),
        ("index.html", ".", "./index.html"),
        ("a/b/index.html", "../", "../index.html"),
        ("a/b/index.html", "../..", "../../index.html"),
        ("a/b/index.html", "../../#top", "../../index.html#top"),
        ("a/index.html", "b/?q=x#y", "b/index.html?q=x#y"),
        ("a/index.html", "?q=x", "index.html?q=x"),
        ("a/index.html", "#here", "#here"),
        ("a/index.html", "../images/x%20y.png", "../images/x%20y.png"),
        ("a/index.html", "../a.txt", "../a.txt"),
        ("a/index.html", "https://example.org/a/", "https://example.org/a/"),
        ("a/index.html", "//example.org/", "//example.org/"),
        ("a/index.html", "mailto:a@b.cc", "mailto:a@b.cc"),
        ("a/index.html", "../feed.xml", "https://talk.example/feed.xml"),
    ],
)
def test_an_address_leads_to_a_file(page: str, address: str, found: str) -> None:
    linking = Linking(FILES, "https://talk.example/")
    assert linking.lead(page, address) == found
    assert linking.broken == []


def test_what_leads_nowhere_is_told() -> None:
    linking = Linking(FILES)
    text = '<p>href="c/" <a href="c/">c</a> <a href=a/ class=x>a</a></p>'
    assert (
        linking.mend("index.html", text) == '<p>href="c/" <a href="c/">c</a> <a href="a/index.html" class=x>a</a></p>'
    )
    assert linking.broken == [("index.html", "c/")]


def test_the_page_needs_no_server() -> None:
    page = (
        "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'; img-src 'self' data:\">"
        '<link rel="alternate feed" href="../feed.xml"><script src="../assets/parley/frame.js"></script>'
        '<svg viewBox="0 0 1 1"><use href="../assets/parley/icons.svg#x"/></svg>'
        '<h1 itemprop=headline itemscope itemtype="https://schema.org/Thing">A</h1>'
        '<script type="module" src="../assets/parley/narrow.js"></script>'
        "<script>\n  a = '<a href=\"b/\">';\n</script>\n  <p>B</p><pre>\n  c</pre>"
    )
    assert Linking(FILES | {"assets/parley/frame.js", "assets/parley/offline.js"}).mend("a/index.html", page) == (
        '<meta http-equiv="Content-Security-Policy" content="script-src \'self\' file:; '
        "img-src 'self' file: data:\">"
        '<script src="../assets/parley/offline.js"></script><script src="../assets/parley/frame.js"></script>'
        '<svg viewBox="0 0 1 1"><use href="#pa-icon-x"/></svg><h1>A</h1>'
        '<script type="text/plain" data-pa-module="narrow.js"></script>'
        "<script>\n  a = '<a href=\"b/\">';\n</script><p>B</p><pre>\n  c</pre>"
    )


def test_a_module_becomes_a_function() -> None:
    text = 'import { a, b as call } from "./x.js";\nimport "./y.js";\n'
    text += "export const d = import.meta.url;\nexport function* e() {}\n"
    wrapped = wrap("z.js", text + 'import("./w.js");\nexport{f as g};')
    assert 'const { a, b: call } = paRequire("./x.js");' in wrapped
    assert 'const {} = paRequire("./y.js");' in wrapped
    assert "\nconst d = paMeta.url;\nfunction* e() {}\n" in wrapped
    assert 'paImport("./w.js")' in wrapped
    assert "paGive({ get d() { return d; }, get e() { return e; }, get g() { return f; }, });" in wrapped


@pytest.mark.parametrize("text", ['import x from "./x.js";', "export default 1;", 'export * from "./x.js";'])
def test_a_module_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ParleyError, match=r"z\.js: can't be made a plain script"):
        wrap("z.js", text)


def test_the_same_files_are_packed_into_the_same_bytes(tmp_path: Path) -> None:
    packed = []
    for at in ("one", "two"):
        folder = write_tree(tmp_path / at / "offline", {"b/index.html": "b" * 1000, "a.html": "ä"})
        (folder / "a.html").touch()
        zip_folder(folder, tmp_path / f"{at}.zip")
        packed.append((tmp_path / f"{at}.zip").read_bytes())
    assert packed[0] == packed[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as file:
        assert file.namelist() == ["offline/a.html", "offline/b/index.html"]
        assert file.read("offline/a.html").decode() == "ä"
