"""`posts/policy.yml`: the limits of what is accepted by rule."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from parley.model.findings import Findings
from parley.model.languages.speaking import N_, _
from parley.model.settings import Policy, Quiet
from parley.reading.nodes import Node, ScalarNode
from parley.reading.readers import Key, ListOf, MappingOf, Number, Text


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day in UTC: `22:00`."""

    pattern = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)

    def read(self, node: Node, what: str, findings: Findings) -> time | None:
        text = node.text.strip() if isinstance(node, ScalarNode) else ""
        if found := self.pattern.fullmatch(text):
            return time(int(found[1]), int(found[2]))
        help = _('Write hours and minutes in UTC, as "22:00".')
        findings.add("wrong-value", _("{what} isn't a time of the day", what=what), help, line=node.place.line)
        return None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern.pattern}$"}


def _quiet(thread: str, **hours: time) -> Quiet:
    return Quiet(thread, hours.get("from", time()), hours.get("to", time()))


def _policy(**values: Any) -> Policy:
    typed: dict[str, Any] = {name: int(one) if name in ("a_day", "links") else one for name, one in values.items()}
    return Policy(**typed)


POLICY = MappingOf(
    (
        Key("a_day", Number(0, 1000, whole=True), N_("contributions of one person within 24 hours")),
        Key("links", Number(0, 1000, whole=True), N_("links in one text")),
        Key("words", ListOf(Text(80), 500), N_("words and phrases with which a text waits")),
        Key(
            "quiet",
            ListOf(
                MappingOf(
                    (
                        Key("thread", Text(200), N_("the slug of its post"), required=True),
                        Key("from", Clock(), N_("when it begins each day, in UTC")),
                        Key("to", Clock(), N_("when it ends each day, in UTC")),
                    ),
                    _quiet,
                ),
                100,
            ),
            N_("threads whose replies wait, all day or for some hours"),
        ),
    ),
    _policy,
)
