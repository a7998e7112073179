"""The page about what building costs: the part between two marks is written from numbers, the rest is left alone."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench import scaling
from bench.formatting import format_bytes, format_ratio, format_seconds, render_table
from bench.peers import TOOLS
from bench.results import CHECKOUT, STATES, Corpus, Outcome, Results

PAGE = "performance.md"
NUMBERS = "images/performance.json"
BEGIN = "<!-- written by `make bench` from here -->"
END = "<!-- to here -->"

BUSY = 0.5
"""A load from which on the page says that the machine was not at rest."""


class NoPlace(Exception):
    """The page has not both marks, in their order."""


def write_pages(results: Results, docs: Path) -> None:
    """Put the numbers in their places on both pages; a page that does not exist begins with nothing else.

    Raises:
        NoPlace: the marks are not there.
    """
    for name, draw in PAGES.items():
        file = docs / name
        text = file.read_text(encoding="utf-8") if file.exists() else f"# What building costs\n\n{BEGIN}\n{END}\n"
        file.write_text(replace_part(text, draw(results)), encoding="utf-8")


def replace_part(text: str, part: str, begin_mark: str = BEGIN, end_mark: str = END) -> str:
    """The page with another text between the marks.

    Raises:
        NoPlace: the marks are not there.
    """
    before, begin, rest = text.partition(begin_mark)
    _, end, after = rest.partition(end_mark)
    if not begin or not end:
        raise NoPlace(f"the page needs the lines {begin_mark} and {end_mark}")
    return f"{before}{begin}\n\n{part.strip()}\n\n{end}{after}"


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
            "### Where Parley's processor time goes",
            render_parts(results),
            "### What the bytes are",
            render_kinds(results),
            render_rooms(results),
            "### A whole publish",
            render_publish(results),
            "## The same as pictures",
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
    reasons = [*results.missing, *(reason for corpus in results.corpora for reason in corpus.failed)]
    lines += [f"Not measured: {reason}." for reason in reasons]
    if results.load > BUSY:
        lines.append(f"Other programs were running (load {results.load:.1f}), so that times on the clock are too long.")
    return " ".join(lines)


def describe_runs(results: Results) -> str:
    """What a number is the median of, size by size where it is not the same for all."""
    counts = {_size(corpus): corpus.runs for corpus in results.corpora}
    usual = max(counts.values(), key=list(counts.values()).count)
    others = "; ".join(f"with {size} discussions {_name_runs(runs)}" for size, runs in counts.items() if runs != usual)
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
    """How many replies the corpora have, and by how many people."""
    sizes = (
        f"{_size(corpus)} discussions have {corpus.replies:,} replies by {corpus.people:,} people "
        f"({format_bytes(corpus.source)} of text)"
        for corpus in results.corpora
    )
    return f"{'; '.join(sizes)}."


def render_times(results: Results) -> str:
    """Seconds of each kind of build."""
    rows = [
        [size, name, *(format_seconds(outcome.wall(state)) for state in STATES)]
        for size, name, outcome in _rows(results)
    ]
    table = render_table(["Discussions", "Program", *(name.capitalize() for name in STATES.values())], rows)
    edits = [f"{format_seconds(one.edit)} with {size}" for size, _, one in _rows(results) if one.edit]
    return (
        f"{table}\n\nUnder `mkdocs serve`, Parley shows an edit after {'; '.join(edits)} discussions."
        if edits
        else table
    )


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


def render_parts(results: Results) -> str:
    """Seconds of processor time of each part of Parley, of one build from nothing."""
    ours = [(corpus, outcome) for corpus in results.corpora if (outcome := corpus.of("parley")) and outcome.parts]
    names = list_parts(results)
    rows = [
        [_size(corpus), *(format_seconds(outcome.parts.get(name, 0.0)) for name in names)] for corpus, outcome in ours
    ]
    return render_table(["Discussions", *(name[0].upper() + name[1:] for name in names)], rows, words=1)


def list_parts(results: Results) -> list[str]:
    """The parts of Parley, those that take most first."""
    found: dict[str, float] = {}
    for outcome in (corpus.of("parley") for corpus in results.corpora):
        for name, seconds in outcome.parts.items() if outcome else ():
            found[name] = found.get(name, 0.0) + seconds
    return sorted(found, key=lambda name: (-found[name], name))


def render_kinds(results: Results) -> str:
    """Bytes of each kind of files, of the first corpus."""
    corpus = results.corpora[0]
    kinds = list(dict.fromkeys(kind for outcome in corpus.outcomes for kind in outcome.sum_up("kind")))
    rows = []
    for outcome in corpus.outcomes:
        sizes = outcome.sum_up("kind")
        rows.append([short_of(outcome), *(format_bytes(sizes[kind]) if kind in sizes else "–" for kind in kinds)])
    table = render_table(["Program", *(kind[0].upper() + kind[1:] for kind in kinds)], rows, words=1)
    return f"By kind, with {_size(corpus)} discussions:\n\n{table}"


def render_rooms(results: Results) -> str:
    """Bytes and files of each room of Parley's site, of the first corpus."""
    corpus = results.corpora[0]
    outcome = corpus.of("parley")
    files = outcome.sum_up("room", "files") if outcome else {}
    rows = [
        [f"{room}/" if room else "at the top", format_bytes(size), f"{files[room]:,}"]
        for room, size in (outcome.sum_up("room") if outcome else {}).items()
    ]
    table = render_table(["Folder", "Bytes", "Files"], rows, words=1)
    return f"By folder of Parley's site, with {_size(corpus)} discussions:\n\n{table}"


def render_publish(results: Results) -> str:
    """Seconds of a CI job that begins with nothing, and of one with all that can be kept, after one new reply."""
    corpus = results.corpora[0]
    rows = []
    for outcome in corpus.outcomes:
        states = "cold", CHECKOUT if CHECKOUT in outcome.runs else "reply"
        installs = results.installs.get(outcome.tool)
        for name, place, state in zip(("nothing", "all"), (0, 1), states, strict=True):
            seconds = [outcome.wall(state), outcome.packing]
            cells = [format_seconds(one) for one in seconds]
            install, whole = (installs[place], installs[place] + sum(seconds)) if installs else (None, None)
            ends = ["–" if one is None else format_seconds(one) for one in (install, whole)]
            rows.append([short_of(outcome), name, ends[0], *cells, ends[1], format_bytes(outcome.upload)])
    table = render_table(["Program", "Kept", "Install", "Build", "Pack", "In all", "Upload"], rows)
    return f"With {_size(corpus)} discussions:\n\n{table}"


PICTURES = {
    "time": "Seconds of a build from nothing (full lines) and after one new reply (broken lines)",
    "memory": "Peak memory of a build from nothing",
    "search": "What the first search fetches",
    "parts": "Parley's processor time by part, for 1,000 replies each",
}
"""The charts, with what each shows; `charts` draws a file of each name for light and for dark paper."""


def render_picture(name: str, alt: str, results: Results) -> str:
    """A chart in two colourings, of which the theme shows one."""
    last = results.grown[-1]
    ours = last.of("parley")
    figures: dict[str, Callable[[Outcome], str]] = {
        "time": lambda outcome: f"{format_seconds(outcome.wall('cold'))} and {format_seconds(outcome.wall('reply'))}",
        "memory": lambda outcome: format_bytes(outcome.memory()),
        "search": _format_search,
    }
    if name == "parts":
        parts = ours.parts if ours else {}
        values = "; ".join(f"{part} {format_seconds(parts.get(part, 0.0))}" for part in list_parts(results))
    else:
        values = "; ".join(f"{title_of(outcome)} {figures[name](outcome)}" for outcome in last.outcomes)
    text = f"{alt}, by number of discussions. With {last.discussions:,}: {values}."
    pictures = (
        f"![{text}](images/performance-{name}-{scheme}.svg#only-{scheme}){{ width=614 height=384 loading=lazy }}"
        for scheme in ("light", "dark")
    )
    scales = "" if name == "parts" else " Both scales are logarithmic: a step is ten times as much."
    return "\n".join([*pictures, "", f"{alt}.{scales}"])


def _rows(results: Results) -> Iterator[tuple[str, str, Outcome]]:
    for corpus in results.corpora:
        for outcome in corpus.outcomes:
            yield _size(corpus), short_of(outcome), outcome


def _size(corpus: Corpus) -> str:
    return f"{corpus.discussions:,}" + (f" ({corpus.name})" if corpus.name else "")


def title_of(outcome: Outcome) -> str:
    """The tool's name for readers."""
    return next(tool.title for tool in TOOLS if tool.key == outcome.tool)


def short_of(outcome: Outcome) -> str:
    """The tool's name in a table."""
    return next(tool.short for tool in TOOLS if tool.key == outcome.tool)


PAGES: dict[str, Callable[[Results], str]] = {PAGE: render, "scale.md": scaling.render}
"""The pages of which a part is written, with how."""
