"""A stranger's text inside Markdown that a forge draws: shown as it is, and nothing in it works."""

import re

from parley.findings import visible

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_CALLS = re.compile(r"(?<=[@#])(?=\w)|(?<=\bGH)(?=-\d)", re.IGNORECASE)
_JOINER = "\u2060"


def escape_markdown(text: str) -> str:
    r"""One line of text as a paragraph or part of one: `*a*` gives `\*a\*`.

    Every sign of ASCII may stand behind a backslash (CommonMark 0.31, 2.4), which also keeps bare addresses from
    becoming links. An invisible joiner keeps `@name` from calling a person and `#12` from marking an issue, which
    forges look for after Markdown is done.
    """
    plain = visible(text.replace("\n", " "))
    return _PUNCTUATION.sub(r"\\\g<0>", _CALLS.sub(_JOINER, plain))


def code_span(text: str) -> str:
    """One line of text as code within a paragraph."""
    plain = visible(text.replace("\n", " "))
    fence = "`" * (_longest_run(plain) + 1)
    pad = " " if plain.startswith(("`", " ")) or plain.endswith(("`", " ")) else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def code_block(text: str) -> str:
    """Lines of text as a block of code, in a fence that is longer than any in them."""
    fence = "`" * max(3, _longest_run(text) + 1)
    lines = "\n".join(visible(line) for line in text.split("\n"))
    return f"{fence}text\n{lines}\n{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
