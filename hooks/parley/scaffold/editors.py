"""What helps an editor with files of `posts/`: schemas for `.yml`, and snippets for Markdown with its front matter."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from parley.model.languages.speaking import N_, _
from parley.model.settings import Declaration
from parley.reading.readers import Choice, Key
from parley.reading.schema import FileSchema, Kinds, list_kinds
from parley.rendering.data.thread_data import render_schema

FOLDER = ".vscode"
_DAY = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
_GIVEN = {"author": "${1:your-login}", "date": _DAY}


def draw_editor(declared: Declaration) -> Iterator[tuple[str, str]]:
    """Files of Visual Studio Code, which other editors read too, by path."""
    kinds = list_kinds(declared)
    places = {name: places for name, places in _list_places(declared, kinds).items() if places}
    for name in places:
        yield f"{FOLDER}/schemas/{name}.json", render_schema(declared.kind_of(name), kinds)
    settings = {"yaml.schemas": {f"{FOLDER}/schemas/{name}.json": found for name, found in places.items()}}
    yield f"{FOLDER}/settings.json", json.dumps({**settings, "files.eol": "\n"}, indent=2) + "\n"
    snippets = {
        _(title): {"scope": "markdown", "prefix": f"parley-{kind}", "body": list(_draw_snippet(kinds[kind]))}
        for kind, title in (("discussion", N_("A discussion")), ("reply", N_("A reply")))
    }
    yield f"{FOLDER}/parley.code-snippets", json.dumps(snippets, indent=2, ensure_ascii=False) + "\n"


def _list_places(declared: Declaration, kinds: Kinds) -> Mapping[str, list[str]]:
    """The files that each schema is for."""
    found: dict[str, Any] = {
        "discussion": ["posts/discussions/*/post.yml"],
        "reply": [f"posts/{folder}/**/replies/*.yml" for folder in declared.folders],
        "person": ["posts/people/*.yml"],
        "tags": ["posts/tags.yml"] if "tags" in declared.lists else [],
        "policy": ["posts/policy.yml"],
    }
    if declared.comparisons:
        found[declared.comparisons.name] = [f"posts/{declared.comparisons.path}/*/post.yml"]
    return found


def _draw_snippet(form: FileSchema) -> Iterator[str]:
    """The lines of a new file, with a stop at each key that people are asked for."""
    yield "---"
    stop = 2
    for key in form.keys:
        if key.name in _GIVEN:
            yield f"{key.name}: {_GIVEN[key.name]}"
        elif key.required or key.ask or key.name in ("reply_to", "tags"):
            yield f"{key.name}: ${{{stop}{_suggest(key)}}}"
            stop += 1
    yield from ("---", "", "$0")


def _suggest(key: Key) -> str:
    return f"|{','.join(key.reader.options)}|" if isinstance(key.reader, Choice) else f":{key.name}"
