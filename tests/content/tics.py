"""Count the tics of the starter content: what makes many texts sound like one writer.

`make tics` prints the table, and `make tics POSTS=DIR` that of another folder of posts, such as one of an earlier day.
Its bounds are in `test_voices.py`.
"""

import re
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from declared import load_part
from support import ROOT

WORD = re.compile(r"[\w'’-]*\w")
ADDRESS = re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
CONTRACTION = re.compile(
    r"\b(?:\w+(?:n['’]t|['’](?:re|ve|ll|d|m))|(?:it|that|he|she|what|who|there|here|where|how|let|one|nobody|everything)['’]s)\b",
    re.IGNORECASE,
)
"""Those that can be told from a possessive, which is most of them."""
LIST = re.compile(r"^(?:[-*]|\d+\.) ", re.MULTILINE)
SENTENCE = re.compile(r"(?<=[.!?])[\"”)*]*\s+")
QUOTED = re.compile(r"^>.*$", re.MULTILINE)
MOTTO = 12
"""As many words or fewer make a last sentence that closes a longer text a motto: general, and said to nobody."""
SPOKEN = re.compile(
    r"[?!]|\b(?:I|you|your|me|my|we|us|he|she|him|her|they|them|this|that)\b|['’]|\d|\[|:", re.IGNORECASE
)
OPENER = 2
"""Words at the beginning by which two replies of one voice begin alike."""


@dataclass(frozen=True)
class Text:
    path: str
    voice: str
    body: str

    @property
    def words(self) -> list[str]:
        return WORD.findall(ADDRESS.sub("", self.body))

    @property
    def own(self) -> str:
        """What the voice says itself, without the messages it quotes."""
        return ADDRESS.sub("", QUOTED.sub("", self.body)).strip()

    @property
    def ends_on_a_motto(self) -> bool:
        last = SENTENCE.split(self.own)[-1]
        return len(self.words) >= 40 and len(WORD.findall(last)) <= MOTTO and not SPOKEN.search(last)

    @property
    def ends_short(self) -> bool:
        return len(WORD.findall(SENTENCE.split(self.own)[-1])) <= MOTTO


def read(posts: Path) -> list[Text]:
    """The replies of house voices below a folder of posts."""
    library = load_part(posts).library
    voices = {handle for handle, person in library.people.items() if person.role == "house-voice"}
    replies = [reply for post in library.posts() for reply in library.replies_to(post)]
    return [Text(reply.path, reply.author, reply.body) for reply in replies if reply.author in voices]


def share(count: float, of: float) -> str:
    return f"{100 * count / of:.0f} %" if of else "none"


def count(texts: Iterable[Text]) -> Mapping[str, str]:
    texts = list(texts)
    lengths = sorted(len(text.words) for text in texts)
    words = sum(lengths)
    everything = "\n".join(text.own for text in texts)
    opened = Counter((text.voice, " ".join(WORD.findall(text.own)[:OPENER]).lower()) for text in texts)
    tenth = len(lengths) // 10
    return {
        "replies": str(len(texts)),
        "words": f"{words:,}",
        "shortest, median, longest": f"{lengths[0]}, {lengths[len(lengths) // 2]}, {lengths[-1]}",
        "middle 80 % of lengths": f"{lengths[tenth]} to {lengths[-tenth - 1]}",
        "under 50 words": share(sum(length < 50 for length in lengths), len(lengths)),
        "contractions a thousand words": f"{1000 * len(CONTRACTION.findall(everything)) / words:.0f}",
        "replies without a contraction": share(sum(not CONTRACTION.search(text.own) for text in texts), len(texts)),
        "replies with a list": str(sum(bool(LIST.search(text.own)) for text in texts)),
        "exclamation marks": str(everything.count("!")),
        "questions": str(everything.count("?")),
        "end on a sentence of 12 words or fewer": str(sum(text.ends_short for text in texts)),
        "of these, mottos": str(sum(text.ends_on_a_motto for text in texts)),
        "nobody, whoever": str(len(re.findall(r"\b(?:nobody|whoever)\b", everything, re.IGNORECASE))),
        "'would change my mind' and the like": str(
            len(re.findall(r"I would (?:give|drop|change|stop|reconsider|look|think)\b", everything))
        ),
        "openers used twice by one voice": str(sum(times > 1 for times in opened.values())),
        "mean sentence, from voice to voice": describe(texts),
    }


def describe(texts: list[Text]) -> str:
    """How far the voices lie apart: the shortest and the longest mean sentence, and mean reply."""
    by_voice: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        by_voice[text.voice].append(text)
    means = [
        statistics.mean(len(WORD.findall(one)) for text in said for one in SENTENCE.split(text.own) if one.strip())
        for said in by_voice.values()
    ]
    return f"{min(means):.1f} to {max(means):.1f}"


def lengths_of_voices(texts: Iterable[Text]) -> dict[str, float]:
    by_voice: dict[str, list[int]] = defaultdict(list)
    for text in texts:
        by_voice[text.voice].append(len(text.words))
    return {voice: statistics.mean(lengths) for voice, lengths in sorted(by_voice.items())}


def main() -> None:
    posts = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "posts"
    texts = read(posts)
    for name, value in count(texts).items():
        print(f"{name:42} {value}")
    for voice, length in lengths_of_voices(texts).items():
        print(f"  {voice:40} {length:.0f} words a reply")


if __name__ == "__main__":
    main()
