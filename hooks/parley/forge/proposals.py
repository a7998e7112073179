"""An issue that was written with a form, to the file it asks for; checked as part of the site before anybody sees it.

The author is whoever the forge says wrote the issue, and the day is when; nothing in the text can change either.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from parley.caching.means import BARE, Means
from parley.checking.check import Check
from parley.checking.loading import check_posts
from parley.checking.report import count
from parley.checking.rules.change.actors import is_same
from parley.checking.rules.change.changeset import FileChange
from parley.editing import drafts
from parley.editing.drafts import Draft
from parley.editing.settling import read_point, write_outcome
from parley.editing.slugs import make_slug
from parley.forge import issue_forms
from parley.forge.acceptance import Contributor, find_answered, find_handle, list_reasons
from parley.forge.issue_events import Event
from parley.forge.issue_forms import Filled, Form, Mistake
from parley.forge.review import judge
from parley.forge.uploads import complete_uploads
from parley.model import layout, urls
from parley.model.entries import AGREES_POST, Contribution, Discussion, Moment, Person, Post, Reply, Settlement
from parley.model.findings import shorten
from parley.model.languages.speaking import N_, _
from parley.model.library import Library
from parley.model.lookup import find_address, find_reply, parse_place, parse_reply_name
from parley.model.problems import ParleyError, Problem
from parley.model.settings import Accept, Settings
from parley.reading import readers, schema
from parley.reading.mending.body import mend_markdown
from parley.reading.mending.mend import split_pasted
from parley.reading.mending.repairs import Mended, Repair
from parley.reading.mending.texts.breaks import keep_line_breaks
from parley.reading.mending.values import SEPARATOR, strip_tag
from parley.reading.nodes import KeyTable
from parley.reading.sources import Contents

LABEL = "posts"
"""The folder of the posts, as it stands in the paths of problems and of what is proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What became of an issue.

    Either `draft` is a file without an error (`warnings` are for a maintainer), or `mistakes` say what is wrong with
    the form, or neither: a report or a correction asks for no file, and `about` is the file it speaks of, if there is
    one. `person` is the file of a newcomer, which keeps the number of their account; that of two first contributions is
    the same to the byte, so they do not conflict. `form` is None for an issue that was not written with a form.

    `waits` are the reasons why a maintainer has to look; without one the file goes on the site by itself. `address` is
    where it will stand, or where it stands already (`is_published`); `answered` the login of whom it answers, if that
    is somebody who can be called. `repairs` say what was read otherwise than it was written; `place` is what it
    answers, or the list it will stand on, where its sender's device has a note until then. `stands_in` is the author's
    handle, where an archive has their login; `before` is what stands in the file now, where there is one.
    """

    event: Event
    form: Form | None
    draft: Draft | None = None
    person: Draft | None = None
    title: str = ""
    mistakes: tuple[Mistake, ...] = ()
    warnings: tuple[Problem, ...] = ()
    about: str = ""
    waits: tuple[str, ...] = ()
    address: str = ""
    answered: str = ""
    is_published: bool = False
    repairs: tuple[str, ...] = ()
    place: str = ""
    stands_in: str = ""
    before: bytes | None = None

    @property
    def handle(self) -> str:
        return self.event.login.lower()


def propose(
    event: Event,
    posts: Path,
    now: datetime | None = None,
    settings: Settings | None = None,
    before: Check | None = None,
    means: Means = BARE,
) -> Proposal:
    """Turn an issue into the file it asks for, or say what is wrong with it.

    `before` is the check of the posts that are there, for who asks for several.

    Raises:
        ParleyError: the posts that are there have errors themselves, so that nothing can be checked against them.
    """
    settings = settings or Settings()
    filled = issue_forms.parse_body(event.body, schema.list_kinds(settings.declaration))
    if filled is None:
        return Proposal(event, None)
    event = replace(event, created=min(event.created, now or datetime.now(UTC)))  # the forge's clock may be ahead
    if event.is_bot:
        help = _("Contributions are written by people. Somebody has to open an issue from their own account.")
        mistake = Mistake(_("Your login"), _("'{login}' is a bot", login=shorten(event.login)), help)
        return Proposal(event, filled.form, mistakes=(mistake,))
    before = before or check_before(posts, now, settings, means)
    return settle(filled, event, posts, before, now, settings, means)


def check_before(posts: Path, now: datetime | None, settings: Settings, means: Means = BARE) -> Check:
    """The check of the posts that are there.

    Raises:
        ParleyError: they have errors themselves, so that nothing can be checked against them.
    """
    check = _check(posts, now, settings, means)
    if check.library is None:
        raise ParleyError(_("the existing posts have errors; fix them first (parley check)"))
    return check


def _check(
    posts: Path, now: datetime | None, settings: Settings, means: Means, contents: Contents | None = None
) -> Check:
    check = partial(check_posts, posts, LABEL, now, contents, means.cache, means.workers)
    return check(site_name=settings.site_name, declaration=settings.declaration)


def settle(
    filled: Filled,
    event: Event,
    posts: Path,
    before: Check,
    now: datetime | None,
    settings: Settings,
    means: Means = BARE,
) -> Proposal:
    """Turn a form that was filled in into the file it asks for; `before` is the check of the posts as they are."""
    assert before.library is not None  # noqa: S101 (`check_before` sees to it)
    if filled.mistakes:
        return Proposal(event, filled.form, mistakes=filled.mistakes)
    if filled.form.name in ("report", "correction"):
        about = find_about(filled.values["address"], before.library)
        return Proposal(event, filled.form, about=f"{LABEL}/{about.path}" if about else "")
    author = find_handle(event.login, event.account, before.library)
    if not author:
        message = _(
            "'{login}' can't be a handle here; those are {wanted}",
            login=shorten(event.login),
            wanted=_(layout.HANDLE.wanted),
        )
        return Proposal(event, filled.form, mistakes=(Mistake(_("Your login"), message, _(readers.NO_HANDLE)),))
    if published := _find_published(event, author, before.library, posts):
        return Proposal(event, filled.form, address=published, is_published=True)
    if name := next((one for one in ("outcome", "text") if one in filled.values), ""):
        text = complete_uploads(filled.values[name], settings.repository)
        filled = replace(filled, values={**filled.values, name: text})
    if filled.form.name == "outcome":
        drafted = _draft_outcome(filled, event, author, before.library, posts)
    else:
        drafted = _DRAFTERS[filled.form.name](filled, event, author, before.library)
    if not isinstance(drafted, _Drafted):
        return Proposal(event, filled.form, mistakes=drafted)
    if drafted.before == drafted.draft.text.encode():
        return Proposal(event, filled.form, address=find_address(drafted.draft.path, before.library), is_published=True)
    draft, repairs = drafted.draft, tuple[Repair, ...]()
    if drafted.before is None:  # what others have written stays as it is
        draft, repairs = drafts.mend_draft(draft, schema.list_kinds(settings.declaration))
    drafted = replace(drafted, draft=draft, repairs=(*drafted.repairs, *repairs))
    person = draft_newcomer(event, author, before.library)
    files = tuple(one for one in (drafted.draft, person) if one)
    contents = {one.path: one.text.encode() for one in files}
    after = _check(posts, now, settings, means, contents)
    changes = [FileChange(f"{LABEL}/{one.path}", "edited") for one in files]  # or added, which is judged alike
    problems = judge(before, after, changes, event.login, posts=LABEL, account=event.account).problems
    if event.is_accepted:  # it has waited for its label; else an old issue was edited, behind all limits of a day
        problems = tuple(problem for problem in problems if problem.rule != "back-dated")
    blocking = (problem for problem in problems if problem.blocks)
    names = (draft.path, person.path if person and event.name else "")
    mistakes = tuple(_as_mistake(problem, names, draft.text, filled.form) for problem in blocking)
    if mistakes:
        return Proposal(event, filled.form, mistakes=mistakes)
    made = after.library
    assert made is not None  # noqa: S101 (nothing blocks)
    item = next((one for one in made.contributions() if one.path == draft.path), None)
    waits: tuple[str, ...] = ()
    if not event.is_accepted:
        texts = (item,) if item else ()
        accept: Accept = settings.accept if item or settings.accept == "off" else "clean"  # no words, nothing to read
        who, moment = Contributor(author, event.account), now or datetime.now(UTC)
        reasons = list_reasons(who, texts, before.library, problems, moment, accept)
        waits = (*dict.fromkeys(reasons), *drafted.waits)
    return Proposal(
        event,
        filled.form,
        draft,
        person,
        drafted.title,
        warnings=problems,
        waits=waits,
        address=drafted.address or find_address(draft.path, made),
        answered=find_answered(item, before.library),
        repairs=tuple(dict.fromkeys(repair.what for repair in drafted.repairs)),
        place=drafted.address or _find_place(draft.path, item),
        stands_in=author if _is_of_archive(event.login, before.library) else "",
        before=drafted.before,
    )


def _find_published(event: Event, author: str, library: Library, posts: Path) -> str:
    """Where what an issue asked for stands already: a reply with its number, or a discussion of that very second.

    Of what was removed nobody knows the author, and it must not come back.
    """
    id = drafts.make_reply_id(author, event.created, ending=event.ending) if event.ending else ""
    for one in library.contributions():
        if one.author != author and not one.removed:
            continue
        if id in one.names if isinstance(one, Reply) else is_from(one, event.created, event.ending, posts):
            return find_address(one.path, library)
    return ""


def is_from(post: Contribution, opened: datetime, ending: str, posts: Path) -> bool:
    """Tell whether a post came from an issue: it has its second, and its file doesn't name another one."""
    if not (post.date.exact and post.date.at == opened):
        return False
    file = posts / post.path
    return not file.is_file() or drafts.read_source(file.read_text("utf-8", "replace")) in ("", ending)


def _find_place(path: str, item: Contribution | None) -> str:
    folder, slug = path.split("/")[:2]
    if not isinstance(item, Reply):
        return f"{folder}/"
    return urls.post(folder, slug) + (f"#{urls.reply_anchor(item.reply_to)}" if item.reply_to else "")


def _is_of_archive(login: str, library: Library) -> bool:
    there = library.people.get(login.lower())
    return there is not None and there.is_of_archive


def draft_newcomer(event: Event, handle: str, library: Library) -> Draft | None:
    """The file of somebody of whom nothing is known but what the forge says: the login and the number behind it."""
    known = any(
        handle in (person.handle, *person.aliases) or is_same(person.account, event.account)
        for person in library.people.values()
    )
    if known or not event.account or not layout.is_file_name(handle, layout.HANDLE):
        return None
    person = Person(handle, event.name or handle, account=event.account, path=f"people/{handle}.yml")
    return drafts.draft_person(person, schema.list_kinds(library.declaration))


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A draft and a title for its pull request, which holds no word of a stranger but names that were checked.

    `before` is what stands in the file now, and `waits` are reasons why a maintainer has to look. `address` is that of
    what it is about, where it is no contribution itself.
    """

    draft: Draft
    title: str
    repairs: tuple[Repair, ...] = ()
    before: bytes | None = None
    waits: tuple[str, ...] = ()
    address: str = ""


def _draft_discussion(filled: Filled, event: Event, author: str, library: Library) -> "_Drafted | tuple[Mistake, ...]":
    values, kinds = filled.values, schema.list_kinds(library.declaration)
    title = " ".join(values["title"].split())
    taken = {name for post in library.discussions for name in post.names}
    slug = make_slug(title, taken)
    head = {
        "author": author,
        "date": Moment(event.created),
        "title": title,
        "tags": _split_tags(values.get("tags", "")),
        "questions": tuple(issue_forms.split_lines(values["questions"])),
        **issue_forms.read_answers("discussion", values, kinds),
    }
    place = {"path": drafts.post_path(layout.DISCUSSIONS, slug), "id": slug}
    text = _tidy(values["text"], event, kinds["discussion"])
    post: Discussion = kinds["discussion"].make(head, **place, body=text.text)
    draft = drafts.mark_source(drafts.draft_post(post, kinds), event.ending)
    return _Drafted(draft, _("Discussion by {author}: {slug}", author=author, slug=slug), text.repairs)


def _tidy(text: str, event: Event, kind: KeyTable | None = None) -> Mended:
    """A text in the form of a file, with the lines of an issue as the forge has shown them; keys that were pasted with
    it stay keys."""
    text = drafts.clean_body(text)
    head, body = split_pasted(text, kind) if kind else ("", text)
    mended = mend_markdown(body)
    return replace(mended, text=head + (mended.text if event.source else keep_line_breaks(mended.text)))


def _split_tags(text: str) -> tuple[str, ...]:
    tags = (" ".join(strip_tag(tag).split()).lower() for tag in SEPARATOR.split(text))
    return tuple(filter(None, tags))


def _draft_reply(filled: Filled, event: Event, author: str, library: Library) -> "_Drafted | tuple[Mistake, ...]":
    values, kinds = filled.values, schema.list_kinds(library.declaration)
    mistakes: list[Mistake] = []
    post = _find_post(values["discussion"], library)
    if post is None:
        mistakes.append(_unknown_post(values["discussion"], library))
    mistakes += issue_forms.find_wrong_answers("reply", values, kinds)
    named = values["reply_to"].strip() or parse_place(values["discussion"], library.declaration.folders).reply
    parent = find_reply(library.replies_to(post), parse_reply_name(named)) if post else None
    if post and named and not parent:
        mistakes.append(_unknown_reply(named, post, library))
    if post is None or mistakes:
        return tuple(mistakes)
    taken = {name for reply in library.replies_to(post) for name in reply.names}
    id = drafts.make_reply_id(author, event.created, taken, ending=event.ending)
    if id in taken:  # somebody else has used the number
        id = drafts.make_reply_id(author, event.created, taken)
    reply_to, answers = parent.id if parent else "", issue_forms.read_answers("reply", values, kinds)
    text = _tidy(values["text"], event, kinds["reply"])
    draft = drafts.draft_reply(post, id, author, text.text, event.created, kinds, reply_to=reply_to, values=answers)
    return _Drafted(draft, _("Reply by {author} to {id}", author=author, id=post.id), text.repairs)


def _draft_outcome(
    filled: Filled, event: Event, author: str, library: Library, posts: Path
) -> "_Drafted | tuple[Mistake, ...]":
    """The file of a post with what its thread has come to, in the words of who has opened the issue."""
    values = filled.values
    post = _find_post(values["thread"], library)
    if post is None:
        return (replace(_unknown_post(values["thread"], library, _ITS_PAGE), label=filled.form.fields[0].label),)
    stances = library.declaration.stances
    agreed, differ = (
        tuple(read_point(line, stances) for line in issue_forms.split_lines(values[name]))
        for name in ("agreed", "differ")
    )
    summary, answer = _tidy(values["outcome"], event), parse_reply_name(values["answer"])
    if not (summary.text or agreed or differ or answer):
        return (Mistake(filled.form.fields[1].label, _("nothing is said here"), _("Fill it in, or name an answer.")),)
    is_said = summary.text or agreed or differ
    made = Settlement(summary.text, author, (), agreed, differ) if is_said else post.outcome
    answer = answer or post.answer
    before = (posts / post.path).read_bytes()
    title = _("Outcome by {author} of {id}", author=author, id=post.id)
    if made == post.outcome and answer == post.answer:
        return _Drafted(Draft(post.path, before.decode()), title, before=before)
    try:
        after = write_outcome(before, post.path, made, answer, Moment(max(event.created, _follow(post))).written)
    except ParleyError as error:
        return (Mistake("", str(error), _("A maintainer has to set it by hand.")),)
    there = post.outcome
    is_others = there is not None and there.by != author and there != made
    waits = (_("it takes the place of an outcome by somebody else"),) if is_others else ()
    return _Drafted(Draft(post.path, after.decode()), title, summary.repairs, before, waits)


def _follow(post: Post) -> datetime:
    """A second after the last edit of a post."""
    return post.last_edit.at + timedelta(seconds=1)


def _draft_agreement(filled: Filled, event: Event, author: str, library: Library) -> "_Drafted | tuple[Mistake, ...]":
    values, kinds = filled.values, schema.list_kinds(library.declaration)
    label = issue_forms.label_of("agreement", "agreed", kinds)
    post = _find_post(values["agreed"], library)
    if post is None:
        return (replace(_unknown_post(values["agreed"], library, _ITS_DATE), label=label),)
    named = parse_place(values["agreed"], library.declaration.folders).reply
    reply = find_reply(library.replies_to(post), parse_reply_name(named))
    if named and not reply:
        return (replace(_unknown_reply(named, post, library, _ITS_DATE), label=label),)
    item: Contribution = reply or post
    if wrong := find_no_agreement(item, author):
        return (Mistake(label, *wrong), *issue_forms.find_wrong_answers("agreement", values, kinds))
    if wrong_answers := tuple(issue_forms.find_wrong_answers("agreement", values, kinds)):
        return wrong_answers
    answers = issue_forms.read_answers("agreement", values, kinds)
    name = event.ending or drafts.make_ending()
    draft = drafts.draft_agreement(post, author, (reply.id if reply else AGREES_POST,), name, kinds, answers)
    address = urls.reply(post, reply) if reply else post.address
    return _Drafted(draft, _("Agreement by {author}: {id}", author=author, id=post.id), address=address)


def find_no_agreement(item: Contribution, handle: str) -> tuple[str, str] | None:
    """What keeps somebody from agreeing with a contribution, and what to do; None where nothing does."""
    if item.removed:
        return _("that was removed, so nobody can agree with it"), _("Leave it.")
    if item.author == handle:
        return _("you wrote that yourself"), _("Agreement is what others say.")
    if any(handle == one for one, _ in item.agreed):
        return _("you agree with that already"), _("Nothing is left to do; you can close this issue.")
    return None


_DRAFTERS: Mapping[str, Callable[[Filled, Event, str, Library], "_Drafted | tuple[Mistake, ...]"]] = {
    "discussion": _draft_discussion,
    "reply": _draft_reply,
    "agreement": _draft_agreement,
}


def _find_post(text: str, library: Library) -> Post | None:
    """The post meant by a slug or an address on the site, under its name or a former one; discussions go first."""
    place = parse_place(text, library.declaration.folders)
    found = (post for folder in place.folders for post in library.posts() if post.folder == folder)
    return next((post for post in found if place.slug in post.names), None)


def find_about(text: str, library: Library) -> Contribution | None:
    """The post or reply that an address leads to; the post, where it has no such reply."""
    post = _find_post(text, library)
    name = parse_place(text, library.declaration.folders).reply
    return (find_reply(library.replies_to(post), name) or post) if post else None


_REPLIED_PAGE = N_("{nearest} Copy the address from the page you are replying to.")
_REPLIED_DATE = N_("{nearest} Copy the link on its date, or leave the field empty to reply to the post itself.")
_ITS_PAGE = N_("{nearest} Copy the address of the page that it's about.")
_ITS_DATE = N_("{nearest} Copy the link on the date of what you agree with.")


def _unknown_post(text: str, library: Library, help: str = _REPLIED_PAGE) -> Mistake:
    text = text.strip()
    nearest = readers.did_you_mean(text, tuple(post.id for post in library.posts()))
    help = _(help, nearest=nearest).strip()
    label = issue_forms.label_of("reply", "discussion", schema.list_kinds(library.declaration))
    return Mistake(label, _("'{text}' isn't a {label} here", text=shorten(text), label=label.lower()), help)


def _unknown_reply(text: str, post: Post, library: Library, help: str = _REPLIED_DATE) -> Mistake:
    nearest = readers.did_you_mean(text, tuple(reply.id for reply in library.replies_to(post)))
    help = _(help, nearest=nearest).strip()
    return Mistake(
        issue_forms.label_of("reply", "reply_to", schema.list_kinds(library.declaration)),
        _("'{text}' isn't a reply in '{id}'", text=shorten(text), id=post.id),
        help,
    )


def _as_mistake(problem: Problem, names: tuple[str, str], text: str, form: Form) -> Mistake:
    """A problem of the file as one of the form, whose author has never seen the file; `names` are those of the files.

    The second is that of a newcomer who has chosen a name. What a new contribution brings up in another file, such as a
    name that is the newcomer's handle, is a maintainer's.
    """
    path, person = names
    if problem.path == f"{LABEL}/{person}":
        return Mistake(_("Your name"), problem.message, problem.help)
    if problem.path != f"{LABEL}/{path}":
        return Mistake("", f"{problem.path}: {problem.message}", _("That's for a maintainer to fix, not for you."))
    fields = {field.id: field.label for field in form.fields}
    key, line = _find_key(text, problem.line)
    excerpt = problem.excerpt if key == "text" else ""
    where = _(" (line {line} of the text)", line=line) if excerpt else ""
    label = fields.get(key, _("Your login") if key == "author" else "")
    return Mistake(label, f"{problem.message}{where}", problem.help, excerpt)


def _find_key(text: str, line: int) -> tuple[str, int]:
    """The key of a drafted file to which a line belongs; `text` stands for what is below the keys, with the line in
    that."""
    lines = text.split("\n")
    end = lines.index("---", 1) if lines[0] == "---" else len(lines)
    if line > end:
        return "text", line - 2 - end
    above = (re.match(r"([a-z_]+):", one) for one in reversed(lines[:line]))
    return next((found[1] for found in above if found), ""), 0


def describe(proposal: Proposal) -> str:
    """What became of an issue, in one line for a log."""
    if proposal.draft:
        return f"{LABEL}/{proposal.draft.path}"
    if proposal.mistakes:
        return _("{mistakes} to fix in the form", mistakes=count(len(proposal.mistakes), "thing"))
    return _("{title}: no file to make", title=proposal.form.title) if proposal.form else _("not written with a form")
