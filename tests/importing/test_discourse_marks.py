"""What only Discourse draws is Markdown that everybody reads; what looks like it and is none stays."""

import pytest

from parley.importing.bodies.discourse_marks import draw_marks

DRAWN = {
    # quotations
    '[quote="ana, post:1, topic:55, full:true"]\nHalf.\n\nMore.\n[/quote]\nSo.': (
        "\n\n> ana:\n>\n> Half.\n>\n> More.\n\nSo."
    ),
    "A[quote= ana ]  Half.  [/quote]B": "A\n\n> ana:\n>\n> Half.\n\nB",
    "[quote][/quote]So.": "\n\n>\n\nSo.",
    "[quote]  as [quoted] there  [/quote]": "\n\n> as [quoted] there\n\n",
    '[quote="ana"]\n[quote="bob"]\nInner.\n[/quote]\nOuter.\n[/quote]': (
        "\n\n> ana:\n>\n> > bob:\n> >\n> > Inner.\n>\n> Outer.\n\n"
    ),
    "A\n[quote]\none\n[quote]two[/quote]\nthree\n[/quote]\nB": "A\n\n> one\n>\n> > two\n>\n> three\n\nB",
    # details, spoilers, polls
    "a\n[details]\nx\n[/details]\nb": "a\n\n**Details**\n\nx\n\nb",
    "[details= How it works ]x[/details]": "\n\n**How it works**\n\nx\n\n",
    '[details="How it works"]x[/details]': "\n\n**How it works**\n\nx\n\n",
    "[details=a]b] [detailsx]": "\n\n**a**\n\nb] [detailsx]",
    "End: [spoiler]he did it[/spoiler] and [BLUR]she too[/Blur].": "End: Spoiler: he did it and Spoiler: she too.",
    "Which?\n\t[poll type=regular results=always]\t\n* a\n* b\n [/poll]\nSo.": "Which?\n\n* a\n* b\n\nSo.",
    "a [poll]\n[poll] b\n[polls]\n[poll": "a [poll]\n[poll] b\n[polls]\n[poll",
    # dates
    'On [date=2019-10-16 time=14:00:00 format="LLLL" timezone="Europe/Paris" timezones="Asia/Tokyo"].': (
        "On 2019-10-16 14:00:00 Europe/Paris."
    ),
    "[date=2019-10-16 time=9:30 timezone=Etc/GMT-3]": "2019-10-16 9:30 Etc/GMT-3",
    "[date=2019-10-16 format=LL time=9:30 format=LL timezone=UTC]": "2019-10-16 9:30 UTC",
    '[date=2019-10-16 timezone="Etc/GMT+3"] [date=2019-10-6] [date=2019-1-6 recurring=1.weeks]': (
        "2019-10-16 Etc/GMT+3 2019-10-6 2019-1-6"
    ),
    "[date=soon] [date=2019-10-16\n] [dates=2019-10-16]": "[date=soon] [date=2019-10-16\n] [dates=2019-10-16]",
    # pictures and files
    "![a shed|690x388](http://a.example/1.png)": "![a shed](http://a.example/1.png)",
    "![a shed|690x388, 50%, thumbnail](http://a.example/1.png)": "![a shed](http://a.example/1.png)",
    "![|1x1](http://a.example/1.png)": "![](http://a.example/1.png)",
    "![a|69x38] ![a|x38](b) ![a|b|6x38](c)": "![a|69x38] ![a|x38](b) ![a|b|6x38](c)",
    "[plan.pdf|attachment](http://a.example/p) [film|video](b) [tone|audio, 2 MB](c)": (
        "[plan.pdf](http://a.example/p) [film](b) [tone](c)"
    ),
    "[plan|attachment] so [plan|picture](b) [|video](c)": "[plan|attachment] so [plan|picture](b) [|video](c)",
    "![a shed|690x388](upload://aB-c_1.jpeg) (1 MB)": "a shed (upload\\://aB-c_1.jpeg) (1 MB)",
    "see [plan.pdf|attachment](upload://x.pdf)": "see plan.pdf (upload\\://x.pdf)",
    "![](upload://x.png)": "(upload\\://x.png)",
    # empty lines that are left of what went
    "a\n\n\n\n\nb\n\nc\nd": "a\n\nb\n\nc\nd",
    # formulas, whose signs are no marks of Markdown
    "so $a_1*b_2$, and $x$": "so $a\\_1\\*b\\_2$, and $x$",
    "$$\\alpha_1 [x]\n<y> ~ `*$$": "$$\\\\alpha\\_1 \\[x\\]\n\\<y\\> \\~ \\`\\*$$",
    "US$a_b$ \\$a_b$ $ a_b$ $a_b $ $a_b\\$": "US$a_b$ \\$a_b$ $ a_b$ $a_b $ $a_b\\$",
    "$a_b$c": "$a_b$c",
    "$a_b$$": "$a_b$$",
    "$a_b\nc_d$": "$a_b\nc_d$",
    "$$ $$a_b$": "$$ $$a_b$",
    # code
    "`[spoiler]` and [spoiler]": "`[spoiler]` and Spoiler: ",
    "`a` [spoiler]\n`b`": "`a` Spoiler: \n`b`",
    "~ a [spoiler]\n~ b": "~ a Spoiler: \n~ b",
    "a `b\n[spoiler]` c": "a `b\nSpoiler: ` c",
    "```\n[spoiler]\n```\n[spoiler]\n```\n[spoiler]\n```": "```\n[spoiler]\n```\nSpoiler: \n```\n[spoiler]\n```",
    "\t~~~ html\n[poll]\n\t~~~\n[poll]": "\t~~~ html\n[poll]\n\t~~~\n",
    "````\n```\n[spoiler]\n````": "````\n```\n[spoiler]\n````",
    "```\nx ```\n[spoiler]\n```": "```\nx ```\n[spoiler]\n```",
    "see ``` [spoiler]\n```": "see ``` Spoiler: \n```",
    "```\n[quote=ana]x[/quote]\n```\n[quote]y[/quote]": "```\n[quote=ana]x[/quote]\n```\n\n> y\n\n",
    "[quote]\n```\n[spoiler]\n```\n[/quote][spoiler]": "\n\n> ```\n> [spoiler]\n> ```\n\nSpoiler: ",
}


@pytest.mark.parametrize("raw", DRAWN)
def test_marks_become_markdown(raw: str) -> None:
    assert draw_marks(raw) == DRAWN[raw]


def test_six_levels_of_quotations_are_drawn_and_the_outermost_of_seven_stays() -> None:
    drawn = draw_marks("[quote]" * 7 + "x" + "[/quote]" * 7)
    assert "".join(drawn.split()) == "[quote]>>>>>>x[/quote]"
