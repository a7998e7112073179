"""Made-up text with the word frequencies of real text: a few words everywhere, most of them hardly ever."""

from itertools import accumulate, pairwise, product
from random import Random

ONSETS = "b br d dr f fl g gr h k kl l m n p pl r s sh sl st t tr v w z".split()
VOWELS = "a e i o u ou".split()
CODAS = ["", "", "", "l", "n", "r", "s", "nd"]
SIZE = 30_000
"""Different words; forums of some thousand threads use about as many."""

SHIFT = 2.7
"""Of Zipf's law as Mandelbrot corrected it: the word of rank r has a share proportional to 1 / (r + 2.7)."""

WORDS_EACH = 49
LINK, CODE, EMPHASIS, QUOTATION, LISTING, BLOCK = 0.17, 0.017, 0.011, 0.010, 0.0005, 0.001
"""How many of each a reply of so many words has on average. In the archive that `corpus` names, 14 % of all replies
hold links, 1.7 % words of code, 1.1 % emphasis, 1 % a quotation, one in 1,000 a block of code, one in 2,000 a list."""

OTHER_SCRIPTS = 0.01
"""Of all texts. In the archive it is one in a thousand; a forum that is no English blog has more."""

_LETTERS = "abcdefghijklmnoprstuvwz"
SCRIPTS = tuple(
    str.maketrans(_LETTERS, letters)
    for letters in (
        "абцдефгхийклмнопрстувшз",
        "αβκδεφγηιξκλμνοπρστυβωζ",
        "山水火木金土日月人口手目耳心門車雨雪花鳥魚馬竹",
    )
)


def _make_words() -> tuple[str, ...]:
    """Short words first, as in any language: one syllable, then two, then three; the order within is mixed."""
    chance = Random("words")
    syllables = ["".join(parts) for parts in product(ONSETS, VOWELS, CODAS)]
    found: dict[str, None] = {}
    for count, wanted in ((1, 150), (2, 9_000), (3, SIZE)):
        while len(found) < wanted:
            found["".join(chance.choices(syllables, k=count))] = None
    return tuple(found)


WORDS = _make_words()
_SHARES = tuple(accumulate(1 / (rank + SHIFT) for rank in range(1, SIZE + 1)))

RARE = next(word for word in WORDS[300:] if len(word) > 5)
"""What is searched for: a word of rank 300 or so, which about one text in forty holds."""


def write_words(chance: Random, count: int) -> str:
    """So many words, the first with a capital."""
    return " ".join(chance.choices(WORDS, cum_weights=_SHARES, k=count)).capitalize()


def write_text(chance: Random, words: int) -> str:
    """About so many words of Markdown in paragraphs, with links, code and the like as often as in real replies."""
    script = SCRIPTS[int(chance.random() * len(SCRIPTS))] if chance.random() < OTHER_SCRIPTS else {}
    share = words / WORDS_EACH
    blocks = []
    if chance.random() < QUOTATION * share:
        blocks.append(f"> {write_words(chance, 12)}.".translate(script))
    count = 1 + max(0, words - 60) // 50
    ends = [words * number // count for number in range(count + 1)]
    blocks += [_write_paragraph(chance, end - begin, script) for begin, end in pairwise(ends)]
    if chance.random() < LISTING * share:
        blocks.append("\n".join(f"- {write_words(chance, 5)}".translate(script) for _ in range(4)))
    if chance.random() < BLOCK * share:
        blocks.append("\n".join(["```", *(write_words(chance, 6).lower() for _ in range(8)), "```"]))
    return "\n\n".join(blocks) + "\n"


def _write_paragraph(chance: Random, length: int, script: dict[int, int]) -> str:
    """Sentences, of which some end in a link, a word of code or an emphasis."""
    sentences = []
    while length > 0:
        count = min(length, 6 + int(chance.random() * 14))
        drawn = chance.random() * WORDS_EACH / count
        end = ""
        if drawn < LINK:
            page = write_words(chance, 1).lower()
            end = f", see [{write_words(chance, 2)}](https://example.org/{page})"
        elif drawn < LINK + CODE:
            end = f" `{write_words(chance, 1).lower()}`"
        elif drawn < LINK + CODE + EMPHASIS:
            end = f", *{write_words(chance, 2).lower().translate(script)}*"
        sentences.append(f"{write_words(chance, count).translate(script)}{end}.")
        length -= count
    return " ".join(sentences)
