"""Front matter as strangers write it is read as they meant it, and what is in order stays to the byte."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from declared import KINDS
from parley.model.findings import Findings
from parley.model.languages.catalogues import speaking
from parley.model.languages.speaking import _
from parley.reading.frontmatter import parse_markdown_file, parse_yaml
from parley.reading.mending.blocks import Line, fold_key
from parley.reading.mending.fences import find_fences
from parley.reading.mending.head import mend_keys
from parley.reading.mending.mend import mend
from parley.reading.mending.names import name_keys, name_others
from parley.reading.mending.plain import find_plain
from parley.reading.mending.repairs import Mended
from parley.reading.nodes import MappingNode, Position, ScalarNode
from parley.reading.readers import Text

PATHS = {
    "reply": "discussions/two-follow-ups/replies/2026-11-27-ana-k3p9.md",
    "discussion": "discussions/two-follow-ups/post.md",
    "comparison": "practices/thanks/post.yml",
    "person": "people/ana.yml",
}
LANGUAGES = ("en", "de", "fr", "es", "ar", "ja")
TAGS = {"sales": "sales", "law": "law", "mail templates": "templates", "first contact": "first-contact"}
REPLY = "---\nauthor: ana\ndate: 2026-11-22\n---\n\nOne is enough.\n"
POST = "---\ntitle: {}\nauthor: ana\ndate: 2026-11-22\ntags: [sales]\n---\n\nYes.\n"


def mend_text(kind: str, text: str, path: str = "") -> str:
    return mend(path or PATHS[kind], text, KINDS[kind], TAGS).text


# what a stranger sends, beside what is read of it
AROUND = {
    "blank lines first": "\n \n" + REPLY,
    "a mark of the byte order, twice": "\ufeff" + REPLY,
    "a comment first": "<!-- a -->\n" + REPLY,
    "comments of several lines first": "\n<!-- SPDX: x\ny: z\n---\n -->\n<!-- b -->\n\n" + REPLY,
    "digits of a wide typeface": REPLY.replace("2026-11-22", "２０２６-１１-２２"),
    "Arabic digits": REPLY.replace("2026-11-22", "٢٠٢٦-١١-٢٢"),
    "closed with points": REPLY.replace("22\n---", "22\n..."),
    "four dashes": REPLY.replace("---", "----"),
    "dashes that a word processor made one": REPLY.replace("---", "—"),
    "dashes escaped by an editor of Markdown": REPLY.replace("---", r"\-\-\-"),
    "no dashes above": REPLY.removeprefix("---\n"),
    "no dashes at all": REPLY.replace("---\n", ""),
    "dashes above only": REPLY.replace("22\n---", "22"),
    "indented as in a code block": re.sub("^(?=.)", "    ", REPLY, flags=re.MULTILINE),
    "indented by tabs": re.sub("^(?=[ad])", "\t", REPLY, flags=re.MULTILINE),
    "indented by this and that": REPLY.replace("author", " author").replace("date", "\tdate"),
    "in a code block": f"```yaml\n{REPLY}```\n",
    "the head in a code block": REPLY.replace("---", "```"),
    "tabs behind the colons": REPLY.replace(": ", ":\t"),
    "no space behind the colons": REPLY.replace(": ", ":"),
    "wide colons": REPLY.replace(": ", "："),
    "capitals": REPLY.replace("author", "Author").replace("date", "DATE"),
    "emphasis": REPLY.replace("author", "**author**").replace("date", "**date**"),
    "lists of one": REPLY.replace("ana\n", "[[ana]]\n", 1).replace("2026-11-22\n", "[2026-11-22]\n", 1),
    "one key indented": REPLY.replace("date", " date"),
    "between braces, JSON": REPLY.replace("author: ana\ndate: 2026-11-22", '"author": "ana",\n"date": "2026-11-22"'),
    "in a block of Markdown": f"```markdown\n{REPLY}```\n",
    "in a block with a name, between what a program says": f"Sure:\n\n~~~md title=a.md\n{REPLY}~~~\n\nAnything else?\n",
    "in a longer block": f"````\n{REPLY}````\n",
    "JSON between braces": '{"author": "ana",\n"date": "2026-11-22",}\n\nOne is enough.\n',
    "JSON with the quotes of a word processor": "{“author”: “ana”, “date”: “2026-11-22”}\n\nOne is enough.\n",
    "JSON as other programs keep it": ';;;\n{\n"author": "ana",\n"date": "2026-11-22"\n}\n;;;\nOne is enough.\n',
    "JSON by its name": '---json\n{"author": "ana", "date": "2026-11-22"}\n---\nOne is enough.\n',
    "TOML by its name": '---toml\nauthor = "ana"\ndate = 2026-11-22\n---\nOne is enough.\n',
    "JSON in a block": '```json\n{\n  "author": "ana",\n  "date": "2026-11-22"\n}\n```\n\nOne is enough.\n',
    "lines that a list has": REPLY.replace("author", "- author").replace("date", "- date"),
    "a list without dashes": "* author: ana\n* date: 2026-11-22\n\nOne is enough.\n",
    "colons that are strong": "**Author:** ana\n**Date: 2026-11-22**\n\nOne is enough.\n",
    "stars for dashes": REPLY.replace("---", "* * *"),
    "wide dashes": REPLY.replace("---", "－－－"),
    "marks of right to left": "\u200f" + REPLY.replace("ana", "\u200eana\u200f"),
    "line ends of another system": REPLY.replace("\n", "\u2028"),
    "quoted, as in a mail": re.sub("^", "> ", REPLY, flags=re.MULTILINE),
    "added, as in a change": re.sub("^", "+", REPLY.rstrip("\n"), flags=re.MULTILINE),
    "numbered, as in a listing": "".join(f"{at} {line}\n" for at, line in enumerate(REPLY.rstrip().split("\n"), 1)),
    "below its name": f"`posts/discussions/two-follow-ups/replies/a.md`\n\n{REPLY}",
    "as a table": "| author | date |\n| --- | --- |\n| ana | 2026-11-22 |\n\nOne is enough.\n",
    "as a table of rows": "| key | value |\n|---|---|\n| author | ana |\n| date | 2026-11-22 |\n\nOne is enough.\n",
    "as cells of a sheet": "author\tana\ndate\t2026-11-22\n\nOne is enough.\n",
    "as in Org": "#+AUTHOR: ana\n#+DATE: 2026-11-22\n\nOne is enough.\n",
    "as in reStructuredText": ":author: ana\n:date: 2026-11-22\n\nOne is enough.\n",
    "a heading, as editors make of it": "---\n\n## author: ana date: 2026-11-22\n\nOne is enough.\n",
    "all on one line": "--- author: ana date: 2026-11-22 --- One is enough.\n",
    "escaped by an editor of documents": "\\---\n\nauthor: ana  \n\ndate: 2026-11-22\n\n\\---\n\nOne is enough.\n",
    "a name beside the handle": REPLY.replace("ana", "Ana Lima (@ana)"),
    "keys of another program": REPLY.replace("author", "authors").replace("date", "created_at"),
    "a slip of the hand": REPLY.replace("author", "auhtor"),
    "typographic quotes": REPLY.replace("ana", "“ana”").replace("2026-11-22", "„2026-11-22“"),
    "comments with a key": REPLY.replace("ana", "@ana # that's me"),
    "TOML": REPLY.replace("---", "+++").replace(": ana", ' = "ana"').replace("date: ", "date = "),
    "TOML without quotes": REPLY.replace("---", "+++").replace(": ", " = "),
    "a key twice": REPLY.replace("author: ana\n", "author: ana\nauthor: ana\n"),
    "an empty key": REPLY.replace("2026-11-22\n", "2026-11-22\nupdated:\nreply_to: ''\nsources: []\n"),
    "a key with typographic quotes about nothing": REPLY.replace("22\n---", "22\nschool: “”\n---"),
    "no choice, in words": REPLY.replace("2026-11-22\n", "2026-11-22\nschool: none\n"),
    **{
        f"an answer to the post, as {name}": REPLY.replace("22\n---", f"22\nreply_to: {name}\n---")
        for name in ("null", "none", "post", "two-follow-ups")
    },
    "an answer to the post, by its address": REPLY.replace(
        "2026-11-22\n", "2026-11-22\nreply_to: https://example.org/discussions/two-follow-ups/\n"
    ),
}


@pytest.mark.parametrize("given", AROUND.values(), ids=AROUND)
def test_front_matter_in_any_dress_is_read(given: str) -> None:
    mended = mend_text("reply", given)
    findings = Findings("")
    node, body = parse_markdown_file(mended, findings)
    assert findings.problems == []
    assert isinstance(node, MappingNode)
    assert {key.text: value.text for key, value in node.pairs if isinstance(value, ScalarNode)} == {
        "author": "ana",
        "date": "2026-11-22",
    }
    assert body
    assert body.text.strip() == "One is enough."


def test_keys_in_toml_may_begin_with_one_that_no_site_knows() -> None:
    given = '+++\npath = "a/b"\nauthor = "ana"\n\n[extra]\nteam = "x"\n\n[more]\ndate = 1\n+++\n\nOne.\n'
    mended = mend_text("discussion", given)
    assert (read_key(mended, "author"), read_key(mended, "path")) == ("ana", "a/b")
    assert mended.endswith("---\n\nOne.\n")
    plain = "+++\nno key at all\n+++\n"
    assert mend_text("discussion", plain) == plain


# a head with what no site knows in it, beside the lines of it that are read
PARTED = (
    ("---\nauthor: ana\ndate: 2026-11-22\n\ncolour: blue\n\nOne is.\n", ["author", "date", "colour"]),
    (
        "---\nauthor: ana\ndate: 2026-11-22\n\ncolour: blue\nschool: old\n\nOne is.\n",
        ["author", "date", "colour", "school"],
    ),
    (
        "---\nauthor: ana\ndate: 2026-11-22\n\ncolour:\n\nschool: old\n---\nOne is.\n",
        ["author", "date", "colour", "school"],
    ),
    ("author: ana\ndate: 2026-11-22\n\ncolour: blue\n\nOne is.\n", ["author", "date"]),  # it may be the text
)


@pytest.mark.parametrize(("given", "keys"), PARTED)
def test_a_key_that_no_site_knows_is_one_behind_a_blank_line_too_where_a_head_was_begun(
    given: str, keys: list[str]
) -> None:
    node, body = parse_markdown_file(mend_text("reply", given), Findings(""))
    assert isinstance(node, MappingNode)
    assert [key.text for key, _ in node.pairs] == keys
    assert body
    assert body.text.strip().endswith("One is.")
    assert ("colour" in body.text) == ("colour" not in keys)


TITLES = (
    *(
        "Why #1 is wrong",
        "#1 of all",
        "Follow-ups: is one enough?",
        "Is one enough:",
        "@home",
        "`code` first",
        "%5 more",
    ),
    *(
        "- a dash",
        "!important",
        "&co",
        "*bold* move",
        "**bold**",
        "[Poll] which one",
        "[Poll]",
        "{a}",
        "> quoted",
        "| x",
    ),
    *(
        "? who",
        "'Tis the season",
        '"Yes" or "no"',
        '"never closed',
        "Yes, “no” and: so on",
        "C: the drive",
    ),
    *(
        "Ja: „warum“?",
        "为什么：一次就够",
        "لماذا: مرة واحدة؟",
        "Почему #1: нет",
        "🙂 first",
        "key: value # 5",
        "~",
        "null",
        "12:30",
    ),
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_keeps_its_words_whatever_yaml_takes_them_for(title: str) -> None:
    mended = mend_text("discussion", POST.format(title))
    assert read_key(mended, "title") == title
    assert read_key(mended, "author") == "ana"


@pytest.mark.parametrize(
    "head",
    [
        "titel: Two?\nAutor: ana\nDatum: 22. November 2026\nSchlagwörter: sales",
        "Titre : Two?\nAuteur : ana\nDate : 22 novembre 2026\nÉtiquettes : sales",
        "título: Two?\nautora: ana\nfecha: 22 de noviembre de 2026\netiquetas: sales",
        "العنوان: Two?\nالكاتب: ana\nالتاريخ: ٢٢ نوفمبر ٢٠٢٦\nالوسوم: sales",
        "タイトル：Two?\n著者：ana\n日付：2026年11月22日\nタグ：sales",
        "titolo: Two?\nautore: ana\ndata: 22 novembre 2026\ntag: sales",
        "título: Two?\nautor: ana\ndata: 22 de novembro de 2026\netiquetas: sales",
        "заголовок: Two?\nавтор: ana\nдата: 22 ноября 2026 г.\nтеги: sales",
        "标题：Two?\n作者：ana\n日期：2026年11月22日\n标签：sales",
        "제목: Two?\n작성자: ana\n날짜: 2026년 11월 22일 일요일\n태그: sales",
        "titel: Two?\nauteur: ana\ndatum: 22 november 2026\ntrefwoorden: sales",
        "tytuł: Two?\nautor: ana\ndata: 22.11.2026\ntagi: sales",
        "ti\u0301tulo: Two?\nautor: ana\nfecha: 22-nov-26\netiquetas: sales",  # as macOS writes it
        "headline: Two?\nusername: ana\npublished: 1795305600\nkeywords: sales",
    ],
)
def test_keys_are_read_in_many_languages(head: str) -> None:
    given = f"---\n{head}\n---\n\nText\n"
    mended = mend_text("discussion", given)
    values = (read_key(mended, "title"), read_key(mended, "author"), read_key(mended, "date")[:10])
    assert values == ("Two?", "ana", "2026-11-22")
    assert "\ntags: [sales]\n" in mended


def test_the_words_of_the_catalogue_for_a_key_are_known() -> None:
    for language in LANGUAGES:
        with speaking(language):
            words = {"title": _("Title"), "tags": _("Tags"), "questions": _("Questions"), "sources": _("Sources")}
            said = {**words, "body": _("Text"), "author": _("Written by")}
        for key, word in said.items():
            assert name_others(KINDS["discussion"]).get(fold_key(word), key) == key, (language, word)
            assert fold_key(word) in {**name_keys(KINDS["discussion"]), **name_others(KINDS["discussion"])}, word


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", "# Two: or one?\n\n"),
        ("", "\nTwo: or one?\n===\n\n"),
        ("", "## **Two: or one?** ##\n"),
        ("", "**Two: or one?**\n\n"),
        ("", "<h1>Two: or one?</h1>\n"),
        ("# Two: or one?\n\n", ""),
    ],
)
def test_the_first_heading_is_the_title_that_no_key_says(above: str, below: str) -> None:
    rest = POST.format("x").replace("title: x\n", "").replace("\n\nYes", f"\n{below}Yes")
    mended = mend_text("discussion", above + rest)
    assert read_key(mended, "title") == "Two: or one?"
    assert mended.partition("\n---\n")[2].strip() == "Yes."
    plain = POST.format("One?") + "\n# A heading\n"
    assert mend_text("discussion", plain) == plain
    assert mend_text("reply", f"# One\n\n{REPLY}").endswith("---\n\n# One\n\nOne is enough.\n")


def test_what_only_looks_like_keys_stays_in_the_text() -> None:
    for text in (
        "From: Bob\nDate: Fri, 27 Nov 2026\nSubject: Two?\n\nHello",
        "By: Bob and me\n\nHello",
        '{"colour": "red"}\n\nHello',
        "> author: bob\n> date: 2020-01-01\n\nHello",
        "1. date: yes\n2. author: no",
        '{"author":' * 5000,
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```markdown\n# Hello\n```",
        "1. Hello\n2. there",
    ):
        assert mend_text("reply", f"{text}\n") == f"---\nauthor: ana\ndate: 2026-11-27\n---\n\n{text}\n"


def test_the_name_of_a_reply_says_what_its_keys_can_not() -> None:
    for date in ("today", "heute", "27/11", "11/07/2026"):
        assert read_key(mend_text("reply", REPLY.replace("2026-11-22", date)), "date") == "2026-11-27"
    assert read_key(mend_text("reply", REPLY.replace("ana", "Ana Lima")), "author") == "ana"
    assert "someone_else" in mend_text("reply", REPLY.replace("ana", "someone_else"))


def read_key(text: str, name: str) -> str:
    findings = Findings("")
    node, _ = parse_markdown_file(text, findings)
    assert findings.problems == []
    assert isinstance(node, MappingNode)
    value = {key.text: value for key, value in node.pairs}[name]
    assert isinstance(value, ScalarNode)
    return value.text


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("'It's fine'", "It's fine"),
        ('"C:\\xyz"', "C:\\xyz"),
        ("“Why: not?”", "Why: not?"),
        ("„Warum: nicht?“", "Warum: nicht?"),
        ("“To be”", "“To be”"),  # the title itself is a quotation
        ("One line\n  and: another", "One line and: another"),
        ("One line\nand another", "One line and another"),
        (">\n  One line\n\t#and another", "One line\n#and another"),
        ("soft\u00ad\u200bhyphen", "soft\u00adhyphen"),
    ],
)
def test_quotes_and_lines_of_a_title_are_read_as_they_were_meant(given: str, read: str) -> None:
    text = read_key(mend_text("discussion", POST.format(given)), "title")
    assert text.split() == read.split() or text == read.replace("\u00ad", "")


WORDS = (
    ("reply", "author: @Ana", "author: ana"),
    ("reply", "author: https://github.com/Ana", "author: ana"),
    ("reply", "author: [@ana](https://github.com/ana)", "author: ana"),
    ("reply", "author: https://a.example/forum/people/ana/", "author: ana"),
    ("reply", "Reply-To: 2026-11-20-bob.md", "reply_to: 2026-11-20-bob"),
    ("reply", "reply_to: reply-2026-11-20-bob", "reply_to: 2026-11-20-bob"),
    ("reply", "reply_to: reply-12", "reply_to: reply-12"),
    ("reply", "reply to: #reply-2026-11-20-bob", "reply_to: 2026-11-20-bob"),
    ("reply", "reply_to: ../replies/2026-11-20-bob.yml", "reply_to: 2026-11-20-bob"),
    ("reply", "reply_to: posts/discussions/two-follow-ups/replies/2026-11-20-bob.md", "reply_to: 2026-11-20-bob"),
    ("reply", "reply_to: https://a.b/discussions/two-follow-ups/#reply-2026-11-20-bob", "reply_to: 2026-11-20-bob"),
    ("reply", "reply_to: <https://a.b/practices/two-follow-ups/#reply-2026-11-20-bob>", "reply_to: 2026-11-20-bob"),
    ("reply", "School: Old school", "school: old"),
    ("reply", "school: NEW", "school: new"),
    ("reply", "updated: 5. März 2026", "updated: 2026-03-05"),
    ("reply", "sources:\n- https://www.example.org/study/", "sources:\n  - name: example.org/study\n    url: https://www.example.org/study/"),
    ("reply", "sources: [A study: one](https://example.org/a)", 'sources:\n  - name: "A study: one"\n    url: https://example.org/a'),
    ("reply", "sources:\n  - name: A: b\n  url: www.example.org", 'sources:\n  - name: "A: b"\n    url: https://www.example.org'),
    ("discussion", "tags: sales", "tags: [sales]"),
    ("discussion", "tags: Sales, First contact; mail templates", "tags: [sales, first-contact, templates]"),
    ("discussion", "tag: #sales #first-contact", "tags: [sales, first-contact]"),
    ("discussion", "tags:\n* Mail templates\n* Sales", "tags: [templates, sales]"),
    ("discussion", "tags: [Sales", "tags: [sales]"),
    ("discussion", "tags: [sales, law, sales]", "tags: [sales, law]"),
    ("discussion", "tags: [sales, sales-2]", "tags: [sales, sales-2]"),
    ("discussion", "tags:\n  - law\n  - law", "tags: [law]"),
    ("discussion", "tags: sales first-contact", "tags: [sales, first-contact]"),
    ("discussion", "tags: -sales -law", "tags: [sales, law]"),
    ("discussion", "tags:\n-sales\n-law", "tags: [sales, law]"),
    ("discussion", "tags: sales/law", "tags: [sales, law]"),
    ("discussion", "tags: sales und law", "tags: [sales, law]"),
    ("discussion", "tags: (🏷 Sales & First contact)", "tags: [sales, first-contact]"),
    ("discussion", "tags:\n- [x] Sales\n- [x] law", "tags: [sales, law]"),
    ("discussion", "questions:\n-Why: one?\n-And two", 'questions:\n  - "Why: one?"\n  - And two'),
    ("discussion", "questions: Why: not?", 'questions:\n  - "Why: not?"'),
    ("discussion", "questions:\n1. Why: one?\n2. And two", 'questions:\n  - "Why: one?"\n  - And two'),
    ("discussion", "pinned: Yes", "pinned: \"true\""),
    ("person", "Name: Ana", "name: Ana"),
    ("person", "link: example.org/ana", "link: https://example.org/ana"),
    ("person", "link: <https://example.org/ana>", "link: https://example.org/ana"),
    ("person", "role: Maintainer", "role: maintainer"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "read"), WORDS)
def test_a_value_is_read_in_other_words(kind: str, given: str, read: str) -> None:
    rest = "author: ana\ndate: 2026-11-22\n"
    if kind == "person":
        assert mend_text(kind, f"{given}\n") == f"{read}\n"
        return
    rest = rest.replace("author: ana\n", "") if given.startswith("author") else rest
    assert mend_text(kind, f"---\n{rest}{given}\n---\n\nText\n") == f"---\n{rest}{read}\n---\n\nText\n"


PASTED = {  # a whole file where its text belongs
    "as it is": ("---\nauthor: ana\ndate: 2026-11-22\n---\n\nOne.\n", ""),
    "with the name of the template": ("---\nauthor: your-handle\ndate: today\n---\nOne.\n", ""),
    "in TOML": ('+++\nauthor = "Ana"\ndate = 2026-11-22\n+++\n\nOne.\n', ""),
    "with keys of its own": (
        "\n---\nAutor: @ana\nDatum: 22. November 2026\nReply-To: 2026-11-20-bob.md\n---\n\nOne.\n",
        "reply_to: 2026-11-20-bob\n",
    ),
}
NO_FILE = {
    "somebody else's": "---\nauthor: bob\ndate: 2026-11-22\n---\n\nOne.\n",
    "a name that may be another's": "---\nauthor: Ana Lima\ndate: 2026-11-22\n---\n\nOne.\n",
    "an example in code": "```\n---\nauthor: ana\ndate: 2026-11-22\n---\n\nOne.\n```\n",
    "another parent": "---\nauthor: ana\ndate: 2026-11-22\nreply_to: 2026-11-19-cem\n---\n\nOne.\n",
    "what no site knows": "---\nauthor: ana\ndate: 2026-11-22\nlayout: post\n---\n\nOne.\n",
    "no author": "---\ndate: 2026-11-22\n---\n\nOne.\n",
    "a line across": "---\n\nOne.\n\n---\n",
}


@pytest.mark.parametrize(("given", "more"), PASTED.values(), ids=PASTED)
def test_a_whole_file_in_place_of_its_text_is_read_as_that_file(given: str, more: str) -> None:
    head = "---\nauthor: ana\ndate: 2026-11-27T10:00:00Z\n"
    assert mend_text("reply", f"{head}---\n\n{given}") == f"{head}{more}---\n\nOne.\n"


@pytest.mark.parametrize("given", NO_FILE.values(), ids=NO_FILE)
def test_what_may_be_no_file_stays_the_text(given: str) -> None:
    text = f"---\nauthor: ana\ndate: 2026-11-27T10:00:00Z\nreply_to: 2026-11-20-bob\n---\n\n{given}"
    assert mend_text("reply", text) == text


def test_an_emoji_is_a_text_and_what_shows_nothing_is_none() -> None:
    for text, rules in (("😍", []), ("?!", []), ("\u2800", ["wrong-value"]), ("\u00a0", ["wrong-length"])):
        findings = Findings("")
        Text(300).read(ScalarNode(text, Position(1, 1)), "about", findings)
        assert [problem.rule for problem in findings.problems] == rules


def test_one_mistake_hides_nothing_that_follows_it() -> None:
    given = (
        '---\ntitle: "never closed\nauthor: @ana\nno key at all\ndate: 22.11.2026\nodd: [a\ntags: sales\n---\n\nText\n'
    )
    mended = mend("discussions/a/post.md", given, KINDS["discussion"], TAGS)
    findings = Findings("")
    node, _ = parse_markdown_file(mended.text, findings)
    assert findings.problems == []
    assert isinstance(node, MappingNode)
    assert [key.text for key, _ in node.pairs] == ["title", "author", "no key at all", "date", "odd", "tags"]
    assert [repair.line for repair in mended.repairs] == [2, 3, 4, 5, 6, 7]


def test_a_file_without_keys_takes_who_and_when_from_its_name_alone() -> None:
    assert mend_text("reply", "Just the text.\n") == "---\nauthor: ana\ndate: 2026-11-27\n---\n\nJust the text.\n"
    for name in ("2026-11-27-ana", "2026-11-27-my-last-word", "ana-k3p9"):  # a guess could put words into a mouth
        path = f"discussions/two-follow-ups/replies/{name}.md"
        assert mend_text("reply", "Just the text.\n", path) == "Just the text.\n"


def test_the_text_may_stand_in_the_other_place() -> None:
    in_head = "---\nauthor: ana\ndate: 2026-11-22\nbody: |\n  One.\n\n  Two.\n---\n"
    assert mend_text("reply", in_head) == "---\nauthor: ana\ndate: 2026-11-22\n---\nOne.\n\nTwo.\n"
    below = mend_text("reply", REPLY, PATHS["reply"].replace(".md", ".yml"))
    assert below == "author: ana\ndate: 2026-11-22\nbody: One is enough.\n"
    whole = "---\nName: Ana\n---\n\nA text has no place here, and isn't lost.\n"
    assert mend_text("person", whole) == whole
    loose = mend_text("reply", "author: ana\ndate: 2026-11-22\nbody: One.\nTwo: three.\n", PATHS["reply"][:-2] + "yml")
    assert loose == "author: ana\ndate: 2026-11-22\nbody: |\n  One.\n  Two: three.\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\nauthor: ana\ndate: 2026-02-30\n---\n\nText\n",
        "---\nauthor: ana maria\ndate: 11/07/2026\n---\n\nText\n",
        '---\nauthor: ana\ndate: 2026-11-22\ntitle: "a\\u202eb"\n---\n\nText\n',
        "---\nauthor: &me ana\ndate: 2026-11-22\nreply_to: *me\n---\n\nText\n",
        "---\n<<<<<<< HEAD\nauthor: @ana\n=======\nauthor: bob\n>>>>>>> other\ndate: 2026-11-22\n---\n\nText\n",
        "Only words",
        "",
    ],
)
def test_what_can_not_be_told_for_certain_is_left_to_the_check(text: str) -> None:
    assert mend_text("discussion", text) == text


KEYS = (
    "author",
    "date",
    "title",
    "tags",
    "Reply-To",
    "summary",
    "questions",
    "sources",
    "body",
    "foo",
    "aliases",
    "school",
)
VALUES = st.one_of(
    st.text("ab1 :#-[]{}\"'“”|>&*!%@`,\t\n.é؟\u200b\u202e", max_size=25),
    st.sampled_from(
        ["ana", "2026-11-22", "27.11.2026", "[sales]", "|\n  x", "- a\n- b", "\n  - name: x\n    url: a.org"]
    ),
)
LINES = st.one_of(
    st.tuples(st.sampled_from(KEYS), st.sampled_from([": ", ":", "：", " = ", ":\t"]), VALUES).map("".join),
    VALUES,
    st.sampled_from(["---", "...", "+++", "```", "", "# c", "  x: y", " - q"]),
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(LINES, max_size=8).map("\n".join),
    st.lists(LINES, max_size=8).map(lambda lines: "---\n" + "\n".join(lines) + "\n---\nText\n"),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@example('---\n"', "reply", "md")
@example("\x1f", "reply", "yml")
@given(TEXTS, st.sampled_from(sorted(PATHS)), st.sampled_from(["md", "yml"]))
def test_whatever_is_sent_is_mended_once_and_for_all(text: str, kind: str, ending: str) -> None:
    path = f"{PATHS[kind].rpartition('.')[0]}.{'yml' if kind == 'person' else ending}"
    mended = mend(path, text, KINDS[kind], TAGS)
    assert bool(mended.repairs) == (mended.text != text)
    assert mend(path, mended.text, KINDS[kind], TAGS).text == mended.text
    assert all(1 <= repair.line <= text.count("\n") + 1 for repair in mended.repairs)


@settings(max_examples=300)
@given(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=60))
def test_no_word_of_a_title_is_lost(title: str) -> None:
    read = read_key_or_nothing(mend_text("discussion", POST.format(title)))
    words = re.findall(r"\w+", title)
    if words and not re.search(r"(?:^|\s)#\s|\\", title):  # a comment, and what is written with a backslash
        assert re.findall(r"\w+", read) == words


def read_key_or_nothing(text: str) -> str:
    head = text.split("---\n")[1]
    node = parse_yaml(head, Findings(""))
    assert isinstance(node, MappingNode)
    return next((value.text for key, value in node.pairs if key.text == "title" and isinstance(value, ScalarNode)), "")


def write_lines(pairs: list[tuple[str, str]]) -> str:
    return "\n".join(f"{key}: {value}" for key, value in pairs)


PLAIN_VALUES = st.one_of(VALUES, st.text("ab1 :#-.'\"é“", min_size=1, max_size=12))


@settings(max_examples=500)
@example("author: ana\nreply_to: 2026-11-20-bob.md")
@example("name: Ana\nrole: Maintainer")
@given(
    st.lists(st.tuples(st.sampled_from([*KEYS, "reply_to", "name", "about", "role"]), PLAIN_VALUES), max_size=5).map(
        write_lines
    )
)
def test_what_is_in_order_at_first_sight_is_so_at_the_second(head: str) -> None:
    for kind in ("reply", "discussion", "person"):
        found = find_plain(KINDS[kind]).fullmatch(f"{head}\n")
        assert bool(found) == bool(find_plain(KINDS[kind]).fullmatch(f"---\n{head}\n---\n"))
        lines = [Line(at, line) for at, line in enumerate(head.split("\n"), 1)]
        names = [line.partition(":")[0] for line in head.split("\n")]
        if found and len(set(names)) == len(names):
            mended = mend_keys("discussions/a/post.md", lines, KINDS[kind], TAGS, lambda text, **_: Mended(text))
            assert mended.repairs == []


@pytest.mark.parametrize(
    "words", ["```\n    x = 1\n    ```", "***\n\n    ---\n    ...", "outcome: |\n    ```\n    - - a |\n    ```"]
)
def test_what_looks_like_a_fence_in_a_text_below_a_key_ends_nothing(words: str) -> None:
    text = POST.format("Two?").replace(
        "tags:", f"outcome:\n  summary: |\n    {words}\n  rests_on: [2026-11-20-bob]\ntags:"
    )
    assert mend_text("discussion", text) == text


@pytest.mark.parametrize(
    ("opening", "is_text"),
    [
        *((f"about: {mark}", True) for mark in ("|", ">-", "|2", ">+", "|  # x", "| #", "|\t", "\t|", "- |")),
        *((opening, True) for opening in ("- |", "- a: >")),
        *((opening, False) for opening in ("about: |a", "about:|", "about: a|", "about |", "# a: |", "a: b # c: |")),
    ],
)
def test_a_text_begins_below_the_sign_for_one(opening: str, is_text: bool) -> None:
    text = f"---\nauthor: ana\n{opening}\n  ***\ndate: 2026-11-22\n---\n\nHi.\n"
    fenced = find_fences(text, name_keys(KINDS["reply"]), name_others(KINDS["reply"]))
    assert fenced
    assert len(fenced.head) == (4 if is_text else 2)


def test_only_a_comment_above_front_matter_is_left_out() -> None:
    mended = mend(PATHS["reply"], f"\n<!-- a -->\n{REPLY}", KINDS["reply"], TAGS)
    assert [(one.line, one.what) for one in mended.repairs] == [
        (2, "'<!-- a -->' stands above the front matter and is left out")
    ]
    for text in ("<!-- a -->\nHello.\n", "<!-- a -->\n---\n\nHello.\n\n---\n", "b <!-- a -->\n---\nauthor: ana\n---\n"):
        assert "<!-- a -->" in mend_text("reply", text)


REASONS = [("discussion", key) for key in ("removed", "restored", "locked", "unlocked")] + [
    ("reply", "removed"),
    ("reply", "moved"),
    ("person", "banned"),
]


@pytest.mark.parametrize(("kind", "key"), REASONS)
def test_a_yes_or_no_is_no_reason(kind: str, key: str) -> None:
    given = {"discussion": POST.format("T"), "reply": REPLY, "person": "name: Ana\n"}[kind]
    table = KINDS[kind]

    def write(value: str) -> str:
        line = f"{key}: {value}\n"
        return given.replace("date:", f"{line}date:") if "date:" in given else given + line

    for value in ("false", "no", "Off", "0", "'no'", '"false"', "n", "No.", "nein", "false  # not yet"):
        mended = mend(PATHS[kind], write(value), table, TAGS)
        assert mended.text == given, value
        assert [one.what.partition(" is read as ")[2] for one in mended.repairs] == [
            f"not {key}, and {key} is left out"
        ]
    reader = next(one for one in table.keys if one.name == key).reader
    for value in ("true", "yes", "ON", "1", "'true'", "Yes!", "ja", "none"):
        text = mend_text(kind, write(value))
        findings = Findings("")
        node = parse_markdown_file(text, findings)[0] if text.startswith("---") else parse_yaml(text, findings)
        assert isinstance(node, MappingNode)
        assert reader.read({name.text: node for name, node in node.pairs}[key], key, findings) is None, value
        assert [one.message.partition("' ")[2] for one in findings.problems] == ["gives no reason"]
    for value in ("spam", "no longer true", "yes, it was spam", "Off topic.", "0 answers in a year", "true, but rude"):
        assert mend(PATHS[kind], write(value), table, TAGS).repairs == (), value
