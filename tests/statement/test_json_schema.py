"""The published schemas: real output validates, and nothing that is printed goes undescribed."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from pactline.agreement.model import Agreement
from pactline.api import measure
from pactline.records.record_set import RecordSet
from pactline.statement.comparison.comparing import compare, shared_choices
from pactline.statement.evaluating import evaluate
from pactline.statement.shown.json_schema import schemas
from pactline.values.duration import Limit

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]

COMMITMENTS = """
prompt:
  clause: "4.1"
  service: support
  metric: service_level
  within: 20 s
  abandons: ignore_short
  short_abandon: 5 s
  each: month
  target: {from 2025-01-01: at least 80 %, from 2025-06-01: at least 85 %}
  remedy: {per_point: 1500.00}
  bonus: {when: at least 95 %, flat: 10.00}
daily:
  clause: "4.2"
  service: support
  metric: average_speed_of_answer
  each: day
  target: at most 20 s
  remedy: {flat: 100.00}
quarterly: {clause: "4.3", service: support, metric: longest_wait, whose: all, each: quarter, target: at most 300 s}
intervals:
  clause: "4.4"
  service: support
  metric: answer_rate
  short_abandons: count
  each: month
  roll_up: intervals_met
  interval: 30 min
  interval_target: at least 50 %
  target: at least 90 %
"""
ROWS = """
    2025-05-31T09:00:00  answered   1
    2025-06-02T09:00:00  answered   21
    2025-06-02T10:00:00  abandoned  9
    2025-06-03T10:00:00  answered   -
    2025-06-03T11:00:00  flowed_out 30
"""


def validate(name: str, printed: Any) -> None:
    Draft202012Validator(schemas()[name]).validate(json.loads(json.dumps(printed)))


@pytest.mark.parametrize("period", ["2025-05", "2025-06", "2025-05-01/2025-07-01", "2025-08", "2025"])
def test_statements_under_a_cap_validate(agreed: Agreed, records: Table, period: str) -> None:
    contract = agreed(COMMITMENTS, tail="at_risk: {percent: 10 %, of: monthly-fee}\n")
    validate("statement", evaluate(contract, records(ROWS), period).to_json())


@pytest.mark.parametrize("period", ["2025-06-02", "2025-06", "2025-Q2"])
def test_statements_without_a_cap_validate(agreed: Agreed, records: Table, period: str) -> None:
    validate("statement", evaluate(agreed(COMMITMENTS), records(ROWS), period).to_json())


def test_a_statement_with_an_unknown_key_or_a_number_for_money_does_not_validate(
    agreed: Agreed, records: Table
) -> None:
    printed = evaluate(agreed(COMMITMENTS), records(ROWS), "2025-06").to_json()
    with pytest.raises(ValidationError, match="surprise"):
        validate("statement", {**printed, "surprise": 1})
    printed["totals"]["net"] = 12.5
    with pytest.raises(ValidationError, match=r"12\.5"):
        validate("statement", printed)


@pytest.mark.parametrize("by", [(), ("queue",), ("day", "channel")])
@pytest.mark.parametrize("metric", ["volume", "average_handle_time", "answer_rate"])
def test_measurements_validate(records: Table, metric: str, by: tuple[str, ...]) -> None:
    choices = {
        "volume": {"counted": "offered", "short_abandons": "count"},
        "answer_rate": {"short_abandons": "count"},
    }.get(metric, {})
    found = measure(records(ROWS), metric, choices, zone="Europe/Berlin", by=by).to_json()
    assert found["rows"]
    validate("measure", found)


@pytest.mark.parametrize("short", ["5 s", None])
def test_comparisons_validate(records: Table, short: str | None) -> None:
    within, limit = Limit.parse("20 s"), Limit.parse(short) if short else None
    found = compare(records(ROWS), within=within, short_abandon=limit, counting=shared_choices({})).to_json()
    assert found["differences"]
    validate("compare", found)


@pytest.mark.parametrize("name", list(schemas()))
def test_every_schema_is_valid_itself_and_the_packaged_file_is_current(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])
    packaged = importlib.resources.files("pactline.statement").joinpath(f"{name}.schema.json")
    assert json.loads(packaged.read_text(encoding="utf-8")) == schemas()[name]


def described(schema: Any, path: str = "") -> Iterator[tuple[str, bool]]:
    """Every key an output may have, and whether its meaning is told."""
    if isinstance(schema, dict):
        for key, value in schema.get("properties", {}).items():
            yield f"{path}.{key}", bool(value.get("description"))
        for key, value in schema.items():
            yield from described(value, f"{path}.{key}")
    elif isinstance(schema, list):
        for value in schema:
            yield from described(value, path)


@pytest.mark.parametrize("name", list(schemas()))
def test_every_key_is_described(name: str) -> None:
    assert [path for path, told in described(schemas()[name]) if not told] == []
