"""The address of a site as its web host tells it to a build."""

import pytest

from parley.reading.hosts import HOSTS, VARIABLES, find_site_url

NETLIFY = {"NETLIFY": "true", "URL": "https://talk.example.org", "DEPLOY_PRIME_URL": "https://pr-1--talk.netlify.app"}
CLOUDFLARE = {"CF_PAGES_URL": "https://0a1b2c3d.talk.pages.dev", "CF_PAGES_BRANCH": "main"}
VERCEL = {"VERCEL_PROJECT_PRODUCTION_URL": "talk.example.org", "VERCEL_URL": "talk-x1.vercel.app"}
ACTIONS = {"GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://github.com"}


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, ""),
        ({**NETLIFY, "CONTEXT": "production"}, "https://talk.example.org/"),
        ({**NETLIFY, "CONTEXT": "deploy-preview"}, "https://pr-1--talk.netlify.app/"),
        ({"URL": "https://elsewhere.example.org"}, ""),
        (CLOUDFLARE, "https://talk.pages.dev/"),
        ({**CLOUDFLARE, "CF_PAGES_BRANCH": "other"}, "https://0a1b2c3d.talk.pages.dev/"),
        ({**VERCEL, "VERCEL_ENV": "production"}, "https://talk.example.org/"),
        ({**VERCEL, "VERCEL_ENV": "preview", "VERCEL_BRANCH_URL": "talk-git-x.vercel.app"}, "https://talk-git-x.vercel.app/"),
        ({**VERCEL, "VERCEL_ENV": "preview"}, "https://talk-x1.vercel.app/"),
        ({"READTHEDOCS_CANONICAL_URL": "https://talk.readthedocs.io/en/latest/"}, "https://talk.readthedocs.io/en/latest/"),
        ({"CI_PAGES_URL": "https://ana.gitlab.io/talk"}, "https://ana.gitlab.io/talk/"),
        ({**ACTIONS, "GITHUB_REPOSITORY": "Ana/Talk"}, "https://ana.github.io/talk/"),
        ({**ACTIONS, "GITHUB_REPOSITORY": "ana/talk", "PARLEY_SITE_URL": ""}, ""),
        ({**ACTIONS, "GITHUB_REPOSITORY": "ana/ana.github.io"}, "https://ana.github.io/"),
        ({**ACTIONS, "GITHUB_REPOSITORY": "ana/pages"}, "https://ana.github.io/pages/"),
        ({**ACTIONS, "GITHUB_SERVER_URL": "https://codeberg.org", "GITHUB_REPOSITORY": "ana/pages"}, "https://ana.codeberg.page/"),
        ({**ACTIONS, "GITHUB_SERVER_URL": "https://git.example.org", "GITHUB_REPOSITORY": "ana/talk"}, ""),
        ({"GITHUB_REPOSITORY": "ana/talk", "GITHUB_SERVER_URL": "https://github.com"}, ""),
        ({"CI_PAGES_URL": "https://"}, ""),
        ({"CI_PAGES_URL": "", "READTHEDOCS_CANONICAL_URL": ""}, ""),
    ],
)  # fmt: skip
def test_a_host_tells_where_the_site_stands(variables: dict[str, str], wanted: str) -> None:
    assert find_site_url(variables, "main") == wanted


def test_every_variable_that_is_looked_at_is_known_to_decide_whether_a_site_is_built_again() -> None:
    asked: set[str] = set()

    class Watched(dict[str, str]):
        def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
            asked.add(name)
            return super().get(name, default)

        def __contains__(self, name: object) -> bool:
            asked.add(str(name))
            return super().__contains__(name)

    for variables in (
        {},
        NETLIFY,
        {**NETLIFY, "CONTEXT": "production"},
        VERCEL,
        {**VERCEL, "VERCEL_ENV": "production"},
    ):
        for tell in HOSTS:
            tell(Watched(variables), "main")
            tell(Watched({**variables, **CLOUDFLARE, **ACTIONS, "GITHUB_REPOSITORY": "ana/talk"}), "main")
    assert asked == set(VARIABLES)
