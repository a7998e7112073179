"""Dates, numbers, names and other small things in the words that every page has for them."""

import zlib

from markupsafe import Markup

from parley.model.entries import Contribution, Moment

MONTHS = tuple("January February March April May June July August September October November December".split())


def show_date(moment: Moment) -> str:
    """`22 November 2026`, or with its time `22 November 2026, 09:30 UTC`; the same in every locale."""
    at = moment.at
    day = f"{at.day} {MONTHS[at.month - 1]} {at.year}"
    return f"{day}, {at.isoformat()[11:16]} UTC" if moment.exact else day


_MOMENT = '<time datetime="{}">{}</time>'
_PROPERTY = '<time itemprop={} datetime="{}">{}</time>'


def show_moment(moment: Moment, name: str = "", instant: Moment | None = None) -> Markup:
    """The date as a `time` element. Nearly every one is another, so a template would be started for each.

    With a `name` it is a property, the `instant`, for programs; one of another day than the date stands by itself.
    """
    # Markup.format would escape all, and take four times as long
    if instant and instant.day == moment.day:
        drawn = _PROPERTY.format(name, instant.instant, show_date(moment))
    else:
        drawn = _MOMENT.format(moment.written, show_date(moment))
        drawn += _PROPERTY.format(name, instant.instant, "") if instant else ""
    return Markup(drawn)  # noqa: S704 (figures, names of months and of properties)


def show_removal(item: Contribution) -> str:
    """What stands in the place of a removed text where no template draws it."""
    return f"Removed on {show_date(item.last_edit)}: {item.removed}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 reply`, `2 replies`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


HUES = 12


def hue(handle: str) -> int:
    """The number of the colour that stands for a person, 0 to `HUES` - 1; the same on every page and in every build."""
    return zlib.crc32(handle.encode()) % HUES


def initials(name: str) -> str:
    """`TI` for The Invited, `A` for ana, `王` for 王小明."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()
