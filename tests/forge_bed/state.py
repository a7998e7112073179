"""What a forge knows: issues, pull requests, comments, settings, and what it was asked for."""

from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):
    """The forge's answer to what may not be, or can't."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass
class Comment:
    """What was said under an issue or a pull request, and by which job."""

    id: int
    number: int
    body: str
    login: str = "github-actions[bot]"
    kind: str = "Bot"
    versions: int = 1


@dataclass
class Issue:
    number: int
    login: str
    user_id: int
    body: str
    title: str = "Reply: "
    created: str = "2026-10-20T22:15:30Z"
    state: str = "open"
    labels: list[str] = field(default_factory=list)


@dataclass
class Pull:
    """A pull request; `fork` is the owner of the fork that it comes from, if it comes from one."""

    number: int
    head: str
    title: str = ""
    body: str = ""
    login: str = "github-actions[bot]"
    user_id: int = 41898282
    fork: str = ""
    base: str = "main"
    state: str = "open"
    merged: str = ""


@dataclass
class Settings:
    """What the owner of a repository sets, and what a test makes fail: `fails` is by method and path, as a pattern."""

    actions_may_open_pulls: bool = True
    protected: bool = False
    """Nothing is merged without somebody's review."""
    checked: bool = False
    """Everything comes by a pull request whose last commit has the status 'parley'."""
    pages: bool = True
    fails: dict[str, int] = field(default_factory=dict)


@dataclass
class Request:
    """What a job asked the forge for, and what it got."""

    job: str
    method: str
    path: str
    status: int
    body: dict[str, Any]
