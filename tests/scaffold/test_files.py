"""The files of a site are drawn from one source, those of this repository too."""

import os
from dataclasses import replace

import pytest

from parley import __version__
from parley.scaffold.files import draw_files
from parley.scaffold.recipe import Recipe
from support import ROOT

OURS = Recipe(("github",), __version__, is_source=True)


def test_the_workflows_of_this_repository_come_from_the_source_of_every_sites() -> None:
    drawn = {path: text for path, text in draw_files(OURS) if path.startswith(".github/")}
    assert len(drawn) > 4
    for path, text in drawn.items():
        if "PARLEY_ACCEPT" in os.environ:
            (ROOT / path).write_text(text, encoding="utf-8")
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path}: run PARLEY_ACCEPT=1 make test"


@pytest.mark.parametrize("forge", ["github"])
def test_a_site_installs_the_program_by_its_version_and_knows_nothing_of_our_tests(forge: str) -> None:
    drawn = dict(draw_files(replace(OURS, sets=(forge,), is_source=False)))
    together = "\n".join(drawn.values())
    assert "requirements.txt" in together
    assert ".venv" not in drawn[".github/workflows/check.yml"]
    assert "make test-slow" not in together
