"""Templates that one build has compiled, kept for the next: to compile one takes longer than to draw it."""

from parley.caching.cache import Cache, make_digest
from parley.rendering.theme import Compiled

_NAME = "templates"


def recall_templates(cache: Cache) -> None:
    """Let this process use what builds before it have compiled."""
    Compiled.known.update(cache.find(make_digest(_NAME), dict) or {})


def keep_templates(cache: Cache) -> None:
    """Keep the compiled templates that this process has used."""
    key = make_digest(_NAME)
    if Compiled.used == Compiled.known and cache.has(key):
        return
    cache.keep(key, dict(Compiled.used))
    Compiled.known = dict(Compiled.used)
