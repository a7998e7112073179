"""A project as MkDocs has loaded it, for a build that the command asks for."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from parley.building.manifest import Inputs, find_variables
from parley.caching.cache import find_file
from parley.model.problems import ParleyError
from parley.model.settings import Settings
from parley.reading.history import mark_history
from parley_mkdocs.settings import find_settings, is_alone, read_text


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of a site, loaded for one build.

    `posts` is a folder in place of theirs; `settings` is None where another plug-in may change them. `nothing` is the
    empty folder of pages of a site that has none, and goes with the project.
    """

    file: Path
    config: MkDocsConfig
    posts: Path | None
    settings: Settings | None
    nothing: TemporaryDirectory[str] | None = None

    @property
    def site_url(self) -> str:
        """Where the site is online, with a slash at its end, or nothing; a host may tell while it's built."""
        return f"{self.config.site_url.rstrip('/')}/" if self.config.site_url else ""

    def find_inputs(self, site: Path) -> Inputs | None:
        """All that the site in the folder `site` will be made of; None where that cannot be known."""
        text = self.file.read_text(encoding="utf-8", errors="replace")
        if self.settings is None or "INHERIT" in text:
            return None  # another plug-in may ask the clock, the net or the history
        config, home = self.config, Path(self.config.config_file_path).parent
        contributed = (self.posts or home / self.settings.posts).absolute()
        folders = [home, Path(config.docs_dir), contributed]
        folders += [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
        hooks: Mapping[str, Any] = dict(config.plugins)
        files = [Path(module.__file__) for module in hooks.values() if getattr(module, "__file__", None)]
        files += [Path(font.path) for font in self.settings.fonts]
        ignored = (site, site.absolute().parent / f".{site.name}.lock", find_file(home).parent)
        history = contributed, mark_history(contributed)
        return Inputs((*folders, *files), ignored, find_variables(text), history)


def load_project(config_file: Path, folder: Path, posts: Path | None = None) -> Project:
    """Load the settings of a site that will be built into `folder`.

    Raises:
        ParleyError: they are wrong.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    nothing = _find_no_docs(config_file)
    own = {"docs_dir": nothing.name} if nothing else {}
    try:
        config = load_config(str(config_file), site_dir=str(folder), strict=True, **own)
    except MkDocsException as error:
        raise ParleyError(str(error)) from error
    return Project(config_file, config, posts, find_settings(config) if is_alone(config) else None, nothing)


def _find_no_docs(config_file: Path) -> TemporaryDirectory[str] | None:
    """An empty folder in the place of `docs` where nobody has made or named one: MkDocs needs it, a site doesn't."""
    if (config_file.parent / "docs").exists() or re.search(r"\b(docs_dir|INHERIT)\b", read_text(config_file)):
        return None
    return TemporaryDirectory()
