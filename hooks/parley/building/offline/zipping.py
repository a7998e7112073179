"""A folder as a ZIP whose bytes depend on the files alone."""

import zipfile
from pathlib import Path

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The first moment that the format knows: no file of a site says when it was made."""


def zip_folder(folder: Path, file: Path) -> None:
    """Pack a folder, itself included, so that nothing is strewn where it's unpacked."""
    building = file.with_name(f".{file.name}.building")
    try:
        with zipfile.ZipFile(building, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for one in sorted(path for path in folder.rglob("*") if path.is_file()):
                about = zipfile.ZipInfo(f"{folder.name}/{one.relative_to(folder).as_posix()}", _WHEN)
                about.external_attr = 0o100644 << 16
                about.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(about, one.read_bytes())
        building.replace(file)
    finally:
        building.unlink(missing_ok=True)
