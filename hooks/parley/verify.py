"""Looks at a finished site before anybody else does."""

from collections.abc import Iterable
from pathlib import Path

from parley import urls
from parley.pages import Page

ALWAYS = ("index.html", "404.html")


def find_faults(site: Path, pages: Iterable[Page]) -> list[str]:
    """What is wrong with a built site: a page that is missing, cut short, or without an anchor others link to."""
    faults = [f"{name} is missing" for name in ALWAYS if not (site / name).is_file()]
    for page in pages:
        name = urls.file_of(page.address)
        try:
            html = (site / name).read_text(encoding="utf-8")
        except OSError:
            faults.append(f"{name} is missing")
            continue
        if not html.rstrip().endswith("</html>"):
            faults.append(f"{name} is cut short")
        faults += [f"{name} lacks #{anchor}" for anchor in page.anchors if f'id="{anchor}"' not in html]
    return faults
