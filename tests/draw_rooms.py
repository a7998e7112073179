"""Draws the rooms and the arrows between them for the README: `python tests/draw_rooms.py`."""

from collections.abc import Mapping
from html import escape

from rooms import ROOMS, find_arrows
from support import ROOT

DRAWING = ROOT.joinpath("docs") / "images" / "rooms.svg"

ABOUT = {
    "commands": "what people type",
    "host": "the only room that knows MkDocs",
    "scaffold": "what a new site begins with",
    "mailing": "mails to files and answers",
    "importing": "archives of other programs",
    "building": "the files of a site",
    "rendering": "pages, feeds, data, search",
    "forge": "issues and pull requests",
    "checking": "a library, or every problem",
    "editing": "files of posts/ written",
    "reading": "files to values and back",
    "caching": "kept between builds",
    "model": "the words of the product",
}
WIDTH, HEIGHT = 230, 46
ROW, COLUMN = 78, 270
STYLE = """
text { font: 14px system-ui, sans-serif; fill: #1f2328; text-anchor: middle }
.about { font-size: 12px; fill: #59636e }
rect { fill: #f6f8fa; stroke: #818b98 }
path { fill: none; stroke: #818b98; marker-end: url(#end) }
marker path { fill: #818b98; stroke: none; marker-end: none }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .about { fill: #9198a1 }
  rect { fill: #151b23; stroke: #656c76 }
  path { stroke: #656c76 }
  marker path { fill: #656c76 }
}
"""


def draw() -> str:
    """The picture: each room above those it uses, with the arrows that no other way says already."""
    arrows = find_arrows()
    places = _place(arrows)
    width = max(x for x, _ in places.values()) + WIDTH + 1
    height = max(y for _, y in places.values()) + HEIGHT + 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" width="{width:g}" role="img">',
        "<title>The rooms of the generator: each uses those below it</title>",
        f"<style>{STYLE}</style>",
        '<marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
        '<path d="M0 0 8 4 0 8z"/></marker>',
    ]
    for room, (x, y) in places.items():
        for below in sorted(_reduce(arrows, room), key=ROOMS.index):
            x2, y2 = places[below]
            start, end = f"{x + WIDTH / 2:g} {y + HEIGHT}", f"{x2 + WIDTH / 2:g} {y2 - 2}"
            bend = f"{x + WIDTH / 2:g} {y + HEIGHT + 22} {x2 + WIDTH / 2:g} {y2 - 24}"
            lines.append(f'<path d="M{start}C{bend} {end}"/>')
    for room, (x, y) in places.items():
        lines += [
            f'<rect x="{x:g}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
            f'<text x="{x + WIDTH / 2:g}" y="{y + 19}">{escape(room)}</text>',
            f'<text class="about" x="{x + WIDTH / 2:g}" y="{y + 37}">{escape(ABOUT[room])}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def _place(arrows: Mapping[str, set[str]]) -> dict[str, tuple[float, int]]:
    """Where each room stands: a row below the lowest of those that use it, and right below one that it serves alone."""
    places: dict[str, tuple[float, int]] = {}
    rows: list[list[str]] = []
    for room in ROOMS:
        used = [at for at, row in enumerate(rows) if any(room in arrows[above] for above in row)]
        level = max(used, default=-1) + 1
        rows += [[]] if level == len(rows) else []
        rows[level].append(room)
    most = max(map(len, rows))
    for row, rooms in enumerate(rows):
        for at, room in enumerate(rooms):
            users = [above for above in places if room in _reduce(arrows, above)]
            alone = len(users) == len(rooms) == 1
            x = places[users[0]][0] if alone else 1 + (at + (most - len(rooms)) / 2) * COLUMN
            places[room] = x, 1 + row * ROW
    return places


def _reduce(arrows: Mapping[str, set[str]], room: str) -> set[str]:
    """The rooms that a room uses and that none of the others it uses leads to."""
    return {
        below for below in arrows[room] if not any(below in _reach(arrows, other) for other in arrows[room] - {below})
    }


def _reach(arrows: Mapping[str, set[str]], room: str) -> set[str]:
    return arrows[room].union(*(_reach(arrows, below) for below in arrows[room]))


if __name__ == "__main__":
    DRAWING.write_text(draw(), encoding="utf-8")
