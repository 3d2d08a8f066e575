"""The statement: windows, verdicts, money, and what it is a function of."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.promises import PROMPT

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet
from pactline.statement.evaluating import NothingToSettle, evaluate
from pactline.statement.model import Verdict
from pactline.statement.shown.text import table

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]

FIVE = """
    2025-06-02T09:00:00  answered   20
    2025-06-02T10:00:00  answered   20.001
    2025-06-03T09:00:00  answered   0
    2025-06-03T10:00:00  abandoned  5
    2025-06-30T23:59:59  abandoned  5.001
    2025-07-01T00:00:00  answered   1
    2025-05-31T23:59:59  answered   1
"""


def test_a_missed_month_is_counted_compared_and_charged(agreed: Agreed, records: Table) -> None:
    statement = evaluate(agreed(PROMPT), records(FIVE), "2025-06")
    result = statement["prompt"]
    assert (result.counts.counted, result.counts.good) == (4, 2)  # the abandon at exactly 5 s is short and leaves
    assert result.value == 50
    assert result.verdict is Verdict.MISSED
    assert statement.credits == Decimal("45000.00")  # 30 points at 1,500.00
    assert result.windows[0].credit is not None
    assert result.windows[0].credit.steps == ("80 - 50 = 30 points", "30 x 1,500.00 = 45,000.00")


def test_the_exact_ratio_is_compared_and_not_the_printed_one(agreed: Agreed, records: Table) -> None:
    table = "\n".join(["2025-06-02T09:00:00 answered 1"] * 19999 + ["2025-06-02T09:00:00 answered 21"] * 5001)
    strict = evaluate(agreed(PROMPT), records(table), "2025-06")
    assert strict["prompt"].value == Fraction(1999900, 25000)  # 79.996 %, printed as 80.00 %
    assert strict["prompt"].verdict is Verdict.MISSED
    rounded = agreed(PROMPT, rounding="{shares: 2 decimals half_up, money: half_up}")
    assert evaluate(rounded, records(table), "2025-06")["prompt"].verdict is Verdict.MET


def test_a_quarter_is_settled_in_the_month_in_which_it_ends(agreed: Agreed, records: Table) -> None:
    contract = agreed(PROMPT.replace("each: month", "each: quarter"))
    for month in ("2025-04", "2025-05"):
        statement = evaluate(contract, records(FIVE), month)
        assert [item.id for item in statement.not_due] == ["prompt"]
        assert str(statement.not_due[0].settles_in) == "2025-Q2"
    settled = evaluate(contract, records(FIVE), "2025-06")["prompt"]
    assert str(settled.windows[0].period) == "2025-Q2"
    assert settled.counts.counted == 5


def test_every_day_of_a_month_is_a_window_of_its_own(agreed: Agreed, records: Table) -> None:
    contract = agreed(PROMPT.replace("each: month", "each: day"))
    result = evaluate(contract, records(FIVE), "2025-06")["prompt"]
    assert len(result.windows) == 30
    verdicts = {str(w.period): w.verdict for w in result.windows if w.verdict is not Verdict.NO_DATA}
    assert verdicts == {
        "2025-06-02": Verdict.MISSED, "2025-06-03": Verdict.MET, "2025-06-30": Verdict.MISSED,
    }  # fmt: skip
    assert result.credit == 1500 * (80 - 50) + 1500 * 80


def test_statements_of_months_settle_each_window_of_the_term_once(agreed: Agreed, records: Table) -> None:
    contract = agreed(PROMPT.replace("each: month", "each: quarter"), term="2025-02-10/2025-08-15")
    settled: list[str] = []
    for month in range(1, 13):
        try:
            statement = evaluate(contract, records(FIVE), f"2025-{month:02d}")
        except NothingToSettle:
            continue
        settled += [str(window.period) for result in statement for window in result.windows]
    assert settled == ["2025-02-10/2025-04-01", "2025-Q2", "2025-07-01/2025-08-15"]


def test_a_week_over_the_end_of_the_month_belongs_to_the_month_it_ends_in(agreed: Agreed, records: Table) -> None:
    contract = agreed(PROMPT.replace("each: month", "each: week"))
    june = evaluate(contract, records(FIVE), "2025-06")["prompt"]
    july = evaluate(contract, records(FIVE), "2025-07")["prompt"]
    assert next(str(w.period) for w in june.windows) == "2025-W22"
    assert next(str(w.period) for w in july.windows) == "2025-W27"
    assert july.windows[0].counts.counted == 2


def test_no_data_is_what_the_agreement_says(agreed: Agreed, records: Table) -> None:
    for word, verdict in (("excluded", Verdict.NO_DATA), ("met", Verdict.MET), ("missed", Verdict.MISSED)):
        contract = agreed(PROMPT.replace("each: month", f"each: month\n  no_data: {word}"))
        statement = evaluate(contract, records(FIVE), "2025-09")
        assert statement["prompt"].verdict is verdict
        assert statement["prompt"].value is None
        assert statement.credits == 0


def test_a_flat_remedy_is_due_for_a_window_that_is_missed_without_a_figure(agreed: Agreed, records: Table) -> None:
    flat = PROMPT.replace("per_point: 1500.00", "flat: 250.00")
    empty = evaluate(agreed(flat.replace("each: month", "each: month\n  no_data: missed")), records(FIVE), "2025-09")
    few = "each: month\n  minimum_sample: 100\n  below_minimum: missed"
    small = evaluate(agreed(flat.replace("each: month", few)), records("2025-06-02T09:00:00 answered 1"), "2025-06")
    assert (empty.credits, small.credits) == (Decimal("250.00"), Decimal("250.00"))
    per_point = evaluate(
        agreed(PROMPT.replace("each: month", few)), records("2025-06-02T09:00:00 answered 1"), "2025-06"
    )
    assert per_point.credits == 0
    assert "per_point has no distance to work with" in per_point["prompt"].windows[0].notes[-1]


def test_too_small_a_sample_is_what_the_agreement_says(agreed: Agreed, records: Table) -> None:
    few = "each: month\n  minimum_sample: {}\n  below_minimum: excluded"
    judged = evaluate(agreed(PROMPT.replace("each: month", few.format(4))), records(FIVE), "2025-06")
    excused = evaluate(agreed(PROMPT.replace("each: month", few.format(5))), records(FIVE), "2025-06")
    assert judged["prompt"].verdict is Verdict.MISSED
    assert excused["prompt"].verdict is Verdict.NO_DATA
    assert excused.credits == 0


def test_the_at_risk_cap_cuts_and_shows_what_it_cut(agreed: Agreed, records: Table) -> None:
    statement = evaluate(agreed(PROMPT, tail="at_risk: {percent: 10 %, of: monthly-fee}\n"), records(FIVE), "2025-06")
    (cap,) = statement.caps
    assert (cap.before, cap.after, cap.cut) == (Decimal("45000.00"), Decimal("12000.00"), Decimal("33000.00"))
    assert statement.credits == Decimal("12000.00")
    assert statement.to_json()["totals"] == {
        "credits": "12000.00", "bonuses": "0.00", "dues": "0.00", "net": "12000.00", "currency": "EUR",
    }  # fmt: skip


def test_a_cap_is_never_applied_to_a_part_of_its_period(agreed: Agreed, records: Table) -> None:
    tail = "at_risk: {percent: 10 %, of: monthly-fee}\n"
    contract = agreed(PROMPT.replace("each: month", "each: day"), tail=tail)
    with pytest.raises(NothingToSettle, match="evaluate whole months"):
        evaluate(contract, records(FIVE), "2025-06-02")
    quarter = evaluate(contract, records(FIVE), "2025-Q2")
    assert [str(cap.period) for cap in quarter.caps] == ["2025-04", "2025-05", "2025-06"]
    assert quarter.credits == Decimal("12000.00")


def test_a_bonus_is_owed_by_the_client_and_never_beside_a_credit(agreed: Agreed, records: Table) -> None:
    bonus = PROMPT + "  bonus: {when: at least 90 %, per_point: 100.00}\n"
    good = "\n".join(["2025-06-02T09:00:00 answered 1"] * 19 + ["2025-06-02T09:00:00 answered 21"])
    statement = evaluate(agreed(bonus), records(good), "2025-06")
    assert (statement.credits, statement.bonuses, statement.net) == (0, 500, -500)
    assert statement.to_json()["commitments"][0]["owed_by"] == "client"
    assert evaluate(agreed(bonus), records(FIVE), "2025-06").bonuses == 0


def test_a_target_that_changes_in_mid_year_holds_from_its_day(agreed: Agreed, records: Table) -> None:
    dated = PROMPT.replace(
        "target: at least 80 %", "target: {from 2025-01-01: at least 40 %, from 2025-07-01: at least 80 %}"
    )
    contract, calls = agreed(dated), records(FIVE)
    assert evaluate(contract, calls, "2025-06")["prompt"].verdict is Verdict.MET
    assert str(evaluate(contract, calls, "2025-07")["prompt"].windows[0].target) == "at least 80 %"


def test_contacts_outside_the_opening_hours_are_left_out_to_the_minute(agreed: Agreed, records: Table) -> None:
    hours = 'calendars:\n  office: {mon-fri: "08:10-18:00"}\n'
    contract = agreed(
        PROMPT.replace("service: support", "service: desk"), tail=hours, services="{desk: {hours: office}}"
    )
    calls = records("""
        2025-06-02T08:09:59  answered  99
        2025-06-02T08:10:00  answered  1
        2025-06-02T17:59:59  answered  99
        2025-06-02T18:00:00  answered  99
        2025-06-07T12:00:00  answered  99
    """)
    result = evaluate(contract, calls, "2025-06")["prompt"]
    assert (result.counts.counted, result.counts.good) == (2, 1)
    assert result.evidence is not None
    assert [row["contact_id"] for row in result.evidence.contacts(good=False)] == ["c3"]


def test_later_records_of_another_month_leave_the_statement_as_it_was(agreed: Agreed, records: Table) -> None:
    before = evaluate(agreed(PROMPT), records(FIVE), "2025-06")
    after = evaluate(agreed(PROMPT), records(FIVE + "    2025-07-15T10:00:00 answered 1\n"), "2025-06")
    assert after.canonical == before.canonical
    assert before.digest == after.digest


def test_one_second_in_one_record_moves_the_digest(agreed: Agreed, records: Table) -> None:
    before = evaluate(agreed(PROMPT), records(FIVE), "2025-06")
    after = evaluate(agreed(PROMPT), records(FIVE.replace("answered   0", "answered   1")), "2025-06")
    assert before["prompt"].value == after["prompt"].value
    assert before.digest != after.digest


def test_attribution_by_the_end_names_the_records_that_began_before(agreed: Agreed, records: Table) -> None:
    ended = PROMPT.replace("each: month", "each: month\n  attribution: event")
    calls = "2025-05-31T23:59:50 answered 15\n2025-06-30T23:59:50 answered 15"
    result = evaluate(agreed(ended), records(calls), "2025-06")
    assert result["prompt"].counts.counted == 1
    changed = calls.replace("23:59:50 answered 15\n", "23:59:50 answered 15 agent=Kim\n")
    assert evaluate(agreed(ended), records(changed), "2025-06").record_set != result.record_set


def test_at_contact_level_the_last_visits_of_a_contact_are_named_too(agreed: Agreed, records: Table) -> None:
    contact = agreed(PROMPT.replace("each: month", "each: month\n  level: contact"))
    night = """
        2025-06-30T23:59:00  flowed_out  120  contact_id=x visit=1
        2025-07-01T00:01:00  {}          10   contact_id=x visit=2
    """
    answered, abandoned = (
        evaluate(contact, records(night.format(end)), "2025-06") for end in ("answered", "abandoned")
    )
    assert answered["prompt"].counts.counted == abandoned["prompt"].counts.counted == 1
    assert answered.record_set != abandoned.record_set


def test_a_misspelt_queue_is_said_and_not_read_as_a_quiet_month(agreed: Agreed, records: Table) -> None:
    statement = evaluate(
        agreed(PROMPT, services="{support: {queues: [biling], hours: always}}"), records(FIVE), "2025-06"
    )
    assert statement["prompt"].verdict is Verdict.NO_DATA
    assert statement.to_json()["coverage"] == {
        "contacts": 5,
        "in_no_service": [{"channel": "voice", "queue": "billing", "direction": "inbound", "contacts": 5}],
        "queues_without_contacts": [{"service": "support", "queue": "biling"}],
    }
    assert "The queue 'biling' of the service 'support' has no contact in these records." in str(statement)
    assert evaluate(agreed(PROMPT), records(FIVE), "2025-06").coverage.sentences() == []


def test_a_period_outside_the_term_is_refused(agreed: Agreed, records: Table) -> None:
    with pytest.raises(NothingToSettle, match="outside the agreement's term 2025"):
        evaluate(agreed(PROMPT), records(FIVE), "2026-01")


def test_the_json_holds_no_binary_float(agreed: Agreed, records: Table) -> None:
    def refuse(text: str) -> float:
        raise AssertionError(f"a float in the statement: {text}")

    text = json.dumps(evaluate(agreed(PROMPT), records(FIVE), "2025-06").to_json())
    json.loads(text, parse_float=refuse)


def test_totals_are_the_sum_of_the_printed_lines(agreed: Agreed, records: Table) -> None:
    thirds = "\n".join(["2025-06-02T09:00:00 answered 1"] * 2 + ["2025-06-02T09:00:00 answered 21"])
    two = PROMPT.replace("1500.00", "100.00") + PROMPT.replace("prompt:", "again:").replace("1500.00", "100.00")
    statement = evaluate(agreed(two), records(thirds), "2025-06")
    amounts = [Decimal(item["amount"]) for item in statement.to_json()["commitments"]]
    assert amounts == [Decimal("1333.33")] * 2
    assert statement.credits == sum(amounts) == Decimal("2666.66")


def test_over_several_windows_no_figure_is_shown_that_none_was_judged_by(agreed: Agreed, records: Table) -> None:
    half_hours = "each: month\n  roll_up: intervals_met\n  interval: 30 min\n  interval_target: at least 50 %"
    year = evaluate(agreed(PROMPT.replace("each: month", half_hours)), records(FIVE), "2025")["prompt"]
    assert [window.value for window in year.windows if window.counts.counted] == [100, 50, 100]
    assert year.value is None
    assert "9 no data" in str(evaluate(agreed(PROMPT), records(FIVE), "2025"))


def test_columns_line_up_where_characters_are_wide() -> None:
    lines = table(["Queue", "Counted"], "<>", [["客服", "1"], ["billing", "12"]])
    assert lines[2:4] == ["客服           1", "billing       12"]
