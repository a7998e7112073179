"""Markdown as strangers paste it, to Markdown that shows what they meant."""

import re
from collections.abc import Iterable

from parley.model.characters import SHAPELESS, SHAPELESS_ASCII
from parley.model.languages.speaking import _
from parley.model.markup.markdown import find_cost, find_flaws
from parley.reading.mending.repairs import Mended
from parley.reading.mending.texts import depth, invisible, links, pasting, tags
from parley.reading.mending.texts.changing import Changing, Replacement

ROUNDS = 12
"""Of looking at what has become of a text. One is enough for most; each line of HTML pasted as a block may need one."""

_PLAINLY = 3
"""Rounds after which a link that still leads nowhere is shown as it was written."""

_TAB = r"[^\t\n]\t"
_WORDED = (
    r"|<[a-zA-Z/!?]|\]:|!\[|\]\((?!https?://)|&[#a-zA-Z]|(?:[mM]ail[tT]o|ftp|xmpp):(?!//[a-zA-Z0-9])|xn--"
    r"|[hH][tT]{2}[pP][sS]?:(?!//(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(?::[0-9]{1,4})?"
    rf"(?:[^a-zA-Z0-9_.:%@{links.WIDE}…-]|$))|H[tT]{{2}}[pP]|W[wW]{{2}}\.|www\.[^\s/?#]*[^\s!-~]"
    rf"|(?:[hH][tT]{{2}}[pP][sS]?://|www\.)[^\s<]{{1,{links.LONGEST}}}?(?:[{links.STOPS}]|{links.TOGETHER}|{links.CLOSED})"
    r"|(?:> ?){9}|\[\s{0,9}\]\(|^ {0,3}--[ \t\u00a0]*$"
)
MAYBE = re.compile(
    rf"{SHAPELESS.pattern}|{_TAB}|[\u00a0\u202f\u2007\u3000\ufffc\uf000-\uf0ff]"
    rf"|^[ \t\u00a0]*[{pasting.MARKS}]{_WORDED}",
    re.MULTILINE,
)
"""What a text has that may have to be mended; few have any of it, and of those that have none nothing is drawn here."""

_MAYBE_ASCII = re.compile(f"{SHAPELESS_ASCII.pattern}|{_TAB}{_WORDED}", re.MULTILINE)
"""The same of a text in ASCII."""

_INDENTED = re.compile(rf"^ {{{2 * 8},}}(?:[-*+]|\d{{1,9}}[.)]) ", re.MULTILINE)


def mend_markdown(text: str, *, is_line: bool = False) -> Mended:
    """Repair what is only untidy in a text; `is_line` tells that it is drawn as one paragraph.

    What is left for the check to tell is harmful, or costs too much to be drawn.
    """
    if not ((_MAYBE_ASCII if text.isascii() else MAYBE).search(text) or _INDENTED.search(text)):
        return Mended(text)
    changing = Changing(text)
    changing.apply(invisible.find_characters(text, is_line=is_line))
    cost = find_cost(changing.text)
    if cost and cost.what == "nesting":
        changing.apply(depth.find_changes(changing.text))
        cost = find_cost(changing.text)
    if cost:
        return changing.finish()
    for number in range(ROUNDS):
        if not changing.apply(_find_changes(changing.text, number, is_line=is_line)):
            break
    if {flaw.what for flaw in find_flaws(changing.text)} & _MENDED:
        changing.apply(_give_up(changing.text))
    return changing.finish()


_MENDED = frozenset({"html", "link", "image"})


def _give_up(text: str) -> Iterable[Replacement]:
    """Every line as the characters it has: what was woven together with more than chance shows no more than those."""
    for found in re.finditer(r"^[ \t]*([^\n]+)$", text, re.MULTILINE):
        shown = _PUNCTUATION.sub(r"\\\g<0>", found[1])
        yield Replacement(
            found.start(), found.end(), shown, _("a line that can't be read as Markdown is shown as it is")
        )


_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def _find_changes(text: str, number: int, *, is_line: bool) -> Iterable[Replacement]:
    """What to do next with a text: HTML first, as there is no telling what stands within it."""
    if changes := list(invisible.find_characters(text, is_line=is_line)):
        return changes
    if not is_line and (changes := list(pasting.find_changes(text))):
        return changes
    found = {flaw.what for flaw in find_flaws(text)}
    if "html" in found:
        return tags.find_changes(text)
    if "nesting" in found:
        return depth.find_changes(text)
    if "control" in found:
        return invisible.find_references(text)
    if found & {"link", "image", "deceit"} or links.ENDING.search(text):
        return links.find_changes(text, plainly=number >= ROUNDS - _PLAINLY)
    return ()
