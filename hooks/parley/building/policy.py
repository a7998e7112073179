"""The content security policy: a second wall behind the cleaning of contributors' text.

Source: Content Security Policy Level 3. On a host that sends no headers of ours it stands in a `meta` element, where
`frame-ancestors`, `sandbox` and reports are not to be had.
"""

import base64
import hashlib
from collections.abc import Iterable
from html.parser import HTMLParser

WITHOUT_SCRIPTS = (
    "default-src 'none'; {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
)


def build_policy(documents: Iterable[str]) -> str:
    """The policy of a site whose theme has the inline scripts of the given documents.

    The documents are made without anything of a contributor, so that no script of theirs can be blessed by its hash.
    Every page gets the union, because a page may stand at any depth. WebAssembly is allowed for the search.
    """
    hashes = sorted({_hash(script) for document in documents for script in find_inline_scripts(document)})
    return WITHOUT_SCRIPTS.format(scripts=" ".join(["script-src 'self' 'wasm-unsafe-eval'", *hashes]))


def find_inline_scripts(document: str) -> list[str]:
    """The scripts that stand in a document itself; blocks of data are none."""
    finder = _ScriptFinder()
    finder.feed(document)
    finder.close()
    return finder.scripts


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


class _ScriptFinder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        is_code = (names.get("type") or "text/javascript") in ("text/javascript", "module")
        self._inside = tag == "script" and "src" not in names and is_code
        if self._inside:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the name is the base class's)
        self._inside = False
