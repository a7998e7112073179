"""The examples of the CommonMark and GFM specifications; see LICENSE.md beside this file."""

import json
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


def _load() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in ("commonmark-0.31.2", "gfm-0.29"):
        sections: dict[str, dict[str, str]] = json.loads((FOLDER / f"{file}.json").read_text(encoding="utf-8"))
        for examples in sections.values():
            for number, text in examples.items():
                if text not in found.values():
                    found[f"{file} {number}"] = text
    return found


EXAMPLES = _load()
"""Texts by specification and number, `commonmark-0.31.2 12`; what both have stands under the first."""

DIFFERENCES: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "differences.yml").read_text(encoding="utf-8"))
"""What the preview in the dialog draws otherwise than the page, each with the reason: examples of the `specifications`,
`texts` that are pasted, and whole `files` in place of a text."""
