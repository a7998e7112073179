"""What a built site weighs: its bytes and files by kind and by room, and what a host is sent."""

import re
import tarfile
import time
from pathlib import Path

from bench.results import Share

SEARCH = re.compile(r"pagefind|search\.json|search/search_index|assets/javascripts/(workers/search|lunr)")
"""How the files begin that the search alone needs."""

KINDS = {".html": "HTML", ".xml": "feeds", ".json": "JSON"}


def weigh(site: Path) -> tuple[Share, ...]:
    """The shares of a site, by the first folder of each file's address."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for file in site.rglob("*"):
        if file.is_file():
            name = file.relative_to(site).as_posix()
            key = name.partition("/")[0] if "/" in name else "", find_kind(name)
            size, files = found.get(key, (0, 0))
            found[key] = size + file.stat().st_size, files + 1
    return tuple(Share(*key, *figures) for key, figures in sorted(found.items()))


def find_kind(name: str) -> str:
    """Of a file by its path in the site."""
    if SEARCH.match(name):
        return "search"
    return "assets" if name == "sitemap.xml" else KINDS.get(Path(name).suffix, "assets")


def pack(site: Path, folder: Path) -> tuple[int, float]:
    """The bytes of a site as it is sent to a host, compressed, and the seconds that it takes to pack it."""
    begin = time.perf_counter()
    file = folder / "site.tar.gz"
    with tarfile.open(file, "w:gz", compresslevel=6) as archive:
        archive.add(site, ".")
    size = file.stat().st_size
    file.unlink()
    return size, time.perf_counter() - begin
