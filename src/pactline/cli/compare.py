"""``pactline compare``: all published forms side by side, or one metric between the values of a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pactline.cli.engine_options import RECORDS_VARIABLE, engine_options
from pactline.cli.showing import (
    guarded,
    json_option,
    open_records,
    print_json,
    read_choices,
    read_period,
    read_scope,
    read_span,
    read_zone,
)

if TYPE_CHECKING:
    from pactline.values.duration import Limit

_SHOWN = 3  # contacts per pair in the text, unless --limit says otherwise


@click.command("compare")
@click.option(
    "--records",
    required=True,
    metavar="PATH",
    envvar=RECORDS_VARIABLE,
    help="Record set, folder of plain files, file, or postgresql://...?table=NAME.",
)
@engine_options
@click.option("--within", metavar="T", help="Of the published forms: the promised wait: 20, '20 s', 'under 20 s'.")
@click.option("--short-abandon", metavar="S", help="The short-abandon time, such as 5; some forms need it.")
@click.option("--queue", "queues", multiple=True, help="Only this queue; may be repeated.")
@click.option("--channel", "channels", multiple=True, help="Only this channel; may be repeated.")
@click.option("--direction", help="Only inbound, outbound or internal contacts.")
@click.option("--between", metavar="KEY", help="One metric between the values of tag:NAME, queue, channel or agent.")
@click.option("--metric", metavar="METRIC", help="With --between: the metric.")
@click.option(
    "--confidence", metavar="PERCENT", default="95", show_default=True, help="With --between: the level of intervals."
)
@click.option(
    "--with",
    "choices",
    multiple=True,
    metavar="K=V",
    help="level, clock, attribution or transfers_in; with --between any choice of the metric.",
)
@click.option("--period", metavar="P", help="2025, 2025-Q2, 2025-06, 2025-W23, 2025-06-03 or FIRST/END.")
@click.option("--zone", metavar="TZ", help="The zone of the period's days, such as Europe/Berlin.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help=f"List at most this many contacts per pair (JSON: all, text: {_SHOWN}); totals are always told.",
)
@json_option
@guarded
def command(
    records: str, within: str | None, short_abandon: str | None, queues: tuple[str, ...], channels: tuple[str, ...],
    direction: str | None, between: str | None, metric: str | None, confidence: str, choices: tuple[str, ...],
    period: str | None, zone: str | None, limit: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Put all published forms of service level and abandonment side by side on the same records.

    With --between, compare one METRIC between the values of a tag or column: each with its figure, each pair with its
    difference and an interval, and whether chance alone would make it.

    \b
    pactline compare --records records --within 20 --short-abandon 5
    pactline compare --records records --within 'under 20 s' --queue billing --period 2025-06 --zone Europe/Berlin
    pactline compare --records records --between tag:greeting --metric csat_top_box --with scale=1-5 \\
        --with good_scores=4-5
    """
    _check_use(within, short_abandon, limit, between, metric)
    if between:
        assert metric is not None, "checked"
        _between(records, between, metric, confidence, choices, period, zone, as_json, (queues, channels, direction))
        return
    from pactline.statement.comparison.comparing import compare, shared_choices
    from pactline.statement.comparison.comparing_text import render_comparison

    assert within is not None, "checked"
    span, _ = read_span(period, zone)
    given = dict(choice.partition("=")[::2] for choice in choices)
    comparison = compare(
        open_records(records, queues),
        within=read_limit("--within", within),
        short_abandon=read_limit("--short-abandon", short_abandon) if short_abandon else None,
        counting=shared_choices(given),
        scope=read_scope(queues, channels, direction),
        span=span,
        limit=limit if as_json or limit else _SHOWN,
    )
    if as_json:
        print_json(comparison.to_json())
    else:
        click.echo(render_comparison(comparison, limit or _SHOWN))


def _check_use(
    within: str | None, short_abandon: str | None, limit: int | None, between: str | None, metric: str | None
) -> None:
    """The options of one kind of comparison, and none of the other."""
    if between is None and metric is not None:
        raise click.UsageError("--metric goes with --between KEY, such as --between tag:greeting")
    if between is None and within is None:
        raise click.UsageError("name the promised wait with --within, or compare one metric with --between KEY")
    if between is not None and metric is None:
        raise click.UsageError("name the metric that is compared with --metric, such as --metric csat_top_box")
    if between is not None and (within or short_abandon or limit):
        message = (
            "--within, --short-abandon and --limit are of the published forms; a choice of the metric is --with K=V"
        )
        raise click.UsageError(message)


def _between(
    records: str, between: str, metric: str, confidence: str, choices: tuple[str, ...], period: str | None,
    zone: str | None, as_json: bool, scope: tuple[tuple[str, ...], tuple[str, ...], str | None],
) -> None:  # fmt: skip
    from pactline.statement.comparison.between import compare_between, parse_level
    from pactline.statement.comparison.between_text import render_between

    named, level, days = read_choices(metric, choices), parse_level(confidence), read_period(period)
    found = compare_between(
        open_records(records, scope[0]),
        named,
        between,
        level=level,
        period=days,
        where=read_zone(zone),
        scope=read_scope(*scope),
    )
    if as_json:
        print_json(found.to_json())
    else:
        click.echo(render_between(found))


def read_limit(option: str, text: str) -> Limit:
    """An option that takes a length of time, with the sense it is meant in."""
    from pactline.statement.counting.choices_in_words import ChoiceRefused
    from pactline.values.duration import Limit

    try:
        return Limit.parse(text)
    except ValueError as wrong:
        raise ChoiceRefused(f"{option}: {wrong}") from None
