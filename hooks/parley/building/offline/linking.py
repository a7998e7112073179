"""The HTML of a page as it is read from a file: its links lead to files, and what would be fetched stands in it."""

import html
import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from parley.model import urls

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ADDRESS = re.compile(r"""(\s(?:href|src|action)=)(?:"([^"]*)"|([^\s"'>]+))""")
_REFRESH = re.compile(r'(content="\d+; ?url=)([^"]*)"')
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|$")
_ICON = re.compile(rf'<use href="?(?:\.\./)*{re.escape(urls.ICONS)}#([\w-]+)"?(?:></use>|/?>)')
_MODULE = re.compile(rf'<script type="?module"? src="?(?:\.\./)*{urls.ASSETS}([\w.-]+)"?></script>')
_FRAME = re.compile(r"<script src=\"?((?:\.\./)*assets/parley/)frame\.js\"?[^>]*></script>")
_FOR_PROGRAMS = re.compile(
    r'<link (?:rel="(?:alternate|preload|search)|itemprop)[^>]*>\n?|<data itemprop[^>]*></data>'
    r'|<meta (?:property|itemprop|name="?(?:twitter|description|generator))[^>]*>\n?'
)
"""What feed readers and search engines look for, who find no folder on a disk."""

_PROPERTY = re.compile(r""" (?:(?:itemprop|itemtype|itemscope)(?:=(?:"[^"]*"|[^\s">]+))?|rel="nofollow[^"]*")""")
_SPACE = re.compile(
    r"(?P<kept><(pre|textarea|script|style)\b.*?</\2>)|\s+(?=</?(?:article|aside|blockquote|body|d[dlt]|div|footer|h[1-6]|head|header|html|li|link"
    r"|main|meta|nav|ol|p|script|section|t(?:able|body|d|h|head|r)|ul)\b)|(?P<line>\n\s+)",
    re.DOTALL,
)
"""Space before what begins a line anyhow, and that with which lines of HTML begin; none within a text that keeps it."""
_SCRIPT = re.compile(r"(<script\b[^>]*>[^<].*?</script>)", re.DOTALL)
_NOT_NEEDED = re.compile(r"(?:connect-src|manifest-src|object-src)[^;]*(?:; |$)|; (?=$)")
_POLICY = re.compile(r'(<meta http-equiv="?Content-Security-Policy"? content=")([^"]*)"')


@dataclass(slots=True)
class Linking:
    """Leads from page to page among the files of a site; `broken` are the addresses that lead nowhere, with the page.

    What isn't in the folder, such as a feed, is led to where the site is online, if it has an address.
    """

    files: Collection[str]
    site_url: str = ""
    broken: list[tuple[str, str]] = field(default_factory=list)

    def mend(self, page: str, text: str) -> str:
        """The HTML of a file of the site."""
        text = _FOR_PROGRAMS.sub("", text)
        text = _POLICY.sub(lambda found: f'{found[1]}{_let_files(found[2])}"', text)
        text = _add_script(page, _MODULE.sub(_mark_module, text))
        return _squeeze("".join(self.lead_all(page, part) if at % 2 == 0 else part for at, part in _cut_scripts(text)))

    def lead_all(self, page: str, text: str) -> str:
        """HTML whose links lead to files."""

        def lead(found: re.Match[str]) -> str:
            address = found[2] if found[2] is not None else found[3]
            return f'{found[1]}"{html.escape(self.lead(page, html.unescape(address)))}"'

        def lead_tag(found: re.Match[str]) -> str:
            tag = _REFRESH.sub(lambda way: f'{way[1]}{self.lead(page, way[2])}"', found[0])
            return _ADDRESS.sub(lead, _PROPERTY.sub("", tag))

        return _TAG.sub(lead_tag, _ICON.sub(r'<use href="#pa-icon-\1"/>', text))

    def lead(self, page: str, address: str) -> str:
        """Where an address on a page leads: to a file, as it stands beside that of the page."""
        if _ELSEWHERE.match(address):
            return address
        found = re.match(r"([^?#]*)(.*)", address, re.DOTALL)
        path, rest = (found[1], found[2]) if found else (address, "")
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else page
        if whole in self.files:
            return address if path else posixpath.basename(page) + rest
        as_page = "index.html" if whole == "." else f"{whole}/index.html"
        if as_page in self.files:
            return f"{path.rstrip('/')}/index.html{rest}" if path.strip("/") else f"index.html{rest}"
        if self.site_url and not whole.startswith(".."):
            return self.site_url + quote(whole) + ("/" if path.endswith("/") else "") + rest
        self.broken.append((page, address))
        return address


def _cut_scripts(text: str) -> Iterator[tuple[int, str]]:
    """HTML, and by odd numbers the scripts in it, which a page's policy knows by their letters."""
    return enumerate(_SCRIPT.split(text))


def _mark_module(found: re.Match[str]) -> str:
    return f'<script type="text/plain" data-pa-module="{found[1]}"></script>'


def _let_files(policy: str) -> str:
    """A policy under which the files of the folder are the site's own, and nothing is fetched."""
    policy = _NOT_NEEDED.sub("", html.unescape(policy))
    return html.escape(policy.replace("'self'", "'self' file:").replace("worker-src", "worker-src blob:"), quote=False)


def _squeeze(text: str) -> str:
    """Without what makes HTML easy to read as a text."""
    return _SPACE.sub(lambda found: found["kept"] or ("\n" if found["line"] else ""), text)


def _add_script(page: str, text: str) -> str:
    """With the script that stands in for a server, before all that need it."""
    if "data-pa-module" not in text and not _FRAME.search(text):
        return text
    way = f'<script src="{"../" * page.count("/")}{urls.OFFLINE}"></script>'
    if found := _FRAME.search(text):
        return text[: found.start()] + way + text[found.start() :]
    return text.replace("</head>", f"{way}</head>", 1)
