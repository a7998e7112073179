"""The package as it is published: a wheel that needs nothing of this repository."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support import ROOT, digest, run_parley, write_project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel in it, and the libraries of the tests behind it."""
    built, folder = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("installed")
    for command in (
        ["hatchling", "build", "--directory", str(built)],
        ["pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder)],
    ):
        wheels = [] if command[0] == "hatchling" else list(map(str, built.glob("*.whl")))
        subprocess.run([sys.executable, "-m", *command, *wheels], cwd=ROOT, check=True, capture_output=True)
    return folder


def run(installed: Path, module: str, *arguments: str, cwd: Path) -> str:
    """Run a module as somebody who has the wheel and nothing of this repository."""
    begin = f"import sys; sys.path.insert(0, {str(installed)!r}); import parley, runpy; "
    where = f"assert parley.__file__.startswith({str(installed)!r}); "
    code = f"{begin}{where}sys.argv = {[module, *arguments]!r}; runpy.run_module({module!r}, run_name='__main__')"
    variables = {"PYTHONPATH": str(installed), "PARLEY_CACHE": str(cwd / ".cache"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=cwd, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_makes_a_site_in_an_empty_folder_that_mkdocs_and_the_command_build(
    installed: Path, tmp_path: Path
) -> None:
    run(installed, "parley.commands.cli", "init", "--yes", "--subject", "Gardens", cwd=tmp_path)
    assert "nothing to fix" in run(installed, "parley.commands.cli", "check", cwd=tmp_path)
    run(installed, "mkdocs", "build", "--strict", "--site-dir", "by-mkdocs", cwd=tmp_path)
    run(installed, "parley.commands.cli", "build", "--executor", "none", cwd=tmp_path)
    assert (tmp_path / "by-mkdocs/discussions/welcome/index.html").is_file()
    assert digest(tmp_path / "by-mkdocs") == digest(tmp_path / "site")


def test_the_source_archive_gives_the_same_wheel(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--directory"]
    subprocess.run([*build, str(tmp_path / "here")], cwd=ROOT, check=True, capture_output=True)
    (archive,) = (tmp_path / "here").glob("*.tar.gz")
    shutil.unpack_archive(archive, tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    subprocess.run([*build, str(tmp_path / "there"), "-t", "wheel"], cwd=source, check=True, capture_output=True)
    (here,), (there,) = ((tmp_path / name).glob("*.whl") for name in ("here", "there"))
    assert here.read_bytes() == there.read_bytes()


def test_the_plug_in_of_the_wheel_builds_what_the_hook_of_this_repository_builds(
    installed: Path, tmp_path: Path
) -> None:
    folder = write_project(tmp_path)
    run_parley("build", "--site", "hooked", cwd=folder)
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text())
    settings |= {"hooks": [], "plugins": ["parley"]}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False))
    run(installed, "mkdocs", "build", cwd=folder)
    assert digest(folder / "site") == digest(folder / "hooked")
