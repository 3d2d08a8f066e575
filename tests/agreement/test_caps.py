# ruff: noqa: E501 (a table reads better with one case a line)
"""What all remedies together can cost, against the amount at risk."""

from __future__ import annotations

import pytest

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import examine

TEMPLATE = """\
agreement: Caps
provider: A
client: B
term: 2025
zone: UTC
currency: EUR
conventions: common-2026
rounding: {{shares: exact, money: half_up}}
charges:
  fee: {{each: month, amount: 1000.00}}
  invoice: {{each: month, billed: charges.csv}}
  small: {{each: month, amount: 125.00}}
  following: {{next: fee}}
  tenth: {{share: 10 %, of: fee, each: quarter}}
services: {{all: {{hours: always}}}}
commitments:
  one:
    service: all
    metric: service_level
    within: 20 s
    abandons: count_all
    each: {each}
    target: at least 80 %
    remedy: {{{remedy}}}
at_risk: {{percent: 10 %, of: {of}}}
"""


def can_bind(vocabulary: Vocabulary, remedy: str, *, each: str = "month", of: str = "fee") -> bool:
    """Whether the note is given that the cap (100.00 a month unless said otherwise) can limit something."""
    examined = examine(TEMPLATE.format(remedy=remedy, each=each, of=of).encode(), vocabulary)
    assert examined.problems == ()
    return "AGR_CAP_CAN_BIND" in {note.code for note in examined.notes}


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ("flat: 100.00", "flat: 100.01"),
        ("per_point: 1.25", "per_point: 1.26"),
        ("per_point_or_fraction: 1.25", "per_point_or_fraction: 1.26"),
        ("difference: {of: small}", "difference: {of: fee}"),
        ("streak: {length: 2, amount: 100.00, again: once, excused: skip}",
         "streak: {length: 2, amount: {percent: 11 %, of: fee}, again: once, excused: skip}"),
        ("rolling_count: {within: 6 months, again: each_window, tranches: [{from: 2, credit: 100.00}]}",
         "rolling_count: {within: 6 months, again: each_window, tranches: [{from: 2, credit: 1.00}, {from: 4, credit: 101.00}]}"),
        ("flat: 50.00, repeat: {times: 2, excused: skip}", "flat: 50.00, repeat: {times: [1, 2, 3], excused: skip}"),
        ("flat: 50.00, lateness: {table: [{to: 5, times: 1}, {above: 5, times: 2}]}",
         "flat: 50.00, lateness: {table: [{to: 5, times: 1}, {above: 5, times: 2.5}]}"),
        ("withheld: {of: fee}, at_most: 100.00", "withheld: {of: fee}"),
        ("per_contact: {amount: 1.00, parts: whole, beyond: target}, at_most: {percent: 10 %, of: fee}", "per_contact: {amount: 1.00, parts: whole, beyond: target}"),
        ("flat: 1.00, at_least: 100.00", "flat: 1.00, at_least: 101.00"),
        ("two_sided: {worse_by: 0 %, better_by: 0 %, per: 1 %, amount: 1.25, steps: whole}",
         "two_sided: {worse_by: 0 %, better_by: 0 %, per: 1 %, amount: 1.26, steps: whole}"),
    ],
)  # fmt: skip
def test_each_shape_and_modifier_says_what_it_can_come_to(within: str, beyond: str, vocabulary: Vocabulary) -> None:
    assert not can_bind(vocabulary, within)
    assert can_bind(vocabulary, beyond)


@pytest.mark.parametrize(("each", "within", "beyond"), [
    ("day", "3.22", "3.23"),  # 31 days
    ("hour", "0.13", "0.14"),  # 744 hours
    ("rolling 3 months\n    before_full: shorter\n    over_months: mean_of_parts", "100.00", "100.01"),
])  # fmt: skip
def test_every_window_that_is_judged_in_the_period_counts(
    each: str, within: str, beyond: str, vocabulary: Vocabulary
) -> None:
    assert not can_bind(vocabulary, f"flat: {within}", each=each)
    assert can_bind(vocabulary, f"flat: {beyond}", each=each)


def test_a_charge_made_of_another_is_worked_out_and_a_billed_one_is_not(vocabulary: Vocabulary) -> None:
    assert can_bind(vocabulary, "flat: 101.00", of="following")
    assert not can_bind(vocabulary, "flat: 100.00", of="following")
    assert can_bind(vocabulary, "flat: 11.00", of="tenth")  # three months against 30.00 of a quarter
    assert not can_bind(vocabulary, "flat: 10.00", of="tenth")
    assert not can_bind(vocabulary, "flat: 5000.00", of="invoice")
    assert not can_bind(vocabulary, "withheld: {of: invoice}")
