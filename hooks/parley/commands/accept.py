"""`parley accept`: whether a pull request goes on the site by itself."""

from pathlib import Path

import click

from parley.caching.means import open_means
from parley.commands.shared.common import CONFIG, DEFAULT_CONFIG, find_home, read_settings, write_output
from parley.forge.summary import SummaryLinks
from parley.forge.verdicts import decide, render_verdict
from parley.model.languages.speaking import _, ngettext


@click.command()
@CONFIG
@click.option("--base", type=click.Path(path_type=Path), required=True, help="A checkout of the site as it is.")
@click.option("--head", type=click.Path(path_type=Path), required=True, help="A checkout of the site as it would be.")
@click.option("--actor", envvar="PARLEY_ACTOR", required=True, help="The login of the person who sent it.")
@click.option("--actor-id", default="", envvar="PARLEY_ACTOR_ID", help="The number of their account at the Git host.")
@click.option("--maintainer", is_flag=True, envvar="PARLEY_MAINTAINER", help="The sender is a maintainer.")
@click.option("--posts", default="posts", show_default=True, help="The folder of the posts in both.")
@click.option("--repository", default="", envvar="PARLEY_REPOSITORY", help="Their repository's page.")
@click.option("--branch", default="", envvar="PARLEY_BRANCH", help="Their branch.")
@click.option("--rules-url", default="", envvar="PARLEY_RULES_URL", help="The page of rules.")
def accept(
    config: Path | None,
    base: Path,
    head: Path,
    actor: str,
    actor_id: str,
    maintainer: bool,
    posts: str,
    repository: str,
    branch: str,
    rules_url: str,
) -> None:
    """Say whether a pull request goes on the site by itself, and if not, why.

    It does if nothing has to be fixed, it adds or edits only its author's own files, and the site's rules let it
    (`accept` in the settings, posts/policy.yml). Settings and rules are those of the base.
    """
    home = find_home(config)
    if config is None and (base / DEFAULT_CONFIG).is_file():
        config = base / DEFAULT_CONFIG
    with open_means(home) as means:
        verdict = decide(
            base, head, actor, actor_id, read_settings(config), posts, is_maintainer=maintainer, means=means
        )
    told = render_verdict(verdict, actor, SummaryLinks(repository, branch, None, rules_url))
    write_output(f"result={told}")
    errors = sum(problem.blocks for problem in verdict.check.problems)
    said = ngettext("{n} thing to fix", "{n} things to fix", errors) if errors else "; ".join(verdict.waits)
    click.echo(_("accepted") if verdict.is_accepted else _("waits: {said}", said=said))
