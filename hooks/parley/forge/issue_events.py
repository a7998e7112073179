"""What the forge tells a workflow about an issue: who wrote what, and when."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parley.model import layout
from parley.model.languages.causes import explain
from parley.model.languages.speaking import _
from parley.model.problems import ParleyError

MAX_BYTES = 1024 * 1024
"""An issue has at most 65,536 characters; the rest is what the forge says about the repository."""


ACCEPTED = "accepted"
"""The label by which a maintainer asks for the file; the workflow knows it too."""


class InvalidEvent(ParleyError):
    """The file is no event of an issue; the message says what is missing."""


class OthersEvent(InvalidEvent):
    """Somebody else than its author has changed the issue, and the forge doesn't say who the author is."""


_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""JSON can hold one, a file cannot."""


@dataclass(frozen=True, slots=True)
class Event:
    """`login`, `user_id` and `is_bot` are the forge's word for who wrote the issue, whatever its text says.

    What did not come from the site's own forge has the name of where it came from in `source`. `name` is what a
    newcomer is to be called, if not as the login, and `ending` that of the id of a reply, if it is not to be drawn.
    `action` is what has happened to it, and `label` the label that was given, if one was.
    """

    number: int
    login: str
    user_id: int
    created: datetime
    body: str
    is_bot: bool = False
    source: str = ""
    name: str = ""
    ending: str = ""
    action: str = "labeled"
    label: str = ""

    @property
    def is_accepted(self) -> bool:
        """Tell whether a maintainer has just asked for the file."""
        return self.action == "labeled" and self.label in ("", ACCEPTED)

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, by which one is known again that a maintainer has asked for."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    def accept(self, digest: str) -> "Event":
        """The event as if a maintainer had just asked for the file, if that was for this very text."""
        return replace(self, action="labeled", label=ACCEPTED) if digest == self.digest else self

    @property
    def account(self) -> str:
        """The number behind the login, which stays when the login changes; empty where the forge gives none."""
        number = str(self.user_id) if self.user_id else ""
        return f"{self.source}:{number}" if self.source and number else number


def load_event(file: Path) -> Event:
    """Read the file of an event, in the form of a webhook payload of GitHub, Gitea and Forgejo, or of GitLab.

    An issue by itself, as those hosts show it to who asks for it, is one to read again.

    Source: https://docs.github.com/webhooks/webhook-events-and-payloads#issues and
    https://docs.gitlab.com/user/project/integrations/webhook_events/#work-item-events

    Raises:
        InvalidEvent: it is too large, no JSON, or not about an issue.
    """
    found = _load_json(file)
    if "number" in found and not {"issue", "object_kind"} & found.keys():
        found = {"action": "edited", "issue": found}
    return parse_event(_from_gitlab(found, file) if "object_kind" in found else found, file)


_SPACED = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC")
"""A time as older versions of GitLab write it."""


def _from_gitlab(found: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """What GitLab says of an issue, in the words of the others.

    It names the author by number alone, and by login who has changed it. Its labels can be given by whoever writes the
    issue, so none of them counts.
    """
    issue, user = found.get("object_attributes"), found.get("user")
    if found.get("object_kind") not in ("issue", "work_item") or not isinstance(issue, dict):
        raise InvalidEvent(_("'{file}' isn't about an issue", file=file))
    if not isinstance(user, dict) or user.get("id") != issue.get("author_id"):
        raise OthersEvent(_("'{file}': somebody else than its author has changed the issue", file=file))
    action = {"open": "opened"}.get(str(issue.get("action")), "edited")
    author = {"login": user.get("username"), "id": user.get("id")}
    created = _SPACED.sub(r"\1T\2Z", str(issue.get("created_at")))
    text = {"number": issue.get("iid"), "body": issue.get("description"), "created_at": created, "user": author}
    return {"action": action, "issue": text}


def parse_event(found: Mapping[str, Any], file: object) -> Event:
    """Read an event from its payload; `file` names it in messages.

    Raises:
        InvalidEvent: it isn't about an issue.
    """
    issue, label = found.get("issue"), found.get("label")
    if not isinstance(issue, dict):
        raise InvalidEvent(_("'{file}' isn't about an issue", file=file))
    user = issue.get("user")
    if not isinstance(user, dict):
        user = {}
    number, login, user_id = issue.get("number"), user.get("login"), user.get("id")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise InvalidEvent(_("'{file}': issue.number isn't an issue number", file=file))
    if not isinstance(login, str) or not login:
        raise InvalidEvent(_("'{file}': issue.user.login is missing", file=file))
    body = issue.get("body") or ""
    if not isinstance(body, str):
        raise InvalidEvent(_("'{file}': issue.body isn't text", file=file))
    plain_id = user_id if isinstance(user_id, int) and user_id > 0 else 0
    created = _parse_time(issue.get("created_at"), file)
    is_bot = user.get("type") == "Bot" or layout.is_bot(login)
    action = str(found.get("action") or "labeled")
    named = str(label.get("name") or "") if isinstance(label, dict) else ""
    text = _HALF_CHARACTER.sub("\ufffd", body)
    return Event(number, login, plain_id, created, text, is_bot, ending=f"i{number}", action=action, label=named)


def _load_json(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidEvent(_("the event can't be read: {error}", error=explain(error, file))) from None
    if len(data) > MAX_BYTES:
        raise InvalidEvent(_("'{file}' has more than {max_bytes} bytes", file=file, max_bytes=MAX_BYTES))
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidEvent(f"'{file}' isn't JSON: {error}") from None
    if not isinstance(found, dict):
        raise InvalidEvent(_("'{file}' isn't a JSON object", file=file))
    return found


def _parse_time(text: object, file: object) -> datetime:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InvalidEvent(_("'{file}': issue.created_at isn't a date with a time and a zone", file=file))
