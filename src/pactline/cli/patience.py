"""``pactline patience``: how long customers are prepared to wait, and whether that changes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from pactline.cli.engine_options import RECORDS_VARIABLE, engine_options
from pactline.cli.showing import guarded, json_option, open_records, print_json, read_period, read_scope, read_zone

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from pactline.planning.patience.exposure import Chosen
    from pactline.planning.patience.looking import Look
    from pactline.planning.patience.looking_for_drift import DriftLook

_MOST_ERLANG = 1e6


@click.command("patience")
@click.option(
    "--records",
    required=True,
    metavar="PATH",
    envvar=RECORDS_VARIABLE,
    help="Record set, contract folder, folder of plain files, file, or postgresql://...?table=NAME.",
)
@engine_options
@click.option("--queue", "queues", multiple=True, help="Only this queue; may be repeated.")
@click.option("--channel", "channels", multiple=True, help="These channels.  [default: voice]")
@click.option("--period", metavar="P", help="2025, 2025-Q2, 2025-06, 2025-W23, 2025-06-03 or FIRST/END.")
@click.option("--zone", metavar="TZ", help="The zone of days and hours, such as Europe/Berlin.  [default: UTC]")
@click.option("--hours", metavar="FROM-TO", help="Only contacts that come in these local hours, such as 8-12.")
@click.option("--by", type=click.Choice(["queue", "day"]), help="Queue by queue, or with a line for each day.")
@click.option("--within", default="20", show_default=True, metavar="S", help="The wait of the service level shown.")
@click.option(
    "--offered-per-hour", type=float, metavar="N", help="The load of the curve; default: as the records show."
)
@click.option("--aht", type=float, metavar="S", help="Its mean handling time in seconds; default: as the records show.")
@click.option("--promise", "promises", multiple=True, metavar="P/S", help="Say what a promise such as 80/20 takes.")
@click.option("--abandonment", metavar="P%", help="Say what abandonment under this, such as 3%, takes.")
@click.option("--drift", is_flag=True, help="Watch for changes; exit code 1 if there is an alarm.")
@click.option("--since", metavar="DATE", help="The first day watched; the days before train.  [default: last third]")
@json_option
@click.option("-o", "--output", metavar="FILE", help="Write the estimates for staff --patience FILE.")
@click.option("--html", "html_file", metavar="FILE", help="Write a page with pictures.")
@click.option("--png", "png_file", metavar="FILE", help="Write the pictures as PNG files.")
@guarded
def command(
    records: str, queues: tuple[str, ...], channels: tuple[str, ...], period: str | None, zone: str | None,
    hours: str | None, by: str | None, within: str, offered_per_hour: float | None, aht: float | None,
    promises: tuple[str, ...], abandonment: str | None, drift: bool, since: str | None, as_json: bool,
    output: str | None, html_file: str | None, png_file: str | None,
) -> None:  # fmt: skip
    """Estimate how long customers are prepared to wait, and what follows from it.

    Who was answered would have waited longer: their waits are censored, not left out. Contacts that never had to wait
    say nothing. The curve of abandonment against service level is computed from the patience, not fitted.

    \b
    pactline patience --records records --zone Europe/Berlin -o patience.json
    pactline patience --records records --queue sales --abandonment 3% --html patience.html
    pactline patience --records records --drift --since 2025-06-01
    """
    from pactline.planning.patience.looking import look_at_patience
    from pactline.planning.patience.looking_for_drift import look_for_drift
    from pactline.planning.requirement.asked import asked_promises

    if since and not drift:
        raise click.UsageError("--since is for --drift")
    watched_from, within_s = _day(since), _seconds(within)
    chosen = _chosen(queues, channels, period, zone, hours)
    asked = asked_promises(promises, abandonment=abandonment)
    rate = None if offered_per_hour is None else _positive(offered_per_hour, "--offered-per-hour") / 3600.0
    aht_s = None if aht is None else _positive(aht, "--aht")
    if rate and aht_s and rate * aht_s > _MOST_ERLANG:
        raise click.UsageError(
            f"a load of {rate * aht_s:,.0f} Erlang is more than {_MOST_ERLANG:,.0f}, the most there is"
        )
    opened = open_records(_where(records), queues)
    look = look_at_patience(opened, chosen, within_s=within_s, rate_per_s=rate, aht_s=aht_s, promises=asked)
    found = look_for_drift(look, watched_from) if drift else None
    _write(look, found, output, html_file, png_file, by)
    _show(look, found, by, as_json)
    if found is not None and found.alarmed:
        raise SystemExit(1)


def _show(look: Look, found: DriftLook | None, by: str | None, as_json: bool) -> None:
    if as_json:
        print_json(look.to_json() | ({"drift": found.to_json()} if found else {}))
    else:
        click.echo(_text(look, found, by))


def _text(look: Look, found: DriftLook | None, by: str | None) -> str:
    from pactline.planning.patience.telling import drift_text, patience_text

    return drift_text(found) if found else patience_text(look, by)


def _write(
    look: Look, found: DriftLook | None, output: str | None, html_file: str | None, png_file: str | None, by: str | None
) -> None:  # fmt: skip
    if output:
        from pactline.planning.patience.patience_file import write_patience

        write_patience(look.queues_to_json(), output)
        _wrote(output)
    if not (html_file or png_file):
        return
    from pactline.planning.pictures.drawing import page, write_png

    pictures = _pictures(look, found)
    if html_file:
        with open(html_file, "w", encoding="utf-8") as file:
            file.write(page("Patience", pictures, _text(look, found, by)))
        _wrote(html_file)
    for name in write_png(pictures, png_file) if png_file else ():
        _wrote(name)


def _wrote(name: str) -> None:
    click.echo(f"wrote {os.path.relpath(name)}", err=True)


def _pictures(look: Look, found: DriftLook | None) -> list[Any]:
    from pactline.planning.pictures.drift import drift_picture
    from pactline.planning.pictures.patience import curve_picture, survival_picture

    pictures = []
    if look.found:
        several = len(look.exposures) > 1
        shown = look.found if several else look.found[:1]
        pictures = [survival_picture(each, f": {each.queue}" if each.queue else "") for each in shown]
    after, before, since = look.curve(), None, None
    if found and found.change and found.curves:
        (before, after), since = found.curves, found.change.since_day
    if after is not None:
        pictures.append(curve_picture(after, look.days, old=before, since_day=since))
    return [*pictures, *(drift_picture(each) for each in (found.watched if found else ()))]


def _where(records: str) -> str:
    """The records of a contract folder, where one is named; else what was named."""
    inside = os.path.join(records, "records")
    is_contract = os.path.isfile(os.path.join(records, "agreement.yaml")) and os.path.isdir(inside)
    return inside if is_contract else records


def _chosen(
    queues: tuple[str, ...], channels: tuple[str, ...], period: str | None, zone: str | None, hours: str | None
) -> Chosen:
    from pactline.planning.patience.exposure import Chosen

    scope = read_scope(queues, channels or ("voice",), None)
    where: ZoneInfo = read_zone(zone or "UTC")
    days = read_period(period)
    if days is not None and zone is None:
        raise click.UsageError("a period is of local days; name its zone with --zone, such as Europe/Berlin")
    span = days.span(where) if days is not None else None
    return Chosen(where, scope.queues, scope.channels, span=span, hours=_hours(hours))


def _hours(hours: str | None) -> tuple[int, int] | None:
    if hours is None:
        return None
    first, _, until = hours.partition("-")
    if not (first.strip().isdigit() and until.strip().isdigit()):
        raise click.UsageError(f"--hours takes two whole hours, such as 8-12, not {hours!r}")
    found = int(first), int(until)
    if found[0] > 23 or found[1] > 24 or found[0] == found[1]:
        raise click.UsageError(f"--hours takes two hours from 0 to 24 that differ, not {hours!r}")
    return found


def _day(text: str | None) -> date | None:
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.UsageError(f"--since takes a day such as 2025-06-01, not {text!r}") from None


def _seconds(text: str) -> float:
    from pactline.values.duration import Duration

    try:
        return float(Duration.parse(text).seconds)
    except ValueError:
        raise click.UsageError(f"--within takes a time such as 20 or 1 min, not {text!r}") from None


def _positive(value: float, option: str) -> float:
    if not 0 < value < 1e12:
        raise click.UsageError(f"{option} takes a number above 0")
    return value
