"""``pactline plan``: what plans for a month to come miss, owe and cost, judged by the code that writes statements."""

from __future__ import annotations

import os
import sys
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from pactline.cli.engine_options import contract_records, opened_for
from pactline.cli.showing import FINDING, guarded, json_option, print_utf8, read_period, tell_notes

if TYPE_CHECKING:
    from pactline.ledger.folder import ContractFolder
    from pactline.planning.expected import Expected
    from pactline.planning.requirement.assumptions import Assumptions
    from pactline.planning.risk.outlook import Outlook
    from pactline.planning.risk.report import Report, Wanted


@click.command("plan")
@click.argument("folder_or_agreement")
@click.option("--forecast", required=True, metavar="FILE", help="What `pactline forecast -o` wrote.")
@click.option("--period", metavar="P", help="The period to plan, such as 2025-04; default: the month of the forecast.")
@contract_records
@click.option("--patience", metavar="S|FILE", help="Mean seconds of patience, or what `pactline patience -o` wrote; "
              "left out: nobody gives up.")  # fmt: skip
@click.option("--shrinkage", multiple=True, metavar="P%", help="Paid time that is lost, such as 30%, or at some hours "
              "12:00-14:00=40%; may be repeated.")  # fmt: skip
@click.option("--concurrent", multiple=True, metavar="CHANNEL=KxF", help="chat=3x1.6: an agent has three chats at "
              "once, each then takes 1.6 times as long; may be repeated.")  # fmt: skip
@click.option(
    "--mode",
    type=click.Choice(["every-interval", "month-total"]),
    default="every-interval",
    show_default=True,
    help="Plans keep every promise in every interval, or over its own month or day.",
)
@click.option("--minimum", type=click.FloatRange(0, 1e6), default=0.0, metavar="N", help="At least so many agents "
              "while a queue is open.")  # fmt: skip
@click.option("--cost-per-hour", metavar="AMOUNT", help="What a scheduled hour of an agent costs.")
@click.option(
    "--risk", default="10%", show_default=True, metavar="P%", help="At most so many months may miss anything."
)
@click.option(
    "--months",
    type=click.IntRange(20, 100_000),
    default=1000,
    show_default=True,
    help="Months (or other periods) to simulate.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed, the same months.")
@click.option("--levels", metavar="LIST", help="What to plan for: -4%,+0%,+4% (contacts fewer or more than forecast) "
              "or 80,84,88 (service levels); default: those worth a look.")  # fmt: skip
@click.option("--add", "additions", multiple=True, metavar="N@FROM-TO[@QUEUE]", help="What if: 2@14:00-16:00@billing "
              "every day, 2@sat 09:00-12:00 or 2@2025-04-07 14:00-16:00; may be repeated.")  # fmt: skip
@click.option("--agents", "given", metavar="FILE", help="Judge this plan (what `pactline staff -o` wrote) as well.")
@click.option("--alike", type=click.FloatRange(0, 1), default=0.0, show_default=True, metavar="R",
              help="Correlation of the forecast errors of different queues on one day.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="Write the recommended plan.csv for simulate and schedule.")
@json_option
@click.option("--html", "html_file", metavar="FILE", help="Write a page with the picture.")
@click.option("--png", "png_file", metavar="FILE", help="Write the picture as PNG.")
@guarded
def command(folder_or_agreement: str, records: str | None, **given: Any) -> None:
    """Plans for a month to come: chances of missing each commitment, credits, bonuses and rights, against staff cost.

    Months are simulated from the forecast and its error and judged by the engine that writes statements. FOLDER holds
    the agreement; its records count where a window began before the plan, and for what the agreement remembers.

    \b
    pactline plan northwind --forecast expected.csv --patience 420 --cost-per-hour 25
    pactline plan northwind --forecast expected.csv --patience patience.json --risk 5% --shrinkage 30% -o plan.csv
    pactline plan northwind --forecast expected.csv --cost-per-hour 25 --add 2@14:00-16:00@billing
    """
    from pactline.ledger.folder import ContractFolder
    from pactline.planning.risk.report import report

    folder = ContractFolder(folder_or_agreement, opened_for(folder_or_agreement, records))
    outlook, wanted = _outlook(folder, given), _wanted(given)
    found = report(outlook, wanted)
    _show(found, given)
    if not found.prices.is_kept:
        sys.exit(FINDING)


def _outlook(folder: ContractFolder, given: dict[str, Any]) -> Outlook:
    from pactline.planning.expected import read_expected
    from pactline.planning.risk.outlook import Outlook

    if not 0 <= given["alike"] <= 1:  # nan is in every range
        raise click.UsageError("--alike takes a correlation from 0 to 1")
    forecasts = read_expected(given["forecast"], folder.versions.last.agreement.zone)
    period = read_period(given["period"]) if given["period"] else _month(forecasts)
    try:
        records = folder.records
    except FileNotFoundError:
        records = None  # a plan needs none: nothing came before it, then
    tell_notes(records)
    return Outlook.over(
        folder.versions, period, forecasts, assumed=_assumptions(given), alike=given["alike"], records=records,
        facts=folder.facts,
    )  # fmt: skip


def _month(forecasts: list[Expected]) -> Any:
    """The month that all of the forecast lies in."""
    days = [queue.local(place).date() for queue in forecasts for place in (0, len(queue.starts_us) - 1)]
    if len({(day.year, day.month) for day in days}) != 1:
        raise click.UsageError(
            f"the forecast reaches from {min(days)} to {max(days)}; name the period to plan with --period"
        )
    return read_period(f"{days[0]:%Y-%m}")


def _assumptions(given: dict[str, Any]) -> Assumptions:
    from pactline.planning.requirement.assumptions import Assumptions

    names = ("patience", "shrinkage", "concurrent", "minimum", "mode")
    return Assumptions.of_words(**{name: given[name] for name in names})


def _wanted(given: dict[str, Any]) -> Wanted:
    from pactline.planning.requirement.asked import read_share
    from pactline.planning.requirement.plan_file import read_plan
    from pactline.planning.risk.plans import Level, Prices
    from pactline.planning.risk.report import Wanted
    from pactline.planning.risk.what_if import Addition

    return Wanted(
        prices=Prices(_cost(given["cost_per_hour"])),
        limit=read_share(given["risk"], "--risk"),
        months=given["months"],
        seed=given["seed"],
        levels=tuple(Level.parse(word) for word in (given["levels"] or "").split(",") if word.strip()),
        additions=tuple(Addition.parse(text) for text in given["additions"]),
        given=tuple(read_plan(given["given"])) if given["given"] else (),
    )


def _cost(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        cost = Decimal(text)
    except InvalidOperation:
        cost = Decimal(-1)
    if not cost.is_finite() or not 0 <= cost < 10**6:
        raise click.UsageError(f"--cost-per-hour takes an amount of money such as 25 or 27.50, not {text!r}")
    return cost


def _show(found: Report, given: dict[str, Any]) -> None:
    from pactline.planning.requirement.as_json import decimals_json
    from pactline.planning.requirement.plan_file import write_plan
    from pactline.planning.risk.as_json import report_json
    from pactline.planning.risk.telling import report_text

    text = "" if given["as_json"] and not given["html_file"] else report_text(found)
    if given["output"]:
        write_plan(found.prices.recommended.queues, given["output"])
        _wrote(given["output"])
    if given["html_file"] or given["png_file"]:
        from pactline.planning.pictures.drawing import page, write_png
        from pactline.planning.pictures.risk import risk_picture

        pictures = [risk_picture(found)]
        if given["html_file"]:
            with open(given["html_file"], "w", encoding="utf-8", newline="") as file:
                file.write(page(f"{found.outlook.text.name}: plans for {found.outlook.period}", pictures, text))
            _wrote(given["html_file"])
        for name in write_png(pictures, given["png_file"]) if given["png_file"] else ():
            _wrote(name)
    if given["as_json"]:
        print_utf8(decimals_json(report_json(found)))
    else:
        click.echo(text)


def _wrote(name: str) -> None:
    click.echo(f"wrote {os.path.relpath(name)}", err=True)
