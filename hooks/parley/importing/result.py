"""What became of everything that an archive held, as text for a person and as data."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from parley.model.findings import shorten
from parley.model.languages.speaking import _

MOST_DIFFERENCES = 5000
"""Differences that the report gives by record; the counts are complete."""

EXAMPLES = 50
"""Cases of a kind that are named; the counts are complete."""

_MENDED = {
    "orphaned": "moved to the top level, because what they answer is missing",
    "redated": "got the date of what they answer, which is later",
    "undated": "got the date of what they answer, because they have no valid one",
    "renamed": "people shown under another name than in the archive",
    "split": "texts in several parts, each in a file of its own",
    "masked": "texts in which mail addresses were masked",
    "blotted": "texts in which access tokens were removed",
    "unlinked": "texts with broken links, kept as plain words",
    "stripped": "texts with a script or style sheet, which was left out",
    "recoded": "places where bytes are no UTF-8, read as windows-1252",
    "cleaned": "characters that no text has, left out",
    "superseded": "older versions of a text, of which the newest was taken",
    "edited": "texts that were changed in the archive since, and are here now",
    "removed": "taken back in the archive since, and marked as removed here",
    "unanswered": "with fields that look like the name of a parent and are not known; give them in the map",
    "agreed": "agreements of people who wrote there too, each in a file",
    "strangers": "agreements of people who wrote nothing there, left out",
    "unfit": "values that don't fit the keys that the map fills, left out",
    "footers": "texts whose footer of a mail was left out",
    "garbled": "texts with characters that were lost before",
    "guessed": "mails put into a thread by their subject, for nothing else says where they belong",
    "fetched": "pictures of the archive, which are in the repository now",
    "unfetched": "files of the archive that stay links, for their size or kind",
    "relinked": "texts with links to imported threads, which lead to their places here now",
    "plain": "texts kept as plain words without their markup",
    "retitled": "titles shortened, with the whole title in the text",
    "unknown": "discussions named in the archive but not described there",
    "withdrawn": "imported earlier, and removed from the archive since",
    "demoted": "people who were maintainers elsewhere and are contributors here",
}


KINDS_OF_LOSS = ("words", "links", "images", "code", "mail", "tokens", "unlinked", "plain")
"""What a proof may find to differ between a record and what is drawn of it; see `proof`."""

_LOST = {
    "words": "words that aren't on the page",
    "links": "addresses of links that aren't on the page",
    "images": "addresses of images that aren't on the page",
    "code": "lines of code that aren't on the page as they were",
    "mail": "mail addresses that were masked",
    "tokens": "access tokens that were removed",
    "unlinked": "addresses that lead nowhere from here",
    "plain": "markup that was given up to keep the words",
}


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
    for name, tally in (("discussions", result.discussions), ("replies", result.replies)):
        parts = [f"{tally.placed} placed"]
        parts += [f"{tally.known} already here"] if tally.known else []
        parts += [f"{tally.merged} merged as duplicates"] if tally.merged else []
        parts += [f"{count} left out ({reason})" for reason, count in sorted(tally.dropped.items())]
        yield f"{name}: {tally.read} read: {', '.join(parts)}"
        if tally.unaccounted:
            yield _(
                "{name}: {unaccounted} lost without a reason; this is a bug in the tool, please report it",
                name=name,
                unaccounted=tally.unaccounted,
            )
    yield _("people: {people} new; files: {files} new", people=result.people, files=result.files)
    for kind, count in sorted(result.mended.items()):
        cases = "; ".join(result.cases.get(kind, ())[:2])
        yield f"{kind}: {count} {_MENDED[kind]} (such as {cases})"
    if result.verified:
        yield _("verified: {verified} texts against the pages that are drawn of them", verified=result.verified)
    for kind, count in sorted(result.differences.items()):
        found = next((one for one in result.differing if one.kind == kind), None)
        case = f" (such as {found.where}: {shorten(', '.join(found.lacking), 120)})" if found else ""
        accepted = ", accepted" if kind in result.allowed else ""
        yield _(
            "{kind}: {count} texts lack {lost}{accepted}{case}",
            kind=kind,
            count=count,
            lost=_LOST[kind],
            accepted=accepted,
            case=case,
        )
    if result.redirects:
        yield _("redirects: {redirects} addresses of the archive lead to their places here", redirects=result.redirects)
    for one in result.missing[:20]:
        yield _("missing from the archive: {which}", which=shorten(one, 160))
    if len(result.missing) > 20:
        yield _("missing from the archive: {missing} more", missing=len(result.missing) - 20)
