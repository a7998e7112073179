"""Numbers and tables as both pages write them."""

from collections.abc import Sequence

SPACE = "\N{NO-BREAK SPACE}"


def render_table(head: Sequence[str], rows: Sequence[Sequence[str]], words: int = 2) -> str:
    """A table whose first `words` columns are words and the others numbers."""
    line = ["---" if number < words else "---:" for number in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, line, *rows))


def format_seconds(seconds: float) -> str:
    """Two digits that count, or all before the point: `0.93 s`, `8.3 s`, `45 s`, `1,203 s`."""
    return f"{seconds:,.{2 if seconds < 0.995 else 1 if seconds < 9.95 else 0}f}{SPACE}s"


def format_bytes(size: float) -> str:
    """`640 kB`, `8.3 MB`, `476 MB`: a kB is 1,000 bytes."""
    if size < 999_500:
        return f"{size / 1000:.0f}{SPACE}kB"
    return f"{size / 1e6:,.{1 if size < 9.95e6 else 0}f}{SPACE}MB"


def format_ratio(theirs: float | None, ours: float | None) -> str:
    """`2.1`, `0.45`, or a dash where one is not known."""
    if not ours or theirs is None:
        return "–"
    ratio = theirs / ours
    return f"{ratio:.{2 if ratio < 0.995 else 1 if ratio < 9.95 else 0}f}"
