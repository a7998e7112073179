"""The files of a site as a newer version would write them, with the changes that its maintainers made."""

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from parley.model.languages.speaking import _
from parley.reading.checkouts import ask_git
from parley.scaffold.files import Made
from parley.scaffold.receipt import Receipt, name_text


@dataclass(frozen=True, slots=True)
class Renewal:
    """A file with its text `before` and `after`, None where there is none.

    `conflict` says why it can't be decided here, and then `after` is what the program would write.
    """

    path: str
    before: str | None
    after: str | None
    conflict: str = ""

    def render(self) -> str:
        """The change as a diff that git can apply."""
        before, after = (text.splitlines(keepends=True) if text else [] for text in (self.before, self.after))
        names = (f"a/{self.path}" if self.before else "/dev/null", f"b/{self.path}" if self.after else "/dev/null")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in unified_diff(before, after, *names))


def find_renewals(folder: Path, record: Receipt, files: Iterable[Made]) -> Iterator[Renewal]:
    """What has to change in the files of a site, so that they are those of this version.

    What a maintainer has removed stays away. What a maintainer has changed is merged with what the program changed, as
    git would; for that the text that was written at first is looked up in the history.
    """
    made = {file.path: file.text for file in files if not file.once}
    for path in sorted({*made, *record.files}):
        before, after, known = _read(folder / path), made.get(path), record.files.get(path)
        if before == after or (before is None) is (known is not None):
            continue  # as it should be, removed by a maintainer, or there before we came
        if before is None or known is None or name_text(before) == known:
            yield Renewal(path, before, after)
        elif after is None:
            yield Renewal(path, before, after, _("it is no longer needed, but has changes of yours"))
        elif known != name_text(after):
            yield _merge(folder, path, before, after, known)


def _read(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    except (FileNotFoundError, NotADirectoryError):
        return None


def _merge(folder: Path, path: str, before: str, after: str, known: str) -> Renewal:
    base = ask_git(folder, "cat-file", "blob", known)
    if not base:
        return Renewal(path, before, after, _("it has changes of yours, and the history doesn't have what it was"))
    with tempfile.TemporaryDirectory() as scratch:
        names = [Path(scratch) / name for name in ("yours", "base", "new")]
        for file, text in zip(names, (before.encode("utf-8", "surrogateescape"), base, after.encode()), strict=True):
            file.write_bytes(text)
        command = ["git", "merge-file", "-p", *map(str, names)]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 (no shell, files of our own)
    if done.returncode:
        return Renewal(path, before, after, _("it has changes of yours in the same lines"))
    return Renewal(path, before, done.stdout.decode("utf-8", "surrogateescape"))
