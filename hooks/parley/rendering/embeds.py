"""A Python-Markdown extension that puts live lists on the maintainers' pages.

A line such as `::: discussions limit=5` becomes the list. It stands alone, begins in the first column and does not
stand in a code block. docs/parley/pages/embeds.md describes it for those who write pages.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from parley.model.findings import Findings, shorten
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.reading.hosted import find_embed_lines
from parley.reading.readers import did_you_mean
from parley.rendering.pages.embeds import MOST, ORDERS, Options, list_embeds

Draw = Callable[[str, Options], str]
"""Draws an embed, by name and options, for the page that is being read."""


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """The page that is being read: where its mistakes go, the line at which its Markdown begins, how to draw."""

    findings: Findings
    first_line: int
    draw: Draw


class EmbedExtension(Extension):
    """Replaces embed lines. `page` is set before each page is read.

    Where such lines are `shared` with another extension (mkdocstrings and others describe code with them), those with
    names that are none of ours are its own.
    """

    def __init__(self, library: Library, shared: bool = False) -> None:
        super().__init__()
        self.library = library
        self.shared = shared
        self.page: EmbedPage | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown calls it so)
        # after line ends are made alike (priority 30), before fenced code is taken out (25)
        md.preprocessors.register(_EmbedPreprocessor(md, self), "parley-embeds", 27)


class _EmbedPreprocessor(Preprocessor):
    def __init__(self, md: Markdown, extension: EmbedExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        page = self.extension.page
        if page is None:
            return lines
        drawn = list(lines)
        known = list_embeds(self.extension.library.declaration)
        for number in find_embed_lines(lines):
            if self.extension.shared and lines[number].removeprefix(":::").split()[0] not in known:
                continue
            parsed = parse_embed(lines[number], page.first_line + number, self.extension.library, page.findings)
            if parsed is not None:
                html = page.draw(*parsed)
                drawn[number] = f"\n\n{self.md.htmlStash.store(html) if html else parsed[1].instead}\n\n"
        return "\n".join(drawn).split("\n")


_WORD = re.compile(r'([^\s="]+)=("[^"]*"|\S*)|\S+')
"""An option with its value, which stands between quotation marks where it has several words; or what is none."""

_ELSE = "else"

NAMED = 5
"""Discussions that are named where one is asked for that isn't there: the newest."""


def parse_embed(line: str, number: int, library: Library, findings: Findings) -> tuple[str, Options] | None:
    """Read an embed line; None, with a problem found, where it has a mistake."""
    name, _, rest = line.removeprefix(":::").strip().partition(" ")
    known = list_embeds(library.declaration)
    options, mistake = (
        _parse_options(name, rest, library) if name in known else (Options(), _find_unknown(name, tuple(known)))
    )
    if mistake:
        findings.add("bad-embed", *mistake, line=number, width=len(line))
        return None
    return name, options


_Diagnostic = tuple[str, str]
"""What is wrong and how to fix it."""


def _parse_options(name: str, rest: str, library: Library) -> tuple[Options, _Diagnostic | None]:
    """The options, and the first mistake in them."""
    template, embed = list_embeds(library.declaration)[name]
    known = (*embed.options, _ELSE)
    options, absent = Options(), dict[str, _Diagnostic]()
    for word in _WORD.finditer(rest):
        key, value = word[1], word[2]
        if key not in known:
            wanted = ", ".join(f"{option}=…" for option in known)
            return options, (
                _("'{word}' isn't an option of '{name}'", word=shorten(word[0]), name=name),
                _("Options: {wanted}.", wanted=wanted),
            )
        if mistake := _find_mistake(key, value):
            return options, mistake
        value = value.strip('"')
        if mistake := _find_absence(key, value, library):
            absent.setdefault(key, mistake)
        options = _set(options, key, value, library)
    if template == "comparison" and not options.slug:
        return options, (_("'{name}' needs slug=…", name=name), _("Name the folder of a {name}.", name=name))
    if absent and options.instead is None:
        return options, next(iter(absent.values()))
    return replace(options, missing=bool(absent.keys() - {"lead"})), None  # without it another leads


def _find_unknown(name: str, known: tuple[str, ...]) -> _Diagnostic:
    return _("there is no embed '{name}'", name=shorten(name)), did_you_mean(name, known) or _(
        "Known: {known}.", known=", ".join(known)
    )


def _set(options: Options, key: str, value: str, library: Library) -> Options:
    if key == "limit":
        return replace(options, limit=int(value))
    if key == "slug":  # by any name that leads to it
        named = (post.id for post in library.comparisons if not post.removed and value in post.names)
        return replace(options, slug=next(named, value))
    return replace(options, **{"instead" if key == _ELSE else key: value})  # type: ignore[arg-type]


def _find_mistake(key: str, value: str) -> _Diagnostic | None:
    """What is wrong with the value of an option, whatever posts there are."""
    if value.startswith('"') and (len(value) < 2 or not value.endswith('"')):
        return _("the value of '{key}' has no closing quotation mark", key=key), _("Put one after its last word.")
    value = value.strip('"')
    if key == "limit" and not (re.fullmatch("[1-9][0-9]{0,2}", value) and int(value) <= MOST):
        return _("limit '{value}' must be a number from 1 to {most}", value=shorten(value), most=MOST), _(
            "Leave it out to show all."
        )
    if key == "order" and value not in ORDERS:
        return _(
            "order '{value}' must be one of {orders}", value=shorten(value), orders=", ".join(ORDERS)
        ), did_you_mean(value, ORDERS)
    return None


def _find_absence(key: str, value: str, library: Library) -> _Diagnostic | None:
    """What an option names that is not there; no mistake where the page says what stands in its place."""
    advice = _('To build without it, add else="…" with the text to show instead.')
    if key == "tag" and value not in library.tags:
        return _("tag '{value}' isn't in tags.yml", value=shorten(value)), did_you_mean(
            value, tuple(library.tags)
        ) or advice
    names = tuple(name for post in library.comparisons if not post.removed for name in post.names)
    if key == "slug" and value not in names:
        name = library.declaration.name_of("comparison")
        return _("there is no {name} '{value}'", name=name, value=shorten(value)), did_you_mean(value, names) or advice
    if key == "lead":
        there = {name: post.id for post in library.discussions if not post.removed for name in post.names}
        newest = ", ".join([*dict.fromkeys(there.values())][: -NAMED - 1 : -1])
        near = did_you_mean(value, tuple(there)) or (_("Known: {known}.", known=newest) if newest else advice)
        return None if value in there else (_("there is no discussion '{slug}'", slug=shorten(value)), near)
    return None
