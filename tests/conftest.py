"""Fixtures that many tests need."""

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from support import ROOT, Files, run_parley, write_tree


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Files], Path]:
    """Write a posts/ folder from a dict and give its path."""
    return functools.partial(write_tree, tmp_path / "posts")


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that this repository ships with, built once for all tests."""
    site = tmp_path_factory.mktemp("shipped") / "site"
    run_parley("build", "--site", str(site), cwd=ROOT)
    return site
