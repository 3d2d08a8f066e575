"""What holds of money whatever the contract: caps, sums, statements one after the other, memory, amendments, order."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws.drawn_contracts import EVERY, KINDS, Contract, contracts

from pactline.agreement.model import Agreement
from pactline.agreement.reading import read
from pactline.agreement.versions import Versions, read_versions
from pactline.records.facts import Facts, ReliefClaim
from pactline.statement.evaluating import evaluate, memory_before
from pactline.statement.model import Statement
from pactline.statement.rules import vocabulary
from pactline.statement.windows.history import history_of
from pactline.values.period import Each, Period, months_after, window_start

EXAMPLES = int(os.environ.get("PACTLINE_EXAMPLES", "5"))
LAW = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
YEAR = Period.parse("2025-01-01/2026-01-01")
OWED = {"credit": 1, "bonus": -1, "return": -1, "due": -1}


def monthly(contract: Contract, agreement: Agreement | Versions | None = None) -> list[Statement]:
    """The statement of each month, each computed from the start of the term."""
    agreed = agreement or contract.agreement()
    return [evaluate(agreed, None, month, facts=contract.facts) for month in contract.months]


def told(statement: Statement) -> dict[str, Any]:
    """The statement as a program reads it."""
    found: dict[str, Any] = json.loads(json.dumps(statement.to_json()))
    return found


def standing(lines: list[dict[str, Any]]) -> Iterator[tuple[date, Decimal]]:
    """What is credited on each day, less what is taken back of the very same window."""
    credited = {(each["source"], each["window"]) for each in lines if each["kind"] == "credit"}
    for each in lines:
        if each["kind"] == "credit":
            yield date.fromisoformat(each["settles"]), Decimal(each["left"])
        elif each["kind"] == "return" and (each["source"], each["window"]) in credited:
            yield date.fromisoformat(each["settles"]), -Decimal(each["left"])


def test_every_part_of_the_language_is_drawn_often() -> None:
    seen: Counter[str] = Counter()

    @settings(LAW, max_examples=max(200, EXAMPLES), database=None, derandomize=True)
    @given(contracts())
    def draw(contract: Contract) -> None:
        seen.update([*contract.parts, "all"])

    draw()
    print({part: f"{100 * seen[part] // seen['all']} %" for part in sorted(EVERY)})
    assert [part for part in sorted(EVERY) if seen[part] * 100 < seen["all"]] == []
    assert seen.keys() - EVERY == {"all"}


@LAW
@given(contracts())
def test_credits_never_exceed_a_cap_nor_fall_below_zero(contract: Contract) -> None:
    lines = [line for statement in monthly(contract) for line in told(statement)["lines"]]
    assert all(Decimal(line["left"]) >= 0 for line in lines)
    days = list(standing(lines))
    for cap in contract.caps.values():
        for day, _ in days:
            first, end = _limited(cap["each"], day, contract.term)
            inside = sum((amount for settled, amount in days if first < settled <= end), Decimal(0))
            assert inside <= cap["limit"], (cap, day)
    for statement in monthly(contract):
        assert all(cap.after >= 0 for cap in statement.caps)


def _limited(each: str, day: date, term: Period) -> tuple[date, date]:
    month = window_start(day - timedelta(days=1), Each.MONTH)
    end = months_after(month, 1)
    return {
        "month": (month, end),
        "year": (date(month.year, 1, 1), date(month.year + 1, 1, 1)),
        "rolling 6 months": (months_after(end, -6), end),
        "term": (term.first, term.end + timedelta(days=400)),
    }[each]


@LAW
@given(contracts())
def test_money_lines_add_up_to_the_totals_and_come_from_the_windows(contract: Contract) -> None:
    for statement in monthly(contract):
        said = told(statement)
        totals = {key: Decimal(value) for key, value in said["totals"].items() if key != "currency"}
        left = {kind: sum(Decimal(x["left"]) for x in said["lines"] if x["kind"] == kind) for kind in OWED}
        assert totals["credits"] == left["credit"]
        assert totals["bonuses"] == left["bonus"]
        assert totals["dues"] == left["return"] + left["due"]
        assert totals["net"] == sum(OWED[kind] * amount for kind, amount in left.items())
        for result in said["commitments"]:
            own = [x for x in said["lines"] if x["source"] == result["id"] and not _taken_back(x)]
            assert sum(Decimal(x["amount"]) for x in own if x["kind"] in ("credit", "due")) == Decimal(result["credit"])
            assert sum(Decimal(x["amount"]) for x in own if x["kind"] == "bonus") == Decimal(result["bonus"])
            assert sum(Decimal(w["credit"]) for w in result["windows"]) == Decimal(result["credit"])


def _taken_back(line: dict[str, Any]) -> bool:
    return bool(line["kind"] == "return")


@LAW
@given(contracts())
def test_months_one_after_the_other_say_the_same_as_the_year(contract: Contract) -> None:
    agreed = contract.agreement()
    months = [told(each) for each in monthly(contract, agreed)]
    whole = told(
        evaluate(agreed, None, Period(contract.months[0].first, contract.months[-1].end), facts=contract.facts)
    )
    for part in ("lines", "duties", "presumptions", "pending"):
        assert [each for month in months for each in month[part]] == whole[part], part
    for result in whole["commitments"]:
        windows = [w for m in months for c in m["commitments"] if c["id"] == result["id"] for w in c["windows"]]
        assert windows == result["windows"]
    opened = {(right["id"], right["opened"]): right for month in months for right in month["rights"]}
    assert list(opened.values()) == whole["rights"]


@LAW
@given(contracts(), st.integers(1, 11))
def test_memory_read_from_earlier_statements_is_memory_computed_from_the_start(contract: Contract, number: int) -> None:
    agreed, months = contract.agreement(), contract.months
    now = months[min(number, len(months) - 1)]
    computed = evaluate(agreed, None, now, facts=contract.facts)
    if computed.earlier is None:
        return  # nothing in this contract looks back
    filed = [told(each) for each in monthly(contract, agreed) if each.period.end <= now.first]
    random.Random(number).shuffle(filed)
    earlier = history_of(filed, contract.term.first, now.first)
    assert earlier.digest() == memory_before(agreed, None, now, contract.facts).digest()
    replayed = evaluate(agreed, None, now, facts=contract.facts, earlier=earlier)
    assert replayed.canonical == computed.canonical


AMENDMENT = """\
amendment: From July
effective: {day}
agreed: {{provider: 2025-01-02, client: 2025-01-02}}
windows: {windows}
set:
  charges: {{fee: {{amount: 7000.00}}}}
  commitments: {{promise-a: {{target: {target}}}}}
"""


@LAW
@given(contracts(), st.sampled_from(("2025-07-01", "2025-07-10")), st.sampled_from(("split", "old", "new")))
def test_an_amendment_from_july_leaves_junes_bytes_alone(contract: Contract, day: str, windows: str) -> None:
    if "two_sided" in contract.parts or "bonus" in contract.parts:
        return  # a moved target would have to leave their marks on its better side
    kind = contract.agreement()["promise-a"].target.on(contract.term.first)
    target = str(replace(kind, amount=kind.amount))
    with TemporaryDirectory() as folder:
        Path(folder, "agreement.yaml").write_text(contract.text, encoding="utf-8")
        Path(folder, "amendments").mkdir()
        text = AMENDMENT.format(day=day, windows=windows, target=target)
        text = text.replace("7000.00", "7000") if "JPY" in contract.text else text
        Path(folder, "amendments", "a.yaml").write_text(text, encoding="utf-8")
        amended = read_versions(folder, vocabulary())
    before, after = monthly(contract), monthly(contract, amended)
    for plain, with_it in zip(before, after, strict=True):
        if plain.period.end <= date(2025, 7, 1):
            assert plain.canonical == with_it.canonical
        if plain.period.first >= date(2025, 8, 1):
            assert len(with_it.texts) == 1
    settled = [(w.settles, r.id) for s in after for r in s for w in r.windows]
    assert len(settled) == len(set(settled))  # no window twice


@LAW
@given(contracts(), st.integers(0, 2**32))
def test_the_order_of_facts_changes_nothing(contract: Contract, seed: int) -> None:
    chance, facts = random.Random(seed), contract.facts
    turned = Facts(
        figures=tuple(chance.sample(facts.figures, len(facts.figures))),
        charges=tuple(chance.sample(facts.charges, len(facts.charges))),
        incidents=facts.incidents,
    )
    agreed = contract.agreement()
    for month in contract.months[-2:]:
        one = evaluate(agreed, None, month, facts=facts)
        assert one.canonical == evaluate(agreed, None, month, facts=turned).canonical


def all_credits(agreed: Agreement, contract: Contract, facts: Facts) -> Decimal:
    """What the provider owes over the whole term, less what is taken back."""
    whole = evaluate(agreed, None, Period(contract.months[0].first, contract.months[-1].end), facts=facts)
    return whole.credits - whole.dues if not _client_promises(agreed) else whole.credits


def _client_promises(agreed: Agreement) -> bool:
    return any(commitment.by == "client" for commitment in agreed.commitments)


@LAW
@given(contracts(monotone=True), st.integers(0, 2**32))
def test_a_better_figure_never_makes_the_credits_higher(contract: Contract, seed: int) -> None:
    """But for a bank, an earn-back, a bonus, a row of misses or a rolling count that pays once, a suspension, a
    critical failure or a raised floor: each of them was agreed to look at more than how good a figure is."""
    if not contract.facts.figures or "raised" in contract.parts or "at_least" in contract.parts:
        return
    chance, agreed = random.Random(seed), contract.agreement()
    place = chance.randrange(len(contract.facts.figures))
    figures = list(contract.facts.figures)
    kind = agreed[figures[place].commitment].unit.value
    best = Fraction(KINDS[kind][4][-1])
    figures[place] = replace(figures[place], value=best)
    better = replace(contract.facts, figures=tuple(figures))
    assert all_credits(agreed, contract, better) <= all_credits(agreed, contract, contract.facts)


@LAW
@given(contracts(monotone=True), st.integers(0, 2**32))
def test_an_excused_miss_never_costs_more_than_one_that_is_not(contract: Contract, seed: int) -> None:
    if not contract.facts.figures or "raised" in contract.parts:
        return
    text = contract.text + "relief: {causes: {storm: {effect: excuse_window}}}\n"
    agreed = read(text.encode(), vocabulary(), name="agreement.yaml")
    chosen = random.Random(seed).choice(contract.facts.figures)
    claim = ReliefClaim(
        "R-1", "storm", None, None, chosen.period, date(2025, 12, 1), "accepted", commitments=(chosen.commitment,)
    )
    excused = replace(contract.facts, relief=(claim,))
    assert all_credits(agreed, contract, excused) <= all_credits(agreed, contract, contract.facts)
