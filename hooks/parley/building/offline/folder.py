"""From a site that is built to a folder that is read without a server."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from parley.building.frames import squeeze_script
from parley.building.offline.linking import Linking
from parley.building.offline.modules import bundle_modules
from parley.model import urls
from parley.rendering import theme
from parley.rendering.search.files import compress

_UNUSED = re.compile(
    r"404\.html|(?:.*/)?post-card\.png|robots\.txt|(?:.*/)?sitemap\.xml(?:\.gz)?|(?:.*/)?feed[^/]*\.xml|.*\.map|_headers|_redirects|CNAME"
    r"|assets/javascripts/(?:lunr|workers)/.*|pagefind[^/]*/pagefind-worker\.js"
    r"|.*/thread\.json|schema/.*|(?:.*/)?[^/]*\.md|(?:.*/)?llms[^/]*\.txt|(?:.*/)?opensearch\.xml"
)
"""What only a server gives, or nobody asks for without one."""

_FETCHED = re.compile(rf"pagefind[^/]*/(?!.*\.js$).*|{re.escape(urls.SEARCH_CHOICES)}|{urls.ASSETS}[^/]*\.json")
"""What scripts fetch: it comes in a script of its own."""

_PLAIN = frozenset({urls.FRAME, urls.JOIN, urls.OFFLINE})
"""Scripts of ours that are no modules."""

_PICTURE = re.compile(r".*\.(?:avif|gif|ico|jpe?g|png|svg|webp)", re.IGNORECASE)

_KEPT = re.compile(r"^(\s*const kept = )(\{.*\});$", re.MULTILINE)


def take_offline(site: Path, site_url: str = "") -> list[tuple[str, str]]:
    """Make of the site in a folder one that is read from files; gives each page with an address that leads nowhere.

    Raises:
        ParleyError: a script can't be made a plain one.
    """
    for name in [name for name in _list(site) if _UNUSED.fullmatch(name)]:
        (site / name).unlink()
    linking = Linking(frozenset({*_list(site), urls.OFFLINE}), site_url)
    for name in sorted(linking.files):
        if name.endswith(".html"):
            _write(site, name, linking.mend(name, _read(site, name)))
    _mend_frame(site, linking)
    _write_script(site)
    _drop_unseen(site)
    for name in sorted(linking.files):
        if _FETCHED.fullmatch(name):
            (site / f"{name}.js").write_bytes(_pack(name, (site / name).read_bytes()))
            (site / name).unlink()
    (site / urls.ICONS).unlink(missing_ok=True)
    return linking.broken


def _drop_unseen(site: Path) -> None:
    """Take out pictures that no page, style or script names, such as the card that a link to the site is shown with."""
    names = _list(site)
    told = "\n".join(_read(site, name) for name in names if name.endswith((".html", ".css", ".js")))
    for name in names:
        last = name.rpartition("/")[2]
        if _PICTURE.fullmatch(name) and last not in told and quote(last) not in told:
            (site / name).unlink()


def _mend_frame(site: Path, linking: Linking) -> None:
    """What scripts put into every page leads to files as well; its addresses begin at the root of the site."""

    def mend(found: re.Match[str]) -> str:
        kept = json.loads(found[2])
        mended = {
            key: linking.lead_all("index.html", value) if isinstance(value, str) and "<" in value else value
            for key, value in kept.items()
        }
        return f"{found[1]}{json.dumps(mended).replace('<', chr(92) + 'u003c')};"

    _write(site, urls.FRAME, squeeze_script(_KEPT.sub(mend, _read(site, urls.FRAME), count=1)))


def _write_script(site: Path) -> None:
    """All modules in one script, in place of theirs."""
    modules = dict(_find_modules(site))
    icons = _read(site, urls.ICONS).replace("<svg ", "<svg hidden ", 1).replace('<symbol id="', '<symbol id="pa-icon-')
    stand_in = (theme.TEMPLATES / "offline.js").read_text(encoding="utf-8")
    _write(
        site, urls.OFFLINE, f"const paIcons = {json.dumps(icons)};\n{squeeze_script(stand_in)}{bundle_modules(modules)}"
    )
    for name in modules:
        (site / name).unlink()


def _find_modules(site: Path) -> Iterator[tuple[str, str]]:
    for name in _list(site):
        folder, _, file = name.rpartition("/")
        is_ours = f"{folder}/" == urls.ASSETS and file.endswith(".js") and name not in _PLAIN
        if is_ours or (folder.startswith(urls.SEARCH_INDEX) and file == "pagefind.js"):
            yield name, _read(site, name)


def _pack(name: str, content: bytes) -> bytes:
    """A file as a script, whose bytes stand in it as they are; what isn't packed yet is packed, if that helps."""
    packed = compress(content)
    is_packed = len(packed) < 0.9 * len(content)
    bare = _NO_TEXT.sub(lambda found: b"\\x%02x" % found[0][0], packed if is_packed else content)
    return b'parleyOffline.put(%b, "%b", %b);\n' % (json.dumps(name).encode(), bare, json.dumps(is_packed).encode())


_NO_TEXT = re.compile(rb'[\x00\n\r"\\]')
"""What can't stand in a text of a script."""


def _list(site: Path) -> list[str]:
    return sorted(file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())


def _read(site: Path, name: str) -> str:
    file = site / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _write(site: Path, name: str, text: str) -> None:
    file = site / name
    file.unlink(missing_ok=True)  # it may be a link to one of another site
    file.write_text(text, encoding="utf-8", newline="\n")
