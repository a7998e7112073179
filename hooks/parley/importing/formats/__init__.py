"""The formats that can be imported, by the names they have on the command line."""

import importlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import cast

from parley.importing.records import Archive, ArchiveReader, BadArchive, Carried, Fault, Noticed, Record
from parley.importing.streams.recognising import recognise
from parley.model.extending import find_added, load_added
from parley.model.languages.speaking import N_, _
from parley.model.problems import ParleyError


@dataclass(frozen=True, slots=True)
class Format:
    """`about` says in a few words what SOURCE is; `read_<name>` in `module` reads it."""

    name: str
    about: str
    module: str = ""
    point: EntryPoint | None = None
    """Where another package has its reader."""

    @property
    def read(self) -> ArchiveReader:
        """The reader, loaded when it is wanted: the other commands need none of the libraries for it.

        It refuses an archive in which it recognises nothing, and passes on what streams have repaired.
        """
        reader = load_added(self.point) if self.point else self._find_reader()

        def read(archive: Archive) -> Iterator[Record]:
            found = False
            for record in reader(archive):
                found = found or not isinstance(record, Noticed | Carried)
                yield from _drain(archive)
                yield record
            yield from _drain(archive)
            if not found:
                raise BadArchive(
                    Fault(
                        archive.path,
                        1,
                        _(
                            "there is nothing in it of what '{name}' reads{archive}",
                            name=self.name,
                            archive=_say(archive),
                        ),
                    )
                )

        return read

    def _find_reader(self) -> ArchiveReader:
        module = importlib.import_module(f"parley.importing.formats.{self.module}")
        return cast("ArchiveReader", getattr(module, f"read_{self.name}"))


def _say(archive: Archive) -> str:
    """What an archive looks like, behind a comma; nothing where nobody can tell."""
    with suppress(ParleyError, OSError):
        found = recognise(archive.path)
        return _("; it looks like {looks}", looks=found.looks) + (f" ('{found.form}')" if found.form else "")
    return ""


def _drain(archive: Archive) -> Iterator[Record]:
    while archive.noticed:
        yield archive.noticed.pop(0)


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            "static", N_("a folder of comment files (Staticman and its kin), in any of their layouts"), "static_files"
        ),
        Format("disqus", N_("the XML file that Disqus exports"), "disqus"),
        Format("wordpress", N_("the XML file that WordPress exports (WXR)"), "wordpress"),
        Format("discourse", N_("a topic's JSON, or a folder of topics"), "discourse"),
        Format("github", N_("Discussions or Issues as JSON, of the GraphQL or the REST interface"), "github"),
        Format("blogger", N_("the Atom feed that Blogger exports"), "blogger"),
        Format("mbox", N_("a mailing list's mbox, or a folder of them"), "mbox"),
        Format("commento", N_("the JSON file that Commento or Comentario exports"), "commento"),
        Format("isso", N_("the database of Isso (SQLite)"), "isso"),
        Format("remark42", N_("a backup of Remark42"), "remark42"),
        Format("cusdis", N_("the comments of Cusdis as its interface gives them (JSON)"), "cusdis"),
        Format("phpbb", N_("a dump of the database of phpBB 3 (MySQL or MariaDB, SQL)"), "phpbb.reader"),
        Format(
            "archive",
            N_("the open form for conversations that move (parley-archive), as `parley export` writes it"),
            "parley_archive",
        ),
        Format("parley", N_("a thread.json of Parley, or a whole built site"), "parley_threads"),
        *(Format(one.name, N_("the format of another package"), point=one) for one in find_added("parley.imports")),
    )
}
