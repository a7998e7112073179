"""`parley init` and `parley upgrade`, as a new adopter runs them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from declared import KINDS
from parley.commands.cli import main
from parley.commands.sites import questions
from parley.scaffold.receipt import name_text
from support import digest, run_parley, write_tree

SITE = (
    "--subject",
    "Gärten ohne Graben",
    "--language",
    "nl",
    "--login",
    "Ana",
    "--repository",
    "https://github.com/ana/x",
)


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


def run(*arguments: str, code: int = 0, typed: str = "") -> str:
    done = CliRunner().invoke(main, arguments, input=typed)
    assert done.exit_code == code, done.output
    return done.output


def test_a_new_site_passes_the_check_builds_has_a_green_test_of_its_own_and_nothing_of_ours(tmp_path: Path) -> None:
    run("init", "site", *SITE, "--yes", "--side", "Graben", "--side", "Nicht graben", "--mail", "a@example.org")
    site = tmp_path / "site"
    commands = site / ".venv" / "bin"
    commands.mkdir(parents=True)
    (commands / "parley").symlink_to(Path(sys.executable).with_name("parley"))
    (site / ".venv" / ".ready").touch()
    done = subprocess.run(["make", "test"], cwd=site, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing to fix" in done.stdout
    page = (site / "site/discussions/welcome/index.html").read_text()
    assert 'lang="nl"' in page
    assert "outcomes/index.md" in (site / "mkdocs.yml").read_text()
    assert (site / "site/outcomes/index.html").is_file()
    assert "outcomes/" not in page, "nothing leads there before there is one"
    assert 'href="search/"' in (site / "site/index.html").read_text(), "the search is at home as well"
    assert "api.github.com" not in (site / "site/index.html").read_text(), "nobody is asked for stars"
    assert "https://github.com/ana/x" in (site / "site/index.html").read_text()
    assert "nicht_graben" in (site / ".github/ISSUE_TEMPLATE/reply.yml").read_text()
    assert (site / "posts/people/ana.yml").read_text() == "name: ana\nrole: maintainer\n"
    words = "".join(file.read_text() for file in site.rglob("*.*") if file.is_file() and file.suffix in (".md", ".yml"))
    for ours in ("Outreach", "etiquette", "old_school", "practice-", "Old hand"):
        assert ours not in words
    assert "All files are those" in run("upgrade", "site")


@pytest.mark.parametrize("name", ["workflows", "issue-forms", "issue-config", "dependabot", "readthedocs"])
def test_files_for_hosts_are_as_these_want_them(name: str, tmp_path: Path) -> None:
    run("init", *SITE, "--yes", "--host", "netlify", "--host", "cloudflare", "--host", "readthedocs")
    forms = [file for file in tmp_path.glob(".github/ISSUE_TEMPLATE/*.yml") if file.name != "config.yml"]
    files = {
        "workflows": ("github-workflows", sorted(tmp_path.glob(".github/workflows/*"))),
        "issue-forms": ("github-issue-forms", forms),
        "issue-config": ("github-issue-config", [tmp_path / ".github/ISSUE_TEMPLATE/config.yml"]),
        "dependabot": ("dependabot", [tmp_path / ".github/dependabot.yml"]),
        "readthedocs": ("readthedocs", [tmp_path / ".readthedocs.yaml"]),
    }
    schema, found = files[name]
    command = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, *map(str, found)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflows_of_a_site_ask_for_no_more_than_ours(tmp_path: Path) -> None:
    run("init", *SITE, "--yes")
    zizmor = [str(Path(sys.executable).with_name("zizmor")), "--persona", "auditor", "--offline", "--no-progress"]
    done = subprocess.run([*zizmor, ".github"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_schemas_and_snippets_for_editors_fit_the_files_that_are_there(tmp_path: Path) -> None:
    run("init", *SITE, "--yes")
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text())
    for schema, patterns in settings["yaml.schemas"].items():
        assert json.loads((tmp_path / schema).read_text())["title"]
        assert patterns
    assert list(tmp_path.glob(settings["yaml.schemas"][".vscode/schemas/person.json"][0]))
    snippet = json.loads((tmp_path / ".vscode/parley.code-snippets").read_text())["A discussion"]
    keys = {line.partition(":")[0] for line in snippet["body"] if ":" in line}
    assert {key.name for key in KINDS["discussion"].keys if key.required} <= keys


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("codeberg", "Forgejo"),
        ("Codeberg.org", "Forgejo"),
        ("https://codeberg.org/ana/talk", "Forgejo"),
        ("gitea", "Forgejo"),
        ("gitlab.com", "GitLab"),
        ("GitHub", "GitHub"),
        ("none", ""),
    ],
)
def test_what_is_to_be_set_at_a_git_host_is_said_by_whatever_name_it_was_given(given: str, host: str) -> None:
    said = run("init", "site", *SITE, "--yes", "--forge", given)
    assert re.findall(r"^At (\w+), once: ", said, re.MULTILINE) == ([host] if host else [])


def test_questions_are_asked_where_no_option_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(questions, "is_watched", lambda: True)
    answers = ["dutch", "nl", "Cheese", "The Cheese Board", "sourcehut", "codeberg", "https://codeberg.org/ana/cheese"]
    answers += ["not a login", "@Ana", "Hard", "Hard, Soft", "", "nowhere", "netlify"]
    asked = run("init", "site", typed="\n".join([*answers, ""]))
    for wanted in (
        "no language 'dutch'",
        "Codeberg is forgejo",
        "'sourcehut' is none of",
        "author 'not a login'",
        "two to six",
        "'nowhere' is",
    ):
        assert wanted in asked, "who answers wrongly is asked again"
    assert "At Forgejo, once: " in asked
    settings = yaml.safe_load((tmp_path / "site/mkdocs.yml").read_text().replace("!ENV ", ""))
    assert settings["site_name"] == "The Cheese Board"
    assert settings["theme"]["language"] == "nl"
    assert (settings["repo_url"][1], settings["edit_uri"]) == ("https://codeberg.org/ana/cheese", "_edit/main/")
    options = settings["plugins"][0]["parley"]["stances"]["options"]
    assert options == {"hard": {"name": "Hard"}, "soft": {"name": "Soft"}}
    assert (tmp_path / "site/posts/people/ana.yml").is_file()
    assert (tmp_path / "site/netlify.toml").is_file()
    assert not (tmp_path / "site/.github").exists()


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ((), "nobody is there to answer"),
        (("--yes", "--side", "One"), "two to six"),
        (("--yes", "--side", "One", "--side", "ONE"), "names of their own"),
        (("--yes", "--mail", "no address"), "mail"),
        (("--yes", "--language", "xx"), "no language 'xx'"),
        (("--yes", "--login", "not a handle"), "author"),
        (("--yes", "--subject", "x" * 121), "at most 120"),
        (("--yes", "--subject", "a\x1bb"), "one line"),
        (("--yes", "--into"), "leave --into out"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    arguments: tuple[str, ...], wanted: str, tmp_path: Path
) -> None:
    assert wanted in run("init", "site", *arguments, code=2)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    write_tree(tmp_path, {"README.md": "mine\n", "posts/tags.yml": "- {slug: general, title: G, summary: S.}\n"})
    before = digest(tmp_path)
    assert "README.md" in run("init", *SITE, "--yes", "--dry-run")
    assert digest(tmp_path) == before
    assert "Left as they are: README.md, posts/tags.yml" in run("init", *SITE, "--yes")
    assert digest(tmp_path).items() >= before.items()
    assert "--into adds to the site" in run("init", *SITE, "--yes", code=2)
    before = digest(tmp_path)
    run("init", "--into", "--yes")
    run("init", "--into", "--yes")
    assert digest(tmp_path) == before, "and adding what is there changes nothing"


EXISTING = {
    "mkdocs.yml": (
        "site_name: Old site\ndocs_dir: pages # ours\ntheme:\n  name: material\n"
        "plugins:\n  - search\nnav:\n  - Home: index.md\n"
    ),
    "pages/index.md": "# My own home\n",
    "requirements.txt": "mkdocs-material\n",
    ".github/workflows/ci.yml": "name: ci\n",
}


def test_a_site_that_is_there_gets_what_it_lacks_and_builds(tmp_path: Path) -> None:
    write_tree(tmp_path, EXISTING)
    said = run("init", "--into", "--yes", "--login", "ana", "--forge", "github")
    assert "ci.yml may publish the site already" in said
    assert "Left as they are: pages/index.md\n" in said
    for name in ("pages/index.md", ".github/workflows/ci.yml"):
        assert (tmp_path / name).read_text() == EXISTING[name]
    assert (tmp_path / "mkdocs.yml").read_text() == EXISTING["mkdocs.yml"].replace("search\n", "search\n  - parley\n")
    assert (tmp_path / "requirements.txt").read_text().startswith("mkdocs-material\nmkdocs-parley")
    assert [file.name for file in sorted(tmp_path.glob(".github/workflows/*"))] == ["check.yml", "ci.yml"]
    assert not (tmp_path / "docs").exists()
    assert not (tmp_path / "README.md").exists(), "its makers say what it is"
    assert "{ #" not in (tmp_path / "pages/rules.md").read_text(), "without attr_list it would be shown"
    assert "blob/HEAD/pages/rules.md" in (tmp_path / ".github/workflows/check.yml").read_text()
    assert "All files are those" in run("upgrade")
    run_parley("check", cwd=tmp_path)
    run_parley("build", cwd=tmp_path)
    assert "My own home" in (tmp_path / "site/index.html").read_text()
    assert (tmp_path / "site/discussions/welcome/index.html").is_file()


def test_a_site_whose_home_is_a_readme_keeps_it(tmp_path: Path) -> None:
    write_tree(tmp_path, {"mkdocs.yml": "site_name: Old site\n", "docs/README.md": "# My own home\n"})
    assert "docs/rules.md" in run("init", "--into", "--yes", "--forge", "none")
    assert not (tmp_path / "docs/index.md").exists(), "of two, MkDocs would leave theirs out"


def test_an_upgrade_shows_a_diff_and_makes_it_when_asked(tmp_path: Path) -> None:
    run("init", *SITE, "--yes")
    file, record = tmp_path / ".github/workflows/check.yml", tmp_path / ".parley.json"
    now = file.read_text()
    file.write_text(older := now.replace("name: Check\n", "name: Checks\n", 1))
    known = json.loads(record.read_text())
    known["version"], known["files"][".github/workflows/check.yml"] = "0.0.9", name_text(older)
    theirs = tmp_path / ".github/workflows/from-issue.yml"
    theirs.write_text("name: Theirs\n")
    del known["files"][".github/workflows/from-issue.yml"]
    record.write_text(json.dumps(known))
    (tmp_path / "netlify.toml").write_text("mine\n")
    (tmp_path / ".devcontainer/devcontainer.json").unlink()
    shown = run("upgrade")
    assert "-name: Checks\n+name: Check\n" in shown
    assert file.read_text() == older
    run("upgrade", "--write")
    assert file.read_text() == now
    after = json.loads(record.read_text())
    assert (after["version"] == "0.0.9", after["files"][".github/workflows/check.yml"]) == (False, name_text(now))
    assert theirs.read_text() == "name: Theirs\n", (
        "what the program has not written stays, and it isn't said that it has"
    )
    assert ".github/workflows/from-issue.yml" not in after["files"]
    assert not (tmp_path / ".devcontainer/devcontainer.json").exists(), "what somebody removed stays away"
    assert "All files are those" in run("upgrade")


def test_of_answers_that_make_no_site_that_could_be_built_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.commands.sites.init._find_problems", lambda *_: "what is wrong")
    assert "has problems\nwhat is wrong" in run("init", "site", *SITE, "--yes", code=2)
    assert not (tmp_path / "site").exists()


def test_an_upgrade_needs_a_site_and_its_record(tmp_path: Path) -> None:
    assert "name the folder of the site" in run("upgrade", code=2)
    write_tree(tmp_path, {"mkdocs.yml": "site_name: X\n"})
    assert "init --into" in run("upgrade", code=2)


@pytest.mark.parametrize(
    ("remote", "wanted"),
    [
        ("git@github.com:ana/talk.git", "https://github.com/ana/talk"),
        ("https://github.com/ana/talk.git", "https://github.com/ana/talk"),
        ("https://user:token@gitlab.com/ana/deep/talk", "https://gitlab.com/ana/deep/talk"),
        ("ssh://git@codeberg.org:2222/ana/talk.git", "https://codeberg.org/ana/talk"),
        ("/srv/git/talk.git", ""),
        ("../talk", ""),
    ],
)
def test_the_repository_is_that_of_gits_remote(remote: str, wanted: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "remote", "add", "origin", remote], cwd=tmp_path, check=True)
    assert questions.find_remote(tmp_path / "new" / "folder") == wanted


@pytest.mark.parametrize(
    ("forge", "said", "wanted"),
    [
        ("github", "ana/talk", "https://github.com/ana/talk"),
        ("github", "https://github.com/ana/talk/", "https://github.com/ana/talk"),
        ("github", "git@github.com:ana/talk.git", "https://github.com/ana/talk"),
        ("github", "github.com/ana/talk", "https://github.com/ana/talk"),
        ("gitlab", "ana/talk", "https://gitlab.com/ana/talk"),
        ("forgejo", "ana/talk", "https://codeberg.org/ana/talk"),
        ("forgejo", "http://localhost:3000/ana/talk", "http://localhost:3000/ana/talk"),
        ("gitlab", "git@host.example:talk.git", "https://host.example/talk"),
    ],
)
def test_a_repository_is_named_as_people_name_it(forge: str, said: str, wanted: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path / "new"), "--yes", "--forge", forge, "--repository", said])
    assert done.exit_code == 0, done.output
    assert f'PARLEY_REPO_URL, "{wanted}"]' in (tmp_path / "new/mkdocs.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("said", ["miriam", "github.com/miriam", "https://github.com", "see below"])
def test_what_is_no_repository_is_refused_and_nothing_written(said: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path / "new"), "--yes", "--forge", "github", "--repository", said])
    assert done.exit_code == 2
    assert f"'{said}' isn't the address of a repository; write it as https://github.com/name/project" in done.output
    assert not (tmp_path / "new").exists()


def test_a_site_that_is_there_is_told_to_name_its_repository(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Club\ntheme: {name: mkdocs}\n", encoding="utf-8")
    words = ["init", "--into", str(tmp_path), "--yes", "--forge", "github", "--repository", "ana/talk"]
    assert "add to" in (said := CliRunner().invoke(main, words).output)
    assert "repo_url: https://github.com/ana/talk" in said
    assert not (tmp_path / "overrides").exists()
