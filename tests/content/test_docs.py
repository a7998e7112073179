"""What the maintainers' pages and the files beside the code say agrees with what is there."""

import re
from pathlib import Path

import pytest

from bench import report
from bench.results import read_results
from content.starter import FRONT_DOOR
from parley.importing.formats import FORMATS
from specifications import DIFFERENCES
from support import ROOT

LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
BESIDE = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md"]


def links(file: Path) -> list[str]:
    return LINK.findall(re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL))


@pytest.mark.parametrize("name", BESIDE)
def test_links_between_files_lead_somewhere(name: str) -> None:
    for link in links(ROOT / name):
        if "://" not in link and not link.startswith("mailto:"):
            assert (ROOT / link).exists(), f"{name} leads to {link}"


def test_the_readme_names_the_targets_that_newcomers_need() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"make {target}" in readme for target in ("site", "test", "serve", "check"))


def test_every_format_of_an_archive_has_its_section() -> None:
    text = (FRONT_DOOR / "import.md").read_text(encoding="utf-8")
    assert [form for form in FORMATS if f"parley import {form} " not in text] == []


def test_the_page_about_costs_agrees_with_its_numbers() -> None:
    page = (FRONT_DOOR / report.PAGE).read_text(encoding="utf-8")
    results = read_results(FRONT_DOOR / report.NUMBERS)
    assert report.replace_part(page, report.render(results)) == page
    _, _, after = page.partition(report.END)
    assert "## What a page costs its reader" in after
    for picture in re.findall(r"\]\((images/[^)#]+)", page):
        assert (FRONT_DOOR / picture).is_file(), picture


def test_the_guide_tells_of_each_difference_of_the_preview_and_of_no_other() -> None:
    guide = (ROOT / "docs/guides/formatting.md").read_text(encoding="utf-8")
    told = guide.partition("## Where the preview differs")[2].partition("\n## ")[0]
    items = [" ".join(item.split()) for item in told.split("\n- ")[1:]]
    assert items == list(dict.fromkeys(reason for part in DIFFERENCES.values() for reason in part.values()))
