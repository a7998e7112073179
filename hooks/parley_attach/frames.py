"""One page of a site as the frame of ours: its text with marks where ours differ."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from parley.building.frames import Frame, cut_frame, mark
from parley.model import urls
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley_attach.elements import PageElement, find_elements, find_head, replace_all

PLACE = "data-parley-frame"
"""An element with this attribute stands where our content goes, in the page that is the frame."""

_SETS = ("srcset", "imagesrcset")
_ADDRESSES = (
    *("href", "xlink:href", "src", "action", "formaction", "poster", "data", *_SETS),
    *("data-content_root", "data-url_root"),
)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?|$", re.IGNORECASE)
_ATTRIBUTE = r"(?P<before>\s{name}\s*=\s*)(?:\"(?P<two>[^\"]*)\"|'(?P<one>[^']*)'|(?P<none>[^\s\"'>]+))"
_ATTRIBUTES = {name: re.compile(_ATTRIBUTE.replace("{name}", name), re.IGNORECASE) for name in _ADDRESSES}
_CURRENT = re.compile(r"\saria-current(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?", re.IGNORECASE)
_QUOTE = "(?:[\"']|&quot;|&#0*3[49];)"
_IN_STYLE = re.compile(rf"(url\(\s*{_QUOTE}?|@import\s+{_QUOTE})((?:(?!{_QUOTE})[^)])+)")
_STYLE = re.compile(_ATTRIBUTE.replace("{name}", "style"), re.IGNORECASE)
_CANDIDATE = re.compile(r"([\s,]*)(\S*[^\s,])([^,]*,?)")
"""A picture of a `srcset`: its address, which may have commas within, and how large it is."""


_PROGRAMS = {
    "Docusaurus": 'id="?__docusaurus\\b',
    "Gatsby": 'id="?___gatsby\\b',
    "Next.js": 'id="?__(?:next|NEXT_DATA__)\\b|\\bself\\.__next_f\\b',
    "Nuxt": 'id="?__nuxt\\b',
    "SvelteKit": r"\b__sveltekit_",
    "VitePress": r"\b__VP_HASH_MAP__\b",
}
_DRAWN = re.compile("|".join(f"(?P<p{place}>{sign})" for place, sign in enumerate(_PROGRAMS.values())))


def find_program(html: str) -> str:
    """The program whose scripts draw a page anew in the browser, by its address, or nothing.

    What such a program doesn't know is gone then: a page of ours is "not found", and a thread goes when pages swap.
    """
    found = _DRAWN.search(html)
    return list(_PROGRAMS)[int(found.lastgroup[1:])] if found and found.lastgroup else ""


def cut_page(html: str, address: str) -> Frame:
    """The frame that a page of the site gives; its own title, description and content are left out.

    What it leads to is led to from any page: by `root`, the way to the root of the site.

    Raises:
        ParleyError: the page has no place for a content, or scripts that would draw another in its place.
    """
    file = address if address.endswith(".html") else urls.file_of(address)
    if program := find_program(html):
        raise ParleyError(
            _(
                "{file} can't be the frame: scripts of {program} draw pages anew in the browser, and know none of "
                "ours. Give a page without them, such as one of plain HTML, with --frame",
                file=file,
                program=program,
            )
        )
    html = html.replace("\r\n", "\n").replace("\r", "\n")  # as browsers read it, and hash its scripts
    elements = find_elements(html)
    content = find_content(elements)
    if content is None or any(one.tag == "base" for one in elements):
        raise ParleyError(
            _(
                "{file} can't be the frame: it needs an element with {place}, or a main or article, and no "
                "base element",
                file=file,
                place=PLACE,
            )
        )
    return cut_frame(replace_all(html, _list_changes(html, elements, content, address)))


def find_content(elements: Sequence[PageElement]) -> PageElement | None:
    """The element whose content gives way to ours: around the place for it what holds the page's own text."""
    place = next((one for one in elements if PLACE in one.attributes), None)
    if place:
        return next((one for one in reversed(place.above) if one.tag in ("article", "main")), place)
    main = next((one for one in elements if one.tag == "main" or one.attributes.get("role") == "main"), None)
    within = (one for one in elements if one.tag == "article" and (main is None or main in one.above))
    return next(within, main)


def _list_changes(
    html: str, elements: Sequence[PageElement], content: PageElement, address: str
) -> Iterator[tuple[int, int, str]]:
    yield content.content, content.content_end, mark("content")
    begin, end = find_head(html, elements)
    head = [one for one in elements if begin <= one.start < end]
    charset = next((one for one in head if _tells_charset(one)), None)
    early = charset.end if charset else begin
    if charset is None or charset.attributes.get("charset", "").lower() != "utf-8":  # which ours are in
        yield charset.start if charset else begin, early, '<meta charset="utf-8">'
    yield early, early, mark("policy")  # before the first script
    title = next((one for one in head if one.tag == "title"), None)
    if title:
        yield title.start, title.end, mark("head")
    else:
        yield early, early, mark("head")
    yield end, end, mark("ours")
    for one in elements:
        if _is_of_its_page(one):
            yield one.start, one.end, ""
            continue
        opening = html[one.start : one.content]
        if (led := _lead(opening, address)) != opening:
            yield one.start, one.content, led
        if one.tag in ("script", "style") and one.content_end > one.content:
            text = html[one.content : one.content_end]
            yield one.content, one.content_end, _lead_within(one.tag, text, address)


def _tells_charset(one: PageElement) -> bool:
    about = one.attributes
    return one.tag == "meta" and ("charset" in about or about.get("http-equiv", "").lower() == "content-type")


def _is_of_its_page(one: PageElement) -> bool:
    """Tell whether an element says something of the page itself, which is not so of ours."""
    if one.tag == "meta":
        name = one.attributes.get("name") or one.attributes.get("property") or one.attributes.get("itemprop") or ""
        return name.startswith(("og:", "twitter:", "article:")) or name in (
            "description",
            "keywords",
            "robots",
            "author",
        )
    if one.tag == "link":
        kinds = set(one.attributes.get("rel", "").lower().split())
        return bool(kinds & {"canonical", "prev", "next", "alternate", "amphtml", "shortlink"})
    return one.tag == "script" and one.attributes.get("type") == "application/ld+json"


def _lead(opening: str, address: str) -> str:
    """An opening tag that leads from any page to where it leads from its own; none is the current one."""
    for name, pattern in _ATTRIBUTES.items():
        if name in opening.lower():
            opening = pattern.sub(lambda found, name=name: _lead_attribute(found, name, address), opening)  # type: ignore[misc]
    opening = _STYLE.sub(lambda found: _lead_styles(found[0], address), opening)
    return _CURRENT.sub("", opening)


def _lead_styles(text: str, address: str) -> str:
    return _IN_STYLE.sub(lambda found: found[1] + _resolve(found[2], address), text)


def _lead_attribute(found: re.Match[str], name: str, address: str) -> str:
    value = next((found[kind] for kind in ("two", "one", "none") if found[kind] is not None), "")
    if name in _SETS:
        led = _CANDIDATE.sub(lambda part: f"{part[1]}{_resolve(part[2], address)}{part[3]}", value)
    else:
        led = _resolve(value, address)
    return found[0] if led == value else f'{found["before"]}"{led}"'


def _resolve(way: str, address: str) -> str:
    """A way from the page at `address`, as one from the root of the site."""
    if _ABSOLUTE.match(way):
        return way
    return mark("root") + urljoin(f"http://x/{address}", way).removeprefix("http://x/")


def _lead_within(tag: str, text: str, address: str) -> str:
    """A script or style that knows the way from its page to the root of the site, such as `".."`."""
    if tag == "style":
        return _lead_styles(text, address)
    up = re.escape("/".join([".."] * address.count("/")) or ".")
    return re.sub(rf"([\"']){up}(?=[\"'/])(?!/\.\.)", lambda found: found[1] + mark("up"), text)


def fill(frame: Frame, here: str, head: str, ours: str, content: str, policy: str) -> str:
    """A page of ours at `here`; values are finished HTML."""
    root = urls.root(here)
    return frame.fill(
        {"head": head, "ours": ours, "content": content, "policy": policy, "root": root, "up": root.rstrip("/")}
    )
