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
        "orphaned: moved to the top level, because what they answer is missing: 3 (such as a/b: gone; c: gone)",
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
        assert re.fullmatch(r"([a-z]+): [a-zA-Z0-9 ,;'-]+: 1 \(such as case of \1\)", line), line


def test_each_thing_that_was_mended_or_is_lacking_is_told_in_words() -> None:
    result = ImportResult(verified=3, redirects=2, allowed=frozenset({"code"}))
    for kind in (
        "orphaned redated undated renamed split masked blotted unlinked stripped recoded cleaned superseded edited "
        "removed unanswered footers garbled guessed fetched unfetched relinked plain retitled unknown withdrawn demoted"
    ).split():
        result.mend(kind, "a")
    for kind in KINDS_OF_LOSS:
        result.differ(Difference("b", kind, ("c", "d" * 150)))
    lacking = f"such as b: c, {'d' * 116}…)"
    assert render_text(result).split("\n")[3:] == [
        "blotted: texts in which access tokens were removed: 1 (such as a)",
        "cleaned: characters that no text has, left out: 1 (such as a)",
        "demoted: people who were maintainers elsewhere and are contributors here: 1 (such as a)",
        "edited: texts that were changed in the archive since, and are here now: 1 (such as a)",
        "fetched: pictures of the archive, which are in the repository now: 1 (such as a)",
        "footers: texts whose footer of a mail was left out: 1 (such as a)",
        "garbled: texts with characters that were lost before: 1 (such as a)",
        "guessed: mails put into a thread by their subject, for nothing else says where they belong: 1 (such as a)",
        "masked: texts in which mail addresses were masked: 1 (such as a)",
        "orphaned: moved to the top level, because what they answer is missing: 1 (such as a)",
        "plain: texts kept as plain words without their markup: 1 (such as a)",
        "recoded: places where bytes are no UTF-8, read as windows-1252: 1 (such as a)",
        "redated: got the date of what they answer, which is later: 1 (such as a)",
        "relinked: texts with links to imported threads, which lead to their places here now: 1 (such as a)",
        "removed: taken back in the archive since, and marked as removed here: 1 (such as a)",
        "renamed: people shown under another name than in the archive: 1 (such as a)",
        "retitled: titles shortened, with the whole title in the text: 1 (such as a)",
        "split: texts in several parts, each in a file of its own: 1 (such as a)",
        "stripped: texts with a script or style sheet, which was left out: 1 (such as a)",
        "superseded: older versions of a text, of which the newest was taken: 1 (such as a)",
        "unanswered: with fields that look like the name of a parent and are not known; give them in the map: 1 "
        "(such as a)",
        "undated: got the date of what they answer or of their first reply, or 1970, because they have no valid one: 1 "
        "(such as a)",
        "unfetched: files of the archive that stay links, for their size or kind: 1 (such as a)",
        "unknown: discussions named in the archive but not described there: 1 (such as a)",
        "unlinked: texts with broken links, kept as plain words: 1 (such as a)",
        "withdrawn: imported earlier, and removed from the archive since: 1 (such as a)",
        "verified: 3 texts against the pages that are drawn of them",
        f"code: lines of code that aren't on the page as they were: 1 text (accepted; {lacking}",
        f"images: addresses of images that aren't on the page: 1 text ({lacking}",
        f"links: addresses of links that aren't on the page: 1 text ({lacking}",
        f"mail: mail addresses that were masked: 1 text ({lacking}",
        f"plain: markup that was given up to keep the words: 1 text ({lacking}",
        f"tokens: access tokens that were removed: 1 text ({lacking}",
        f"unlinked: addresses that lead nowhere from here: 1 text ({lacking}",
        f"words: words that aren't on the page: 1 text ({lacking}",
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
