"""`plugins: [parley]` does what the hook does, with the settings as its options."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.plugins import get_plugins

from parley.model.settings import Settings
from parley.reading.declaring import InvalidSettings
from parley_mkdocs.adapter import adapter
from parley_mkdocs.plugin import ParleyPlugin
from parley_mkdocs.settings import find_settings, read_pages, read_settings
from support import MKDOCS_YML, build_site, digest, run_parley, write_project, write_tree

HOOKED = yaml.safe_load(MKDOCS_YML)


def settings_of(folder: Path, text: str) -> Settings:
    """The settings in a file, read alone and as MkDocs has loaded it; both ways give the same."""
    write_tree(folder, {"mkdocs.yml": text, "docs/index.md": "# Home\n"})
    alone = read_settings(folder / "mkdocs.yml")
    assert find_settings(load_config(str(folder / "mkdocs.yml"))) == alone
    return alone


def test_the_plug_in_is_installed_and_hands_every_event_to_the_one_adapter() -> None:
    assert get_plugins()["parley"].load() is ParleyPlugin
    plugin = ParleyPlugin()
    named = {name for name in dir(plugin) if name.startswith("on_")}
    assert named == {name for name in dir(adapter) if name.startswith("on_")}
    assert {getattr(plugin, name).__self__ for name in named} == {adapter}


@pytest.mark.parametrize(
    "plugins",
    [
        "[search, parley: {page_size: 7}]",
        "{search: {}, parley: {page_size: 7}}",
        "\n  - search\n  - parley:\n      enabled: true\n      page_size: 7\n",
        "[parley]\nextra: {parley: {page_size: 7}}",
        "[parley: ]\nextra: {parley: {page_size: 7}}",
        "\n  - parley: &same {page_size: 7}\n  - search\n",
    ],
)
def test_the_options_of_the_plug_in_are_the_settings(plugins: str, tmp_path: Path) -> None:
    assert settings_of(tmp_path, f"site_name: X\nplugins: {plugins}\n").page_size == 7


def test_options_come_from_the_file_that_is_inherited_too(tmp_path: Path) -> None:
    write_tree(tmp_path, {"base.yml": "plugins:\n  parley:\n    page_size: 7\n"})
    settings = settings_of(tmp_path, "INHERIT: base.yml\nsite_name: X\nplugins: {parley: {feed_size: 8}}\n")
    assert (settings.page_size, settings.feed_size) == (7, 8)


def test_a_wrong_option_is_named_with_file_and_line_whoever_reads_it(tmp_path: Path) -> None:
    text = "site_name: X\nplugins:\n  - search\n  - parley:\n      page_size: 0\n      stancs: {}\n"
    with pytest.raises(InvalidSettings) as caught:
        settings_of(tmp_path, text)
    assert str(caught.value).splitlines() == [
        "mkdocs.yml:5: page_size '0' must be a whole number from 1 to 500. Write digits, with a point before decimals.",
        "mkdocs.yml:6: plugins.parley has no key 'stancs'. Did you mean 'stances'?",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plugins: [parley: {page_size: 1}]\nextra: {parley: {page_size: 2}}", "stand in two places"),
        ("plugins: [parley: {stances: {options: {a: {name: A}, b: {name: A}}}}]", r":2: plugins\.parley\.stances has"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(text: str, wanted: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match=wanted):
        settings_of(tmp_path, f"site_name: X\n{text}\n")


def test_the_plug_in_builds_what_the_hook_builds_and_refuses_to_be_named_beside_it(tmp_path: Path) -> None:
    folder = write_project(tmp_path)
    build_site(folder, "--site", "hooked")
    config: dict[str, Any] = {**HOOKED, "plugins": [{"parley": HOOKED["extra"]["parley"]}]}
    hooks = config.pop("hooks")
    config.pop("extra")
    (folder / "mkdocs.yml").write_text(yaml.dump(config, sort_keys=False))
    build_site(folder, "--site", "plugged")
    assert digest(folder / "plugged") == digest(folder / "hooked")
    (folder / "mkdocs.yml").write_text(yaml.dump({**config, "hooks": hooks}, sort_keys=False))
    assert "names Parley twice" in run_parley("build", cwd=folder, code=2).stderr


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("site_name: A\n", ("docs", False)),
        (
            "'docs_dir' : \"my pages\"\nmarkdown_extensions:\n  - toc: {permalink: true}\n  - attr_list: {}\n",
            ("my pages", True),
        ),
        ("INHERIT: base.yml\n", ("pages", True)),
        ("# attr_list\ndocs_dir: a#b # not c\nmarkdown_extensions: {toc: {}}\n", ("a#b", False)),
    ],
)
def test_the_folder_of_pages_is_read_as_the_host_reads_it(
    tmp_path: Path, settings: str, found: tuple[str, bool]
) -> None:
    (tmp_path / "base.yml").write_text("docs_dir: pages\nmarkdown_extensions: [markdown.extensions.extra]\n")
    (tmp_path / "mkdocs.yml").write_text(settings)
    assert read_pages(tmp_path / "mkdocs.yml") == found
