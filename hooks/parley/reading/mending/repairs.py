"""What a repair of a text gives: the text as it is read from now on, and what was read otherwise than written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was read otherwise than written: `what` says so in plain words.

    `line` counts from 1 in the text as it was given; `found` is what stood there, shown as it was.
    """

    line: int
    found: str
    what: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A text and its repairs, in the order of their lines; without one, the text is as it was given, to the byte."""

    text: str
    repairs: tuple[Repair, ...] = ()
