"""The command, as a person runs it."""

import json
import multiprocessing
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from parley.commands.cli import COMMANDS, main
from support import GOOD, ROOT, run_parley, start_parley, write_project, write_tree

ANA = "discussions/two-follow-ups/replies/2026-10-02-ana.md"
MIA = "people/mia.yml"
BAD = {**GOOD, MIA: str(GOOD[MIA]).replace("role: maintainer", "role: maintaner")}


def test_a_clean_check_says_so_and_ends_with_0(tmp_path: Path) -> None:
    write_project(tmp_path)
    assert start_parley("check", cwd=tmp_path).stdout == "7 files read: nothing to fix\n"


def test_an_error_ends_with_1_and_names_the_file_as_it_was_asked_for(tmp_path: Path) -> None:
    write_project(tmp_path, BAD)
    printed = run_parley("check", cwd=tmp_path, code=1).stdout
    assert printed.startswith(f"posts/{MIA}:2:7: error[wrong-value]: role 'maintaner' must be one of house-voice, ")
    assert "Did you mean 'maintainer'?" in printed
    elsewhere = run_parley("check", "--posts", str(tmp_path / "posts"), cwd=ROOT, code=1).stdout
    assert elsewhere.startswith(f"{tmp_path}/posts/{MIA}:2:7:")


def test_a_warning_alone_ends_with_0(tmp_path: Path) -> None:
    write_project(tmp_path, {**GOOD, ANA: str(GOOD[ANA]) + "Ask jo@firm.de.\n"})
    assert "1 warning" in run_parley("check", cwd=tmp_path).stdout


def test_a_fault_of_the_tool_ends_with_2_and_no_traceback(tmp_path: Path) -> None:
    done = start_parley("check", cwd=tmp_path, code=2)
    assert done.stderr.startswith("parley: there is no folder posts/ to read the posts from. ")
    assert len(done.stderr.splitlines()) == 1


def test_an_unforeseen_fault_is_never_laid_at_the_contributors_door(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("parley.commands.check.check_posts", fail)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 2
    assert "a bug in the tool, not your mistake: ZeroDivisionError: oh" in result.stderr


def test_paths_narrow_what_is_reported_but_not_what_is_read(tmp_path: Path) -> None:
    write_project(tmp_path, BAD)
    assert "nothing to fix" in run_parley("check", "posts/practices", cwd=tmp_path).stdout
    assert "1 error" in run_parley("check", f"posts/{MIA}", cwd=tmp_path, code=1).stdout
    assert "1 error" in run_parley("check", "posts/people", cwd=tmp_path, code=1).stdout
    stray = "posts/discussions/two-follow-ups/answers/2026-10-05-eve.md"  # of which its folder is told
    write_tree(tmp_path, {stray: "---\nauthor: eve\ndate: 2026-10-05\n---\n\nYes.\n"})
    assert "Move its files to" in run_parley("check", stray, cwd=tmp_path, code=1).stdout


def test_settings_beside_the_posts_that_are_named_come_before_those_of_the_folder_one_is_in(tmp_path: Path) -> None:
    write_project(tmp_path / "there")
    write_tree(tmp_path, {"mkdocs.yml": "site_name: Another\n"})
    assert "nothing to fix" in run_parley("check", "--posts", "there/posts", cwd=tmp_path).stdout
    (tmp_path / "there/mkdocs.yml").unlink()
    assert "undeclared" in run_parley("check", "--posts", "there/posts", cwd=tmp_path, code=1).stdout


def test_json_is_for_machines(tmp_path: Path) -> None:
    write_project(tmp_path, BAD)
    found = json.loads(run_parley("check", "--format", "json", cwd=tmp_path, code=1).stdout)
    assert found["ok"] is False
    assert found["files"] == 7
    assert [(one["path"], one["line"], one["column"], one["rule"]) for one in found["problems"]] == [
        (f"posts/{MIA}", 2, 7, "wrong-value")
    ]


def test_a_contributors_words_can_be_no_command_of_the_forge(tmp_path: Path) -> None:
    title = '"a%0A::error::x\\n::add-mask::y, z: w"'
    post = str(GOOD["discussions/two-follow-ups/post.md"]).replace("Two follow-ups?", title).replace("sales", "'::x::'")
    write_project(tmp_path, {**GOOD, "discussions/two-follow-ups/post.md": post})
    printed = run_parley("check", "--format", "github", cwd=tmp_path, code=1).stdout
    commands = [line for line in printed.splitlines() if re.match("::(error|warning|notice)", line)]
    place = "file=posts/discussions/two-follow-ups/post.md,line=5,col="
    assert [line.split("::")[1] for line in commands] == [
        f"error {place}1,title=unknown-tag",
        f"notice {place}7,title=untidy",
    ]


def test_a_contributors_line_is_printed_while_the_forge_takes_no_commands(tmp_path: Path) -> None:
    write_project(
        tmp_path, {**GOOD, ANA: str(GOOD[ANA]) + "[https://a.example](https://b.example) ##[stop-commands]x\n"}
    )
    lines = run_parley("check", "--format", "github", cwd=tmp_path, code=1).stdout.splitlines()
    pause = lines[0].removeprefix("::stop-commands::")
    assert len(pause) == 32
    inside = lines[1 : lines.index(f"::{pause}::")]
    assert sum("##[" in line for line in lines) == sum("##[" in line for line in inside) == 1


def test_annotations_end_before_the_forge_drops_them(tmp_path: Path) -> None:
    write_project(
        tmp_path,
        {**GOOD, ANA: str(GOOD[ANA]) + "".join(f"[https://a{n}.example](https://b.example)\n\n" for n in range(30))},
    )
    printed = run_parley("check", "--format", "github", cwd=tmp_path, code=1).stdout
    commands = [line for line in printed.splitlines() if re.match("::(error|warning|notice)", line)]
    assert len(commands) == 10
    assert commands[-1] == "::notice title=parley::21 more in the summary"


def test_help_names_every_command() -> None:
    printed = CliRunner().invoke(main, ["--help"]).output
    assert all(name in printed for name in COMMANDS)


def test_a_build_from_another_folder_of_posts_shows_them(tmp_path: Path) -> None:
    write_project(tmp_path)
    write_tree(tmp_path / "other", {**GOOD, ANA: str(GOOD[ANA]).replace("One is enough", "Zero is enough")})
    run_parley("build", "--posts", "other", "--site", "out", cwd=tmp_path)
    assert "Zero is enough" in (tmp_path / "out/discussions/two-follow-ups/index.html").read_text()


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods()[1:] or ["spawn"])
def test_a_script_without_a_guard_is_told_so_where_it_would_run_once_more_in_each_process(
    tmp_path: Path, method: str
) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import multiprocessing\n"
        "from parley.commands.cli import main\n"
        "if multiprocessing.parent_process() is None:\n"
        f"    child = multiprocessing.get_context('{method}').Process(target=print, args=('done',))\n"
        "    child.start()\n"
        "    child.join()\n"
        "    raise SystemExit(child.exitcode)\n"
        "main(['--version'])\n"
    )
    run = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=600)
    assert run.returncode
    assert "__main__" in run.stderr
    assert run.stdout == ""
