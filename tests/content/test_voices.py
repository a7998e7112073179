"""The house voices: that many texts by few writers don't sound like one."""

from collections import Counter, defaultdict

import pytest

from content import tics
from support import ROOT

TEXTS = tics.read(ROOT / "posts")


def test_replies_are_as_short_and_as_long_as_people_write() -> None:
    lengths = sorted(len(text.words) for text in TEXTS)
    assert sum(length < 50 for length in lengths) >= 0.4 * len(lengths)
    assert lengths[0] <= 5
    assert lengths[-1] >= 200
    assert sum(length > 120 for length in lengths) >= 10


def test_replies_are_spoken() -> None:
    said = "\n".join(text.own for text in TEXTS)
    words = sum(len(text.words) for text in TEXTS)
    assert 1000 * len(tics.CONTRACTION.findall(said)) >= 25 * words
    assert said.count("!") >= 20
    assert said.count("?") >= 100
    assert sum(bool(tics.LIST.search(text.own)) for text in TEXTS) >= 15


def test_hardly_any_reply_closes_on_a_motto() -> None:
    mottos = [text.path for text in TEXTS if text.ends_on_a_motto]
    assert len(mottos) <= 0.05 * len(TEXTS), "\n".join(mottos)


def test_no_two_voices_write_at_one_length() -> None:
    """The longest-winded say more than twice as much in a reply as the tersest."""
    means = tics.lengths_of_voices(TEXTS)
    assert max(means.values()) > 2 * min(means.values()), means


def test_no_voice_begins_again_and_again_alike() -> None:
    opened = Counter((text.voice, " ".join(tics.WORD.findall(text.own)[: tics.OPENER]).lower()) for text in TEXTS)
    assert {opener: times for opener, times in opened.items() if times > 2} == {}


@pytest.mark.parametrize("phrase", ["nobody", "whoever", "in fact", "of course", "honestly"])
def test_no_word_is_everybodys(phrase: str) -> None:
    found: dict[str, int] = defaultdict(int)
    for text in TEXTS:
        found[text.voice] += text.own.lower().count(phrase)
    assert sum(found.values()) <= 0.08 * len(TEXTS), dict(found)
