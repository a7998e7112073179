"""Markdown as strangers paste it, to Markdown that shows what they meant."""

from parley.reading.mending.repairs import Mended


def mend_markdown(text: str, *, is_line: bool = False) -> Mended:
    """Repair what is only untidy in a text; `is_line` tells that it is drawn as one paragraph."""
    return Mended(text)
