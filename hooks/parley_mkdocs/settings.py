"""The settings of a site, which stand among those of MkDocs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load
from yaml import YAMLError

from parley.model.problems import ParleyError
from parley.model.settings import Settings, parse_settings


def find_settings(config: Mapping[str, Any]) -> Settings:
    """The settings of the site in those of MkDocs.

    Raises:
        InvalidSettings: with all mistakes in them.
    """
    return parse_settings(
        (config.get("extra") or {}).get("parley"),
        site_name=config.get("site_name") or "",
        description=config.get("site_description") or "",
        site_url=config.get("site_url") or "",
        repository=config.get("repo_url") or "",
    )


def is_alone(config: Mapping[str, Any]) -> bool:
    """Tell whether no other plug-in or hook takes part, which may change anything."""
    return len(config["plugins"]) <= 1


def read_settings(config_file: Path) -> Settings:
    """The settings of the site, read without anything that a build needs besides.

    Raises:
        ParleyError: the file is not one of settings.
    """
    try:
        with config_file.open("rb") as stream:
            config = yaml_load(stream)
    except (OSError, YAMLError, MkDocsException) as error:
        raise ParleyError(f"{config_file} can't be read: {error}") from error
    if not isinstance(config, Mapping) or not isinstance(config.get("extra") or {}, Mapping):
        raise ParleyError(f"{config_file} must be keys with values, and so must `extra` in it")
    site_url = str(config.get("site_url") or "")
    return find_settings({**config, "site_url": f"{site_url.rstrip('/')}/" if site_url else ""})
