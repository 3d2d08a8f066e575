"""``--engine``, ``--master`` and ``--segments``: what counts the records of a command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pactline.records.any_record_set import AnyRecordSet

F = TypeVar("F", bound=Callable[..., Any])

RECORDS_VARIABLE = "PACTLINE_RECORDS"
_CHOSEN = "pactline.engine"


def engine_options(command: F) -> F:
    """The options by which a command is run on a cluster; :func:`opened` heeds them."""
    for option in reversed(
        [
            click.option(
                "--engine",
                type=click.Choice(["embedded", "spark"]),
                default="embedded",
                show_default=True,
                help="What counts: the engine inside, or Apache Spark.",
                **_kept("engine"),
            ),
            click.option(
                "--master",
                metavar="URL",
                envvar="PACTLINE_MASTER",
                help="Of Spark: spark://host:7077, sc://host:15002 (Connect), local[4], yarn.",
                **_kept("master"),
            ),
            click.option(
                "--segments",
                metavar="URL",
                envvar="PACTLINE_SEGMENTS",
                help="Of Spark: a copy of the records that its workers read, such as hdfs://...",
                **_kept("segments"),
            ),
        ]
    ):
        command = option(command)
    return command


def contract_records(command: F) -> F:
    """``--records`` of a command on a contract, with the engine that counts them; :func:`opened_for` heeds both."""
    return click.option(
        "--records",
        metavar="PATH",
        envvar=RECORDS_VARIABLE,
        help="Record set, folder of plain files, file, or postgresql://...?table=NAME; default: FOLDER/records.",
    )(engine_options(command))


def _kept(name: str) -> dict[str, Any]:
    def keep(context: click.Context, _: click.Parameter, value: str | None) -> None:
        context.meta.setdefault(_CHOSEN, {})[name] = value

    return {"callback": keep, "expose_value": False}


def opened(where: str) -> AnyRecordSet:
    """The records at ``--records``, with the engine that was chosen. Raises UsageError for options that do not fit."""
    from pactline.importers.record_places import open_records

    chosen = _chosen()
    if chosen["engine"] != "spark":
        if given := [f"--{name}" for name in ("master", "segments") if _given(name)]:
            raise click.UsageError(f"{given[0]} is for --engine spark")
        chosen = {"engine": "embedded"}
    try:
        return open_records(where, **chosen)
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None


def opened_for(contract: str, records: str | None) -> str | AnyRecordSet | None:
    """The records for a contract folder: opened where an engine or a database is named, else as they were named."""
    from pactline.records.postgres.database import is_postgres

    if _chosen()["engine"] == "spark" or is_postgres(records) or _given("master") or _given("segments"):
        folder = Path(contract)
        return opened(records or str((folder if folder.is_dir() else folder.parent) / "records"))
    return records


def refuse_engine(needs: str) -> None:
    """Raises UsageError where an engine is named and no records for it to count: the option ``needs`` is missing."""
    if given := [f"--{name}" for name in ("engine", "master", "segments") if _given(name)]:
        raise click.UsageError(f"{given[0]} is for {needs}: there are no records to count without it")


def _chosen() -> dict[str, Any]:
    """What the options said; a command without them has the engine inside."""
    found: dict[str, Any] = click.get_current_context().meta.get(_CHOSEN, {"engine": "embedded"})
    return found


def _given(name: str) -> bool:
    """Whether an option stands on the command line, not only in the environment."""
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE
