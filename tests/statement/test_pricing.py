"""The money that each answer to an open question moves, against sums done by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest
from tests.agreement.amendment_faults import folder

from pactline.agreement.versions import ExaminedVersions, examine_versions
from pactline.importers.facts.reading import read_facts
from pactline.records.facts import NO_FACTS, Facts
from pactline.records.record_set import RecordSet
from pactline.statement.counting.counted import Counted
from pactline.statement.questions.known_periods import joined, known_periods
from pactline.statement.questions.pricing import MOST_ANSWERS, Pricing, price
from pactline.statement.rules import vocabulary
from pactline.values.period import Period

HEAD = """\
agreement: Priced
provider: Northwind Contact
client: Aurora Energy
term: 2025-01-01/2026-01-01
zone: UTC
currency: EUR
conventions: common-2026
rounding: {shares: 1 decimal half_up, money: half_up}
services: {all: {hours: always}}
charges:
  fee: {each: month, amount: 120000.00}
  sum: {each: year, amount: 20000.00}
  bill: {each: month, billed: charges.csv}
  next-bill: {next: bill}
"""
REPORTED = "service: all\n    metric: reported\n    means: as reported\n    measured: figures\n    "
SPEED = (
    HEAD
    + f"""\
commitments:
  asa:
    {REPORTED}unit: seconds
    better: lower
    each: year
    target: at most 45 s
    rounding: 0 decimals half_up
    remedy:
      bands:
        of: sum
        table:
          - {{from: 46 s, to: 48 s, credit: 25 %}}
          - {{from: 49 s, to: 51 s, credit: 50 %}}
          - {{from: 52 s, to: 54 s, credit: 75 %}}
          - {{from: 55 s, credit: 100 %}}
"""
)
SEVERITY = (
    HEAD
    + f"""\
commitments:
  answered:
    {REPORTED}unit: percent
    better: higher
    each: month
    target: at least 99 %
    rounding: 1 decimal half_up
    remedy:
      points:
        into: severity
        table:
          - {{from: 98 %, to: 98.9 %, points: 1}}
          - {{from: 97 %, to: 97.9 %, points: 2}}
          - {{from: 96 %, to: 96.9 %, points: 3}}
          - {{below: 96 %, points: 4}}
      repeat: {{times: 2, excused: skip}}
points: {{severity: {{each: month, rate: {{percent: 1 %, of: fee}}}}}}
relief: {{causes: {{storm: {{effect: excuse_window}}}}}}
"""
)
COLUMNS = "commitment,first,last,counted,good,value,evidence\n"


def facts_of(at: Path, **files: str) -> Facts:
    """Fact files written into a folder and read from it; the name of a file with _ for its dot."""
    for name, text in files.items():
        (at / name.replace("_", ".").replace("-", "_")).write_text(dedent(text), encoding="utf-8")
    return read_facts(at)


def months(*values: str, commitment: str = "answered") -> str:
    """A figures.csv with one value for each month from January on."""
    firsts = [f"2025-{month:02d}-01" for month in range(1, 13)]
    ends = ("31", "28", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31")
    rows = [f"{commitment},{f},{f[:8]}{e},,,{v},x" for f, e, v in zip(firsts, ends, values, strict=False)]
    return COLUMNS + "\n".join(rows) + "\n"


def priced(source: str | Path, facts: Facts = NO_FACTS, records: RecordSet | None = None) -> Pricing:
    """Every open question of an agreement with its prices."""
    examined = examine(source)
    return price(examined, Counted(records, facts), lambda texts: known_periods(texts, records, facts))


def examine(source: str | Path) -> ExaminedVersions:
    """The agreement in a folder or in a text."""
    return examine_versions(source if isinstance(source, Path) else source.encode(), vocabulary())


def amounts(pricing: Pricing, about: str) -> dict[str, str | None]:
    """The amount of each answer to one question."""
    (found,) = [each for each in pricing.priced if each.question.about == about]
    return {p.choice.answer: None if p.amount is None else str(p.amount) for p in found.prices}


def test_48_6_seconds_are_10_000_or_5_000_by_the_rounding(tmp_path: Path) -> None:
    """contracts.md C6: half-up 49, a band of 50 % of 20,000.00; cut off 48, a band of 25 %."""
    facts = facts_of(tmp_path, figures_csv=COLUMNS + "asa,2025-01-01,2025-12-31,,,48.6 s,x\n")
    pricing = priced(
        SPEED.replace("    rounding: 0 decimals half_up\n", "").replace("shares: 1 decimal half_up, ", ""), facts
    )
    (found,) = pricing.priced
    assert found.question.about == "rounding.shares"
    assert amounts(pricing, "rounding.shares") == {"0 decimals half_up": "10000.00", "0 decimals down": "5000.00"}
    assert found.difference == Decimal("5000.00")
    assert (pricing.periods, pricing.currency, pricing.digits) == ((Period.parse("2025"),), "EUR", 2)


@pytest.mark.parametrize(("wait", "half_up", "down"), [("48.5", "10000.00", "5000.00"), ("48.4", "5000.00", "5000.00")])
def test_the_answer_moves_nothing_on_the_other_side_of_the_edge(
    wait: str, half_up: str, down: str, tmp_path: Path
) -> None:
    facts = facts_of(tmp_path, figures_csv=COLUMNS + f"asa,2025-01-01,2025-12-31,,,{wait} s,x\n")
    pricing = priced(SPEED.replace("    rounding: 0 decimals half_up\n", "    rounding: exact\n"), facts)
    assert amounts(pricing, "commitments.asa.rounding") == {"0 decimals half_up": half_up, "0 decimals down": down}
    assert pricing.priced[0].difference == Decimal(half_up) - Decimal(down)


def test_seven_months_of_severity_points_by_the_rounding(tmp_path: Path) -> None:
    """contracts.md C1: 20,400.00; cut off, month 7 (98.96 %) is missed too, a repeat of 1 point: 2,400.00 more."""
    facts = facts_of(tmp_path, figures_csv=months("98.50", "97.40", "99.20", "95.00", "96.90", "98.94", "98.96"))
    pricing = priced(SEVERITY.replace("    rounding: 1 decimal half_up\n", "    rounding: 2 decimals half_up\n"), facts)
    found = amounts(pricing, "commitments.answered.rounding")
    assert (found["1 decimal half_up"], found["1 decimal down"]) == ("20400.00", "22800.00")
    assert "exact" not in found, "98.95 % would have no band"


def test_an_excused_month_between_two_misses_by_what_it_does_to_the_row(tmp_path: Path) -> None:
    """January 98.5 (1 point), February excused, March 98.5: 1 point where that ends the row, else 1 x 2."""
    relief = """\
        R1:
          cause: storm
          from: 2025-02-01
          to: 2025-02-28
          claimed: 2025-03-03
          decision: accepted
          decided_by: both parties
          decided_on: 2025-03-05
          evidence: weather report
        """
    facts = facts_of(tmp_path, figures_csv=months("98.5", "98.5", "98.5"), relief_yaml=relief)
    pricing = priced(SEVERITY.replace(", excused: skip", ""), facts)
    assert amounts(pricing, "commitments.answered.remedy.repeat.excused") == {"break": "2400.00", "skip": "3600.00"}


def test_twelve_points_between_two_rungs(tmp_path: Path) -> None:
    """contracts.md C5: rungs at 10 (2 %) and 15 (4 %) of the next 30,000.00: 600.00, 1,200.00, or 2.8 % of it."""
    text = SEVERITY.replace(
        "rate: {percent: 1 %, of: fee}",
        "ladder: {of: next-bill, table: [{at: 10, credit: 2 %}, {at: 15, credit: 4 %}]}",
    )
    text = text.replace("points: 4}", "points: 12}")
    bills = "charge,first,last,amount\n" + "".join(f"bill,2025-{m}-01,2025-{m}-28,30000.00\n" for m in ("02",))
    facts = facts_of(tmp_path, figures_csv=months("95.0"), charges_csv=bills)
    pricing = priced(text, facts)
    assert amounts(pricing, "points.severity.ladder.between") == {
        "step_down": "600.00",
        "step_up": "1200.00",
        "in_proportion": "840.00",
    }


def test_a_charge_that_is_not_known_yet_leaves_the_amount_pending(tmp_path: Path) -> None:
    text = SEVERITY.replace(
        "rate: {percent: 1 %, of: fee}", "ladder: {of: next-bill, table: [{at: 1, credit: 2 %}, {at: 15, credit: 4 %}]}"
    )
    (found,) = priced(text, facts_of(tmp_path, figures_csv=months("95.0"))).priced
    assert {price.why for price in found.prices} == {"1 still pending"}


def test_table_or_clause_by_precedence(tmp_path: Path) -> None:
    """contracts.md C7: 1,500.00 earned, 5,500.00 and 2,100.00 owed: 6,100.00; by the table 17,100.00 for the holds."""
    text = (
        HEAD
        + f"""\
commitments:
  speed:
    {REPORTED}unit: seconds
    better: lower
    each: month
    target: at most 30 s
    remedy: {{two_sided: {{worse_by: 0 s, better_by: 15 s, per: 1 s, amount: 500.00, steps: exact}}}}
  hold:
    {REPORTED}unit: percent
    better: lower
    each: quarter
    target: {{stated: {{section: at most 5 %, table: at most 0 %}}}}
    remedy: {{per_contact: {{amount: 5.00, parts: exact, beyond: target}}}}
"""
    )
    figures = months("12 s", "22 s", "41 s", commitment="speed") + "hold,2025-01-01,2025-03-31,60000,3420,,x\n"
    pricing = priced(text, facts_of(tmp_path, figures_csv=figures))
    assert amounts(pricing, "precedence") == {"[section, table]": "6100.00", "[table, section]": "21100.00"}
    assert pricing.priced[0].difference == Decimal("15000.00")


CALLS = (
    HEAD
    + """\
commitments:
  voice:
    service: all
    metric: service_level
    within: 20 s
    abandons: count_all
    each: month
    target: at least 80 %
    remedy: {per_point: 100.00}
"""
)


def test_every_way_of_counting_abandons_on_the_same_calls(records: Callable[..., RecordSet]) -> None:
    """Three calls in time, one left after 3 s, one after 8 s: by hand 3/5, 3/3, 3/4 or 4/5, 100.00 a point below 80."""
    calls = "\n".join(
        [f"2025-03-03T09:0{n}:00 answered 5" for n in range(3)]
        + ["2025-03-03T09:04:00 abandoned 3", "2025-03-03T09:05:00 abandoned 8"]
    )
    pricing = priced(CALLS.replace("    abandons: count_all\n", ""), records=records(calls))
    (found,) = pricing.priced
    assert amounts(pricing, "commitments.voice.abandons") == {
        "ignore_all": "0.00",
        "ignore_within_T": "0.00",
        "ignore_short": "500.00",
        "count_all": "2000.00",
        "count_as_met_within_T": "0.00",
        "count_as_met_short": "0.00",
    }
    also = {price.choice.answer: price.also for price in found.prices}
    assert also["ignore_short"] == {"commitments.voice.short_abandon": "5 s"}, "an answer may bring up a further choice"
    assert also["count_all"] is None
    assert pricing.periods == (Period.parse("2025-03"),)


def test_other_open_questions_are_answered_meanwhile_by_their_first_choice(records: Callable[..., RecordSet]) -> None:
    text = CALLS.replace("    abandons: count_all\n", "").replace("shares: 1 decimal half_up, ", "")
    pricing = priced(text, records=records("2025-03-03T09:00:00 answered 5\n2025-03-03T09:04:00 abandoned 30"))
    assert pricing.meanwhile == {"commitments.voice.abandons": "ignore_all", "rounding.shares": "exact"}
    assert amounts(pricing, "commitments.voice.abandons")["count_all"] == "3000.00"
    assert set(amounts(pricing, "rounding.shares").values()) == {"0.00"}, "abandons are ignored meanwhile"


def test_what_is_wrong_besides_leaves_no_answer_with_an_amount(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, figures_csv=COLUMNS + "asa,2025-01-01,2025-12-31,,,48.6 s,x\n")
    text = SPEED.replace("    rounding: 0 decimals half_up\n", "").replace("currency: EUR", "currency: EURO")
    text = text.replace("shares: 1 decimal half_up, ", "")
    (found,) = priced(text, facts).priced
    assert {price.amount for price in found.prices} == {None}
    assert all("AGR_CURRENCY_UNKNOWN" in price.why for price in found.prices)
    assert found.difference is None


def test_without_records_nothing_that_is_counted_has_a_price(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, figures_csv=COLUMNS + "voice,2025-01-01,2025-01-31,,,70,x\n")
    (found,) = priced(CALLS.replace("    abandons: count_all\n", ""), facts).priced
    assert {price.why for price in found.prices} == {"there are no records to count `voice` from"}


def test_outside_the_term_nothing_is_known() -> None:
    (found,) = priced(SPEED.replace("    rounding: 0 decimals half_up\n", "    rounding: exact\n")).priced
    assert {price.why for price in found.prices} == {"nothing is known of any period of the term"}


def test_an_agreement_with_amendments_is_priced_as_a_whole(tmp_path: Path) -> None:
    """A point costs 100.00, from July 200.00. Ten points in June and, a repeat, in July: 1,000.00 + 3 x 2,000.00."""
    text = (
        SPEED[: SPEED.index("commitments:")]
        + f"""\
commitments:
  answered:
    {REPORTED}unit: percent
    better: higher
    each: month
    target: at least 80 %
    remedy: {{per_point: 100.00, repeat: {{times: 3}}}}
"""
    )
    amendment = """\
amendment: Twice as much
effective: 2025-07-01
agreed: {provider: 2025-06-10, client: 2025-06-12}
windows: new
set: {commitments: {answered: {remedy: {per_point: 200.00}}}}
"""
    at = folder(tmp_path, {"one.yaml": amendment}, text)
    facts = facts_of(
        at, figures_csv=COLUMNS + "answered,2025-06-01,2025-06-30,,,70,x\nanswered,2025-07-01,2025-07-31,,,70,x\n"
    )
    pricing = priced(at, facts)
    assert pricing.periods == (Period.parse("2025-06-01/2025-08-01"),)
    assert amounts(pricing, "commitments.answered.remedy.repeat.excused") == {"break": "7000.00", "skip": "7000.00"}


TWO = (
    SPEED.replace("    rounding: 0 decimals half_up\n", "    rounding: exact\n")
    + f"""\
  abandoned:
    {REPORTED}unit: percent
    better: lower
    each: year
    target: at most 3 %
    rounding: exact
    remedy: {{flat: 700.00}}
"""
)


def test_an_answer_that_touches_one_commitment_is_priced_by_that_commitment(tmp_path: Path) -> None:
    """The other commitment costs 700.00 whatever the answer; only what moves is shown."""
    rows = "asa,2025-01-01,2025-12-31,,,48.6 s,x\nabandoned,2025-01-01,2025-12-31,,,4 %,x\n"
    pricing = priced(TWO, facts_of(tmp_path, figures_csv=COLUMNS + rows))
    assert amounts(pricing, "commitments.asa.rounding") == {
        "0 decimals half_up": "10000.00", "0 decimals down": "5000.00",
    }  # fmt: skip
    assert pricing.priced[0].only == "asa"


def test_an_answer_that_a_cap_passes_on_to_others_is_priced_by_the_whole(tmp_path: Path) -> None:
    """Of 10,700.00 the cap leaves 6,000.00; of 5,700.00 everything. Each line is cut, so no line alone tells it."""
    rows = "asa,2025-01-01,2025-12-31,,,48.6 s,x\nabandoned,2025-01-01,2025-12-31,,,4 %,x\n"
    capped = TWO + "caps: {year: {each: year, at_most: 6000.00}}\n"
    pricing = priced(capped, facts_of(tmp_path, figures_csv=COLUMNS + rows))
    assert amounts(pricing, "commitments.asa.rounding") == {
        "0 decimals half_up": "6000.00", "0 decimals down": "5700.00",
    }  # fmt: skip
    assert pricing.priced[0].only == ""


def test_only_so_many_answers_are_priced(records: Callable[..., RecordSet]) -> None:
    text = CALLS.replace("conventions: common-2026\n", "")
    one = text[text.index("  voice:") :]
    text += "".join(one.replace("voice:", f"voice-{n}:") for n in range(12))
    pricing = priced(text, records=records("2025-03-03T09:00:00 answered 5"))
    prices = [price for found in pricing.priced for price in found.prices]
    assert len(prices) > MOST_ANSWERS
    assert sum(price.amount is not None for price in prices) <= MOST_ANSWERS
    assert "answer some questions first" in prices[-1].why


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        ([], []),
        (["2025-01", "2025-02"], ["2025-01-01/2025-03-01"]),
        (["2025-03", "2025-01"], ["2025-01", "2025-03"]),
        (["2025-Q1", "2025-02", "2025-04"], ["2025-01-01/2025-05-01"]),
    ],
)
def test_periods_that_touch_become_one(periods: list[str], found: list[str]) -> None:
    assert list(joined(map(Period.parse, periods))) == [Period.parse(each) for each in found]


def test_the_periods_of_figures_are_whole_months_and_whole_periods_of_the_charge_at_risk(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, figures_csv=months("", "70").replace("answered,2025-01-01,2025-01-31,,,,x\n", ""))
    for at_risk, expected in (("", "2025-02"), ("at_risk: {percent: 10 %, of: sum}\n", "2025")):
        versions = examine(SEVERITY + at_risk).versions
        assert versions
        assert known_periods(versions, None, facts) == (Period.parse(expected),)


def test_months_reported_without_what_a_quarter_is_made_of_have_no_figure_and_stop_nothing(tmp_path: Path) -> None:
    """Three mean waits with their calls, and no waits to pool: the open window can still be priced."""
    text = (
        HEAD
        + """\
commitments:
  speed:
    service: all
    metric: average_speed_of_answer
    measured: figures
    target: at most 30 s
    remedy: {flat: 10.00}
"""
    )
    rows = [f"speed,2025-0{n}-01,2025-0{n}-28,100,,{wait} s,x" for n, wait in ((1, 40), (2, 20), (3, 35))]
    pricing = priced(text, facts_of(tmp_path, figures_csv=COLUMNS + "\n".join(rows) + "\n"))
    assert amounts(pricing, "commitments.speed.each") == {"month": "20.00", "quarter": "0.00", "year": "0.00"}
