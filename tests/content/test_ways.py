"""The guide's table of ways to the page is the one that `tests/forge_bed/` counts."""

from forge_bed.counting import HEAD, ROUTES
from support import ROOT


def test_the_guide_says_what_each_way_takes() -> None:
    guide = (ROOT / "docs" / "parley" / "pages" / "run-your-own.md").read_text(encoding="utf-8")
    rows = guide.partition(f"{HEAD}\n")[2].split("\n\n")[0].splitlines()
    # the seconds are those of another machine
    assert [row.rpartition(" | ")[0] for row in rows] == [route.row(0).rpartition(" | ")[0] for route in ROUTES]
