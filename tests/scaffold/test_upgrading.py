"""An upgrade changes what the program wrote, and leaves what people did."""

from pathlib import Path

import pytest

from parley.model.problems import ParleyError
from parley.scaffold.files import Made
from parley.scaffold.receipt import FILE, Receipt, load_receipt, name_text, render_receipt
from parley.scaffold.upgrading import find_renewals
from support import Repository, write_tree

OLD = "one\ntwo\nthree\nfour\nfive\n"
NEW = "one\ntwo\nthree\nfour\nFIVE\n"


@pytest.mark.parametrize(
    ("now", "new", "wanted"),
    [
        (OLD, OLD, None),
        (OLD, NEW, NEW),
        (NEW, NEW, None),
        (None, NEW, None),
        (OLD, None, ""),
        ("ONE\ntwo\nthree\nfour\nfive\n", NEW, "ONE\ntwo\nthree\nfour\nFIVE\n"),
        ("ONE\ntwo\nthree\nfour\nfive\n", OLD, None),
        ("one\ntwo\nthree\nfour\n5\n", NEW, "conflict"),
        ("mine\n", None, "conflict"),
        (OLD.replace("\n", "\r\n"), OLD, None),
    ],
)
def test_a_change_of_the_program_is_made_and_one_of_a_person_stays(
    now: str | None, new: str | None, wanted: str | None, tmp_path: Path
) -> None:
    site = Repository(tmp_path)
    site.commit("2026-11-01T12:00:00Z", {"a.yml": OLD})
    (tmp_path / "a.yml").unlink() if now is None else (tmp_path / "a.yml").write_bytes(now.encode())
    record = Receipt("0.1.0", files={"a.yml": name_text(OLD)})
    renewals = list(find_renewals(tmp_path, record, [Made("a.yml", new)] if new else []))
    if wanted is None:
        assert renewals == []
        return
    (renewal,) = renewals
    assert bool(renewal.conflict) is (wanted == "conflict")
    if not renewal.conflict:
        assert (renewal.after or "") == wanted
    (tmp_path / "a.diff").write_text(renewal.render())
    site.git("apply", "--check", "a.diff")


def test_what_is_new_is_added_what_was_there_before_is_not_touched_and_what_is_written_once_is_no_matter(
    tmp_path: Path,
) -> None:
    write_tree(tmp_path, {"theirs.yml": "theirs\n"})
    files = [Made("new.yml", "new\n"), Made("theirs.yml", "ours\n"), Made("once.md", "once\n", once=True)]
    (new,) = find_renewals(tmp_path, Receipt("0.1.0"), files)
    assert (new.path, new.before, new.after, new.conflict) == ("new.yml", None, "new\n", "")


def test_without_the_history_a_changed_file_is_left_alone(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.yml": "mine\n"})
    (renewal,) = find_renewals(tmp_path, Receipt("0.1.0", files={"a.yml": name_text(OLD)}), [Made("a.yml", NEW)])
    assert "the history doesn't have" in renewal.conflict


def test_a_record_is_read_as_it_was_written_and_a_broken_one_is_named(tmp_path: Path) -> None:
    record = Receipt("0.1.0", "github", ("netlify",), {"a.yml": name_text(OLD)})
    with pytest.raises(ParleyError, match="init --into"):
        load_receipt(tmp_path)
    (tmp_path / FILE).write_text(render_receipt(record))
    assert load_receipt(tmp_path) == record
    for text in ("", "[]", "{}", '{"files": 1}', "\x00"):
        (tmp_path / FILE).write_text(text)
        with pytest.raises(ParleyError, match="can't be read"):
            load_receipt(tmp_path)


def test_a_text_has_the_name_that_git_gives_it(tmp_path: Path) -> None:
    site = Repository(tmp_path)
    write_tree(tmp_path, {"a": "ä\n"})
    assert site.git("hash-object", "a").strip() == name_text("ä\n")
