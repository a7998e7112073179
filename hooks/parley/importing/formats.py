"""The formats that can be imported, by the names they have on the command line."""

from collections.abc import Mapping
from dataclasses import dataclass

from parley.importing.disqus import read_disqus
from parley.importing.records import Reader
from parley.importing.static_files import read_static_files


@dataclass(frozen=True, slots=True)
class Format:
    """`about` says in a few words what SOURCE is."""

    name: str
    about: str
    read: Reader


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("static", "a folder of comment files (Staticman and its kin), one folder a page", read_static_files),
        Format("disqus", "the XML file that Disqus exports", read_disqus),
    )
}
