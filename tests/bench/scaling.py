"""The part about how costs grow: what was measured of Parley, and what follows for a million replies and more."""

from collections.abc import Callable
from statistics import median

from bench.formatting import format_bytes, format_ratio, format_seconds, render_table
from bench.results import Corpus, Outcome, Results

LIMIT = 1e9
"""Bytes of the largest site that GitHub Pages takes."""

Figure = Callable[[Outcome], float]


def _count_python(outcome: Outcome) -> float:
    return median(run.memory - run.search_memory for run in outcome.runs["cold"])


SECONDS: dict[str, Figure] = {
    "From nothing, on the clock": lambda one: one.wall("cold"),
    "From nothing, processor time": lambda one: one.cpu("cold"),
    "Unchanged": lambda one: one.wall("unchanged"),
    "One new reply": lambda one: one.wall("reply"),
}
BYTES: dict[str, Figure] = {
    "Memory of Python": _count_python,
    "Memory of Pagefind": lambda one: one.search_memory(),
    "Site": lambda one: one.size,
    "Cache": lambda one: one.kept,
}


def render(results: Results) -> str:
    """Both tables with what is said of them; nothing where Parley wasn't measured."""
    real = [corpus for corpus in results.corpora if corpus.name]
    measured = [(one, found) for one in (*real, *results.grown[-2:]) if (found := one.of("parley"))]
    measured = list({id(one): (one, found) for one, found in measured}.values())
    if not measured:
        return ""
    return "\n\n".join([_render_measured(measured), _render_growth(*measured[-1])])


def _render_measured(measured: list[tuple[Corpus, Outcome]]) -> str:
    """A column for each corpus, and how many times as much the last has as the one before it."""
    before, last = measured[-2:] if len(measured) > 1 else (measured[0], measured[0])

    def row(name: str, show: Callable[[float], str], find: Callable[[Corpus, Outcome], float]) -> list[str]:
        return [name, *(show(find(*one)) for one in measured), format_ratio(find(*last), find(*before))]

    rows = [
        row("Replies", "{:,}".format, lambda corpus, _: corpus.replies),
        row("People", "{:,}".format, lambda corpus, _: corpus.people),
        *(row(name, format_seconds, lambda _, one, find=find: find(one)) for name, find in SECONDS.items()),  # type: ignore[misc]
        *(row(name, format_bytes, lambda _, one, find=find: find(one)) for name, find in BYTES.items()),  # type: ignore[misc]
        row("Files of the site", "{:,}".format, lambda _, one: one.files),
    ]
    head = [f"{corpus.discussions:,} discussions{f' ({corpus.name})' if corpus.name else ''}" for corpus, _ in measured]
    return render_table(["What", *head, "Last to the one before"], rows, words=1)


def _render_growth(corpus: Corpus, outcome: Outcome) -> str:
    """What a reply costs where there are most of them, and what that means for more."""
    each = {name: find(outcome) / corpus.replies for name, find in {**SECONDS, **BYTES}.items()}
    cpu = each["From nothing, processor time"]
    lines = [
        f"With {corpus.replies:,} replies each costs about {cpu * 1000:.1f} ms of processor time, "
        f"{each['Memory of Python'] / 1000:.0f} kB of memory, {each['Memory of Pagefind'] / 1000:.0f} kB in Pagefind, "
        f"{each['Site'] / 1000:.0f} kB of site and {each['Cache'] / 1000:.0f} kB of cache. "
        f"A site of 1 GB holds about {LIMIT / each['Site'] / 1000:,.0f},000 replies.",
        "Nobody has built the sites in the next table. Its numbers are extrapolated.",
    ]
    rows = [
        [
            f"{millions} million",
            _format_time(cpu * millions * 1e6),
            *(f"{each[name] * millions / 1000:,.0f} GB" for name in BYTES),
            f"{outcome.files / corpus.replies * millions:,.1f} million",
        ]
        for millions in (1, 10, 100)
    ]
    head = ["Replies", "Processor time from nothing", *BYTES, "Files"]
    return "\n\n".join([*lines, render_table(head, rows, words=0)])


def _format_time(seconds: float) -> str:
    """In the unit in which it is one or more: `46 minutes`, `8 hours`, `3 days`."""
    for unit, length in (("days", 86_400), ("hours", 3_600)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds / 60:,.0f} minutes"
