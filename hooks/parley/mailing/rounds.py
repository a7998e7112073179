"""One round: all mails that are new, from reading to answering.

First the files are written, then they are published, then senders are answered, and last each mail is marked. Whatever
stops a round, the next one begins where it has to: a mail that is a file already is not filed again.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from parley.mailing.letters import Letter, read_letter
from parley.mailing.outcomes import Decider, Outcome
from parley.mailing.questions import Questions
from parley.mailing.sending import Carrier
from parley.mailing.stores import Delivery, Store
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

MAX_MAILS = 200
"""Mails of a round, where the store remembers which were read; the rest waits for the next."""

MAX_LOOKED_AT = 2000
"""Mails of a round that are looked at, with those that stay new because their senders were just asked about others."""

MAX_OF_A_SENDER = 5
"""Mails of one sender in a round of which something becomes."""


Publisher = Callable[[Sequence[str], Sequence[str]], None]
"""Publishes files: those that go on the site by themselves, and those at which a maintainer has to look first."""


@dataclass(frozen=True, slots=True)
class Handled:
    """A mail and what became of it; `name` is for a log."""

    place: str
    name: str
    outcome: Outcome


def run_round(store: Store, desk: Decider, publish: Publisher, post: Carrier | None) -> list[Handled]:
    """Handle all mails of a store that are new, and those that their senders have confirmed now.

    Without `post` nobody is answered and no mail is marked.
    """
    handled = list(_handle_all(store, desk))
    outcomes = [one.outcome for one in handled]
    taken, held = ([path for one in outcomes if one.waits == waits for path in one.paths] for waits in (False, True))
    if taken or held:
        publish(taken, held)
    for one in handled if post else ():
        what, answer = one.outcome.what, one.outcome.answer
        if what == "later":
            continue
        if post and answer and (what != "again" or store.remembers):
            post.send(answer)
        store.mark(one.place, "waiting" if what in ("waiting", "failed") else "done")
    return handled


def _handle_all(store: Store, desk: Decider) -> Iterator[Handled]:
    confirmed: dict[bytes, list[Handled]] = {}
    confirming: set[str] = set()
    for item, letter in _read(store, store.new(), desk.own):
        try:
            found = desk.find_confirmation(letter)
        except Exception:  # noqa: S112 (it is told below, where the mail is handled)
            continue
        if found is None:
            continue
        confirming.add(item.place)
        if found.is_yes and found.is_late:
            yield Handled(item.place, desk.label(letter), desk.tell_late(letter))
            continue
        why = _("it confirms another") if found.is_yes else _("it answers a question, but not with yes")
        one = Handled(item.place, desk.label(letter), Outcome("confirmed" if found.is_yes else "ignored", why))
        if found.is_yes:
            confirmed.setdefault(found.name, []).append(one)
        else:
            yield one
    questions, done = Questions(desk.now), set[bytes]()
    for one, name in _look_at_waiting(store, desk, confirmed.keys(), questions):
        done.add(name)
        yield one
    for one, name in _handle_new(store, desk, confirmed.keys(), confirming, questions):
        done.add(name)
        yield one
    for name, ones in confirmed.items():
        for one in ones:
            lost = Outcome("ignored", _("it confirms a mail that isn't here"))
            yield one if name in done else Handled(one.place, one.name, lost)


WithNames = Iterator[tuple[Handled, bytes]]
"""What became of mails, with their names where somebody has confirmed any."""


def _look_at_waiting(store: Store, desk: Decider, confirmed: Set[bytes], questions: Questions) -> WithNames:
    """Mails that wait for their senders: those confirmed now are handled, those of which it's too late are closed."""
    opened: list[tuple[datetime, str]] = []
    for item in store.waiting():
        letter = read_letter(item.data, desk.own, is_cut=item.is_cut)
        name = _name(desk, letter, confirmed)
        if name in confirmed:
            yield Handled(item.place, desk.label(letter), _handle(desk, letter, item, is_confirmed=True)), name
        elif questions.is_closed(item.arrived):
            late = Outcome("expired", _("its sender hasn't confirmed it in time"))
            yield Handled(item.place, desk.label(letter), late), name
        else:
            opened.append((item.arrived or desk.now, letter.sender))
    for arrived, sender in sorted(opened):
        questions.add(sender, arrived)


def _handle_new(
    store: Store, desk: Decider, confirmed: Set[bytes], confirming: Set[str], questions: Questions
) -> WithNames:
    """Mails that nobody has looked at; one whose sender has just been asked about another stays new."""
    counts: dict[str, int] = {}
    number = 0
    for item, letter in _read(store, store.new(), desk.own):
        if item.place in confirming or (letter.sender and counts.get(letter.sender, 0) >= MAX_OF_A_SENDER):
            continue
        if store.remembers and number >= MAX_MAILS:
            return
        name = _name(desk, letter, confirmed)
        outcome = _handle(desk, letter, item, is_confirmed=name in confirmed)
        if outcome.what == "waiting" and store.remembers:
            outcome = _put_off(outcome, letter, item, questions)
        if outcome.what != "later":
            counts[letter.sender] = counts.get(letter.sender, 0) + 1
            number += 1
        yield Handled(item.place, desk.label(letter), outcome), name


def _put_off(outcome: Outcome, letter: Letter, item: Delivery, questions: Questions) -> Outcome:
    """Nobody gets a heap of questions because somebody else writes in their name."""
    if questions.is_too_old(item.arrived):
        return Outcome("expired", _("nothing shows who sent it, and it's too old to ask"))
    if not questions.may_ask(letter.sender):
        return Outcome("later", _("its sender has been asked about another mail; about this one later"))
    questions.add(letter.sender, item.arrived)
    return outcome


def _name(desk: Decider, letter: Letter, confirmed: Set[bytes]) -> bytes:
    """The name of a mail, where it matters; nothing where we fail to read it, which is told when it is handled."""
    if not confirmed or letter.ignored:
        return b""
    try:
        return desk.name(letter)
    except Exception:
        return b""


def _handle(desk: Decider, letter: Letter, item: Delivery, *, is_confirmed: bool) -> Outcome:
    """One mail that we fail to handle is left to a maintainer, and stops no other."""
    try:
        return desk.handle(letter, item.arrived, is_confirmed=is_confirmed)
    except ParleyError:
        raise
    except Exception as error:
        return Outcome("failed", _("a bug in the tool, please report it: {name}", name=type(error).__name__))


def _read(store: Store, items: Iterator[Delivery], own: str) -> Iterator[tuple[Delivery, Letter]]:
    for number, item in enumerate(items):
        if store.remembers and number >= MAX_LOOKED_AT:
            return
        yield item, read_letter(item.data, own, is_cut=item.is_cut)
