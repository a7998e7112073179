"""Fixtures for tests of importing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from importing.archives import make_posts
from support import Files, write_tree


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """An empty forum with two tags."""
    return make_posts(tmp_path)


@pytest.fixture
def archive(tmp_path: Path) -> Callable[[Files], Path]:
    """Write an archive from a dict of path to content and give its folder."""
    return lambda files: write_tree(tmp_path / "archive", files)
