"""The table of what each way costs is what the bed counts."""

import pytest

from forge_bed.counting import HEAD, ROUTES, count
from forge_bed.scenes import Scene
from support import ROOT

pytestmark = pytest.mark.slow

GUIDE = ROOT / "docs" / "guides" / "run-your-own.md"


def cells(row: str) -> list[str]:
    """All of a row but the seconds, which are another machine's."""
    return [cell.strip() for cell in row.split("|")[1:-2]]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.what}, {route.who}")
def test_the_guide_says_what_each_way_costs(route: object, scene: Scene) -> None:
    (found,) = [one for one in ROUTES if one is route]
    rows = GUIDE.read_text(encoding="utf-8").partition(f"{HEAD}\n")[2].split("\n\n")[0].splitlines()
    assert len(rows) == len(ROUTES)
    assert cells(count(found, scene).row(0)) in [cells(row) for row in rows]
