"""Memory: the earlier windows of every commitment and the money lines they brought, and nothing else.

It is computed from the records since the term began, or read from the earlier statements; both must be the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pactline.remedies.miss import Past
from pactline.remedies.rules.lines import Kind, Line
from pactline.remedies.rules.rights import Right
from pactline.values.cadence import read_window
from pactline.values.period import Period
from pactline.values.target import Target

APART = "change_orders/"
"""The lines that are no part of memory: no rule looks back at the money of a change order."""


class GapInHistory(ValueError):
    """The earlier statements do not reach from the first day of the term to the day before the period."""


@dataclass(frozen=True)
class History:
    """Everything that memory is made of, up to a day."""

    windows: Mapping[str, tuple[Past, ...]] = field(default_factory=dict)  # by commitment, oldest first
    lines: tuple[Line, ...] = ()
    rights: tuple[Right, ...] = ()  # opened so far

    def digest(self) -> str:
        """sha256 over all of it, in its own order."""
        content = {
            "windows": {id: [_past_json(past) for past in self.windows[id]] for id in sorted(self.windows)},
            "lines": [line_json(line) for line in self.lines],
            "rights": [right.to_json() for right in self.rights],
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def history_of(statements: Iterable[Mapping[str, Any]], first: date, until: date) -> History:
    """The history that earlier statements hold, from the first day of the term until a day (itself excluded).

    ``statements`` are as in ``evaluate --json``. Raises GapInHistory when they leave days out.
    """
    windows: dict[str, list[Past]] = {}
    lines: list[Line] = []
    rights: dict[tuple[str, str], Right] = {}  # one that stays open is printed in every statement
    for statement in _one_after_the_other(statements, first, until):
        for result in statement["commitments"]:
            windows.setdefault(result["id"], []).extend(_past(window) for window in result["windows"])
        lines += [_line(line) for line in statement["lines"] if not line["source"].startswith(APART)]
        for right in statement["rights"]:
            rights.setdefault((right["id"], right["opened"]), Right.from_json(right))
    return History({id: tuple(past) for id, past in windows.items()}, tuple(lines), tuple(rights.values()))


def _one_after_the_other(
    statements: Iterable[Mapping[str, Any]], first: date, until: date
) -> Sequence[Mapping[str, Any]]:
    """The statements that lead from the first day to the last without a gap; where months and their quarter are filed,
    each time is taken once. Raises GapInHistory."""
    to_here: dict[date, list[Mapping[str, Any]]] = {first: []}
    for statement in sorted(statements, key=lambda each: (each["period"]["first"], each["period"]["end"])):
        begins, ends = (date.fromisoformat(statement["period"][key]) for key in ("first", "end"))
        if (way := to_here.get(max(begins, first))) is not None and first < ends <= until:
            to_here.setdefault(ends, [*way, statement])
    if until not in to_here:
        reached = max(day for day in to_here if day < until)
        raise GapInHistory(f"no statement is filed for {Period(reached, until)}")
    return to_here[until]


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text.split(" ")[0])


def _target(text: str) -> Target:
    """The target as a statement prints it; one with many decimals is printed as a fraction."""
    side, amount = re.split(r" (?=[-0-9])", text, maxsplit=1)
    figure, _, unit = amount.partition(" ")
    return replace(Target.parse(f"{side} 1 {unit}".strip()), amount=Fraction(figure))


def _past(window: Mapping[str, Any]) -> Past:
    return Past(
        window=read_window(window["window"]),
        verdict=window["verdict"],
        figure=_exact(window["value"]["as_compared"] if window["value"] else None),
        target=_target(window["target"]),
        points=_exact(window["points"]),
        credit=Decimal(window["credit"]),
    )


def _past_json(past: Past) -> dict[str, Any]:
    return {
        "window": str(past.window),
        "verdict": past.verdict,
        "figure": None if past.figure is None else str(past.figure),
        "target": str(past.target),
        "points": None if past.points is None else str(past.points),
        "credit": f"{past.credit:f}",
    }


def line_json(line: Line) -> dict[str, Any]:
    """A money line as statements print it."""
    return {
        "source": line.source,
        "service": line.service,
        "window": str(line.window),
        "settles": line.settles.isoformat(),
        "kind": line.kind.value,
        "amount": f"{line.amount:f}",
        "left": f"{line.left:f}",
        "owed_by": "provider" if line.kind is Kind.CREDIT else "client",
        "steps": list(line.steps),
    }


def _line(said: Mapping[str, Any]) -> Line:
    return Line(
        source=said["source"],
        service=said["service"],
        window=read_window(said["window"]),
        settles=date.fromisoformat(said["settles"]),
        kind=Kind(said["kind"]),
        amount=Decimal(said["amount"]),
        left=Decimal(said["left"]),
        steps=tuple(said["steps"]),
    )
