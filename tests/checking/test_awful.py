"""One stranger's contribution with about everything wrong, through the real command."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parley.checking.report import MAX_ANNOTATIONS
from parley.commands.cli import main
from parley.commands.shared.common import BLOCKED
from parley.model.markup.budget import MAX_BYTES
from stages import RULES
from support import GOOD, MKDOCS_YML, ROOT, start_parley, track, write_tree

AWFUL = ROOT / "tests" / "awful"
EXPECTED = AWFUL / "expected.txt"

LEFT_OUT = {"unreadable-file", "bad-embed"} | {
    *("not-yours", "fixed-key", "maintainers-key", "lost-permalink", "changed-permalink"),
    *("for-a-maintainer", "not-compared", "silent-edit", "back-dated", "taken-name"),
}
"""Rules that a stranger's files cannot break by themselves: git stores no such file, docs/ is the maintainers', and a
change has to be held against what was there before."""

REPLY = "---\nauthor: max-loud\ndate: 2026-10-09\n---\n\n"
REPLIES = "discussions/Ask Twice, 100%/replies"
HOSTILE: dict[str, bytes] = {
    f"{REPLIES}/hidden.md": f"{REPLY}Trust \u202eem\u202c, I am\u200b no liar.\n".encode(),
    f"{REPLIES}/huge.md": (REPLY + "ASK! " * MAX_BYTES).encode(),
    f"{REPLIES}/latin.md": f"{REPLY}Grüße!\n".encode("latin-1"),
    f"{REPLIES}/token.md": f"{REPLY}My key is {'ghp_' + '0' * 36}, use it.\n".encode(),
    f"{REPLIES}/two\n::error::lines.md": f"{REPLY}A name of two lines.\n".encode(),
}
"""What git could hold, but editors, scanners and some working copies would not leave alone."""

Check = Callable[..., Result]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Run `parley check` beside the awful posts."""
    posts = write_tree(tmp_path / "posts", {**GOOD, **HOSTILE})
    write_tree(tmp_path, {"mkdocs.yml": MKDOCS_YML})
    shutil.copytree(AWFUL / "posts", posts, copy_function=shutil.copyfile, dirs_exist_ok=True)
    (posts / REPLIES / "link.md").symlink_to("/etc/passwd")
    (posts / REPLIES / "huge.md").chmod(0o755)
    track(tmp_path, f"posts/{REPLIES}/huge.md")
    monkeypatch.chdir(tmp_path)
    return lambda *options: CliRunner().invoke(main, ["check", "--posts", "posts", *options])


def test_everything_that_is_wrong_is_said_at_once_and_to_the_letter(check: Check) -> None:
    done = check()
    if "PARLEY_ACCEPT" in os.environ:
        EXPECTED.write_text(done.output, encoding="utf-8")
    assert done.output == EXPECTED.read_text(encoding="utf-8")
    assert done.exit_code == BLOCKED


def test_the_command_in_a_process_of_its_own_says_the_same(check: Check, tmp_path: Path) -> None:
    done = start_parley("check", "--posts", "posts", cwd=tmp_path, code=BLOCKED)
    assert done.stdout == EXPECTED.read_text(encoding="utf-8")
    assert done.stderr == ""


def test_most_rules_that_a_stranger_can_break_are_broken(check: Check) -> None:
    broken = {problem["rule"] for problem in problems(check)}
    assert broken <= RULES - LEFT_OUT
    assert len(broken) > 36


def test_no_traceback_no_token_and_no_control_character_is_printed(check: Check) -> None:
    for form in ("text", "github", "json"):
        output = check("--format", form).output
        assert "Traceback" not in output
        assert "ghp_0" not in output
        assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e]", output) == []


def test_the_data_hold_the_same_problems_as_the_text(check: Check) -> None:
    text = EXPECTED.read_text(encoding="utf-8")
    wanted = [
        ("{path}:{line}:{column}: {severity}[{rule}]: {message}".format(**problem), f"{problem['help']} ".lstrip())
        for problem in problems(check)
    ]
    assert re.findall(r"^(posts/.+)$", text, re.MULTILINE) == [head for head, _ in wanted]
    assert re.findall(r"= help: (.*)Rule: ", text) == [help for _, help in wanted]


def test_the_data_say_that_the_posts_cannot_be_built(check: Check) -> None:
    data = json.loads(check("--format", "json").output)
    assert data["ok"] is False
    assert EXPECTED.read_text(encoding="utf-8").splitlines()[-1].startswith(f"{data['files']} files read: ")


def test_annotations_stand_beside_the_first_problems_and_count_the_rest(check: Check) -> None:
    done = check("--format", "github")
    *annotations, notice = find_annotations(done.output)
    found = sorted(problems(check), key=lambda problem: ["error", "warning", "notice"].index(problem["severity"]))
    assert done.exit_code == BLOCKED
    assert [parse_annotation(line) for line in annotations] == [
        {
            "severity": problem["severity"],
            "file": problem["path"],
            "line": str(problem["line"]),
            "col": str(problem["column"]),
            "title": problem["rule"],
            "message": f"{problem['message']}. {problem['help']}".strip(),
        }
        for problem in found[:MAX_ANNOTATIONS]
    ]
    assert notice == f"::notice title=parley::{len(found) - MAX_ANNOTATIONS} more in the summary"


def test_the_log_of_a_forge_has_the_whole_text_as_well(check: Check) -> None:
    text = "".join(line for line in check("--format", "github").output.splitlines(keepends=True) if line[:2] != "::")
    assert text == EXPECTED.read_text(encoding="utf-8")


def problems(check: Check) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(check("--format", "json").output)["problems"]
    return found


def find_annotations(output: str) -> list[str]:
    """What a forge takes for annotations: it strips spaces before it looks."""
    return [line for line in output.splitlines() if re.match(r"\s*::(error|warning|notice)\b", line)]


def parse_annotation(line: str) -> dict[str, str]:
    """Read a workflow command as the runner of GitHub Actions does."""
    _, head, message = line.split("::", 2)
    severity, _, properties = head.partition(" ")
    pairs = dict(pair.split("=", 1) for pair in properties.split(","))
    return {
        "severity": severity,
        **{key: unescape(value) for key, value in pairs.items()},
        "message": unescape(message),
    }


def unescape(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text
