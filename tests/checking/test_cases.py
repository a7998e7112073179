"""Every rule has its case: files that break it, and the whole text that their contributor would read.

A case is a folder `cases/<rule-id>/` with the expected output, `expected.txt`, and

    posts/          files that are added to the small good library, or take the place of its own
    make_*.py       makes what git or a working copy cannot hold well; what it returns is entered for the check
    docs/index.md   in place of both, for the rule about the maintainers' pages
    base/           with it, the case is a pull request by eve: what the base has beside or in place of the small good
                    library; `posts/` is then what the head has, and `head/` holds its files beside the posts
    mkdocs.yml      what the site declares, in place of two schools and practices

`PARLEY_ACCEPT=1 pytest tests/test_cases.py` writes what was found into `expected.txt`. Read it as a stranger would.
"""

import importlib.util
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from declared import KINDS, SETTINGS, check_posts, load_library, review
from parley.checking.report import render_text
from parley.model.findings import MAX_PROBLEMS, Findings
from parley.model.layout import HANDLE, SLUG
from parley.model.markup.budget import MAX_BYTES, MAX_GROWTH, MAX_NESTING
from parley.model.problems import Problem
from parley.reading.frontmatter import MAX_DEPTH
from parley.reading.hosted import find_embed_lines
from parley.reading.readers import Key, ListOf, MappingOf, Markdown, Reader, Text, WebAddress
from parley.reading.schema import TAGS, FileSchema
from parley.rendering.embeds import parse_embed
from parley_mkdocs.settings import read_settings
from stages import RULES
from support import GOOD, NOW, ROOT, write_tree

CASES = sorted(path for path in (ROOT / "tests" / "cases").iterdir() if path.is_dir())
ACCEPT = "PARLEY_ACCEPT" in os.environ

COMPANIONS = {"name-clash": {"untidy"}}
"""Rules that cannot be broken alone: of names that differ in case or form, one is read as the other."""

RULES_PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def check_case(case: Path, folder: Path) -> tuple[Problem, ...]:
    head = folder / "head"
    declares = case / "mkdocs.yml"
    settings = read_settings(declares) if declares.is_file() else SETTINGS
    good = {
        path: text
        for path, text in GOOD.items()
        if path.partition("/")[0] in (*settings.declaration.folders, "people", "tags.yml")
    }
    good = {path: str(text).replace("school: new\n", "") for path, text in good.items()} if declares.is_file() else good
    posts = write_tree(head / "posts", good)
    if (case / "docs").is_dir():
        return check_page(case / "docs" / "index.md", posts)
    lay_over(case / "posts", posts)
    is_change = (case / "base").is_dir()
    if is_change:
        write_tree(folder / "base" / "posts", good)
        lay_over(case / "base", folder / "base")
        lay_over(case / "head", head)
    with ExitStack() as stack:
        for script in case.glob("make_*.py"):
            if (surroundings := run_make(script, posts)) is not None:
                stack.enter_context(surroundings)
        if is_change:
            return review(folder / "base", head, "eve", now=NOW, settings=settings).problems
        return check_posts(posts, "posts", NOW, declaration=settings.declaration).problems


def lay_over(files: Path, folder: Path) -> None:
    if files.is_dir():
        shutil.copytree(files, folder, copy_function=shutil.copyfile, dirs_exist_ok=True)


def run_make(script: Path, posts: Path) -> AbstractContextManager[object] | None:
    """Call the function `make` of a script; it may return what has to surround the check."""
    spec = importlib.util.spec_from_file_location(script.stem, script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    surroundings: AbstractContextManager[object] | None = module.make(posts)
    return surroundings


def check_page(page: Path, posts: Path) -> tuple[Problem, ...]:
    text = page.read_text(encoding="utf-8")
    library = load_library(posts, now=NOW)
    findings = Findings("docs/index.md", text)
    lines = text.split("\n")
    for number in find_embed_lines(lines):
        parse_embed(lines[number], number + 1, library, findings)
    return tuple(findings.problems)


def accept(case: Path, text: str) -> None:
    if ACCEPT:
        (case / "expected.txt").write_text(text, encoding="utf-8")


def expected(case: Path) -> str:
    return (case / "expected.txt").read_text(encoding="utf-8")


@each_case
def test_a_case_reads_to_the_letter_as_expected(case: Path, tmp_path: Path) -> None:
    text = render_text(check_case(case, tmp_path))
    for kind in KINDS.values():  # a key that is added later changes no case
        text = text.replace(", ".join(key.name for key in kind.keys), ", ".join(names_of_the_model(kind)))
    accept(case, text)
    assert text == expected(case)


def names_of_the_model(kind: FileSchema) -> list[str]:
    """The keys of a kind of file that the model has fields for."""
    own = {field.name for field in fields(kind.build)}
    return [key.name for key in kind.keys if (key.field or key.name) in own]


@each_case
def test_a_case_breaks_its_rule_and_as_good_as_no_other(case: Path, tmp_path: Path) -> None:
    broken = {problem.rule for problem in check_case(case, tmp_path)}
    assert broken == {case.name} | COMPANIONS.get(case.name, set())


@each_case
def test_without_its_rule_a_case_would_not_read_as_expected(case: Path, tmp_path: Path) -> None:
    others = [problem for problem in check_case(case, tmp_path) if problem.rule != case.name]
    assert render_text(others) != expected(case)
    assert f"[{case.name}]: " in expected(case)


def test_the_good_library_has_no_problems(tmp_path: Path) -> None:
    assert check_posts(write_tree(tmp_path / "posts", GOOD), "posts", NOW).problems == ()


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {case.name for case in CASES} == RULES


def test_the_page_of_rules_has_each_rule_once_with_its_severity() -> None:
    found = re.findall(r"^## ([a-z0-9-]+) \{ #([a-z0-9-]+) \}\n\n\*\*(\w+)\.\*\* ", RULES_PAGE, re.MULTILINE)
    assert sorted((rule, anchor) for rule, anchor, _ in found) == sorted((rule, rule) for rule in RULES)
    assert {rule: severity.lower() for rule, _, severity in found} == {case.name: find_severity(case) for case in CASES}
    assert RULES_PAGE.count(" { #") == len(RULES), "a heading with an anchor that is no rule's, or without a severity"


def test_the_page_says_of_each_error_why_it_must_be_one() -> None:
    reasons: dict[str, str] = yaml.safe_load((Path(__file__).parent / "reasons.yml").read_text(encoding="utf-8"))
    found = re.findall(r"^## ([a-z0-9-]+) \{[^\n]*\n(.*?)(?=^## )", RULES_PAGE, re.MULTILINE | re.DOTALL)
    sections = {rule: " ".join(text.split()) for rule, text in found}
    errors = {rule for rule, text in sections.items() if re.search(r"\*\*Error\.\*\*|it's an error", text)}
    assert reasons.keys() == errors, "an error without a reason, or a reason without an error"
    assert [rule for rule, why in reasons.items() if why not in sections[rule]] == []
    assert len(set(reasons.values())) == len(reasons), "each has a reason of its own"


def find_severity(case: Path) -> str:
    (severity,) = {found[1] for found in re.finditer(rf": (\w+)\[{case.name}\]: ", expected(case))}
    return severity


def test_the_page_of_rules_leads_to_each_of_them() -> None:
    assert sorted(re.findall(r"\[([a-z0-9-]+)\]\(#\1\)", RULES_PAGE.partition("\n## ")[0])) == sorted(RULES)


def limits() -> dict[str, str]:
    """What the table of limits has to say, by the names it uses."""
    found: dict[str, int] = {
        "a slug or id": SLUG.longest,
        "a handle": HANDLE.longest,
        "nesting of lists, quotations and emphasis": MAX_NESTING,
        "a text as HTML, compared with what was written": MAX_GROWTH,
        "nesting of YAML": MAX_DEPTH,
        "a web address": WebAddress.most,
        "tags in tags.yml": TAGS.most,
        "problems shown of one file": MAX_PROBLEMS,
    }
    kinds = [KINDS[kind] for kind in ("discussion", "comparison", "reply")]
    own = [(key, names_of_the_model(kind)) for kind in kinds for key in kind.keys]
    posts_and_replies = [key for key, names in own if key.name in names or isinstance(key.reader, Markdown)]
    texts = {key.reader.most for key in posts_and_replies if isinstance(key.reader, Markdown)}
    found["each text of a comparison"] = min(texts) if len(texts) == 1 else -1
    found |= limits_of(key for key in posts_and_replies if not isinstance(key.reader, Markdown))
    found |= limits_of(KINDS["person"].keys, " of a person")
    found |= limits_of(keys_of_items(TAGS), " of a tag")
    for key in posts_and_replies:
        found |= limits_of(keys_of_items(key.reader), " of a source")
        if isinstance(key.reader, ListOf) and isinstance(key.reader.item, Text):
            found[f"each of {key.name}"] = key.reader.item.most
    return {"a file": f"{MAX_BYTES // 1024} kB"} | {name: str(limit) for name, limit in found.items()}


def limits_of(keys: Iterable[Key], of: str = "") -> dict[str, int]:
    return {key.name + of: key.reader.most for key in keys if isinstance(key.reader, Text | Markdown | ListOf)}


def keys_of_items(reader: Reader) -> tuple[Key, ...]:
    return reader.item.keys if isinstance(reader, ListOf) and isinstance(reader.item, MappingOf) else ()


def test_the_page_of_rules_gives_every_limit_as_it_is() -> None:
    table = re.findall(r"^\| (.+) \| .*?(\d+(?: kB)?)[^\d|]*\|$", RULES_PAGE, re.MULTILINE)
    told = {name.replace("`", ""): limit for names, limit in table for name in names.split("`, `")}
    assert told == limits()
