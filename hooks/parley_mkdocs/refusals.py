"""Why a site is not built, said the way MkDocs says it."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from parley.checking.report import render_text
from parley.model.problems import InvalidPosts, ParleyError, Problem
from parley.model.settings import InvalidSettings
from parley.rendering import theme


@contextmanager
def telling() -> Iterator[None]:
    """End a build that fails as MkDocs ends one: with a message, and without a traceback."""
    try:
        yield
    except InvalidPosts as invalid:
        print(render_text(invalid.problems), file=sys.stderr)
        raise Abort(f"The site was not built: {invalid}.") from invalid
    except ParleyError as error:
        raise Abort(f"The site was not built: {error}") from None


def refuse_pages(problems: Sequence[Problem]) -> None:
    """End a build if there are problems on the maintainers' pages, with all of them.

    Raises:
        Abort: there are; nothing says that the posts are to blame.
    """
    if problems:
        print(render_text(problems), file=sys.stderr)
        raise Abort(f"The site was not built: {InvalidPosts(problems)}.")


def check_host(config: MkDocsConfig) -> None:
    """Refuse settings of the host under which the site would be built and not work.

    Raises:
        InvalidSettings: with all of them, and what to do instead.
    """
    if mistakes := list(_find_mistakes(config)):
        raise InvalidSettings("\n".join(f"mkdocs.yml: {mistake}." for mistake in mistakes))


def _find_mistakes(config: MkDocsConfig) -> Iterator[str]:
    features = [name for name in config.theme.get("features") or [] if str(name).startswith("navigation.instant")]
    if features:
        yield (
            f"theme.features has {', '.join(features)}, which swaps pages without starting their scripts: "
            "threads would have no tools and the search no page. Remove it"
        )
    if not config.use_directory_urls:
        yield "use_directory_urls is false, but every address of posts, feeds and rules ends with a slash. Remove it"
    own = config.theme.custom_dir and Path(config.theme.custom_dir)
    names = [file.relative_to(theme.HOST).as_posix() for file in sorted(theme.HOST.rglob("*")) if file.is_file()]
    if own and (hidden := [name for name in names if (own / name).is_file()]):
        yield (
            f"theme.custom_dir has {', '.join(hidden)}, which a template of Parley replaces, so nothing of it would "
            "show. Use another template of the theme, such as partials/footer.html, and remove it"
        )
