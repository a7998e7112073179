"""The plug-in that `plugins: [parley]` names. It does what the hook does, and is given the settings of the site."""

from typing import Any

from mkdocs.plugins import BasePlugin

from parley_mkdocs.adapter import adapter


class ParleyPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # its options are read by our own table, with their lines
    """`options` are those of mkdocs.yml, as they stand there; `settings.find_settings` reads them."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[list[Any], list[Any]]:  # noqa: ARG002
        self.options = options
        return [], []

    on_startup = staticmethod(adapter.on_startup)
    on_config = staticmethod(adapter.on_config)
    on_files = staticmethod(adapter.on_files)
    on_nav = staticmethod(adapter.on_nav)
    on_page_markdown = staticmethod(adapter.on_page_markdown)
    on_page_content = staticmethod(adapter.on_page_content)
    on_env = staticmethod(adapter.on_env)
    on_template_context = staticmethod(adapter.on_template_context)
    on_page_context = staticmethod(adapter.on_page_context)
    on_post_page = staticmethod(adapter.on_post_page)
    on_post_template = staticmethod(adapter.on_post_template)
    on_post_build = staticmethod(adapter.on_post_build)
    on_build_error = staticmethod(adapter.on_build_error)
    on_serve = staticmethod(adapter.on_serve)
    on_shutdown = staticmethod(adapter.on_shutdown)
