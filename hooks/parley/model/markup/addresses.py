"""Addresses that a link may have, and those that lead elsewhere than a reader would think.

Sources: RFC 3966 (`tel:`), RFC 5724 (`sms:`), RFC 5870 (`geo:`), RFC 5122 (`xmpp:`); RFC 3986, 3.2.1 and 7.6 (what
stands before an `@` is no host); RFC 3492 (`xn--`); Unicode Technical Standard 39 and Chromium's policy for
international domain names (a name of one alphabet whose letters all pass for Latin ones).
"""

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

import nh3

from parley.model.characters import SHAPELESS, is_blank
from parley.model.languages.alphabets import find_odd_letter, name_letter
from parley.model.languages.speaking import _

SCHEMES = frozenset("http https mailto ftp geo irc ircs matrix sms tel xmpp".split())
"""Those with which a browser opens a page, or asks before it opens a program; nothing runs in the page itself."""

LINK = re.compile(
    r"(?:https?|ftp|ircs?)://[^/?#\\]|mailto:[^?]|(?:geo|matrix|sms|xmpp):[^/?#]|tel:(?:%20|[+0-9().;=a-z-])+$",
    re.IGNORECASE,
)
"""A telephone number has digits only: `*` and `#` give orders to some telephones."""


def is_link(address: str) -> bool:
    """Tell whether a link may have the address, which leads out of the site, and browsers can read it."""
    return LINK.match(address) is not None and _is_read(address)


_CLEANER = nh3.Cleaner(url_schemes=set(SCHEMES))


@lru_cache
def _is_read(address: str) -> bool:
    """Tell whether there is a host, and a port if any (WHATWG URL, 4.4); without, no link is left of a cleaned text."""
    return "href=" in _CLEANER.clean(f'<a href="{html.escape(address)}">')


_AUTHORITY = re.compile(r"https?:[\\/]{2}([^/?#]+)", re.IGNORECASE)
_PASS_FOR_LATIN = frozenset("а с ԁ е һ і ј ӏ о р ԛ ѕ ԝ х у ъ ь ҽ п г ѵ ѡ ο ν ρ υ օ ս ո հ - 0 1 2 3 4 5 6 7 8 9".split())
"""Cyrillic, then Greek and Armenian letters, and what may stand beside them."""


def find_deceit(address: str) -> str:
    """Why an address on the web leads elsewhere than it seems to, as the end of a sentence about it; else nothing."""
    if SHAPELESS.search(address):
        return _("has an invisible character")
    found = _AUTHORITY.match(address)
    if found is None:
        return ""
    before, at, host = found[1].rpartition("@")
    if at:
        return (
            _("goes to '{host}', whatever comes before the '@'", host=host)
            if before
            else _("has an '@' before its host")
        )
    return _find_deceit_of_host(unquote(host))


def _find_deceit_of_host(host: str) -> str:
    labels = [_decode(label) for label in host.split(".")]
    for label in labels:
        if SHAPELESS.search(label):
            return _("has an invisible character")
        if any(not char.isascii() and unicodedata.category(char)[0] in ("P", "S", "Z") for char in label):
            return _("has a character in its host name that isn't a letter")  # such as another slash or stop
        if odd := find_odd_letter(label):
            return _("mixes alphabets: '{odd}' is {letter}", odd=odd, letter=name_letter(odd))
        if not label.isascii() and _PASS_FOR_LATIN.issuperset(label.casefold()) and labels[-1].isascii():
            return _("has a host whose name '{label}' is written in letters that look like Latin ones", label=label)
    return ""


def _decode(label: str) -> str:
    """The letters of a name that is written as `xn--…`; one that stands for none stays as it is."""
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


_ARCHIVES = re.compile(
    r"(?:.+\.)?(?:archive\.(?:org|today|ph|is|li|md|vn|fo)|archive-it\.org|ghostarchive\.org|arquivo\.pt|webcitation\.org"
    r"|webarchive\.(?:org\.uk|nationalarchives\.gov\.uk|nla\.gov\.au|loc\.gov)|webcache\.googleusercontent\.com)"
)
"""Hosts of archives of the web, whose addresses hold that of the page they keep: their owners show what was there."""

_SEEMS = re.compile(
    r"(?:https?://|(?=www\.))(?:[^/?#\s]*@)?([^/?#\s:]+)|([\w-]+(?:\.[\w-]+)*\.(?:com|org|edu|gov))(?=[/?#:]|$)",
    re.IGNORECASE,
)
"""The host that words name, with a scheme or `www.`, or in a domain whose name is not that of files or programs."""


def _find_subdomain(host: str) -> str:
    """What stands before the part of a host that somebody registered: its last two names, or three as in `co.uk`."""
    names = host.split(".")
    return host.removesuffix(".".join(names[-3 if len(names[-2:][0]) <= 3 else -2 :]))


def find_deceit_of_words(words: str, address: str) -> str:
    """Why the words of a link let a reader think that it leads elsewhere; else nothing."""
    words = words.strip()
    if is_blank(words):
        return _("has no visible text")
    if address.lower().startswith("mailto:"):
        said, mail = _find_mailbox(words), _find_mailbox(address)
        is_other = "@" in words[1:] and " " not in words and said != mail
        return _("says '{value}' but mails '{mail}'", value=words, mail=mail) if is_other else ""
    words = unicodedata.normalize("NFKC", words).replace("。", ".")  # stops of every shape
    seems, goes = _SEEMS.match(words), _AUTHORITY.match(address)
    if seems and seems[1] and not goes and address.partition(":")[0].lower() in SCHEMES:
        return _("says '{seems}' but leads to no page", seems=_plain(seems[1]))
    if not seems or not goes or (" " in words and not seems[1]):
        return ""
    named = _plain(seems[1] or seems[2])
    host = _plain(unquote(goes[1]).rpartition("@")[2].partition(":")[0])
    same = named == host or named.endswith(f".{host}") or host.endswith(f".{named}")
    cut_short = ".." in words and host.startswith(named)  # as programs do
    same = same or (cut_short and ("." not in named or not _find_subdomain(host).startswith(named)))
    kept = _ARCHIVES.fullmatch(host) and named in unquote(address[goes.end() :]).casefold()
    if same or kept or not named:
        return ""
    return _("says '{named}' but goes to '{host}'", named=named, host=host)


def _plain(host: str) -> str:
    labels = ".".join(_decode(label) for label in host.rstrip(".,;!)").casefold().split("."))
    return unicodedata.normalize("NFC", labels).removeprefix("www.")


def _find_mailbox(address: str) -> str:
    return unquote(address.casefold().removeprefix("mailto:").partition("?")[0])
