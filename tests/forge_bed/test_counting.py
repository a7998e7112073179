"""Each way to the page costs what the table of ways says."""

import pytest

from forge_bed.counting import ROUTES, Route, count
from forge_bed.scenes import Scene

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.what}, {route.who}")
def test_a_way_takes_the_acts_and_runs_that_are_promised(route: Route, scene: Scene) -> None:
    found = count(route, scene)
    assert (found.acts, found.runs) == (route.acts, route.runs)
