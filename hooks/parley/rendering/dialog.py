"""What the dialog for writing knows of forges, limits, rules, tags and people: all of it comes from here, as JSON."""

import json
from collections.abc import Mapping
from typing import Any

from parley.forge.issue_forms import EMPTY, find_form
from parley.model import layout, urls
from parley.model.forges import LOGIN, MAIL, MAX_MAIL, fill, show_block
from parley.model.languages.speaking import _
from parley.model.library import Library
from parley.model.settings import Settings
from parley.reading import schema
from parley.reading.schema import Kinds
from parley.rendering import hints
from parley.rendering.contributing import Asked, find_forge, list_asked, list_parts, place
from parley.rendering.homes import find_home, find_month
from parley.rendering.walls import describe_walls

ASKING = ("reply", "discussion", "comparison")
"""The kinds of file that the dialog writes; a site that declares no comparisons has none of the last."""

_FORMS = ("reply", "discussion", "agreement", "correction")
"""The forms for an issue that it fills in."""


def render_data(settings: Settings, kinds: Kinds, form: str) -> str:
    """All that the scripts have to know, as JSON, with the HTML of the dialogs."""
    forge = find_forge(settings)
    parts = {"comparison": list_parts(settings.declaration.comparisons, kinds)}
    data: dict[str, Any] = {
        **place(settings),
        "form": form,
        "posts": settings.posts,
        "send": settings.send,
        "forge": forge
        and {
            "title": _(forge.title),
            "newFile": forge.new_file,
            "withText": forge.with_text,
            "issue": forge.issue,
            "issueFields": forge.issue_fields,
            "edit": forge.edit,
            "mine": forge.mine,
            "number": forge.number,
            "create": forge.create,
            "firstTime": _(forge.first_time),
            "longest": forge.longest - LOGIN,
        },
        "mail": settings.mail
        and {
            "pattern": fill(MAIL.partition("?")[0], {"mail": settings.mail}) + MAIL[MAIL.index("?") :],
            "longest": MAX_MAIL,
            "block": show_block(),
        },
        "forms": {name: [[one.id, one.label] for one in find_form(name, kinds).fields] for name in _FORMS},
        "folders": {kind: kinds[kind].folder for kind in ASKING if kind in kinds and kinds[kind].folder},
        "keys": {
            kind: [_describe_field(one) for one in (*parts.get(kind, ()), *list_asked(kind, kinds))]
            for kind in ASKING
            if kind in kinds
        },
        "known": {
            kind: [key.name for key in kinds[kind].yaml_keys] if kind != "comparison" else []
            for kind in ASKING
            if kind in kinds
        },
        "tagged": any(key.name == "tags" for key in kinds["discussion"].keys),
        "empty": EMPTY,
        "devices": layout.DEVICES,
        "handle": layout.HANDLE.pattern.pattern,
        "bot": layout.BOT.pattern,
        "handleLength": layout.HANDLE.longest,
        "longest": hints.LONGEST,
        "titleLength": schema.TITLE_LENGTH,
        "hints": [_describe(hint) for hint in hints.HINTS],
        "preview": describe_walls(settings),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def render_names(library: Library) -> str:
    """The names that posts have or had, by their folder, as JSON."""
    names: dict[str, set[str]] = {}
    for post in library.posts():
        names.setdefault(post.folder, set()).update(post.names)
    return json.dumps({folder: sorted(each) for folder, each in names.items()}, separators=(",", ":"))


def render_homes(library: Library, settings: Settings) -> str:
    """Everybody who can be mentioned by where they are found, as JSON: a handle, or a former one and the one of now."""
    homes: dict[str, list[str]] = {}
    if "people" in library.declaration.lists:
        for named, handle in sorted(library.known.items()):
            if not find_home(handle, library, settings):
                continue
            month = find_month(handle, library, settings)
            address = urls.people_in(month) if month else urls.PEOPLE
            own = handle if month else urls.person(handle).removeprefix(address).rstrip("/")
            homes.setdefault(address, []).append(named if named == own else f"{named} {own}")
    return json.dumps(homes, separators=(",", ":"))


def _describe(hint: hints.Hint) -> Mapping[str, Any]:
    unless = hint.unless and hints.to_javascript(hint.unless)
    return {
        "rule": hint.rule,
        "severity": hint.severity,
        "message": _(hint.message),
        "pattern": hints.to_javascript(hint.pattern),
        "fix": hint.fix,
        "unless": unless,
        "inCode": hint.in_code,
    }


def _describe_field(asked: Asked) -> dict[str, Any]:
    return {"name": asked.name, "label": asked.label, "form": asked.form, "required": asked.required}
