"""``pactline schedule``: shifts, tours or a roster that cover a plan under labour rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pactline.cli.showing import FINDING, guarded, json_option, print_json, print_utf8, read_period, read_zone

if TYPE_CHECKING:
    from pactline.planning.shifts.asked import Asked
    from pactline.planning.shifts.schedule import Schedule


@click.command("schedule")
@click.argument("plan", required=False, metavar="[PLAN.csv]")
@click.option("--rules", metavar="FILE", help="Labour rules (YAML); left out, the example that ships.")
@click.option("--rules-example", is_flag=True, help="Print labour rules to start from, and nothing else.")
@click.option("--agents", metavar="FILE", help="Agents by name (YAML or CSV): makes a roster of them.")
@click.option("--previous", metavar="FILE", help="The roster of the days before (CSV), for rest and days in a row.")
@click.option("--tours", is_flag=True, help="Weekly tours: days off in a row, the same start every day.")
@click.option("--week", "period", metavar="P", help="Only these days of the plan, such as 2025-W10 or 2025-03-05.")
@click.option("--zone", metavar="TZ", help="The zone of local days, where the plan does not say it.")
@click.option(
    "--cover", type=click.Choice(["hard", "soft"]),
    help="hard: cover every interval; soft: a shortfall has its price. Left out: hard, with --agents soft.",
)  # fmt: skip
@click.option("--ready", is_flag=True, help="Cover the plan's column agents instead of scheduled (with shrinkage).")
@click.option("--fewest", is_flag=True, help="The least number of shifts instead of the least cost.")
@click.option("--overtime", is_flag=True, help="Shifts may be made longer, as the rules say under overtime.")
@click.option(
    "--add", "additions", multiple=True, metavar="N@FROM-TO[@POOL]",
    help="What if: 2@14:00-16:00, 2@sat 09:00-12:00 or 2@2025-03-05 14:00-16:00@POOL; may be repeated.",
)  # fmt: skip
@click.option("--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Time to solve.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="1: the same each time.")
@click.option("--day", metavar="DAY", help="The day whose shifts are drawn; left out, the busiest.")
@click.option("-o", "outputs", multiple=True, metavar="PATH", help="F.xlsx, F.csv, F.json or a folder for .ics files.")
@click.option("--html", metavar="FILE", help="A page with the picture of the day and the text.")
@click.option("--png", metavar="FILE", help="The picture of the day.")
@json_option
@guarded
def command(plan: str | None, rules_example: bool, as_json: bool, html: str | None, png: str | None,
            outputs: tuple[str, ...], **options: Any) -> None:  # fmt: skip
    """Make shifts that cover PLAN, the file that pactline staff writes, under labour rules.

    Without --agents the shifts have no names; with it a roster says who works when. What cannot be covered is
    explained: a smallest set of rules and intervals that clash, and what would make it possible.

    \b
    pactline schedule --rules-example > rules.yaml
    pactline schedule plan.csv --rules rules.yaml --week 2025-W10 -o shifts.xlsx
    pactline schedule plan.csv --rules rules.yaml --agents agents.yaml -o calendars
    pactline schedule plan.csv --rules rules.yaml --add 2@14:00-16:00
    """
    if rules_example:
        from pactline.planning.shifts.rules_file import example_text

        print_utf8(example_text())
        return
    if plan is None:
        raise click.UsageError("name the plan, a CSV that pactline staff writes, or ask for --rules-example")
    _check_outputs(outputs)
    asked = _asked(plan, options)
    schedule = _made(asked, as_json)
    told = _told(schedule, asked)
    for path in outputs:
        _write(schedule, path)
    if png or html:
        _draw(schedule, asked, png, html, told)
    if as_json:
        _print_json(schedule, asked)
    else:
        click.echo(told)


def _asked(plan: str, options: dict[str, Any]) -> Asked:
    """The options as what is asked for. Raises Problems and UsageError."""
    from pactline.planning.shifts.asked import Asked

    day = read_period(options.pop("day"))
    if day is not None and (day.end - day.first).days != 1:
        raise click.UsageError("--day takes one day, such as 2025-03-05")
    period, zone = read_period(options.pop("period")), read_zone(options.pop("zone"))
    return Asked.read(plan, period=period, zone=zone, day=day.first if day else None, **options)


def _made(asked: Asked, as_json: bool) -> Schedule:
    """The schedule, or why there is none, in words and with exit code 1."""
    from pactline.planning.shifts.explaining import Impossible

    try:
        return asked.make()
    except Impossible as failed:
        if as_json:
            print_json({"impossible": [{"what": each.what, "remedy": each.remedy} for each in failed.reasons]})
            sys.exit(FINDING)
        click.echo("there is no such schedule", err=True)
        for reason in failed.reasons:
            click.echo(f"{reason.what}\n  put right: {reason.remedy}", err=True)
        sys.exit(FINDING)


def _told(schedule: Schedule, asked: Asked) -> str:
    from pactline.planning.shifts.text import to_text
    from pactline.planning.shifts.what_if import effects_text

    more = effects_text(asked.effects(schedule), asked.rules)
    return "\n".join([to_text(schedule, asked.day), *(["", *more] if more else [])])


def _print_json(schedule: Schedule, asked: Asked) -> None:
    from pactline.planning.shifts.as_json import to_json
    from pactline.planning.shifts.what_if import effects_json

    print_json(to_json(schedule) | ({"what_if": effects_json(asked.effects(schedule))} if asked.additions else {}))


def _check_outputs(outputs: tuple[str, ...]) -> None:
    for path in outputs:
        ending = Path(path).suffix.lower()
        if ending == ".ics":
            raise click.UsageError(f"{path}: calendars are one file for each agent; name a folder for them")
        if ending not in ("", ".xlsx", ".csv", ".json"):
            raise click.UsageError(f"{path}: written are .xlsx, .csv, .json, and .ics files into a folder")


def _write(schedule: Schedule, path: str) -> None:
    from datetime import UTC, datetime

    from pactline.cli.showing import json_text

    match Path(path).suffix.lower():
        case ".xlsx":
            from pactline.planning.shifts.workbook import write_workbook

            write_workbook(schedule, Path(path))
        case ".csv":
            from pactline.planning.shifts.as_json import to_csv

            Path(path).write_text(to_csv(schedule), encoding="utf-8", newline="")
        case ".json":
            from pactline.planning.shifts.as_json import to_json

            Path(path).write_text(json_text(to_json(schedule)) + "\n", encoding="utf-8", newline="\n")
        case _:
            from pactline.planning.shifts.calendar_file import write_calendars

            write_calendars(schedule, Path(path), datetime.now(UTC))


def _draw(schedule: Schedule, asked: Asked, png: str | None, html: str | None, told: str) -> None:
    from pactline.planning.pictures.drawing import page, write_png
    from pactline.planning.pictures.gantt import gantt_pictures

    pictures = gantt_pictures(schedule, asked.day)
    if png:
        write_png(pictures, png)
    if html:
        Path(html).write_text(page(schedule.name, pictures, told), encoding="utf-8", newline="\n")
