"""What is read of each value and each setting, at its bounds and beyond, and what is said of what is wrong.

`PARLEY_ACCEPT=1 pytest tests/reading/test_values_told.py` writes what is found into `values.txt`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from parley.model.findings import Findings
from parley.model.problems import ParleyError
from parley.model.settings import Declaration, Settings
from parley.reading import readers
from parley.reading.hosted import name_page
from parley.reading.nodes import Position, ScalarNode, SequenceNode
from parley.reading.policies import Clock
from parley_mkdocs.settings import read_settings
from support import hold, write_tree

VALUES: Mapping[str, tuple[readers.Reader, str]] = {
    "text": (readers.Text(5), "a abcde abcdef a\nb \u2800 \u200b"),
    "text or none": (readers.Text(5, least=0), "a abcdef ~"),
    "lines": (readers.Text(5, lines=True), "\na\n a\nb"),
    "reason": (
        readers.Reason(),
        "yes Yes. true x y no none N/A nein oui spam '1' - ✓ [x] " + "a" * 300 + " " + "a" * 301,
    ),
    "slug": (readers.Name(), "a a-b a--b A a_b аb"),
    "reply": (readers.ReplyName(), "2026-10-02-ana #reply-2026-10-02-ana https://a.b/#reply-a reply-a A"),
    "date": (
        readers.Date(),
        "2026-02-28 2026-02-29 2024-02-29 1970-01-01 1969-12-31 9998-12-31 9999-01-01 0001-01-01"
        " 2026-1-2 2026-01-02T03:04Z "
        "2026-01-02T03:04:05Z 2026-01-02T03:04:05.123456789Z 2026-01-02T03:04:05.1234567890Z 2026-01-02T24:00Z "
        "2026-01-02T23:59:60Z 2026-01-02T03:04+02:00 2026-01-02T03:04-12:00 2026-01-02T03:04+24:00 2026-01-02T03:04 "
        "2026-01-02T03:04z 1970-01-01T00:00+01:00 1.2.2026 01/02/26 1-2-2026 1.2/2026 1.2.26."
        " 2026/01/02 ٢٠٢٦-٠١-٠٢ today",
    ),
    "flag": (readers.Flag(), "true false yes no on off True YES 1 0 ja"),
    "number": (readers.Number(-1, 2.5), "-1 -1.1 2.5 2.51 0 +1 1. .5 1e3 1,5 ٣ 123456789012345 1234567890123456"),
    "whole number": (readers.Number(0, 3, whole=True), "0 3 4 -1 1.0 a"),
    "any number": (readers.Number(), "-123456789012345.123456789 1.1234567890 inf nan"),
    "colour": (readers.Colour(), "#8a5714 #8A57ff #8a571 #8a57145 8a5714 red #8a571g"),
    "key": (readers.KeyName(), "a a1 a_b a-b a__b a- 1a A é " + "a" * 40 + " " + "a" * 41),
    "account": (
        readers.Account(),
        "1 0 4711 github:4711 git.example-1.org:5 GitHub:1 :1 a: 12345678901234567890 1234567890123456789",
    ),
    "origin": (
        readers.SiteOrigin(),
        "https://a.example https://a.example/ https://a.example/x http://a.example https://*.a.example https://*.*.a "
        "https://a:1 https://a:123456 https://A.example https://a..b https://-a https://a-b.c *",
    ),
    "mail": (
        readers.MailAddress(),
        f"a@b.c a.b+c_d-e@f-g.h1.i a@b @b.c a@ a@b..c a..b@c.d a@-b.c a@b-.c a@b.c. A@B.C "
        f"{'a' * 64}@b.c {'a' * 65}@b.c "
        f"a@{'b' * 250}.c a@{'b' * 251}.c a&b@c.d é@b.c a@é.c",
    ),
    "language": (
        readers.Language(),
        "de DE pt-BR pt_br zh-Hant zh-hant-tw xx english d 1 de- de-xx en-gb nb no he iw fil",
    ),
    "address": (
        readers.WebAddress(),
        "https://a http://a.b/c HTTPS://A https:// https:/a ftp://a https://a@b https://a:80 https://a:b https://a:80x "
        'https://a/b?c#d https://a?b https://a#b https://a/"b https://a/<b https://a\\b https://a/b\\c '
        "https://ä.b/ü a.b "
        "https://a/'b https://'a " + "https://a/" + "b" * 1990 + " https://a/" + "b" * 1991,
    ),
    "own address": (
        readers.OwnAddress(),
        "/discussions/a/ /discussions/a /discussions/a/#reply-b /pages/a/b/#reply-c /a/ #reply-b",
    ),
    "choice": (readers.Choice(("one", "two"), was=(("uno", "one"),), akin=(("due", "two"),)), "one uno due on tow xyz"),
    "clock": (Clock(), "00:00 23:59 24:00 9:30 09:60 09:3 noon"),
}

BLOCKS = """
{}
{posts: ''}
{posts: P}
{posts: L}
{posts: [a]}
{branch: B, language: de, look: theme, search: all, accept: off, typographic: True, cards: YES}
{send: mail, mail: a@b.c, mail_proof: signed}
{language: xx}
{language: [de]}
{page_size: 1, feed_size: 500, person_page: 500, person_feed: 1}
{page_size: 0, feed_size: 501, person_page: 1.5, person_feed: '-1'}
{page_size: ten, forge: GitHub, branch: '', send: post, accept: all, look: own, search: none, mail_proof: no}
{forge: gitea}
{forge: githab}
{card: a.png, cards: true, card_fonts: [f.ttf]}
{cards: maybe, card_fonts: []}
{comments: ['a/*']}
{comments: a/*}
{moved: [old/ /new/, older/, /oldest https://a.example/]}
{moved: [a, a]}
{allow: [https://a.example/, 'https://*.b.example']}
{allow: [http://a.example]}
{off: [tags, people, latest, archive, outcomes, digest, markdown]}
{off: [search]}
{off: [tags, tags]}
{off: []}
{unknown: 1, pagesize: 2}
{stances: blue}
{stances: {}}
{stances: {options: {a: {name: A}}}}
{stances: {options: {a: {name: A}, b: {name: B}}}}
{stances: {options: {a: {name: A}, b: {name: B}, c: {name: C}, d: {name: D}}, required: true}}
{stances: {options: {a: {name: A}, b: {name: B}, c: {name: C}, d: {name: D}, e: {name: E}, f: {name: F}, g: {name: G}}}}
{stances: {options: {a: {name: A}, b: {name: A}}}}
{stances: {options: {a: {name: A, was: [b]}, b: {name: B}}}}
{stances: {options: {a: {name: A, light: '#777777'}, b: {name: B, dark: '#777777'}}}}
{stances: {options: {a: {name: A, light: '#767676'}, b: {name: B, light: '#757575', dark: '#7a7a7a'}}}}
{stances: {options: {a: {nam: A}, B: {name: B}}}}
{stances: {options: [a, b], key: 1x}}
{stances: {options: {a: {name: {de: Ja, en: Yes}}, b: {name: {fr: Non, en-GB: No}}}, hint: '', label: Kind}}
{stances: {options: {a: {name: {}}, b: {name: {xx: N}}}}}
{stances: {options: {a: {name: A}, b: {name: B}}, key: author}}
{stances: {options: {a: {name: A}, b: {name: B}}, key: date}}
{stances: {options: {a: {name: A}, b: {name: B}}, key: tag}}
{stances: {options: {a: {name: A}, b: {name: B}}, key: title}}
{stances: {options: {a: {name: A}, b: {name: B}}, was: [author]}}
{comparisons: {}}
{comparisons: {sides: {a: {}}}}
{comparisons: {sides: {a: {}, b: {}}}}
{comparisons: {sides: {a: {}, b: {}, c: {}, d: {}, e: {}}}}
{comparisons: {sides: {old_way: {}, new-way: {heading: New}}, name: duel, rule: {}, caution: {}}}
{comparisons: {sides: {a: {}, b: {}}, rule: {}, caution: {}}}
{comparisons: {sides: {a: {better: a}, b: {}}}}
{comparisons: {sides: {a: {text: title}, b: {}}}}
{comparisons: {sides: {a: {text: x}, b: {text: x}}}}
{comparisons: {sides: {a: {}, b: {}}, path: discussions}}
{comparisons: {sides: {a: {}, b: {}}, path: pagefind-de}}
{comparisons: {sides: {a: {}, b: {}}, path: con}}
{comparisons: {sides: {a: {}, b: {}}, path: people}}
{comparisons: {sides: {a: {}, b: {}}, path: assets}}
{comparisons: {sides: {a: {}, b: {}}, path: 'Ab c'}}
{comparisons: {sides: {a: {}, b: {}}, name: reply}}
{comparisons: {sides: {a: {}, b: {}}, name: tags-x}}
{comparisons: {sides: {a: {}, b: {}}, name: tagsx, label: A tag, lead: L, about: A, title: T}}
{stances: {options: {a: {name: A, dark: '#ffffff'}, b: {name: B}}}, comparisons: {sides: {a: {}, b: {dark: '#eeeeee'}}}}
{fields: {}}
{fields: {a: {type: text, on: [reply], label: A}}}
{fields: {a: {type: words, on: [replies], label: A}}}
{fields: {a: {type: choice, on: [reply], label: A}}}
{fields: {a: {type: text, on: [reply], label: A, options: {x: X}}}}
{fields: {a: {type: choice, on: [reply], label: A, options: {x: X, y: {name: Y, was: [z]}}, was: [b]}}}
{fields: {a: {type: choice, on: [reply], label: A, options: {x: X, y: X}}}}
{fields: {a: {type: choices, on: [reply], label: A, options: {x: {name: X, was: [y]}, y: Y}}}}
{fields: {a: {type: choice, on: [reply], label: A, options: {x: {en: X, de: Y}}}}}
{fields: {a: {type: date, on: [reply], label: A, least: 1}}}
{fields: {a: {type: number, on: [reply], label: A, least: 2, most: 1}}}
{fields: {a: {type: number, on: [reply], label: A, least: 1, most: 1}}}
{fields: {a: {type: flag, on: [reply, reply], label: A}}}
{fields: {title: {type: text, on: [reply], label: A}, questions: {type: text, on: [reply], label: B}}}
{fields: {author: {type: text, on: [reply], label: A}}}
{fields: {a: {type: link, on: [reply], label: A, filtered: true}, b: {type: text, on: [reply], label: B, sorted: true}}}
{fields: {a: {type: text, on: [comparison], label: A}}}
{fields: {a: {type: flag, on: [reply], label: Tag, filtered: true}}}
{fields: {a: {type: flag, on: [reply], label: tag}}}
{fields: {a: {type: flag, on: [reply], label: X}, b: {type: flag, on: [reply, person], label: x}}}
{fields: {a: {type: flag, on: [reply], label: X}, b: {type: flag, on: [person], label: x}}}
{fields: {a: {type: flag, on: [reply], label: X, filtered: on}, b: {type: flag, on: [person], label: x, filtered: on}}}
{fields: {year: {type: flag, on: [reply], label: A, filtered: on}, q: {type: flag, on: [reply], label: B, sorted: on}}}
{fields: {year: {type: flag, on: [reply], label: A}}}
{fields: {a: {type: text, on: [reply], label: A, term: license, shown: glance, by: maintainer, required: true}}}
{fields: {a: {type: text, on: [reply], label: A, term: author, shown: top, by: anybody, required: so}}}
{fields: {a: {type: text, on: [discussion, reply, person, discussion, reply], label: A}}}
{fields: {a: {type: text, on: [], label: ''}}}
[a]
text
"""

HOST = """
site_name: ''
site_url: https://a.example
site_url: https://a.example//
repo_url: https://gitlab.com/a/b
repo_url: https://codeberg.org/a/b
theme: material
theme: {name: material, language: pt-BR}
theme: {name: mkdocs, locale: de_AT}
theme: {name: material, language: xx}
plugins: [search, parley]
plugins: [{parley: {page_size: 7}}]
plugins: {parley: {page_size: 7, enabled: true}}
plugins: [{parley: {page_size: x}}]
extra: {parley: {page_size: 7, page_size: 8}}
extra: {parley: {yes: 1}}
extra: {parley: {posts: No, branch: 1.10}}
extra: {parley: &a {posts: *a}}
extra: {parley: {card_fonts: [none.ttf]}}
extra: text
- a
plugins: [{parley: {page_size: 7}}]\\nextra: {parley: {page_size: 7}}
INHERIT: base.yml
INHERIT: base.yml\\nextra: {parley: {page_size: x}}
extra:\\n parley:\\n  page_size: 7\\n  stances:\\n   options:\\n    a: {name: A}\\n    b: {nam: B}\\n  feed_size: x
"""

NAMES = (
    "index.md README.md guide.md Guide/set_up/index.md a/b.markdown a.mkd a.mdown a.mkdn"
    " a.html a/ /a/b/ a#b Über/Größe.md 王/小.md "
    f"con.md a/con/b.md a.b.md a--b.md -.md _.md {'a' * 90}.md a/README.md readme.md index/index.md 1.2.md é.md"
).split()


def tell_values() -> Iterator[str]:
    for title, (reader, values) in VALUES.items():
        yield f"=== {title}"
        for value in ("", *values.split(" ")):
            findings = Findings("x")
            read = reader.read(ScalarNode(value, Position(1, 1)), "key", findings)
            told = "; ".join(f"{one.rule}: {one.message}. {one.help}" for one in findings.problems)
            shown = value if len(value) < 90 else f"{value[:20]}… {len(value)}"
            yield f"> {shown!a}: {told or ascii(read)[:200]}"
    findings = Findings("x")
    node = SequenceNode((ScalarNode("a", Position(1, 1)),), Position(1, 1))
    for title, (reader, _values) in VALUES.items():
        reader.read(node, title, findings)
    yield from (f"{one.rule}: {one.message}. {one.help}" for one in findings.problems)
    yield from (f"> {name}: {name_page(name)}" for name in NAMES)


def tell_settings(folder: Path) -> Iterator[str]:
    write_tree(folder, {"base.yml": "site_name: Base\nextra: {parley: {page_size: 3, feed_size: y}}\n", "f.ttf": "x"})
    blocks = [f"extra:\n  parley: {one}\n" for one in BLOCKS.strip("\n").split("\n")]
    for text in (*blocks, *(one.replace("\\n", "\n") + "\n" for one in HOST.strip("\n").split("\n"))):
        shown = text.removeprefix("extra:\n  parley: ").replace("\n", "¶")
        text = text.replace("posts: P", f"posts: {'p' * 200}").replace("posts: L", f"posts: {'p' * 201}")
        write_tree(folder, {"mkdocs.yml": text})
        yield f"> {shown}"
        try:
            yield from _show(read_settings(folder / "mkdocs.yml"))
        except ParleyError as error:
            yield from (f"  {line}" for line in str(error).replace(str(folder), "").splitlines())


def _show(settings: Settings) -> Iterator[str]:
    """Each setting that is other than by default."""
    for whole, plain in ((settings, Settings()), (settings.declaration, Declaration())):
        for one in fields(whole):
            value = getattr(whole, one.name)
            if one.name not in ("declaration", "pages", "fonts") and value != getattr(plain, one.name):
                yield f"  {one.name}: {value!r}"


def test_all_that_is_read_of_values(tmp_path: Path) -> None:
    told = [*tell_values(), *tell_settings(tmp_path)]
    hold(Path(__file__).with_name("values.txt"), "\n".join(told) + "\n")
