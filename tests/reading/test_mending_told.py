"""All that is told of what is mended, and what becomes of it, to the letter."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from declared import DECLARED
from model.test_texts import DRAWN
from parley.model.settings import DeclaredField
from parley.reading.mending.body import mend_markdown
from parley.reading.mending.mend import mend
from parley.reading.schema import list_kinds
from reading.test_mending_head import AROUND, PATHS, POST, REPLY, TAGS
from support import hold

KINDS = list_kinds(replace(DECLARED, fields=(DeclaredField("hours", "number", ("reply",), "Hours"),)))

VALUES = {
    "reply": """\
author: @Ana
author: <ana>
author: ana, # me
author: “Ana”
author: ana maria
author: https://forge.example:80/u/Ana?tab=x
author: https://forge.example/a/b/c
author: www.example.org/ana
author: [Ana](https://forge.example/Ana)
author:
date: 27.11.2026
date: tomorrow
date: *2026-11-27*
reply_to: bob
reply_to: post.md
reply_to: -
reply_to: none
reply_to: /discussions/two-follow-ups/
reply_to: discussions/another/replies/2026-11-20-bob.md
reply_to: ./replies/2026-11-20-Bob.YAML
reply_to: ../replies/2026-11-20-bob.txt
reply_to: https://a.b/x/?page=2#reply-2026-11-20-bob
reply-to: 2026-11-20-bob
in reply to: 2026-11-20-bob
school: Old  School.
school: neither
school: n/a
school: –
school: "old
discussion: two-follow-ups
discussion: another
colour: [red
colour: red
no key at all
sources: https://example.org/a
sources: (A study: https://example.org/a)
sources: A study (https://example.org/a)
sources: A study – https://www.example.org/a/, and more
sources: [](https://example.org/)
sources: example.org/a
sources: https://example.org/{x}
sources: a study
sources:\\n- name: A\\n  url: example.org\\n- [B](https://b.example)
sources:\\n  1) name: A\\n     url: example.org\\n     when: now
sources:\\nname: A\\nname: B\\nurl: example.org
sources: []
takes: support
takes: supporting
takes: pro
takes: for
takes: agree
takes: agrees
takes: yes
takes: +1
takes: dispute
takes: disputing
takes: con
takes: contra
takes: against
takes: no
takes: -1
takes: disagree
takes: disagrees
takes: oppose
takes: opposes
takes: objects
takes: attacks
takes: ask
takes: asking
takes: question
takes: questions
takes: ?
takes: add
takes: adding
takes: addition
takes: extends
takes: completes
takes: comments
relation: pro
relates: pro
attitude: pro
argues: pro
take: pro
parent: 2026-11-20-bob
parent_id: 2026-11-20-bob
answer: 2026-11-20-bob
answers: 2026-11-20-bob
answer_to: 2026-11-20-bob
answers_to: 2026-11-20-bob
in_answer_to: 2026-11-20-bob
in_response_to: 2026-11-20-bob
in_reply_to: 2026-11-20-bob
inreplyto: 2026-11-20-bob
replies_to: 2026-11-20-bob
responds_to: 2026-11-20-bob
response_to: 2026-11-20-bob
thread_parent: 2026-11-20-bob
hours: 1,5
hours: -10,25
hours: 1,250
hours: 1,5h
hours: h1,5
hours: 1,5,5
updated: ~
updated: null
updated: # never
updated:\\n# a remark
updated:\\t2026-11-28
 updated: 2026-11-28
removed: no
removd: I left.
moved: 'no'
body: One.
body: |\\n  Two.
body: <b>Three</b>
""",
    "discussion": """\
title: Why: not?
title: “Why: not?”
title: 'Why'': not?'
title: |\\n   One\\n    two
title: >-\\n  One\\n  two
title:\\n- One
title: One\\ttwo
title: One\u200btwo
Title： One
title = One
titel: One
tags: sales
tag: sales
tags: sales; First Contact، mail templates
tags: #sales#first-contact
tags: sales mail_templates
tags: sales first-contact
tags: [sales, [law]]
tags: "sales, law"
tags: [`sales`, 'law']
tags:\\n  • sales\\n  12. law  # mine
tags: sales, sales
tags: sales, #law, # mine
tags: Mail Templates
tags: mail templates
questions: One? Two?
questions:\\n  One?\\n  Two: or three?
questions:\\n- One\\n  or two?\\n- 'Three?'
questions: ["One?", "Two: or?"]
summary: *One* | two
summary: “In: short”
summary:\\n\\n  In\\n\\n  short
pinned: ON
pinned: maybe
pinnd: true
lockd: All is said.
locked: true
aliases: [Before This, x.md]
aliases: https://a.b/discussions/before/
""",
    "person": """\
name: - Ana
name: "Ana" Li
link: //example.org/ana
link: example.org:80
link: ana
link: mailto:ana@example.org
link: [Ana](<example.org/a b>)
role: House voice
role: king
account: #5
about: |\\n\\tOne\\n\\ttwo
aliases: @Anna; #anne
banned_since: 1 Nov 2026
""",
}


TEXTS = r"""
• a\n• b\n◦ c\n▪ d\n• e
•\ta\no\tb\n§\tc\n–\td
· a\n· b
a\n● b\n\n● c ●\n\n● d
● a\n○ b\n● c
➢ a\n➢ b\n    ➢ c\n  ➢ d
✓ a\n✗ b\n☐ c
\uf0b7\ta\n\uf0a7\tb\n\uf04a \uf0e0
    • a\n        ◦ b\n    • c
a\tb\n1\t2\n3\t4
x\na\tb\tc\n1\t2\t\n\t4\t5|6\ny
a\tb\n1\t2
\ta\tb\nc\t1\t2\nd\t3\t4
- a\tb\n1\t2\n3\t4
Https://a.example and Www.a.example and HTTP://b.example, xHttp://c
<https://a.example/b|words> <https://a.example|> <ftp://a|b> `<https://a|b>`
Bye\n--\nAna
Bye\n-- \nAna\n\n--\nx
[a](www.a.org) [b](a.org/x) [c](//a.org) [d](me@a.org) [e](/discussions/x) [f](x.md) [g]() [h](<>) [](a.org) []()
[a](x.md "t") [b](`c`) [c](<d e>) <a.org> <x:y> [i](/guide) [j](/guide#k) [k](a.pdf) [l](a.zip/b)
“see https://example.org”, “https://example.org:80”–www.example.org—and http://o’brien.org www.rock’n.com https://a.org’s
see https://a.org… and www.a.org…x, www.b.org”, [www.c.de](https://www.c.de)
https://… http://$x https://a!b http://www https://www.a…/b (https://a.org) www.a www.a.
![a](https://a.org/b.png) ![](/x.png) ![c][d] [![e](https://a.org/f.png)](https://a.org) ![g](h.jpg "t")\n\n[d]: x.png
[a][b] [c][] [d]\n\n[b]: www.a.org\n[c]: x.md "t"\n[d]: <y z>
<b>a</b> <i>b</i> <br> c<br>\n<br>d<br/>\n- <br>e
<script>x</script> <p>a</p>\n\n<div>b</div>\n\n<!-- c --> d
| a | b |\n| - | - |\n| <b>c</b> | d<br>e |
<details><summary>a</summary>\n\nb\n</details>
a <- b -> c <3 1<2 x<y>z a<b && c>d
a\u200bb\u00adc \u202ed\u202c e\ufeff f\u2067g\u2069 h\u2067i \u2066\u2069j
&#8203;a&shy;b&#x202e;c&zwj;d&#8206;
שלום &rlm;a&lrm; \u200fb
x\n\n| a | b |\n| - | - |\n| c\u2028d | e\u2028 |\nx\n# a\u2028b\n>\u2028c\u2028d
\n| c\u2028d |
\u2028a\u2029b\x0bc\x0cd\x85e\x00f\x1bg
`a\u200bb`\n\n```\nc\u202ed\n```
{q17}a
{l17}a
a\r\nb\rc\n\n\n\n\nd   \ne\u00a0\u00a0f
Ａ：ｂ　ｃ
""".strip("\n").split("\n")
"""As they are pasted from word processors, mails, chats and web pages."""


def tell_texts() -> Iterator[str]:
    for given in (*TEXTS, *DRAWN):
        text = re.sub(r"\\u[0-9a-f]{4}|\\x[0-9a-f]{2}", lambda found: chr(int(found[0][2:], 16)), given)
        text = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r")
        text = text.replace("{q17}", "> " * 17).replace("{l17}", "- " * 17)
        for is_line in (False, True):
            mended = mend_markdown(text, is_line=is_line)
            told = [f"  {one.line}: {ascii(one.found)[1:-1]}: {one.what}\n" for one in mended.repairs]
            if told or mended.text != text:
                yield f"> {given}{' (a line)' if is_line else ''}\n{''.join(told)}  | {ascii(mended.text)[1:-1]}\n"


def tell() -> Iterator[str]:
    """Of each case what is given, what is told, and the lines that were not there before."""
    for title, given in AROUND.items():
        yield from _tell(title, "reply", given)
    for kind, lines in VALUES.items():
        whole = {"reply": REPLY, "discussion": POST.format("T"), "person": "name: Ana\n"}[kind]
        for line in lines.splitlines():
            added = line.replace("\\n", "\n").replace("\\t", "\t").replace("{x}", "x" * 200)
            name = added.partition(":")[0]
            rest = "".join(one for one in whole.splitlines(keepends=True) if not one.startswith(f"{name}:"))
            head, mark, text = rest.partition("\n---\n")
            yield from _tell(added, kind, f"{head}\n{added}{mark}{text}" if mark else f"{rest}{added}\n")


def _tell(title: str, kind: str, given: str) -> Iterator[str]:
    mended = mend(PATHS[kind], given, KINDS[kind], TAGS)
    yield from (f"> {line}\n" for line in title.split("\n"))
    yield from (f"{one.line}: {one.found}: {one.what}\n" for one in mended.repairs)
    known = given.splitlines()
    yield from (f"  | {line}\n" for line in mended.text.splitlines() if line not in known)


def test_all_that_is_told_of_what_is_mended() -> None:
    """`PARLEY_ACCEPT=1 pytest tests/reading/test_mending_told.py` writes what is found into `told.txt`."""
    hold(Path(__file__).with_name("told.txt"), "".join((*tell(), *tell_texts())))
