"""All that is told of what is mended, and what becomes of it, to the letter."""

from collections.abc import Iterator
from pathlib import Path

from declared import KINDS
from parley.reading.mending.mend import mend
from reading.test_mending_head import AROUND, PATHS, POST, REPLY, TAGS
from support import hold

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
updated: ~
updated: null
updated: # never
updated:\\n# a remark
updated:\\t2026-11-28
 updated: 2026-11-28
removed: no
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
    hold(Path(__file__).with_name("told.txt"), "".join(tell()))
