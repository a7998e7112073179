"""What one command costs: time on the clock, time of all processors, peak memory.

    measure(("hugo", "--quiet"), Path("project"))

The command is started by a fresh, small interpreter (this file, run as a script). On Linux a new process inherits the
highest memory of the one that starts it, so that a large one of ours would be taken for the command's.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

INTERVAL = 0.02
"""Seconds between two looks at the processes. Each remembers its own highest memory, so that only one that grows in its
last moments is told too small."""

SEARCH = "pagefind"
"""How the process is called that is told apart."""


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock; seconds of all processors in the command and what it starts; bytes.

    `memory` is the peak of the largest process other than Pagefind, and `search_memory` that of Pagefind, of all its
    processes together where several run at a time. The latter is 0 where it did not run, or where the system does not
    tell processes apart and `memory` is the larger of both. `search_cpu` is what of `cpu` is Pagefind's.
    """

    wall: float
    cpu: float
    memory: int
    search_memory: int
    search_cpu: float = 0.0


class CommandFailed(Exception):
    """The command ended with an error; the message holds the end of what it said."""

    @property
    def last(self) -> str:
        """The last that it said, on one line and without the dot at its end."""
        lines = str(self).strip().splitlines()
        return lines[-1].strip().rstrip(".") if lines else ""


def measure(command: tuple[str, ...], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder and tell what it cost.

    Raises:
        CommandFailed: it gave another code than 0.
    """
    with tempfile.TemporaryDirectory() as scratch:
        answer = Path(scratch) / "cost.json"
        done = subprocess.run(
            [sys.executable, "-I", "-S", __file__, str(answer), *command],
            cwd=folder,
            env={**{name: text for name, text in os.environ.items() if name != "PYTHONPATH"}, **(environment or {})},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise CommandFailed(f"{' '.join(command)}: code {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")
        return Cost(**json.loads(answer.read_text()))


def _run(command: list[str]) -> tuple[Cost, int]:
    """In the small interpreter: run the command, and give its cost and its exit code."""
    peaks: dict[str, int] = {}
    search_times: dict[int, float] = {}
    done = threading.Event()
    _adopt_orphans()
    begin = time.perf_counter()
    process = subprocess.Popen(command)
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks, search_times, done))
    watcher.start()
    _, status = os.waitpid(process.pid, 0)
    wall = time.perf_counter() - begin
    with suppress(ChildProcessError):
        while True:
            os.wait()  # for those that the command has started and not waited for, or their time would not count
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    done.set()
    watcher.join()
    unit = 1 if sys.platform == "darwin" else 1024
    highest = usage.ru_maxrss * unit
    search = peaks.pop(SEARCH, 0)
    others = max(peaks.values(), default=0)
    # the system's figure is exact and belongs to the largest process of all; the other one was seen from outside
    if search > others:
        search = max(search, highest)
    else:
        others = max(others, highest)
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(wall, cpu, others, search, min(cpu, sum(search_times.values()))), os.waitstatus_to_exitcode(status)


def _adopt_orphans() -> None:
    """Become the parent of processes whose own has ended (Linux, prctl(2)), so that what they cost is told."""
    if sys.platform.startswith("linux"):
        set_child_subreaper = 36
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def _watch(root: int, peaks: dict[str, int], search_times: dict[int, float], done: threading.Event) -> None:
    """Note the highest memory of a process and all below it, by name, until `done`. Needs /proc, or notes nothing.

    Of each Pagefind the processor time is noted, too.
    """
    while not done.wait(INTERVAL):
        waiting, search = [root], 0
        while waiting:
            process = waiting.pop()
            try:
                status = Path(f"/proc/{process}/status").read_text()
                for task in Path(f"/proc/{process}/task").iterdir():
                    waiting += [int(child) for child in (task / "children").read_text().split()]
            except OSError:
                continue  # it has just ended
            lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
            now, highest = (int(lines.get(name, "0 kB").split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
            name = SEARCH if lines["Name"].startswith(SEARCH) else str(process)
            if name == SEARCH:
                search += now
                search_times[process] = _read_time(process) or search_times.get(process, 0.0)
            peaks[name] = max(peaks.get(name, 0), highest)
        if search:
            peaks[SEARCH] = max(peaks[SEARCH], search)


def _read_time(process: int) -> float:
    """Seconds of processor time that a process has taken (proc(5): fields 14 and 15 of stat)."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


if __name__ == "__main__":
    cost, code = _run(sys.argv[2:])
    Path(sys.argv[1]).write_text(json.dumps(asdict(cost)))
    sys.exit(0 if code == 0 else 1)
