"""What is said of an archive that cannot be read."""

import pytest

from parley.importing.records import BadArchive, Fault


@pytest.mark.parametrize(("number", "more"), [(1, ""), (20, ""), (21, "… and 1 more"), (150, "… and 130 more")])
def test_twenty_faults_are_named_and_the_rest_is_counted(number: int, more: str) -> None:
    faults = [Fault("a.xml", line, "no tag") for line in range(1, number + 1)]
    error = BadArchive(*faults)
    assert error.faults == tuple(faults)
    first, *lines = str(error).split("\n")
    assert first == "the archive cannot be read; nothing was written"
    assert lines == [f"a.xml:{line}: no tag" for line in range(1, min(number, 20) + 1)] + ([more] if more else [])
