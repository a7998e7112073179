"""What is found in each language: other forms of a word, letters without their accents, a word inside a sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.rendering.search.indexer import Indexer
from parley.rendering.search.languages import lacks_dictionary
from support import Files, run_parley, serve, write_project, write_tree

DOCUMENT = "<html lang='{language}'><body><h1>{title}</h1><p>{text}</p></body></html>"
FOUND = {
    "en": ("He was answering twice at the café.", ("answers", "cafe", "CAFÉ")),
    "de": ("Die Anfrage behandelt größere Bäume, und der Müller schweigt.", ("behandeln", "Baum", "muller", "grösser")),
    "fr": ("Nous mangeons des œufs à l'hôtel, élevés en Été.", ("manger", "hotel", "ete", "élever")),
    "es": ("Las abejas trabajaron mañana y noche.", ("abeja", "trabajar", "manana")),
    "ar": ("يزرع الفلاحون النعناع في الحقول.", ("النعناع", "حقول", "نعناع")),
    "ru": ("Пчёлы собирали мёд на лугах.", ("пчела", "луг", "мед")),
    "tr": ("Arılar çiçeklerde çalışıyordu.", ("çiçek", "cicek")),
    "pt-br": ("As abelhas não voaram.", ("abelha", "nao", "voar")),
    "he": ("הדבורים אוספות דבש בשדה.", ("דבש",)),
    "ja": ("昨日、東京の大学で蜂蜜を食べました。", ("東京", "大学", "蜂蜜")),
    "zh": ("蜜蜂在花园里采集花蜜，今年收成很好。", ("蜜蜂", "花园", "收成")),
    "zh-tw": ("蜜蜂在花園裡採集花蜜，今年收成很好。", ("蜜蜂", "今年")),
    "th": ("ผึ้งเก็บน้ำหวานจากดอกไม้ในสวน", ("ดอกไม้", "สวน")),
}
"""A sentence in each language, and what it is found by."""

SEARCH = """async ([name, queries]) => {
  const index = await import(new URL(`${name}/pagefind.js`, location.href));
  await index.init();
  const found = [];
  for (const query of queries) {
    const { results } = await index.search(query);
    found.push((await Promise.all(results.map((one) => one.data()))).map((one) => one.raw_url));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("languages")
    write_tree(folder, {"index.html": "<!doctype html><html lang='en'><title>x</title></html>"})
    for language, (sentence, _) in FOUND.items():
        with Indexer(language=language) as indexer:
            other = DOCUMENT.format(language=language, title="1", text="2 3 4")
            indexer.add("other/", other)
            indexer.add("here/", DOCUMENT.format(language=language, title="0", text=sentence))
            indexer.write(Path(folder, language))
    with serve(folder) as found:
        yield found


def test_a_word_is_found_by_its_other_forms_in_each_language(browser: Browser, address: str) -> None:
    missed = []
    page: Page
    with browser.new_page() as page:
        page.goto(address)
        for language, (_, queries) in FOUND.items():
            if lacks_dictionary(language):
                continue
            found = page.evaluate(SEARCH, [language, list(queries)])
            missed += [(language, query) for query, at in zip(queries, found, strict=True) if at != ["here/"]]
    assert missed == []


def test_chinese_japanese_and_thai_are_read_with_a_dictionary_where_the_tests_run() -> None:
    assert not any(map(lacks_dictionary, FOUND)), "pip install 'mkdocs-parley[cjk]', as requirements.txt has it"


JAPANESE: Files = {
    "tags.yml": "- {slug: hachi, title: 蜂, summary: 蜂のこと。}\n",
    "discussions/hachi/post.md": (
        "---\ntitle: 蜂蜜はいつ\nauthor: ana\ndate: 2026-10-01\ntags: [hachi]\n"
        "summary: 採蜜の時期。\n---\n\n昨日、東京で。\n"
    ),
    "discussions/hachi/replies/2026-10-02-bob.md": (
        "---\nauthor: bob\ndate: 2026-10-02\n---\n\n花の種類により、六月です。\n"
    ),
}


def test_a_reply_in_japanese_is_shown_as_it_was_written_and_its_word_is_marked(
    browser: Browser, tmp_path: Path
) -> None:
    project = write_project(tmp_path, JAPANESE)
    settings = (
        (project / "mkdocs.yml").read_text(encoding="utf-8").replace("name: material,", "name: material, language: ja,")
    )
    write_tree(project, {"mkdocs.yml": settings})
    run_parley("build", cwd=project)
    with serve(project / "site") as address, browser.new_page() as page:
        page.goto(f"{address}search/?q=種類")
        expect(page.locator(".pa-found__text")).to_have_text("花の種類により、六月です。")
        expect(page.locator(".pa-found mark")).to_have_text("種類")
        page.locator(".pa-found li a").click()
        page.wait_for_function("() => CSS.highlights.get('pa-found')?.size === 1")
        page.goto(f"{address}search/?q=採蜜")  # a word of the summary
        expect(page.locator(".pa-found__text").first).to_contain_text("採蜜の時期。")
