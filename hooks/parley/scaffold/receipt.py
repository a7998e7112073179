"""What was written into a site, so that an upgrade can tell its maintainers' changes from those of the program."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

FILE = ".parley.json"

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Receipt:
    """`files` are those that are kept up to date, by path, each with the name that git gives the text that was written.

    `version` is that of the program that wrote last.
    """

    version: str
    git_host: str = ""
    web_hosts: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def name_text(text: str) -> str:
    """The name under which git keeps a text (`git hash-object`), so that it can be found again in the history."""
    data = text.encode()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def render_receipt(record: Receipt) -> str:
    """The text of the file."""
    content = {
        "about": _("Written by `parley init`, read by `parley upgrade`."),
        "version": record.version,
        "git_host": record.git_host,
        "web_hosts": list(record.web_hosts),
        "files": dict(sorted(record.files.items())),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def load_receipt(folder: Path) -> Receipt:
    """What stands in the folder of a site.

    Raises:
        ParleyError: there is no record, or it can't be read.
    """
    file = folder / FILE
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        files = {str(path): str(name) for path, name in content["files"].items()}
        hosts = tuple(map(str, content["web_hosts"]))
        return Receipt(str(content["version"]), str(content["git_host"]), hosts, files)
    except FileNotFoundError:
        raise ParleyError(
            _(
                "{file} isn't there, so nobody can tell what `parley init` wrote here. `parley init "
                "--into` adds what is missing, and the record",
                file=file,
            )
        ) from None
    except OSError as error:
        raise ParleyError(explain(error, file)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParleyError(
            _("{file} can't be read ({error}); take it from the history", file=file, error=error)
        ) from error
