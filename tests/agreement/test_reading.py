"""What a good file becomes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from tests.agreement.faults import GOOD

from pactline.agreement.model import Agreement, Vocabulary
from pactline.agreement.reading import AgreementProblems, examine, read
from pactline.values.cadence import Cadence
from pactline.values.calendar import Hours
from pactline.values.exact import RoundingMode, ShareRounding
from pactline.values.period import Each
from pactline.values.target import Bound, Unit

SMALLEST = """\
agreement: Small
provider: A
client: B
term: 2025
zone: UTC
currency: JPY
conventions: common-2026
rounding: {shares: 1 decimal half_up, money: down}
services: {all: {hours: always}}
commitments:
  answered: {service: all, metric: average_speed_of_answer, each: day, target: at most 30 s}
"""


@pytest.fixture
def agreement(vocabulary: Vocabulary) -> Agreement:
    return read(GOOD.encode(), vocabulary)


def test_the_heading_is_typed(agreement: Agreement) -> None:
    assert (agreement.name, agreement.provider, agreement.client) == (
        "Northwind support", "Northwind Contact GmbH", "Aurora Energy",
    )  # fmt: skip
    assert str(agreement.term) == "2025"
    assert agreement.zone.key == "Europe/Berlin"
    assert agreement.rounding.money is RoundingMode.HALF_UP
    assert agreement.at_risk
    assert (agreement.at_risk.percent, agreement.at_risk.of) == (Fraction(12), "monthly-fee")


def test_a_calendar_has_several_spans_a_day_and_days_of_its_own(agreement: Agreement) -> None:
    office = agreement.services["support"].hours
    morning, afternoon = Hours(time(8), time(12)), Hours(time(13), time(18))
    assert office.hours_on(date(2025, 6, 2)) == (morning, afternoon)
    assert office.hours_on(date(2025, 6, 8)) == ()
    assert office.hours_on(date(2025, 12, 24)) == (morning,)
    assert office.hours_on(date(2025, 12, 25)) == ()
    assert agreement.services["support"].hours_name == "office"


def test_dated_values_hold_from_their_day(agreement: Agreement) -> None:
    fee = agreement.charges["monthly-fee"].amount
    assert (fee.on(date(2025, 6, 30)), fee.on(date(2025, 7, 1))) == (Decimal("120000.00"), Decimal("125000.00"))
    target = agreement["half-hours"].target
    assert [target.on(date(2025, month, 1)).amount for month in (3, 4)] == [85, 90]


def test_conventions_fill_what_the_commitment_does_not_say_and_it_may_say_otherwise(agreement: Agreement) -> None:
    assert agreement["prompt-answer"].counting.roll_up == "contact_weighted"
    assert agreement["half-hours"].counting.roll_up == "intervals_met"
    assert agreement["half-hours"].counting.interval == 30
    assert agreement["prompt-answer"].arguments["flow_outs"] == "exclude"


def test_each_tier_becomes_a_commitment_with_what_the_tiers_share(agreement: Agreement) -> None:
    fast, everyone = agreement["two-tiers/fast"], agreement["two-tiers/everyone"]
    assert [str(tier.arguments["within"]) for tier in (fast, everyone)] == ["at most 10 s", "at most 300 s"]
    assert [tier.target.on(date(2025, 1, 1)).amount for tier in (fast, everyone)] == [90, 99]
    assert fast.each == everyone.each == Cadence.of(Each.QUARTER)
    assert fast.clause == everyone.clause == "4.2"
    assert fast.line < everyone.line


def test_a_remedy_beside_the_tiers_applies_to_each(vocabulary: Vocabulary) -> None:
    text = GOOD.replace(", remedy: {flat: 1000.00}}", "}").replace(
        "each: quarter", "each: quarter\n    remedy: {flat: 700.00}"
    )
    agreement = read(text.encode(), vocabulary)
    for tier in ("fast", "everyone"):
        remedy = agreement[f"two-tiers/{tier}"].remedy
        assert remedy
        assert (remedy.shape, remedy.terms.on(date(2025, 1, 1))) == ("flat", Decimal("700.00"))


def test_a_bonus_has_its_mark(agreement: Agreement) -> None:
    bonus = agreement["prompt-answer"].bonus
    assert bonus
    assert bonus.when
    assert (bonus.shape, bonus.when.bound, bonus.when.amount, bonus.when.unit) == (
        "flat", Bound.AT_LEAST, 90, Unit.PERCENT,
    )  # fmt: skip


def test_a_reading_of_the_conventions_that_nothing_asks_for_is_left_out(vocabulary: Vocabulary) -> None:
    usual = {**vocabulary.conventions["common-2026"], "short_abandons": "count"}
    words = replace(vocabulary, conventions={"common-2026": usual})
    for counted, short_abandons in (("offered", "count"), ("answered", None)):
        text = SMALLEST.replace("average_speed_of_answer", f"volume, counted: {counted}").replace("30 s", "500")
        assert read(text.encode(), words)["answered"].arguments["short_abandons"] == short_abandons


def test_the_smallest_agreement_means_every_queue_at_every_hour(vocabulary: Vocabulary) -> None:
    agreement = read(SMALLEST.encode(), vocabulary)
    service = agreement.services["all"]
    assert (service.channels, service.queues, service.direction, service.hours_name) == ((), (), None, "always")
    assert agreement.rounding.shares == ShareRounding(1, RoundingMode.HALF_UP)
    assert agreement["answered"].remedy is None
    assert agreement.at_risk is None


def test_a_currency_without_cents_takes_whole_amounts(vocabulary: Vocabulary) -> None:
    promise = "each: day, target: at most 30 s, remedy: {flat: %s}}"
    text = SMALLEST.replace("each: day, target: at most 30 s}", promise)
    assert read((text % "500").encode(), vocabulary)
    assert [p.code for p in examine((text % "500.50").encode(), vocabulary).problems] == ["AGR_MONEY"]


def test_the_digest_is_of_the_exact_bytes(vocabulary: Vocabulary) -> None:
    for raw in (GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode()):
        agreement = read(raw, vocabulary)
        assert agreement.digest == "sha256:" + hashlib.sha256(raw).hexdigest()
        assert agreement["prompt-answer"].line == 22


def test_a_file_and_its_folder_read_alike(tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert read(tmp_path, vocabulary) == read(str(file), vocabulary)
    file.write_text(GOOD.replace("currency: EUR", "currency: EURO"), encoding="utf-8")
    with pytest.raises(AgreementProblems) as refused:
        read(tmp_path, vocabulary)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == (str(file), 6, 11)
    assert problem.excerpt == "currency: EURO"
    assert "agreement.yaml:6:11: AGR_CURRENCY_UNKNOWN" in str(problem)
    assert str(problem).splitlines()[2].index("^") == str(problem).splitlines()[1].index("EURO")


def test_a_file_that_is_far_too_large_is_not_read_to_its_end(tmp_path: Path, vocabulary: Vocabulary) -> None:
    file = tmp_path / "agreement.yaml"
    with file.open("wb") as opened:
        opened.truncate(3_000_000_000)
    assert [p.code for p in examine(file, vocabulary).problems] == ["DOC_TOO_LARGE"]


@pytest.mark.parametrize(
    ("each", "first", "good"),
    [("quarter", "2025-04-01", False), ("quarter", "2025-02-01", True), ("month", "2025-03-01", False)],
)
def test_a_value_is_in_force_when_the_term_begins(each: str, first: str, good: bool, vocabulary: Vocabulary) -> None:
    """Windows are cut to the term: of a term from 1 February the first quarter begins on that day."""
    text = SMALLEST.replace("term: 2025", "term: 2025-02-01/2026-02-01").replace("each: day", f"each: {each}")
    text = text.replace("at most 30 s", f"{{from {first}: at most 30 s}}")
    assert [p.code for p in examine(text.encode(), vocabulary).problems] == ([] if good else ["AGR_DATED"])


def test_markup_and_formulas_in_names_are_only_text(vocabulary: Vocabulary) -> None:
    text = GOOD.replace("Aurora Energy", "'=cmd|calc <script>alert(1)</script>'")
    assert read(text.encode(), vocabulary).client == "=cmd|calc <script>alert(1)</script>"


def test_only_names_of_this_agreement_may_be_named(vocabulary: Vocabulary) -> None:
    text = GOOD.replace("  support: {", "  support: {direction: sideways, ")
    (problem,) = examine(text.encode(), vocabulary).problems
    assert (problem.code, problem.line) == ("AGR_CHOICE", 20)
