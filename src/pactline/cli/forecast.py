"""``pactline forecast``: contacts and handling times to come, with how far off such forecasts have been."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from pactline.cli.engine_options import RECORDS_VARIABLE, engine_options, opened, opened_for
from pactline.cli.showing import guarded, json_option, open_records, print_json, read_period, read_zone

if TYPE_CHECKING:
    from datetime import date, datetime

    from pactline.planning.expected import Expected
    from pactline.planning.forecasting.asking import Asked, Forecasts


@click.command("forecast")
@click.argument("folder", required=False)
@click.option(
    "--records", metavar="PATH", envvar=RECORDS_VARIABLE, help="Records of the past; default: FOLDER/records."
)
@engine_options
@click.option("--period", metavar="P", help="What to forecast: 2025-04, 2025-W23, FIRST/END; default: four weeks.")
@click.option("--zone", metavar="TZ", help="The zone of days and hours; default: the agreement's.")
@click.option("--interval", default="15m", show_default=True, type=click.Choice(["15m", "30m", "60m"]))
@click.option("--queue", "queues", multiple=True, help="Only this queue; may be repeated.")
@click.option("--channel", "channels", multiple=True, help="Only this channel; may be repeated.")
@click.option("--holidays", multiple=True, metavar="DE[-BY]", help="Holidays of a country or a part of it.")
@click.option("--special", metavar="FILE", help="Your own list of days (CSV): day,kind,factor.")
@click.option("--growth", metavar="P%", help="More (or, below 0, fewer) contacts than the past says, such as 5%.")
@click.option("--aht", type=float, metavar="S", help="Mean handling time in seconds instead of that of the records.")
@click.option(
    "--level",
    default="mixed",
    show_default=True,
    type=click.Choice(["mixed", "weighted", "naive", "ets", "theta"]),
    help="How the level of a day is found; ets and theta need the extra forecast.",
)
@click.option("--until", metavar="DATE", help="Use nothing from this day on, as if it had not come yet.")
@click.option("--so-far", metavar="PATH", help="Records of the day that has begun: correct the rest of it.")
@click.option("--at", metavar="TIME", help="With --so-far: now, such as 2025-03-12T11:00, local.")
@click.option("-o", "--output", metavar="FILE", help="Write expected.csv for staff, plan and simulate.")
@json_option
@click.option("--html", "html_file", metavar="FILE", help="Write a page with pictures.")
@click.option("--png", "png_file", metavar="FILE", help="Write the pictures as PNG files.")
@guarded
def command(
    folder: str | None, records: str | None, period: str | None, zone: str | None, interval: str,
    queues: tuple[str, ...], channels: tuple[str, ...], holidays: tuple[str, ...], special: str | None,
    growth: str | None, aht: float | None, level: str, until: str | None, so_far: str | None, at: str | None,
    output: str | None, as_json: bool, html_file: str | None, png_file: str | None,
) -> None:  # fmt: skip
    """Forecast contacts and handling times per interval, from the records of the past.

    Days that are missing, cut short or far off are told and teach nothing; missing is not zero. With every forecast
    stands the error that such forecasts made in the past, beside that of the naive one.

    \b
    pactline forecast northwind --period 2025-04 --holidays DE -o expected.csv
    pactline forecast --records records --zone Europe/Berlin --period 2025-04 --html forecast.html
    pactline forecast northwind --so-far today.csv --at 2025-04-01T11:00
    """
    from pactline.planning.forecasting.asking import ask

    if (so_far is None) != (at is None):
        raise click.UsageError("--so-far and --at go together: the records of the day, and the time it is")
    if so_far and period:
        raise click.UsageError("--period is not for --so-far: what is forecast is the rest of the day of --at")
    if aht is not None and not 0 < aht < 1e6:
        raise click.UsageError("--aht takes a mean handling time in seconds, such as 240")
    if folder is None and records is None:
        raise click.UsageError("name a contract folder, or the records with --records")
    asked = _asked(
        zone=zone, minutes=int(interval[:-1]), queues=queues, channels=channels, period=period, holidays=holidays,
        special=special, growth=growth, aht_s=aht, level=level, until=until, at=at,
    )  # fmt: skip
    agreement, past = _opened(folder, records, queues, asked.zone is None)
    today = None if so_far is None else past if so_far == records else opened(so_far)
    found = ask(past, asked, agreement, today)
    _write(found, output, html_file, png_file)
    if as_json:
        print_json(found.to_json())
    else:
        click.echo(found.text())


def _opened(folder: str | None, records: str | None, queues: tuple[str, ...], needs_zone: bool) -> tuple[Any, Any]:
    """The agreement, if there is one, and the records."""
    if folder is None:
        if needs_zone:
            raise click.UsageError("days and intervals are local; name their zone with --zone, such as Europe/Berlin")
        assert records is not None
        return None, open_records(records, queues)
    from pactline.ledger.folder import ContractFolder

    contract = ContractFolder(folder, opened_for(folder, records))
    agreement, past = contract.agreement, contract.records
    if past is None:
        raise click.UsageError(f"{contract.records_folder}: there are no records; name them with --records")
    return agreement, past


def _asked(**given: Any) -> Asked:
    from pactline.planning.forecasting.asking import Asked
    from pactline.planning.forecasting.special_file import Special, read_special

    special = given.pop("special")
    zone, at = read_zone(given.pop("zone")), given.pop("at")
    return Asked(
        zone=zone,
        period=read_period(given.pop("period")),
        special=read_special(special) if special else Special({}, {}),
        growth=_growth(given.pop("growth")),
        until=_day(given.pop("until")),
        at=_time(at),
        **given,
    )


def _growth(text: str | None) -> float:
    if text is None:
        return 0.0
    found = re.fullmatch(r"([+-]?[0-9]{1,3}(?:\.[0-9]+)?)\s*%", text.strip())
    if not found or float(found[1]) <= -100:
        raise click.UsageError(f"--growth takes a share such as 5% or -3%, not {text!r}")
    return float(found[1]) / 100


def _day(text: str | None) -> date | None:
    from datetime import date

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"--until takes a day such as 2025-04-01, not {text!r}") from None


def _time(text: str | None) -> datetime | None:
    from datetime import datetime

    try:
        found = None if text is None else datetime.fromisoformat(text)
        if found is not None and (found.tzinfo is not None or "T" not in (text or "").replace(" ", "T")):
            raise ValueError
        if found is not None and not 1970 <= found.year < 2200:
            raise ValueError
    except ValueError:
        raise click.UsageError(f"--at takes a local time such as 2025-03-12T11:00, not {text!r}") from None
    return found


def _write(found: Forecasts, output: str | None, html_file: str | None, png_file: str | None) -> None:
    if output:
        from pactline.planning.expected import write_expected

        _refuse_fact_file(output)
        if nameless := [each.queue for each in found.expected if _lacks_handle_times(each)]:
            raise click.ClickException(
                f"nothing is written: the records tell no handling times of {', '.join(nameless)}; give one with --aht"
            )
        write_expected(found.expected, output)
        click.echo(f"wrote {output}", err=True)
    if not (html_file or png_file):
        return
    from pactline.planning.pictures.drawing import page, write_png

    pictures = found.pictures()
    if html_file:
        with open(html_file, "w", encoding="utf-8", newline="\n") as file:
            file.write(page("Forecast", pictures, found.text()))
        click.echo(f"wrote {html_file}", err=True)
    if png_file:
        for name in write_png(pictures, png_file):
            click.echo(f"wrote {name}", err=True)


def _refuse_fact_file(output: str) -> None:
    """In a contract folder ``forecast.csv`` is what the client forecast, a fact that statements read."""
    from pathlib import Path

    path = Path(output)
    if path.name == "forecast.csv" and (path.parent / "agreement.yaml").exists():
        raise click.UsageError(f"{output} is the fact file of what the client forecast; write to expected.csv instead")


def _lacks_handle_times(each: Expected) -> bool:
    return bool(((each.aht_s <= 0) & (each.offered > 0)).any())
