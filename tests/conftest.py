"""What tests of several rooms need: small contracts and small records, written as people would write them."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from textwrap import dedent, indent
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet, from_rows
from pactline.values.zone import to_us, zone

# How long an example takes says nothing on a shared machine. CI draws the same examples every time; a person's machine
# draws new ones, and `make laws` many of them.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")

HEAD = """\
agreement: Test contract
provider: Northwind Contact
client: Aurora Energy
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
charges:
  monthly-fee: {each: month, amount: 120000.00}
services: {support: {channels: [voice], hours: always}}
"""


@pytest.fixture
def agreed() -> Callable[..., Agreement]:
    """Reads an agreement from the text of its commitments; ``head`` lines take the place of the usual ones."""

    def make(commitments: str, tail: str = "", **head: str) -> Agreement:
        from pactline.agreement.reading import read
        from pactline.statement.rules import vocabulary

        lines = HEAD
        for key, value in head.items():
            old = next((line for line in HEAD.splitlines() if line.startswith(f"{key}:")), None)
            lines = lines.replace(old, f"{key}: {value}") if old else lines + f"{key}: {value}\n"
        text = lines + "commitments:\n" + indent(dedent(commitments), "  ") + dedent(tail)
        return read(text.encode(), vocabulary(), name="agreement.yaml")

    return make


@pytest.fixture
def records() -> Callable[..., RecordSet]:
    """Reads records from a table: offered (Berlin time), outcome, wait in s, then name=value for any other column."""

    def make(table: str) -> RecordSet:
        rows = [_row(number, line.split()) for number, line in enumerate(dedent(table).strip().splitlines(), 1)]
        return from_rows(rows)

    return make


def _row(number: int, words: list[str]) -> dict[str, Any]:
    offered_text, outcome, wait, *others = words
    local = datetime.fromisoformat(offered_text)
    offered = to_us(local if local.tzinfo else local.replace(tzinfo=zone("Europe/Berlin")))
    wait_ms = None if wait == "-" else int(float(wait) * 1000)
    row: dict[str, Any] = {
        "contact_id": f"c{number}", "visit": 1, "channel": "voice", "queue": "billing", "direction": "inbound",
        "offered_us": offered, "outcome": outcome, "wait_ms": wait_ms,
    }  # fmt: skip
    if wait_ms is not None and outcome != "refused":
        row["answered_us" if outcome == "answered" else "left_us"] = offered + 1000 * wait_ms
    for other in others:
        name, _, value = other.partition("=")
        row[name] = int(value) if name.endswith(("_ms", "_us")) or name == "visit" else value
    if row.get("answered_us") is not None:
        talk = row.setdefault("talk_ms", 60_000)
        row["ended_us"] = row["answered_us"] + 1000 * (talk + row.get("hold_ms", 0))
    return row
