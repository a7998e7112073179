"""Fixtures that many tests need."""

import functools
import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from chromium import find_chromium
from parley.model.languages.catalogues import speak
from parley.model.languages.speaking import SOURCE
from parley.reading.hosts import VARIABLES
from support import FORUM, Files, build_site, write_tree

# the same examples in every run: what a run finds, every run finds, and a busy machine is no fault
settings.register_profile("parley", derandomize=True, deadline=None, database=None)
settings.load_profile("parley")


gc.set_threshold(50_000, 20, 20)
"""How often Python looks for garbage: what stays of thousands of tests is none, and was gone through time and again."""


@pytest.fixture(autouse=True, scope="session")
def _outside_the_forge() -> Iterator[None]:
    """No test writes into what a forge that runs the tests has laid out for its own steps."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", *VARIABLES):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A site of a test may speak another language; the next test begins in English."""
    yield
    speak(SOURCE)


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests leave the cache of who runs them alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARLEY_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Files], Path]:
    """Write a posts/ folder from a dict and give its path."""
    return functools.partial(write_tree, tmp_path / "posts")


@pytest.fixture(scope="session")
def forum_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small forum, built once for all tests, in whichever process they run."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with FileLock(folder / "forum.lock"):
        if not (folder / "forum").is_dir():  # a build puts it there in one step
            build_site(FORUM, "--site", str(folder / "forum"))
    return folder / "forum"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; without one the tests fail, because what they claim would not be known."""
    path = find_chromium()
    assert path, "no chromium or chrome found; run `make browser`"
    expect.set_options(timeout=30_000)  # as all that waits for a page; a busy machine is no fault
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield made
        made.close()
