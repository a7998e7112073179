"""A label of a charset means what it means on the web."""

from contextlib import suppress

from webencodings import lookup
from webencodings.labels import LABELS

from parley.importing.bodies.messages import decode

LETTERS = "éžłßþжіعאώกăőşğ一あ가€ij"
OF_PYTHON = {
    "cp819": "cp1252", "latin-9": "iso8859-15", "koi8_r": "koi8-r", "koi8-ru": "koi8-u", "cp936": "gb18030",
    "hz-gb-2312": "gb18030", "cp950": "big5hkscs", "ms932": "cp932", "cp932": "cp932", "cp949": "cp949",
    "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", "ucs-2": "utf-16-le", "unicode": "utf-16-le",
    "csunicode": "utf-16-le", "unicodefffe": "utf-16-be", "iso-2022-jp-2": "iso2022_jp_2", "iso8859-16": "utf-8",
    "us-ascii": "utf-8", "ascii": "utf-8", "ansi_x3.4-1968": "utf-8",
}  # fmt: skip
"""Labels that no browser knows, as old mail programs have them, and those of ASCII, which is UTF-8 as well."""


def test_a_label_is_that_of_the_web() -> None:
    named = {label: name for label, name in LABELS.items() if name not in ("replacement", "x-user-defined")}
    known = {label: found.codec_info.name for label, name in named.items() if (found := lookup(name))}
    unlike = {}
    for label, codec in {**known, **OF_PYTHON}.items():
        data = b""
        for letter in LETTERS:
            with suppress(UnicodeEncodeError):
                data += letter.encode(codec)
        if decode(data, f" {label.upper()} ") != data.decode(codec):
            unlike[label] = codec
        if decode("é".encode(), label) != "é".encode().decode(codec, errors="replace"):  # also where it could be UTF-8
            unlike[label] = codec
    assert unlike == {}
