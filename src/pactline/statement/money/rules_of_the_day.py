"""The rules of the agreement over the money of one settlement day, in their order, and the days on which they act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

from pactline.agreement.model import Agreement, AtRisk
from pactline.records.facts import Facts
from pactline.remedies.rules.caps import caps
from pactline.remedies.rules.critical import critical
from pactline.remedies.rules.floors import floors
from pactline.remedies.rules.incidents import incidents
from pactline.remedies.rules.limits import tile_before
from pactline.remedies.rules.lines import Settling, Unknown
from pactline.remedies.rules.points import points
from pactline.remedies.rules.pools import pools
from pactline.remedies.rules.responsibilities import Owed
from pactline.remedies.rules.view import View
from pactline.statement.money.at_risk import at_risk
from pactline.statement.money.charging import Charges
from pactline.statement.windows.contract import Contract
from pactline.values.money import minor_digits, to_minor
from pactline.values.period import Period

Gained: TypeAlias = Mapping[str, list[tuple[str, Period, Fraction]]]
"""By points scheme: commitment, window and what it brought in."""


def quiet_day(contract: Contract, agreement: Agreement, day: date, facts: Facts) -> Settling:
    """A settlement day on which nothing has happened yet."""
    charges = Charges(contract, facts)
    return Settling(
        view=View(day, {}),
        lines=(),
        earlier=(),
        charge=lambda name, period: charges.of(name, period, day),
        rounded=lambda exact: to_minor(exact, agreement.currency, agreement.rounding.money),
        digits=minor_digits(agreement.currency),
        term=contract.term,
    )


def apply_rules(settling: Settling, agreement: Agreement, facts: Facts, gained: Gained) -> Settling:
    """The day after every rule on money; what depends on an unknown charge is pending."""
    for step in _steps(agreement):
        try:
            settling = _applied(step, settling, agreement, facts, gained)
        except Unknown as unknown:
            settling = settling.waiting(f"{step.replace('_', ' ')}: {unknown}")
    return settling


def rule_days(contract: Contract, period: Period, owed: Sequence[Owed]) -> Iterator[date]:
    """The days of a period on which rules act though perhaps no window ends: the end of the time of a points scheme or
    of a floor, and, where something follows from it, the end of the time of what was not done."""
    for text in contract.texts:
        days = text.days.overlap(period)
        if days is None:
            continue
        schemes = [*text.agreement.rule("points").values(), *text.agreement.rule("floors").values()]
        for each in {scheme.each for scheme in schemes}:
            day = days.first
            while day < days.end:
                end = tile_before(day + timedelta(days=1), each, contract.term).end
                if end <= days.end:
                    yield end
                day = end
    yield from (each.period.end for each in owed if not each.in_time and _acts(contract, each, period))


def _acts(contract: Contract, owed: Owed, period: Period) -> bool:
    rules = contract.on(owed.period.end - timedelta(days=1)).agreement.rules
    return period.first < owed.period.end <= period.end and bool(rules.keys() & {"rights", "duties", "critical"})


def _steps(agreement: Agreement) -> list[str]:
    """The rules on money in their order; the amount at risk is the last of the caps."""
    steps = list(agreement.order)
    if agreement.at_risk is not None:
        steps.insert(steps.index("caps") + 1 if "caps" in steps else len(steps), "at_risk")
    return steps


def _applied(step: str, settling: Settling, agreement: Agreement, facts: Facts, gained: Gained) -> Settling:
    """The day after one step. Raises Unknown when a charge is not known yet."""
    match step:
        case "points":
            return points(settling, agreement.rule("points"), gained)
        case "incidents":
            return incidents(settling, agreement.rule("incidents"), *_linked(facts))
        case "critical":
            return critical(settling, agreement.rule("critical"))
        case "pools":
            return pools(settling, agreement.rule("pools"), _members(agreement))
        case "caps":
            return caps(settling, agreement.rule("caps"))
        case "floors":
            return floors(settling, agreement.rule("floors"))
    assert step == "at_risk", f"{step} is no step"
    terms: AtRisk | None = agreement.at_risk
    assert terms is not None
    return at_risk(settling, terms, agreement.charges[terms.of].each)


def _linked(facts: Facts) -> tuple[dict[str, list[tuple[str, Period]]], dict[str, str]]:
    """The windows of each incident, from incidents.yaml and from the incident column of figures.csv."""
    links = {each.id: list(each.windows) for each in facts.incidents}
    for row in facts.figures:
        if row.incident:
            links.setdefault(row.incident, []).append((row.commitment, row.period))
    return dict(sorted(links.items())), {each.id: each.chosen for each in facts.incidents if each.chosen}


def _members(agreement: Agreement) -> dict[str, frozenset[str]]:
    """The commitments of each pool."""
    found: dict[str, set[str]] = {}
    for commitment in agreement.commitments:
        if commitment.remedy and commitment.remedy.shape == "share_of_pool":
            found.setdefault(commitment.remedy.terms.pool, set()).add(commitment.id)
    return {name: frozenset(ids) for name, ids in found.items()}
