"""WordPress' export (WXR): articles with their comments.

Articles become discussions with their text; pages only where somebody has commented on them.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from parley.importing.dates import parse_date
from parley.importing.records import Archive, Author, Comment, Fault, ImportedThread, Record
from parley.importing.streams.files import find_files
from parley.importing.streams.xml_stream import Element, read_elements
from parley.model.languages.speaking import N_, _

_WANTED = frozenset({"item", "wp:comment", "wp:author"})
_SHOWN = frozenset({"", "comment", "review"})


def read_wordpress(archive: Archive) -> Iterator[Record]:
    """Read an export, or all its parts in a folder."""
    names: dict[str, str] = {}
    for file in find_files(archive.path, (".xml", ".xml.gz")):
        with_comments = ""
        for element, around in read_elements(archive, file, _WANTED):
            if element.name == "wp:author":
                names[element.get("wp:author_login")] = element.get("wp:author_display_name")
            elif element.name == "item":
                yield from _read_item(element, names, file, answered=element.get("wp:post_id") == with_comments)
            elif around is not None and around.get("wp:post_id"):
                with_comments = around.get("wp:post_id")
                yield _read_comment(element, with_comments)
            else:
                yield Fault(file, element.line, _("a comment comes before the wp:post_id of its article"))


def _read_item(item: Element, names: dict[str, str], file: Path, *, answered: bool) -> Iterator[Record]:
    id, kind = item.get("wp:post_id"), item.get("wp:post_type")
    if not id:
        yield Fault(file, item.line, _("an item has no wp:post_id"))
        return
    if kind != "post" and not answered:
        return  # menus, pictures and pages that nobody has answered are no discussions
    login = item.get("dc:creator")
    yield ImportedThread(
        id=id,
        title=html.unescape(item.get("title")),
        author=Author(names.get(login) or login, login),
        date=parse_date(item.get("wp:post_date_gmt")) or parse_date(item.get("wp:post_date")),
        edited=parse_date(item.get("wp:post_modified_gmt")),
        body=_draw_paragraphs(item.get("content:encoded")),
        address=item.get("link"),
        categories=tuple(
            name for one in item.all("category") for name in (one.attributes.get("nicename", ""), one.text) if name
        ),
        closed=item.get("wp:comment_status") == "closed",
        dropped=_item_reason(item, kind),
    )


def _item_reason(item: Element, kind: str) -> str:
    if kind not in ("post", "page"):
        return N_("no article")
    if item.get("wp:status") != "publish":
        return N_("not published")
    return "password-protected" if item.get("wp:post_password") else ""


def _read_comment(element: Element, thread: str) -> Comment:
    parent = element.get("wp:comment_parent")
    return Comment(
        id=element.get("wp:comment_id"),
        thread=thread,
        parent="" if parent == "0" else parent,
        author=Author(element.get("wp:comment_author"), link=element.get("wp:comment_author_url")),
        date=parse_date(element.get("wp:comment_date_gmt")) or parse_date(element.get("wp:comment_date")),
        body=_draw_paragraphs(element.get("wp:comment_content")),
        dropped=_comment_reason(element),
        versioned=True,
    )


def _comment_reason(element: Element) -> str:
    kind = element.get("wp:comment_type")
    if kind in ("pingback", "trackback"):
        return "pingback"
    if kind not in _SHOWN:
        return _("no comment of a reader")
    approved = element.get("wp:comment_approved")
    if approved in ("1", "approve", "approved"):
        return ""
    return {"spam": "spam", "trash": "deleted", "post-trashed": "deleted"}.get(approved, N_("not approved"))


_CODE = re.compile(
    r"(?<!\[)\[(code|source(?:code)?|bash|shell|csharp|c|cpp|css|delphi|diff|erlang|go|groovy|haskell|html|java"
    r"|javascript|js|jscript|latex|matlab|objc|perl|php|powershell|python|py|r|ruby|scala|sql|vb|xml|yaml)"
    r"((?:[ =][^\]\n]{0,200})?)\]",
    re.IGNORECASE,
)
"""Opens code between marks of plug-ins for WordPress, with which it stands as it is, bare `<` and entities alike."""

_LANGUAGE = re.compile(r"""(?:lang(?:uage)?=|\A=)["']?([A-Za-z0-9+#._-]{1,30})""")
_PRE = re.compile(r"<(pre|code)\b", re.IGNORECASE)
_PRE_END = {
    name: re.compile("(<" + rf"/{name}[ \t]{{0,9}}>){more}", re.IGNORECASE)
    for name, more in (("pre", r"\n*"), ("code", ""))
}
"""With the ends of lines behind a block of code, for it stands on lines of its own."""

_BLOCK = r"</?(?:ul|ol|li|p|div|table|t[rdh]|h[1-6]|blockquote|pre|figure)\b[^<>]*>|<br\b[^<>]*>|<!--[^\n]{0,300}?-->"
_LINE_END = re.compile(rf"({_BLOCK})?\n(?![ \t]{{0,99}}(?:{_BLOCK}))", re.IGNORECASE)


def _mark_code(text: str) -> str:
    """Code between marks of plug-ins as the element that it becomes on a page."""
    pieces: list[str] = []
    end, last = 0, dict[str, int]()
    for found in _CODE.finditer(text):
        name, options = found.groups()
        mark = f"[/{name}]"
        if mark not in last:
            last[mark] = text.rfind(mark)
        if end <= found.start() < last[mark]:
            close = text.find(mark, found.end())
            language = _LANGUAGE.search(options)
            names = language[1] if language else "" if name.lower().startswith(("code", "source")) else name
            code = text[found.end() : close].replace("<", "&lt;")
            pieces += (text[end : found.start()], f'<pre class="language-{names.lower()}">', code, "</pre>")
            end = close + len(mark)
    return "".join((*pieces, text[end:]))


def _draw_paragraphs(text: str) -> str:
    """WordPress keeps line ends bare and draws them as paragraphs and breaks only when a page is made."""
    text = _mark_code("\n".join(line.rstrip() for line in text.split("\n")))
    pieces, end = [], 0
    last = {name: text.lower().rfind("</" + name) for name in _PRE_END}
    at = 0
    while start := _PRE.search(text, at):
        name = start[1].lower()
        at = start.end()
        close = _PRE_END[name].search(text, at) if last[name] > at else None
        if close is None or (name == "code" and "\n" not in text[at : close.start()]):
            continue
        before = text[end : start.start()]
        pieces += [_draw_lines(before.rstrip("\n") if name == "pre" else before), text[start.start() : close.end(1)]]
        at = end = close.end()
    return "".join((*pieces, _draw_lines(text[end:])))


def _draw_lines(text: str) -> str:
    paragraphs = re.sub(r"\n{2,}", "<p>", text)
    return _LINE_END.sub(lambda found: f"{found[1]} " if found[1] else "<br>", paragraphs)
