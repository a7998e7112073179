"""What became of an archive, in words and as data."""

import json
import re
from collections import Counter

from parley.importing.result import KINDS_OF_LOSS, Difference, ImportResult, Tally, render_json, render_text


def test_everything_is_counted_and_a_loss_is_a_fault_of_the_tool() -> None:
    result = ImportResult()
    result.discussions = Tally(read=9, placed=1, known=2, merged=3)
    result.discussions.dropped.update({"spam": 1, "deleted": 2})
    result.replies = Tally(read=2, placed=1)
    result.people, result.files = 4, 5
    result.mend("orphaned", "a/b: gone")
    result.mend("orphaned", "c: gone")
    result.mend("orphaned", "d: gone")
    assert result.discussions.unaccounted == 0
    assert result.replies.unaccounted == 1
    assert not result.complete
    assert render_text(result).split("\n") == [
        "discussions: 9 read: 1 placed, 2 already here, 3 merged as duplicates, 2 left out (deleted), "
        "1 left out (spam)",
        "replies: 2 read: 1 placed",
        "replies: 1 lost without a reason; this is a bug in the tool, please report it",
        "people: 4 new; files: 5 new",
        "orphaned: 3 moved to the top level, because what they answer is missing (such as a/b: gone; c: gone)",
    ]
    data = json.loads(render_json(result))
    assert (data["complete"], data["people"], data["files"], data["mended"]) == (False, 4, 5, {"orphaned": 3})
    assert data["discussions"] == {
        "read": 9,
        "placed": 1,
        "known": 2,
        "merged": 3,
        "dropped": {"deleted": 2, "spam": 1},
        "unaccounted": 0,
    }


def test_fifty_cases_of_a_kind_are_named_and_all_are_counted() -> None:
    result = ImportResult()
    for number in range(51):
        result.mend("plain", f"case {number}")
    data = json.loads(render_json(result))
    assert data["mended"] == {"plain": 51}
    assert data["cases"]["plain"] == [f"case {number}" for number in range(50)]
    result = ImportResult(missing=["y" * 161])
    for length in (160, 161):
        result.mend("split", "x" * length)
    data = json.loads(render_json(result))
    assert data["cases"]["split"] == ["x" * 160, "x" * 159 + "…"]
    assert data["missing"] == ["y" * 159 + "…"]
    assert render_text(result).endswith(f"missing from the archive: {data['missing'][0]}")


def test_twenty_things_that_are_missing_are_named_and_the_rest_is_counted() -> None:
    for number, more in ((20, []), (21, ["missing from the archive: 1 more"])):
        result = ImportResult(missing=[f"topic {one}" for one in range(number)])
        assert not result.complete
        lines = render_text(result).split("\n")[3:]
        assert lines == [f"missing from the archive: topic {one}" for one in range(20)] + more
    assert ImportResult().complete
    nothing = ["discussions: 0 read: 0 placed", "replies: 0 read: 0 placed", "people: 0 new; files: 0 new"]
    assert render_text(ImportResult()).split("\n") == nothing


KINDS = [
    *("blotted", "demoted", "fetched", "masked", "orphaned", "plain", "redated", "renamed", "retitled", "split"),
    *("undated", "unknown", "unfetched", "unlinked", "withdrawn"),
]
"""What a report may tell of; programs that read it, and the page about importing, know these names."""


def test_every_kind_of_what_is_not_as_it_was_is_told_in_words() -> None:
    kinds = KINDS[::-1]
    result = ImportResult()
    for kind in kinds:
        result.mend(kind, f"case of {kind}")
    lines = render_text(result).split("\n")[3:]
    assert [line.partition(":")[0] for line in lines] == sorted(kinds)
    assert (
        list(json.loads(render_json(result))["mended"])
        == list(json.loads(render_json(result))["cases"])
        == sorted(kinds)
    )
    for line in lines:
        assert re.fullmatch(r"([a-z]+): 1 [a-z ,]+ \(such as case of \1\)", line), line


def test_each_thing_that_was_mended_or_is_lacking_is_told_in_words() -> None:
    result = ImportResult(verified=3, redirects=2, allowed=frozenset({"code"}))
    for kind in (
        "orphaned redated undated renamed split masked blotted unlinked stripped recoded cleaned superseded edited "
        "removed unanswered footers garbled guessed fetched unfetched relinked plain retitled unknown withdrawn demoted"
    ).split():
        result.mend(kind, "a")
    for kind in KINDS_OF_LOSS:
        result.differ(Difference("b", kind, ("c", "d" * 150)))
    lacking = f"(such as b: c, {'d' * 116}…)"
    assert render_text(result).split("\n")[3:] == [
        "blotted: 1 texts in which access tokens were removed (such as a)",
        "cleaned: 1 characters that no text has, left out (such as a)",
        "demoted: 1 people who were maintainers elsewhere and are contributors here (such as a)",
        "edited: 1 texts that were changed in the archive since, and are here now (such as a)",
        "fetched: 1 pictures of the archive, which are in the repository now (such as a)",
        "footers: 1 texts whose footer of a mail was left out (such as a)",
        "garbled: 1 texts with characters that were lost before (such as a)",
        "guessed: 1 mails put into a thread by their subject, for nothing else says where they belong (such as a)",
        "masked: 1 texts in which mail addresses were masked (such as a)",
        "orphaned: 1 moved to the top level, because what they answer is missing (such as a)",
        "plain: 1 texts kept as plain words without their markup (such as a)",
        "recoded: 1 places where bytes are no UTF-8, read as windows-1252 (such as a)",
        "redated: 1 got the date of what they answer, which is later (such as a)",
        "relinked: 1 texts with links to imported threads, which lead to their places here now (such as a)",
        "removed: 1 taken back in the archive since, and marked as removed here (such as a)",
        "renamed: 1 people shown under another name than in the archive (such as a)",
        "retitled: 1 titles shortened, with the whole title in the text (such as a)",
        "split: 1 texts in several parts, each in a file of its own (such as a)",
        "stripped: 1 texts with a script or style sheet, which was left out (such as a)",
        "superseded: 1 older versions of a text, of which the newest was taken (such as a)",
        "unanswered: 1 with fields that look like the name of a parent and are not known; give them in the map "
        "(such as a)",
        "undated: 1 got the date of what they answer, because they have no valid one (such as a)",
        "unfetched: 1 files of the archive that stay links, for their size or kind (such as a)",
        "unknown: 1 discussions named in the archive but not described there (such as a)",
        "unlinked: 1 texts with broken links, kept as plain words (such as a)",
        "withdrawn: 1 imported earlier, and removed from the archive since (such as a)",
        "verified: 3 texts against the pages that are drawn of them",
        f"code: 1 texts lack lines of code that aren't on the page as they were, accepted {lacking}",
        f"images: 1 texts lack addresses of images that aren't on the page {lacking}",
        f"links: 1 texts lack addresses of links that aren't on the page {lacking}",
        f"mail: 1 texts lack mail addresses that were masked {lacking}",
        f"plain: 1 texts lack markup that was given up to keep the words {lacking}",
        f"tokens: 1 texts lack access tokens that were removed {lacking}",
        f"unlinked: 1 texts lack addresses that lead nowhere from here {lacking}",
        f"words: 1 texts lack words that aren't on the page {lacking}",
        "redirects: 2 addresses of the archive lead to their places here",
    ]
    assert result.lost
    assert not ImportResult(differences=Counter({"code": 1}), allowed=frozenset({"code"})).lost


def test_five_thousand_differences_are_given_one_by_one_and_all_are_counted() -> None:
    result = ImportResult()
    for number in range(5001):
        result.differ(Difference(f"record {number}", "words", ("x" * 201,)))
    data = json.loads(render_json(result))
    assert data["differences"] == {"words": 5001}
    assert len(data["differing"]) == 5000
    assert data["differing"][-1] == {"record": "record 4999", "kind": "words", "lacking": ["x" * 199 + "…"]}
