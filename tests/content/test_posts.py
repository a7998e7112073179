"""What the starter content promises its readers: sources beside figures, both sides, nothing copied, nobody's address.

`make content` runs these, with the same outcome whatever others contribute. No test of the program reads any of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
from phonenumbers import PhoneNumberMatcher

from content.starter import (
    BREAK,
    DOCS,
    count_words,
    discussions,
    everything,
    handbook,
    is_ours,
    library,
    on_the_subject,
    ours,
    part,
    posts,
    practices,
    replies_to,
    words_only,
)
from hinting import find_hints
from parley.model.entries import Contribution, Discussion, Reply
from parley.model.threads import build_tree
from support import ROOT

FACTS = ROOT.parent / "shared/outreach-facts.md"
"""Where the maintainers keep their notes; the site shares facts with them, never wording."""

PRACTICES = frozenset(
    "first-meeting network-size phone-or-inbox letter-or-dm gatekeeper script-or-video persistence business-card"
    " golf-or-community introduction press-release mail-merge peer-exchange keeping-in-touch headhunter"
    " asking-for-money asking-an-expert student-to-professor saying-no building-a-list".split()
)
DISCUSSIONS = frozenset(
    "twenty-million-dollar-answer worth-an-hour after-a-clear-no count-the-blocks how-many-follow-ups"
    " phone-face-or-inbox warm-introductions deserves-an-answer personalised-or-personal legal-or-polite unpaid-work"
    " figures-to-retire backing-off-as-a-strategy written-by-a-machine open-tracking calendar-links pay-to-write"
    " fake-re connect-then-pitch pick-your-brain ghosting-both-ways over-my-head a-star-is-no-opt-in".split()
)


# --- figures and sources ----------------------------------------------------------------------------------------------

UNITS = (
    "%|×|per ?cent|thousand|million|billion|[ap]\\.m\\.|business days|minutes?|hours?|days?|weeks?|months?|years?|times"
    "|words?|characters?|people|participants?|adults?|journalists?|reporters|buyers?|customers?|managers?|firms?|companies"
    "|e?mails?|InMails?|messages?|letters?|replies|calls?|dials?|conversations?|pitches|questions|studies|experiments"
)
FIGURE = re.compile(
    rf"(?:[$£€]|\b(?:USD|GBP|EUR|CAD)) ?\d|\b\d+(?:\.\d+)?[ -]?(?:{UNITS})(?!\w)", re.IGNORECASE
)  # fmt: skip

FOLKLORE = (
    r"\b80 ?% of (?:all )?sales|\bfifth to (?:the )?twelfth|\b88 ?% of (?:\w+ )?cards|\b93 ?% (?:of comm|non)"
    r"|\bseven touches|\brule of seven|\b60 ?% of decision"
)
"""Figures without an origin; they may be named, with a word of doubt."""


def figures_of(block: str) -> list[str]:
    return FIGURE.findall(words_only(" ".join(block.split())))


def has_link(block: str) -> bool:
    return bool(re.search(r"\]\(|https?://", block))


def test_what_house_voices_wrote_has_nothing_to_mend() -> None:
    """No warning and no notice either: it is what newcomers copy."""
    paths = {f"posts/{item.path}" for item in ours()} | {"posts/tags.yml"}
    assert [problem for problem in part().problems if problem.path in paths] == []


def test_the_dialog_for_writing_would_object_to_nothing() -> None:
    assert {item.path: found for item in ours() if (found := find_hints(item.body))} == {}


def test_every_figure_has_its_source_beside_it() -> None:
    bare = [
        f"{text.path}: {figures_of(block)} in {block[:90]!r}"
        for text in posts() + handbook()
        if not text.sourced
        for block in text.blocks
        if figures_of(block) and not has_link(block)
    ]
    assert not bare, "\n".join(bare)


def test_every_source_says_of_which_kind_it_is() -> None:
    bare = [f"{item.path}: {source.name}" for item in ours() for source in item.sources if not source.kind]
    assert not bare, "\n".join(bare)


def test_a_vendors_figure_is_called_one_where_it_stands() -> None:
    vendors = {source.url for item in ours() for source in item.sources if source.kind == "vendor"}
    unnamed = [
        f"{text.path}: {block[:90]!r}"
        for text in everything()
        for block in text.blocks
        if figures_of(block) and any(url in block for url in vendors)
        if not re.search(f"vendor|{FOLKLORE}", words_only(block), re.IGNORECASE)
    ]
    assert not unnamed, "\n".join(unnamed)


VENDOR_FIGURES = "0.37% 0.62% 1.15% 1.28% 1.48% 2.3% 2.7% 3.43% 4.5% 4.82% 5.4% 5.8% 8.4% 8.5% 11.3% 13.3% 24.6% 57.9%"
"""Shares that no source but a vendor has given, so that a text has them from one even where it links nothing."""


def test_figures_that_only_vendors_have_given_are_never_told_as_anybodys() -> None:
    pattern = re.compile(rf"(?<![\d.])(?:{'|'.join(re.escape(one) for one in VENDOR_FIGURES.split())})")
    unnamed = [
        f"{text.path}: {block[:90]!r}"
        for text in everything()
        for block in text.blocks
        if pattern.search(words_only(block)) and "vendor" not in words_only(block).lower()
    ]
    assert not unnamed, "\n".join(unnamed)


DOUBT = r"folklore|\bno (?:source|origin|document|study|such)|\bnone names|unsourced|\bmyth|debunk|made[ -]up|not found"


def test_folklore_is_named_as_such_wherever_it_is_named() -> None:
    """Told without a word of doubt, a figure without an origin would only travel on from here."""
    believed = [
        f"{text.path}: {block[:90]!r}"
        for text in everything()
        if not re.search(DOUBT, " ".join(text.fields), re.IGNORECASE)
        for block in text.blocks
        if re.search(FOLKLORE, words_only(block), re.IGNORECASE)
    ]
    assert not believed, "\n".join(believed)


UNVERIFIED: Mapping[str, str] = {
    "the preference for buying without a salesperson": r"rep-free|\b61 ?% of (?:b2b )?buyers|\b632 buyers",
    "the 2025 figure about suppliers avoided": r"73 ?% (?:of buyers )?avoid",
    "what one follow-up is said to add": r"65\.8 ?%|32\.7 ?%|follow-ups? doubles?",
    "complaints by step": r"1\.6 ?%|0\.5 ?% (?:spam|compl)",
    "a firm's follow-up figures that nobody found": r"yesware",
    "opening lines of calls": r"how have you been|6\.6 (?:times|×)|reason for my call|2\.1 (?:times|×)",
    "advanced personalisation": r"17 ?% against 7 ?%|8\.3 ?%|\b4\.1 ?%|42 ?% of (?:all )?replies",
    "the professors who were tested": r"6,548|milkman|67 ?%",
    "surveys known by name alone": r"state of sales|edelman.{0,20}2024|73 ?% trust|9 in 10 .{0,9}recep",
    "trust in recommendations": r"nielsen|\b92 ?%|20 times (?:more|as|better)",
    "mints with the bill": r"restaurant mint|\bmints?\b",
    "a hundred times in five minutes": r"\b100 times|within five minutes|in five minutes",
    "guides that nobody found": r"paul graham|patrick collison|ryan delk|y combinator",
    "a limit that its platform never gave": r"\b100 (?:to|and|-|–) ?200\b",
    "dates nobody checked": r"january 2017|granovetter|5 (?:feb|february) 2026|2026-02-05|\bc?tps\b",
    "ceilings and costs nobody looked up": r"(?:eur|€) ?20 ?million|abmahn",
    "what became of a disputed paper": r"(?:paper|study|gino|handshakes?)\b.{0,90}\bretract(?:ed|ion)",
    "a finding that looks invented": r"neural|0\.8 seconds|nature human behaviour",
    "journalists on machine-written pitches": r"78 ?% .{0,40}(?:\bai\b|machine)|\b52 ?%",
    "figures of blogs": r"91 ?% of cold|fell (?:by )?23 ?%|120 sales e?mails",
    "golf and pay": r"fortune 500|earn 17 ?%|90 ?% of .{0,30}golf",
}
"""What was looked for and not found, or found and not to be trusted: it must stand on no page about the subject."""


@pytest.mark.parametrize("what", UNVERIFIED)
def test_nothing_unverified_is_printed(what: str) -> None:
    found = [
        f"{text.path}: {match[0]!r}"
        for text in on_the_subject()
        for field in text.fields
        for match in re.finditer(UNVERIFIED[what], words_only(" ".join(field.split())), re.IGNORECASE)
    ]
    assert not found, "\n".join(found)


# --- practices and discussions ----------------------------------------------------------------------------------------


def test_all_practices_exist() -> None:
    assert {practice.id for practice in practices()} >= PRACTICES


def test_all_discussions_exist() -> None:
    assert {discussion.id for discussion in discussions()} >= DISCUSSIONS


def test_every_practice_gives_both_sides_and_two_sources() -> None:
    for practice in practices():
        sides = [practice.get(key) for key in ("old_school", "new_school", "old_wins_when", "new_wins_when")]
        assert all(side.strip() for side in (*sides, practice.get("shared_rule"))), practice.path
        assert len(set(sides)) == 4, f"{practice.path}: two sides are the same"
        assert len(practice.sources) >= 2, practice.path


def faults_of(discussion: Discussion) -> Iterator[str]:
    """What keeps a discussion from being one that a newcomer can enter: too long, too thin, or asking nothing."""
    nodes = build_tree(replies_to(discussion))
    depth = max((node.depth for node in nodes), default=-1) + 1
    bounds = {
        "words": (count_words(discussion.body), 150, 450),
        "questions": (len(discussion.questions), 1, 3),
        "replies": (len(nodes), 8, 20),
        "levels of replies": (depth, 3, 9),
        "tags": (len(discussion.tags), 2, 5),
    }
    for what, (found, least, most) in bounds.items():
        if not least <= found <= most:
            yield f"{discussion.path}: {found} {what}, not {least} to {most}"


def test_every_discussion_has_the_measure_of_one() -> None:
    faults = [fault for discussion in discussions() for fault in faults_of(discussion)]
    assert not faults, "\n".join(faults)


def test_at_least_three_replies_of_a_discussion_answer_replies() -> None:
    """Replies that all answer the post are a row of speeches; somebody has to speak to somebody."""
    for discussion in discussions():
        answers = sum(bool(reply.reply_to) for reply in replies_to(discussion))
        assert answers >= 3, discussion.path


def test_no_house_voice_answers_itself() -> None:
    for post in library().posts():
        for node in build_tree(library().replies_to(post)):
            answered: Contribution = node.parent or post
            assert node.reply.author != answered.author or not is_ours(node.reply), node.reply.path


def test_every_practice_leads_to_a_discussion() -> None:
    assert not [practice.path for practice in practices() if not practice.discussions]


def test_every_tag_leads_to_a_discussion() -> None:
    used = {tag for discussion in library().discussions for tag in discussion.tags}
    assert not set(library().tags) - used


# --- staging ----------------------------------------------------------------------------------------------------------


def test_what_the_house_opened_says_so_and_leaves_a_seat() -> None:
    """A discussion says it first, a practice last, above its replies; the day is the one on which it was written."""
    for post in (*discussions(), *practices()):
        lines = " ".join(post.body.split("\n\n")[0 if isinstance(post, Discussion) else -1].split())
        said = OPENED.fullmatch(lines)
        assert said, f"{post.path}: {lines[:90]!r}"
        assert said["day"] == f"{post.date.at:%-d %B %Y}", post.path


def test_no_house_voice_claims_an_hour() -> None:
    """What is written in one sitting has a day; an hour for each would tell of a conversation that took its time."""
    for item in ours():
        assert not item.date.exact, item.path
        assert item.updated is None or not item.updated.exact, item.path


def test_a_house_voice_keeps_to_its_school() -> None:
    """A school is a position that a voice holds, not a coat for one reply."""
    held = defaultdict(set)
    for item in ours():
        if isinstance(item, Reply):
            held[item.author].add(item.stance)
    assert {voice: schools for voice, schools in held.items() if len(schools) > 1} == {}


def test_one_address_has_one_name_day_and_kind() -> None:
    told: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for item in ours():
        for source in item.sources:
            told[source.url].add((source.name, str(source.date), str(source.kind)))
    assert {url: names for url, names in told.items() if len(names) > 1} == {}


# --- wording ----------------------------------------------------------------------------------------------------------

LINK = re.compile(r"\[[^\]]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
QUOTED = re.compile(r"[\"“][^\"”]{0,200}[\"”]|\*[^*\n]{1,200}\*")
WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+(?:['’]\w+)?")


OPENED = re.compile(
    r"\*The house opened this (?:thread|page) on (?P<day>\d+ \w+ \d{4}) and wrote every reply marked as a house voice\."
    r" The free seat is for [^*]+\*"
)
"""What every page that the house opened says of itself: that it did, on which day, and for whom there is room."""


def sentences_of(text: str) -> Iterator[str]:
    """Each sentence of six words or more, in lower case without marks and without the names of what it links."""
    text = re.sub(r"\*The house opened this [^.*]+\.", "", text)
    text = re.sub(r"\{ [^{}\n]+=[^{}\n]+ \}", "", text)  # the size of a picture
    for sentence in re.split(rf"(?<=[.!?:;])[\s*\"”)\]]+|{BREAK}", words_only(LINK.sub(" ", text))):
        words = WORD.findall(sentence.lower())
        if len(words) >= 6:
            yield " ".join(words)


def test_no_two_texts_share_a_sentence() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for text in everything():
        for field in text.fields:
            for sentence in sentences_of(field):
                said[sentence].add(text.path)
    shared = [f"{sentence!r}: {sorted(paths)}" for sentence, paths in said.items() if len(paths) > 1]
    assert not shared, "\n".join(shared)


RUN = 8
"""As many words in a row are a copy, and fewer are English."""


def runs_of(text: str) -> Iterator[str]:
    words = WORD.findall(text.lower())
    for start in range(len(words) - RUN + 1):
        yield " ".join(words[start : start + RUN])


def own_words(text: str) -> Iterator[str]:
    """The stretches between names of works, link texts and quotations, which are what they are."""
    yield from re.split(rf"\0|{BREAK}", QUOTED.sub("\0", LINK.sub("\0", text)))


@pytest.mark.skipif(not FACTS.is_file(), reason="the maintainers' notes are not part of the repository")
def test_no_wording_of_the_notes_stands_on_the_site() -> None:
    noted = set(runs_of(words_only(FACTS.read_text(encoding="utf-8"))))
    names = {run for item in ours() for source in item.sources for run in runs_of(source.name)}
    copied = [
        f"{text.path}: {run!r}"
        for text in everything()
        for field in text.fields
        for stretch in own_words(field)
        for run in runs_of(stretch)
        if run in noted and run not in names
    ]
    assert not copied, "\n".join(copied)


MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MAIL_TO_NOBODY = re.compile(r"@(?:.*\.)?example(?:\.(?:com|net|org))?$")
REGIONS = (None, "US", "GB", "DE")
"""Without a region only numbers with a country code are found; with one, those written at home are found too."""


@pytest.mark.parametrize("region", REGIONS)
def test_no_telephone_number_stands_on_the_site(region: str | None) -> None:
    found = [
        f"{text.path}: {match.raw_string}"
        for text in everything()
        for field in text.fields
        for match in PhoneNumberMatcher(words_only(field), region)
    ]
    assert not found, "\n".join(found)


def test_no_mail_address_stands_on_the_site() -> None:
    files = [*DOCS.rglob("*.md"), *(ROOT / "posts" / item.path for item in ours())]
    pages = [(path, path.read_text(encoding="utf-8")) for path in files]
    found = [
        f"{path}: {match[0]}"
        for path, text in pages
        for match in MAIL.finditer(text)
        if not MAIL_TO_NOBODY.search(match[0])
    ]
    assert not found, "\n".join(found)
