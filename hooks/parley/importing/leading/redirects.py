"""Redirects from the addresses of an archive, for those who serve the old site.

What a file holds follows from its name: `_redirects` for Netlify and Cloudflare Pages, `.csv` for Cloudflare's bulk
redirects, `.conf` a map for nginx, `.json` all pairs. Anchors are not sent to a server, so that a comment has a line
only where it had an address of its own. A folder gets a page for each old address (`moved_pages`).
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from parley.importing.leading.moved_pages import write_moved_pages
from parley.importing.leading.places import Places
from parley.importing.staging import put, tell
from parley.importing.streams.scratch import Kept
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError


def write_redirects(file: Path, places: Places, site: str) -> int:
    """Write the redirects of places to a file; gives their number.

    Raises:
        ParleyError: the name of the file is none of those known, or it cannot be written.
    """
    if not file.suffix and file.name not in _WRITINGS:
        return write_moved_pages(file, places, site)
    render, count = _find_writing(file), 0

    def list_pairs() -> Iterator[Pair]:
        nonlocal count
        for place in places.all():
            count += 1
            yield place.old, site.rstrip("/") + place.way

    try:
        with places.spare.open("w", encoding="utf-8", newline="\n") as text:
            text.writelines(render(list_pairs()))
        put(places.spare, file)
    except OSError as error:
        raise ParleyError(_("the redirects can't be written: {error}", error=tell(error, file))) from None
    return count


def check_name(file: Path) -> None:
    """Raises:
    ParleyError: nobody knows which form the file is to have.
    """
    if file.suffix or file.name in _WRITINGS:
        _find_writing(file)


Pair = tuple[str, str]
"""An old address, and the new one."""

Writing = Callable[[Iterator[Pair]], Iterator[str]]
"""What writes pairs as pieces of a file, one after the other: an archive may have millions."""


def _find_writing(file: Path) -> Writing:
    form = _WRITINGS.get(file.name) or _WRITINGS.get(file.suffix.lower())
    if form is None:
        known = _("_redirects, a folder, or a file that ends in .conf, .csv or .json")
        raise ParleyError(_("name the redirects {known}, not '{name}'", known=known, name=file.name))
    return form


def _list_asked(pairs: Iterator[Pair], *, any_case: bool = False) -> Iterator[tuple[str, str, str]]:
    """Host, and path with query, each once and as a server is asked for them, and the new address.

    A comment that only its anchor tells from its thread is asked for as that.
    """
    seen: Kept[None] = Kept()
    for old, new in pairs:
        parts = urlsplit(old)
        if parts.fragment and not parts.query:
            continue
        host, asked = f"{parts.scheme}://{parts.netloc}", _encode(parts.path) or "/"
        asked += f"?{_encode(parts.query)}" if parts.query else ""
        key = asked.lower() if any_case else f"{host}{asked}"
        if key not in seen:
            seen[key] = None
            yield host, asked, new


def _encode(part: str) -> str:
    """A part of an address as browsers send it: letters beyond ASCII as their bytes in UTF-8 (RFC 3986, 2.5)."""
    return quote(part, safe="/%:@!$&'()*+,;=~?")


def _render_netlify(pairs: Iterator[Pair]) -> Iterator[str]:
    for _host, asked, new in _list_asked(pairs):
        path, _mark, query = asked.partition("?")
        wanted = "".join(f" {one}" for one in query.split("&") if "=" in one)
        literal = path.replace("*", "%2A").replace("/:", "/%3A")  # both stand for any name there
        yield f"{literal}{wanted} {new} 301\n"


_NGINX_BUCKET = 8192
"""Bytes that an address may have in nginx's map, which is as much as it takes of a whole request."""


def _render_nginx(pairs: Iterator[Pair]) -> Iterator[str]:
    """A map from the whole address as it was asked for; two lines in the server's block use it.

    The server tells no capitals apart in a map, and reads none in which an address stands twice.
    """
    yield (
        "# in the block of the server: if ($moved_to) { return 301 $moved_to; }\n"
        "# without the next line, nginx takes no address above 50 characters; it may stand once only\n"
        f"map_hash_bucket_size {_NGINX_BUCKET};\nmap $request_uri $moved_to {{\n"
    )
    for _host, asked, new in _list_asked(pairs, any_case=True):
        if len(asked) < _NGINX_BUCKET - 100:
            yield f"    {json.dumps(asked)} {json.dumps(new)};\n"
    yield "}\n"


def _render_csv(pairs: Iterator[Pair]) -> Iterator[str]:
    for host, asked, new in _list_asked(pairs):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow((f"{host}{asked}", new, 301))
        yield text.getvalue()


def _render_json(pairs: Iterator[Pair]) -> Iterator[str]:
    end = "{"
    for old, new in pairs:
        yield f"{end}\n {json.dumps(old, ensure_ascii=False)}: {json.dumps(new, ensure_ascii=False)}"
        end = ","
    yield "{}\n" if end == "{" else "\n}\n"


_WRITINGS: Mapping[str, Writing] = {
    "_redirects": _render_netlify,
    ".conf": _render_nginx,
    ".csv": _render_csv,
    ".json": _render_json,
}
