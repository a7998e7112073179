"""One page of a site as the frame of ours: its text with marks where ours differ."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from parley.building.frames import Frame, cut_frame, mark
from parley.model import urls
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError
from parley_attach.elements import PageElement, find_elements, replace_all

PLACE = "data-parley-frame"
"""An element with this attribute stands where our content goes, in the page that is the frame."""

_ADDRESSES = ("href", "src", "action", "poster", "data", "srcset", "data-content_root")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?|$", re.IGNORECASE)
_ATTRIBUTE = r"(?P<before>\s{name}\s*=\s*)(?:\"(?P<two>[^\"]*)\"|'(?P<one>[^']*)'|(?P<none>[^\s\"'>]+))"
_ATTRIBUTES = {name: re.compile(_ATTRIBUTE.replace("{name}", name), re.IGNORECASE) for name in _ADDRESSES}
_CURRENT = re.compile(r"\saria-current(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?", re.IGNORECASE)
_IN_STYLE = re.compile(r"(url\(\s*[\"']?)([^\"')]+)")


def cut_page(html: str, address: str) -> Frame:
    """The frame that a page of the site gives; its own title, description and content are left out.

    What it leads to is led to from any page: by `root`, the way to the root of the site.

    Raises:
        ParleyError: the page has no place for a content.
    """
    elements = find_elements(html)
    content = find_content(elements)
    head = next((one for one in elements if one.tag == "head"), None)
    if content is None or head is None or any(one.tag == "base" for one in elements):
        raise ParleyError(
            _(
                "{file_of} can't be the frame: it needs a head, no base element, and an element with "
                "{place}, or a main or article",
                file_of=urls.file_of(address),
                place=PLACE,
            )
        )
    return cut_frame(replace_all(html, _list_changes(html, elements, head, content, address)))


def find_content(elements: Sequence[PageElement]) -> PageElement | None:
    """The element whose content gives way to ours: around the place for it what holds the page's own text."""
    place = next((one for one in elements if PLACE in one.attributes), None)
    if place:
        return next((one for one in reversed(place.above) if one.tag in ("article", "main")), place)
    main = next((one for one in elements if one.tag == "main" or one.attributes.get("role") == "main"), None)
    within = (one for one in elements if one.tag == "article" and (main is None or main in one.above))
    return next(within, main)


def _list_changes(
    html: str, elements: Sequence[PageElement], head: PageElement, content: PageElement, address: str
) -> Iterator[tuple[int, int, str]]:
    yield content.content, content.content_end, mark("content")
    charset = next((one for one in elements if one.tag == "meta" and "charset" in one.attributes), None)
    early = charset.end if charset and head in charset.above else head.content
    yield early, early, mark("policy")  # before the first script
    title = next((one for one in elements if one.tag == "title" and head in one.above), None)
    if title:
        yield title.start, title.end, mark("head")
    else:
        yield head.content, head.content, mark("head")
    yield head.content_end, head.content_end, mark("ours")
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
    return _CURRENT.sub("", opening)


def _lead_attribute(found: re.Match[str], name: str, address: str) -> str:
    value = next((found[kind] for kind in ("two", "one", "none") if found[kind] is not None), "")
    if name == "srcset":
        parts = (part.strip().partition(" ") for part in value.split(","))
        led = ", ".join(f"{_resolve(way, address)}{space}{size}" for way, space, size in parts)
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
        return _IN_STYLE.sub(lambda found: found[1] + _resolve(found[2], address), text)
    up = re.escape("/".join([".."] * address.count("/")) or ".")
    return re.sub(rf"([\"']){up}(?=[\"'/])(?!/\.\.)", lambda found: found[1] + mark("up"), text)


def fill(frame: Frame, here: str, head: str, ours: str, content: str, policy: str) -> str:
    """A page of ours at `here`; values are finished HTML."""
    root = urls.root(here)
    return frame.fill(
        {"head": head, "ours": ours, "content": content, "policy": policy, "root": root, "up": root.rstrip("/")}
    )
