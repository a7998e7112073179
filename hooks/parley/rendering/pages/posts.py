"""The pages of discussions and comparisons, with their threads."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import jinja2
from markupsafe import Markup

from parley.checking.report import count_cells
from parley.model import urls, words
from parley.model.entries import Comparison, Post, Reply, kind_of
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.markup.quoting import find_quotes, may_quote
from parley.model.settings import MARKDOWN, Comparisons, Settings
from parley.model.sheets import Sheet, cut_thread
from parley.model.threads import Turn, count_before_edits, take_turns
from parley.rendering.backlinks import MOST, Backlinks
from parley.rendering.cards.drawing import find_card
from parley.rendering.pages.card import Card, Cards
from parley.rendering.pages.page import Mentions, Page
from parley.rendering.pages.related import find_related
from parley.rendering.pages.settled import show_outcome
from parley.rendering.pages.thread import build_map, build_rows
from parley.rendering.planned import Dependencies, Recall
from parley.rendering.references import list_texts


def build_post_pages(
    library: Library, cards: Cards, drawer: jinja2.Environment, settings: Settings, recall: Recall, backlinks: Backlinks
) -> Iterator[Page]:
    """One page for each discussion and each comparison, followed by the further ones of its thread if it is long."""
    related, has_twins = find_related(library, cards), MARKDOWN in library.declaration.lists
    for post in library.posts():
        card, others = cards[post.place], related.get(post.place, ())
        draw = partial(recall, "post", post, partial(draw_post, post, card, library, drawer, settings))
        if post.address == urls.post(*post.place):  # else the first page of its thread stands on a page of the host
            page = build_post_page(post, card, library, others, drawer, draw)
            page = replace(page, twin=urls.twin("") if has_twins else "", card=find_card(post, library, settings))
            yield add_mentions(page, list_mentions(post, library.replies_to(post), 1, backlinks))
        if post.place in library.pages:
            replies = library.replies_to(post)
            turns = take_turns(post, replies)
            edited_after = count_before_edits(post, replies, turns)
            quoting = [reply for reply in replies if may_quote(reply)]
            for sheet in cut_thread(replies)[1:]:
                draw = partial(draw_post, post, card, library, drawer, settings, sheet.number)
                draw = partial(recall, name_part(sheet.number), post, draw)
                page = _build_later_page(post, card, sheet, turns, edited_after, quoting, drawer, draw)
                twin = urls.relative(urls.twin(post.address), page.address) if has_twins else ""
                page = replace(page, twin=twin, card=find_card(post, library, settings))
                yield add_mentions(page, list_mentions(post, replies, sheet.number, backlinks))


def build_post_page(
    post: Post,
    card: Card,
    library: Library,
    related: Sequence[Card],
    drawer: jinja2.Environment,
    draw: Callable[[], str],
) -> Page:
    """The page of one post, with what `draw` gives and links to the `related` ones below its thread."""
    names = [name for reply in library.replies_to(post) for name in reply.names]
    return Page(
        address=card.address,
        title=words.show_title(post),
        description=card.summary,
        render=partial(_join, draw, related, card.address, drawer),
        path=post.path,
        changed=card.last,
        published=None if post.removed else post.published,
        author="" if post.removed else library.person(post.author).name,
        language=post.language,
        anchors=tuple(map(urls.reply_anchor, names)),
        feed=urls.feed_address(card.address),
        is_post=True,
        depends=Dependencies((post,), [one.post for one in related], tuple(one.facts for one in related)),
    )


def name_part(number: int) -> str:
    """The name of a page of a thread among its parts."""
    return f"post {number}" if number > 1 else "post"


def find_number(part: str) -> int:
    """The number of the page that has this name."""
    return int(part.removeprefix("post ") if part != "post" else 1)


def _build_later_page(
    post: Post,
    card: Card,
    sheet: Sheet,
    turns: Mapping[str, Turn],
    edited_after: Mapping[str, int],
    quoting: Sequence[Reply],
    drawer: jinja2.Environment,
    draw: Callable[[], str],
) -> Page:
    """A page of a long thread after the first; it depends on what it shows: a reply elsewhere leaves it as it is."""
    replies = [node.reply for node in sheet.nodes]
    ids = {reply.id for reply in replies}
    elsewhere = [reply for reply in quoting if reply.reply_to in ids and reply.id not in ids]
    edits = [edited_after.get(item.path) for item in (post, *replies)]
    facts = card.summary, sheet.describe(), [turns[reply.path] for reply in replies], edits
    address = urls.thread_page(*post.place, sheet.number)
    return Page(
        address=address,
        title=_("{title}, page {number}", title=words.show_title(post), number=sheet.number),
        description=card.summary,
        render=partial(_join, draw, (), address, drawer),
        path=post.path,
        changed=max((reply.last_change for reply in replies), default=None),
        anchors=tuple(urls.reply_anchor(name) for reply in (*replies, *sheet.elsewhere) for name in reply.names),
        feed=urls.feed_address(urls.post(*post.place)),
        followed=words.show_title(post),
        is_post=True,
        thread=urls.post(*post.place),
        language=post.language,
        depends=Dependencies(items=(post, *replies, *sheet.list_answered(), *elsewhere), values=facts),
    )


NO_MENTIONS: Mentions = {}


def _join(
    draw: Callable[[], str],
    related: Sequence[Card],
    here: str,
    drawer: jinja2.Environment,
    mentions: Mentions = NO_MENTIONS,
) -> str:
    drawn = put_mentions(draw(), mentions, here, drawer)
    others = drawer.get_template("related.html").render(here=here, related=related) if related else ""
    page = put_beside(drawn, others) or drawn + others
    return drawer.get_template("post_page.html").render(here=here, drawn=Markup(page))  # noqa: S704 (from our templates)


def list_mentions(post: Post, replies: Iterable[Reply], number: int, backlinks: Backlinks) -> Mentions:
    """What leads to the contributions on a page of a thread, of which the first has the post itself."""
    own = {"": post.path} if number == 1 else {}
    own |= {urls.reply_anchor(reply.id): reply.path for reply in replies if reply.page == number}
    return {anchor: backlinks[path] for anchor, path in own.items() if path in backlinks}


def add_mentions(page: Page, mentions: Mentions) -> Page:
    """The page with what leads to its contributions, which is in other files than what it is drawn from."""
    if not mentions:
        return page
    depends = page.depends.add(sorted(mentions.items())) if page.depends else None
    return replace(page, mentions=mentions, depends=depends, render=partial(page.render, mentions=mentions))


def put_mentions(drawn: str, mentions: Mentions, here: str, drawer: jinja2.Environment) -> str:
    """A thread that has been drawn, with what leads to each contribution at its foot, or to the post beside it."""
    pieces, at = [], 0
    own = (_BESIDE, _BESIDE_END) if _BESIDE in drawn else (_POST, _END)
    places = {anchor: (f'<h3 id="{anchor}"', _END) if anchor else own for anchor in mentions}
    starts = {anchor: drawn.find(start) for anchor, (start, _end) in places.items()}
    for anchor, start in sorted(starts.items(), key=lambda place: place[1]):
        end = drawn.find(places[anchor][1], start)
        if start >= 0 and end >= 0:  # a site's own template may have another place for it
            links = drawer.get_template("mentions.html").render(here=here, links=mentions[anchor], most=MOST)
            pieces += [drawn[at:end], links]
            at = end
    return "".join((*pieces, drawn[at:]))


def put_beside(drawn: str, html: str) -> str | None:
    """A thread that has been drawn, with something at the end of what stands beside it; None if nothing does."""
    end = drawn.find(_BESIDE_END, start) if (start := drawn.find(_BESIDE)) >= 0 else -1
    return f"{drawn[:end]}{html}{drawn[end:]}" if end >= 0 else None


_POST = '<article class="pa-post"'
_END = "</article>"
_BESIDE = '<aside class="pa-beside"'
_BESIDE_END = "</aside>"
"""What our templates have; texts of contributors hold none of it."""

ROW, ROWS, ROWS_BELOW_SIDES = 42, 41, 14
"""Letters in a line on a telephone, and the lines of a post there beyond which it is cut short, or of what stands below
the sides of a comparison: so its thread begins on the second screen."""

_BLOCK = re.compile(r"\n(?=[ \t]*(?:\n|[-*+>|#`]|\d+[.)]))")
_TARGET = re.compile(r"\]\([^()\n]*\)")


def is_long(post: Post, comparisons: Comparisons | None) -> bool:
    """Tell whether a post takes so many lines on a telephone that its thread would hardly be found."""
    body, rows = post.body, ROWS
    if isinstance(post, Comparison):
        caution = post.get(comparisons.caution.key) if comparisons and comparisons.caution else ""
        body, rows = f"{caution}\n\n{body}", ROWS_BELOW_SIDES
    blocks = _BLOCK.split(_TARGET.sub("]", body))
    return sum(-(-count_cells(block.strip()) // ROW) for block in blocks) + body.count("\n\n") // 2 > rows


def draw_post(
    post: Post, card: Card, library: Library, drawer: jinja2.Environment, settings: Settings, number: int = 1
) -> str:
    """A page of a thread, and with the first one its post: all of it that nothing but its own files decides."""
    return draw_sheets(post, card, library, drawer, settings, (number,))[number]


def draw_sheets(
    post: Post, card: Card, library: Library, drawer: jinja2.Environment, settings: Settings, numbers: Iterable[int]
) -> dict[int, str]:
    """Several pages of a thread, by their numbers, as `draw_post` draws one."""
    replies = library.replies_to(post)
    sheets, turns = cut_thread(replies), take_turns(post, replies)
    edited_after = count_before_edits(post, replies, turns)
    template = drawer.get_template(f"{kind_of(post)}.html")
    lead = partial(urls.other_sheet, post)
    outcome = show_outcome(post, replies)
    quotes = find_quotes(post, replies, partial(list_texts, declaration=library.declaration))
    return {
        number: template.render(
            here=urls.sheet(post, number),
            place=urls.post(*post.place),
            lead=lead,
            post=post,
            card=card,
            title=words.show_title(post),
            sheet=sheet,
            rows=build_rows(sheet, turns, lead),
            map=build_map(sheet, library.is_voice, replies if number == 1 else None),
            edited_after=edited_after,
            turns=turns,
            outcome=outcome,
            is_long=is_long(post, library.declaration.comparisons),
            quotes=quotes,
        )
        for number, sheet in ((number, sheets[number - 1]) for number in numbers)
    }
