"""From a plan and labour rules to a schedule: shifts without names, weekly tours, or a roster of named agents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pactline.planning.shifts.costs import money
from pactline.planning.shifts.counting_shifts import Counted, NotCovered, Wanted, count_shifts
from pactline.planning.shifts.dealing import deal
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.explaining import Impossible, why_not_covered
from pactline.planning.shifts.rules import Rules
from pactline.planning.shifts.schedule import Proof, Schedule, Shift


def make_shifts(demands: Sequence[Demand], rules: Rules, wanted: Wanted) -> Schedule:
    """Shifts without names that cover each pool at the least cost. Raises Impossible, which says why not."""
    found: list[Shift] = []
    results: list[Counted] = []
    for demand in demands:
        if reasons := why_not_covered(demand, rules, wanted):
            raise Impossible(reasons)
        try:
            results.append(count_shifts(demand, rules, wanted))
        except NotCovered as failed:
            raise Impossible(why_not_covered(demand, rules, wanted, failed)) from None
        found += deal(results[-1], rules, demand.slots, demand.pool)
    cyclic = rules.week.edge == "cyclic"
    schedule = Schedule(rules.rules, rules.costs.currency, tuple(demands), tuple(found), proof_of(results, rules, wanted), cyclic)
    if wanted.hard:
        assert all((schedule.balance(demand) >= 0).all() for demand in demands), "the shifts cover what they should"
    return schedule


def proof_of(results: Sequence[Counted], rules: Rules, wanted: Wanted) -> Proof:
    """What the solver said about all parts together."""
    objective, bound = sum(each.objective for each in results), sum(each.bound for each in results)

    def amount(value: float) -> Decimal:
        return Decimal(round(value)) if wanted.fewest else money(value)

    return Proof(
        "optimal" if all(each.status == "optimal" for each in results) else "feasible",
        amount(objective), amount(bound), "shifts" if wanted.fewest else rules.costs.currency,
        sum(each.seconds for each in results), wanted.limits.workers, wanted.limits.seed,
    )  # fmt: skip
