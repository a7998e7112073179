"""The first heading of a text, which is its title where no key says one."""

import re

_HEADING = re.compile(
    r"\s*(?:[ ]{0,3}#{1,6}[ \t]+(?P<marked>[^\n]*[^\s#])[ \t]*#*"
    r"|(?P<underlined>[^\s#>|`~{\[-][^\n]*)\n[ ]{0,3}(?:={2,}|-{2,})"
    r"|<h[1-3]>(?P<tagged>[^\n<>]+)</h[1-3]>"
    r"|(?P<strong>\*\*[^\n*]+\*\*|__[^\n_]+__)(?=[ \t]*\n[ \t]*\n))[ \t]*(?:\n|$)",
    re.IGNORECASE,
)
_STRONG = re.compile(r"^([*_]{1,3})([^*_]+)\1$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def find_heading(text: str) -> tuple[str, int] | None:
    """The words of the heading with which a text begins, and how many lines it takes with blank ones above and below.

    None where it begins with something else. A line that is all strong and stands alone counts, as word processors
    give titles so.
    """
    found = _HEADING.match(text)
    if not found:
        return None
    words = _STRONG.sub(r"\2", next(filter(None, found.groups())).strip())
    rest = text[found.end() :]
    blank = len(rest) - len(rest.lstrip("\n"))
    return _ESCAPED.sub(r"\1", words), text.count("\n", 0, found.end()) + blank
