"""Forecasts, plans and rosters, as the commands have them. What they return prints as the command does.

They need the extra ``pactline[planning]``. Options that are words on the command line are the same words here.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Versions
from pactline.records.any_record_set import AnyRecordSet
from pactline.values.duration import Duration
from pactline.values.period import Period
from pactline.values.zone import zone as _zone

if TYPE_CHECKING:
    from pactline.ledger.folder import ContractFolder
    from pactline.planning.expected import Expected
    from pactline.planning.forecasting.asking import Forecasts
    from pactline.planning.patience.looking import Look
    from pactline.planning.queueing.patience_law import PatienceLaw
    from pactline.planning.requirement.plan_file import PlannedAgents
    from pactline.planning.requirement.question import Answer
    from pactline.planning.requirement.staffing import Plan
    from pactline.planning.risk.report import Report
    from pactline.planning.shifts.schedule import Schedule
    from pactline.planning.simulation.outcome import Outcome
    from pactline.statement.model import Statement

Path = str | os.PathLike[str]


def forecast(
    records: AnyRecordSet,
    period: str | None = None,
    *,
    agreement: Agreement | None = None,
    zone: str | None = None,
    interval: str = "15m",
    queues: Sequence[str] = (),
    channels: Sequence[str] = (),
    holidays: Sequence[str] = (),
    special: Path | None = None,
    growth: float = 0.0,
    aht_s: float | None = None,
    level: str = "mixed",
    until: date | None = None,
    at: datetime | None = None,
    so_far: AnyRecordSet | None = None,
) -> Forecasts:
    """Contacts and handling times to come, queue by queue, with the error that such forecasts had in the past.

    ``forecast(contract.records, "2025-04", agreement=contract.agreement)``; without ``period`` the four weeks after
    the records. Opening hours and zone are those of the agreement, or ``zone`` is named and the hours are learnt.
    ``holidays`` are places such as ``"DE"`` or ``"DE-BY"``, ``growth`` a share such as 0.05; ``until`` forgets what
    came from that day on. With ``at`` (local, no zone) and the records ``so_far`` the rest of that day is forecast.
    ``.expected`` goes on to :func:`staff` and :func:`plan`. Raises ValueError where nothing can be said.
    """
    from pactline.planning.forecasting.asking import Asked, ask
    from pactline.planning.forecasting.special_file import Special, read_special

    if zone is None and agreement is None:
        raise ValueError("days are local; name their zone, such as Europe/Berlin, or an agreement, which has one")
    if interval not in ("15m", "30m", "60m"):
        raise ValueError(f"intervals are of 15m, 30m or 60m, not {interval}")
    asked = Asked(
        zone=_zone(zone) if zone else None,
        period=Period.parse(period) if period else None,
        minutes=int(interval[:-1]),
        queues=tuple(queues),
        channels=tuple(channels),
        holidays=tuple(holidays),
        special=read_special(os.fspath(special)) if special else Special({}, {}),
        growth=growth,
        aht_s=aht_s,
        level=level,
        until=until,
        at=at,
    )
    return ask(records, asked, agreement, so_far)


def patience(
    records: AnyRecordSet,
    *,
    zone: str = "UTC",
    period: str | None = None,
    queues: Sequence[str] = (),
    channels: Sequence[str] = ("voice",),
    within: str = "20",
    offered_per_hour: float | None = None,
    aht_s: float | None = None,
    promises: Sequence[str] = (),
    abandonment: str | None = None,
) -> Look:
    """How long customers are prepared to wait, from the waits of those who hung up and of those who were answered.

    ``.law`` goes on to :func:`requirement`; ``write_patience`` of ``pactline.planning.patience.patience_file`` writes
    what ``--patience`` reads. Raises ValueError (TooFewHangUps) where the records say too little.
    """
    from pactline.planning.patience.exposure import Chosen
    from pactline.planning.patience.looking import look_at_patience
    from pactline.planning.requirement.asked import asked_promises

    where = _zone(zone)
    span = Period.parse(period).span(where) if period else None
    return look_at_patience(
        records,
        Chosen(where, tuple(queues), tuple(channels), span=span),
        within_s=Duration.parse(within).ms / 1000,
        rate_per_s=None if offered_per_hour is None else offered_per_hour / 3600,
        aht_s=aht_s,
        promises=asked_promises(promises, abandonment=abandonment),
    )


def requirement(
    offered_per_hour: float,
    aht_s: float,
    *,
    promises: Sequence[str] = (),
    patience: float | Path | PatienceLaw | None = None,
    definition: str = "sl_offered",
    abandonment: str | None = None,
    asa: str | None = None,
    occupancy: str | None = None,
    agents: float | None = None,
) -> Answer:
    """The least agents that keep all promises; with ``agents``, what so many deliver.

    ``requirement(1200, 300, patience=180, promises=["90/10", "99/300"], abandonment="3%").agents`` is 111. Patience is
    mean seconds, a law, or a file that ``pactline patience -o`` wrote; None: nobody gives up. Raises ValueError.
    """
    from pactline.planning.requirement.asking import requirement as _requirement

    return _requirement(
        offered_per_hour,
        aht_s,
        promises=promises,
        patience=patience,
        definition=definition,
        abandonment=abandonment,
        asa=asa,
        occupancy=occupancy,
        agents=agents,
    )


def staff(
    forecast: Path | Sequence[Expected],
    agreement: Agreement | Versions | None = None,
    *,
    promises: Sequence[str] = (),
    definition: str = "sl_offered",
    abandonment: str | None = None,
    asa: str | None = None,
    occupancy: str | None = None,
    follow: bool = False,
    **assumed: Any,
) -> Plan:
    """The least agents for each queue and interval that keep the promises of an agreement, those given, or both.

    ``assumed`` are the words of the command: patience, shrinkage, concurrent, minimum, mode, worst_interval, method,
    fill_idle. ``plan.queues`` has the figures as arrays. Raises ValueError, and Problems for a file that is wrong.
    """
    from pactline.planning.requirement.asking import staff as _staff

    return _staff(
        forecast,
        agreement,
        promises=promises,
        definition=definition,
        abandonment=abandonment,
        asa=asa,
        occupancy=occupancy,
        follow=follow,
        **assumed,
    )


def plan(
    contract: ContractFolder,
    forecast: Path | Sequence[Expected],
    period: str,
    *,
    cost_per_hour: Decimal | str | None = None,
    risk: float = 0.1,
    months: int = 1000,
    seed: int = 1,
    levels: Sequence[str] = (),
    additions: Sequence[str] = (),
    agents: Path | None = None,
    alike: float = 0.0,
    **assumed: Any,
) -> Report:
    """Plans for a period ahead: the chance of missing each commitment, credits and bonuses, against staff cost.

    ``plan(open_contract("northwind"), "expected.csv", "2025-04", cost_per_hour="25", patience="patience.json")``.
    ``risk`` is the share of months that may miss anything, ``levels`` what to plan for (``"-4%"``, ``"84"``),
    ``additions`` what-ifs (``"2@14:00-16:00@billing"``), ``agents`` a plan file to judge beside the others; ``assumed``
    as of :func:`staff`. Raises ValueError, and Problems for a file that is wrong.
    """
    from pactline.planning.expected import read_expected
    from pactline.planning.requirement.assumptions import Assumptions
    from pactline.planning.requirement.plan_file import read_plan
    from pactline.planning.risk.outlook import Outlook
    from pactline.planning.risk.plans import Level, Prices
    from pactline.planning.risk.report import Wanted, report
    from pactline.planning.risk.what_if import Addition

    versions = contract.versions
    if isinstance(forecast, str | os.PathLike):
        forecast = read_expected(forecast, versions.last.agreement.zone)
    try:
        records = contract.records
    except FileNotFoundError:
        records = None  # a plan needs none: nothing came before it, then
    outlook = Outlook.over(
        versions,
        Period.parse(period),
        forecast,
        assumed=Assumptions.of_words(**assumed),
        alike=alike,
        records=records,
        facts=contract.facts,
    )
    wanted = Wanted(
        prices=Prices(None if cost_per_hour is None else Decimal(cost_per_hour)),
        limit=risk,
        months=months,
        seed=seed,
        levels=tuple(Level.parse(each) for each in levels),
        additions=tuple(Addition.parse(each) for each in additions),
        given=tuple(read_plan(agents)) if agents else (),
    )
    return report(outlook, wanted)


def simulate(
    centre: Path,
    period: str,
    *,
    seeds: int = 20,
    seed: int = 1,
    within: str = "20 s",
    contract: ContractFolder | None = None,
) -> Outcome:
    """Let customers go through the centre of a file, event by event: every figure with its standard error.

    With a ``contract`` the contacts of each run are judged by its agreement. Raises ValueError for a centre that does
    not fit the period, and Problems for a file that is wrong.
    """
    from pactline.planning.simulation.simulated import simulate_centre
    from pactline.statement.evaluating import evaluate

    def judge(records: AnyRecordSet) -> Statement:
        assert contract is not None
        return evaluate(contract.versions, records, period, facts=contract.facts)

    return simulate_centre(centre, period, seeds=seeds, seed=seed, within=within, judge=judge if contract else None)


def schedule(plan: Path | Sequence[PlannedAgents], *, period: str | None = None, **options: Any) -> Schedule:
    """Shifts, tours or a roster that cover a plan, under labour rules.

    ``plan`` is a file or the queues of :func:`staff`, ``[each.planned() for each in plan.queues]``. ``options`` are
    those of the command: rules, agents, previous, tours, zone, cover (``"hard"`` or ``"soft"``), ready, fewest,
    overtime, seconds, workers. Raises ValueError for options that do not go together, Problems for files, and
    ``pactline.planning.shifts.explaining.Impossible`` with the reasons where there is no such schedule.
    """
    from pactline.planning.shifts.asked import schedule as _schedule

    return _schedule(os.fspath(plan) if isinstance(plan, os.PathLike) else plan, period=period, **options)
