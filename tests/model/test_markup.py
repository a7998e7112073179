"""Contributors' Markdown becomes harmless HTML, by each of two walls alone; what is refused is found in its place."""

import re

import comrak
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks import PAYLOADS, Payload, each_payload, first_wall_gone
from attacks.reading import PREFIX, elements, find_foreign, find_harm, ids, parse
from parley.checking.rules.text import check_markdown
from parley.model.characters import has_hidden
from parley.model.findings import Findings
from parley.model.markup import markdown as markup
from parley.model.markup import marks
from parley.model.markup.addresses import SCHEMES
from parley.model.markup.markdown import Flaw, find_flaws, render, render_line, render_plain, render_words
from parley.model.markup.raw_html import OMITTED
from parley.reading.mending.body import mend_markdown
from specifications import EXAMPLES

HERE = "discussions/two-follow-ups/"

OTHER_CHECKS = {"unknown-page", "empty-body", "secret"}
"""Rules that look at more than one text; test_attacks.py has them."""


def draw(text: str, reply: str = "p", heading: int = 2) -> str:
    return render(text, contribution_id=reply, here=HERE, heading=heading).strip()


def rules_of(text: str) -> set[str]:
    findings = Findings("x", text)
    check_markdown(text, 1, findings)
    return {problem.rule for problem in findings.problems if problem.blocks}


# payloads


@each_payload
def test_what_is_drawn_of_a_payload_is_on_the_list(payload: Payload) -> None:
    assert find_foreign(draw(payload.text)) == []


@each_payload
def test_the_second_wall_holds_alone(payload: Payload) -> None:
    with first_wall_gone():
        drawn = draw(payload.text)
        line = render_line(payload.text, here=HERE)
    assert find_foreign(drawn) == []
    assert find_harm(parse(line)[0]) == []


def test_the_first_wall_can_be_taken_away() -> None:
    """Else the tests of the second wall would claim nothing. It is gone for a text that was drawn before, too."""
    assert draw("<center>x</center>") != "x"
    with first_wall_gone():
        assert "<b>" in comrak.render_markdown("<b>x</b>")
        assert draw("<center>x</center>") == "x"
    assert "<b>" not in comrak.render_markdown("<b>x</b>")
    assert draw("<center>x</center>") != "x"


@each_payload
def test_a_payload_is_refused_by_its_rule_or_by_none(payload: Payload) -> None:
    text = mend_markdown(payload.text).text
    if payload.refused not in OTHER_CHECKS and not has_hidden(text):
        assert payload.refused in rules_of(text) | {""}
        assert bool(payload.refused) == bool(rules_of(text))


@each_payload
def test_what_is_drawn_of_a_mended_payload_is_on_the_list(payload: Payload) -> None:
    drawn = draw(mend_markdown(payload.text).text)
    assert find_foreign(drawn) == []
    assert OMITTED not in drawn


@pytest.mark.parametrize("payload", [one for one in PAYLOADS if one.drawn], ids=lambda payload: payload.id)
def test_a_payload_is_drawn_exactly_so(payload: Payload) -> None:
    assert draw(mend_markdown(payload.text).text) == payload.drawn


@each_payload
def test_what_is_drawn_reads_the_same_to_a_second_cleaner(payload: Payload) -> None:
    """Text that changes when it is read once more is how cleaners are tricked."""
    for drawn in (draw(payload.text), _draw_unsafely(payload.text)):
        assert _clean_again(drawn) == drawn


@each_payload
def test_what_is_drawn_is_whole(payload: Payload) -> None:
    text = mend_markdown(payload.text).text
    if not has_hidden(text) and payload.refused != "control-character":
        assert parse(draw(text))[1] == []
        assert parse(f"<div>{render_line(text, here=HERE)}</div>")[1] == []


@each_payload
def test_the_words_of_a_payload_are_words(payload: Payload) -> None:
    """They are escaped like any other text later, so they may hold `<`; what was HTML is gone."""
    assert "\n" not in render_plain(payload.text)
    assert "raw HTML omitted" not in render_plain(payload.text) or payload.id == "omitted"


def _draw_unsafely(text: str) -> str:
    with first_wall_gone():
        return draw(text)


def _clean_again(drawn: str) -> str:
    attributes = {**markup.ATTRIBUTES, "a": {"href", "id", "rel", "title"}}
    return nh3.clean(
        drawn,
        tags=set(markup.TAGS),
        attributes=attributes,
        tag_attribute_values=marks.FIXED,
        link_rel=None,
        url_schemes=set(SCHEMES),
    )


# anything at all


PARTS = (
    "< </ > <b> </b> <div> <script> </script> <style> <svg> <math> <title> <table> <td> <select> <template> <p <a <img "
    "href= src=x onerror=x id=x id='x' class=footnotes style=x <!-- --> <!--> <![CDATA[ ]]> <? ?> <!doctype "
    + "\" ' = /"
).split(" ")
PARTS += ["`", "```", "~~~", "*", "**", "_", "[", "](", ")", "![", "[^1]", "[^1]:", "|", "|-|", "- ", "1. ", "> ", "# "]
PARTS += [
    " ",
    "\n",
    "\n\n",
    "\t",
    "    ",
    "\r",
    "\\",
    "&lt;",
    "&#60;",
    "&colon;",
    "javascript:",
    "https://",
    "//",
    "mailto:",
]
PARTS += [
    "/discussions/a/",
    "#reply-a",
    "www.",
    "a@b.c",
    "x",
    "é",
    "😀",
    "\u2028",
    "\x0c",
    "\xa0",
    "~~",
    "<annotation-xml",
    "<mglyph>",
]

html_like = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)
anything = st.one_of(st.text(max_size=200), html_like)


@settings(max_examples=400, deadline=None)
@given(anything)
def test_whatever_is_written_stays_on_the_list(text: str) -> None:
    assert find_foreign(draw(text)) == []


@settings(max_examples=400, deadline=None)
@given(anything)
def test_whatever_is_written_stays_on_the_list_with_the_second_wall_alone(text: str) -> None:
    drawn = _draw_unsafely(text)
    assert find_foreign(drawn) == []
    assert _clean_again(drawn) == drawn


@settings(max_examples=300, deadline=None)
@given(anything)
def test_looking_for_flaws_never_fails_and_points_into_the_text(text: str) -> None:
    lines = re.split(r"\r\n?|\n", text)
    for flaw in find_flaws(text):
        assert 1 <= flaw.line <= len(lines)
        assert flaw.column >= 1


@settings(max_examples=300, deadline=None)
@given(html_like)
def test_a_text_without_flaws_loses_nothing(text: str) -> None:
    """Where comrak omits HTML, somebody is told."""
    options = comrak.ExtensionOptions()
    options.footnotes = options.table = options.autolink = options.strikethrough = True
    omitted = "<!-- raw HTML omitted -->" in comrak.render_markdown(text, options)
    assert not omitted or any(flaw.what in ("html", "nesting") for flaw in find_flaws(text))


# ids


FOOTNOTE = "Said before.[^1]\n\n[^1]: By whom?\n"


def test_two_replies_with_the_same_footnote_share_no_id() -> None:
    tree, _ = parse(draw(FOOTNOTE, "2026-10-02-ana") + draw(FOOTNOTE, "2026-10-03-bob") + draw(FOOTNOTE, "post_x"))
    found = ids(tree)
    assert len(found) == len(set(found)) == 6


def test_a_footnote_leads_to_itself_and_back() -> None:
    tree, _ = parse(draw(FOOTNOTE))
    aims = {element.attrib["href"].removeprefix("#") for element in elements(tree) if "href" in element.attrib}
    assert aims == set(ids(tree))


def test_footnotes_of_two_sides_on_one_page_share_no_id() -> None:
    tree, _ = parse(render_line("Old.[^1]\n\n[^1]: a", here=HERE) + render_line("New.[^1]\n\n[^1]: b", here=HERE))
    assert len(ids(tree)) == len(set(ids(tree)))


@pytest.mark.parametrize(
    "html", ["<a id=x>", "<a ID='x'>", "<li id = x>", '<li id="x">', "<a href='#x'>", "<a href=&num;x>"]
)
def test_each_id_carries_the_prefix_of_its_reply_even_without_the_first_wall(html: str) -> None:
    with first_wall_gone():
        drawn = draw(html)
        line = render_line(html, here=HERE)
    assert PREFIX in drawn
    assert find_foreign(drawn) == []
    assert line == drawn.replace(PREFIX, "in-line_")


# headings, code, links


@pytest.mark.parametrize(("top", "levels"), [(2, "234566"), (4, "456666"), (6, "666666")])
def test_headings_begin_at_the_level_of_their_place(top: int, levels: str) -> None:
    text = "\n".join(f"{'#' * level} x" for level in range(1, 7))
    assert re.findall(r"<h(\d)>", draw(text, heading=top)) == list(levels)
    assert re.findall(r"</h(\d)>", draw(text, heading=top)) == list(levels)


def test_a_heading_that_is_code_is_left_alone() -> None:
    assert draw("`<h1>`") == "<p><code>&lt;h1&gt;</code></p>"


@pytest.mark.parametrize(
    ("here", "root"),
    [("", ""), ("practices/", "../"), (HERE, "../../"), ("discussions/page/2/", "../../../")],
)
def test_a_link_within_the_site_is_relative_to_its_page(here: str, root: str) -> None:
    drawn = render("[x](/practices/a/#reply-b)", contribution_id="p", here=here, heading=2)
    assert f'href="{root or "./"}practices/a/#reply-b"' in drawn or f'href="{root}practices/a/#reply-b"' in drawn


@pytest.mark.parametrize("name", ["py", "c++", "c#", "objective-c", "f90", "asp.net", "a_b", "x" * 30])
def test_code_names_its_language(name: str) -> None:
    assert f'<code class="language-{name}">' in draw(f"```{name}\nx\n```")


@pytest.mark.parametrize("name", ['a"b', "a'b", "a&b", "x" * 31, "ü", "<b>"])
def test_code_names_no_language_that_is_none(name: str) -> None:
    assert "<code>x" in draw(f"```{name}\nx\n```")


def test_one_paragraph_is_drawn_without_its_tags() -> None:
    assert render_line("Say *why*.", here=HERE) == "Say <em>why</em>."


@pytest.mark.parametrize(
    "text", ["a\n\nb", "a\n\n- b", "- a\n\nb", "a\n\n```\nb\n```", "# a\n\nb", "a\n\n> b", "> a\n\nb"]
)
def test_more_than_one_paragraph_is_drawn_whole(text: str) -> None:
    drawn = render_line(text, here=HERE)
    assert drawn.count("<p>") == drawn.count("</p>")
    assert parse(f"<div>{drawn}</div>")[1] == []


# where flaws are found


def places(text: str, what: str) -> list[tuple[int, int]]:
    return [(flaw.line, flaw.column) for flaw in find_flaws(text) if flaw.what == what]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("<b>x</b>", (1, 1)),
        ("é😀 <b>x</b>", (1, 4)),
        ("one\n\ntwo é <i>x</i>", (3, 7)),
        ("`<b>` and <b>x</b>", (1, 11)),
        ("```\n<b>\n```\n\n王 <b>", (5, 3)),
        ("> é <b>x</b>", (1, 5)),
        ("- a\n  é <b>x</b>", (2, 5)),
        ("| é |\n|---|\n| ü <b>x</b> |", (3, 5)),
        ("a <!--> b", (1, 3)),
        ("<!doctype html>", (1, 1)),
        ("ü\n\n<?php x ?>", (3, 1)),
        ("é\n\n<div\n", (3, 1)),
        ("é </p>", (1, 3)),
        ("<https://example.org> é <b>", (1, 25)),
        ("a \\<b> é <b>", (1, 10)),
        ("&lt;b> é <b>", (1, 10)),
        ("é <" + "long-" * 20 + "name>", (1, 3)),
    ],
)
def test_html_is_found_where_it_stands(text: str, place: tuple[int, int]) -> None:
    assert places(text, "html") == [place]


def test_html_is_found_once_a_line() -> None:
    assert places("<b>a</b> <i>b</i>\n\n<u>c</u>\n<s>d</s>", "html") == [(1, 1), (3, 1), (4, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "`<b>`",
        "``a ` <b>``",
        "```\n<script>\n```",
        "~~~html\n<div>\n</div>\n~~~",
        "    <div>",
        "> ```\n> <b>\n> ```",
        "- a\n\n      <b>",
        "1 < 2 > 0",
        "a <3",
        "<https://example.org>",
        "<name@example.org>",
        "\\<b>",
        "&lt;b&gt;",
        "[x](https://example.org/<b>)",
    ],
)
def test_code_and_what_only_looks_like_html_is_left_alone(text: str) -> None:
    assert [flaw for flaw in find_flaws(text) if flaw.what == "html"] == []


def test_html_elsewhere_does_not_make_html_of_a_link() -> None:
    text = "[x](<b c>) [^<b >]\n\n<i>y</i>\n\n[^<b >]: z"
    assert places(text, "html") == [(3, 1)]


SAFE = st.sampled_from(
    ["words", "`<b>`", "```\n<b>\n```", "    <div>", "é 😀", "1 < 2", "<https://example.org>", "- a `</p>`"]
)
INLINE = ("<b>x</b>", "</p>", "<wbr/>", "<!-- x -->", "<!-->", "<!--->", "<?x?>", "<!X y>", "<![CDATA[x]]>")
BLOCKS = ("<div>", "</div> x", "<?>", "<script>x</script>", "<!-- a -->", "<!doctype html>", "<!X>", "</script>")
HTML = st.sampled_from([(f"é {html}", 3) for html in INLINE] + [(html, 1) for html in BLOCKS])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.booleans(), SAFE, HTML), min_size=1, max_size=8))
def test_every_line_of_html_is_found_and_no_other(blocks: list[tuple[bool, str, tuple[str, int]]]) -> None:
    line, expected, pieces = 1, [], []
    for is_html, safe, (html, column) in blocks:
        expected += [(line, column)] if is_html else []
        pieces.append(f"{html if is_html else safe}\n\nend")  # a paragraph between keeps blocks apart
        line += pieces[-1].count("\n") + 2
    assert places("\n\n".join(pieces), "html") == expected


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("é [x](javascript:a)", "link", (1, 3)),
        ("😀😀 [x](y) [z](w)", "link", (1, 4)),
        ("> 王 [x](y)", "link", (1, 5)),
        ("| é | [x](y) |\n|---|---|", "link", (1, 7)),
        ("a\n\nü <javascript:x>", "link", (3, 3)),
        ("é ![x](https://example.org)", "image", (1, 3)),
        ("é [x](/practices/a/)", "internal", (1, 3)),
        ("x\ny [é](/practices/a/) [x](y)", "link", (2, 22)),
        ("\n".join("> " * depth + "é" for depth in range(1, 18)), "nesting", (17, 1)),
    ],
)
def test_links_images_and_nesting_are_found_where_they_stand(text: str, what: str, place: tuple[int, int]) -> None:
    assert places(text, what)[0] == place


@pytest.mark.parametrize("ends", ["\r", "\r\n", "\n"])
def test_a_link_is_found_behind_every_kind_of_line_end(ends: str) -> None:
    assert places(f"a{ends}b{ends}[x](y)", "link") == [(3, 1)]


@pytest.mark.parametrize("text", ["> " * 16 + "a", "- " * 16 + "a", "*a **b " * 8 + "x" + "** *" * 8])
def test_sixteen_levels_are_fine(text: str) -> None:
    assert places(text, "nesting") == []


@pytest.mark.parametrize(
    "text",
    [
        "> " * 17 + "a",
        "- " * 17 + "a",
        "\n".join("  " * depth + "- a" for depth in range(17)),
        "*a " * 17 + "x" + " *" * 17,
    ],
)
def test_seventeen_levels_are_too_many_or_no_levels_at_all(text: str) -> None:
    nested = len(re.findall(r"<(?:ul|blockquote|em)\b", comrak.render_markdown(text))) > 16
    assert bool(places(text, "nesting")) == nested


@pytest.mark.parametrize(
    ("inner", "levels"),
    [
        *(("- a", 1), ("1. a", 1), ("> a", 1), ("*a*", 1), ("**a**", 1), ("~~a~~", 1)),
        *(("[a](https://example.org)", 1), ("a[^1]", 2)),  # the call of a note is a link that stands high
    ],
)
def test_every_kind_of_nesting_counts(inner: str, levels: int) -> None:
    for above in (16 - levels, 17 - levels):
        text = f"{'> ' * above}{inner}\n\n[^1]: Note."
        assert bool(places(text, "nesting")) == (above + levels == 17)


def test_a_flaw_shows_what_was_found() -> None:
    assert list(find_flaws("a <b>c</b>")) == [Flaw("html", "<b>", 1, 3)]


# words


EVERYTHING = (
    "One *two* ~~three~~ `four`[^1] [five](https://example.org 'six').\n\n> seven\n\n```py\neight()\n```\n\n"
    "|nine|ten|\n|-|-|\n|eleven|twelve|\n\n1. thirteen\n\n[^1]: fourteen <&>"
)


def test_the_words_for_a_search_are_all_that_is_shown() -> None:
    words = "One two three four five. seven eight() nine ten eleven twelve thirteen fourteen <&>"
    assert render_words(EVERYTHING) == words


def test_the_words_for_a_summary_are_those_of_its_sentences() -> None:
    assert render_plain(EVERYTHING) == "One two three four five. seven thirteen"


def test_words_are_those_that_a_parser_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*EXAMPLES.values(), *(payload.text for payload in PAYLOADS)]
    found = [(render_words.__wrapped__(text), render_plain.__wrapped__(text)) for text in texts]
    monkeypatch.setattr(markup, "_COMMON_TAG", re.compile("(?!)"))  # so that all are parsed
    for text, words in zip(texts, found, strict=True):
        assert words == (render_words.__wrapped__(text), render_plain.__wrapped__(text)), text


def test_what_is_struck_is_drawn_struck() -> None:
    assert draw("~~struck~~") == "<p><del>struck</del></p>"


DROPPED = (
    "iframe math noembed noframes noscript object plaintext script select style svg template textarea title xmp".split()
)
"""Said once more, so that whoever takes one from the list has to say so here."""


@pytest.mark.parametrize("tag", DROPPED)
def test_the_second_wall_drops_what_runs_with_its_content(tag: str) -> None:
    assert sorted(markup.DROPPED_WITH_CONTENT) == DROPPED
    with first_wall_gone():
        assert "hidden" not in draw(f"a\n\n<{tag}>hidden</{tag}>\n\nb")
        assert "hidden" not in render_words(f"a <{tag}>hidden</{tag}> b")


def test_what_the_second_wall_keeps_is_this_and_nothing_else() -> None:
    assert (
        sorted(markup.TAGS)
        == (
            "a blockquote br code del div em h2 h3 h4 h5 h6 hr li ol p pre section span strong sup table tbody td th"
            " thead tr ul"
        ).split()
    )
    assert {
        "*": set(),
        "a": {"href", "id", "title"},
        "ol": {"start"},
        "th": {"align"},
        "td": {"align"},
        "code": {"class"},
        "li": {"id"},
    } == markup.ATTRIBUTES
    assert {
        "section": {"class": {"footnotes"}},
        "span": {"class": {"pa-task"}, "role": {"img"}, "aria-label": {"done", "to do"}},
        "div": {"class": {f"pa-alert pa-alert--{name}" for name in "note tip important warning caution".split()}},
        "p": {"class": {"pa-alert__title"}},
    } == marks.FIXED
    assert sorted(SCHEMES) == "ftp geo http https irc ircs mailto matrix sms tel xmpp".split()


def test_a_heading_in_a_line_is_lowered_as_in_a_text() -> None:
    assert render_line("# Mail\n\nFirst.", here=HERE, heading=4).startswith("<h4>Mail</h4>")
    assert render_line("## Mail\n\nFirst.", here=HERE).startswith("<h2>Mail</h2>")
