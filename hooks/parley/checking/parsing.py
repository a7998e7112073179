"""One file to an entry: its values, its text, and what is wrong within it."""

from collections.abc import Iterable

from parley.checking.rules import text as text_rules
from parley.checking.rules import threads as thread_rules
from parley.checking.rules.entry import Entry
from parley.model.findings import Findings, visible
from parley.reading import schema
from parley.reading.frontmatter import Body, Node, parse_markdown_file, parse_yaml
from parley.reading.frontmatter import Mapping as MappingNode
from parley.reading.sources import Source


def parse_sources(label: str, sources: Iterable[Source]) -> list[Entry]:
    """An entry for each file; `label` stands for the folder of posts in the paths of problems.

    The content of tags.yml is no entry's; its text is in its findings.
    """
    return [_parse(source, label) for source in sources]


def _parse(source: Source, label: str) -> Entry:
    findings = Findings(f"{label}/{visible(source.path)}", source.text or "")
    if source.text is None:
        return Entry(source.path, source.slot, findings, schema.NOTHING, was_read=False)
    if source.slot.kind == "tags":
        return Entry(source.path, source.slot, findings, schema.NOTHING)
    kind = schema.KINDS[source.slot.kind]
    body: Body | None = None
    if source.path.endswith(".md"):
        node, body = parse_markdown_file(source.text, findings)
        values = _read_values(node, kind.keys, kind.name, findings)
    else:
        node = parse_yaml(source.text, findings)
        values = _read_values(node, kind.yaml_keys, kind.name, findings)
        if words := values.values.get("body"):
            body = Body(words, values.text_lines["body"])
    entry = Entry(source.path, source.slot, findings, values, body)
    _check_file(entry, kind, parsed=values is not schema.NOTHING)
    return entry


def _read_values(node: Node | None, keys: tuple[schema.Key, ...], what: str, findings: Findings) -> schema.Values:
    if isinstance(node, MappingNode):
        return schema.read_keys(node, keys, what, findings)
    if node is not None:
        schema.Record(keys, dict).read(node, what, findings)
    elif not findings.problems:
        findings.add("missing-key", f"{what} needs keys, found nothing", f"Begin with: {keys[0].name}: …")
    return schema.NOTHING


def _check_file(entry: Entry, kind: schema.FileKind, *, parsed: bool) -> None:
    text_rules.check_secrets(entry.findings)
    text_rules.check_contact_data(entry.findings)
    text_rules.check_conflicts(entry.findings, entry.body)
    if entry.body:
        entry.links.extend(text_rules.check_markdown(entry.body.text, entry.body.line, entry.findings))
    for key in schema.markdown_keys(entry.slot.kind):
        if text := entry.values.get(key):
            entry.links.extend(
                text_rules.check_markdown(text, entry.read.text_lines[key], entry.findings, is_line=True)
            )
    text_rules.check_addresses(entry)
    thread_rules.check_changes(entry)
    if (
        kind.body == "needed"
        and parsed
        and "removed" not in entry.values
        and entry.values.get("body", "") is not None  # what is wrong with it has been said
        and not (entry.body and entry.body.text.strip())
    ):
        line = entry.body.line if entry.body else 1
        below = "below the front matter" if entry.path.endswith(".md") else "behind 'body: |'"
        entry.findings.add("empty-body", f"{kind.name} has no text", f"Write it {below}.", line=line)
