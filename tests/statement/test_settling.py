"""Settlement days: which rules act when, what earlier days mean for later ones, and what waits for a bill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.handed_over import bill, done, facts, left, over, promise

from pactline.agreement.model import Agreement
from pactline.records.facts import Facts, Incident
from pactline.statement.evaluating import evaluate
from pactline.statement.model import Verdict
from pactline.values.period import Period

Agreed = Callable[..., Agreement]
WEEKLY = promise("prompt", "remedy: {points: {into: scheme, each_miss: 2}}", each="week")
MISSED_WEEKS = over(("prompt 2025-W23", "70"), ("prompt 2025-W24", "85"), ("prompt 2025-W25", "60"))


def test_points_of_weeks_are_paid_when_the_month_is_over_though_no_week_ends_then(agreed: Agreed) -> None:
    """June 2025 ends on a Monday; its weeks end on Sundays."""
    contract = agreed(WEEKLY, "points: {scheme: {each: month, rate: 100.00}}")
    statement = evaluate(contract, None, "2025-06", facts=facts(MISSED_WEEKS))
    assert left(statement) == [("points/scheme", "credit", "400.00")]
    assert str(statement.lines[0].settles) == "2025-07-01"


def test_points_of_a_month_that_the_term_cuts_are_paid_at_its_end(agreed: Agreed) -> None:
    contract = agreed(WEEKLY.replace("target", "part_windows: whole, target"),
                      "points: {scheme: {each: month, rate: 100.00}}", term="2025-01-01/2025-06-20")  # fmt: skip
    statement = evaluate(contract, None, "2025-06", facts=facts(MISSED_WEEKS))
    assert left(statement) == [("points/scheme", "credit", "200.00")]  # the third week is cut, and was not reported
    assert str(statement.lines[0].settles) == "2025-06-20"


def test_a_floor_of_a_month_looks_at_all_its_weeks(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", "remedy: {flat: 40.00}", each="week"),
                      "floors: {small: {each: month, under: 100.00, then: waived}}")  # fmt: skip
    statement = evaluate(contract, None, "2025-06", facts=facts(MISSED_WEEKS))
    assert left(statement) == [
        ("prompt", "credit", "40.00"), ("prompt", "credit", "40.00"),
        ("prompt", "return", "40.00"), ("prompt", "return", "40.00"),
    ]  # fmt: skip
    assert (statement.credits, statement.dues, statement.net) == (80, 80, 0)
    third = over(("prompt 2025-W26", "60"))
    assert evaluate(contract, None, "2025-06", facts=facts(MISSED_WEEKS, third)).net == 120


def test_a_critical_failure_takes_back_earlier_weeks_and_stops_later_ones(agreed: Agreed) -> None:
    contract = agreed(
        promise("prompt", "remedy: {flat: 40.00}", each="week") + promise("outage", each="day", target="at most 5 %"),
        "critical: {grave: {when: {missed: outage}, each: month, replaces: all, withhold: 300.00}}",
    )
    statement = evaluate(contract, None, "2025-06", facts=facts(MISSED_WEEKS, over(("outage 2025-06-12", "9"))))
    assert left(statement) == [
        ("prompt", "credit", "40.00"),  # the week to 8 June
        ("prompt", "return", "40.00"),  # 12 June
        ("critical/grave", "credit", "300.00"),
        ("prompt", "credit", "0.00"),  # the week to 22 June
    ]
    assert statement.net == 300


def test_a_yearly_cap_is_used_up_over_monthly_statements(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", "remedy: {flat: 40.00}"), "caps: {year: {each: year, at_most: 100.00}}")
    year = facts(over(*((f"prompt 2025-{month:02}", "70") for month in range(1, 13))))
    paid = [evaluate(contract, None, f"2025-{month:02}", facts=year) for month in range(1, 5)]
    assert [statement.credits for statement in paid] == [40, 40, 20, 0]
    assert [statement.caps[0].used for statement in paid] == [0, 40, 80, 100]
    assert evaluate(contract, None, "2025", facts=year).credits == 100


def test_what_a_cap_cut_is_not_earned_back(agreed: Agreed) -> None:
    remedy = "remedy: {flat: 40.00, earn_back: {windows: 1, share: 50 %, excused: break}}"
    contract = agreed(promise("prompt", remedy), "caps: {month: {each: month, at_most: 30.00}}")
    both = facts(over(("prompt 2025-05", "70"), ("prompt 2025-06", "85")))
    assert left(evaluate(contract, None, "2025-06", facts=both)) == [("prompt", "return", "15.00")]
    nothing = agreed(promise("prompt", remedy), "caps: {month: {each: month, at_most: 0.00}}")
    assert left(evaluate(nothing, None, "2025-06", facts=both)) == []


def test_the_amount_at_risk_is_the_last_of_the_caps(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", "remedy: {flat: 40000.00}"),
                      "caps: {month: {each: month, at_most: 30000.00}}\n"
                      "at_risk: {percent: 10 %, of: monthly-fee}")  # fmt: skip
    statement = evaluate(contract, None, "2025-06", facts=facts(over(("prompt 2025-06", "70"))))
    assert statement.credits == 12000
    assert [(cap.rule, cap.before, cap.after) for cap in statement.caps] == [
        ("at_risk", 30000, 12000), ("caps", 40000, 30000),
    ]  # fmt: skip


def test_what_a_client_promised_is_owed_by_the_client(agreed: Agreed) -> None:
    contract = agreed(
        promise("forecast", "by: client, remedy: {flat: 40.00}"), "caps: {month: {each: month, at_most: 1.00}}"
    )
    statement = evaluate(contract, None, "2025-06", facts=facts(over(("forecast 2025-06", "70"))))
    assert left(statement) == [("forecast", "due", "40.00")]
    assert (statement.credits, statement.dues, statement.net) == (0, 40, -40)
    assert statement["forecast"].owed == -40


BILLED = {"charges": "\n  invoice: {each: month, billed: charges.csv}\n  next-bill: {next: invoice}"}


def test_an_amount_waits_for_the_bill_it_is_a_share_of(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", "remedy: {withheld: {of: next-bill}}"), **BILLED)
    missed = facts(over(("prompt 2025-06", "70")))
    waiting = evaluate(contract, None, "2025-06", facts=replace(missed, charges=(bill("2025-06", "900.00"),)))
    assert (left(waiting), waiting.pending) == ([], ("prompt 2025-06: invoice of 2025-07 is not known yet",))
    assert waiting["prompt"].windows[0].verdict is Verdict.MISSED
    known = replace(missed, charges=(bill("2025-06", "900.00"), bill("2025-07", "700.00")))
    assert left(evaluate(contract, None, "2025-06", facts=known)) == [("prompt", "credit", "700.00")]


def test_a_bill_that_comes_later_than_that_changes_no_byte(agreed: Agreed) -> None:
    contract = agreed(promise("prompt", "remedy: {withheld: {of: next-bill}}"),
                      "caps: {year: {each: year, at_most: {percent: 1 %, of: invoice}}}", **BILLED)  # fmt: skip
    bills = tuple(bill(f"2025-{month:02}", "900.00") for month in range(1, 13))
    missed = facts(over(("prompt 2025-06", "70")))
    june = evaluate(contract, None, "2025-06", facts=replace(missed, charges=bills[:7]))
    assert june.canonical == evaluate(contract, None, "2025-06", facts=replace(missed, charges=bills)).canonical
    assert june.pending == ("caps year: invoice of 2025-07 is not known yet",)
    assert june.credits == 900


def test_each_hour_is_judged_before_the_next_and_a_right_sees_them_all(agreed: Agreed) -> None:
    contract = agreed(
        promise(
            "busy", "remedy: {flat: 10.00, repeat: {times: 2, excused: break}}", each="hour", target="at most 50 %"
        ),
        "rights: {end: {holder: client, when: {missed: busy, in_a_row: 2, excused: break}, what: end, "
        "open_for: 5 days}}",
    )
    hours = over(*((f"busy 2025-06-03T{hour:02}:00+02:00", "60") for hour in (9, 10, 14)))
    statement = evaluate(contract, None, "2025-06-03", facts=facts(hours))
    assert [amount for _, _, amount in left(statement)] == ["10.00", "20.00", "10.00"]
    assert [str(right.lapses) for right in statement.rights] == ["2025-06-09"]


def test_two_suspensions_of_one_another_look_at_the_figures_before_either(agreed: Agreed) -> None:
    contract = agreed(
        promise("a", "remedy: {flat: 10.00}") + promise("b", "remedy: {flat: 10.00}"),
        "suspensions: {one: {when: {missed: a}, commitments: b}, two: {when: {missed: b}, commitments: a}}",
    )
    both = facts(over(("a 2025-06", "70"), ("b 2025-06", "70")))
    statement = evaluate(contract, None, "2025-06", facts=both)
    assert [result.verdict for result in statement] == [Verdict.SUSPENDED, Verdict.SUSPENDED]
    one = facts(over(("a 2025-06", "70"), ("b 2025-06", "85")))
    assert [result.verdict for result in evaluate(contract, None, "2025-06", facts=one)] == [
        Verdict.MISSED, Verdict.SUSPENDED,
    ]  # fmt: skip


def test_a_suspension_that_looks_back_remembers_earlier_months(agreed: Agreed) -> None:
    contract = agreed(promise("a") + promise("b", "remedy: {flat: 10.00}"),
                      "suspensions: {x: {when: {missed: a, in_a_row: 2, excused: break}, commitments: b}}")  # fmt: skip
    told = facts(over(("a 2025-05", "70"), ("a 2025-06", "70"), ("b 2025-05", "70"), ("b 2025-06", "70")))
    assert evaluate(contract, None, "2025-05", facts=told)["b"].verdict is Verdict.MISSED
    assert evaluate(contract, None, "2025-06", facts=told)["b"].verdict is Verdict.SUSPENDED


FORECAST = """
responsibilities:
  forecast: {party: client, what: send it, each: month, by: 10 days before start, excuses: prompt}
"""


@pytest.mark.parametrize(
    ("on", "verdict"), [("2025-03-22", Verdict.MISSED), ("2025-03-23", Verdict.EXCUSED), (None, Verdict.EXCUSED)]
)
def test_what_the_client_did_late_in_april_excuses_the_quarter_in_whatever_statement(
    agreed: Agreed, on: str | None, verdict: Verdict
) -> None:
    contract = agreed(promise("prompt", "remedy: {flat: 10.00}", each="quarter"), FORECAST)
    others = [done("forecast", due, due) for due in ("2025-04-21", "2025-05-22")]
    told = replace(facts(over(("prompt 2025-Q2", "70"))), performed=(done("forecast", "2025-03-22", on), *others))
    for period in ("2025-06", "2025-Q2"):
        statement = evaluate(contract, None, period, facts=told)
        assert statement["prompt"].verdict is verdict
    assert [str(owed.period) for owed in evaluate(contract, None, "2025-06", facts=told).responsibilities] == [
        "2025-06"
    ]


def test_a_yearly_responsibility_counts_from_the_day_it_was_due(agreed: Agreed) -> None:
    plan = "{party: client, what: send it, each: year, by: 59 days after start, suspends: prompt}"  # due on 1 March
    contract = agreed(promise("prompt", "remedy: {flat: 10.00}"), f"responsibilities: {{plan: {plan}}}")
    months = facts(over(*((f"prompt 2025-{month:02}", "70") for month in range(1, 13))))
    verdicts = [evaluate(contract, None, f"2025-{month:02}", facts=months)["prompt"].verdict for month in (1, 2, 3, 12)]
    assert verdicts == [Verdict.MISSED, Verdict.MISSED, Verdict.SUSPENDED, Verdict.SUSPENDED]
    whole = evaluate(contract, None, "2025", facts=months)["prompt"].windows
    assert [window.verdict for window in whole] == [Verdict.MISSED] * 2 + [Verdict.SUSPENDED] * 10


def test_an_omission_opens_a_right_on_a_day_on_which_no_window_ends(agreed: Agreed) -> None:
    contract = agreed(
        promise("prompt", each="quarter"),
        "responsibilities: {plan: {party: client, what: send it, each: month, by: 5 days before end}}\n"
        "rights: {stop: {holder: provider, when: {unperformed: plan}, what: stop, open_for: 10 days}}",
    )
    earlier = tuple(done("plan", due, due) for due in ("2025-01-26", "2025-02-23", "2025-03-26", "2025-04-25"))
    told = Facts(performed=(*earlier, done("plan", "2025-05-26", "2025-05-27")))
    assert [str(right.opened) for right in evaluate(contract, None, "2025-05", facts=told).rights] == ["2025-06-01"]
    in_time = Facts(performed=(*earlier, done("plan", "2025-05-26", "2025-05-26")))
    assert evaluate(contract, None, "2025-05", facts=in_time).rights == ()


def test_one_incident_over_several_days_is_paid_once(agreed: Agreed) -> None:
    contract = agreed(
        promise("a", "remedy: {flat: 30.00}", each="day") + promise("b", "remedy: {flat: 50.00}"),
        "incidents: {pay: highest}",
    )
    suffered = (("a", Period.parse("2025-06-02")), ("a", Period.parse("2025-06-03")), ("b", Period.parse("2025-06")))
    told = replace(
        facts(over(("a 2025-06-02", "70"), ("a 2025-06-03", "70"), ("a 2025-06-04", "70"), ("b 2025-06", "70"))),
        incidents=(Incident("INC-1", suffered),),
    )
    statement = evaluate(contract, None, "2025-06", facts=told)
    assert left(statement) == [
        ("a", "credit", "30.00"), ("a", "credit", "0.00"), ("a", "credit", "30.00"), ("b", "credit", "20.00"),
    ]  # fmt: skip
    assert statement.credits == Decimal("80.00")
