"""What became of everything that an archive held, as text for a person and as data."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _, ngettext, show_list, show_number

MOST_DIFFERENCES = 5000
"""Differences that the report gives by record; the counts are complete."""

EXAMPLES = 50
"""Cases of a kind that are named; the counts are complete."""

_MENDED = {
    "orphaned": N_("moved to the top level, because what they answer is missing"),
    "redated": N_("got the date of what they answer, which is later"),
    "undated": N_("got the date of what they answer or of their first reply, or 1970, because they have no valid one"),
    "renamed": N_("people shown under another name than in the archive"),
    "split": N_("texts in several parts, each in a file of its own"),
    "masked": N_("texts in which mail addresses were masked"),
    "blotted": N_("texts in which access tokens were removed"),
    "unlinked": N_("texts with broken links, kept as plain words"),
    "stripped": N_("texts with a script or style sheet, which was left out"),
    "recoded": N_("places where bytes are no UTF-8, read as windows-1252"),
    "cleaned": N_("characters that no text has, left out"),
    "superseded": N_("older versions of a text, of which the newest was taken"),
    "edited": N_("texts that were changed in the archive since, and are here now"),
    "titled": N_("titles that were changed in the archive since, and are here now"),
    "removed": N_("taken back in the archive since, and marked as removed here"),
    "unanswered": N_("with fields that look like the name of a parent and are not known; give them in the map"),
    "agreed": N_("agreements of people who wrote there too, each in a file"),
    "strangers": N_("agreements of people who wrote nothing there, left out"),
    "unfit": N_("values that don't fit the keys that the map fills, left out"),
    "footers": N_("texts whose footer of a mail was left out"),
    "garbled": N_("texts with characters that were lost before"),
    "guessed": N_("mails put into a thread by their subject, for nothing else says where they belong"),
    "fetched": N_("pictures of the archive, which are in the repository now"),
    "unfetched": N_("files of the archive that stay links, for their size or kind"),
    "relinked": N_("texts with links to imported threads, which lead to their places here now"),
    "plain": N_("texts kept as plain words without their markup"),
    "retitled": N_("titles shortened, with the whole title in the text"),
    "unknown": N_("discussions named in the archive but not described there"),
    "withdrawn": N_("imported earlier, and removed from the archive since"),
    "demoted": N_("people who were maintainers elsewhere and are contributors here"),
}


KINDS_OF_LOSS = ("words", "links", "images", "code", "mail", "tokens", "unlinked", "plain")
"""What a proof may find to differ between a record and what is drawn of it; see `proof`."""

_LOST = {
    "words": N_("words that aren't on the page"),
    "links": N_("addresses of links that aren't on the page"),
    "images": N_("addresses of images that aren't on the page"),
    "code": N_("lines of code that aren't on the page as they were"),
    "mail": N_("mail addresses that were masked"),
    "tokens": N_("access tokens that were removed"),
    "unlinked": N_("addresses that lead nowhere from here"),
    "plain": N_("markup that was given up to keep the words"),
}


OF_DISCUSSION = "its discussion: "
"""Begins the reason for which a reply was left out with all of its discussion."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a proof found in one record: a kind of `KINDS_OF_LOSS`, and examples of what is not there."""

    where: str
    kind: str
    lacking: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Where each of a kind of record went; nothing may be left over."""

    read: int = 0
    placed: int = 0
    known: int = 0
    merged: int = 0
    dropped: Counter[str] = field(default_factory=Counter)

    @property
    def unaccounted(self) -> int:
        return self.read - self.placed - self.known - self.merged - self.dropped.total()

    def data(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "placed": self.placed,
            "known": self.known,
            "merged": self.merged,
            "dropped": dict(sorted(self.dropped.items())),
            "unaccounted": self.unaccounted,
        }


@dataclass(slots=True)
class ImportResult:
    """`missing` is what the archive says it should hold and does not; `files` counts what was written."""

    discussions: Tally = field(default_factory=Tally)
    replies: Tally = field(default_factory=Tally)
    people: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)
    cases: dict[str, list[str]] = field(default_factory=dict)
    verified: int = 0
    differences: Counter[str] = field(default_factory=Counter)
    differing: list[Difference] = field(default_factory=list)
    allowed: frozenset[str] = frozenset()
    redirects: int = 0

    @property
    def lost(self) -> bool:
        """Tell whether a proof found what nobody has accepted."""
        return bool(self.differences.keys() - self.allowed)

    def differ(self, difference: Difference) -> None:
        """Count a difference; the first ones are kept with what is lacking."""
        self.differences[difference.kind] += 1
        if len(self.differing) < MOST_DIFFERENCES:
            self.differing.append(difference)

    @property
    def complete(self) -> bool:
        """Tell whether everything is in its place or was left out for a reason."""
        return not (self.missing or self.discussions.unaccounted or self.replies.unaccounted)

    def mend(self, kind: str, where: str) -> None:
        """Count something that is not as it was in the archive."""
        self.mended[kind] += 1
        self.name_case(kind, where)

    def name_case(self, kind: str, where: str) -> None:
        cases = self.cases.setdefault(kind, [])
        if len(cases) < EXAMPLES:
            cases.append(shorten(where, 160))


def render_json(result: ImportResult) -> str:
    """The whole result as a JSON object."""
    data = {
        "complete": result.complete,
        "discussions": result.discussions.data(),
        "replies": result.replies.data(),
        "people": result.people,
        "files": result.files,
        "mended": dict(sorted(result.mended.items())),
        "missing": [shorten(one, 160) for one in result.missing],
        "cases": dict(sorted(result.cases.items())),
        "verified": result.verified,
        "differences": dict(sorted(result.differences.items())),
        "differing": [
            {"record": one.where, "kind": one.kind, "lacking": [shorten(text, 200) for text in one.lacking]}
            for one in result.differing
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def render_text(result: ImportResult) -> str:
    """The result in some lines, with an example or two of each kind."""
    return "\n".join(_lines(result))


def _lines(result: ImportResult) -> Iterator[str]:
    for name, tally in ((N_("discussions"), result.discussions), (N_("replies"), result.replies)):
        parts = [ngettext("{n} placed", "{n} placed", tally.placed)]
        parts += [ngettext("{n} already here", "{n} already here", tally.known)] if tally.known else []
        parts += [ngettext("{n} merged as duplicate", "{n} merged as duplicates", tally.merged)] if tally.merged else []
        parts += [
            ngettext("{n} left out ({reason})", "{n} left out ({reason})", number, reason=_say_reason(reason))
            for reason, number in sorted(tally.dropped.items())
        ]
        read = ngettext("{n} read", "{n} read", tally.read)
        yield _("{name}: {read}: {parts}", name=_(name), read=read, parts=show_list(parts, "unit"))
        if tally.unaccounted:
            yield _(
                "{name}: {unaccounted} lost without a reason; this is a bug in the tool, please report it",
                name=_(name),
                unaccounted=tally.unaccounted,
            )
    yield _("people: {people} new; files: {files} new", people=result.people, files=result.files)
    for kind, number in sorted(result.mended.items()):
        cases = "; ".join(result.cases.get(kind, ())[:2])
        yield _(
            "{kind}: {what}: {number} (such as {cases})",
            kind=kind,
            what=_(_MENDED[kind]),
            number=show_number(number),
            cases=cases,
        )
    if result.verified:
        yield _("verified: {verified} texts against the pages that are drawn of them", verified=result.verified)
    for kind, number in sorted(result.differences.items()):
        yield _tell_difference(result, kind, number)
    if result.redirects:
        yield _("redirects: {redirects} addresses of the archive lead to their places here", redirects=result.redirects)
    for one in result.missing[:20]:
        yield _("missing from the archive: {which}", which=shorten(one, 160))
    if len(result.missing) > 20:
        yield _("missing from the archive: {missing} more", missing=len(result.missing) - 20)


def _say_reason(reason: str) -> str:
    if reason.startswith(OF_DISCUSSION):
        return _("its discussion: {reason}", reason=_(reason.removeprefix(OF_DISCUSSION)))
    return _(reason)


def _tell_difference(result: ImportResult, kind: str, number: int) -> str:
    found = next((one for one in result.differing if one.kind == kind), None)
    case = f"{found.where}: {shorten(', '.join(found.lacking), 120)}" if found else ""
    told = {"kind": kind, "what": _(_LOST[kind]), "cases": case}
    if kind in result.allowed:
        return ngettext(
            "{kind}: {what}: {n} text (accepted; such as {cases})",
            "{kind}: {what}: {n} texts (accepted; such as {cases})",
            number,
            **told,
        )
    return ngettext(
        "{kind}: {what}: {n} text (such as {cases})", "{kind}: {what}: {n} texts (such as {cases})", number, **told
    )
