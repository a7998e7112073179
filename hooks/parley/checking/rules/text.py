"""What a text must not hold."""

import re
from collections.abc import Iterator
from itertools import islice

from parley.checking.rules.entry import Entry
from parley.model.findings import MAX_PROBLEMS, Findings, shorten
from parley.model.languages.speaking import N_, _
from parley.model.layout import is_markdown
from parley.model.markup import markdown as markup
from parley.model.markup.addresses import find_deceit, find_deceit_of_words
from parley.model.markup.budget import MAX_GROWTH, MAX_NESTING
from parley.model.problems import Severity
from parley.model.secrets import MAIL, MAIL_TO_NOBODY, SECRETS
from parley.model.words import TEMPLATE_AUTHOR, TEMPLATE_POST, TEMPLATE_QUESTION, TEMPLATE_REPLY, TEMPLATE_TITLE
from parley.reading.nodes import NOTHING

MAX_TRIES = 100
"""Numbers looked at in one file; each try costs the more the more digits stand around it."""

MAX_AT = 1000
"""comrak copies the rest of a paragraph for each mail address in it; ten thousand would take 300 MB."""

_MAYBE_PHONE = re.compile(r"[+＋][ (]{0,2}\d")


def check_secrets(entry: Entry) -> None:
    """Report access tokens anywhere in the file, without printing them once more."""
    findings = entry.findings
    for found in SECRETS.finditer(findings.text):
        line, column = _position(findings.text, found.start())
        findings.add(
            "secret",
            _("'{group}…' looks like an access token or a private key", group=found.group()[:4]),
            _("Remove it and revoke it where it was issued: once pushed, it counts as leaked."),
            line=line,
            column=column,
            width=len(found.group()),
        )


def check_conflicts(entry: Entry) -> None:
    """Report where git has left two versions of a text for somebody to choose from.

    Marks stand at the beginning of a line (git-merge, "How conflicts are presented"), and so in no quotation; those in
    a block of code are shown to readers as they are. `=======` alone is a line below a heading.
    """
    findings, body = entry.findings, entry.body
    if not _CONFLICT.search(findings.text):
        return
    lines = findings.text.split("\n")
    marks = [(number, line) for number, line in enumerate(lines, 1) if _CONFLICT.match(line)]
    code = {body.line + line - 1 for line in markup.find_code_lines(body.text)} if body else set()
    marks = [(line, mark) for line, mark in marks if line not in code]
    end = max((line for line, mark in marks if _CONFLICT_END.match(mark)), default=0)
    begins = (one for one in marks if (one[1][0] in "<|=" and one[0] < end) or _CONFLICT_BEGIN.match(one[1]))
    if found := next(begins, None):
        line, mark = found
        message = _("'{mark}' was left by git: the text is here in two versions", mark=shorten(mark))
        help = _("Keep one of the two, and delete the lines that begin with '<<<<<<<', '=======' and '>>>>>>>'.")
        if _SETTLING.search(findings.text):
            help += " " + _("Where nothing but the outcome differs, `parley check --fix --write` keeps both.")
        findings.add("conflict-marker", message, help, line=line, width=len(mark))


_SETTLING = re.compile(r"^(?:outcome|answer):", re.MULTILINE)

_CONFLICT_END = re.compile(r">{7}(?: \S+(?: \(.*\))?)?$")
"""With the name of a branch or a commit; a quotation seven deep has words."""

_CONFLICT_BEGIN = re.compile(r"<{7}(?: (?:\S+(?: \(.*\))?|Updated upstream))?$")
"""By itself; a text that speaks of such marks has words behind it."""

_CONFLICT = re.compile(r"^(?:={7}$|(?:<{7}|\|{7}|>{7})(?= |$).*)", re.MULTILINE)


def check_template(entry: Entry) -> None:
    """Report what its author has not written, but found in the file that the forge opened."""
    found = [(key, entry.values.get(key)) for key in ("title", "author")]
    found += [("questions", one) for one in entry.values.get("questions") or ()]
    for key, text in found:
        if text in _list_templates(TEMPLATE_TITLE, TEMPLATE_AUTHOR, TEMPLATE_QUESTION):
            message = _("{key} '{text}' is what the template says, and stands for yours", key=key, text=text)
            entry.add("template-text", message, _("Write your own in its place."), key)
    if entry.body and entry.body.text.strip() in _list_templates(TEMPLATE_REPLY, TEMPLATE_POST):
        lines = entry.body.text.split("\n")
        line = entry.body.line + next(at for at, line in enumerate(lines) if line.strip())
        message = _("'{text}' is what the template says, and stands for your text", text=entry.body.text.strip())
        entry.findings.add("template-text", message, _("Write your own in its place."), line=line, width=1000)


def _list_templates(*words: str) -> set[str]:
    """Words of the template, in the language of the site and as they were before the site had one."""
    return {*words, *map(_, words)}


def check_contact_data(entry: Entry) -> None:
    """Report e-mail addresses and international telephone numbers: they belong to people who are not in the room."""
    text = entry.findings.text
    found: list[tuple[int, str]] = []
    if "@" in text:
        mails = (match for match in MAIL.finditer(text) if not MAIL_TO_NOBODY.search(match[1]))
        found += [(match.start(), match.group()) for match in islice(mails, MAX_PROBLEMS + 1)]
    if _MAYBE_PHONE.search(text):
        from phonenumbers import PhoneNumberMatcher  # its tables take a tenth of a second to load

        matches = PhoneNumberMatcher(text, None, max_tries=MAX_TRIES)
        found += [(match.start, match.raw_string) for match in islice(matches, MAX_TRIES)]
    for offset, what in found:
        line, column = _position(text, offset)
        entry.findings.add(
            "contact-data",
            _("'{what}' looks like a private address or phone number", what=shorten(what)),
            _("Leave it out unless its owner published it for this; for an example, use name@example.org."),
            Severity.WARNING,
            line=line,
            column=column,
            width=len(what),
        )


def check_texts(entry: Entry) -> None:
    """Check the text of a file and the values of its keys that are Markdown; links within the site are kept."""
    if entry.body:
        entry.links.extend(check_markdown(entry.body.text, entry.body.line, entry.findings))
    for key in entry.kind.markdown if entry.kind and entry.values else ():
        if text := entry.values.get(key.name):
            line = entry.read.text_lines[key.name]
            entry.links.extend(check_markdown(text, line, entry.findings, is_line=True))
    if outcome := entry.values.get("outcome"):
        for text in outcome.texts:
            line, _column = entry.findings.find_place(text.partition("\n")[0][:40], entry.read.text_lines["outcome"], 1)
            is_line = text is not outcome.summary
            entry.links.extend(check_markdown(text, line, entry.findings, is_line=is_line))


def check_body(entry: Entry) -> None:
    """Report a file without a text where its kind needs one; of keys that can't be read there is nothing to say."""
    kind = entry.kind
    if (
        kind
        and kind.body == "needed"
        and entry.read is not NOTHING
        and "removed" not in entry.values
        and entry.values.get("body", "") is not None  # what is wrong with it has been said
        and not (entry.body and entry.body.text.strip())
    ):
        line = entry.body.line if entry.body else 1
        below = _("Write it below the front matter.") if is_markdown(entry.path) else _("Write it after 'body: |'.")
        entry.findings.add("empty-body", _("{name} has no text", name=kind.said), below, line=line)


def check_markdown(
    text: str, first_line: int, findings: Findings, *, is_line: bool = False
) -> list[tuple[str, int, int]]:
    """Report what would not come through in a text that begins on `first_line` of its file.

    `is_line` tells that it is drawn as one paragraph. The text was mended: it has no HTML, no pictures, and no links
    to addresses that can't be reached. Returns the links within the site: address, line, column.
    """
    if text.count("@") > MAX_AT:
        message = _("the text has {count} '@'; at most {max_at} are allowed", count=text.count("@"), max_at=MAX_AT)
        findings.add("wrong-length", message, _("Link to the list instead."), line=first_line)
        return []
    internal, whole = [], True
    for flaw in _first_of_each(markup.find_flaws(text)):
        whole = whole and flaw.what not in _NOT_WHOLE
        if flaw.what in _COSTLY:
            findings.add("too-costly", *_explain_cost(flaw, text), line=first_line + flaw.line - 1, column=flaw.column)
            continue
        line = first_line + flaw.line - 1
        line, column = findings.find_place(flaw.found.split("\n")[0], line, flaw.column)
        place = {"line": line, "column": column, "width": len(flaw.found) or 1}
        match flaw.what:
            case "nesting":
                message = _(
                    "lists, quotes or emphasis are nested more than {max_nesting} deep", max_nesting=MAX_NESTING
                )
                findings.add("deep-nesting", message, _("Use fewer levels."), **place)
            case "control":
                message = _("'{found}' is an invisible character and may mislead", found=shorten(flaw.found))
                findings.add("control-character", message, _("Delete it."), **place)
            case "deceit":
                findings.add(
                    "misleading-link",
                    _("link '{found}' {why}", found=shorten(flaw.found), why=shorten(flaw.why, 120)),
                    _(_HONEST),
                    **place,
                )
            case "empty":
                message = _("'{found}' renders as nothing; readers would see no text", found=shorten(flaw.found))
                findings.add("empty-body", message, _("Write some words."), **place)
            case "internal":
                internal.append((flaw.found, line, column))
    if whole:
        _check_losses(text, first_line, findings, is_line=is_line)
    return internal


_HONEST = N_("Let the words say where it goes, and write the address as the browser's address bar shows it.")


def check_addresses(entry: Entry) -> None:
    """Report addresses in keys that lead elsewhere than they seem to."""
    sources = entry.values.get("sources") or ()
    links = [("sources", number, source.url, source.name) for number, source in enumerate(sources)]
    if link := entry.values.get("link"):
        links.append(("link", 0, link, link))
    for key, number, address, words in links:
        if why := find_deceit(address) or find_deceit_of_words(words, address):
            message = _("address '{address}' {why}", address=shorten(address), why=shorten(why, 120))
            entry.add("misleading-link", message, _(_HONEST), key, number)


_NOT_WHOLE = markup.COSTS | {"empty"}
"""Flaws of a text of which more is not shown than has been told."""


def _check_losses(text: str, first_line: int, findings: Findings, *, is_line: bool) -> None:
    for lost in markup.find_losses(text, is_line=is_line):
        line, column = findings.find_place(lost.word, first_line + lost.line - 1, lost.column)
        why = f": {lost.why}" if lost.why else ""
        findings.add(
            "not-shown",
            _("'{word}' and what goes with it won't be shown{why}", word=shorten(lost.word), why=why),
            _("Readers won't see it. Use it, or remove it."),
            Severity.WARNING,
            line=line,
            column=column,
            width=len(lost.word),
        )


_COSTLY = {
    "table": N_("with all its cells, {found} of them, this table takes more space than a text of its size may"),
    "growth": N_("rendered, the text is more than {growth} times as long as written, mostly because of this line"),
    "cost": N_("the text takes too much time or memory to render; this line has the most markup"),
}


def _explain_cost(flaw: markup.Flaw, text: str) -> tuple[str, str]:
    message = _(_COSTLY[flaw.what], found=flaw.found, growth=MAX_GROWTH)
    if flaw.what == "table":
        return message, _("Give it fewer columns, or rows that fill them; short rows are padded with empty cells.")
    return message, _("Use less Markdown, or show it as code between two lines of ```.")


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _first_of_each(flaws: Iterator[markup.Flaw]) -> Iterator[markup.Flaw]:
    """Each link within the site once, and as many flaws as are shown."""
    seen: set[str] = set()
    shown = 0
    for flaw in flaws:
        if flaw.what == "internal":
            if flaw.found not in seen:
                seen.add(flaw.found)
                yield flaw
        elif shown <= MAX_PROBLEMS:
            shown += 1
            yield flaw
