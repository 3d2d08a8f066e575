"""``pactline compare``: all published forms side by side, and the contacts that make the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pactline.cli.engine_options import RECORDS_VARIABLE, engine_options
from pactline.cli.showing import (
    guarded,
    json_option,
    open_records,
    print_json,
    read_scope,
    read_span,
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
@click.option("--within", required=True, metavar="T", help="The promised wait: 20, '20 s', 'under 20 s'.")
@click.option("--short-abandon", metavar="S", help="The short-abandon time, such as 5; some forms need it.")
@click.option("--queue", "queues", multiple=True, help="Only this queue; may be repeated.")
@click.option("--channel", "channels", multiple=True, help="Only this channel; may be repeated.")
@click.option("--direction", help="Only inbound, outbound or internal contacts.")
@click.option("--with", "choices", multiple=True, metavar="K=V", help="level, clock, attribution or transfers_in.")
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
    records: str, within: str, short_abandon: str | None, queues: tuple[str, ...], channels: tuple[str, ...],
    direction: str | None, choices: tuple[str, ...], period: str | None, zone: str | None, limit: int | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Put all published forms of service level and abandonment side by side on the same records.

    \b
    pactline compare --records records --within 20 --short-abandon 5
    pactline compare --records records --within 'under 20 s' --queue billing --period 2025-06 --zone Europe/Berlin
    """
    from pactline.statement.comparing import compare, shared_choices
    from pactline.statement.comparing_text import render_comparison

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


def read_limit(option: str, text: str) -> Limit:
    """An option that takes a length of time, with the sense it is meant in."""
    from pactline.statement.choices_in_words import ChoiceRefused
    from pactline.values.duration import Limit

    try:
        return Limit.parse(text)
    except ValueError as wrong:
        raise ChoiceRefused(f"{option}: {wrong}") from None
