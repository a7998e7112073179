"""A mail taken apart: its headers as texts, its parts in their charsets."""

import re
from contextlib import suppress
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32

ID = re.compile(r"<([^<>\s]{1,995})>")
"""The id of a mail, in `Message-ID`, `In-Reply-To` and `References`."""


BROKEN = (MessageError, ValueError, LookupError, TypeError, RecursionError, AssertionError)
"""What Python's library fails with on mails that are none."""


class _AsWritten(Compat32):
    """Gives headers with their bytes as they are, where the library would put a question mark for each beyond ASCII."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        return value


_PARSER = BytesParser(policy=_AsWritten())


def parse_mail(data: bytes, *, headers_only: bool = False) -> Message:
    """A mail; one that the library cannot take apart is one of plain text."""
    try:
        return _PARSER.parsebytes(data, headersonly=headers_only)
    except BROKEN:
        mail = _PARSER.parsebytes(data, headersonly=True)
        for name in mail:
            if name.lower().startswith("content-"):
                del mail[name]
        return mail


def read_header(mail: Message, name: str) -> str:
    """A header as a text, with encoded words decoded (RFC 2047) as far as they can be."""
    raw = decode(" ".join(mail.get(name, "").split())[:4000].encode(errors="surrogateescape"))
    try:
        parts = decode_header(raw.replace("\\", _BACKSLASH))
    except (MessageError, ValueError, LookupError):
        return raw
    words = (part if isinstance(part, str) else _decode_word(part, charset) for part, charset in parts)
    return "".join(words).replace(_BACKSLASH, "\\")


_BACKSLASH = r"\u005c"
"""What stands for one where the library gives words as bytes, in which it would be the beginning of such a code."""


def _decode_word(data: bytes, charset: str | None) -> str:
    return decode(data, charset) if charset else data.decode("raw-unicode-escape")


def read_part(part: Message) -> str:
    """The text of a part, in its charset and without the coding in which it travelled."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = str(part.get_payload()).encode(errors="surrogateescape")
    return decode(data if isinstance(data, bytes) else b"", part.get_content_charset(""))


_CHARSETS = {
    label: codec
    for codec, labels in {
        "cp1252": "windows-1252 x-cp1252 cp1252 cp819 iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 l1 csisolatin1 "
        "ibm819 iso-ir-100 iso_8859-1:1987",
        "cp866": "ibm866 866 cp866 csibm866",
        "iso8859-2": "iso-8859-2 iso8859-2 iso_8859-2 latin2 l2 csisolatin2 iso-ir-101 iso88592 iso_8859-2:1987",
        "iso8859-3": "iso-8859-3 iso8859-3 iso_8859-3 latin3 l3 csisolatin3 iso-ir-109 iso88593 iso_8859-3:1988",
        "iso8859-4": "iso-8859-4 iso8859-4 iso_8859-4 latin4 l4 csisolatin4 iso-ir-110 iso88594 iso_8859-4:1988",
        "iso8859-5": "iso-8859-5 iso8859-5 iso_8859-5 cyrillic csisolatincyrillic iso-ir-144 iso88595 iso_8859-5:1988",
        "iso8859-6": "iso-8859-6 iso-8859-6-e iso-8859-6-i iso8859-6 arabic ecma-114 asmo-708 csiso88596e csiso88596i "
        "csisolatinarabic iso-ir-127 iso88596 iso_8859-6 iso_8859-6:1987",
        "iso8859-7": "iso-8859-7 iso8859-7 greek greek8 ecma-118 elot_928 sun_eu_greek csisolatingreek iso-ir-126 "
        "iso88597 iso_8859-7 iso_8859-7:1987",
        "iso8859-8": "iso-8859-8 iso-8859-8-e iso-8859-8-i iso8859-8 hebrew logical visual csiso88598e "
        "csisolatinhebrew iso-ir-138 iso88598 iso_8859-8 iso_8859-8:1988 csiso88598i",
        "iso8859-10": "iso-8859-10 iso8859-10 latin6 l6 csisolatin6 iso-ir-157 iso885910",
        "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
        "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
        "iso8859-15": "iso-8859-15 iso8859-15 latin9 latin-9 l9 csisolatin9 iso885915 iso_8859-15",
        "iso8859-16": "iso-8859-16",
        "koi8-r": "koi8-r koi koi8 koi8_r cskoi8r",
        "koi8-u": "koi8-u koi8-ru",
        "mac-roman": "macintosh mac x-mac-roman csmacintosh",
        "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
        "cp874": "windows-874 dos-874 iso-8859-11 iso8859-11 tis-620 iso885911",
        "cp1250": "windows-1250 cp1250 x-cp1250",
        "cp1251": "windows-1251 cp1251 x-cp1251",
        "cp1253": "windows-1253 cp1253 x-cp1253",
        "cp1254": "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 latin5 l5 csisolatin5 iso-ir-148 iso88599 "
        "iso_8859-9 iso_8859-9:1989",
        "cp1255": "windows-1255 cp1255 x-cp1255",
        "cp1256": "windows-1256 cp1256 x-cp1256",
        "cp1257": "windows-1257 cp1257 x-cp1257",
        "cp1258": "windows-1258 cp1258 x-cp1258",
        "gb18030": "gb18030 gbk gb2312 gb_2312-80 chinese x-gbk csgb2312 iso-ir-58 cp936 hz-gb-2312 csiso58gb231280 "
        "gb_2312",
        "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5 csbig5 cp950",
        "euc-jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
        "iso2022_jp_2": "iso-2022-jp iso-2022-jp-2 csiso2022jp",
        "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j csshiftjis ms932 cp932",
        "cp949": "euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 korean cseuckr cp949 "
        "csksc56011987 iso-ir-149",
        "utf-16le": "utf-16 utf-16le utf-16-le ucs-2 unicode csunicode iso-10646-ucs-2 unicodefeff",
        "utf-16be": "utf-16be utf-16-be unicodefffe",
    }.items()
    for label in labels.split()
}
"""Codecs of Python by the labels that mails use; others could take very long, or mean something else than a text.

Source: WHATWG, Encoding Standard, 4.2, "Names and labels".
"""


def decode(data: bytes, charset: str = "") -> str:
    """Bytes in their charset; where that is ASCII, unknown or a lie, in UTF-8 or as old programs write."""
    if codec := _CHARSETS.get(charset.strip().lower()):
        return data.decode(codec, errors="replace")
    with suppress(ValueError):
        return data.decode()
    return data.decode("cp1252", errors="replace")
