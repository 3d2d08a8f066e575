"""``pactline contacts``: the contacts behind a number."""

from __future__ import annotations

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
    read_span,
)
from pactline.values.exact import how_many


@click.command("contacts")
@metric_options
@engine_options
@click.option("--good", "good", is_flag=True, help="Only those that were good.")
@click.option("--not-good", "not_good", is_flag=True, help="Only those that counted and were not good.")
@click.option("--limit", type=click.IntRange(min=1), help="At most this many; the total is always told.")
@open_option
@json_option
@guarded
def command(
    metric: str, records: str, choices: tuple[str, ...], period: str | None, zone: str | None,
    good: bool, not_good: bool, limit: int | None, opens: tuple[str, ...], as_json: bool,
    queues: tuple[str, ...], channels: tuple[str, ...], direction: str | None,
) -> None:  # fmt: skip
    """List the contacts behind a METRIC: those that counted, or only the good or the not good ones.

    \b
    pactline contacts service_level --records records --with within=20 --with abandons=count_all --not-good
    """
    from pactline.statement.behind import json_of
    from pactline.statement.measuring import asked_of, contacts_behind, everything
    from pactline.values.span import QUARTER_HOUR_US, Span
    from pactline.values.zone import zone as zone_called

    if good and not_good:
        raise click.UsageError("choose one of --good and --not-good; without either both are listed")
    named, (span, where) = read_choices(metric, choices), read_span(period, zone)
    record_set = open_records(records, queues)
    within = span or everything(record_set, named, where)
    scope, days = read_scope(queues, channels, direction), read_period(period)
    question = asked_of(named, scope, read_hours(opens, where), days, where, within or Span(0, QUARTER_HOUR_US))
    kind = True if good else False if not_good else None
    found = contacts_behind(record_set, question, within, good=kind) if within else []
    shown = found if limit is None else found[:limit]
    where = where or zone_called("UTC")
    if as_json:
        print_json(
            {
                "metric": named.metric.name,
                "with": named.words(),
                "total": len(found),
                "contacts": [json_of(row, where) for row in shown],
            }
        )
        return
    from pactline.statement.shown.explaining import contact_table

    if shown:
        click.echo("\n".join(contact_table(shown, where)))
    left = f"; {len(found) - len(shown):,} more not shown" if len(shown) < len(found) else ""
    click.echo(f"{how_many(len(found), 'contact')}{left} ({where.key})")
