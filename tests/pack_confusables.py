"""Makes the table of characters that look like others, out of the file that Unicode publishes for it.

python tests/pack_confusables.py confusables.txt

The file is `security/<version>/confusables.txt` of Unicode's public data. What no name is compared by is left out:
signs that look like signs.
"""

import re
import sys
import unicodedata
from pathlib import Path

TABLE = Path(__file__).parent.parent / "hooks" / "parley" / "model" / "languages" / "confusables.txt"

_LINE = re.compile(r"([0-9A-F]{4,6}) ;\t([0-9A-F ]+) ;\tMA\t")


def pack(published: str) -> str:
    """The table as `alphabets` reads it: what is looked like, then all that look like it, in hexadecimal."""
    version = re.search(r"# Version: ([0-9.]+)", published)
    date = re.search(r"# Date: (\d{4})", published)
    assert version, "this is not Unicode's confusables.txt"
    assert date
    groups: dict[str, list[str]] = {}
    for line in published.split("\n"):
        if (found := _LINE.match(line)) and _counts(chr(int(found[1], 16)), found[2]):
            groups.setdefault("+".join(f"{int(code, 16):X}" for code in found[2].split()), []).append(
                f"{int(found[1], 16):X}"
            )
    lines = [f"{target} {' '.join(sorted(sources, key=_number))}" for target, sources in groups.items()]
    return (
        f"# Made by tests/pack_confusables.py from confusables.txt {version[1]} of Unicode Technical Standard 39.\n"
        f"# (c) {date[1]} Unicode, Inc. Under the Unicode License V3, https://www.unicode.org/license.txt\n"
        + "".join(f"{line}\n" for line in sorted(lines, key=lambda line: _number(line.partition(" ")[0])))
    )


def _counts(source: str, target: str) -> bool:
    written = "".join(chr(int(code, 16)) for code in target.split())
    return any(unicodedata.category(char)[0] in "LMN" for char in source + written)


def _number(codes: str) -> tuple[int, ...]:
    return tuple(int(code, 16) for code in codes.split("+"))


if __name__ == "__main__":
    TABLE.write_text(pack(Path(sys.argv[1]).read_text(encoding="utf-8-sig")), encoding="utf-8", newline="\n")
