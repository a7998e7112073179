"""Made-up text with the word frequencies of real text: a few words everywhere, most of them hardly ever."""

from itertools import accumulate, product
from random import Random

ONSETS = "b br d dr f fl g gr h k kl l m n p pl r s sh sl st t tr v w z".split()
VOWELS = "a e i o u ou".split()
CODAS = ["", "", "", "l", "n", "r", "s", "nd"]
SIZE = 30_000
"""Different words; forums of some thousand threads use about as many."""

SHIFT = 2.7
"""Of Zipf's law as Mandelbrot corrected it: the word of rank r has a share proportional to 1 / (r + 2.7)."""


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
    """About so many words of Markdown in paragraphs, now and then with a list, a quotation, code or a link."""
    blocks = []
    while words > 0:
        length = min(words, 20 + int(chance.random() * 60))
        blocks.append(_write_block(chance, length))
        words -= length
    return "\n\n".join(blocks) + "\n"


def _write_block(chance: Random, length: int) -> str:
    drawn = chance.random()
    if drawn < 0.08:
        return "\n".join(f"- {write_words(chance, max(1, length // 4))}" for _ in range(4))
    if drawn < 0.13:
        return f"> {write_words(chance, length)}."
    if drawn < 0.16:
        lines = "\n".join(write_words(chance, 6).lower() for _ in range(max(1, length // 6)))
        return f"```\n{lines}\n```"
    return _write_paragraph(chance, length)


def _write_paragraph(chance: Random, length: int) -> str:
    """Sentences, of which some end in a link, a word of code or an emphasis."""
    sentences = []
    while length > 0:
        count = min(length, 6 + int(chance.random() * 14))
        drawn = chance.random()
        end = ""
        if drawn < 0.06:
            page = write_words(chance, 1).lower()
            end = f", see [{write_words(chance, 2)}](https://example.org/{page})"
        elif drawn < 0.10:
            end = f" `{write_words(chance, 1).lower()}`"
        elif drawn < 0.20:
            end = f", *{write_words(chance, 2).lower()}*"
        sentences.append(f"{write_words(chance, count)}{end}.")
        length -= count
    return " ".join(sentences)
