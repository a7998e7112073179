"""Modules as one plain script, as a browser loads no module from a file.

Each becomes a function that `offline.js` calls when it is wanted. What it imports, loads or asks a worker for comes
from there too. Only our own modules and Pagefind's are read: they import by names, at the beginning of a line, from a
path.
"""

import json
import re
from collections.abc import Iterator, Mapping

from parley.building.frames import squeeze_script
from parley.model.problems import ParleyError

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"([^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|class)|const|let) (\w+)", re.MULTILINE)
_EXPORTED = re.compile(r"\bexport ?\{([^}]*)\};?\s*\Z")
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle_modules(modules: Mapping[str, str]) -> str:
    """A script with each module by its path below the root of the site."""
    return "".join(f"paModules[{json.dumps(path)}] = {wrap(path, text)};\n" for path, text in sorted(modules.items()))


def wrap(path: str, text: str) -> str:
    """A module as a function.

    Raises:
        ParleyError: it imports or exports in another way than ours do.
    """
    names = dict(_list_exports(text))
    body = _EXPORTED.sub("", _EXPORT.sub(r"\1 \2", _IMPORT.sub(_require, squeeze_script(text))))
    body = re.sub(r"\bimport\.meta\b", "paMeta", re.sub(r"\bimport\(", "paImport(", body))
    if left := _LEFT.search(body):
        raise ParleyError(f"{path}: can't be made a plain script: {left[0][:80]}")
    given = "".join(f"get {name}() {{ return {inner}; }}, " for name, inner in names.items())
    return (
        "function (paGive, paMeta, paRequire, paImport, fetch, location, history, Worker) {\n"
        f'"use strict";\npaGive({{ {given}}});\n{body}\n}}'
    )


def _require(found: re.Match[str]) -> str:
    names = re.sub(r"(\w+) as (\w+)", r"\1: \2", found[1] or "")
    return f"const {{{names}}} = paRequire({json.dumps(found[2])});"


def _list_exports(text: str) -> Iterator[tuple[str, str]]:
    """The names that a module gives, with those that it calls them by."""
    for found in _EXPORT.finditer(text):
        yield found[2], found[2]
    if listed := _EXPORTED.search(text):
        for one in filter(None, (part.strip() for part in listed[1].split(","))):
            inner, _, name = one.partition(" as ")
            yield name or inner, inner
