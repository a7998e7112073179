"""What nobody should publish: access tokens, and addresses of people."""

import re

SECRETS = re.compile(
    r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"
    r"|(?<![A-Za-z0-9])"  # where a word begins, so that one long word is looked at once
    r"(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|glpat-[A-Za-z0-9_-]{20,255}"  # GitHub, GitLab
    r"|AKIA[0-9A-Z]{16}|xox[abeoprs]-[A-Za-z0-9-]{10,255}|sk-[A-Za-z0-9_-]{20,255}"  # AWS, Slack, API keys
    r"|eyJ[A-Za-z0-9_-]{10,999}\.eyJ[A-Za-z0-9_-]{10,3999}\.[A-Za-z0-9_-]{10,999})"  # JSON Web Token
)
"""Known beginnings only: a search for anything random-looking cries wolf at every checksum."""

MAIL = re.compile(r"(?<![\w.+@/-])[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})", re.ASCII)
MAIL_TO_NOBODY = re.compile(
    r"(^|\.)(example\.(com|net|org)|example|invalid|test|localhost)$", re.IGNORECASE
)  # RFC 2606


def blot(text: str) -> str:
    """The text with asterisks in place of access tokens: a log is public."""
    return SECRETS.sub(lambda found: "*" * len(found.group()), text)
