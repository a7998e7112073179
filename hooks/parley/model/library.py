"""Everything that was loaded of a site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from parley.model.entries import (
    Agreement,
    Article,
    Comparison,
    Contribution,
    Discussion,
    Person,
    Post,
    Reply,
    Tag,
    ThreadName,
)
from parley.model.settings import NO_POLICY, NOTHING_DECLARED, Declaration, Policy


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was loaded.

    Discussions, comparisons and replies are in the order of (date, id), but no reply comes before what it answers;
    `replies` maps a post's (kind, slug) to its replies and has no entry for a post without any. `digests` tell of each
    path with the text that was read there, where that is known. `pages` gives the page of each reply that is not on the
    first of its thread, by kind and by any name of the post, and then by any name of the reply. `months` gives of each
    handle the month of every contribution, oldest first and `2012-05`: of the removed ones too, which don't say by whom
    they were. `known` leads from every handle of whom the site tells, the former ones too, to the present one.
    `called` gives the handles of those whom names mean in a thread that came with an archive, by (kind, slug).
    `policy` tells what is accepted without a maintainer. `articles` are the pages of the maintainers' by their names.
    `agreements` are the files of those who agree with something in a thread, by the post's (kind, slug).
    """

    discussions: tuple[Discussion, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    replies: Mapping[ThreadName, tuple[Reply, ...]] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    digests: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    pages: Mapping[ThreadName, Mapping[str, int]] = field(default_factory=dict, repr=False)
    months: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    known: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    called: Mapping[ThreadName, Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)
    declaration: Declaration = NOTHING_DECLARED
    policy: Policy = NO_POLICY
    articles: Mapping[str, Article] = field(default_factory=dict)
    agreements: Mapping[ThreadName, tuple[Agreement, ...]] = field(default_factory=dict)

    @property
    def has_takes(self) -> bool:
        """Tell whether any reply says what it does to what it answers."""
        return any(reply.takes for thread in self.replies.values() for reply in thread)

    @property
    def has_agreed(self) -> bool:
        """Tell whether anybody agrees with anything."""
        return any(map(self.count_agreed, self.contributions()))

    def count_agreed(self, item: Contribution) -> int:
        """How many people agree with something; house voices are none."""
        return sum(not self.is_voice(handle) for handle, _ in item.agreed)

    def posts(self) -> Iterator[Post]:
        yield from self.discussions
        yield from self.comparisons
        yield from self.articles.values()

    def replies_to(self, post: Post) -> tuple[Reply, ...]:
        return self.replies.get(post.place, ())

    def page_of(self, thread: ThreadName, reply: str) -> int:
        """The page of its thread on which a reply stands, by any name of the post and of the reply."""
        return self.pages.get(thread, {}).get(reply, 1)

    def count_pages(self, post: Post) -> int:
        """The pages of a thread: one, unless it is a long one."""
        return max(self.pages.get(post.place, {}).values(), default=1)

    def contributions(self) -> Iterator[Contribution]:
        for post in self.posts():
            yield post
            yield from self.replies_to(post)

    def person(self, handle: str) -> Person:
        """The person behind a handle; one without a file in `people/` is shown by the handle itself."""
        return self.people.get(handle) or Person(handle, handle)

    def is_voice(self, handle: str) -> bool:
        """Tell whether a handle is that of a house voice."""
        return handle in self.people and self.people[handle].is_voice
