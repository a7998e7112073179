"""Fixtures of the bed: a site at a forge, new for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from forge_bed.scenes import Scene, make_site, set_scene
from forge_bed.tools import Missing, find_tools


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository that each test copies, made once."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with FileLock(folder / "bed.lock"):
        if not (folder / "bed").is_dir():
            make_site(folder / "bed.new")
            (folder / "bed.new").rename(folder / "bed")
    return folder / "bed"


@pytest.fixture
def scene(site: Path, tmp_path: Path) -> Iterator[Scene]:
    try:
        find_tools()
    except Missing as missing:
        pytest.skip(str(missing))
    with set_scene(site, tmp_path) as made:
        yield made
