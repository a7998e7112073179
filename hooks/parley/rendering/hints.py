"""What the dialog for writing looks for while somebody types: the rules of the check that need no parser.

The patterns are the check's own where it has one. For HTML, links and telephone numbers the check has a parser, which a
page has not; the patterns here find what people do write, and a test holds them against the cases of these rules.
The check has the last word. A page looks at the whole text at each letter that is typed, so every pattern is bounded:
from where it begins it looks at no more than a fixed number of characters, or stops where the next one would begin.
"""

import re
from dataclasses import dataclass

from parley.model.characters import OVERRIDES
from parley.model.languages.speaking import N_
from parley.model.problems import Severity
from parley.model.secrets import MAIL, MAIL_TO_NOBODY, SECRETS

LONGEST = 60_000
"""Characters of a text; with its front matter a file of them stays under the limit of the check for most scripts."""

_MISLEADING = re.compile(
    r"(?<![!\\])\[\s{0,9}((?:https?://[^/?#\s\]\\]{1,253}[^\[\]\n\\]{0,500}"
    r"|(?:www\.(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}|(?:[\w-]{1,63}\.){1,8}(?:com|org|edu|gov))(?:/[^\s\[\]\\]{0,300})?)"
    r"\]\(\s{0,9}<?(https?://[^/?#:\s)>\\]{1,253}))"
    r"([^\s)>\n]{0,500})[^)\n]{0,500}\)?",
    re.IGNORECASE,
)
_SAME_HOST = re.compile(
    r"^(?:https?://)?(?:[^/?#:\]\s]*\.)?([^/?#:\]\s.]+\.[^/?#:\]\s]+)(?:[/?#:\s][^\]]*)?\]\(\s*<?https?://(?:[^@]*\.)?\1$"
    r"|\.\.|[^ -~]|xn--|\](?=.*(?:archive|arquivo|webcitation|webcache))",
    re.IGNORECASE,
)
"""The same place, or what the check has to look at: words that are cut short, other scripts, archives of the web."""

_BEFORE_HOST = re.compile(r"(https?://)[^\s/?#@<>()\[\]\\:]{1,253}@(?=[^\s/?#@])", re.IGNORECASE)
"""What a reader takes for the host, and a browser for a name to log in with."""

_HIDDEN = re.compile(f"[{OVERRIDES}]")
"""What else can't be seen is repaired, or kept where it is needed."""

_PHONE = re.compile(r"(?<![\w+＋])[+＋][ (]{0,2}\d(?:[ ().\-/]{0,2}\d){7,14}(?!\d)")


@dataclass(frozen=True, slots=True)
class Hint:
    """A pattern of what should not stand in a text, the rule it belongs to, and what to do.

    `unless` matches, within what was found, what may stand. `in_code` tells whether code is looked at, too. `fix` is
    what can be written instead, with `$1` for a group of the pattern and `$0` for all of it; None: only its author can.
    """

    rule: str
    pattern: re.Pattern[str]
    message: str
    in_code: bool = False
    unless: re.Pattern[str] | None = None
    severity: Severity = Severity.ERROR
    fix: str | None = None


HINTS = (
    Hint("secret", SECRETS, N_("looks like an access token or a private key. Remove it and revoke it."), in_code=True),
    Hint(
        "control-character", _HIDDEN, N_("is an invisible character and may mislead. Delete it."), in_code=True, fix=""
    ),
    Hint(
        "misleading-link",
        _MISLEADING,
        N_("goes somewhere else than its words say. Let the words say where it goes."),
        unless=_SAME_HOST,
        fix="<$2$3>",
    ),
    Hint(
        "misleading-link",
        _BEFORE_HOST,
        N_("isn't where the link leads: that stands behind the @. Leave out what comes before it."),
        fix="$1",
    ),
    Hint(
        "contact-data",
        MAIL,
        N_("looks like a person's address. Leave it out."),
        in_code=True,
        unless=MAIL_TO_NOBODY,
        severity=Severity.WARNING,
    ),
    Hint(
        "contact-data",
        _PHONE,
        N_("looks like a person's phone number. Leave it out."),
        in_code=True,
        severity=Severity.WARNING,
    ),
)


_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE}


def to_javascript(pattern: re.Pattern[str]) -> tuple[str, str]:
    """Source and flags of a pattern as JavaScript takes it, with its flag `u`."""
    source = re.sub(r"\\U([0-9a-fA-F]{8})", lambda found: f"\\u{{{int(found[1], 16):x}}}", pattern.pattern)
    source = source.replace("(?P<", "(?<").replace(r"[^\W\d_]", r"\p{L}")
    if not pattern.flags & re.ASCII:
        source = re.sub(r"(\[[^\]]*)\\w", r"\1\\p{L}\\p{N}_", source)  # there it would mean letters of ASCII alone
    return source, "u" + "".join(sign for sign, flag in _FLAGS.items() if pattern.flags & flag)
