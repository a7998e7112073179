"""What the program's own site mends of its theme; nothing else on it is made by the program."""

from parley_mkdocs.look import keep_options_whole, mend_theme


def on_page_content(html: str, **_: object) -> str:
    """Called by MkDocs with the text of each page."""
    return keep_options_whole(html)


def on_post_page(output: str, **_: object) -> str:
    """Called by MkDocs with each page."""
    return mend_theme(output)


def on_post_template(output: str, template_name: str, **_: object) -> str:
    """Called by MkDocs with each file that is no page."""
    return mend_theme(output) if template_name == "404.html" else output
