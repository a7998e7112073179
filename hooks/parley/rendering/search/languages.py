"""The language in which words are looked for, and the program that knows its words.

Pagefind finds `behandelt` by `behandeln` in the languages whose endings it knows, and folds the accents of all.
Chinese, Japanese and Thai write their words without spaces: the larger of its two programs has dictionaries of them,
which take 50 MB, so that nobody else has to install it.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import cast

from pagefind.service import get_executable

from parley.model.entries import Post
from parley.model.languages.speaking import N_, spoken

WITHOUT_SPACES = frozenset({"ja", "th", "zh"})

NO_DICTIONARY = N_(
    "The search knows no words of this site's language, which has no spaces between them. "
    "Install its dictionaries: pip install 'mkdocs-parley[cjk]'"
)


def find_language(post: Post | None = None) -> str:
    """The language of a post's words, or of the site's, as `de` or `pt-br`."""
    return str(getattr(post, "language", "") or spoken().language).lower()


def needs_dictionary(language: str) -> bool:
    """Tell whether the words of a language can't be told by the spaces between them."""
    return language.partition("-")[0] in WITHOUT_SPACES


def find_program(language: str) -> Path | None:
    """The program that reads a language: the smaller one where it knows as much, so that all make the same of it."""
    if not needs_dictionary(language) and "PAGEFIND_BINARY_PATH" not in os.environ:
        with suppress(ImportError):
            from pagefind_bin import get_executable as find_smaller  # type: ignore[import-untyped]

            return cast("Path", find_smaller())
    return get_executable()  # the larger one, where it's installed


def lacks_dictionary(language: str) -> bool:
    """Tell whether a language is read without its words."""
    program = find_program(language) if needs_dictionary(language) else None
    return program is not None and "extended" not in program.name
