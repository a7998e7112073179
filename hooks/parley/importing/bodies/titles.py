"""Titles of an archive to titles of discussions."""

from parley.importing.bodies.conversion import mask
from parley.model.characters import remove_hidden
from parley.reading.schema import TITLE_LENGTH


def make_title(title: str, fallback: str) -> tuple[str, str]:
    """A title on one line of at most 120 characters, and the whole of it where it had to be shortened.

    `fallback` stands where a title has no letter and no digit.
    """
    whole = ""
    for text in (title, fallback, "Untitled"):
        text = text[:5000].encode(errors="replace").decode()
        whole = mask(" ".join(remove_hidden(text.replace("\t", " ")).split()), set())
        if any(char.isalnum() for char in whole):
            break
    if len(whole) <= TITLE_LENGTH:
        return whole, ""
    head = whole[: TITLE_LENGTH - 1]
    short = head.rpartition(" ")[0] if " " in head[TITLE_LENGTH // 2 :] else head
    return f"{short.rstrip()}…", whole


def title_from_name(name: str) -> str:
    """`two-follow-ups` gives `Two follow ups`."""
    words = " ".join(name.replace("/", " ").replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]
