"""Dates, numbers, names and other small things in the words that every page has for them."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from parley.model.entries import Contribution, Moment, Person, Reply, find_archive
from parley.model.languages.speaking import N_, _, ngettext, pgettext, show_day
from parley.model.settings import Comparisons


def show_date(moment: Moment) -> str:
    """`22 November 2026`, or with its time `22 November 2026, 09:30 UTC`."""
    at = moment.at
    day = show_day(at.date())
    return _("{day}, {time} UTC", day=day, time=at.isoformat()[11:16]) if moment.exact else day


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
    date = show_date(item.last_edit)
    if find_moved(item):
        return _("Moved on {date}: {reason}", date=date, reason=item.removed)
    return _("Removed on {date}: {reason}", date=date, reason=item.removed)


def find_moved(item: Contribution) -> str:
    """Where a reply that was taken away can be read now, from the root of the site; empty for all others."""
    return item.moved_to if isinstance(item, Reply) and item.removed else ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What things of a site are called: some by its declaration, the others in its language."""

    comparisons: Comparisons | None = None

    def name_kind(self, kind: str) -> str:
        """A kind of post within a sentence."""
        return _(_KINDS[kind]) if kind in _KINDS else self._call(kind)

    def head_kind(self, kind: str) -> str:
        """A kind of post where its name stands alone."""
        name = self._call(kind)
        return _(_HEADS[kind]) if kind in _HEADS else name[:1].upper() + name[1:]

    def name_start(self, *, is_first: bool) -> str:
        """What leads to a new comparison."""
        name = self.comparisons.called if self.comparisons else ""
        if is_first:
            return _("Write the first {name}", name=name)
        return _("Write an {name}", name=name) if name[:1] in tuple("aeiou") else _("Write a {name}", name=name)

    def name_reply_to(self, kind: str, *, is_this: bool = False) -> str:
        """What leads to a reply that answers a post; at its end the post is this one."""
        said = (_REPLIES_TO_THIS if is_this else _REPLIES_TO).get(kind)
        if said:
            return _(said)
        name = self._call(kind)
        return _("Reply to this {name}", name=name) if is_this else _("Reply to the {name}", name=name)

    def _call(self, kind: str) -> str:
        declared = self.comparisons
        return declared.called if declared and kind == declared.name else kind

    def list_names(self) -> dict[str, Callable[..., str]]:
        """By the names that templates have for them."""
        return {
            "name_kind": self.name_kind,
            "head_kind": self.head_kind,
            "name_start": self.name_start,
            "name_reply_to": self.name_reply_to,
            "name_edit": name_edit,
            "name_measure": lambda what: _(_MEASURES[what]),
            "name_measured_reply": lambda what: _(_MEASURED_REPLIES[what]),
            "name_take": name_take,
            "count_answers": count_answers,
            "name_state": lambda state: _(_STATES[state]),
            "name_source": name_source,
        }


_KINDS = {"discussion": N_("discussion"), "page": N_("page")}
_HEADS = {"discussion": N_("Discussion"), "page": N_("Page")}
_REPLIES_TO = {"discussion": N_("Reply to the discussion"), "page": N_("Reply to the page")}
_REPLIES_TO_THIS = {"discussion": N_("Reply to this discussion"), "page": N_("Reply to this page")}
_MEASURES: Mapping[str, str] = {
    "locked": N_("Locked"),
    "unlocked": N_("Unlocked"),
    "restored": N_("Restored"),
    "moved": N_("Moved"),
}
_MEASURED_REPLIES: Mapping[str, str] = {
    "removed": N_("A removed reply"),
    "restored": N_("A restored reply"),
    "moved": N_("A moved reply"),
}
_EDITS: Mapping[str, str] = {
    "": N_("edited"),
    "locked": N_("edited or locked"),
    "unlocked": N_("edited or unlocked"),
    "restored": N_("edited or restored"),
    "moved": N_("edited or moved"),
    "settled": N_("edited or settled"),
}
_TAKES: Mapping[str, str] = {
    "supports": N_("supports"),
    "disputes": N_("disputes"),
    "asks": N_("asks"),
    "adds": N_("adds"),
}
_STATES: Mapping[str, str] = {"settled": N_("settled"), "answered": N_("answered")}
_SOURCES: Mapping[str, str] = {
    "law": N_("law"),
    "platform": N_("platform"),
    "academic": N_("academic"),
    "survey": N_("survey"),
    "vendor": N_("vendor"),
    "practitioner": N_("practitioner"),
    "guide": N_("guide"),
}


def name_source(kind: str) -> str:
    """A kind of source."""
    return _(_SOURCES[kind]) if kind in _SOURCES else kind


def name_take(takes: str) -> str:
    """What a reply does to what it answers."""
    return _(_TAKES[takes])


def count_answers(answers: Mapping[str, int]) -> str:
    """The answers to a reply by what they do: `3 answers: 2 dispute, 1 asks`, or `1 answer disputes it`."""
    all_answers = sum(answers.values())
    counted = {takes: number for takes, number in answers.items() if takes}
    if all_answers in counted.values():
        return _count_alike(next(iter(counted)), all_answers)
    said = ngettext("{n} answer", "{n} answers", all_answers)
    parts = pgettext("between items of a list", ", ").join(_count_takes(*pair) for pair in counted.items())
    return f"{said}{pgettext('before a list', ': ')}{parts}" if parts else said


def _count_alike(takes: str, number: int) -> str:
    match takes:
        case "supports":
            return ngettext("{n} answer supports it", "{n} answers support it", number)
        case "disputes":
            return ngettext("{n} answer disputes it", "{n} answers dispute it", number)
        case "asks":
            return ngettext("{n} answer asks", "{n} answers ask", number)
    return ngettext("{n} answer adds to it", "{n} answers add to it", number)


def _count_takes(takes: str, number: int) -> str:
    match takes:
        case "supports":
            return ngettext("{n} supports", "{n} support", number)
        case "disputes":
            return ngettext("{n} disputes", "{n} dispute", number)
        case "asks":
            return ngettext("{n} asks", "{n} ask", number)
    return ngettext("{n} adds", "{n} add", number)


def name_edit(measure: str = "") -> str:
    """What was done to a text on the day of its last edit; a measure has no other day than that."""
    return _(_EDITS[measure])


HUES = 12


def show_about(person: Person) -> str:
    """The line about a person; the one that an import writes about everybody is said in the language of the site."""
    archive = find_archive(person.about)
    return _("Wrote in the archive {name}.", name=archive) if archive else person.about


def hue(handle: str) -> int:
    """The number of the colour that stands for a person, 0 to `HUES` - 1; the same on every page and in every build."""
    return zlib.crc32(handle.encode()) % HUES


def initials(name: str) -> str:
    """`TI` for The Invited, `A` for ana, `王` for 王小明."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()
