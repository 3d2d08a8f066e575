"""``pactline infer``: which definition reproduces the figures somebody reported."""

from __future__ import annotations

import sys

import click

from pactline.cli.compare import read_limit
from pactline.cli.showing import FINDING, guarded, json_option, open_records, print_json, read_scope, read_zone


@click.command("infer")
@click.option("--reported", required=True, multiple=True, metavar="FILE", help="The report; may be repeated.")
@click.option("--mapping", metavar="NAME_OR_PATH", help="How to read a report that carries counts.")
@click.option("--records", metavar="PATH", help="Record set, folder or file, for a report without counts.")
@click.option("--within", metavar="T", help="The promised wait, if it is known; with --records.")
@click.option("--short-abandon", metavar="S", help="The short-abandon time, if it is known; with --records.")
@click.option("--zone", metavar="TZ", help="The zone of the report's days and times; with --records.")
@click.option("--by", metavar="LENGTH", help="Length of a report's 'first' without 'end': day, month, interval:30m.")
@click.option("--queue", "queues", multiple=True, help="Only this queue; may be repeated; with --records.")
@click.option("--channel", "channels", multiple=True, help="Only this channel; may be repeated; with --records.")
@json_option
@guarded
def command(
    reported: tuple[str, ...], mapping: str | None, records: str | None, within: str | None, short_abandon: str | None,
    zone: str | None, by: str | None, queues: tuple[str, ...], channels: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Find the published definition that reproduces reported figures, and how sure that is.

    A report that itself carries counts needs nothing else; one of bare figures needs the records they were made of.
    Exit code 0: every kind of figure has a form that does better than chance. 1: some has none.

    \b
    pactline infer --reported daily.csv --mapping acd-daily
    pactline infer --records records --reported days.csv --zone Europe/Berlin
    """
    from pactline.statement.counting.choices_in_words import ChoiceRefused

    with_records = {"--within": within, "--short-abandon": short_abandon, "--zone": zone, "--by": by,
                    "--queue": queues, "--channel": channels}  # fmt: skip
    if records is None:
        extra = [option for option, value in with_records.items() if value]
        if extra:
            raise ChoiceRefused(f"{extra[0]} has a meaning only together with --records")
        from pactline.importers.report_files import read_reports
        from pactline.statement.inference.from_counts import infer_from_counts

        inference = infer_from_counts(read_reports(reported, mapping))
    else:
        if mapping:
            raise ChoiceRefused("--mapping is for a report that carries counts; with --records it is a plain report")
        if zone is None:
            raise ChoiceRefused("the report's days are local; name their zone with --zone, such as Europe/Berlin")
        from pactline.importers.plain.report import LENGTHS
        from pactline.importers.report_files import read_plain_reports
        from pactline.statement.inference.from_records import infer_from_records

        if by is not None and by not in LENGTHS:
            raise ChoiceRefused(f"--by takes {', '.join(LENGTHS)}, not {by!r}")
        report = read_plain_reports(reported, read_zone(zone), by)
        inference = infer_from_records(
            open_records(records, queues),
            report,
            within=read_limit("--within", within) if within else None,
            short_abandon=read_limit("--short-abandon", short_abandon) if short_abandon else None,
            scope=read_scope(queues, channels, None),
        )
    if as_json:
        print_json(inference.to_json())
    else:
        from pactline.statement.inference.text import render_inference

        click.echo(render_inference(inference))
    if not inference.found:
        sys.exit(FINDING)
