"""A text drawn once by a process of its own, which may come to an end without taking this one along.

Run as a program it reads a text, draws it within limits that it sets itself, and ends; it imports nothing of ours, so
that it starts in a few hundredths of a second.
"""

import subprocess
import sys
import threading
from contextlib import suppress

import comrak

SECONDS = 1
"""Of the processor. The largest text that a file may hold takes a twentieth of it."""

MEGABYTES = 200
STACK = 256 * 1024
"""Bytes of a stack that is smaller than any thread has by default (macOS: 512 kB), so that depth shows here first."""

PATIENCE = 30
"""Seconds by the clock, which a busy machine needs; the only limit of time where a system has no others (Windows)."""

_LITTLE_MEMORY = 3
_CANNOT_TRY = 4


def can_be_drawn(text: str) -> bool:
    """Tell whether drawing the text ends soon, in little memory and without a crash.

    A system that lets nobody start processes has to do without; the counts before it hold there, too.
    """
    try:
        done = subprocess.run(  # noqa: S603 (this file and nothing of the text's)
            [sys.executable, "-P", __file__],
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    except (OSError, ValueError):
        return True
    return done.returncode in (0, _CANNOT_TRY)


def extensions() -> comrak.ExtensionOptions:
    """Markdown as forges have it."""
    options = comrak.ExtensionOptions()
    options.table = options.strikethrough = options.autolink = options.footnotes = options.tasklist = True
    return options


def draw(text: str, options: comrak.RenderOptions | None = None, known: comrak.ExtensionOptions | None = None) -> str:
    """A text as HTML. The address of `[a]: <b>` in the last line counts for comrak only where the line ends."""
    whole = text if text.endswith("\n") else f"{text}\n"
    return comrak.render_markdown(whole, known or extensions(), render_options=options)


def with_places() -> comrak.RenderOptions:
    """Each element says where it was written, which is the most that is ever drawn of a text."""
    options = comrak.RenderOptions()
    options.sourcepos = True
    return options


def _draw_within_limits() -> int:
    text = sys.stdin.buffer.read().decode()
    _limit()
    done = []
    threading.stack_size(STACK)
    drawer = threading.Thread(target=lambda: done.append(draw(text, with_places())))
    drawer.start()
    drawer.join()
    return 0 if done else _LITTLE_MEMORY


def _limit() -> None:
    """Take what the system has of limits; macOS keeps to few of them, and Windows has none."""
    with suppress(ImportError):
        import resource

        for name, most in (
            ("RLIMIT_CORE", 0),
            ("RLIMIT_CPU", SECONDS + 1),  # whole seconds, of which starting has used some
            ("RLIMIT_DATA", MEGABYTES << 20),
        ):
            with suppress(OSError, ValueError):
                number = getattr(resource, name)
                resource.setrlimit(number, (most, resource.getrlimit(number)[1]))


if __name__ == "__main__":
    try:
        code = _draw_within_limits()
    except RuntimeError:  # no thread to be had
        code = _CANNOT_TRY
    sys.exit(code)
