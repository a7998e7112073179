"""The formats that can be imported, by the names they have on the command line."""

from collections.abc import Mapping
from dataclasses import dataclass

from parley.importing.blogger import read_blogger
from parley.importing.discourse import read_discourse
from parley.importing.disqus import read_disqus
from parley.importing.github import read_github
from parley.importing.mbox import read_mbox
from parley.importing.parley_threads import read_parley
from parley.importing.records import Reader
from parley.importing.static_files import read_static_files
from parley.importing.wordpress import read_wordpress


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
        Format("wordpress", "the XML file that WordPress exports (WXR)", read_wordpress),
        Format("discourse", "a topic's JSON, or a folder of topics", read_discourse),
        Format("github", "Discussions or Issues as JSON of the GraphQL interface", read_github),
        Format("blogger", "the Atom feed that Blogger exports", read_blogger),
        Format("mbox", "a mailing list's mbox, or a folder of them", read_mbox),
        Format("parley", "a thread.json of Parley, or a whole built site", read_parley),
    )
}
