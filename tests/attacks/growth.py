"""Texts made at random from all that Markdown draws as more than was written, or reads again and again.

Each is a few blocks, each block a shape with sizes of its own, perhaps within quotes and lists, and perhaps among so
many words that the whole looks like prose. The same seed gives the same text.
"""

from collections.abc import Callable
from random import Random

MARKS = [
    *"> |- |1. |* |+ |>|- > |> 1. |# |    a\n|\t|\n\n|a  \n|\\\n|***\n|a\n===\n|---\n|```\n|~~~\n|a|a |a\n".split("|"),
    *"*|**|_|__|~~|`|``|*a **b |_a *b |~~a |**a|[*a*](b)|*[a](b)*|&|&amp;|&ngE;|&#9;|\"|'|\\*|é|𝒂".split("|"),
    *"[|![|[[|]|](|[](b)|[a](b)|![a](b)|[a][b] |[^a]|[^|[^a]: b\n|[a]: b\n|[a]: b 'c'\n".split("|"),
    *"<|</|<b>|<!--|<?|<a@b.c>|www.a.b |http://a.b |http://a.b/((|a@b.c ".split("|"),
    *("|", "|a", "|a|\n", "|-|\n", ":-|", "|:--"),
]
PAIRS = (
    ("[", "](b)"),
    ("![", "](b)"),
    ("*a ", "a*"),
    ("**a ", "a**"),
    ("_a ", "a_"),
    ("~~a ", "a~~"),
    ("***", "***"),
    ("[^a", "]"),
    ("`a ", "`"),
    ("(", ")"),
    ("[*", "*](b)"),
)
ROWS = ("a\n", "|a\n", "||\n", "|a|b\n", "-\n", "\\|\n", "é\n", "abcdefgh ijkl\n")
RULES = ("-", ":-:", "--", "-:", " --- ")
PREFIXES = ("", "", "", "> ", "- ", "  ", "1. ", "> - ")


def make_text(seed: int, room: int) -> str:
    """A text of at most `room` bytes."""
    random = Random(seed)
    size = random.choice((room, room, room // 4, room // 16))
    blocks = random.randint(1, 3)
    text = random.choice(("\n\n", "\n", "")).join(_make_block(random, size // blocks) for _ in range(blocks))
    if random.random() < 0.3:
        words = "Words and more words that hide the signs among them. " * (size // 30)
        text = text[: size // 4] + "\n\n" + words
    return text.encode()[:size].decode(errors="ignore")


def _make_block(random: Random, size: int) -> str:
    make: Callable[[Random, int], str] = random.choice(
        (_repeat, _repeat, _nest, _stairs, _table, _table, _notes, _links)
    )
    text, prefix = make(random, size), random.choice(PREFIXES)
    return "\n".join(prefix + line for line in text.split("\n")) if prefix else text


def _repeat(random: Random, size: int) -> str:
    unit = "".join(random.choices(MARKS, k=random.randint(1, 4)))
    return unit * (size // len(unit.encode()) + 1)


def _nest(random: Random, size: int) -> str:
    pairs = random.choices(PAIRS, k=random.randint(1, 2))
    depth = size // sum(len(start + end) for start, end in pairs)
    start, end = "".join(one for one, _ in pairs), "".join(one for _, one in reversed(pairs))
    return start * depth + "x" + end * random.choice((depth, depth // 2, 0))


def _stairs(random: Random, size: int) -> str:
    indent, line = (
        random.choice(("  ", "   ", "\t", "> ", " ")),
        random.choice(("- a\n", "1. a\n", "> a\n", "- \n", "a\n\n")),
    )
    text, depth = "", 0
    while len(text) < size:
        text += indent * depth + line
        depth += 1
        if random.random() < 0.01:
            depth = 0
    return text


def _table(random: Random, size: int) -> str:
    columns = random.choice((3, 20, 100, 500, 2000, 8000))
    head = (
        "|" + f"{random.choice(('a', '', 'é', '*'))}|" * columns + "\n|" + f"{random.choice(RULES)}|" * columns + "\n"
    )
    row = random.choice(ROWS) if random.random() < 0.7 else "|" + random.choice(("|", "a|", "*|")) * columns + "\n"
    whole = head + row * random.choice((3, 50, size))
    return (whole[:size] + "\n\n") * max(size // (len(whole) + 2), 1)


def _notes(random: Random, size: int) -> str:
    number = random.choice((1, 1, 30, size // 30))
    calls = "".join(f"[^{random.randrange(number)}]" for _ in range(size // 8))
    notes = "".join(
        f"[^{name}]: [^{(name + 1) % number}] {random.choice(('a', '> a', '- a', '|a|'))}\n\n" for name in range(number)
    )
    return random.choice((f"{calls}\n\n{notes}", f"{notes}\n\n{calls}", notes))


def _links(random: Random, size: int) -> str:
    address = "https://a.b/" + random.choice(('"', "&", "é", "u", "(")) * random.choice((1, 100, size // 2))
    title = random.choice(("", " 'c'", f" '{'&' * (size // 4)}'", f" '{'é' * 100}'"))
    uses = random.choice(("[a]", "[a][]", "[b][a]", "[A]", "![a]")) * (size // 8)
    return f"[a]: {address}{title}\n\n{uses}"
