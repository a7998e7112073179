"""All that a reader makes of each archive of the collection, record by record and field by field."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from importing.archives import read_records
from parley.importing.records import BadArchive
from parley.importing.streams.recognising import Unrecognised, recognise
from support import hold

HERE = Path(__file__).parent


def tell() -> Iterator[str]:
    for source in sorted(one for name in ("cases", "whole") for one in (HERE / name).iterdir() if one.is_dir()):
        yield f"=== {source.relative_to(HERE)}"
        try:
            form = recognise(source).form
            for record in read_records(form, source, site="https://old.example/"):
                yield type(record).__name__
                for one in fields(record):
                    if (value := getattr(record, one.name)) != one.default:
                        yield f"  {one.name}: {str(value).replace(str(HERE), '')!r}"
        except (BadArchive, Unrecognised) as error:
            yield str(error).replace(str(HERE), "")


def test_all_that_is_read_of_archives() -> None:
    """`PARLEY_ACCEPT=1 pytest tests/importing/test_records_told.py` writes what is found into `records.txt`."""
    hold(HERE / "records.txt", "\n".join([*tell(), ""]))
