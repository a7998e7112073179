"""The address of the site as web hosts tell it to a build, for settings that have none."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from parley.model.languages.speaking import N_

Variables = Mapping[str, str]


def find_site_url(variables: Variables, branch: str) -> str:
    """The site's own address, with a slash at its end, or empty if no host tells one; `branch` is the published one."""
    told = (tell(variables, branch) for tell in HOSTS)
    address = next(filter(None, told), "")
    if address and "://" not in address:
        address = f"https://{address}"
    return f"{address.rstrip('/')}/" if urlsplit(address).hostname else ""


def _ask_netlify(variables: Variables, branch: str) -> str:
    """Source: Netlify Docs, "Build environment variables": `URL` is the main address, whatever is deployed."""
    if "NETLIFY" not in variables:
        return ""
    return variables.get("URL" if variables.get("CONTEXT") == "production" else "DEPLOY_PRIME_URL", "")


def _ask_cloudflare(variables: Variables, branch: str) -> str:
    """Source: Cloudflare Docs, "Build configuration": `CF_PAGES_URL` is `https://<deployment>.<project>.pages.dev`.

    What is deployed of the published branch is found without the name of the deployment, too.
    """
    address = variables.get("CF_PAGES_URL", "")
    host = urlsplit(address).hostname or ""
    if variables.get("CF_PAGES_BRANCH") == branch and host.endswith(".pages.dev") and host.count(".") == 3:
        return host.partition(".")[2]
    return address


def _ask_vercel(variables: Variables, branch: str) -> str:
    """Source: Vercel Docs, "System environment variables"; none of them has a scheme."""
    names = (
        ("VERCEL_PROJECT_PRODUCTION_URL",)
        if variables.get("VERCEL_ENV") == "production"
        else ("VERCEL_BRANCH_URL", "VERCEL_URL")
    )
    return next(filter(None, (variables.get(name) for name in names)), "")


def _ask_read_the_docs(variables: Variables, branch: str) -> str:
    """Source: Read the Docs, "Environment variable reference"."""
    return variables.get("READTHEDOCS_CANONICAL_URL", "")


def _ask_gitlab(variables: Variables, branch: str) -> str:
    """Source: GitLab Docs, "Predefined CI/CD variables reference"."""
    return variables.get("CI_PAGES_URL", "")


_PAGES = {"https://github.com": ("github.io", "{owner}.github.io"), "https://codeberg.org": ("codeberg.page", "pages")}
"""By the server of the repository: where sites are, and the name of the repository whose site has no folder."""


def _ask_actions(variables: Variables, branch: str) -> str:
    """The address by which GitHub Pages and Codeberg Pages lead to a site, even to one with a domain of its own.

    No variable has that domain; our workflow asks GitHub for it, and where there is no such site either, the variable
    for the answer is empty. Sources: GitHub Docs, "What is GitHub Pages?",
    Codeberg Documentation, "Codeberg Pages".
    """
    owner, _, name = variables.get("GITHUB_REPOSITORY", "").lower().partition("/")
    host, whole = _PAGES.get(variables.get("GITHUB_SERVER_URL", ""), ("", ""))
    is_asked = not variables.get("PARLEY_SITE_URL", "not asked")
    if is_asked or not host or not name or variables.get("GITHUB_ACTIONS") != "true":
        return ""
    return f"{owner}.{host}" if name == whole.format(owner=owner) else f"{owner}.{host}/{name}"


HOSTS: tuple[Callable[[Variables, str], str], ...] = (
    _ask_netlify,
    _ask_cloudflare,
    _ask_vercel,
    _ask_read_the_docs,
    _ask_gitlab,
    _ask_actions,
)

VARIABLES = (
    *("NETLIFY", "CONTEXT", "URL", "DEPLOY_PRIME_URL"),
    *("CF_PAGES_URL", "CF_PAGES_BRANCH"),
    *("VERCEL_ENV", "VERCEL_PROJECT_PRODUCTION_URL", "VERCEL_BRANCH_URL", "VERCEL_URL"),
    *("READTHEDOCS_CANONICAL_URL", "CI_PAGES_URL"),
    *("GITHUB_ACTIONS", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "PARLEY_SITE_URL"),
)
"""Whatever is looked at."""

NO_ADDRESS = N_(
    "The site has no address, so there are no feeds, no sitemap and no canonical links. Set "
    "site_url in mkdocs.yml, or the variable that it names."
)
