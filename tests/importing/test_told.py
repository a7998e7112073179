"""What is made of many texts, each beside what came of it: `told/*.json`.

A further text is put into a file with `null` behind it; `PARLEY_ACCEPT=1 pytest tests/importing/test_told.py` writes
what comes of it. Read it with care.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest

from parley.importing import ids
from parley.importing.bodies.conversion import convert, make_title, title_from_name
from parley.importing.bodies.discourse_marks import draw_marks
from parley.importing.bodies.mails import render_text as render_mail
from parley.importing.bodies.messages import parse_mail, read_header, read_part
from parley.importing.bodies.swallowing import spare_words
from parley.importing.dates import parse_date
from parley.importing.formats import FORMATS
from parley.importing.formats.github import drop_footer
from parley.importing.formats.phpbb.stored_texts import draw_stored
from parley.importing.formats.phpbb.tags import Attached, Canvas
from parley.importing.leading.moved_pages import find_file
from parley.importing.leading.places import COMMENT, Places, settle
from parley.importing.leading.redirects import write_redirects
from parley.importing.map_files import BadMapping, load_mapping
from parley.importing.mapping import FIELDS, FieldMapping
from parley.importing.names import identity_key, name_people
from parley.importing.proof import prove
from parley.importing.records import Archive, Author, BadArchive
from parley.importing.streams.plain_data import parse_plain
from parley.importing.streams.recognising import look_at
from parley.importing.streams.repair import repair
from parley.importing.streams.spool import Identity
from parley.importing.streams.sql_stream import read_rows
from parley.model.entries import CAME, Person
from parley.model.problems import ParleyError
from support import hold

_UNSEEN = re.compile("[\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\ue000-\uf8ff\ufeff\ufffd-\uffff]")
TOLD = Path(__file__).with_name("told")


def tell_dates(texts: Iterable[str], _folder: Path) -> Iterator[str]:
    return (str(parse_date(text) or "") for text in texts)


def tell_headers(texts: Iterable[str], _folder: Path) -> Iterator[str]:
    """A header as its bytes are in ISO 8859-1, so that a text can hold any."""
    return (read_header(parse_mail(b"X: " + text.encode("latin-1") + b"\n\n"), "X") for text in texts)


def tell_mails(texts: Iterable[str], _folder: Path) -> Iterator[list[str]]:
    for text in texts:
        mail = parse_mail(text.encode("latin-1"))
        yield [f"{part.get_content_type()}: {read_part(part)}" for part in mail.walk() if not part.is_multipart()]


def tell_titles(texts: Iterable[str], _folder: Path) -> Iterator[list[str]]:
    return ([*make_title(text, "Fallback"), title_from_name(text)] for text in texts)


def tell_ids(texts: Iterable[str], _folder: Path) -> Iterator[list[str]]:
    return ([ids.reply_id("static", text), ids.slug(text, "0123456789"), ids.find_suffix(text)] for text in texts)


def tell_names(texts: Iterable[str], _folder: Path) -> Iterator[list[str]]:
    """Names with accounts and links, all of one archive, beside some who are here."""
    here = (
        Person("ana", "Ana", path="people/ana.yml"),
        Person("bob-36da8d", "Bob", about=CAME.format(name="old"), path="people/bob-36da8d.yml"),
        Person("mia", "Mia Maintains", role="maintainer", aliases=("mm",), path="people/mia.yml"),
    )
    authors = [Author(*(part.strip() for part in text.split("|"))) for text in texts]
    identities = (Identity(author, at) for at, author in enumerate(authors))
    register = name_people(identities, "old", {one.handle: one for one in here}, ("writer",), "The Talk")
    for author in authors:
        named = register[identity_key(author)]
        person = named.person
        yield [person.handle, person.name, person.link, "renamed" if named.renamed else ""]


def tell_addresses(texts: Iterable[str], folder: Path) -> Iterator[list[str]]:
    for text in texts:
        file, number = find_file(folder, text), COMMENT.fullmatch(text)
        shown = file.relative_to(folder).as_posix() if file else "no file"
        yield [*settle(text), shown, number[1] if number else ""]


def tell_marks(texts: Iterable[str], _folder: Path) -> Iterator[str]:
    return map(draw_marks, texts)


def tell_plain_mails(texts: Iterable[str], _folder: Path) -> Iterator[str]:
    return map(render_mail, texts)


def tell_footers(texts: Iterable[str], _folder: Path) -> Iterator[Any]:
    return map(drop_footer, texts)


def tell_stored(texts: Iterable[str], _folder: Path) -> Iterator[list[Any]]:
    for text in texts:
        canvas = Canvas([Attached("b.txt", "", ""), Attached("a.png", "A & B", "https://old.example/file?id=1")])
        yield [draw_stored(text, "1a2b", canvas), *map(str, canvas.quotes)]


def tell_words(texts: Iterable[str], _folder: Path) -> Iterator[list[str]]:
    for text in texts:
        changes: set[str] = set()
        yield [spare_words(text, changes), *changes]


def tell_texts(texts: Iterable[str], _folder: Path) -> Iterator[dict[str, list[str]]]:
    """A text in each way in which it may be meant, as far as they differ."""
    for text in texts:
        found: dict[str, list[str]] = {}
        for form in ("markdown", "lines", "text", "html"):
            made = convert(text, form, "https://old.example/a/")
            told = [*made.parts, *(f"({change})" for change in sorted(made.changes))]
            if told not in found.values():
                found[form] = told
        yield found


def tell_looks(texts: Iterable[str], folder: Path) -> Iterator[str]:
    """A name, then what stands in a file of that name, in ISO 8859-1."""
    for text in texts:
        name, _, content = text.partition(": ")
        (folder / name).write_bytes(content.encode("latin-1"))
        found = look_at(folder / name)
        yield f"{found.form}: {found.looks}"


def tell_maps(texts: Iterable[str], folder: Path) -> Iterator[Any]:
    for text in texts:
        (folder / "map.yml").write_bytes(text.encode("latin-1"))
        try:
            found = asdict(load_mapping(folder / "map.yml"))
            found["fields"] = {name: keys for name, keys in found["fields"].items() if keys != FIELDS[name]}
            yield {name: value for name, value in found.items() if value}
        except BadMapping as error:
            yield str(error).replace(f"{folder}/", "").split("\n")


def tell_data(texts: Iterable[str], _folder: Path) -> Iterator[Any]:
    for text in texts:
        name, _, content = text.partition(": ")
        try:
            yield parse_plain(content, Path(name))
        except BadArchive as error:
            yield str(error).split("\n")


def tell_repairs(texts: Iterable[str], _folder: Path) -> Iterator[list[str]]:
    """Bytes in ISO 8859-1."""
    return map(_repair, texts)


def _repair(text: str) -> list[str]:
    notices: list[str] = []
    made = repair(text.encode("latin-1"), lambda kind, line: notices.append(f"{kind} {line}"))
    return [made, *notices]


def tell_records(texts: Iterable[str], folder: Path) -> Iterator[list[str]]:
    """A format, the name of a file, and what stands in it, in ISO 8859-1."""
    for text in texts:
        form, name, content = text.split(" ", 2)
        file = folder / name
        file.write_bytes(content.encode("latin-1"))
        told: list[str] = []
        try:
            for record in FORMATS[form].read(Archive(file, FieldMapping(site="https://old.example/"))):
                values = {one.name: getattr(record, one.name) for one in fields(record)}
                told.append(
                    f"{type(record).__name__} {', '.join(f'{key}={one}' for key, one in values.items() if one)}"
                )
        except BadArchive as error:
            told.append(str(error))
        yield [one.replace(f"{folder}/", "") for one in told]
        file.unlink()


def tell_redirects(texts: Iterable[str], folder: Path) -> Iterator[str]:
    """The name of a file, then old addresses of threads, and of their comments behind a space each."""
    for text in texts:
        name, *lines = text.split("\n")
        (folder / f"{name}.db").unlink(missing_ok=True)
        places = Places(folder / f"{name}.db")
        for at, line in enumerate(lines):
            thread, *comments = line.split(" ")
            places.add_thread(thread, f"t-{at}", f"T {at}")
            for number, address in enumerate(comments):
                places.add_comment(f"t-{at}", str(number), f"r-{number}", address)
        try:
            count = write_redirects(folder / name, places, "https://new.example/talk/")
            yield f"{count}\n{(folder / name).read_text()}"
        except ParleyError as error:
            yield str(error)
        places.close()


def tell_rows(texts: Iterable[str], folder: Path) -> Iterator[Any]:
    file = folder / "dump.sql"
    for text in texts:
        file.write_text(text, encoding="utf-8")
        rows: list[Any] = []
        try:
            rows += ([name, row] for name, row in read_rows(Archive(file), file, lambda name: name != "other"))
        except BadArchive as error:
            rows.append(str(error).replace(f"{folder}/", ""))
        yield rows


def tell_losses(texts: Iterable[str], _folder: Path) -> Iterator[list[str]]:
    """How a text is written, the text, and what has become of it."""
    for text in texts:
        form, source, made = text.split(" ⇒ ")
        changes = {"unlinked"} if "unlinked" in form else {"plain"} if "plain" in form else set[str]()
        found = prove("x", source, form.partition(" ")[0], "https://old.example/a/", (made,), changes)
        yield [f"{one.kind}: {', '.join(one.lacking)}" for one in found]


TELLERS: Mapping[str, Callable[[Iterable[str], Path], Iterable[Any]]] = {
    "addresses": tell_addresses,
    "data": tell_data,
    "dates": tell_dates,
    "footers": tell_footers,
    "headers": tell_headers,
    "ids": tell_ids,
    "looks": tell_looks,
    "losses": tell_losses,
    "mails": tell_mails,
    "maps": tell_maps,
    "marks": tell_marks,
    "names": tell_names,
    "plain_mails": tell_plain_mails,
    "records": tell_records,
    "redirects": tell_redirects,
    "repairs": tell_repairs,
    "rows": tell_rows,
    "stored": tell_stored,
    "texts": tell_texts,
    "titles": tell_titles,
    "words": tell_words,
}


@pytest.mark.parametrize("name", TELLERS)
def test_what_is_made_of_each_text(tmp_path: Path, name: str) -> None:
    file = TOLD / f"{name}.json"
    texts = list(json.loads(file.read_text(encoding="utf-8")))
    made = dict(zip(texts, TELLERS[name](texts, tmp_path), strict=True))
    text = json.dumps(made, ensure_ascii=False, indent=1)
    hold(file, _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")
