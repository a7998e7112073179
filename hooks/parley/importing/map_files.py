"""Reads the file in which an adopter says how an archive is made."""

from dataclasses import dataclass
from pathlib import Path

from parley.checking.report import render_text
from parley.importing.mapping import FIELDS, FieldMapping, ValueSource
from parley.model.findings import Findings
from parley.model.languages.causes import explain
from parley.model.languages.speaking import N_, _
from parley.model.problems import ParleyError
from parley.reading import readers
from parley.reading.frontmatter import parse_yaml
from parley.reading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from parley.reading.readers import Choice, Key, ListOf, Text, WebAddress


class BadMapping(ParleyError):
    """The file given with --map is not what it should be."""


@dataclass(frozen=True, slots=True)
class _Names:
    """Reads a name, or several of which the first that has a value counts."""

    def read(self, node: Node, what: str, findings: Findings) -> tuple[str, ...] | None:
        if isinstance(node, SequenceNode):
            return ListOf(Text(100), 20).read(node, what, findings)
        text = Text(100).read(node, what, findings)
        return None if text is None else (text,)

    def json_schema(self) -> dict[str, object]:
        return {"type": ["string", "array"]}


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Reads a mapping of any texts to names."""

    wanted: str = N_("categories with tags")

    def read(self, node: Node, what: str, findings: Findings) -> dict[str, str] | None:
        if not isinstance(node, MappingNode):
            findings.add(
                "wrong-type",
                _("{what} must be {wanted}", what=what, wanted=_(self.wanted)),
                _("Write 'theirs: ours'."),
                line=node.place.line,
                column=node.place.column,
            )
            return None
        pairs = {}
        for name, value in node.pairs:
            if not isinstance(value, ScalarNode):
                findings.add(
                    "wrong-type",
                    _("{what} '{text}' must be one name", what=what, text=name.text),
                    line=value.place.line,
                    column=value.place.column,
                )
                return None
            pairs[name.text] = value.text
        return pairs

    def json_schema(self) -> dict[str, object]:
        return {"type": "object"}


_SOURCE = readers.MappingOf(
    (
        Key("from", _Names(), N_("the field of the archive, or several"), required=True),
        Key("options", _Pairs(N_("values with options")), N_("its values and the options that they become")),
    ),
    dict,
)


@dataclass(frozen=True, slots=True)
class _Filling:
    """Reads where a key has its value from: names alone, or with what their values become."""

    def read(self, node: Node, what: str, findings: Findings) -> ValueSource | None:
        if not isinstance(node, MappingNode):
            names = _Names().read(node, what, findings)
            return None if names is None else ValueSource(names)
        found = _SOURCE.read(node, what, findings)
        return None if found is None else ValueSource(found["from"], found.get("options", {}))

    def json_schema(self) -> dict[str, object]:
        return {"type": ["string", "array", "object"]}


_KEYS = (
    Key("fields", readers.MappingOf(tuple(Key(name, _Names(), "") for name in FIELDS), dict), N_("names of fields")),
    Key("parents", Choice(("auto", "id", "name-order", "date-order")), N_("how a reply names its parent")),
    Key("body", Choice(("auto", "html", "markdown", "text")), N_("how texts are written")),
    Key("site", WebAddress(), N_("the address that links are relative to")),
    Key("address", WebAddress(), N_("the address of a thread in the archive, with {thread}")),
    Key("tags", _Pairs(), N_("categories of the archive and the tags they become")),
    Key(
        "values", readers.MapOf(_Filling(), lambda key, source: (key, source), 1, 50), N_("keys that the site declares")
    ),
    Key("merge", ListOf(Choice(("address", "title")), 2, least=0), N_("what two threads of one page share")),
)


def load_mapping(file: Path) -> FieldMapping:
    """Read the file given with --map.

    Raises:
        BadMapping: with all that is wrong in it.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadMapping(_("the mapping can't be read: {error}", error=explain(error, file))) from None
    except UnicodeDecodeError:
        raise BadMapping(_("{file} isn't UTF-8; save it as UTF-8", file=file)) from None
    findings = Findings(str(file), text)
    node = parse_yaml(text, findings)
    if isinstance(node, MappingNode):
        found = readers.read_keys(node, _KEYS, _("the mapping"), findings)
        if found.complete:
            values = dict(found.values)
            values["fields"] = {**FIELDS, **values.get("fields", {})}
            values["values"] = dict(values.get("values", ()))
            return FieldMapping(**values)
    elif not findings.problems:
        findings.add("wrong-type", _("the mapping must be keys with values, such as {name}", name=_KEYS[0].name))
    raise BadMapping(_("{file} has errors\n{problems}", file=file, problems=render_text(findings.problems)))
