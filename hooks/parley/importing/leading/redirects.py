"""Redirects from the addresses of an archive, for those who serve the old site.

What a file holds follows from its name: `_redirects` for Netlify and Cloudflare Pages, `.csv` for Cloudflare's bulk
redirects, `.conf` a map for nginx, `.json` all pairs. Anchors are not sent to a server, so that a comment has a line
only where it had an address of its own. A folder gets a page for each old address (`moved_pages`).
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from parley.importing.leading.moved_pages import write_moved_pages
from parley.importing.leading.places import Places
from parley.model.problems import ParleyError, explain


def write_redirects(file: Path, places: Places, site: str) -> int:
    """Write the redirects of places to a file; gives their number.

    Raises:
        ParleyError: the name of the file is none of those known, or it cannot be written.
    """
    if not file.suffix and file.name not in _FORMS:
        return write_moved_pages(file, places, site)
    render = _find_form(file)
    pairs = {place.old: site.rstrip("/") + place.way for place in (*places.threads(), *places.comments())}
    try:
        file.write_text(render(pairs), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ParleyError(f"the redirects can't be written: {explain(error, file)}") from None
    return len(pairs)


def check_name(file: Path) -> None:
    """Raises:
    ParleyError: nobody knows which form the file is to have.
    """
    if file.suffix or file.name in _FORMS:
        _find_form(file)


def _find_form(file: Path) -> Callable[[Mapping[str, str]], str]:
    form = _FORMS.get(file.name) or _FORMS.get(file.suffix.lower())
    if form is None:
        known = "_redirects, a folder, or a file that ends in .conf, .csv or .json"
        raise ParleyError(f"name the redirects {known}, not '{file.name}'")
    return form


def _path(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return parts.path or "/", parts.query, parts.fragment


def _render_netlify(pairs: Mapping[str, str]) -> str:
    lines = []
    for old, new in pairs.items():
        path, query, anchor = _path(old)
        if anchor:
            continue
        asked = "".join(f" {one}" for one in query.split("&") if "=" in one)
        lines.append(f"{_quote(path)}{asked} {new} 301")
    return "\n".join(lines) + "\n"


def _quote(path: str) -> str:
    return path.replace(" ", "%20")


def _render_nginx(pairs: Mapping[str, str]) -> str:
    """A map from the whole address as it was asked for; two lines in the server's block use it."""
    lines = ["# in the block of the server: if ($moved_to) { return 301 $moved_to; }", "map $request_uri $moved_to {"]
    for old, new in pairs.items():
        path, query, anchor = _path(old)
        if not anchor:
            asked = f"{path}?{query}" if query else path
            lines.append(f"    {json.dumps(_quote(asked))} {json.dumps(new)};")
    return "\n".join((*lines, "}")) + "\n"


def _render_csv(pairs: Mapping[str, str]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerows((old, new, 301) for old, new in pairs.items() if "#" not in old)
    return text.getvalue()


def _render_json(pairs: Mapping[str, str]) -> str:
    return json.dumps(pairs, indent=1, ensure_ascii=False) + "\n"


_FORMS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "_redirects": _render_netlify,
    ".conf": _render_nginx,
    ".csv": _render_csv,
    ".json": _render_json,
}
