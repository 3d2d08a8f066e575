# ruff: noqa: E501 (a table reads better with one case a line)
"""Whether a remedy or bonus fits the figure it stands beside."""

from __future__ import annotations

import pytest

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import examine

TEMPLATE = """\
agreement: Shapes
provider: A
client: B
term: 2025
zone: UTC
currency: EUR
conventions: common-2026
rounding: {{shares: exact, money: half_up}}
charges: {{fee: {{each: month, amount: 1000.00}}}}
services: {{all: {{hours: always}}}}
commitments:
  one:
    service: all
    metric: {metric}
    each: month
    target: {target}
    {terms}
"""
SHARE = ("service_level\n    within: 20 s\n    abandons: count_all", "at least 80 %")
INTERVALS = (
    SHARE[0] + "\n    roll_up: intervals_met\n    interval: 30 min\n    interval_target: at least 80 %",
    "at least 90 %",
)
WAIT = ("average_speed_of_answer", "at most 30 s")
ZONE = "remedy: {{two_sided: {{worse_by: {0}, better_by: {0}, per: {0}, amount: 1.00, steps: exact}}}}"


def said(vocabulary: Vocabulary, figure: tuple[str, str], terms: str) -> list[tuple[str, str]]:
    """Code and remedy of each problem."""
    text = TEMPLATE.format(metric=figure[0], target=figure[1], terms=terms)
    return [(p.code, p.remedy) for p in examine(text.encode(), vocabulary).problems]


@pytest.mark.parametrize(
    ("figure", "terms", "codes"),
    [
        (WAIT, "remedy: {per_second: 500.00}", []),
        (SHARE, "remedy: {per_second: 500.00}", ["AGR_REMEDY_UNIT"]),
        (SHARE, "remedy: {difference: {of: fee}}", []),
        (WAIT, "remedy: {difference: {of: fee}}", ["AGR_REMEDY_UNIT"]),
        (SHARE, "remedy: {per_contact: {amount: 5.00, parts: whole, beyond: target}}", []),
        (WAIT, "remedy: {per_contact: {amount: 5.00, parts: whole, beyond: target}}", ["AGR_REMEDY_UNIT"]),
        (INTERVALS, "remedy: {per_contact: {amount: 5.00, parts: whole, beyond: target}}", ["AGR_CONTRADICTION"]),
        (INTERVALS, "remedy: {per_point: 5.00}", []),
        (SHARE, ZONE.format("2 points"), []),
        (SHARE, ZONE.format("2 %"), []),
        (WAIT, ZONE.format("2 s"), []),
        (WAIT, ZONE.format("2 points"), ["AGR_BAND_UNIT"] * 3),
        (SHARE, "remedy: {flat: 1.00, earn_back: {windows: 2, at: at least 85 %, share: 50 %, excused: skip}}", []),
        (WAIT, "remedy: {flat: 1.00, earn_back: {windows: 2, at: at least 85 %, share: 50 %, excused: skip}}", ["AGR_TARGET_UNIT"]),
        (SHARE, "bonus: {when: at least 90 %, per_point: 1.00, at_most: 5.00}", []),
        (SHARE, "bonus: {when: at least 90 %, withheld: {of: fee}}", ["AGR_CONTRADICTION"]),
        (SHARE, "bonus: {when: at least 90 %, flat: 1.00, repeat: {times: 2, excused: skip}}", ["AGR_CONTRADICTION"]),
    ],
)  # fmt: skip
def test_unit_and_side_must_fit(figure: tuple[str, str], terms: str, codes: list[str], vocabulary: Vocabulary) -> None:
    assert [code for code, _ in said(vocabulary, figure, terms)] == codes


def test_the_remedy_says_how_to_write_it(vocabulary: Vocabulary) -> None:
    assert said(vocabulary, WAIT, ZONE.format("2 points"))[0] == ("AGR_BAND_UNIT", "write it like 15 s")
    ((_, remedy),) = said(vocabulary, SHARE, "remedy: {per_second: 500.00}")
    assert "per_point" in remedy
    ((_, remedy),) = said(vocabulary, SHARE, "bonus: {when: at least 90 %, withheld: {of: fee}}")
    assert remedy == "write withheld under remedy, or leave it out"
