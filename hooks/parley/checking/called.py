"""Whom `@jack` means in a text that came with an archive.

There people called each other by the names that were shown, and in ten thousand of them several are Jack. So it is
who wrote in the same thread under that name, if it is one alone and nobody else's name begins so; else it stays words.
"""

from collections.abc import Iterable, Mapping

from parley.model.entries import Contribution, Person, take_off_number


def find_called(items: Iterable[Contribution], people: Mapping[str, Person]) -> dict[str, str]:
    """The handle of each person whom somebody may call in a thread, by their handle and by their name in lower case.

    There is nothing where nobody from an archive wrote.
    """
    writers = [people.get(handle) or Person(handle, handle) for handle in {item.author for item in items} if handle]
    if not any(person.is_of_archive for person in writers):
        return {}
    begins: dict[str, set[str]] = {}
    means: dict[str, str] = {}
    for person in writers:
        name = take_off_number(person.name).casefold()
        for word in {person.handle, *name.split()[:1]}:
            begins.setdefault(word, set()).add(person.handle)
        means |= {name: person.handle, person.handle: person.handle}
    return {word: handle for word, handle in sorted(means.items()) if begins.get(word) == {handle}}
