"""phpBB's topics, posts and people out of a dump, in each of the forms in which it has kept its texts."""

from pathlib import Path

import pytest

from importing.archives import bring, only
from parley.importing.bodies.conversion import convert
from parley.importing.formats.phpbb.stored_texts import draw_stored
from parley.importing.formats.phpbb.tags import Attached, Canvas, Quote
from parley.importing.records import BadArchive
from parley.importing.streams.recognising import Unrecognised, recognise

WHOLE = Path(__file__).with_name("whole") / "phpbb/board.sql"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("<t>Multi<br/>\nline &amp; &lt;b&gt;</t>", "Multi  \nline & \\<b>"),
        ("<r><B><s>[b]</s>bold<e>[/b]</e></B> [i]not[/i] <E>:)</E></r>", "**bold** \\[i\\]not\\[/i\\] :)"),
        ("[b:ab1]bold[/b:ab1] [i]not[/i]", "**bold** \\[i\\]not\\[/i\\]"),
        ("<r>a<br/>\n<br/>\n<br/>\nb</r>", "a\n\nb"),
        ("a\nb\n\nc", "a  \nb\n\nc"),
        (
            '<r><URL url="http://a.example/x"><LINK_TEXT text="http://a…">http://a.example/x</LINK_TEXT></URL></r>',
            "<http://a.example/x>",
        ),
        ("[url=http&#58;//a&#46;example/?a=1&amp;b=2:ab1]x[/url:ab1]", "[x](http://a.example/?a=1&b=2)"),
        ("[url:ab1]www&#46;a&#46;example/y[/url:ab1]", "[www.a.example/y](http://www.a.example/y)"),
        (
            '<!-- m --><a class="postlink" href="http://a.example/long">http://a.ex ... ong</a><!-- m -->',
            "<http://a.example/long>",
        ),
        ('<!-- s;-) --><img src="{SMILIES_PATH}/w.gif" alt=";-)" title="W" /><!-- s;-) -->', ";-)"),
        (
            '<r><CODE lang="php"><s>[code=php]</s><i>\n</i>a = 1\n\n  &lt;b&gt;<e>[/code]</e></CODE></r>',
            "```php\na = 1\n\n  <b>\n```",
        ),
        ("[code:ab1]a = 1\n  &lt;b&gt; [b:ab1][/code:ab1]", "```\na = 1\n  <b> [b]\n```"),
        (
            '<r><LIST type="decimal"><s>[list=1]</s><LI><s>[*]</s>one</LI>\n<LI>two</LI><e>[/list]</e></LIST></r>',
            "1. one\n2. two",
        ),
        ("[list:ab1][*:ab1]one[/*:m:ab1]\n[*:ab1]two[/*:m:ab1][/list:u:ab1]", "- one\n- two"),
        (
            '<r><IMG src="http://a.example/i.png"><s>[img]</s>x<e>[/img]</e></IMG></r>',
            "[i.png](http://a.example/i.png)",
        ),
        ("[img:ab1]http&#58;//a&#46;example/i&#46;png[/img:ab1]", "[i.png](http://a.example/i.png)"),
        ("[size=150:ab1][color=#FF0000:ab1]red[/color:ab1][/size:ab1] [u:ab1]u[/u:ab1]", "red u"),
        ('<r><SPOILER title="End"><s>[spoiler]</s>it rains<e>[/spoiler]</e></SPOILER></r>', "End Spoiler: it rains"),
        ('<r><YOUTUBE id="abc"/> <FOO><s>[foo]</s>words<e>[/foo]</e></FOO></r>', "abc words"),
        ("<r>cut <B><s>[b]</s>off &am", "cut off \\&am"),
        ("[quote=&quot;Ana [x] &amp; Co&quot;:ab1]said[/quote:ab1]mine", "> Ana \\[x\\] & Co:\n>\n> said\n\nmine"),
        ("[b:ab1]open [foo:ab1]x", "**open \\[foo\\]x**"),
    ],
)
def test_a_text_says_in_markdown_what_the_board_showed(stored: str, shown: str) -> None:
    body = convert(draw_stored(stored, "ab1", Canvas()), "html", "https://board.example/")
    assert [" ".join(line.split(" ")) for line in body.parts] == [shown]
    assert "plain" not in body.changes


def test_nesting_beyond_measure_keeps_its_words() -> None:
    for text, sign in (
        ("<r>" + "<B><s>[b]</s>" * 5000 + "deep" + "<e>[/b]</e></B>" * 5000 + "</r>", ""),
        ("[b:ab1]" * 5000 + "deep" + "[/b:ab1]" * 5000, "ab1"),
    ):
        assert "deep" in convert(draw_stored(text, sign, Canvas()), "html").parts[0]


def test_files_stand_where_the_text_has_them_and_the_others_below() -> None:
    files = [Attached("b.txt"), Attached("a.jpg", "my & loaf", "https://b.example/f?id=1"), Attached("a.jpg", "2")]
    inline = '<ATTACHMENT filename="a.jpg" index="1"><s>[attachment=1]</s>a.jpg<e>[/attachment]</e></ATTACHMENT>'
    first = '<a href="https://b.example/f?id=1">a.jpg</a>: my &amp; loaf'
    assert draw_stored(f"<r>see {inline}</r>", "", Canvas(files)) == f"see {first}<p>b.txt</p><p>a.jpg: 2</p>"
    signed = "see [attachment=1:ab1]<!-- ia1 -->a.jpg<!-- ia1 -->[/attachment:ab1] [attachment=7:ab1]x[/attachment:ab1]"
    assert draw_stored(signed, "ab1", Canvas(files)) == f"see {first} x<p>b.txt</p><p>a.jpg: 2</p>"


def test_quotations_that_stand_in_no_other_are_noted() -> None:
    inner = '<QUOTE author="Ben"><s>[quote]</s>inner<e>[/quote]</e></QUOTE>'
    canvas = Canvas()
    draw_stored(f'<r><QUOTE author="Ana" post_id="3"><s>[x]</s>outer {inner}<e>[/x]</e></QUOTE> mine</r>', "", canvas)
    assert canvas.quotes == [Quote("Ana", "3", "outer")]
    canvas = Canvas()
    draw_stored(
        "[quote=&quot;Ana&quot;:u1]outer [quote:u1]inner[/quote:u1][/quote:u1][quote:u1]b[/quote:u1]", "u1", canvas
    )
    assert canvas.quotes == [Quote("Ana", "", "outer"), Quote("", "", "b")]


def dump(folder: Path, *posts: str, topics: str = "(1,1,'Bread',100,1,0,1)") -> Path:
    """A dump with posts of topic 1 by Ana (2), Ben (3) and guests (1)."""
    file = folder / "board.sql"
    file.write_text(
        "CREATE TABLE p_posts (post_id int, topic_id int, poster_id int, post_time int, post_username text, "
        "post_text text, bbcode_uid text, post_visibility int);\n"
        f"INSERT INTO p_posts VALUES {','.join(posts)};\n"
        "CREATE TABLE p_topics (topic_id int, forum_id int, topic_title text, topic_time int, "
        "topic_first_post_id int, topic_status int, topic_visibility int);\n"
        f"INSERT INTO p_topics VALUES {topics};\n"
        "CREATE TABLE p_users (user_id int, username text);\nINSERT INTO p_users VALUES (2,'Ana'),(3,'Ben');\n"
    )
    return file


def said(id: int, text: str, by: int = 2, time: int = 0, sign: str = "", shown: int = 1) -> str:
    return f"({id},1,{by},{time or 1500000000 + id},'','{text}','{sign}',{shown})"


OWN = '<r><QUOTE author="Ana"{}><s>[quote]</s>{}<e>[/quote]</e></QUOTE>mine</r>'


@pytest.mark.parametrize(
    ("answer", "parent"),
    [
        (OWN.format(' post_id="2"', "anything"), "phpbb-2"),
        (OWN.format(' post_id="1"', "anything"), ""),
        (OWN.format(' post_id="77"', "of another topic"), ""),
        (OWN.format("", "some four words here"), "phpbb-2"),
        (OWN.format("", "Some FOUR words, here!"), "phpbb-2"),
        (OWN.format("", "words"), ""),
        (OWN.format("", "said by both of"), ""),
        (OWN.format("", "never said by anybody"), ""),
        (OWN.replace("Ana", "Eve").format("", "some four words here"), ""),
        (OWN.format(' post_id="2"', "x") + OWN.format(' post_id="3"', "y"), ""),
        ("no quotation", ""),
    ],
)
def test_a_post_answers_another_only_where_that_is_proven(
    tmp_path: Path, posts: Path, answer: str, parent: str
) -> None:
    source = dump(
        tmp_path,
        said(1, "<t>first</t>"),
        said(2, "<t>I wrote some four words here. And said by both of us.</t>"),
        said(3, "<r><QUOTE></QUOTE>Again said by both of us.<QUOTE>x</QUOTE></r>"),
        said(4, f"<r>{answer.replace('<r>', '').replace('</r>', '')}</r>", by=3),
    )
    _, library = bring("phpbb", source, posts)
    assert only(library)[1]["4"].reply_to == parent


def test_what_the_first_post_is_is_known_even_if_the_topic_names_one_that_is_gone(tmp_path: Path, posts: Path) -> None:
    source = dump(tmp_path, said(8, "later"), said(7, "first"), topics="(1,1,'Bread &amp; salt',100,5,0,1)")
    _, library = bring("phpbb", source, posts)
    post, replies = only(library)
    assert (post.title, post.body, [one.body for one in replies.values()]) == ("Bread & salt", "first", ["later"])


def test_a_second_dump_brings_nothing_twice_and_takes_back_what_was_deleted(tmp_path: Path, posts: Path) -> None:
    bring("phpbb", dump(tmp_path, said(1, "first"), said(2, "stays"), said(3, "goes")), posts)
    source = dump(tmp_path, said(1, "first"), said(2, "stays"), said(3, "goes", shown=2), said(4, "new"))
    result, library = bring("phpbb", source, posts)
    assert {id: bool(one.removed) for id, one in only(library)[1].items()} == {"2": False, "3": True, "4": False}
    assert (result.replies.placed, result.mended["removed"]) == (1, 1)


def test_a_forum_that_the_map_names_is_for_everybody(tmp_path: Path, posts: Path) -> None:
    result, library = bring("phpbb", WHOLE, posts, tags={"Moderators": "law"})
    assert {post.title for post in library.discussions} == {"Which flour?", "Among us", "Of a topic that is gone"}
    assert result.discussions.dropped == {
        "a note that a topic was moved": 1,
        "password-protected": 1,
        "without posts": 1,
    }


def test_a_dump_is_recognised_wherever_its_posts_stand(tmp_path: Path) -> None:
    assert recognise(WHOLE).form == "phpbb"
    (tmp_path / "a.sql").write_text("INSERT INTO x VALUES (1);\n" * 100_000 + WHOLE.read_text())
    assert recognise(tmp_path / "a.sql").form == "phpbb"
    (tmp_path / "a.sql").write_text("CREATE TABLE `wp_posts` (`ID` int);")
    with pytest.raises(Unrecognised, match="a dump of a database"):
        recognise(tmp_path / "a.sql")


def test_dumps_of_several_boards_and_of_phpbb_2_are_refused_in_words(tmp_path: Path, posts: Path) -> None:
    (tmp_path / "a.sql").write_text(WHOLE.read_text() + WHOLE.read_text().replace("bb_", "cc_"))
    with pytest.raises(BadArchive, match="the posts of two boards"):
        bring("phpbb", tmp_path / "a.sql", posts)
    (tmp_path / "a.sql").write_text(
        "CREATE TABLE phpbb_posts (post_id int, topic_id int); INSERT INTO phpbb_posts VALUES (1,1);"
    )
    with pytest.raises(BadArchive, match="it is of phpBB 2"):
        bring("phpbb", tmp_path / "a.sql", posts)
