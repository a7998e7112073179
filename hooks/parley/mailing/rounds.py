"""One round: all mails that are new, from reading to answering.

First the files are written, then they are published, then senders are answered, and last each mail is marked. Whatever
stops a round, the next one begins where it has to: a mail that is a file already is not filed again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from parley.mailing.letters import Letter, read_letter
from parley.mailing.outcomes import Decider, Outcome
from parley.mailing.sending import Carrier
from parley.mailing.stores import Delivery, Store
from parley.model.problems import ParleyError

MAX_MAILS = 200
"""Mails of a round, where the store remembers which were read; the rest waits for the next."""

MAX_OF_A_SENDER = 5
"""Mails of one sender in a round that are read; one of them at most is asked about."""


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
    own = desk.own
    for item, letter in _read(store, store.new(), own):
        try:
            found = desk.find_confirmation(letter)
        except Exception:  # noqa: S112 (it is told below, where the mail is handled)
            continue
        if found is None:
            continue
        confirming.add(item.place)
        why = "it confirms another" if found.is_yes else "it answers a question, but not with yes"
        one = Handled(item.place, desk.label(letter), Outcome("confirmed" if found.is_yes else "ignored", why))
        if found.is_yes:
            confirmed.setdefault(found.name, []).append(one)
        else:
            yield one
    counts: dict[str, int] = {}
    asked: set[str] = set()
    done: set[bytes] = set()
    for item, letter in _read(store, store.new(), own):
        counts[letter.sender] = counts.get(letter.sender, 0) + 1
        if item.place in confirming or (letter.sender and counts[letter.sender] > MAX_OF_A_SENDER):
            continue
        name = desk.name(letter)
        outcome = _handle(desk, letter, item, is_confirmed=name in confirmed)
        if outcome.what == "waiting" and letter.sender in asked:
            continue  # it is asked about next time: nobody gets a heap of questions because of somebody else
        if outcome.what == "waiting":
            asked.add(letter.sender)
        done.add(name)
        yield Handled(item.place, desk.label(letter), outcome)
    if confirmed.keys() - done:
        for item in store.waiting():
            letter = read_letter(item.data, own, is_cut=item.is_cut)
            name = desk.name(letter)
            if name in confirmed.keys() - done:
                done.add(name)
                outcome = _handle(desk, letter, item, is_confirmed=True)
                yield Handled(item.place, desk.label(letter), outcome)
    for name, ones in confirmed.items():
        for one in ones:
            lost = Outcome("ignored", "it confirms a mail that isn't here")
            yield one if name in done else Handled(one.place, one.name, lost)


def _handle(desk: Decider, letter: Letter, item: Delivery, *, is_confirmed: bool) -> Outcome:
    """One mail that we fail to handle is left to a maintainer, and stops no other."""
    try:
        return desk.handle(letter, item.arrived, is_confirmed=is_confirmed)
    except ParleyError:
        raise
    except Exception as error:
        return Outcome("failed", f"a bug in the tool, please report it: {type(error).__name__}")


def _read(store: Store, items: Iterator[Delivery], own: str) -> Iterator[tuple[Delivery, Letter]]:
    for number, item in enumerate(items):
        if store.remembers and number >= MAX_MAILS:
            return
        yield item, read_letter(item.data, own, is_cut=item.is_cut)
