"""Elements of XML as text; all that is written of XML passes here and is escaped here."""

import re
from xml.sax.saxutils import escape

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2) forbids, even escaped. Loading refuses it too, but one such character would lose a whole feed."""


def element(name: str, text: str = "", *inner: str, **attributes: str) -> str:
    """An element with a plain text and, behind it, elements that this function has written; `<name/>` where empty."""
    values = "".join(f' {key}="{_escape_value(value)}"' for key, value in attributes.items())
    content = _escape(text) + "".join(inner)
    return f"<{name}{values}>{content}</{name}>" if content else f"<{name}{values}/>"


def _escape(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _escape_value(text: str) -> str:
    """A text between double quotes; a parser would read a bare tab or line end there as a space (XML 1.0, 3.3.3)."""
    value = _escape(text).replace('"', "&quot;")
    return value.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")
