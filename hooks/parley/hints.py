"""What the dialog for writing looks for while somebody types: the rules of the check that need no parser.

The patterns are the check's own where it has one. For HTML, links and telephone numbers the check has a parser, which a
page has not; the patterns here find what people do write, and a test holds them against the cases of these rules.
The check has the last word.
"""

import re
from dataclasses import dataclass

from parley.characters import NEVER
from parley.findings import SECRETS
from parley.problems import RULES
from parley.rules.text import MAIL, MAIL_TO_NOBODY

LONGEST = 60_000
"""Characters of a text; with its front matter a file of them stays under the limit of the check for most scripts."""

_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>]*>|<!--|<\?|<!\[CDATA\[")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\(")
_BAD_LINK = re.compile(
    r"(?<!!)\[[^\]\n]+\]\(\s*<?(?!https?://[^/?#\\\s)]|mailto:[^?\s)]|/(?:discussions|practices)/|#reply-)[^)\n]*\)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(rf"{NEVER.pattern}|[A-Za-z][\u200b-\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]")
"""What other scripts and emoji need is left to the check, which can look at what stands before and behind."""

_PHONE = re.compile(r"(?<![\w+＋])[+＋][ (]{0,2}\d(?:[ ().\-/]{0,2}\d){7,14}(?!\d)")


@dataclass(frozen=True, slots=True)
class Hint:
    """A pattern of what should not stand in a text, the rule it belongs to, and what to do.

    `unless` matches, within what was found, what may stand. `in_code` tells whether code is looked at, too.
    """

    rule: str
    pattern: re.Pattern[str]
    message: str
    in_code: bool = False
    unless: re.Pattern[str] | None = None

    @property
    def severity(self) -> str:
        return RULES[self.rule].severity


HINTS = (
    Hint("secret", SECRETS, "looks like an access token or a private key. Take it out and revoke it.", in_code=True),
    Hint("control-character", _HIDDEN, "is a character that cannot be seen and may mislead. Delete it.", in_code=True),
    Hint("raw-html", _HTML, "is HTML; text is Markdown. Put it in `backticks` to show it as it is."),
    Hint("remote-image", _IMAGE, "is an image; texts have none. Link to it: [what it shows](https://…)."),
    Hint("bad-link", _BAD_LINK, "does not lead anywhere from here. Write https://…, or /discussions/<name>/."),
    Hint("contact-data", MAIL, "looks like a person's address. Leave it out.", in_code=True, unless=MAIL_TO_NOBODY),
    Hint("contact-data", _PHONE, "looks like a person's telephone number. Leave it out.", in_code=True),
)


def to_javascript(pattern: re.Pattern[str]) -> tuple[str, str]:
    """Source and flags of a pattern as JavaScript takes it, with its flag `u`."""
    source = re.sub(r"\\U([0-9a-fA-F]{8})", lambda found: f"\\u{{{int(found[1], 16):x}}}", pattern.pattern)
    return source, "u" + ("i" if pattern.flags & re.IGNORECASE else "")


def find_hints(text: str) -> list[tuple[Hint, str]]:
    """What the page would say of a text, the first find of each hint: the measure of the tests."""
    found = []
    outside = blank_code(text)
    for hint in HINTS:
        where = text if hint.in_code else outside
        for match in hint.pattern.finditer(where):
            if not (hint.unless and hint.unless.search(match[1])):
                found.append((hint, match[0]))
                break
    return found


CODE = re.compile(
    r"^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1[`~]*[ \t]*$|(?![\s\S]))|(`+)(?!`)[\s\S]*?[^`]\2(?!`)", re.MULTILINE
)
"""Fenced blocks, closed or not, and spans of code, near enough."""


def blank_code(text: str) -> str:
    """The text with its code as spaces, line ends kept."""
    return CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
