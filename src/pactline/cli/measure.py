"""``pactline measure``: a metric on records, outside any agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pactline.cli.engine_options import engine_options
from pactline.cli.showing import (
    guarded,
    json_option,
    metric_options,
    open_option,
    open_records,
    print_json,
    read_choices,
    read_hours,
    read_period,
    read_scope,
    read_zone,
)

if TYPE_CHECKING:
    from pactline.statement.measuring import Measurement


@click.command("measure")
@metric_options
@engine_options
@click.option(
    "--by",
    multiple=True,
    metavar="KEYS",
    help="Groups: queue, channel, agent, direction, tag:NAME, interval:15m|30m|60m, day, month; comma between. "
    "Of tickets and attempts also their other texts, such as campaign.",
)
@open_option
@json_option
@guarded
def command(
    metric: str, records: str, choices: tuple[str, ...], period: str | None, zone: str | None, by: tuple[str, ...],
    opens: tuple[str, ...], as_json: bool, queues: tuple[str, ...], channels: tuple[str, ...], direction: str | None,
) -> None:  # fmt: skip
    """Measure METRIC on records, outside any agreement.

    Choices that are not given follow the conventions common-2026; the output says every choice that was made.

    \b
    pactline measure service_level --records records --with within=20 --with abandons=count_all
    pactline measure abandonment_rate --records records --with short_abandons=count --by queue,day --zone UTC
    """
    from pactline.statement.measuring import measure

    named, where = read_choices(metric, choices), read_zone(zone)
    measurement = measure(
        open_records(records, queues),
        named,
        period=read_period(period),
        where=where,
        by=[key.strip() for keys in by for key in keys.split(",") if key.strip()],
        scope=read_scope(queues, channels, direction),
        hours=read_hours(opens, where),
    )
    if as_json:
        print_json(measurement.to_json())
    else:
        click.echo(_text(measurement))


def _text(measurement: Measurement) -> str:
    from pactline.statement.counting.sums import sums_said
    from pactline.statement.measuring import unit_of
    from pactline.statement.model import figure_text
    from pactline.statement.shown.text import table
    from pactline.statement.windows.judging import unknown_said

    named = measurement.named
    heads = [
        *(measurement.rows[0].by if measurement.rows else ()),
        "Counted",
        named.metric.good_word.capitalize() or ("Sums" if named.metric.sums else ""),
        "Unknown",
        "Figure",
    ]
    rows: list[list[str]] = []
    for row in measurement.rows:
        counts, good = row.figure.counts, row.figure.counts.good
        cells: list[Any] = [*(value or "(none)" for value in row.by.values()), f"{counts.counted:,}"]
        told = sums_said(named.metric, counts) if good is None else f"{good:,}"
        cells += [told, f"{counts.unknown:,}" if counts.unknown else ""]
        rows.append([*cells, figure_text(row.figure.value, unit_of(named))])
    sides = "<" * (len(heads) - 4) + ">>>>"
    words = ", ".join(f"{key} {value}" for key, value in named.words().items())
    left_out = sum(row.figure.counts.unknown for row in measurement.rows)
    unknown = [f"unknown: {unknown_said(named.chosen, left_out)}"] if left_out else []
    return "\n".join([named.metric.title, *table(heads, sides, rows), *unknown, f"counted with: {words}"])
