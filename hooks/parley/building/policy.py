"""The content security policy: a second wall behind the cleaning of contributors' text.

Source: Content Security Policy Level 3. On a host that sends no headers of ours it stands in a `meta` element, where
`frame-ancestors`, `sandbox` and reports are not to be had.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from urllib.parse import urlsplit

_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; "
    "img-src 'self' data:{images}; font-src 'self'{fonts}; connect-src 'self'{others}; worker-src 'self'; "
    "manifest-src 'self'{frames}; base-uri 'none'; form-action 'none'; object-src 'none'"
)

_SERVED = {"https://fonts.googleapis.com": "https://fonts.gstatic.com"}
"""Where the style sheets of a site have their fonts from, if that is another."""


def build_policy(documents: Iterable[str], allow: Sequence[str] = (), asked: Sequence[str] = ()) -> str:
    """The policy of pages whose theme has the inline scripts and styles of the given documents.

    The documents are made without anything of a contributor, so that no script of theirs can be blessed by its hash,
    and what the theme loads from other sites may be loaded; so may all from those in `allow`, and those in `asked`
    may be asked for data. Every page gets the union, because a page may stand at any depth. WebAssembly is allowed for
    the search.
    """
    found = [Loaded(document) for document in documents]

    def list_sources(kind: str) -> list[str]:
        """Where all that the documents load of a kind comes from, and the hashes of what stands in them."""
        inline = [hashlib.sha256(text.encode()).digest() for one in found for text in one.inline.get(kind, ())]
        hashes = {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in inline}
        return sorted(hashes.union(*(one.foreign[kind] for one in found)))

    styles = list_sources("style")
    if any(one.has_attributes for one in found):
        styles.append("'unsafe-hashes'")  # as CSP 3 calls a style attribute that is named by its hash
    fonts = [_SERVED[site] for site in styles if site in _SERVED]
    sources = {
        "scripts": [*list_sources("script"), *allow],
        "styles": [*styles, *allow],
        "images": [*list_sources("img"), *allow],
        "fonts": [*fonts, *allow],
        "others": [*allow, *asked],
    }
    frames = f"; frame-src {' '.join(allow)}" if allow else ""
    listed = {name: "".join(f" {one}" for one in dict.fromkeys(ones)) for name, ones in sources.items()}
    return _POLICY.format(**listed, frames=frames)


_STOPPED = (
    *("text/javascript", "module", "importmap", "speculationrules"),
    *("application/javascript", "application/x-javascript", "text/ecmascript", "application/ecmascript"),
)
"""Kinds of script that a policy stops. Source: HTML Standard, "The script element"."""


class Loaded(HTMLParser):
    """What a document has of scripts and styles, and from which other sites it loads something.

    `inline` are the texts of scripts and styles, `foreign` the sites that scripts, styles and pictures come from.
    """

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=False)
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.foreign: dict[str, list[str]] = {"script": [], "style": [], "img": []}
        self.has_attributes = False
        """Whether some of the styles are attributes."""
        self.has_handlers = False
        """Whether there are scripts in attributes, such as `onclick`."""
        self._inside = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        is_code = (names.get("type") or _STOPPED[0]).strip().lower() in _STOPPED
        if "style" in names:
            self.inline["style"].append(names["style"])
            self.has_attributes = True
        self.has_handlers = self.has_handlers or any(name.startswith("on") for name in names)
        self._inside = ""
        if tag == "link":
            kind = {"stylesheet": "style", "icon": "img"}.get(names.get("rel", "").split(" ")[-1], "")
            self._note(kind, names.get("href", ""))
        elif tag in ("script", "img"):
            self._note(tag, names.get("src", ""))
        if tag == "style" or (tag == "script" and "src" not in names and is_code):
            self._inside = tag
            self.inline[tag].append("")

    def _note(self, kind: str, address: str) -> None:
        parts = urlsplit(address)
        if kind and parts.netloc and parts.scheme in ("https", ""):
            self.foreign[kind].append(f"https://{parts.netloc}")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.inline[self._inside][-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the name is the base class's)
        self._inside = ""
