"""``pactline staff``: the least agents that keep every promise, for one question or for a forecast."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from pactline.cli.showing import guarded, json_option, print_utf8, read_zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pactline.planning.expected import Expected
    from pactline.planning.requirement.assumptions import Assumptions
    from pactline.planning.requirement.promise import Promise
    from pactline.planning.requirement.promises import LeftOut
    from pactline.planning.requirement.staffing import Plan, StaffedQueue

_FOR_FORECASTS = (
    "folder", "forecast", "queues", "mode", "minimum", "worst_interval", "method", "follow", "fill_idle", "against",
    "zone", "output", "html_file", "png_file",
)  # fmt: skip


@click.command("staff")
@click.argument("folder", required=False)
@click.option("--offered-per-hour", type=float, metavar="N", help="One question: contacts that come in an hour.")
@click.option("--aht", type=float, metavar="S", help="One question: mean handling time in seconds, wrap-up included.")
@click.option("--agents", type=float, metavar="N", help="One question: say what N agents deliver.")
@click.option("--patience", metavar="S|FILE", help="Mean seconds of patience, or what `pactline patience -o` wrote; "
              "left out: nobody gives up (Erlang C).")  # fmt: skip
@click.option("--promise", "tiers", multiple=True, metavar="P/S", help="90/10: 90 % within 10 s; may be repeated.")
@click.option(
    "--definition",
    type=click.Choice(["sl_offered", "sl_answered", "sl_excl_short", "sl_wait"]),
    default="sl_offered",
    show_default=True,
    help="Of --promise: answered in time over all offered, over the answered, over all but those who gave up in time, "
    "or with those counted as met.",
)
@click.option("--abandonment", metavar="P%", help="At most so much is abandoned, such as 3%.")
@click.option("--asa", metavar="S", help="The average speed of answer is at most so many seconds.")
@click.option("--occupancy", metavar="P%", help="Agents are busy for at most so much of their time, such as 85%.")
@click.option("--shrinkage", multiple=True, metavar="P%", help="Paid time that is lost, such as 30%, or at some hours "
              "12:00-14:00=40%; may be repeated.")  # fmt: skip
@click.option("--concurrent", multiple=True, metavar="CHANNEL=KxF", help="chat=3x1.6: an agent has three chats at "
              "once, each then takes 1.6 times as long; may be repeated.")  # fmt: skip
@click.option("--forecast", metavar="FILE", help="What `pactline forecast -o` wrote.")
@click.option("--queue", "queues", multiple=True, help="Only this queue; may be repeated.")
@click.option("--mode", type=click.Choice(["every-interval", "month-total"]), help="Keep every promise in every "
              "interval, or over its own month or day.  [default: every-interval]")  # fmt: skip
@click.option("--worst-interval", metavar="P%", help="month-total: no interval is planned below this share of a "
              "promise.  [default: 75%]")  # fmt: skip
@click.option("--minimum", type=float, metavar="N", help="At least so many agents while a queue is open.")
@click.option(
    "--method",
    type=click.Choice(["steady", "offered-load", "repaired"]),
    help="Each interval by itself; with what earlier ones leave behind; and put right where contacts followed through "
    "the day are short.  [default: offered-load]",
)
@click.option("--follow/--no-follow", default=None, help="Follow contacts through the day and say where promises are "
              "short; default: where handling takes half an interval or more.")  # fmt: skip
@click.option("--fill-idle", metavar="P%", help="Work that may lie is done in so much of the idle time of others.")
@click.option("--against", metavar="FILE", help="Another plan (plan.csv): what it has too many and too few.")
@click.option("--zone", metavar="TZ", help="The zone of days and hours; default: the agreement's or the forecast's.")
@click.option("-o", "--output", metavar="FILE", help="Write plan.csv for simulate, schedule and plan.")
@json_option
@click.option("--html", "html_file", metavar="FILE", help="Write a page with pictures.")
@click.option("--png", "png_file", metavar="FILE", help="Write the pictures as PNG files.")
@guarded
def command(**given: Any) -> None:
    """The least agents that keep every promise at once, which promise asks for most, and what each costs.

    One question needs no folder. With a forecast, the promises are those of the agreement in FOLDER (counted as it
    counts them), those given here, or both.

    \b
    pactline staff --offered-per-hour 1200 --aht 300 --patience 180 --promise 90/10 --promise 99/300 --abandonment 3%
    pactline staff --offered-per-hour 1200 --aht 300 --promise 80/20 --agents 104
    pactline staff northwind --forecast expected.csv --patience patience.json --shrinkage 30% -o plan.csv
    """
    if given["offered_per_hour"] is not None or given["agents"] is not None:
        _answer(given)
    else:
        _plan(given)


def _answer(given: dict[str, Any]) -> None:
    """One question."""
    from pactline.planning.requirement.as_json import decimals_json
    from pactline.planning.requirement.asking import one_law
    from pactline.planning.requirement.question import asked_question

    _refuse(given, _FOR_FORECASTS, "is for a forecast; leave out --offered-per-hour and --agents")
    if given["offered_per_hour"] is None or given["aht"] is None:
        raise click.UsageError("one question needs both --offered-per-hour and --aht")
    agents, assumptions = given["agents"], _assumptions(given)
    promises = _promises(given)
    if not promises and agents is None:
        raise click.UsageError("nothing is promised: name a promise, such as --promise 80/20, or agents with --agents")
    if len(given["concurrent"]) > 1 or assumptions.shrinkage.at:
        raise click.UsageError("one question has one channel and one time of day")
    at_once = next(iter(assumptions.concurrent.values()), None)
    if agents is not None and not 0 < agents < 1e9:
        raise click.UsageError("--agents is a number above 0")
    question = asked_question(
        given["offered_per_hour"],
        given["aht"] * (at_once.stretch if at_once else 1.0),
        one_law(given["patience"]),
        promises,
        definition=given["definition"],
        slots=at_once.at_once if at_once else 1,
        shrinkage=assumptions.shrinkage.share,
    )
    answer = question.least() if agents is None else question.with_agents(agents)
    if given["as_json"]:
        print_utf8(decimals_json({"rows": [answer.to_json()]}))
    else:
        click.echo(str(answer))


def _plan(given: dict[str, Any]) -> None:
    """Agents for a forecast."""
    from pactline.planning.requirement.as_json import decimals_json, plan_json
    from pactline.planning.requirement.plan_file import write_plan
    from pactline.planning.requirement.plan_text import against_text
    from pactline.planning.requirement.staffing import staff_queues

    _refuse(given, ("aht",), "is for one question; it also needs --offered-per-hour")
    if given["forecast"] is None:
        raise click.UsageError(
            "name a forecast with --forecast (make one with `pactline forecast`), or ask one question with "
            "--offered-per-hour and --aht"
        )
    if given["mode"] == "month-total" and given["method"] == "repaired":
        raise click.UsageError("repaired puts every interval right; with month-total intervals may pay for one another")
    where = read_zone(given["zone"])
    promises, left_out, where, forecasts = _promised(given, where)
    assumptions = _assumptions(given)
    follow = _follow(given["follow"], forecasts)
    plan = staff_queues(forecasts, promises, assumptions, where=where, follow=follow, left_out=left_out)
    text = str(plan)
    if given["output"]:
        write_plan([queue.planned() for queue in plan.queues], given["output"])
        _wrote(given["output"])
    others = _others(plan, given["against"], where)
    text = "\n".join([text, *(against_text(queue, agents, given["against"]) for queue, agents in others)])
    _draw(plan, others, text, given["html_file"], given["png_file"])
    if given["as_json"]:
        print_utf8(decimals_json(plan_json(plan)))
    else:
        click.echo(text)


def _promised(
    given: dict[str, Any], where: ZoneInfo | None
) -> tuple[list[Promise], list[LeftOut], ZoneInfo | None, list[Expected]]:
    """The promises, what of the agreement is not planned for, the zone, and the forecast of the queues asked for."""
    from pactline.planning.expected import read_expected

    if given["folder"] is None:
        return _promises(given), [], where, _only(read_expected(given["forecast"], where), given["queues"])
    from pactline.ledger.folder import ContractFolder
    from pactline.planning.requirement.asking import agreed_promises, first_day

    versions = ContractFolder(given["folder"]).versions
    where = where or versions.last.agreement.zone
    forecasts = _only(read_expected(given["forecast"], where), given["queues"])
    first = first_day(forecasts)
    last = max(each.local(len(each.starts_us) - 1).date() for each in forecasts)
    found, left_out = agreed_promises(versions, first)
    if agreed_promises(versions, last)[0] != found:
        click.echo(f"note: the promises change between {first} and {last}; these are those of {first}", err=True)
    return [*found, *_promises(given)], left_out, where, forecasts


def _only(forecasts: list[Expected], queues: tuple[str, ...]) -> list[Expected]:
    known = {each.queue for each in forecasts}
    if unknown := [queue for queue in queues if queue not in known]:
        raise click.UsageError(f"no queue {unknown[0]!r} is forecast; its queues are {', '.join(sorted(known))}")
    return [each for each in forecasts if not queues or each.queue in queues]


def _promises(given: dict[str, Any]) -> list[Promise]:
    from pactline.planning.requirement.asked import asked_promises

    return asked_promises(
        given["tiers"], definition=given["definition"], abandonment=given["abandonment"], asa=given["asa"],
        occupancy=given["occupancy"],
    )  # fmt: skip


def _assumptions(given: dict[str, Any]) -> Assumptions:
    from pactline.planning.requirement.assumptions import Assumptions

    names = ("patience", "shrinkage", "concurrent", "minimum", "mode", "worst_interval", "method", "fill_idle")
    return Assumptions.of_words(**{name: given[name] for name in names})


def _follow(asked: bool | None, forecasts: list[Expected]) -> bool:
    if asked is not None:
        return asked
    from pactline.planning.requirement.followed import MOST_FOLLOWED

    few = all((each.rates_per_s * each.aht_s <= MOST_FOLLOWED / 10).all() for each in forecasts)  # chats take longer
    return few and any((each.aht_s >= each.length_s / 2).any() for each in forecasts)


def _refuse(given: dict[str, Any], names: tuple[str, ...], why: str) -> None:
    """Options that mean nothing here are refused, not passed over."""
    known = {"html_file": "html", "png_file": "png", "queues": "queue"}
    for name in names:
        if given[name] not in (None, ()):
            shown = "FOLDER" if name == "folder" else f"--{known.get(name, name).replace('_', '-')}"
            raise click.UsageError(f"{shown} {why}")


def _others(plan: Plan, path: str | None, where: ZoneInfo | None) -> list[tuple[StaffedQueue, Any]]:
    """The agents that another plan has for each queue, where one is named."""
    if path is None:
        return []
    from pactline.planning.requirement.plan_file import agents_at, read_plan

    other = read_plan(path, where)
    return [(each, agents_at(other, each.expected.queue, each.expected.starts_us)) for each in plan.queues]


def _draw(
    plan: Plan, others: list[tuple[StaffedQueue, Any]], text: str, html_file: str | None, png_file: str | None
) -> None:
    if not (html_file or png_file):
        return
    from pactline.planning.pictures.drawing import page, write_png
    from pactline.planning.pictures.requirement import plan_against_requirement, requirement_pictures

    pictures = requirement_pictures(plan) + [plan_against_requirement(queue, agents) for queue, agents in others]
    if html_file:
        with open(html_file, "w", encoding="utf-8", newline="") as file:
            file.write(page("Agents that keep the promises", pictures, text))
        _wrote(html_file)
    for name in write_png(pictures, png_file) if png_file else ():
        _wrote(name)


def _wrote(name: str) -> None:
    click.echo(f"wrote {os.path.relpath(name)}", err=True)
