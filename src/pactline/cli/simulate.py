"""``pactline simulate``: customers go through a plan, event by event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pactline.cli.engine_options import engine_options, refuse_engine
from pactline.cli.showing import guarded, json_option, print_json, read_period, read_zone

if TYPE_CHECKING:
    from pactline.planning.requirement.promise import Promise
    from pactline.planning.simulation.centre import Centre
    from pactline.planning.simulation.outcome import Judge
    from pactline.planning.simulation.running import Run
    from pactline.values.period import Period

_AGENT_METRICS = {"occupancy", "utilisation", "adherence", "conformance", "shrinkage", "staffing_delivered"}


@dataclass(frozen=True)
class _Files:
    """Where the centre comes from."""

    centre: str | None
    plan: str | None
    forecast: str | None
    patience: str | None
    handling_from: str | None
    zone: str | None
    queues: tuple[str, ...]
    concurrent: tuple[str, ...]


@click.command("simulate")
@click.argument("centre", required=False, metavar="[CENTRE.yaml]")
@click.option("--plan", metavar="FILE", help="The plan that pactline staff wrote: agents of each queue and interval.")
@click.option("--forecast", metavar="FILE", help="Volumes and handling times from pactline forecast.")
@click.option("--period", metavar="P", help="2025-03, 2025-W10, 2025-03-05 or FIRST/END; of a plan, default: all.")
@click.option("--zone", metavar="TZ", help="The zone of local days, where plan and forecast do not say it.")
@click.option("--patience", metavar="P", help="Of a plan: mean seconds, or the file of pactline patience.")
@click.option(
    "--concurrent",
    multiple=True,
    metavar="CHANNEL=KxF",
    help="Of a plan, as it was given to staff: chat=3x1.6; may be repeated.",
)
@click.option("--queue", "queues", multiple=True, help="Of a plan: only this queue; may be repeated.")
@click.option("--handling-from", metavar="PATH", help="Draw handling times from these records; scaled to the mean.")
@engine_options
@click.option("--contract", metavar="FOLDER", help="Evaluate every run under this agreement; needs --period.")
@click.option("--seeds", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How many runs.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="The first seed.")
@click.option("--within", default="20", show_default=True, metavar="S", help="The wait of the service level shown.")
@click.option("--by-time", is_flag=True, help="Also by the time of day at which customers came: where it falls short.")
@click.option("--optimise", is_flag=True, help="Find the least agents of every group that keep the promises.")
@click.option("--promise", "tiers", multiple=True, metavar="P/S", help="To every queue, such as 80/20; repeatable.")
@click.option("--abandonment", metavar="P%", help="The most that may hang up, such as 3%.")
@click.option("--asa", metavar="S", help="The longest average speed of answer.")
@click.option("-o", "--output", metavar="FILE", help="Write the contacts of the first run as plain-csv.")
@click.option("--agents-out", metavar="FILE", help="Write what the agents did in the first run as plain-csv.")
@json_option
@guarded
def command(
    centre: str | None, plan: str | None, forecast: str | None, period: str | None, zone: str | None,
    patience: str | None, concurrent: tuple[str, ...], queues: tuple[str, ...], handling_from: str | None,
    contract: str | None, seeds: int, seed: int, within: str,
    by_time: bool, optimise: bool, tiers: tuple[str, ...], abandonment: str | None, asa: str | None,
    output: str | None, agents_out: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Simulate CENTRE, or a plan, and show every figure with its standard error.

    Agents, skills, priorities, overflow, patience, callbacks and redials are followed event by event; the contacts are
    those of the record format, so an agreement can judge them. The same seeds bring the same customers to every plan.
    With numba the first run of a version takes some seconds longer, while the simulation is compiled and kept.

    \b
    pactline simulate centre.yaml --period 2025-03 --seeds 20
    pactline simulate centre.yaml --period 2025-03-05 --optimise --promise 80/20 --abandonment 3%
    pactline simulate --plan plan.csv --patience patience.json --contract northwind --period 2025-03
    pactline simulate centre.yaml --period 2025-03 -o contacts.csv
    """
    from pactline.planning.simulation.by_time import ByTime, to_json
    from pactline.planning.simulation.outcome import play
    from pactline.planning.simulation.telling import by_time_text, outcome_text, situations_json, situations_text

    if handling_from is None:
        refuse_engine("--handling-from")
    days = read_period(period)
    promises = _promises(optimise, tiers, abandonment, asa, contract, days)
    made = _centre(_Files(centre, plan, forecast, patience, handling_from, zone, queues, concurrent), days)
    within_s = _seconds(within)
    numbers = list(range(seed, seed + seeds))
    situations: list[Any] = []
    if optimise:
        made, situations = _optimised(made, promises, numbers)
    judge, agent_states = _judge(contract, days)

    times = ByTime(made, within_s)

    def seen(number: int, run: Run) -> None:
        if by_time:
            times.add(run)
        if number == 0:
            _write(run, output, agents_out)

    outcome = play(made, numbers, within_s=within_s, judge=judge, agent_states=agent_states, seen=seen)
    if as_json:
        extra: dict[str, Any] = {"by_time": to_json(times.rows())} if by_time else {}
        extra |= {"optimised": situations_json(situations)} if optimise else {}
        print_json(outcome.to_json() | extra)
        return
    if optimise:
        click.echo(situations_text(outcome, situations) + "\n")
    click.echo(outcome_text(outcome))
    if by_time:
        click.echo("\n" + by_time_text(times.rows(), within_s))
    if any(queue.patience is None for queue in made.queues) and plan is not None:
        click.echo("Nobody hangs up in this simulation: no --patience was given.")


def _seconds(text: str) -> float:
    from pactline.values.duration import Duration

    try:
        return Duration.parse(text).ms / 1000
    except ValueError as wrong:
        raise click.UsageError(f"--within: {wrong}") from None


def _centre(files: _Files, days: Period | None) -> Centre:
    """The centre that the options name. Raises UsageError for options that do not go together."""
    if (files.centre is None) == (files.plan is None):
        raise click.UsageError("name a centre file, or --plan with a plan that pactline staff wrote (not both)")
    if files.centre is not None and (files.patience is not None or files.concurrent or files.queues):
        raise click.UsageError("--patience, --concurrent and --queue are for --plan; a centre file says it itself")
    from pactline.planning.simulation.over_days import check_sound

    made = _of_file(files, days) if files.centre is not None else _of_plan(files, days)
    if files.forecast is not None:
        from pactline.planning.expected import read_expected
        from pactline.planning.simulation.over_days import with_forecast

        made = with_forecast(made, read_expected(files.forecast, read_zone(files.zone)))
    check_sound(made)
    return _as_handled(made, files.handling_from) if files.handling_from else made


def _of_file(files: _Files, days: Period | None) -> Centre:
    from pactline.planning.simulation.centre_file import read_centre
    from pactline.planning.simulation.over_days import centre_over

    if days is None:
        raise click.UsageError("say which days: --period 2025-03")
    assert files.centre is not None
    return centre_over(read_centre(files.centre), days, Path(files.centre).parent)


def _of_plan(files: _Files, days: Period | None) -> Centre:
    from pactline.planning.requirement.assumptions import Concurrent
    from pactline.planning.requirement.plan_file import read_plan
    from pactline.planning.simulation.over_days import planned_centre, within

    assert files.plan is not None
    plans = read_plan(files.plan, read_zone(files.zone))
    if days is not None:
        plans = within(plans, days)
    if missing := set(files.queues) - {plan.queue for plan in plans}:
        raise click.UsageError(f"the plan has no queue {', '.join(sorted(missing))}")
    plans = [plan for plan in plans if not files.queues or plan.queue in files.queues]
    at_once = dict(Concurrent.parse(text) for text in files.concurrent)
    return planned_centre(plans, _patience(files.patience, [plan.queue for plan in plans]), at_once)


def _patience(said: str | None, queues: Sequence[str]) -> dict[str, Any]:
    from pactline.planning.patience.patience_file import Patience
    from pactline.planning.queueing.patience_law import Exponential
    from pactline.planning.requirement.assumptions import read_seconds_or_laws

    found = read_seconds_or_laws(said)
    if isinstance(found, Patience):
        return {queue: found.of(queue) for queue in queues}
    return dict.fromkeys(queues, None if found is None else Exponential(found))


def _as_handled(centre: Centre, where: str) -> Centre:
    """Handling times as the records have them, in the queues that have enough."""
    from pactline.cli.showing import open_records
    from pactline.planning.simulation.from_records import observed_handling

    laws = observed_handling(open_records(where))
    if not any(queue.name in laws for queue in centre.queues):
        raise click.UsageError("--handling-from: no queue of the centre has 30 answered contacts with talk time there")
    return replace(centre, queues=tuple(replace(q, handling=laws.get(q.name, q.handling)) for q in centre.queues))


def _promises(
    optimise: bool, tiers: tuple[str, ...], abandonment: str | None, asa: str | None, contract: str | None,
    days: Period | None,
) -> list[Promise]:  # fmt: skip
    """What --optimise is to keep: as asked, else what the agreement promises."""
    from pactline.planning.requirement.asked import asked_promises
    from pactline.planning.requirement.promise import Measure

    asked = bool(tiers) or abandonment is not None or asa is not None
    if asked and not optimise:
        raise click.UsageError("--promise, --abandonment and --asa are for --optimise")
    if not optimise:
        return []
    if asked:
        return asked_promises(tiers, abandonment=abandonment, asa=asa)
    if contract is None or days is None:
        raise click.UsageError("say what to keep: --promise 80/20, --abandonment 3%, or --contract with --period")
    from pactline.ledger.folder import ContractFolder
    from pactline.planning.requirement.promises import promises_of

    kept, left_out = promises_of(ContractFolder(contract).agreement, days.first)
    for name, why in left_out:
        click.echo(f"not planned for: {name}: {why}", err=True)
    return [promise for promise in kept if promise.measure is not Measure.DEADLINE and promise.helped_by_agents]


def _optimised(centre: Centre, promises: list[Promise], seeds: list[int]) -> tuple[Centre, list[Any]]:
    from pactline.planning.simulation.situations import optimise_days

    if not promises:
        raise click.UsageError("nothing is promised that agents can keep")
    return optimise_days(centre, promises, seeds[:10], lambda done, of: None)


def _judge(contract: str | None, days: Period | None) -> tuple[Judge | None, bool]:
    """How the agreement looks at a run, and whether it asks for the agents' time."""
    if contract is None:
        return None, False
    if days is None:
        raise click.UsageError("--contract needs the --period that is evaluated")
    from pactline.ledger.folder import ContractFolder

    agreement = ContractFolder(contract).agreement
    agent_states = any(commitment.metric in _AGENT_METRICS for commitment in agreement.commitments)
    return lambda records: ContractFolder(contract, records).evaluate(str(days)), agent_states


def _write(run: Run, output: str | None, agents_out: str | None) -> None:
    from pactline.planning.simulation.records_out import write_agent_states, write_contacts

    for path, write in ((output, write_contacts), (agents_out, write_agent_states)):
        if path is not None:
            click.echo(f"wrote {write(run, Path(path)):,} rows to {path}", err=True)
