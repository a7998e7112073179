"""What several commands share: exit codes, options, what was read, who watches."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from parley.checking.check import Selection
from parley.checking.loading import load_part
from parley.checking.report import render_text
from parley.model.entries import ThreadName
from parley.model.languages.catalogues import speak
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.layout import Slot
from parley.model.problems import ParleyError, Problem
from parley.model.settings import Settings
from parley.reading.sources import Contents

OUTPUT = "GITHUB_OUTPUT"
"""Where GitHub Actions tells a step to write what later steps and jobs may use."""

BLOCKED = 1
FAILED = 2
"""Exit codes: 0 nothing blocks, 1 the posts have errors, 2 the tool itself failed."""

DEFAULT_POSTS = Path("posts")
DEFAULT_CONFIG = Path("mkdocs.yml")
CONFIGS = (DEFAULT_CONFIG, Path("properdocs.yml"), Path("parley.yml"))
"""Where settings are looked for: those of MkDocs or its fork, and those of a site that another program builds."""

POSTS = click.option("--posts", type=click.Path(path_type=Path), default=None, help="Posts folder.  [default: posts]")
CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help="Settings file.  [default: mkdocs.yml]",
)
LENIENT = click.option("--lenient", is_flag=True, help="Exit with 0 where the text is wrong: its author is told.")
DRY_RUN = click.option("--dry-run", "-n", is_flag=True, help="Show what would be done, and do nothing.")


def is_watched() -> bool:
    """Tell whether a person sits at the terminal and can answer."""
    # a stream that was closed before the start is None
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def read_settings(config: Path | None, posts: Path | None = None) -> Settings:
    """The settings of the site, or the defaults where there is no file of them, beside the folder of posts or here.

    What a command is given as its `--config` comes first, whatever part of the command asks. From then on the command
    speaks the language of the site.
    """
    config = _find_config(config, posts)
    if config is None:
        return Settings()
    from parley_mkdocs import settings  # here, for a command without a file of settings does not need MkDocs

    found = settings.read_settings(config)
    speak(found.language)
    return found


def _find_config(config: Path | None, posts: Path | None) -> Path | None:
    running = click.get_current_context(silent=True)
    config = config or (running.params.get("config") if running else None)
    beside = [posts.absolute().parent / name for name in CONFIGS] if posts else []
    return config or next((file for file in (*beside, *CONFIGS) if file.is_file()), None)


def find_path(args: Sequence[str], option: str) -> Path | None:
    """What is given for an option, before the options have been read."""
    for at, word in enumerate(args):
        name, sign, value = word.partition("=")
        if name == option and (sign or at + 1 < len(args)):
            return Path(value if sign else args[at + 1])
    return None


def find_home(config: Path | None, posts: Path | None = None) -> Path:
    """The folder of the site: that of its settings, where there are any."""
    return (_find_config(config, posts) or Path(DEFAULT_CONFIG)).absolute().parent


def read_pages(config: Path) -> tuple[str, bool]:
    """The folder of the maintainers' pages, and whether these can name their headings (`{ #name }`)."""
    from parley_mkdocs import settings  # here, for the same reason

    return settings.read_pages(config)


def read_part(
    posts: Path | None, wanted: Callable[[Slot], bool] | None = None, contents: Contents | None = None
) -> Selection:
    """What is right in the folder of posts, read as far as `wanted` asks for."""
    root, declaration = posts or DEFAULT_POSTS, read_settings(None, posts).declaration
    return load_part(root, str(root), contents=contents, wanted=wanted, declaration=declaration)


def around(thread: ThreadName) -> Callable[[Slot], bool]:
    """Wants what one thread needs: its replies, all posts, people and tags."""
    return lambda slot: slot.kind != "reply" or slot.post == thread


def without_replies(slot: Slot) -> bool:
    return slot.kind != "reply"


def show_problems(problems: Iterable[Problem]) -> bool:
    """Print problems to standard error and tell whether one of them blocks."""
    listed = tuple(problems)
    if listed:
        click.echo(render_text(listed), err=True)
    return any(problem.blocks for problem in listed)


def write_output(values: str) -> None:
    """Give later steps of a job at GitHub some values, `name=value` in ASCII on a line each, where there is a job.

    Raises:
        ParleyError: they can't be written.
    """
    if file := os.environ.get(OUTPUT):
        try:
            with Path(file).open("a", encoding="utf-8") as stream:
                stream.write(f"{values}\n")
        except OSError as error:
            raise ParleyError(_("the result can't be written: {error}", error=explain(error, file))) from None
