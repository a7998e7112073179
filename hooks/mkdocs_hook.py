"""The hook that `mkdocs.yml` names. MkDocs calls what begins with `on_`; all of it is done by the adapter."""

from parley_mkdocs.adapter import adapter

PARLEY = True
"""So that other hooks are told from this one."""

on_startup = adapter.on_startup
on_config = adapter.on_config
on_files = adapter.on_files
on_nav = adapter.on_nav
on_page_markdown = adapter.on_page_markdown
on_page_content = adapter.on_page_content
on_env = adapter.on_env
on_template_context = adapter.on_template_context
on_page_context = adapter.on_page_context
on_post_page = adapter.on_post_page
on_post_template = adapter.on_post_template
on_post_build = adapter.on_post_build
on_build_error = adapter.on_build_error
on_serve = adapter.on_serve
on_shutdown = adapter.on_shutdown
