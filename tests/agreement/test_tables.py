# ruff: noqa: E501 (a table reads better with one case a line)
"""Bands: holes, overlaps and order, at the agreed rounding, in every unit, for misses and for bonuses."""

from __future__ import annotations

import pytest

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import examine

TEMPLATE = """\
agreement: Bands
provider: A
client: B
term: 2025
zone: UTC
currency: EUR
conventions: common-2026
rounding: {{shares: {rounding}, money: half_up}}
charges: {{fee: {{each: month, amount: 1000.00}}}}
services: {{all: {{hours: always}}}}
commitments:
  one:
    service: all
    metric: {metric}
    each: month
    target: {target}
    {key}: {{{when}bands: {{of: fee, table: [{rows}]}}}}
"""
LEVEL = "service_level\n    within: 20 s\n    abandons: count_all"
SPEED = "average_speed_of_answer"


def said(
    vocabulary: Vocabulary, rows: str, target: str, *, rounding: str = "exact", metric: str = LEVEL, when: str = ""
) -> list[tuple[str, str]]:
    """Code and message of each problem of a table."""
    key, mark = ("bonus", f"when: {when}, ") if when else ("remedy", "")
    text = TEMPLATE.format(rows=rows, target=target, rounding=rounding, metric=metric, key=key, when=mark)
    return [(p.code, p.message) for p in examine(text.encode(), vocabulary).problems]


C1 = (
    "{from: 98 %, to: 98.9 %, credit: 1 %}, {from: 97 %, to: 97.9 %, credit: 2 %}, "
    "{from: 96 %, to: 96.9 %, credit: 3 %}, {below: 96 %, credit: 4 %}"
)


def test_bands_with_holes_between_decimals_need_a_rounding(vocabulary: Vocabulary) -> None:
    """96 to 96.9, 97 to 97.9: 96.95 has no band unless figures have one decimal."""
    assert said(vocabulary, C1, "at least 99 %", rounding="1 decimal half_up") == []
    for rounding, figure in (("exact", "96.95 %"), ("2 decimals half_up", "96.91 %")):
        ((code, message),) = said(vocabulary, C1, "at least 99 %", rounding=rounding)
        assert (code, message.split(":")[0]) == ("AGR_BAND_GAP", figure)


def test_whole_seconds_close_the_holes_between_whole_bands(vocabulary: Vocabulary) -> None:
    rows = "{from: 46 s, to: 48 s, credit: 25 %}, {from: 49 s, to: 51 s, credit: 50 %}, {from: 52 s, credit: 100 %}"
    assert said(vocabulary, rows, "at most 45 s", metric=SPEED, rounding="0 decimals half_up") == []
    ((code, _),) = said(vocabulary, rows, "at most 45 s", metric=SPEED)
    assert code == "AGR_BAND_GAP"


@pytest.mark.parametrize(
    ("rows", "target", "codes"),
    [
        ("{below: 80 %, credit: 5 %}", "at least 80 %", []),
        ("{to: 80 %, credit: 5 %}", "more than 80 %", []),
        ("{to: 80 %, credit: 5 %}", "at least 80 %", ["AGR_BAND_BEYOND_TARGET"]),
        ("{below: 80 %, credit: 5 %}", "more than 80 %", ["AGR_BAND_GAP"]),
        ("{from: 80 %, credit: 0 %}, {below: 80 %, credit: 5 %}", "at least 80 %", []),
        ("{credit: 5 %}", "at least 80 %", ["AGR_BAND_BEYOND_TARGET"]),
        ("{below: 80 %, credit: 5 %}, {below: 70 %, credit: 6 %}", "at least 80 %", ["AGR_BAND_OVERLAP"]),
        ("{from: 70 %, below: 80 %, credit: 5 %}, {below: 70 %, credit: 5 %}", "at least 80 %", []),
        ("{from: 70 %, below: 80 %, credit: 5 %}, {below: 70 %, credit: 4 %}", "at least 80 %", ["AGR_BAND_NOT_MONOTONE"]),
        ("{from: 80 %, below: 80 %, credit: 5 %}, {below: 80 %, credit: 5 %}", "at least 80 %", ["AGR_BAND_EDGE"]),
        ("{from: 7 %, to: 7 %, credit: 1 %}, {above: 7 %, below: 9 %, credit: 1 %}, {below: 7 %, credit: 2 %}", "at least 9 %", []),
    ],
)  # fmt: skip
def test_both_sides_of_each_edge(rows: str, target: str, codes: list[str], vocabulary: Vocabulary) -> None:
    assert [code for code, _ in said(vocabulary, rows, target)] == codes


def test_seconds_have_no_upper_end(vocabulary: Vocabulary) -> None:
    closed = "{above: 30 s, to: 60 s, credit: 1 %}"
    ((code, message),) = said(vocabulary, closed, "at most 30 s", metric=SPEED)
    assert (code, message.split(":")[0]) == ("AGR_BAND_GAP", "61 s")
    assert said(vocabulary, closed + ", {above: 60 s, credit: 2 %}", "at most 30 s", metric=SPEED) == []


def test_contacts_are_whole_whatever_the_rounding(vocabulary: Vocabulary) -> None:
    metric = "volume\n    counted: answered"
    rows = "{from: 901, to: 999, credit: 1 %}, {to: 900, credit: 2 %}"
    assert said(vocabulary, rows, "at least 1000", metric=metric) == []


def test_a_table_may_serve_a_target_that_rises_in_mid_term(vocabulary: Vocabulary) -> None:
    """80 to 85 % pays only once 85 % is promised; what no target asks for is still refused."""
    target = "{from 2025-01-01: at least 80 %, from 2025-07-01: at least 85 %}"
    rows = "{from: 80 %, below: 85 %, credit: 1 %}, {below: 80 %, credit: 2 %}"
    assert said(vocabulary, rows, target) == []
    wide = rows.replace("below: 85 %", "to: 90 %")
    assert [code for code, _ in said(vocabulary, wide, target)] == ["AGR_BAND_BEYOND_TARGET"]
    assert [code for code, _ in said(vocabulary, "{below: 80 %, credit: 2 %}", target)] == ["AGR_BAND_GAP"]


def test_a_bonus_is_paid_on_the_other_side_and_grows_with_better_service(vocabulary: Vocabulary) -> None:
    rows = "{from: 90 %, below: 95 %, credit: 1 %}, {from: 95 %, credit: 2 %}"
    assert said(vocabulary, rows, "at least 80 %", when="at least 90 %") == []
    assert [code for code, _ in said(vocabulary, rows, "at least 80 %", when="at least 91 %")] == [
        "AGR_BAND_BEYOND_TARGET"
    ]
    falling = rows.replace("credit: 2 %", "credit: 0.5 %")
    assert [code for code, _ in said(vocabulary, falling, "at least 80 %", when="at least 90 %")] == [
        "AGR_BAND_NOT_MONOTONE"
    ]


@pytest.mark.parametrize(
    ("cap", "problem", "note"),
    [
        ("8 %", [], []),
        ("7.99 %", ["AGR_CAP_BELOW_BAND"], []),
        ("16 %", [], []),
        ("16.01 %", [], ["AGR_CAP_UNREACHABLE"]),  # more than twice what can ever be credited
    ],
)
def test_the_cap_is_compared_with_a_single_band(
    cap: str, problem: list[str], note: list[str], vocabulary: Vocabulary
) -> None:
    text = TEMPLATE.format(
        rows="{below: 80 %, credit: 8 %}", target="at least 80 %", rounding="exact", metric=LEVEL, key="remedy", when=""
    )
    examined = examine(f"{text}at_risk: {{percent: {cap}, of: fee}}\n".encode(), vocabulary)
    assert ([p.code for p in examined.problems], [n.code for n in examined.notes]) == (problem, note)


@pytest.mark.parametrize(
    ("each", "remedy", "cap", "noted"),
    [
        ("month", "flat: 100.00", "10 %", False),  # 100 of a fee of 1000
        ("month", "flat: 100.01", "10 %", True),
        ("week", "flat: 25.00", "10 %", True),  # March 2025 has five weeks that end in it
        ("week", "flat: 20.00", "10 %", False),
        ("quarter", "flat: 101.00", "10 %", True),  # settled in the month in which it ends
        ("month", "per_point: 1.25", "10 %", False),  # at most 80 points short
        ("month", "per_point: 1.26", "10 %", True),
        ("quarter", "bands: {of: fee, table: [{below: 80 %, credit: 4 %}]}", "10 %", True),  # 4 % of three fees
    ],
)
def test_the_cap_is_compared_with_the_worst_month(
    each: str, remedy: str, cap: str, noted: bool, vocabulary: Vocabulary
) -> None:
    text = TEMPLATE.format(
        rows="{below: 80 %, credit: 8 %}", target="at least 80 %", rounding="exact", metric=LEVEL, key="remedy", when=""
    )
    text = text.replace("each: month\n    target", f"each: {each}\n    target")
    text = text[: text.index("    remedy:")] + f"    remedy: {{{remedy}}}\nat_risk: {{percent: {cap}, of: fee}}\n"
    examined = examine(text.encode(), vocabulary)
    assert examined.problems == ()
    assert [note.code for note in examined.notes] == ["AGR_CAP_CAN_BIND"] * noted


def test_rows_of_points_are_checked_like_bands_and_speak_of_points(vocabulary: Vocabulary) -> None:
    """The printed bands of contracts.md C1 have points, and the same holes."""
    template = TEMPLATE.replace("bands: {{of: fee, table: [{rows}]}}", "points: {{into: scheme, table: [{rows}]}}")
    template += "points: {{scheme: {{each: month, rate: {{percent: 1 %, of: fee}}}}}}\n"

    def told(rows: str, rounding: str = "exact") -> list[tuple[str, str]]:
        text = template.format(
            rows=rows, target="at least 99 %", rounding=rounding, metric=LEVEL, key="remedy", when=""
        )
        return [(p.code, p.message) for p in examine(text.encode(), vocabulary).problems]

    rows = C1.replace("credit", "points").replace(" %}", "}")
    assert told(rows, "1 decimal half_up") == []
    assert told(rows) == [("AGR_BAND_GAP", "96.95 %: no band, although it misses the target")]
    assert told("{below: 99 %, points: 1}, {below: 97 %, points: 2}")[0] == (
        "AGR_BAND_OVERLAP", "0 % falls into 2 bands: 1 point or 2 points?",
    )  # fmt: skip
    assert told("{from: 97 %, below: 99 %, points: 2}, {below: 97 %, points: 1}") == [
        ("AGR_BAND_NOT_MONOTONE", "48.5 % brings 1 point, less than the 2 points of 97 %")
    ]
    assert told("{points: 101}") == [
        ("AGR_BAND_BEYOND_TARGET", "99 % is in a band of 101 points, but keeps the promise")
    ]


def test_a_rounding_of_its_own_closes_the_holes_of_one_table(vocabulary: Vocabulary) -> None:
    text = TEMPLATE.replace(
        "    each: month\n    target", "    each: month\n    rounding: 1 decimal half_up\n    target"
    )
    text = text.format(rows=C1, target="at least 99 %", rounding="exact", metric=LEVEL, key="remedy", when="")
    assert examine(text.encode(), vocabulary).problems == ()
