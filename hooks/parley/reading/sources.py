"""Files on disk to texts, within limits; nothing here trusts a name, a size or a byte."""

import codecs
import os
import shlex
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from parley.caching.stamps import Stamp, stamp
from parley.model import layout
from parley.model.characters import find_hidden, has_hidden, visible
from parley.model.findings import Findings, shorten
from parley.model.languages.causes import explain, is_shortage
from parley.model.languages.speaking import _, show_list
from parley.model.markup.budget import MAX_BYTES
from parley.model.problems import ParleyError, Problem, Severity
from parley.reading.checkouts import find_programs
from parley.reading.mending.repairs import Repair


class Found(NamedTuple):
    """A file that the layout knows: `path` below posts/, what it is, and what tells that it is the same.

    `stamp` is None where it is no plain file, which has been reported, or is not wanted. `content` takes the place of
    what is on the disk.
    """

    path: str
    slot: layout.Slot
    stamp: Stamp | None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The text of one file: `path` below posts/, what it is, and the text with LF line ends and no byte-order mark.

    The text is None where it cannot be had; the file still counts as being there. Where it is not the text of the file
    but a mended one, `given` is that of the file, and `repairs` tell the difference.
    """

    path: str
    slot: layout.Slot
    text: str | None
    given: str | None = None
    repairs: tuple[Repair, ...] = ()


FileFilter = Callable[[layout.Slot], bool]
"""Tells which files are to be read; of the others it is only known that they are there."""

Contents = Mapping[str, bytes | None]
"""The content of files by their path below posts/, None where there is to be no file."""


class NoPosts(ParleyError):
    """There is no folder to read; `what` is that alone, without what to do about it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            _(
                "{what}. Go to the folder of a site, name that of its posts with --posts, or begin a "
                "site with 'parley init' ('parley init --into .' in one of MkDocs).",
                what=what,
            )
        )
        self.what = what

    @classmethod
    def at(cls, folder: object) -> "NoPosts":
        return cls(_("there is no folder {folder}/ to read the posts from", folder=folder))


def read_file(posts: Path, label: str, file: Found) -> tuple[SourceFile, list[Problem]]:
    """The text of one file, and what is wrong with its bytes."""
    findings = Findings(f"{label}/{visible(file.path)}")
    text: str | None = None
    if file.content is not None:
        text = _decode(file.content, findings) if _fits(len(file.content), findings) else None
    elif file.stamp:
        text = _read_text(f"{posts}/{file.path}", findings)
    return SourceFile(file.path, file.slot, text), findings.problems


def find_files(posts: Path, label: str, folders: Sequence[str]) -> tuple[list[Found], list[Problem]]:
    """Every file below `posts` that the layout knows, in the order of folders and names, unread.

    `folders` are those of posts.

    Raises:
        NoPosts: `posts` is not a folder.
    """
    if posts.is_symlink():
        raise NoPosts(_("{label}/ is a symbolic link, and links aren't followed", label=label))
    if not posts.is_dir():
        raise NoPosts.at(label)
    files: list[Found] = []
    problems: list[Problem] = []
    names: dict[str, str] = {}
    with_post: set[str] = set()
    found_folders: list[str] = []
    beside: dict[str, str] = {}
    findings = Findings("")
    for entry, path in _walk(posts, label, folders, problems):
        findings.path = f"{label}/{visible(path)}"
        clash = names.setdefault(clash_key(path), path)
        if clash != path:
            _report_clash(path, clash, findings)
        slot = layout.find_slot(path)
        slot = slot if slot is None or slot.post is None or slot.post[0] in folders else None
        if slot:
            _check_length(path, label, findings)
            _check_ending(path, findings)
            files.append(Found(path, slot, _look_at(entry, slot, findings)))
            if slot.post and slot.kind != "reply":
                with_post.add(path.rpartition("/")[0])
        elif entry.is_symlink():
            findings.add("odd-file", _("this is a symbolic link"), _("Put the file itself here."))
        elif entry.is_dir(follow_symlinks=False):
            _check_folder(path, folders, findings)
            found_folders.append(path)
        else:
            _check_stray(path, folders, findings)
            meant = layout.find_home(path, folders) or layout.find_as_markdown(path, folders)
            beside.setdefault(meant.rpartition("/")[0], path)
        if findings.problems:
            problems += findings.problems
            findings = Findings("")
    problems += _check_posts_there(found_folders, with_post, beside, label)
    problems += _check_programs(files, posts, label)
    return files, problems


def _check_programs(files: Iterable[Found], posts: Path, label: str) -> Iterator[Problem]:
    """The files that are executable wherever git brings them. Some systems call every file so, and nobody meant it."""
    marked = [file for file in files if file.stamp and file.stamp[0] & 0o111]
    programs = find_programs(posts) if marked else None
    for file in marked:
        if programs and file.path in programs:
            findings = Findings(f"{label}/{visible(file.path)}")
            name = shlex.quote(findings.path)
            help = _("Run `chmod -x {name}` and `git update-index --chmod=-x {name}`.", name=name)
            findings.add("odd-file", _("the file is marked as executable"), help)
            yield from findings.problems


def _look_at(entry: os.DirEntry[str], slot: layout.Slot, findings: Findings) -> Stamp | None:
    """The stamp of a plain file; None, with a problem found, for anything else."""
    if entry.is_symlink():
        findings.add("odd-file", _("this is a symbolic link"), _("Put the file itself here."))
    elif not entry.is_file(follow_symlinks=False):
        findings.add("odd-file", _("this isn't a plain file"), _("Put a plain text file here."))
    else:
        _check_slot(slot, findings)
        try:
            return stamp(entry.stat(follow_symlinks=False))
        except OSError as error:
            _report_unreadable("file", error, findings)
    return None


def change_files(
    files: list[Found], problems: list[Problem], contents: Contents, label: str
) -> tuple[list[Found], list[Problem]]:
    """What `find_files` would have given with other contents at some paths. Nothing is written."""
    shown = {f"{label}/{visible(path)}" for path in contents}
    known = {file.path for file in files}
    files = [file for file in files if file.path not in contents]
    problems = [problem for problem in problems if problem.path not in shown]
    for path, data in contents.items():
        slot = layout.find_slot(path)
        assert slot, _("only files that the layout knows are written")  # noqa: S101
        if data is not None:
            findings = Findings(f"{label}/{visible(path)}")
            _check_slot(slot, findings)
            _check_ending(path, findings)
            if slot.post and path not in known:
                _check_name(slot.post[1], _("folder name"), layout.naming_of(slot.post[0]), findings)
                _check_length(path, label, findings)
            files.append(Found(path, slot, None, data))
            problems += findings.problems
    return files, problems


def find_link(posts: Path, path: str) -> Path | None:
    """The first symbolic link on the way from `posts` to a file below it: through it, one would write elsewhere."""
    steps = [posts]
    for name in path.split("/"):
        steps.append(steps[-1] / name)
    return next((step for step in steps if step.is_symlink()), None)


def _walk(
    root: Path, label: str, folders: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Every file and folder in the order of names, without going into folders the layout does not know."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                found = sorted(entries, key=attrgetter("name"))
        except OSError as error:
            findings = Findings(f"{label}/{visible(folder)}")
            _report_unreadable("folder", error, findings)
            problems += findings.problems
            continue
        below = []
        for entry in found:
            path = f"{folder}/{entry.name}" if folder else entry.name
            yield entry, path
            if entry.is_dir(follow_symlinks=False) and layout.find_folder(path, folders):
                below.append(path)
        waiting += reversed(below)


def _report_clash(path: str, other: str, findings: Findings) -> None:
    shown, shown_other = shorten(path), shorten(other)
    if shown == shown_other or unicodedata.normalize("NFC", path) == unicodedata.normalize("NFC", other):
        shown, shown_other = ascii(path)[1:-1], ascii(other)[1:-1]  # they look the same; show what differs
    message = _(
        "'{shown}' and '{shown_other}' are the same name on many file systems and on the site",
        shown=shown,
        shown_other=shown_other,
    )
    same_name = path.rpartition(".")[0] == other.rpartition(".")[0]
    findings.add("name-clash", message, _("Keep one of the two.") if same_name else _("Rename one of the two."))


def clash_key(path: str) -> str:
    """Two paths with the same key cannot live side by side everywhere, or would become the same page."""
    canonical = layout.find_canonical(path)
    stem = canonical.rpartition(".")[0] if canonical.endswith((".md", ".yml")) else path
    return stem.lower() if stem.isascii() else unicodedata.normalize("NFC", stem).casefold()


def _check_ending(path: str, findings: Findings) -> None:
    if (canonical := layout.find_canonical(path)) != path:
        stem = canonical.rpartition(".")[0]
        written, meant = (one[len(stem) :] for one in (path, canonical))
        message = _(
            "a file that ends in '{written}' is read as one that ends in '{meant}'", written=written, meant=meant
        )
        if not (path.startswith(stem) and written.startswith(".")):  # `zoe` begins `zoe` with a mark, too
            written, meant = (shorten(one.rpartition("/")[2]) for one in (path, canonical))
            message = _("'{written}' is read as '{meant}'", written=written, meant=meant)
        findings.add("untidy", message, _("`parley check --fix --write` renames it."), Severity.NOTICE)


def _check_leftover(name: str, findings: Findings) -> bool:
    if is_leftover := layout.is_leftover(name):
        message = _("'{name}' is left over from an editor or a system, and isn't published", name=shorten(name))
        findings.add("untidy", message, _("Delete it; a line in .gitignore keeps it out."), Severity.NOTICE)
    return is_leftover


def _check_folder(path: str, folders: Sequence[str], findings: Findings) -> None:
    if _check_leftover(path.rpartition("/")[2], findings):
        return
    if not layout.find_folder(path, folders):
        home = layout.find_home(f"{path}/2026-01-31-ana-k3p9.md", folders).rpartition("/")[0]
        wanted = (
            _("Move its files to '{home}'; `parley check --fix --write` does.", home=shorten(home, 200)) if home else ""
        )
        wanted = wanted or _describe_wanted(folders)
        findings.add("unknown-file", _("folder '{path}' doesn't belong in posts/", path=shorten(path)), wanted)
    elif path.count("/") == 1 or path.startswith(f"{layout.PAGES}/"):
        _check_name(path.rpartition("/")[2], _("folder name"), layout.SLUG, findings)


def _describe_wanted(folders: Iterable[str]) -> str:
    places = show_list(layout.list_wanted(folders), "or")
    return _("Expected: {places} (`.md` files also as `.yml`).", places=places)


def _check_stray(path: str, folders: Sequence[str], findings: Findings) -> None:
    name = path.rpartition("/")[2]
    if path not in layout.IGNORED and name != ".gitkeep" and not _check_leftover(name, findings):
        home = layout.find_home(path, folders)
        wanted = _("Move it to '{home}'; `parley check --fix --write` does.", home=shorten(home, 200)) if home else ""
        if other := layout.find_as_markdown(path, folders):
            wanted = _("Write the text in Markdown, with its keys above it, and call the file '{other}'.", other=other)
        wanted = wanted or _describe_wanted(folders)
        findings.add("unknown-file", _("file '{path}' doesn't belong in posts/", path=shorten(path)), wanted)


def _check_slot(slot: layout.Slot, findings: Findings) -> None:
    if slot.kind == "reply":
        _check_name(slot.name, _("reply id"), layout.ID, findings)
    elif slot.kind in ("person", "agreement"):
        _check_name(slot.name, "handle", layout.HANDLE, findings)


def _check_name(name: str, what: str, naming: layout.Naming, findings: Findings) -> None:
    if naming is layout.HANDLE and layout.is_bot(name):
        message = _("{what} '{name}' is a bot's login; people/ is for people", what=what, name=shorten(name))
        findings.add("bad-name", message, _("Remove the file."))
    elif not layout.is_name(name, naming):
        nearest = layout.nearest_name(name, naming)
        findings.add(
            "bad-name",
            _("{what} '{text}' must be {wanted}", what=what, text=shorten(name), wanted=_(naming.wanted)),
            _("Rename it, for example to '{nearest}'.", nearest=nearest) if nearest else _("Rename it."),
        )
    elif not layout.is_file_name(name, naming):
        message = _(
            "{what} '{name}' is a device name on Windows, where nobody could check this out", what=what, name=name
        )
        findings.add(
            "bad-name", message, _("Rename it, for example to '{nearest}'.", nearest=layout.nearest_name(name, naming))
        )


def _check_length(path: str, label: str, findings: Findings) -> None:
    whole = f"{label}/{path}"
    if len(whole) > layout.PATH_LENGTH and not whole.startswith("/"):  # from the top of what, nobody knows
        message = _(
            "the path has {whole} characters; at most {path_length} work on every system",
            whole=len(whole),
            path_length=layout.PATH_LENGTH,
        )
        findings.add("bad-name", message, _("Give the file or its folder a shorter name."))


def _check_posts_there(
    folders: list[str], with_post: set[str], beside: Mapping[str, str], label: str
) -> Iterator[Problem]:
    """The folders without a post; `beside` has for some of them a file that could become it."""
    for path in folders:
        own = path.startswith((f"{layout.PAGES}/", f"{layout.AGREEMENTS}/"))
        if path.count("/") == 1 and path not in with_post and not own:
            findings = Findings(f"{label}/{visible(path)}")
            help = _("Add the post, or remove the folder and everything in it.")
            if path in beside:
                help = _("Make '{file}' its post, as told there.", file=shorten(beside[path], 200))
            findings.add("missing-post", _("folder '{path}' has no post.md or post.yml", path=shorten(path)), help)
            yield from findings.problems


def _read_text(file: str, findings: Findings) -> str | None:
    """The text of a plain file of at most `MAX_BYTES`; None, with a problem found, for anything else."""
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        _report_unreadable("file", error, findings)
        return None
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            findings.add("odd-file", _("this isn't a plain file"), _("Put a plain text file here."))
            return None
        if not _fits(status.st_size, findings):
            return None
        data = stream.read(MAX_BYTES + 1)
    return _decode(data, findings)


def _report_unreadable(what: str, error: OSError, findings: Findings) -> None:
    """Tell that one place can't be read.

    Raises:
        ParleyError: no other could be, either.
    """
    if is_shortage(error):
        raise ParleyError(explain(error)) from error
    findings.add(
        "unreadable-file",
        _("the {what} can't be read: {strerror}", what=what, strerror=error.strerror),
        _("Make it readable."),
    )


def _fits(size: int, findings: Findings) -> bool:
    if size > MAX_BYTES:
        message = _("the file has {size} bytes; at most {max_bytes} are allowed", size=size, max_bytes=MAX_BYTES)
        findings.add("file-too-large", message, _("Shorten it, or split it into two replies."))
    return size <= MAX_BYTES


MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
"""With what Windows' editors begin a text that they call Unicode: what it is in is no guess then."""


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 where a mark at its beginning says so.

    Raises:
        UnicodeDecodeError: it is neither.
    """
    return data.decode(MARKS.get(data[:2], "utf-8-sig"))


def _decode(data: bytes, findings: Findings) -> str | None:
    if data[:2] in MARKS:
        help = _("`parley check --fix --write` writes it in UTF-8.")
        findings.add("untidy", _("the file is in UTF-16, and is read so"), help, Severity.NOTICE)
    try:
        text = decode(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        findings.add(
            "not-utf8",
            _("byte {data} on line {line} isn't UTF-8", data=f"{data[error.start]:#04x}", line=line),
            _("Save the file as UTF-8."),
            line=line,
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_characters(findings: Findings) -> None:
    """Report what no reader of a text could see."""
    if not has_hidden(findings.text):
        return
    for number, line in enumerate(findings.lines, 1):
        if found := next(find_hidden(line), None):  # one is enough for a line
            offset, char = found
            name = unicodedata.name(char, _("a control character"))
            findings.add(
                "control-character",
                _("'{char}' ({name}) is invisible and may mislead", char=visible(char), name=name),
                _("Delete it; it's safest to retype the line."),
                line=number,
                column=offset + 1,
            )
