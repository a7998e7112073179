"""What became of an archive, in words and as data."""

import json
import re

from parley.importing.result import ImportResult, Tally, render_json, render_text


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
