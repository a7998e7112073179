"""Tokens that open nothing, put together here so that no scanner takes them for real ones."""

from pathlib import Path

TOKENS = {
    "github": "ghp_" + "0" * 36,
    "github-fine": "github_pat_" + "0" * 22,
    "gitlab": "glpat-" + "0" * 20,
    "aws": "AKIA" + "0" * 16,
    "slack": "xoxb-" + "0" * 12,
    "api": "sk-" + "0" * 24,
    "private-key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "web-token": ".".join(["eyJ" + "0" * 12, "eyJ" + "0" * 12, "0" * 12]),
}


def make(posts: Path) -> None:
    replies = posts / "discussions/two-follow-ups/replies"
    for name, token in TOKENS.items():
        text = f"---\nauthor: eve\ndate: 2026-10-05\n---\n\nThe key is `{token}`, keep it safe.\n"
        (replies / f"2026-10-05-{name}.md").write_text(text)
    two = f"author: eve\ndate: 2026-10-05\nbody: |\n  {TOKENS['github']} and {TOKENS['aws']} on one line.\n"
    (replies / "2026-10-05-two.yml").write_text(two)
    (posts / "people/eve.yml").write_text(f"name: Eve\nabout: Use {TOKENS['api']}.\n")
