"""`parley languages`: how much of what the program says has been translated."""

import click

from parley.model.languages.catalogues import list_progress, load_missing
from parley.model.languages.speaking import ngettext


@click.command()
@click.argument("language", required=False)
def languages(language: str | None) -> None:
    """Show how far the words of each language are; with a LANGUAGE, what it lacks.

    Whatever a language lacks is said in English. LANGUAGE is a code, as de.
    """
    if language:
        for words in load_missing(language):
            click.echo(words)
        return
    for one in list_progress():
        missing = ngettext("{n} missing", "{n} missing", one.missing) if one.missing else ""
        click.echo(f"{one.language:7} {one.translated:5}/{one.translated + one.missing}  {missing}".rstrip())
