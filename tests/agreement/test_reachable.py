# ruff: noqa: E501 (a table reads better with one case a line)
"""Limits that nothing reaches are told, and those that something can just reach are not."""

from __future__ import annotations

import pytest

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import examine

TEMPLATE = """\
agreement: Limits
provider: A
client: B
term: {term}
zone: UTC
currency: EUR
conventions: common-2026
rounding: {{shares: 1 decimal half_up, money: half_up}}
charges:
  fee: {{each: month, amount: {fee}}}
  bill: {{each: month, billed: charges.csv}}
services: {{one: {{hours: always}}, two: {{hours: always}}}}
commitments:
  first:
    service: one
    metric: reported
    unit: percent
    better: higher
    means: as reported
    measured: figures
    each: {each}
    target: at least 80 %
    remedy: {{{first}}}
  second:
    service: two
    metric: reported
    unit: percent
    better: higher
    means: as reported
    measured: figures
    each: month
    target: at least 80 %
    remedy: {{{second}}}
{rules}
"""


def noted(vocabulary: Vocabulary, rules: str = "", **terms: str) -> list[tuple[str, str]]:
    """Codes of the notes about limits, each with its message."""
    usual = {"first": "flat: 100.00", "second": "flat: 50.00", "each": "month", "fee": "1000.00", "term": "2025"}
    examined = examine(TEMPLATE.format(rules=rules, **{**usual, **terms}).encode(), vocabulary)
    assert examined.problems == ()
    return [(note.code, note.message) for note in examined.notes if note.code.endswith("_UNREACHABLE")]


@pytest.mark.parametrize(
    ("cap", "told"),
    [
        ("each: month, at_most: 149.99", False),
        ("each: month, at_most: 150.00", False),  # just reached, though it never cuts
        ("each: month, at_most: 150.01", True),
        ("each: month, on: second, at_most: 50.00", False),
        ("each: month, on: second, at_most: 50.01", True),
        ("each: month, services: [one], at_most: 100.01", True),
        ("each: quarter, at_most: 450.00", False),
        ("each: quarter, at_most: 450.01", True),
        ("each: rolling 12 months, at_most: 1800.00", False),
        ("each: rolling 12 months, at_most: 1800.01", True),
        ("each: term, at_most: 1800.00", False),
        ("each: term, at_most: 1800.01", True),
        ("each: month, at_most: {percent: 15 %, of: fee}", False),
        ("each: month, at_most: {percent: 15.1 %, of: fee}", True),
        ("each: month, at_most: {percent: 99 %, of: bill}", False),  # nobody knows what will be billed
        ("each: month, limits: bonuses, at_most: 9999.00", False),  # what bonuses come to is not worked out
    ],
)
def test_a_cap_is_told_only_above_everything_that_it_limits(cap: str, told: bool, vocabulary: Vocabulary) -> None:
    assert bool(noted(vocabulary, f"caps: {{one: {{{cap}}}}}")) is told


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"first": "per_point: 1.00"}, True),  # 80 points at most
        ({"first": "per_point: 2.00"}, False),
        ({"first": "flat: 100.00, repeat: {times: 2, excused: skip}"}, False),
        ({"first": "flat: 100.00, repeat: {times: 2, growing: yes, excused: skip}"}, False),
        ({"first": "withheld: {of: bill}"}, False),
        ({"each": "day"}, False),
        ({"fee": "{from 2025-01-01: 1000.00, from 2025-07-01: 2000.00}", "first": "difference: {of: fee}"}, False),
    ],
)
def test_what_a_remedy_can_come_to_decides(terms: dict[str, str], told: bool, vocabulary: Vocabulary) -> None:
    found = noted(vocabulary, "caps: {one: {each: month, at_most: 160.00}}", **terms)
    assert bool(found) is told


def test_a_change_late_in_the_term_is_not_passed_over(vocabulary: Vocabulary) -> None:
    """Only in its last year the fee is so high that the cap can be reached."""
    rising = "{from 2025-01-01: 1000.00, from 2029-01-01: 5000.00}"
    cap = "caps: {one: {each: month, at_most: 1000.00}}"
    more = {"term": "2025-01-01/2030-01-01", "first": "difference: {of: fee}"}
    assert noted(vocabulary, cap, fee=rising, **more) == []
    assert noted(vocabulary, cap, fee=rising.replace("5000", "1100"), **more)


@pytest.mark.parametrize(
    ("caps", "told"),
    [
        ("a: {each: month, at_most: 40.00}, b: {each: month, at_most: 40.00}", False),
        ("a: {each: month, at_most: 40.00}, b: {each: month, at_most: 40.01}", True),
        ("b: {each: month, at_most: 40.01}, a: {each: month, at_most: 40.00}", False),  # the first one cuts first
        ("a: {each: month, at_most: 40.00}, b: {each: year, at_most: 480.00}", False),
        ("a: {each: month, at_most: 40.00}, b: {each: year, at_most: 480.01}", True),
        ("a: {each: month, on: first, at_most: 40.00}, b: {each: month, at_most: 41.00}", False),  # covers less
        ("a: {each: month, at_most: 40.00}, b: {each: month, on: second, at_most: 41.00}", True),
        ("a: {each: year, at_most: 40.00}, b: {each: month, at_most: 41.00}", False),  # not made of whole years
    ],
)
def test_a_cap_behind_a_stricter_one_that_limits_the_same(caps: str, told: bool, vocabulary: Vocabulary) -> None:
    found = noted(vocabulary, f"caps: {{{caps}}}")
    assert bool(found) is told
    if told:
        assert found[0][1].startswith("the cap `b`")


def test_what_rules_make_keeps_a_cap_on_everything_from_being_told(vocabulary: Vocabulary) -> None:
    points = "points: {p: {each: month, rate: 10.00}}\norder: [points, caps]\n"
    assert noted(vocabulary, points + "caps: {one: {each: month, at_most: 9999.00}}") == []
    assert noted(vocabulary, points + "caps: {one: {each: month, on: second, at_most: 9999.00}}")


_LADDER = "points: {{p: {{each: {each}, ladder: {{of: fee, between: step_up, table: [{{at: 1, credit: 1 %}}, {{at: {top}, credit: 2 %}}]}}}}}}"
_TABLE = "points: {into: p, table: [{from: 70 %, below: 80 %, points: 1}, {below: 70 %, points: 3}]}"


@pytest.mark.parametrize(
    ("each", "top", "first", "told"),
    [
        ("month", "5", _TABLE, False),  # 3 and 2
        ("month", "6", _TABLE, True),
        ("month", "8", _TABLE + ", repeat: {times: 2, excused: skip}", False),
        ("month", "9", _TABLE + ", repeat: {times: 2, excused: skip}", True),
        ("month", "9999", _TABLE + ", repeat: {times: 2, growing: yes, excused: skip}", False),
        ("quarter", "15", _TABLE, False),
        ("quarter", "16", _TABLE, True),
    ],
)
def test_a_rung_above_every_total_of_points(
    each: str, top: str, first: str, told: bool, vocabulary: Vocabulary
) -> None:
    rules = _LADDER.format(each=each, top=top)
    found = noted(vocabulary, rules, first=first, second="points: {into: p, each_miss: 2}")
    assert [code for code, _ in found] == (["AGR_RUNG_UNREACHABLE"] if told else [])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("{from: 75 %, below: 80 %, credit: 1 %}, {below: 75 %, credit: 2 %}", False),
        (
            "{from: 75.01 %, to: 75.09 %, credit: 1 %}, {from: 75.1 %, below: 80 %, credit: 1 %}, {to: 75 %, credit: 2 %}",
            True,
        ),
        (
            "{from: 75.01 %, to: 75.1 %, credit: 1 %}, {above: 75.1 %, below: 80 %, credit: 1 %}, {to: 75 %, credit: 2 %}",
            False,
        ),
        ("{from: 0 %, below: 80 %, credit: 1 %}, {below: 0 %, credit: 2 %}", True),
        ("{below: 80 %, credit: 1 %}, {from: 80 %, to: 100 %, credit: 0 %}, {above: 100 %, credit: 0 %}", True),
    ],
)
def test_a_row_that_no_figure_falls_into(rows: str, told: bool, vocabulary: Vocabulary) -> None:
    found = noted(vocabulary, first=f"bands: {{of: fee, table: [{rows}]}}")
    assert [code for code, _ in found] == (["AGR_BAND_UNREACHABLE"] if told else [])
