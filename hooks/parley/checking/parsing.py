"""One file to an entry: its values, its text, and what is wrong within it."""

from collections.abc import Iterable

from parley.checking.rules.entry import Entry
from parley.checking.stages import of_files, run
from parley.model.characters import visible
from parley.model.entries import Settlement
from parley.model.findings import Findings
from parley.model.languages.speaking import N_, _
from parley.model.layout import FOR_MAINTAINERS, is_markdown
from parley.model.problems import Severity
from parley.reading import readers
from parley.reading.frontmatter import parse_markdown_file, parse_yaml
from parley.reading.mending.body import mend_markdown
from parley.reading.nodes import NOTHING, Body, MappingNode, Node, Values
from parley.reading.schema import Kinds
from parley.reading.sources import SourceFile, check_characters

WRITES = N_("`parley check --fix --write` writes it so.")


def parse_sources(label: str, sources: Iterable[SourceFile], kinds: Kinds) -> list[Entry]:
    """An entry for each file; `label` stands for the folder of posts in the paths of problems.

    Each repair of a mended text is told. The content of tags.yml and policy.yml is no entry's; its text is in its
    findings.
    """
    return [_parse(source, label, kinds) for source in sources]


def _parse(source: SourceFile, label: str, kinds: Kinds) -> Entry:
    findings = Findings(f"{label}/{visible(source.path)}", source.text or "", given=source.given)
    if source.text is None:
        return Entry(source.path, source.slot, findings, NOTHING, was_read=False)
    _tell_repairs(source, findings)
    check_characters(findings)
    entry = _read_entry(source, kinds, findings)
    run((*of_files.CHECKS, *of_files.find_others()), entry)
    return entry


def _tell_repairs(source: SourceFile, findings: Findings) -> None:
    """Report what was read otherwise than written, with its place in the file as it is."""
    if not source.repairs:
        return
    told = Findings(findings.path, source.given or "")
    for repair in source.repairs:
        line = told.lines[repair.line - 1] if repair.line <= len(told.lines) else ""
        column = line.find(repair.found) + 1
        width = len(repair.found) if column else 1
        told.add(
            "untidy", repair.what, _(WRITES), Severity.NOTICE, line=repair.line, column=max(column, 1), width=width
        )
    findings.problems += told.problems


def _read_entry(source: SourceFile, kinds: Kinds, findings: Findings) -> Entry:
    text = source.text or ""
    if source.slot.kind in FOR_MAINTAINERS:
        return Entry(source.path, source.slot, findings, NOTHING)
    kind = kinds[source.slot.kind]
    body: Body | None = None
    if is_markdown(source.path):
        node, body = parse_markdown_file(text, findings)
        values = _read_values(node, kind.keys, kind.said, findings)
    else:
        node = parse_yaml(text, findings)
        values = _read_values(node, kind.yaml_keys, kind.said, findings)
        values = _mend_texts(values, ["body"], findings)
        if words := values.values.get("body"):
            body = Body(words, values.text_lines["body"])
    values = _mend_outcome(_mend_texts(values, [key.name for key in kind.markdown], findings), findings)
    return Entry(source.path, source.slot, findings, values, body, kind=kind)


def _mend_texts(values: Values, names: Iterable[str], findings: Findings) -> Values:
    """Repair the texts that are values of keys, between the marks of YAML; each repair is told."""
    mended: dict[str, str] = {}
    for name in names:
        text = values.values.get(name)
        if text and (made := mend_markdown(text, is_line=name != "body")).repairs:
            mended[name] = made.text
            for repair in made.repairs:
                line = values.text_lines[name] + repair.line - 1
                findings.add("untidy", repair.what, "", Severity.NOTICE, line=line)
    return values._replace(values={**values.values, **mended}) if mended else values


def _mend_outcome(values: Values, findings: Findings) -> Values:
    """Repair the texts of an outcome, of which only the line is known at which it begins."""
    outcome: Settlement | None = values.values.get("outcome")

    def mend(text: str) -> str:
        made = mend_markdown(text)
        for repair in made.repairs:
            findings.add("untidy", repair.what, "", Severity.NOTICE, line=values.text_lines["outcome"])
        return made.text

    return values._replace(values={**values.values, "outcome": outcome.rewrite(mend)}) if outcome else values


def _read_values(node: Node | None, keys: tuple[readers.Key, ...], what: str, findings: Findings) -> Values:
    if isinstance(node, MappingNode):
        return readers.read_keys(node, keys, what, findings, lenient=True)
    if node is not None:
        readers.MappingOf(keys, dict).read(node, what, findings)
    elif not findings.problems:
        findings.add(
            "missing-key",
            _("{what} needs keys, found nothing", what=what),
            _("Begin with: {name}: …", name=keys[0].name),
        )
    return NOTHING
