"""Bytes of archives that are not quite text: read as what they most likely are, and told.

A byte that is no UTF-8 is one of windows-1252, which programs wrote without saying so; a character that neither XML nor
JSON allows says nothing and is left out. Sources: WHATWG Encoding Standard, 4.2 (labels: what is called latin-1 or
ASCII is read as windows-1252); XML 1.0, 2.2 (characters).
"""

import codecs
import io
import re
from collections.abc import Callable
from typing import IO

import webencodings

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE = ((b"\0[^\0]\0[^\0]", "utf-16-be"), (b"[^\0]\0[^\0]\0", "utf-16-le"))
"""How a file of two bytes a character begins that has no mark of their order."""

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_BEGINNING = 300
"""Bytes that tell how a file is encoded."""

_ESCAPED = re.compile("[\udc80-\udcff]+")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")

Notice = Callable[[str, int], None]
"""Told what kind of repair was made, and on which line of the file."""


def decode_odd(data: bytes) -> str:
    """Bytes in windows-1252; the five that it lacks are shown as lost, where others make controls of them."""
    return data.decode("cp1252", errors="replace")


def repair(data: bytes, notice: Notice) -> str:
    """The text of a whole file."""
    reader = Repairer(notice)
    return reader.feed(data) + reader.feed(b"", last=True)


class Repairer:
    """Takes bytes piece by piece and gives text; `line` is that of the next piece."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.line = 1
        self.decoder: codecs.IncrementalDecoder | None = None
        self.rest = b""
        self.kept = ""

    def feed(self, data: bytes, *, last: bool = False) -> str:
        """The text of some more bytes; what may be a part of a character or a reference waits for the next ones."""
        if self.decoder is None:
            data = self.rest + data
            if len(data) < _BEGINNING and not last:
                self.rest = data
                return ""
            data = self._begin(data)
        assert self.decoder is not None  # noqa: S101
        text = self.kept + self.decoder.decode(data, last)
        self.kept = ""
        if not last and (at := text.rfind("&", max(0, len(text) - 12))) >= 0 and ";" not in text[at:]:
            text, self.kept = text[:at], text[at:]
        return self._strip(text)

    def _begin(self, data: bytes) -> bytes:
        """Choose the decoder by how the file begins; gives the bytes without a mark of their order."""
        for mark, encoding in _BOMS:
            if data.startswith(mark):
                errors = "surrogateescape" if encoding == "utf-8" else "replace"
                self.decoder = codecs.getincrementaldecoder(encoding)(errors)
                return data[len(mark) :]
        for signs, encoding in _WIDE:
            if re.match(signs, data):
                self.decoder = codecs.getincrementaldecoder(encoding)("replace")
                return data
        declared = _DECLARED.match(data)
        known = webencodings.lookup(declared[1].decode()) if declared else None
        name = known.codec_info.name if known else "utf-8"
        if name.startswith("utf-16"):  # it could not have been read so far
            name = "utf-8"
        self.decoder = codecs.getincrementaldecoder(name)("surrogateescape")
        return data

    def _strip(self, text: str) -> str:
        for kind, pattern in (("recoded", _ESCAPED), ("cleaned", _NO_TEXT), ("cleaned", _NO_REFERENCE)):
            if pattern is _NO_REFERENCE and "&#" not in text:
                continue
            pieces, end = [], 0
            for found in pattern.finditer(text):
                self.notice(kind, self.line + text.count("\n", 0, found.start()))
                read = decode_odd(bytes(ord(char) - 0xDC00 for char in found[0])) if kind == "recoded" else ""
                pieces += [text[end : found.start()], read]
                end = found.end()
            if end:
                text = "".join((*pieces, text[end:]))
        self.line += text.count("\n")
        return text


class RepairedStream(io.RawIOBase):
    """A stream of UTF-8 in which nothing is wrong, made of one in which something may be."""

    def __init__(self, stream: IO[bytes], notice: Notice) -> None:
        self._stream = stream
        self._repairer = Repairer(notice)
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            data = self._stream.read(1 << 16)
            self._ended = not data
            self._ready = self._repairer.feed(data, last=self._ended).encode(errors="replace")
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()
