"""Where a contributor writes back: the addresses of a forge's pages, one module a forge.

A pattern holds names in braces. Each is filled with text that is percent-encoded as JavaScript's `encodeURIComponent`
does it; only in `repository`, which is an address itself, nothing is encoded, and in `branch`, `folder` and `path`
slashes stay. The scripts of the pages fill the same patterns in the same way, so each address is written down once.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from parley.model.forges import gitea, github, gitlab
from parley.model.forges.forge import Forge

FORGES: Mapping[str, Forge] = {module.FORGE.name: module.FORGE for module in (github, gitlab, gitea)}

MAX_ADDRESS = 6000
"""Characters of a percent-encoded address that every forge and browser takes; GitHub refuses at about 8,000."""

_WITH_SLASHES = {"branch", "folder", "path"}
_UNTOUCHED = "!'()*"


def find_forge(repository: str) -> str:
    """The forge that a repository's address is likely to belong to, by the name of its host."""
    host = urlsplit(repository).hostname or ""
    if "gitlab" in host:
        return gitlab.FORGE.name
    if any(word in host for word in ("gitea", "forgejo", "codeberg")):
        return gitea.FORGE.name
    return github.FORGE.name


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """A pattern of a forge with its names filled in.

    Raises:
        KeyError: the pattern holds a name that has no value.
    """

    def encode(found: re.Match[str]) -> str:
        name = found[1]
        if name == "repository":
            return values[name].rstrip("/")
        return quote(values[name], safe=_UNTOUCHED + ("/" if name in _WITH_SLASHES else ""))

    return re.sub(r"\{(\w+)\}", encode, pattern)
