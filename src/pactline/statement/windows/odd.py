"""What was found odd about the records of a statement, and what the parties asserted of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pactline.records.facts import Assertion
from pactline.values.zone import from_us, zone

UTC = zone("UTC")


@dataclass(frozen=True)
class Finding:
    """One thing that is odd."""

    code: str
    start_us: int
    end_us: int
    message: str

    def to_json(self, where: ZoneInfo) -> dict[str, Any]:
        """As in ``evaluate --json``."""
        first, end = (from_us(us, where).isoformat() for us in (self.start_us, self.end_us))
        return {"code": self.code, "first": first, "end": end, "message": self.message}


@dataclass(frozen=True)
class Held:
    """An assertion and what the records say."""

    assertion: Assertion
    counted: int

    @property
    def holds(self) -> bool:
        """Whether they say the same."""
        return self.counted == self.assertion.value

    def to_json(self, where: ZoneInfo) -> dict[str, Any]:
        """As in ``evaluate --json``."""
        span, said = self.assertion.span(where), self.assertion
        return {
            "said_by": said.said_by,
            "service": said.service,
            "first": from_us(span.start, where).isoformat(),
            "end": from_us(span.end, where).isoformat(),
            "what": said.what,
            "asserted": said.value,
            "counted": self.counted,
            "holds": self.holds,
        }

    def sentence(self, where: ZoneInfo) -> str:
        """The same for people."""
        said, span = self.assertion, self.assertion.span(where)
        begins, ends = (from_us(us, where) for us in (span.start, span.end))
        when = str(said.period) if said.period else f"{begins:%Y-%m-%d %H:%M} to {ends:%H:%M}"
        what = said.what.replace("_", " ")
        verdict = "the records say the same" if self.holds else f"the records say {self.counted:,}: THEY DIFFER"
        return f"{said.said_by} says {said.value:,} {what} for {said.service}, {when}; {verdict}."


@dataclass(frozen=True)
class Odd:
    """Everything of it; empty where nothing is odd and nothing was asserted."""

    findings: tuple[Finding, ...] = ()
    assertions: tuple[Held, ...] = ()
    zone: ZoneInfo = UTC

    def to_json(self) -> dict[str, Any]:
        """As in ``evaluate --json``; what there is none of is absent."""
        found: dict[str, Any] = {}
        if self.findings:
            found["integrity"] = [each.to_json(self.zone) for each in self.findings]
        if self.assertions:
            found["assertions"] = [each.to_json(self.zone) for each in self.assertions]
        return found

    def sentences(self) -> list[str]:
        """The same for people: first what the parties disagree about."""
        held = sorted(self.assertions, key=lambda each: each.holds)
        return [each.sentence(self.zone) for each in held] + [each.message for each in self.findings]


NOTHING_ODD = Odd()
