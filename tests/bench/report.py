"""The page about what building costs: the part between two marks is written from numbers, the rest is left alone."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from bench.peers import TOOLS
from bench.results import STATES, Corpus, Outcome, Results

PAGE = "performance.md"
NUMBERS = "images/performance.json"
BEGIN = "<!-- written by `make bench` from here -->"
END = "<!-- to here -->"

SPACE = "\N{NO-BREAK SPACE}"

BUSY = 0.5
"""A load from which on the page says that the machine was not at rest."""


class NoPlace(Exception):
    """The page has not both marks, in their order."""


def write_page(results: Results, docs: Path) -> None:
    """Put the numbers in their place on the page; a page that does not exist begins with nothing else.

    Raises:
        NoPlace: the marks are not there.
    """
    file = docs / PAGE
    text = file.read_text(encoding="utf-8") if file.exists() else f"# What building costs\n\n{BEGIN}\n{END}\n"
    file.write_text(replace_part(text, render(results)), encoding="utf-8")


def replace_part(text: str, part: str) -> str:
    """The page with another text between the marks.

    Raises:
        NoPlace: the marks are not there.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NoPlace(f"the page needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{part.strip()}\n\n{END}{after}"


def render(results: Results) -> str:
    """The part between the marks."""
    return "\n\n".join(
        [
            "## The machine",
            render_machine(results),
            "## The numbers",
            render_sizes(results),
            "### Time on the clock",
            render_times(results),
            "### What a build from nothing takes",
            render_needs(results),
            "### What comes out",
            render_sites(results),
            "### Against ours",
            "How many times as much as Parley: 2 is twice as much, 0.5 half.",
            render_ratios(results, CLOCK),
            render_ratios(results, REST),
            "## The same as pictures",
            "Both scales are logarithmic: a step is ten times as much.",
            *(render_picture(name, alt, results) for name, alt in PICTURES.items()),
            "[All numbers as JSON](images/performance.json): each run with its steps.",
        ]
    )


def render_machine(results: Results) -> str:
    """On what, with what, how often, and how far the runs lie apart."""
    day = date.fromisoformat(results.date)
    # with a letter before it, as 0.168.0 could be a telephone number, and none may stand on the site
    versions = ", ".join(f"{name} v{text}" for name, text in results.versions.items())
    lines = [
        f"Measured on {day.day} {day:%B %Y}. The machine: {', '.join(results.machine)}. The programs: {versions}.",
        describe_runs(results),
    ]
    if max(corpus.runs for corpus in results.corpora) > 1:
        lines.append(
            f"The slowest build of a kind took at most {find_spread(results):.1f} times as long as its fastest."
        )
    if results.load > BUSY:
        lines.append(f"Other programs were running (load {results.load:.1f}), so that times on the clock are too long.")
    return " ".join(lines)


def describe_runs(results: Results) -> str:
    """What a number is the median of, size by size where it is not the same for all."""
    counts = {corpus.discussions: corpus.runs for corpus in results.corpora}
    usual = max(counts.values(), key=list(counts.values()).count)
    others = "; ".join(
        f"with {size:,} discussions {_name_runs(runs)}" for size, runs in counts.items() if runs != usual
    )
    return f"Each number is {_name_runs(usual)} of its kind{f' ({others})' if others else ''}."


def _name_runs(runs: int) -> str:
    return "one build" if runs == 1 else f"the median of {runs} builds"


def find_spread(results: Results) -> float:
    """The largest ratio between two runs of the same build."""
    return max(
        max(run.wall for run in runs) / min(run.wall for run in runs)
        for corpus in results.corpora
        for outcome in corpus.outcomes
        for runs in outcome.runs.values()
    )


def render_sizes(results: Results) -> str:
    """How many replies the corpora have."""
    sizes = (
        f"{corpus.discussions:,} discussions have {corpus.replies:,} replies ({format_bytes(corpus.source)} of text)"
        for corpus in results.corpora
    )
    return f"{'; '.join(sizes)}."


def render_times(results: Results) -> str:
    """Seconds of each kind of build."""
    rows = [
        [size, name, *(format_seconds(outcome.wall(state)) for state in STATES)]
        for size, name, outcome in _rows(results)
    ]
    return render_table(["Discussions", "Program", *(name.capitalize() for name in STATES.values())], rows)


def render_needs(results: Results) -> str:
    """Processor time and memory."""
    rows = [
        [
            size,
            name,
            format_seconds(outcome.cpu("cold")),
            format_bytes(outcome.memory()),
            format_bytes(outcome.search_memory()) if outcome.search_memory() else "–",
        ]
        for size, name, outcome in _rows(results)
    ]
    return render_table(["Discussions", "Program", "Processor time", "Peak memory", "of it Pagefind"], rows)


def render_sites(results: Results) -> str:
    """Size of the site, and what the first search costs a reader."""
    rows = [
        [
            size,
            name,
            format_bytes(outcome.size),
            f"{outcome.files:,}",
            _format_search(outcome),
            "–" if outcome.search_requests is None else f"{outcome.search_requests}",
        ]
        for size, name, outcome in _rows(results)
    ]
    return render_table(["Discussions", "Program", "Site", "Files", "First search", "Requests"], rows)


def _format_search(outcome: Outcome) -> str:
    if outcome.search_size is None:
        return "–"
    return format_bytes(outcome.search_size) + ("" if outcome.search_answered else ", no result")


Figure = Callable[[Outcome], float | None]

CLOCK: dict[str, Figure] = {
    name.capitalize(): lambda outcome, state=state: outcome.wall(state)  # type: ignore[misc]
    for state, name in STATES.items()
}
REST: dict[str, Figure] = {
    "Processor time": lambda outcome: outcome.cpu("cold"),
    "Peak memory": lambda outcome: outcome.memory(),
    "Site": lambda outcome: outcome.size,
    "First search": lambda outcome: outcome.search_size,
}
"""What the peers are compared by, with the heading of its column."""


def render_ratios(results: Results, figures: dict[str, Figure]) -> str:
    """Each peer against ours, where ours was measured, too."""
    rows = []
    for corpus in results.corpora:
        ours = corpus.of("parley")
        for outcome in corpus.outcomes if ours else ():
            if ours and outcome is not ours:
                ratios = [format_ratio(figure(outcome), figure(ours)) for figure in figures.values()]
                rows.append([_size(corpus), short_of(outcome), *ratios])
    return render_table(["Discussions", "Program", *figures], rows)


PICTURES = {
    "time": "Seconds of a build from nothing (full lines) and after one new reply (broken lines)",
    "memory": "Peak memory of a build from nothing",
    "search": "What the first search fetches",
}
"""The charts, with what each shows; `charts` draws a file of each name for light and for dark paper."""


def render_picture(name: str, alt: str, results: Results) -> str:
    """A chart in two colourings, of which the theme shows one."""
    last = results.corpora[-1]
    figures: dict[str, Callable[[Outcome], str]] = {
        "time": lambda outcome: f"{format_seconds(outcome.wall('cold'))} and {format_seconds(outcome.wall('reply'))}",
        "memory": lambda outcome: format_bytes(outcome.memory()),
        "search": _format_search,
    }
    values = "; ".join(f"{title_of(outcome)} {figures[name](outcome)}" for outcome in last.outcomes)
    text = f"{alt}, by number of discussions. With {last.discussions:,}: {values}."
    pictures = (
        f"![{text}](images/performance-{name}-{scheme}.svg#only-{scheme}){{ loading=lazy }}"
        for scheme in ("light", "dark")
    )
    return "\n".join([*pictures, "", f"{alt}."])


def render_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first two columns are words and the others numbers."""
    line = ["---" if number < 2 else "---:" for number in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, line, *rows))


def _rows(results: Results) -> Iterator[tuple[str, str, Outcome]]:
    for corpus in results.corpora:
        for outcome in corpus.outcomes:
            yield _size(corpus), short_of(outcome), outcome


def _size(corpus: Corpus) -> str:
    return f"{corpus.discussions:,}"


def title_of(outcome: Outcome) -> str:
    """The tool's name for readers."""
    return next(tool.title for tool in TOOLS if tool.key == outcome.tool)


def short_of(outcome: Outcome) -> str:
    """The tool's name in a table."""
    return next(tool.short for tool in TOOLS if tool.key == outcome.tool)


def format_seconds(seconds: float) -> str:
    """Two digits that count, or all before the point: `0.93 s`, `8.3 s`, `45 s`, `1,203 s`."""
    return f"{seconds:,.{2 if seconds < 0.995 else 1 if seconds < 9.95 else 0}f}{SPACE}s"


def format_bytes(size: float) -> str:
    """`640 kB`, `8.3 MB`, `476 MB`: a kB is 1,000 bytes."""
    if size < 999_500:
        return f"{size / 1000:.0f}{SPACE}kB"
    return f"{size / 1e6:,.{1 if size < 9.95e6 else 0}f}{SPACE}MB"


def format_ratio(theirs: float | None, ours: float | None) -> str:
    """`2.1`, `0.45`, or a dash where one is not known."""
    if not ours or theirs is None:
        return "–"
    ratio = theirs / ours
    return f"{ratio:.{2 if ratio < 0.995 else 1 if ratio < 9.95 else 0}f}"
