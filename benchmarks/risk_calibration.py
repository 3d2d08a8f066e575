"""Whether a stated risk is the risk: months simulated contact by contact, counted by hand, against what plans say.

    python benchmarks/risk_calibration.py [--months 1200] [--stated 2000] [--days 8000] [--write benchmarks/RISK.md]

Plans and their stated risks come from ``pactline.planning.risk``. The months they are held against come from a loop of
its own below (no formula, no table, no statement): contacts one by one, agents that come and go at the edges of
intervals and finish what they hold, days whose volume is off by a factor. Then how much the late contacts of a day
scatter, from which ``pactline.planning.risk.noise.LEARNT`` is taken, and the table of plans and prices for one promise
under day-level errors of four sizes. No part of the test suite, which holds a small version of it.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np

from pactline.agreement.reading import read
from pactline.planning.expected import Expected
from pactline.planning.queueing.steady import steady
from pactline.planning.requirement.assumptions import Assumptions
from pactline.planning.risk.noise import LEARNT, inflation
from pactline.planning.risk.outlook import Outlook
from pactline.planning.risk.plans import Level, Prices, plan_of
from pactline.planning.risk.scores import Chance
from pactline.statement.rules import vocabulary
from pactline.values.calendar import Calendar
from pactline.values.period import Period
from pactline.values.zone import zone

try:
    from numba import njit
except ImportError:  # the same, slowly

    def njit(**_):
        """Leave the function as it is."""
        return lambda function: function


WHERE = zone("Europe/Berlin")
PERIOD = Period.parse("2025-09")  # 22 working days
HEAD = """\
agreement: Calibration
provider: Centre
client: Client
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
calendars: {day: {mon-fri: "08:00-19:00"}}
charges: {fee: {each: month, amount: 120000.00}}
services: {line: {channels: [voice], queues: [line], direction: inbound, hours: day}}
commitments:
"""
EIGHTY = """\
  prompt:
    clause: "1"
    service: line
    metric: service_level
    within: 20 s
    abandons: count_all
    each: month
    target: at least 80 %
    remedy: {bands: {of: fee, table: [{below: 80 %, from: 75 %, credit: 5 %}, {below: 75 %, credit: 10 %}]}}
"""
LATER = """\
  everyone:
    clause: "2"
    service: line
    metric: service_level
    within: 90 s
    abandons: count_all
    each: month
    target: at least 93 %
    remedy: {flat: 1000.00}
  lost:
    clause: "3"
    service: line
    metric: abandonment_rate
    short_abandons: count
    each: month
    target: at most 5 %
    remedy: {flat: 1000.00}
"""


@dataclass(frozen=True)
class Centre:
    """One queue: its load at the peak, how long contacts take and wait, and how far off a day's forecast is."""

    name: str
    erlang: float
    aht_s: float
    patience_s: float
    cv: float
    several: bool = False  # three commitments instead of one

    def expected(self) -> Expected:
        """Eleven hours a day with one long peak; a day has 79 % of what it would have at the peak throughout."""
        starts = []
        for day in PERIOD.days():
            for span in Calendar.of_week(["mon-fri 08:00-19:00"]).spans(Period(day, day + timedelta(days=1)), WHERE):
                starts += range(span.start, span.end, 900_000_000)
        at = np.arange(len(starts)) % 44
        shape = 0.55 + 0.45 * np.sin(np.pi * (at + 0.5) / 44) ** 0.9
        many = self.erlang / self.aht_s * 900 * shape
        same = np.full(len(starts), self.aht_s)
        return Expected("line", "voice", WHERE, 900_000_000, np.array(starts), many, many, many, same, self.cv, 0.5)

    def outlook(self) -> Outlook:
        """What the product is told."""
        text = HEAD + EIGHTY + (LATER if self.several else "")
        agreement = read(text.encode(), vocabulary(), name="calibration.yaml")
        return Outlook.over(agreement, PERIOD, [self.expected()], assumed=Assumptions(patience=self.patience_s))


@njit(cache=False)
def live_through(arrivals, handling, patience, agents, free):
    """Wait of every contact of a day in seconds from its opening, and whether it was served; in order of arrival."""
    waits, served = np.zeros(len(arrivals)), np.zeros(len(arrivals), dtype=np.bool_)
    quarter, here = 0, int(agents[0])
    free[:here] = 0.0
    for number in range(len(arrivals)):
        while True:
            first = 0
            for place in range(1, here):
                if free[place] < free[first]:
                    first = place
            begins = free[first] if here > 0 else np.inf
            begins = max(begins, arrivals[number])
            edge = 900.0 * (quarter + 1)
            if quarter + 1 < len(agents) and edge <= begins:
                quarter += 1
                while here < agents[quarter]:
                    free[here] = edge
                    here += 1
                while here > agents[quarter]:  # who is free first goes, after what is in hand
                    first = 0
                    for place in range(1, here):
                        if free[place] < free[first]:
                            first = place
                    free[first] = free[here - 1]
                    here -= 1
                continue
            break
        wait = begins - arrivals[number]
        if wait <= patience[number]:
            waits[number], served[number] = wait, True
            free[first] = begins + handling[number]
        else:
            waits[number] = patience[number]
    return waits, served


def months_missed(centre: Centre, agents: np.ndarray, months: int, seed: int) -> tuple[int, float]:
    """How many of so many months miss anything, counted by hand; and the mean share in time."""
    draw = np.random.default_rng(seed)
    queue = centre.expected()
    days = queue.offered.reshape(-1, 44)
    plan = agents.reshape(-1, 44)
    sigma = np.sqrt(np.log1p(centre.cv**2))
    missed, shares = 0, []
    free = np.zeros(int(agents.max()) + 1)
    for _ in range(months):
        error, offered, in_time, soon, lost = 0.0, 0, 0, 0, 0
        for number in range(len(days)):
            fresh = draw.standard_normal()
            error = fresh if number == 0 else 0.5 * error + np.sqrt(0.75) * fresh
            factor = np.exp(sigma * error - sigma**2 / 2)
            many = draw.poisson(days[number] * factor)
            arrivals = np.sort((np.repeat(np.arange(44), many) + draw.uniform(size=many.sum())) * 900.0)
            waits, served = live_through(
                arrivals, draw.exponential(centre.aht_s, len(arrivals)),
                draw.exponential(centre.patience_s, len(arrivals)), plan[number], free,
            )  # fmt: skip
            offered += len(arrivals)
            in_time += int((served & (waits <= 20)).sum())
            soon += int((served & (waits <= 90)).sum())
            lost += int((~served).sum())
        bad = in_time < 0.8 * offered
        if centre.several:
            bad = bad or soon < 0.93 * offered or lost > 0.05 * offered
        missed += bad
        shares.append(in_time / offered)
    return missed, float(np.mean(shares))


CENTRES = (
    Centre("40 Erlang, days off by 5 %", 40, 300, 180, 0.05),
    Centre("40 Erlang, days off by 10 %", 40, 300, 180, 0.10),
    Centre("12 Erlang, days off by 5 %", 12, 240, 240, 0.05),
    Centre("5 Erlang, days off by 3 %", 5, 180, 300, 0.03),
    Centre("25 Erlang, forecast exact: chance alone", 25, 300, 180, 0.0),
    Centre("20 Erlang, three commitments, days off by 7 %", 20, 270, 240, 0.07, several=True),
)


def plan_at_risk(outlook: Outlook, risk: float, months: int) -> tuple[Level, np.ndarray, Chance]:
    """The plan whose stated risk comes nearest to this one, and what is stated of it from other months than those by
    which it was chosen."""
    low, high = -0.3, 0.4
    found = []
    for _ in range(9):
        middle = round((low + high) / 2, 4)
        (planned,) = outlook.least(middle)
        chance = outlook.risk((planned.agents,), months, 1).any_missed
        found.append((abs(chance.share - risk), middle, planned.agents))
        low, high = (middle, high) if chance.share > risk else (low, middle)
    _, more, agents = min(found, key=lambda each: (each[0], each[1]))
    return Level(more=more), agents, outlook.risk((agents,), 2 * months, 2).any_missed


def calibration(months: int, stated: int) -> list[str]:
    """Stated and observed risk for each centre, at 10 % and at about a third."""
    lines = [
        "| centre | plan for | stated | missed of months simulated contact by contact | 95 of 100 times |",
        "| --- | --- | --- | --- | --- |",
    ]
    total, expected = Chance(0, 0), 0.0
    for number, centre in enumerate(CENTRES):
        for part, risk in enumerate((0.1, 0.33)):
            level, agents, chance = plan_at_risk(centre.outlook(), risk, stated)
            missed, _ = months_missed(centre, agents, months, 1000 + 10 * number + part)
            seen = Chance(missed, months)
            low, high = seen.interval
            lines.append(
                f"| {centre.name} | {level} | {chance.share:.1%} | {missed} of {months}: {seen.share:.1%} | "
                f"{low:.1%} to {high:.1%} |"
            )
            print(lines[-1], flush=True)
            if risk == 0.1:
                total = Chance(total.times + missed, total.of + months)
                expected += chance.share * months
    low, high = total.interval
    lines.append(
        f"| all, plans of about 10 % | | {expected / total.of:.1%} | {total.times} of {total.of}: {total.share:.1%} | "
        f"{low:.1%} to {high:.1%} |"
    )
    return lines


SPREADS = (
    (40.0, 300.0, 180.0, (36, 39, 42, 45)),
    (12.0, 200.0, 180.0, (11, 13, 14, 16)),
)
"""Load in Erlang, handling time and patience in seconds, and numbers of agents."""


def spread_seen(erlang: float, aht_s: float, patience_s: float, agents: int, days: int, seed: int) -> float:
    """The variance of the late contacts of a day of eleven hours at one load (the first half hour is left out), over
    that of independent contacts."""
    draw = np.random.default_rng(seed)
    quarters, opens_s = 46, 1800.0
    plan, free = np.full(quarters, agents), np.zeros(agents + 1)
    seen = np.zeros((days, 2))
    for day in range(days):
        many = draw.poisson(erlang / aht_s * 900 * quarters)
        arrivals = np.sort(draw.uniform(0, 900.0 * quarters, many))
        waits, served = live_through(
            arrivals, draw.exponential(aht_s, many), draw.exponential(patience_s, many), plan, free
        )
        inside = arrivals > opens_s
        seen[day] = inside.sum(), (inside & ~(served & (waits <= 20))).sum()
    share = seen[:, 1].sum() / seen[:, 0].sum()
    away = seen[:, 1] - share * seen[:, 0]
    return float(away.var() / (seen[:, 0].mean() * share * (1 - share)))


def spread(days: int) -> list[str]:
    """What simulated days show against what the chain says by itself, without the factor that was learnt from it."""
    lines = ["| load | agents | late | by the chain | simulated | ratio |", "| --- | --- | --- | --- | --- | --- |"]
    ratios = []
    for erlang, aht_s, patience_s, staffings in SPREADS:
        for agents in staffings:
            rate = np.array(erlang / aht_s)
            state = steady(rate, aht_s, float(agents), patience_s)
            said = float(inflation(rate, np.array(aht_s), np.array(float(agents)), state, 20.0)) / LEARNT
            seen = spread_seen(erlang, aht_s, patience_s, agents, days, 100 + agents)
            ratios.append(seen / said)
            late = 1 - float(state.served_within(20.0))
            lines.append(f"| {erlang:g} Erlang | {agents} | {late:.1%} | {said:.1f} | {seen:.1f} | {ratios[-1]:.3f} |")
            print(lines[-1], flush=True)
    error = np.sqrt(2 / days / len(ratios))
    return [*lines, f"| mean | | | | | {np.mean(ratios):.3f} (standard error {error:.3f}) |"]


def table_of_plans(months: int) -> list[str]:
    """Planning levels against the size of the error, as a share of the months missed; and what is cheapest."""
    cvs = (0.0, 0.05, 0.10, 0.15)
    lines = [
        "| plan for | agent-hours | staff cost | " + " | ".join(f"missed, days off by {cv:.0%}" for cv in cvs)
        + " | " + " | ".join(f"credits, {cv:.0%}" for cv in cvs) + " |",
        "| --- |" + " --- |" * (2 + 2 * len(cvs)),
    ]  # fmt: skip
    base = Centre("", 40, 300, 180, 0.0)
    outlooks = [replace(base, cv=cv).outlook() for cv in cvs]
    for level in (0.80, 0.82, 0.84, 0.86, 0.88, 0.90, 0.93):
        plans = [
            plan_of(each, f"{level:.0%}", each.least(0.0, level), Prices(Decimal(25)), months, 1) for each in outlooks
        ]
        lines.append(
            f"| {level:.0%} | {plans[0].hours:,.0f} | {plans[0].cost:,.0f} | "
            + " | ".join(f"{plan.risk.any_missed.share:.2f}" for plan in plans)
            + " | " + " | ".join(f"{plan.risk.credits:,.0f}" for plan in plans) + " |"
        )  # fmt: skip
        print(lines[-1], flush=True)
    return lines


def main() -> None:
    """Run it and print (or write) the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--months", type=int, default=1200)
    options.add_argument("--stated", type=int, default=2000)
    options.add_argument("--days", type=int, default=8000)
    options.add_argument("--write", type=Path)
    given = options.parse_args()
    began = time.perf_counter()
    lines = [
        "# A stated risk against months simulated contact by contact",
        "",
        "`python benchmarks/risk_calibration.py`. The plan is the one whose stated risk comes nearest to 10 % (and to",
        "a third); what is stated of it comes from other simulated months than those it was chosen by. The months it",
        "is held against are simulated by an event loop of the benchmark's own, with days that open empty, a lognormal",
        "AR(1) error (lag 0.5) of the day's volume, agents changing at every quarter of an hour, and counted by hand.",
        "Every row has months of its own: 95 of 100 rows should have the stated risk in their interval.",
        "",
        *calibration(given.months, given.stated),
        "",
        "## How much the late contacts of a day scatter",
        "",
        "Variance of the contacts of a day that are not served within 20 s, over that of independent contacts;",
        f"{given.days:,} days of eleven hours at one load each. The factor `LEARNT` of the plan is the mean ratio.",
        "",
        *spread(given.days),
        "",
        "## Plans and prices for 80 % within 20 s",
        "",
        "40 Erlang at the peak, 22 days of 11 hours, mean handling time 300 s, mean patience 180 s; 25 an hour;",
        "credits of 6,000 under 80 % and 12,000 under 75 % in the month.",
        "",
        *table_of_plans(given.stated),
        "",
    ]
    text = "\n".join(lines)
    if given.write:
        given.write.write_text(text, encoding="utf-8")
    print(text)
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
