"""What a parser of HTML would swallow or hide stays words, and what is markup stays as it is."""

import pytest

from parley.importing.bodies.swallowing import is_word, spare_words

ELEMENTS = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup command content data datalist dd del details dfn dialog dir div
    dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr
    html i iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee menu
    menuitem meta meter nav nobr object ol output p param picture pre progress q rb rp rt rtc ruby s samp search section
    shadow slot small source spacer span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u
    ul var video wbr spoiler mi mn mo ms mtext mrow mfrac msqrt mroot mstyle merror mpadded mphantom menclose msub msup
    msubsup munder mover munderover mtable mtr mtd semantics annotation g path circle rect line polyline polygon ellipse
    text tspan use defs symbol desc o:p g-emoji h1:b
""".split()
"""Elements of HTML, SVG and MathML that a parser neither swallows nor takes for raw text, and three of programs."""

MARKUP = """
    a abbr acronym aside audio b bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl
    dt em embed figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd li mark nobr ol p picture
    pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul
    var video wbr svg math
""".split()
"""Elements that somebody who writes Markdown means as markup."""

ALONE = """
    a area base br button col dd dt embed hr img input li link meta option p param pre code source tbody td tfoot th
    thead tr track wbr iframe
""".split()
"""Elements that have no end, or end where the next of their kind begins."""


def spare(source: str) -> tuple[str, bool]:
    """The HTML that is made of some, and whether a program was left out."""
    changes: set[str] = set()
    return spare_words(source, changes), changes == {"stripped"}


def test_elements_stay_as_they_are() -> None:
    sources = [f"a <{name} x='y'>b</{name}> c" for name in ELEMENTS]
    assert [spare(source) for source in sources] == [(source, False) for source in sources]


def test_what_is_markup_in_markdown_is_no_word_and_all_else_is_one() -> None:
    others = {*ELEMENTS} - {*MARKUP} | {"String", "t", "script", "title"}
    assert [name for name in (*MARKUP, *others) if not is_word(name)] == MARKUP
    assert [name for name in MARKUP if is_word(name.upper())] == []


def test_only_so_many_elements_stand_in_each_other_but_for_those_that_close_themselves() -> None:
    for name in {*ELEMENTS} - {"g-emoji", "iframe"}:
        assert spare(f"<{name}>" * 103) == (f"<{name}>" * (103 if name in ALONE else 100), False), name
    assert spare("<i>" * 101 + "<br>x") == ("<i>" * 100 + "<br>x", False)
    assert spare("<iframe>" * 103 + "</iframe>") == ("<iframe>" * 103 + "</iframe>", False)


@pytest.mark.parametrize(
    ("before", "passed"),
    [("", 100), ("</b></b>", 100), ("<b></b>" * 3, 100), ("<b></b></b>", 100), ("<b><p>", 99), ("<b><u><td></td>", 98)],
)
def test_an_end_makes_room_for_one_more(before: str, passed: int) -> None:
    assert spare(before + "<i>" * 102) == (before + "<i>" * passed, False)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("a <!-- b --> c", "a  c"),
        ("a <!-- b <i>c</i>", "a &lt;!-- b <i>c</i>"),
        ("<!-- a --> b <!-- c", " b &lt;!-- c"),
        ("<!-- a --> b <!-- c --> d", " b  d"),
        ("<!-->a", "a"),
        ("<?xml version='1.0'?>a", "a"),
        ("<?XML?>a", "a"),
        (f"<?xml{' ' * 300}>a", "a"),
        (f"<?xml{' ' * 301}>a", f"&lt;?xml{' ' * 301}>a"),
        ("<![if !IE]>a<![endif]>", "a"),
        (f"<![if{' ' * 300}>a", "a"),
        (f"<![if{' ' * 301}>a", f"&lt;![if{' ' * 301}>a"),
        ("<!DOCTYPE html>a", "a"),
        ("<!doctype>a", "a"),
        ("<!ELEMENT a>", "&lt;!ELEMENT a>"),
        ("<?php x ?>", "&lt;?php x ?>"),
        ("<![CDATA[x]]>", "&lt;![CDATA[x]]>"),
        ("<!ELEMENT a><!DOCTYPE b>c", "&lt;!ELEMENT a>c"),
    ],
)
def test_comments_and_declarations_go_and_what_is_none_is_words(source: str, wanted: str) -> None:
    assert spare(source) == (wanted, False)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("a </title> b", "a  b"),
        ("a </title><title>b</title> c", "a <div>b</div> c"),
        ("<title>a</title></title> b", "<div>a</div> b"),
        ("<textarea>a<textarea>b</textarea>c</textarea>", "<div>a<div>b</div>c</div>"),
        ("<svg>a</svg><math>b</math>", "ab"),
        ("<noscript>a</noscript><noembed>b</noembed>", "<div>a</div><div>b</div>"),
        ("<noframes>a</noframes><xmp>b</xmp>", "<div>a</div><div>b</div>"),
        ("<plaintext>a</plaintext><select>b</select>", "<div>a</div><div>b</div>"),
        ("<optgroup>a</optgroup><option>b</option><option>c", "<div>a</div><div>b</div><div>c"),
        ("<title>a", "&lt;title>a"),
        ("<optgroup>a", "&lt;optgroup>a"),
        ("a </script> b", "a  b"),
        ("a </style></template> b", "a  b"),
        ("<script>x", "&lt;script>x"),
        ("<script>x</b> script", "&lt;script>x</b> script"),
        ("<script> </script>y", " y"),
        ("<script></script>y", " y"),
    ],
)
def test_what_is_raw_to_a_parser_becomes_a_block_where_something_ends_it(source: str, wanted: str) -> None:
    assert spare(source) == (wanted, False)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<script>x</script>y", " y"),
        ("<script>x</b></script>y", " y"),
        ("<SCRIPT type='a>b'>x</Script >y", " y"),
        ("<script>x</script", " "),
        ("a<style>x</style><template>y</template>z", "a  z"),
        ("<script>a</script><script>b", " &lt;script>b"),
    ],
)
def test_a_program_goes_to_its_end_and_is_told(source: str, wanted: str) -> None:
    assert spare(source) == (wanted, True)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("a </b", "a &lt;/b"),
        ("</q>a", "</q>a"),
        ("</Q x='y'>a", "</Q x='y'>a"),
        ("</t>", "&lt;/t>"),
        ("<t>a</t>b</t>", "&lt;t>ab&lt;/t>"),
        ("<t><t>a</t></t></t>", "&lt;t>&lt;t>a&lt;/t>"),
        ("<T>a</t>", "&lt;T>a"),
        ("List<String> a", "List&lt;String> a"),
        ("a <z> b <Z9>", "a &lt;z> b &lt;Z9>"),
        ("a < b <c", "a < b &lt;c"),
        ("a <b/>c<br/>d", "a <b/>c<br/>d"),
        ("a <your-name> b", "a &lt;your-name> b"),
        ("a <your-name> b</b> your-name", "a &lt;your-name> b</b> your-name"),
        ("a <your-name> b </your-name> <your-name>", "a <your-name> b </your-name> &lt;your-name>"),
        ("<o:p>a", "<o:p>a"),
        ("a <a:B> <a-9> <a_b> <-b> <9:b>", "a <a:B> &lt;a-9> &lt;a_b> <-b> <9:b>"),
        ("<iframe src='x'>a", "<iframe src='x'></iframe>a"),
        ("<iframe src='x'>a</iframe>", "<iframe src='x'>a</iframe>"),
        ("<Iframe>a<IFRAME>b</iframe>", "<Iframe>a<IFRAME>b</iframe>"),
        ("<iframe></iframe><iframe>", "<iframe></iframe><iframe></iframe>"),
        ("<iframe src='x\" y>a", '<iframe src="x&quot;" y></iframe>a'),
    ],
)
def test_what_is_no_element_is_words_and_so_is_what_nothing_closes(source: str, wanted: str) -> None:
    assert spare(source) == (wanted, False)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<a href=\"x'>a</a>", '<a href="x&#x27;">a</a>'),
        ("<a href='x>a</a>", '<a href="x">a</a>'),
        ('<a href=">a</a>', '<a href="">a</a>'),
        ("<a href='>a</a>", '<a href="">a</a>'),
        ("<a href='x</a y'>a</a>", '<a href="x&lt;/a y&#x27;">a</a>'),
        ("<a href='x</A y'>a", '<a href="x&lt;/A y&#x27;">a'),
        ('<a href=\'x" title="y" b>a</a>', '<a href="x&quot;" title="y" b>a</a>'),
        ("<a b='' c='>d</a>", '<a b="" c="">d</a>'),
        ("<a b=c d='>e</a>", '<a b="c" d="">e</a>'),
        ("<a b='c&d' d='>e</a>", '<a b="c&amp;d" d="">e</a>'),
        ("<A b = 'c' d='>e</a>", '<a b="c" d="">e</a>'),
        (
            '<a href="https://x.example.org/y>this</a> and "that"',
            '<a href="https://x.example.org/y">this</a> and "that"',
        ),
    ],
)
def test_a_lost_quotation_mark_ends_with_its_tag(source: str, wanted: str) -> None:
    assert spare(source) == (wanted, False)


@pytest.mark.parametrize(
    "source",
    [
        *(
            "<a href='x<b y'>a",
            "<a href=x'>a</a>",
            "<a href = 'x' b = c d>a</a>",
            "<a/href='x'/b>a",
            "<a href='x' 'b>a",
        ),
        *('<a href="x&y\' b="c\'d">a</a>', "<a href='x''>a", '<a href="x""\' />a', "<a href=>a", "<a href= >a"),
        *(
            "<a b=''>a",
            "<a b=''c>d",
            '<a b=""c>d',
            "<a b<c>d",
            "<a title='it's'>x</a>",
            "<a title='5>3' href='y'>x</a>",
            f"<b{' a' * 39}>c",
            "<a title='x</b>y'>z</a>",
            "<a title='a'>b</a>",
        ),
    ],
)
def test_a_tag_that_ends_stays_as_it_is_written(source: str) -> None:
    assert spare(source) == (source, False)


@pytest.mark.parametrize(
    "source",
    ["<a =x>a", "<b", "<b ", "<b x", "<b x='", "<b x='y'", "<b x='y' <i>z", f"<b{' a' * 40}>c", f"<b{' a' * 41}>c"],
)
def test_a_tag_that_does_not_end_or_has_more_attributes_than_any_is_words(source: str) -> None:
    assert spare(source) == (f"&lt;{source[1:]}", False)


@pytest.mark.parametrize(
    ("begin", "code", "end"),
    [
        *(("<pre>", f"{sign} a\n<b>c</b>", "</pre>") for sign in ("<?php", "<?xml", "<?=", "<?", "<%", "<!DOCTYPE")),
        *(("<pre>", f"<{name}>\n<b>c</b>", "</pre>") for name in "html head body script style form input".split()),
        *(("<pre>", f"</{name}>\n<b>c</b>", "</pre>") for name in "textarea select option meta title".split()),
        ("<PRE>", "<HTML a>", "</PRE>"),
        ("<code>", "<html>", "</code>"),
        ("<code>", "a\n<br><html>", "</code>"),
        ("<pre class='x' >", "<html>", "</pre>"),
        ("<pre>", "<name>x</name>", "</pre>"),
        ("<pre>", " \n<name>x</name>\n", "</pre>"),
        ("<pre>", "<name>x</nam>", "</pre>"),
        ("<pre>", "<xy>x</xy>", "</pre>"),
        ("<pre lang='html'>", "a <p>b", "</pre>"),
        ("<pre>", "<name>x</name> y", "</pre>"),
        ("<pre>", "<name>x</name><b>y</b>", "</pre>"),
        ("<pre>", "a <name/>", "</pre>"),
        ("<pre>", "a <name b='c' />", "</pre>"),
        ("<pre>", "<t>x</t> y", "</pre>"),
        ("<pre>", "<x><y>z</y> a</x>", "</pre>"),
        ("<pre>", "<beans:bean id='x'/><b>y</b>", "</pre>"),
        *(("<pre>", f"a <{name}/><b>y</b>", "</pre>") for name in ("a.b-c", "z", "Z", "a:z", "B:e_-z.9")),
        ("<pre lang='html'>", "<div>x</div>y", "</pre>"),
        ("<pre LANG = 'html'>", "<var>x</var>y", "</pre>"),
        ("<pre>a</pre> <pre>", "<html>", "</pre>"),
        ("<code>a</code><pre>", "<html>", "</pre>"),
        ("<code>", "<pre><html></pre>", "</code>"),
        ("<pre>", "a <code><html>", "</pre></code>"),
    ],
)
def test_the_source_of_a_page_or_a_program_in_code_is_words(begin: str, code: str, end: str) -> None:
    assert spare(begin + code + end) == (begin + code.replace("<", "&lt;") + end, False)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<pre><html>a", "<pre><html>a"),
        ("<pre><html>a</b> pre", "<pre><html>a</b> pre"),
        ("<tt><html></tt>", "<tt><html></tt>"),
        ("<pre><htmlx><b>y</b></pre>", "<pre>&lt;htmlx><b>y</b></pre>"),
        ("<pre><html-x> <b>a</b></pre>", "<pre>&lt;html-x> &lt;b>a&lt;/b></pre>"),
        ("<pre>a <name>x</name></pre>", "<pre>a &lt;name>x</pre>"),
        ("<pre><t>x</t></pre>", "<pre>&lt;t>x</pre>"),
        ("<pre><name><b>x</b> <name></pre>", "<pre>&lt;name><b>x</b> &lt;name></pre>"),
        ("<pre><x><y>z</y></x></pre>", "<pre>&lt;x>&lt;y>z</pre>"),
        ("<pre>a <o:p></o:p><O:P></O:P>b</pre>", "<pre>a <o:p></o:p><O:P></O:P>b</pre>"),
        ("<pre><o:p></o:p><name>x</name></pre>", "<pre><o:p></o:p>&lt;name>x</pre>"),
        ("<pre><name>x</name ></pre>", "<pre>&lt;name>x</pre>"),
        ("<pre><Name>x</name></pre>", "<pre>&lt;Name>x</pre>"),
        ("<pre>a <pre><name>x</name></pre>", "<pre>a <pre>&lt;name>x</pre>"),
        ("<pre>a <code>b <i>c</i></code></pre>", "<pre>a <code>b <i>c</i></code></pre>"),
        ("<pre xlang='html'><div>x</div></pre>", "<pre xlang='html'><div>x</div></pre>"),
        ("<pre lang><div>x</div></pre>", "<pre lang><div>x</div></pre>"),
        ("<code lang='html'><div>x</div></code>", "<code lang='html'><div>x</div></code>"),
        ("<pre><div>x</div></pre>", "<pre><div>x</div></pre>"),
        ("<pre title='x\"><html></pre>", '<pre title="x&quot;">&lt;html></pre>'),
        ("<code>a<br><html></code>", "<code>a<br>&lt;html></code>"),
        ("<code>a<br>\n<html></code>", "<code>a<br>\n&lt;html></code>"),
        ("<code>a<br/>\n<html></code>", "<code>a<br/>\n&lt;html></code>"),
        ("<code>a<br >b<BR><brx><html></code>", "<code>a<br >b<BR>&lt;brx>&lt;html></code>"),
    ],
)
def test_what_marks_a_part_of_code_stays_and_a_break_where_it_has_no_lines(source: str, wanted: str) -> None:
    assert spare(source) == (wanted, False)


def test_code_that_a_plug_in_was_told_the_language_of_has_colours_still() -> None:
    for name in "a b br code del em font i ins kbd mark ol li s samp span strong tt u ul".split():
        source = f"<pre lang='x'>1<{name}>a</{name}>b</pre>"
        assert spare(source) == (source, False)
