"""The settings of an editor in the browser that writes the files of `posts/` through the forge: Sveltia CMS.

What is above the line `collections:` in its file belongs to the site, as how people sign in; all below is written from
the table of keys. Values that the editor does not know stay in a file as they are.

Source: the JSON Schema and the documentation of Sveltia CMS 0.221.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import fill, indent
from typing import Any
from urllib.parse import urlsplit

import yaml

from parley.model import layout
from parley.model.forges import GITEA, GITHUB, GITLAB
from parley.model.languages.speaking import N_, _, spoken
from parley.model.settings import Settings
from parley.reading.readers import Choice, Date, Flag, Key, ListOf, MappingOf, Number, OrText, Reader, Text, WebAddress
from parley.reading.schema import TAGS, FileSchema, list_kinds

FILE = Path("docs/admin/config.yml")
"""Where a site has it, below its pages."""

PAGE = """\
<!doctype html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>{title}</title>
  </head>
  <body>
    <script src="sveltia-cms.js"></script>
  </body>
</html>
"""
"""The page beside it. The script is to be put there too, so that nobody else's host decides what runs."""


def draw_page() -> str:
    return PAGE.format(language=spoken().language, title=_("Editor"))


_HEAD = (
    N_(
        "The editor in the browser, Sveltia CMS. What is above the line `collections:` is yours; "
        "`parley forms` writes all below it anew."
    ),
    N_(
        "People sign in with an access token of theirs. To let them sign in by a button, register an application at "
        "the Git host, with the address of this page to lead back to, and put its `app_id` in place of `auth_methods`. "
        "GitLab also needs `auth_type: pkce`; GitHub needs a server that signs in for you, and its address as "
        "`base_url`."
    ),
)
_MORE = "https://sveltiacms.app/en/docs/backends"


def _draw_head() -> str:
    """What stands above the settings of the editor, as comments."""
    return "#\n".join(indent(fill(_(words), 88), "# ") + "\n" for words in _HEAD) + f"# {_MORE}\n"


_HOSTS = {
    GITHUB.name: ("github.com", {"api_root": "/api/v3"}),
    GITLAB.name: ("gitlab.com", {"api_root": "/api/v4", "base_url": ""}),
    GITEA.name: ("gitea.com", {"api_root": "/api/v1", "base_url": ""}),
}
"""Where each forge is by itself, and what the editor has to be told where it is not."""

_BY_COMMAND = frozenset({"answer", "pinned", "locked", "removed", "aliases", "merged", "moved_to", "role", "account"})
"""Keys that maintainers set with a command, or not at all, besides those that are `guarded`.

A value that may be a text or a mapping is left out too: the editor would write the one where a file has the other.
"""

_FILLED_IN = {"author": "{{author-login | lower}}", "date": "{{datetime}}"}
"""What a new file has without anybody being asked: who writes, and when."""


def render_settings(settings: Settings, before: str = "") -> str:
    """The text of the file; `before` is the one that is there, of which the site's own part is kept."""
    own, line, _ = f"\n{before}".partition("\ncollections:")
    head = own[1:].rstrip("\n") if line else _draw_head() + _dump(_describe_site(settings)).rstrip("\n")
    return f"{head}\n\n{_dump({'collections': list(_list_collections(settings))})}"


def is_stale(file: Path, settings: Settings) -> bool:
    """Tell whether a file is there that asks for something else than the site does."""
    if not file.is_file():
        return False
    text = file.read_text(encoding="utf-8", errors="replace")
    return text != render_settings(settings, text)


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, _data: object) -> bool:
        return True


def _dump(values: Mapping[str, Any]) -> str:
    return yaml.dump(values, Dumper=_WithoutAliases, sort_keys=False, allow_unicode=True, width=1000)


def _describe_site(settings: Settings) -> dict[str, Any]:
    place = urlsplit(settings.repository)
    host, keys = _HOSTS[settings.forge]
    own = {} if place.hostname in (None, host) else {key: f"https://{place.netloc}{way}" for key, way in keys.items()}
    backend = {"name": settings.forge, "repo": place.path.strip("/") or "owner/repository", "branch": settings.branch}
    # a token works without anything else; for the other way, an application has to be registered first
    signing = {"auth_methods": ["token"]}
    # a pull request for each text, so that the check comes before the merge; of Gitea the editor has none
    mode = {} if settings.forge == GITEA.name else {"publish_mode": "editorial_workflow"}
    return {
        "backend": {**backend, **own, **signing},
        **mode,
        "media_folder": "docs/images",
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": layout.SLUG.longest},
        "output": {"omit_empty_optional_fields": True},
    }


def _list_collections(settings: Settings) -> Iterator[dict[str, Any]]:
    """A collection for each kind of file, and one for the replies to each kind of post."""
    declaration = settings.declaration
    kinds = list_kinds(declaration)
    titles = {"discussion": _("Discussions")}
    if declaration.comparisons:
        titles["comparison"] = declaration.comparisons.title
    for kind, title in titles.items():
        yield {
            "name": kind,
            "label": title,
            "label_singular": declaration.name_of(kind).capitalize(),
            "path": "{{slug}}/post",
            "slug": "{{title}}",
            **_describe_files(f"{settings.posts}/{kinds[kind].folder}", kinds[kind]),
        }
    for kind, title in titles.items():
        yield {
            "name": f"{kind}_replies",
            "label": _("Replies: {title}", title=title),
            "label_singular": _("Reply"),
            "identifier_field": "author",
            "summary": "{{author}}, {{date}}",
            "path": f"{{{{fields.{layout.THREAD_KEY}}}}}/replies/{{{{slug}}}}",
            "slug": "{{year}}-{{month}}-{{day}}-{{fields.author}}-{{uuid_shorter}}",
            **_describe_files(f"{settings.posts}/{kinds[kind].folder}", kinds["reply"], kind),
        }
    yield {
        "name": "person",
        "label": _("People"),
        "label_singular": _("Person"),
        "identifier_field": "name",
        "slug": {"editable": ["create"], "hint": _("The login at the Git host, in lower case")},
        **_describe_files(f"{settings.posts}/{layout.PEOPLE}", kinds["person"]),
    }
    if "tags" in declaration.lists:
        tags = {**_describe_reader("", TAGS, ""), "label": _("Tags"), "root": True}
        file = {"name": "tags", "label": _("Tags"), "file": f"{settings.posts}/tags.yml", "format": "yaml"}
        yield {"name": "site", "label": _("Site"), "files": [{**file, "fields": [{"name": "tags", **tags}]}]}


def _describe_files(folder: str, kind: FileSchema, thread: str = "") -> dict[str, Any]:
    """The files of a kind; `thread` is the kind of post that they reply to."""
    is_text = kind.body == "needed"
    of = {"widget": "relation", "collection": thread, "value_field": "{{slug}}", "display_fields": ["{{title}}"]}
    place = [{"name": layout.THREAD_KEY, "label": _("Replies to"), **of}] if thread else []
    keys = (replace(key, required=is_text) if key.name == "body" else key for key in kind.yaml_keys)
    fields = [_describe_key(key, thread) for key in keys if _is_offered(key)]
    return {
        "folder": folder,
        "extension": "md" if is_text else "yml",
        "format": "yaml-frontmatter" if is_text else "yaml",
        "fields": [*place, *fields],
    }


def _is_offered(key: Key) -> bool:
    """Of what a site declares, what people are asked for, and what is a maintainer's to set."""
    if key.declared:
        return bool(key.ask) or key.guarded
    return key.name not in _BY_COMMAND and not key.guarded and not isinstance(key.reader, OrText)


def _describe_key(key: Key, thread: str) -> dict[str, Any]:
    described = {"name": key.name, "label": _((key.ask and key.ask.label) or key.label or _name(key))}
    if default := _FILLED_IN.get(key.name) if key.required else None:
        return {**described, "widget": "hidden", "default": default}
    hint = key.ask.hint if key.ask else key.about
    hint = _(hint) if hint else ""
    hints = [
        one for one in (hint[:1].upper() + hint[1:], _("Only a maintainer may set it.") if key.guarded else "") if one
    ]
    hinted = {"hint": ". ".join(hints)} if hints else {}
    return {**described, "required": key.required, **hinted, **_describe_reader(key.name, key.reader, thread)}


def _name(key: Key) -> str:
    return _("Text") if key.name == "body" else key.name.replace("_", " ").capitalize()


_RELATIONS = {
    "tags": {"collection": "site", "file": "tags", "value_field": "tags.*.slug", "display_fields": ["tags.*.title"]},
    "discussions": {"collection": "discussion", "value_field": "{{slug}}", "display_fields": ["{{title}}"]},
}
"""Keys whose values are the names of something else."""


def _describe_reader(name: str, reader: Reader, thread: str) -> dict[str, Any]:
    """The editor's field for a kind of value, with the bounds that the check has."""
    match reader:
        case ListOf(item, most, least) if name in _RELATIONS:
            return {"widget": "relation", "multiple": True, "min": least, "max": most, **_RELATIONS[name]}
        case ListOf(Choice() as item, most):
            return {**_describe_reader(name, item, thread), "multiple": True, "max": most}
        case ListOf(MappingOf(keys), most):
            return {"widget": "list", "max": most, "fields": [_describe_key(key, thread) for key in keys]}
        case ListOf(item, most):
            field = {"name": "item", "label": _("One"), **_describe_reader("", item, thread)}
            return {"widget": "list", "max": most, "field": field}
        case Choice(options) as choice:
            pairs = [{"label": choice.name(one), "value": one} for one in options]
            return {"widget": "select", "options": pairs}
        case Flag():
            return {"widget": "boolean"}
        case Number(least, most, whole):
            given = {edge: _shorten(bound) for edge, bound in (("min", least), ("max", most)) if bound is not None}
            return {"widget": "number", "value_type": "int" if whole else "float", **given}
        case Date():
            day = {"type": "date", "format": "YYYY-MM-DD"}
            return {"widget": "datetime", **({"output_utc": True} if name == "updated" else day)}
        case WebAddress(most=most):
            return {"widget": "string", "type": "url", "maxlength": most}
        case Text(lines=True, most=most) if name == "body":
            return {"widget": "markdown", "modes": ["raw", "rich_text"], "editor_components": ["code-block"]}
        case Text(most, _, lines):
            return {"widget": "text" if lines else "string", "maxlength": most}
    if name == "reply_to":
        shown = ["{{author}}", "{{date}}"]
        return {
            "widget": "relation",
            "collection": f"{thread}_replies",
            "value_field": "{{slug}}",
            "display_fields": shown,
        }
    return {"widget": "string"}


def _shorten(bound: float) -> float:
    return int(bound) if float(bound).is_integer() else bound
