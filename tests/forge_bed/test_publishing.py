"""The site from `main` to its address, and once more."""

import pytest

from forge_bed.scenes import Scene

pytestmark = pytest.mark.slow


def test_the_site_is_published_and_published_again_by_another_attempt_of_the_same_run(scene: Scene) -> None:
    assert not scene.publish().is_red
    scene.runner.attempt = 2
    run = scene.publish()
    assert not run.is_red, run.log
    first, second = scene.forge.deployed
    assert first != second
    for name in scene.forge.deployed:
        page = scene.runner.artifacts / name / "site/discussions/two-follow-ups/index.html"
        assert "https://outreach-parley.github.io/parley/" in page.read_text(encoding="utf-8")


def test_without_pages_the_run_is_red_and_publishes_nothing(scene: Scene) -> None:
    scene.forge.settings.pages = False
    assert scene.publish().is_red
    assert not scene.forge.deployed
