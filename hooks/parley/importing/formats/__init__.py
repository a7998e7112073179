"""The formats that can be imported, by the names they have on the command line."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from parley.importing.records import ArchiveReader


@dataclass(frozen=True, slots=True)
class Format:
    """`about` says in a few words what SOURCE is; `read_<name>` in `module` reads it."""

    name: str
    about: str
    module: str

    @property
    def read(self) -> ArchiveReader:
        """The reader, loaded when it is wanted: the other commands need none of the libraries for it."""
        module = importlib.import_module(f"parley.importing.formats.{self.module}")
        return cast("ArchiveReader", getattr(module, f"read_{self.name}"))


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("static", "a folder of comment files (Staticman and its kin), one folder a page", "static_files"),
        Format("disqus", "the XML file that Disqus exports", "disqus"),
        Format("wordpress", "the XML file that WordPress exports (WXR)", "wordpress"),
        Format("discourse", "a topic's JSON, or a folder of topics", "discourse"),
        Format("github", "Discussions or Issues as JSON of the GraphQL interface", "github"),
        Format("blogger", "the Atom feed that Blogger exports", "blogger"),
        Format("mbox", "a mailing list's mbox, or a folder of them", "mbox"),
        Format("parley", "a thread.json of Parley, or a whole built site", "parley_threads"),
    )
}
