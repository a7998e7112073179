"""Where a person is found: on a page of their own, which is earned, or else among those who wrote in a month.

What decides is in the repository: what their file says, and how many contributions they made, the removed ones too, so
that a removal takes no page away.
"""

from parley.model import urls
from parley.model.library import Library
from parley.model.settings import Settings


def find_month(handle: str, library: Library, settings: Settings) -> str:
    """The month of the first contribution of somebody who has no page, `2012-05`; nothing for who has one."""
    months = library.months.get(handle, ())
    has_page = len(months) >= settings.person_page or library.person(handle).is_presented
    return "" if has_page or not months else months[0]


def find_home(handle: str, library: Library, settings: Settings) -> str:
    """The address of a person; empty where the site has no pages of people, or none that tells of them.

    Who only agrees, or is only named, has written nothing that a page could show.
    """
    is_told = library.months.get(handle) or library.person(handle).is_presented
    if "people" not in library.declaration.lists or not is_told:
        return ""
    return urls.person(handle, find_month(handle, library, settings))


def has_feed(handle: str, library: Library, settings: Settings) -> bool:
    """Tell whether a person has a feed; without a page nobody has one."""
    if "people" not in library.declaration.lists:
        return False
    many = len(library.months.get(handle, ())) >= settings.person_feed
    return many and not find_month(handle, library, settings)
