"""Templates compiled once, for this process and the next builds: to compile one takes longer than to draw it."""

import jinja2
from jinja2.bccache import Bucket

from parley.caching.cache import NOTHING, Cache, make_key

_at_hand: dict[tuple[str, str], bytes] = {}


class Compiled(jinja2.BytecodeCache):
    """Compiled templates by name, file and text, as Jinja asks for them, kept in `cache` as well.

    What compiling depends on besides has to be the same for all environments that draw from one folder of templates.
    """

    def __init__(self, cache: Cache = NOTHING) -> None:
        self._cache = cache

    def load_bytecode(self, bucket: Bucket) -> None:
        name = bucket.key, bucket.checksum
        key = make_key("template", name)
        if name not in _at_hand and (found := self._cache.find(key, bytes)):
            _at_hand[name] = found
        if name in _at_hand:
            self._cache.use(key)
            bucket.bytecode_from_string(_at_hand[name])

    def dump_bytecode(self, bucket: Bucket) -> None:
        name = bucket.key, bucket.checksum
        _at_hand[name] = bucket.bytecode_to_string()
        self._cache.keep(make_key("template", name), _at_hand[name])
