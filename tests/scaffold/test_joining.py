"""A plug-in is added to settings that are there, and every other line stays as it was."""

import difflib

import pytest
import yaml

from parley.model.problems import ParleyError
from parley.scaffold.joining import join_plugin, join_requirement
from parley.scaffold.recipe import Recipe

BARE = Recipe("0.1.0").plugin
FULL = Recipe("0.1.0", mail="reply@example.org", sides=("Old", "New")).plugin

SETTINGS = {
    "none": "site_name: X\n",
    "no line break at the end": "site_name: X",
    "an indented list": "plugins:\n  - search\n  - tags\n\nnav:\n  - a.md\n",
    "a list at the margin": "plugins:\n- search\n# about the next key\nnav: []\n",
    "options, and a comment behind": "plugins:\n  - search:\n      lang: en # why\n  - blog\nextra: {}\n",
    "the last key": "nav: []\nplugins:\n  - search\n  - mkdocstrings:\n      handlers:\n        python: {paths: [src]}",
    "a block text": "plugins:\n  - macros:\n      text: |\n        one\n        two\n\nextra: {}\n",
    "brackets": "plugins: [search, tags] # all\nnav: []\n",
    "brackets on several lines": "plugins: [\n  search,\n  tags,\n]\nnav: []\n",
    "brackets with remarks": "plugins: [search, # all of them\n  tags # here\n]\n",
    "empty brackets": "plugins: []\nnav: []\n",
    "a mapping": "plugins:\n  search: {}\n  tags:\n    enabled: true\nnav: []\n",
    "braces": "plugins: {search: {}, tags: {}}\n",
    "empty braces": "plugins: {}\n",
    "tags of YAML": "site_url: !ENV [A, '']\nplugins:\n  - search\nx:\n  - !!python/name:material.emoji\n",
    "no plug-ins on Windows": "site_name: X\r\n",
    "a mapping over another": "INHERIT: b.yml\nplugins:\n  search: null\n  redirects:\n    maps:\n      a.md: b.md\n",
    "lines of Windows": "site_name: X\r\nplugins:\r\n  - search\r\nnav: []\r\n",
}


@pytest.mark.parametrize("item", [BARE, FULL], ids=["bare", "with options"])
@pytest.mark.parametrize("name", SETTINGS)
def test_a_plug_in_is_added_as_the_last_one_and_nothing_is_taken_away(name: str, item: str) -> None:
    text = SETTINGS[name]
    joined = join_plugin(text, item)
    lost = [line for line in difflib.ndiff(text.splitlines(), joined.splitlines()) if line.startswith("- ")]
    assert not lost or "bra" in name
    plain = [one.replace("!ENV", "").replace("!!python/name:", "") for one in (text, joined)]
    before, after = (yaml.safe_load(one) for one in plain)
    had, has = before.pop("plugins", ["search"]), after.pop("plugins")
    assert before == after
    wanted = yaml.safe_load(item)[0]
    if isinstance(has, dict):
        assert has == {**had, "parley": wanted["parley"] if isinstance(wanted, dict) else {}}
    else:
        assert has == [*had, wanted]
    assert join_plugin(joined, item) == joined, "once is enough"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("INHERIT: base.yml\nsite_name: X\n", "inherits"),
        ("- a\n", "keys with values"),
        ("{site_name: X}\n", "one below the other"),
        ("plugins: yes\n", "neither"),
        ("plugins:\n", "neither"),
        ("a: [\n", "can't be read"),
        ("hooks: [hooks/mkdocs_hook.py]\n", "nothing is missing"),
        ("x: &p [search]\nplugins: *p\n", "no safe place"),
    ],
)
def test_where_it_is_not_safe_nothing_is_changed(text: str, wanted: str) -> None:
    with pytest.raises(ParleyError, match=wanted):
        join_plugin(text, BARE)


def test_lines_keep_the_ends_that_they_have_in_the_file() -> None:
    for name in ("lines of Windows", "no plug-ins on Windows"):
        joined = join_plugin(SETTINGS[name], FULL)
        assert joined.count("\n") == joined.count("\r\n")


def test_a_requirement_is_added_once_and_not_among_hashes() -> None:
    line = "mkdocs-parley==0.1.0\n"
    assert join_requirement("mkdocs-material==9", line) == f"mkdocs-material==9\n{line}"
    assert join_requirement("MkDocs-Parley>=0\n", line) == "MkDocs-Parley>=0\n"
    with pytest.raises(ParleyError, match="hashes"):
        join_requirement("a==1 --hash=sha256:0\n", line)
