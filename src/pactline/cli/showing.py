"""What commands share: how options are read, how refusals are shown, which exit code they mean."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pactline.cli.engine_options import RECORDS_VARIABLE, opened
from pactline.planning.refusal import NoAnswer, Refused
from pactline.values.exact import how_many

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pactline.records.any_record_set import AnyRecordSet
    from pactline.statement.counting.asking import Scope
    from pactline.statement.counting.choices_in_words import Named
    from pactline.values.calendar import Calendar
    from pactline.values.span import Span

F = TypeVar("F", bound=Callable[..., Any])

GOOD, FINDING, WRONG_USE = 0, 1, 2

_NOT_THERE = {"FILE_UNREADABLE", "MAP_FILE"}  # a name that leads to no file is wrong use, not a finding

_QUEUES = {"contacts": "queue", "ticket_events": "queue", "attempts": "campaign", "interval_counts": "queue"}

_OF_PLANNING = frozenset({"numpy", "scipy", "ortools", "matplotlib", "holidays", "xlsxwriter"})

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def guarded(command: F) -> F:
    """Show a refusal as its message and its exit code; anything else is our own fault and falls through."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        from pactline.records.views.looking import NotComputable
        from pactline.statement.counting.choices_in_words import ChoiceRefused
        from pactline.statement.evaluating import NothingToSettle
        from pactline.values.problem import Problems

        try:
            return command(*args, **kwargs)
        except Problems as refused:
            for problem in refused.problems:
                click.echo(str(problem), err=True)
            click.echo(f"\n{how_many(len(refused.problems), 'problem')}; nothing was computed", err=True)
            sys.exit(WRONG_USE if {problem.code for problem in refused.problems} <= _NOT_THERE else FINDING)
        except (ChoiceRefused, NothingToSettle) as refused:
            raise click.UsageError(str(refused)) from None
        except NotComputable as silent:
            click.echo(f"not computable: {silent}", err=True)
            sys.exit(FINDING)
        except (FileNotFoundError, NotADirectoryError) as missing:
            raise click.UsageError(f"{missing.filename or missing}: there is no such file or folder") from None
        except IsADirectoryError as folder:
            raise click.UsageError(f"{folder.filename}: this is a folder; name a file in it") from None
        except PermissionError as closed:
            raise click.UsageError(f"{closed.filename or closed}: may not be read or written") from None
        except BrokenPipeError:
            raise  # whoever read the output has gone; click ends in silence
        except OSError as failed:  # a full disk, a lost network drive
            raise click.ClickException(f"{failed.filename or 'writing'}: {failed.strerror or failed}") from None
        except Exception as failed:
            raise _told(failed)  # noqa: B904 - it may be the very same

    return run  # type: ignore[return-value]


def _told(failed: Exception) -> Exception:
    """What planning refuses, what is not installed, or what the engine stumbled over, in words for people; any other
    error as it is."""
    if isinstance(failed, Refused):
        return click.ClickException(str(failed)) if isinstance(failed, NoAnswer) else click.UsageError(str(failed))
    if isinstance(failed, ModuleNotFoundError) and failed.name in _OF_PLANNING:
        remedy = "pip install 'pactline[planning]'"
        return click.ClickException(f"this needs {failed.name}, which is not installed: {remedy}")
    engine = sys.modules.get("pactline.records.engine")  # not loaded: then it was not the engine
    trouble = engine.plain_trouble(failed, "the records") if engine else None
    return failed if trouble is None else click.ClickException(f"{trouble.filename}: {trouble.strerror}")


def print_json(content: Any) -> None:
    """JSON for programs: UTF-8, two spaces, keys in the documented order."""
    print_utf8(json_text(content))


def json_text(content: Any) -> str:
    """The text of :func:`print_json`."""
    return json.dumps(content, indent=2, ensure_ascii=False)


def print_utf8(text: str) -> None:
    """What programs and browsers read (JSON, HTML) is UTF-8, whatever the terminal's own encoding."""
    click.echo((text.removesuffix("\n") + "\n").encode("utf-8"), nl=False)


def metric_options(command: F) -> F:
    """The options by which ``measure`` and ``contacts`` choose contacts."""
    for option in reversed(
        [
            click.argument("metric"),
            click.option(
                "--records",
                required=True,
                metavar="PATH",
                envvar=RECORDS_VARIABLE,
                help="Record set, folder of plain files, file, or postgresql://...?table=NAME.",
            ),
            click.option("--with", "choices", multiple=True, metavar="K=V", help="A choice, such as within=20."),
            click.option("--period", metavar="P", help="2025, 2025-Q2, 2025-06, 2025-W23, 2025-06-03 or FIRST/END."),
            click.option("--zone", metavar="TZ", help="The zone of days and hours, such as Europe/Berlin."),
            click.option("--queue", "queues", multiple=True, help="Only this queue; may be repeated."),
            click.option("--channel", "channels", multiple=True, help="Only this channel; may be repeated."),
            click.option("--direction", help="Only inbound, outbound or internal contacts."),
        ]
    ):
        command = option(command)
    return command


open_option = click.option(
    "--open", "opens", multiple=True, metavar="HOURS",
    help="Opening hours in the zone, such as 'mon-fri 09:00-17:00'; may be repeated. Left out: always open.",
)  # fmt: skip


def read_hours(opens: Sequence[str], where: ZoneInfo | None) -> Calendar | None:
    """``--open`` as a calendar; None where it is always open."""
    from pactline.statement.counting.choices_in_words import ChoiceRefused
    from pactline.values.calendar import Calendar

    if opens and where is None:
        raise ChoiceRefused("opening hours are local; name the zone they are meant in, such as --zone Europe/Berlin")
    try:
        return Calendar.of_week(opens) if opens else None
    except ValueError as wrong:
        raise ChoiceRefused(str(wrong)) from None


def read_choices(metric: str, choices: Sequence[str]) -> Named:
    """``--with K=V`` options as a metric with all its choices made."""
    from pactline.statement.counting.choices_in_words import ChoiceRefused, choose

    given: dict[str, str] = {}
    for choice in choices:
        key, equals, value = choice.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise ChoiceRefused(f"--with takes a choice written K=V, such as within=20, not {choice!r}")
        if key.strip() in given:
            raise ChoiceRefused(f"--with {key.strip()} is given twice")
        given[key.strip()] = value.strip()
    return choose(metric, given)


def read_scope(queues: Sequence[str], channels: Sequence[str], direction: str | None) -> Scope:
    """``--queue``, ``--channel`` and ``--direction`` as a scope; a channel that does not exist is refused."""
    from pactline.records.columns import CHANNELS, DIRECTIONS
    from pactline.statement.counting.asking import Scope
    from pactline.statement.counting.choices_in_words import ChoiceRefused

    directions = (direction,) if direction else ()
    for what, words, known in (("channel", channels, CHANNELS), ("direction", directions, DIRECTIONS)):
        for given in words:
            if given not in known:
                raise ChoiceRefused(f"there is no {what} {given!r}; known are {', '.join(known)}")
    return Scope(tuple(channels), tuple(queues), direction)


def read_period(period: str | None) -> Any:
    """``--period`` as a Period."""
    from pactline.statement.counting.choices_in_words import ChoiceRefused
    from pactline.values.period import Period

    try:
        return Period.parse(period) if period else None
    except ValueError as wrong:
        raise ChoiceRefused(str(wrong)) from None


def read_zone(name: str | None) -> Any:
    """``--zone`` as a zone."""
    from pactline.statement.counting.choices_in_words import ChoiceRefused
    from pactline.values.zone import zone

    try:
        return zone(name) if name else None
    except ValueError as wrong:
        raise ChoiceRefused(str(wrong)) from None


def read_span(period: str | None, zone: str | None) -> tuple[Span | None, ZoneInfo | None]:
    """``--period`` and ``--zone`` as the span they mean and its zone; a period needs a zone."""
    from pactline.statement.counting.choices_in_words import ChoiceRefused

    days, where = read_period(period), read_zone(zone)
    if days is not None and where is None:
        raise ChoiceRefused("a period is of local days; name its zone with --zone, such as Europe/Berlin")
    return days.span(where) if days is not None else None, where


def tell_notes(records: AnyRecordSet | None) -> None:
    """What is odd about the records, on standard error: nothing is passed over in silence."""
    for note in records.notes if records is not None else ():
        click.echo(f"note: {note}", err=True)


def open_records(path: str, queues: Sequence[str] = ()) -> AnyRecordSet:
    """``--records`` as a record set; queues that no record knows are refused rather than counted as quiet."""
    from pactline.statement.counting.choices_in_words import ChoiceRefused

    records = opened(path)
    tell_notes(records)
    if queues:
        known = {row[name] for table, name in _QUEUES.items() if table in records.tables
                 for row in records.rows(records.table(table).select(name).unique())}  # fmt: skip
        for queue in queues:
            if queue not in known:
                names = ", ".join(sorted(name for name in known if name)) or "none"
                raise ChoiceRefused(f"no contact in these records is of the queue {queue!r}; their queues are {names}")
    return records
