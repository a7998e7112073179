"""The numbers as lines over the number of discussions or as bars, each chart once for light and once for dark paper."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.report import PICTURES, list_parts, title_of
from bench.results import Outcome, Results

SCHEMES = {
    "light": {"ink": "#3b3b3b", "grid": "#d9d9d9", "parley": "#0d6868", "hugo": "#8a5714", "material": "#5a4a88",
              "eleventy": "#555555", "zensical": "#a8324e"},
    "dark": {"ink": "#d6d6d6", "grid": "#4a4a52", "parley": "#6fc9c2", "hugo": "#e3b26c", "material": "#b9a8e8",
             "eleventy": "#b0b0b0", "zensical": "#f09aae"},
}  # fmt: skip
MARKERS = {"parley": "o", "hugo": "s", "material": "^", "eleventy": "D", "zensical": "v"}
PARTS = (
    "#3b6ea5", "#e0a030", "#5f9e6e", "#b85c5c", "#8a6fb0", "#8c6d4f", "#d48fb8", "#a8b545", "#4fb0bf", "#d9793b",
    "#5a6a3a", "#8f8f8f",
)  # fmt: skip
"""Of the parts of a bar, readable on both papers."""

Line = tuple[str, Callable[[Outcome], float | None]]

CHARTS: dict[str, tuple[str, Sequence[Line]]] = {
    "time": ("seconds", [("-", lambda one: one.wall("cold")), ("--", lambda one: one.wall("reply"))]),
    "memory": ("MB", [("-", lambda one: one.memory() / 1e6)]),
    "search": ("kB", [("-", lambda one: one.search_size and one.search_size / 1000)]),
}
"""The unit of each chart, and its lines: their style, and the number they show."""


def write_charts(results: Results, docs: Path) -> None:
    """Write `images/performance-<name>-<scheme>.svg`. Equal numbers give equal files."""
    folder = docs / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        for scheme in SCHEMES:
            _draw(results, name, SCHEMES[scheme], folder / f"performance-{name}-{scheme}.svg")


def _draw(results: Results, name: str, colours: dict[str, str], file: Path) -> None:
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    settings: Any = {
        "font.family": "sans-serif",
        "font.size": 11,
        "svg.fonttype": "none",  # text stays text
        "svg.hashsalt": "parley",
        "text.color": colours["ink"],
        "axes.labelcolor": colours["ink"],
        "axes.edgecolor": colours["grid"],
        "xtick.color": colours["ink"],
        "ytick.color": colours["ink"],
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with rc_context(settings):
        figure = Figure(figsize=(6.4, 4), layout="constrained")
        axes = figure.subplots()
        if name == "parts":
            _draw_bars(axes, results, colours)
        else:
            _draw_lines(axes, results, name, colours)
            _set_scales(axes, results, CHARTS[name][0], colours)
        figure.legend(loc="outside upper left", ncols=3, frameon=False, fontsize=11, handlelength=1.4, columnspacing=1)
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})


def _draw_bars(axes: Any, results: Results, colours: dict[str, str]) -> None:
    """A bar for each corpus, the first at the top."""
    ours = [(corpus, outcome) for corpus in reversed(results.corpora) if (outcome := corpus.of("parley"))]
    names = [corpus.name or f"{corpus.discussions:,}" for corpus, _ in ours]
    begins = [0.0] * len(ours)
    for number, part in enumerate(list_parts(results)):
        widths = [1000 * outcome.parts.get(part, 0.0) / corpus.replies for corpus, outcome in ours]
        axes.barh(names, widths, left=begins, color=PARTS[number], label=part, height=0.6)
        begins = [begin + width for begin, width in zip(begins, widths, strict=True)]
    axes.set_xlabel("seconds of processor time for 1,000 replies")
    axes.set_ylabel("discussions")
    axes.grid(visible=True, axis="x", color=colours["grid"], linewidth=0.8)
    axes.set_axisbelow(True)


def _draw_lines(axes: Any, results: Results, name: str, colours: dict[str, str]) -> None:
    tools = {outcome.tool: title_of(outcome) for corpus in results.grown for outcome in corpus.outcomes}
    for tool, title in tools.items():
        for number, (style, figure) in enumerate(CHARTS[name][1]):
            found = [(corpus.discussions, corpus.of(tool)) for corpus in results.grown]
            points = [(size, value) for size, one in found if one and (value := figure(one))]
            axes.plot(
                [size for size, _ in points],
                [value for _, value in points],
                style,
                color=colours[tool],
                marker=MARKERS[tool],
                markersize=6,
                markerfacecolor="none" if number else colours[tool],
                label="_" if number else title,
            )


def _set_scales(axes: Any, results: Results, unit: str, colours: dict[str, str]) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks([corpus.discussions for corpus in results.grown])
    axes.xaxis.set_minor_locator(NullLocator())
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid(visible=True, axis="y", color=colours["grid"], linewidth=0.8)
    axes.set_xlabel("discussions")
    axes.set_ylabel(unit)
