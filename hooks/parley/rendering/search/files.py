"""The files of an index, which Pagefind 1.5.2 writes in another order each time."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import cbor2

from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

_SIGNATURE = b"pagefind_dcd"


class SearchError(ParleyError):
    """The index could not be made; the message holds what Pagefind said."""


def settle_files(files: Mapping[str, bytes], language: str) -> dict[str, bytes]:
    """Bring what Pagefind 1.5.2 writes in the order of its hash tables into one that is always the same.

    These are the filters and their values, what is sorted by, and with them the names of the files that hold them
    (mended after 1.5.2: Pagefind/pagefind#1124). The formats are those of
    `pagefind/src/index/index_metadata.rs` and `index_filter.rs`: arrays of numbers, texts and arrays in CBOR.
    """
    settled = dict(files)
    for name in [name for name in files if name.endswith(".pf_meta")]:
        version, pages, chunks, filters, sorts, fields = _unpack(settled.pop(name))
        named = []
        for title, digest in sorted(filters):
            _, values = _unpack(settled.pop(f"filter/{digest}.pf_filter"))
            packed = _pack([title, sorted(values)])
            named.append([title, _digest(packed, language)])
            settled[f"filter/{named[-1][1]}.pf_filter"] = packed
        packed = _pack([version, pages, chunks, named, sorted(sorts), fields])
        settled[f"pagefind.{_digest(packed, language)}.pf_meta"] = packed
        entry = json.loads(settled["pagefind-entry.json"])
        entry["languages"][language]["hash"] = _digest(packed, language)
        settled["pagefind-entry.json"] = json.dumps(entry, separators=(",", ":")).encode()
    return settled


def _digest(packed: bytes, language: str) -> str:
    return f"{language}_{hashlib.sha256(packed).hexdigest()[:10]}"


def _unpack(packed: bytes) -> Any:
    plain = gzip.decompress(packed)
    try:
        value = cbor2.loads(plain.removeprefix(_SIGNATURE))
    except cbor2.CBORDecodeError:
        value = None
    if not plain.startswith(_SIGNATURE) or not isinstance(value, list):
        raise SearchError(_("Pagefind's index has an unknown format; was another version installed?"))
    return value


def _pack(value: Any) -> bytes:
    return compress(_SIGNATURE + cbor2.dumps(value))


def compress(content: bytes) -> bytes:
    """The same bytes with every Python: the tenth tells the system (RFC 1952), and only 3.13 leaves it open."""
    packed = gzip.compress(content, mtime=0)
    return packed[:9] + b"\xff" + packed[10:]
