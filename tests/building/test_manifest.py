"""A site is found unchanged only if it is, and what is taken over from the old site stays whole there."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from parley.building import manifest
from parley.building.manifest import (
    NOTHING,
    Inputs,
    Manifest,
    build_manifest,
    digest_bytes,
    find_variables,
    list_files,
    load_manifest,
    save_manifest,
)
from parley.building.output import Output
from parley.caching import cache
from parley_mkdocs.project import load_project
from support import ROOT, write_project, write_tree

SITE = {"index.html": "home", "a/index.html": "a", "pagefind/pagefind.js": "js", "pagefind/index/x.pf": "x"}
KEY, OTHER = b"key", b"other"
POST = "posts/discussions/two-follow-ups/post.md"


def find_inputs(config: Path, posts: Path | None = None) -> Inputs | None:
    site = config.parent / "site"
    return load_project(config, site, posts).find_inputs(site)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with a site that is known."""
    folder = write_project(tmp_path / "project")
    settings = (folder / "mkdocs.yml").read_text() + 'site_author: !ENV [WHO, "nobody"]\n'
    write_tree(folder, {"mkdocs.yml": settings, "docs/more.md": "# More\n"})
    write_tree(folder / "site", SITE)
    inputs = find_inputs(folder / "mkdocs.yml")
    assert inputs
    save_manifest(folder, folder / "site", build_manifest(folder / "site", {}, inputs, inputs.mark()))
    return folder


def is_up_to_date(project: Path, *request: object) -> bool:
    known = load_manifest(project, project / "site", *request)
    return known.is_up_to_date(project / "site", known.take_snapshot())


def test_a_site_of_which_nothing_has_changed_is_up_to_date(project: Path) -> None:
    assert is_up_to_date(project)
    write_tree(project, {".git/HEAD": "new", ".site.lock": ""})
    assert is_up_to_date(project)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a post": lambda project: replace(project / POST, "*one*", "*two*"),
    "a new post": lambda project: write_tree(project / "posts/discussions/new", {"post.md": "new"}),
    "a post less": lambda project: (project / POST).unlink(),
    "a person": lambda project: (project / "posts/people/mia.yml").write_text("name: Mia\n"),
    "the tags": lambda project: replace(project / "posts/tags.yml", "Law", "Laws"),
    "a page of the maintainers'": lambda project: (project / "docs/more.md").write_text("# Much more\n"),
    "a page of theirs less": lambda project: (project / "docs/more.md").unlink(),
    "a hidden file of theirs": lambda project: write_tree(project, {"docs/.well-known/security.txt": ""}),
    "the settings": lambda project: replace(project / "mkdocs.yml", "Small", "Large"),
    "something that may be read": lambda project: write_tree(project, {"includes/abbreviations.md": "*[A]: a\n"}),
    "a file of the site": lambda project: (project / "site/a/index.html").write_text("longer"),
    "another file in the site": lambda project: (project / "site/a/new.html").write_text("a"),
    "a file of the site less": lambda project: (project / "site/a/index.html").unlink(),
    "the place of a file of the site": lambda project: (project / "site/a").rename(project / "site/b"),
    "the whole site": lambda project: (project / "site").rename(project / "elsewhere"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_not_after_a_change_of(project: Path, what: str) -> None:
    CHANGES[what](project)
    assert not is_up_to_date(project)


@pytest.mark.parametrize("name", ["WHO", "SOURCE_DATE_EPOCH"])
def test_it_is_not_after_a_change_of_a_variable_that_a_build_may_read(
    project: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATEVER", "1")
    assert is_up_to_date(project)
    monkeypatch.setenv(name, "1700000000")
    assert not is_up_to_date(project)
    monkeypatch.delenv(name)
    assert is_up_to_date(project)


def test_it_is_not_with_other_libraries(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "installed"
    (installed / "comrak-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(installed)
    assert not is_up_to_date(project)
    digest = manifest.find_libraries()
    (installed / "comrak-1.0.dist-info").rename(installed / "comrak-1.1.dist-info")
    assert manifest.find_libraries() != digest


def test_it_is_not_with_another_program(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "program", lambda: b"another")
    assert load_manifest(project, project / "site") == NOTHING
    assert not is_up_to_date(project)


def test_it_is_not_with_what_was_asked_otherwise(project: Path) -> None:
    assert not is_up_to_date(project, "other.yml")
    other = load_manifest(project, project / "other")
    assert not other.is_up_to_date(project / "other", other.take_snapshot())


def test_nothing_is_known_of_what_nobody_has_built(tmp_path: Path) -> None:
    assert load_manifest(tmp_path, tmp_path / "site") == NOTHING
    assert not NOTHING.is_up_to_date(tmp_path / "site", NOTHING.take_snapshot())


def test_a_site_of_which_not_all_is_known_is_never_up_to_date(project: Path) -> None:
    save_manifest(project, project / "site", build_manifest(project / "site", {}, None, {}))
    assert not is_up_to_date(project)


def test_every_name_in_the_settings_may_be_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERE", "1")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    found = dict(find_variables("a: !ENV [HERE, NOT_HERE]\n# b: !ENV 'ALSO'"))
    assert {name: found[name] for name in ("HERE", "NOT_HERE", "ALSO", "SOURCE_DATE_EPOCH")} == {
        "HERE": "1",
        "NOT_HERE": None,
        "ALSO": None,
        "SOURCE_DATE_EPOCH": None,
    }


@pytest.mark.parametrize(
    "settings",
    ["plugins: [search]", "INHERIT: ../base.yml", "hooks: [{hooks}, own.py]"],
)
def test_of_what_others_do_in_a_build_nothing_is_known(project: Path, settings: str) -> None:
    """Another plug-in may ask the clock, the net or the history."""
    write_tree(project.parent, {"base.yml": "site_description: Inherited\n", "project/own.py": ""})
    config = project / "mkdocs.yml"
    ours = next(line for line in config.read_text().splitlines() if line.startswith("hooks"))
    key = settings.partition(":")[0]
    lines = [line for line in config.read_text().splitlines() if not line.startswith(key)]
    config.write_text("\n".join([*lines, settings.format(hooks=ours.partition("[")[2].rstrip("]"))]))
    assert find_inputs(config) is None


def test_a_site_is_made_of_all_folders_that_the_settings_name(project: Path) -> None:
    write_tree(project.parent, {"theme/main.html": "", "words/index.md": "# Words\n", "answers/tags.yml": "[]\n"})
    config = project / "mkdocs.yml"
    text = config.read_text().replace("theme: {", "theme: {custom_dir: ../theme, ")
    config.write_text(text.replace("  parley:\n", "  parley:\n    posts: ../answers\n") + "docs_dir: ../words\n")
    inputs = find_inputs(config)
    assert inputs
    marks = {Path(path).resolve() for path in inputs.mark()}
    wanted = {"theme/main.html", "words/index.md", "answers/tags.yml", "project/mkdocs.yml"}
    assert {project.parent / name for name in wanted} <= marks
    assert ROOT / "hooks" / "mkdocs_hook.py" in marks
    other = find_inputs(config, project.parent / "words")
    assert isinstance(other, Inputs)
    assert project.parent / "words" in other.roots


# What the site before had


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "old", SITE)


@pytest.fixture
def output(old: Path, tmp_path: Path) -> Output:
    """A folder to fill beside a site whose files all have the same key."""
    known = Manifest(
        {name: (place, (KEY, digest_bytes((old / name).read_bytes()))) for name, place in list_files(old).items()}
    )
    (tmp_path / "new").mkdir()
    return Output(tmp_path / "new", old, known)


def never() -> str:
    raise AssertionError("made once more")


def test_what_has_the_key_is_taken_over_without_being_made(output: Output, old: Path) -> None:
    assert output.has("a/index.html", KEY)
    assert not output.put("a/index.html", KEY, never)
    assert (output.folder / "a/index.html").samefile(old / "a/index.html")
    assert list(output.contents) == ["a/index.html"]


@pytest.mark.parametrize(("name", "key"), [("a/index.html", OTHER), ("a/index.html", None), ("b/index.html", KEY)])
def test_what_has_another_key_or_none_is_made(output: Output, old: Path, name: str, key: bytes | None) -> None:
    assert output.put(name, key, lambda: "made")
    assert (output.folder / name).read_text() == "made"
    assert {made: known[0] for made, known in output.contents.items()} == ({name: key} if key else {})
    assert {file: (old / file).read_text() for file in SITE} == SITE


def put_in_place(file: Path, make: Callable[[], object]) -> None:
    file.rename(file.with_name("x"))
    make()


TOUCHES: dict[str, Callable[[Path], object]] = {
    "edited": lambda file: file.write_text("edited"),
    "edited to the same size": lambda file: file.write_text(file.read_text()[::-1].swapcase()),
    "removed": lambda file: file.unlink(),
    "replaced": lambda file: [file.with_name("x").write_text("b"), file.with_name("x").replace(file)],
    "replaced by a link": lambda file: put_in_place(file, lambda: file.symlink_to("x")),
    "replaced by a folder": lambda file: put_in_place(file, file.mkdir),
}


@pytest.mark.parametrize("how", TOUCHES)
def test_what_was_touched_in_the_old_site_is_made(output: Output, old: Path, how: str) -> None:
    TOUCHES[how](old / "a/index.html")
    assert output.put("a/index.html", KEY, lambda: "made")
    assert (output.folder / "a/index.html").read_text() == "made"


def renew(folder: Path) -> None:
    """Give every file another place and time, as an unpacked archive does."""
    for file in [file for file in folder.rglob("*") if file.is_file()]:
        data = file.read_bytes()
        file.rename(file.with_name("old"))
        file.write_bytes(data)
        os.utime(file, (1, 1))
        file.with_name("old").unlink()


def test_what_was_copied_and_is_the_same_is_taken_over(output: Output, old: Path) -> None:
    renew(old)
    assert not output.put("a/index.html", KEY, never)
    assert output.take_over_folder("pagefind/", KEY)
    assert list_files(output.folder).keys() == output.contents.keys() == {"a/index.html", *INDEX}
    assert output.put("index.html", OTHER, lambda: "made")


@pytest.mark.parametrize("secret", ["", "known to nobody"])
def test_times_are_believed_unless_there_is_a_secret(
    output: Output, old: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who can write to what is kept can set times."""
    status = (old / "a/index.html").stat()
    (old / "a/index.html").write_text("b")
    os.utime(old / "a/index.html", ns=(status.st_atime_ns, status.st_mtime_ns))
    monkeypatch.setenv("PARLEY_CACHE_KEY", secret)
    assert output.has("a/index.html", KEY) is not bool(secret)


def test_without_a_site_before_everything_is_made(tmp_path: Path) -> None:
    output = Output(tmp_path)
    assert output.put("index.html", KEY, lambda: "made")
    assert not output.take_over_folder("pagefind/", KEY)
    assert list(output.contents) == ["index.html"]


def test_whoever_writes_over_a_link_leaves_the_old_site_alone(output: Output, old: Path) -> None:
    assert output.take_over("a/index.html", KEY)
    output.write("a/index.html", "new")
    assert (old / "a/index.html").read_text() == "a"
    assert (output.folder / "a/index.html").read_text() == "new"


def test_where_links_are_impossible_what_is_taken_over_is_copied(
    output: Output, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    assert not output.put("a/index.html", KEY, never)
    assert output.take_over_folder("pagefind/", KEY)
    assert list_files(output.folder).keys() == output.contents.keys() == {"a/index.html", *INDEX}
    assert not any((output.folder / name).samefile(old / name) for name in output.contents)


def test_what_stands_in_the_way_is_written_over(output: Output, old: Path) -> None:
    write_tree(output.folder, {"a/index.html": "of the host", "index.html": "of the host"})
    assert not output.put("a/index.html", KEY, never)
    assert output.put("index.html", OTHER, lambda: "ours")
    assert {name: (output.folder / name).read_text() for name in ("a/index.html", "index.html")} == {
        "a/index.html": "a",
        "index.html": "ours",
    }
    assert {file: (old / file).read_text() for file in SITE} == SITE


INDEX = {"pagefind/pagefind.js", "pagefind/index/x.pf"}


def test_a_folder_is_taken_over_whole(output: Output, old: Path) -> None:
    assert output.take_over_folder("pagefind/", KEY)
    assert list_files(output.folder).keys() == output.contents.keys() == INDEX
    assert all((output.folder / name).samefile(old / name) for name in INDEX)


@pytest.mark.parametrize("how", TOUCHES)
@pytest.mark.parametrize("name", sorted(INDEX))
def test_a_folder_that_was_touched_is_not_taken_over(output: Output, old: Path, name: str, how: str) -> None:
    TOUCHES[how](old / name)
    assert not output.take_over_folder("pagefind/", KEY)
    assert not any(output.folder.iterdir()), "nothing of it is left"


def test_a_folder_without_a_key_keeps_none(output: Output) -> None:
    output.write("pagefind/a", "a")
    output.keep_folder("pagefind/", None)
    assert output.contents == {}
    assert not output.take_over_folder("absent/", KEY)
