"""Front matter in JSON or TOML, as other programs keep it, to the values of its keys."""

import json
import re
import tomllib
from datetime import date, datetime
from typing import Any

_COMMA = re.compile(r",(?=\s*[}\]])")
_QUOTES = str.maketrans("“”„‟«»", '""""""')


def find_json_end(text: str) -> int:
    """Where an object of JSON ends with which a text begins; 0 where there is none."""
    for written in _list_readings(text):
        try:
            return json.JSONDecoder(strict=False).raw_decode(written)[1]
        except (ValueError, RecursionError):
            continue
    return 0


def _list_readings(text: str) -> tuple[str, ...]:
    """The text, and what it was before somebody left a comma or a word processor took its quotes; each as long."""
    plain = _COMMA.sub(" ", text)
    return text, plain, plain.translate(_QUOTES)


def read_values(text: str) -> dict[str, Any]:
    """The keys of front matter in JSON or TOML; none where it is neither."""
    values = _read_json(text.strip()) if text.lstrip()[:1] == "{" else _read_toml(text)
    return {name: _simplify(value) for name, value in values.items()}


def _read_json(text: str) -> dict[str, Any]:
    for written in _list_readings(text):
        try:
            return dict(json.loads(written, strict=False))
        except (ValueError, RecursionError):
            continue
    return {}


def _read_toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text) if "=" in text else {}
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _simplify(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case list():
            return [_simplify(item) for item in value]
        case dict():
            return {name: str(_simplify(item)) for name, item in value.items()}
        case bool() | int() | float() | str():
            return value
    return ""
