"""Links of contributors to replies, and the pages that the replies stand on.

A link is written with the address of the post, or with the anchor alone within a thread. Where the reply is on a later
page of a long thread, the link has to lead there; so what is drawn of a text depends on that page as well.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from parley.model import layout, urls
from parley.model.entries import Comparison, Contribution, ThreadName
from parley.model.library import Library
from parley.model.settings import Declaration

_LINK = re.compile(rf"(?:/[a-z0-9-]+/[a-z0-9-]+/(?:page/[0-9]{{1,9}}/)?)?#reply-{layout.ID.pattern.pattern}")


def find_thread(item: Contribution) -> ThreadName | None:
    """The thread that a contribution belongs to, by its path."""
    slot = layout.find_slot(item.path)
    return slot.post if slot else None


def make_lead(library: Library, thread: ThreadName | None, here: str) -> Callable[[str], str]:
    """A call that gives the way from the page at `here` to the reply that a link in a text of a thread means.

    It takes the link as it was written, and gives nothing for one that means no reply.
    """

    def lead(link: str) -> str:
        target = _read(link, thread)
        if target is None:
            return ""
        folder, slug, reply = target
        page = urls.thread_page(folder, slug, library.page_of((folder, slug), reply))
        anchor = f"#{urls.reply_anchor(reply)}"
        return anchor if page == here else f"{urls.root(here)}{page}{anchor}"

    return lead


def _read(link: str, thread: ThreadName | None) -> tuple[str, str, str] | None:
    own = urls.parse_own_reply(link)
    target = (*thread, own) if own and thread else urls.parse_internal(link)
    return target if target and target[2] else None


def find_pages(items: Iterable[Contribution], library: Library) -> dict[ThreadName, dict[str, int]]:
    """The part of `Library.pages` that links in some contributions need."""
    found: dict[ThreadName, dict[str, int]] = {}
    if library.pages:
        for item in items:
            for folder, slug, reply in _find_links(item, library.declaration):
                if (page := library.page_of((folder, slug), reply)) > 1:
                    found.setdefault((folder, slug), {})[reply] = page
    return found


def _find_links(item: Contribution, declaration: Declaration) -> Iterator[tuple[str, str, str]]:
    """What may be links in the texts of a contribution: some may stand in code, none is left out."""
    declared = declaration.comparisons if isinstance(item, Comparison) else None
    for text in (item.body, *(item.get(part.key) for part in (declared.parts() if declared else ()))):
        if text and "#reply-" in text:
            for link in _LINK.findall(text):
                if target := _read(link, find_thread(item)):
                    yield target
