"""Where records are and what counts them: a folder or file here, a database, a folder on a cluster."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pactline.importers.ingesting import read_records as read_embedded
from pactline.importers.ingesting import records_folder
from pactline.records.any_record_set import AnyRecordSet
from pactline.records.folder.store import is_record_set
from pactline.records.postgres.database import is_postgres
from pactline.values.problem import Problem, Problems

ENGINES = ("embedded", "spark")


def open_records(
    where: str | os.PathLike[str],
    *,
    engine: str = "embedded",
    master: str | None = None,
    segments: str | None = None,
    session: Any = None,
) -> AnyRecordSet:
    """Open records with an engine.

    ``where`` is what :func:`pactline.importers.ingesting.read_records` takes, or the address of a database
    (``postgresql://…?table=…``), which is read into the embedded engine. For ``spark`` it is a record set, ``master``
    the address of the cluster (or ``session`` a Spark session), and ``segments`` the address of a copy of the folder
    that the workers read. Raises ValueError for choices that do not go together, Problems and FileNotFoundError.
    """
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine!r}; known are {', '.join(ENGINES)}")
    if engine == "embedded" and not (master is None and segments is None and session is None):
        raise ValueError("master, segments and session are for the engine spark")
    if is_postgres(where):
        if engine == "spark":
            raise ValueError("records of a database are read into the embedded engine; ingest them for Spark")
        from pactline.importers.from_postgres import read_postgres

        return read_postgres(str(where))
    if engine == "embedded":
        return read_embedded(where)
    if (master is None) == (session is None):
        raise ValueError("the engine spark needs a master, such as spark://host:7077 or sc://host:15002, or a session")
    return _on_spark(Path(where), master, segments, session)


def _on_spark(place: Path, master: str | None, segments: str | None, session: Any) -> AnyRecordSet:
    from pactline.records.spark.record_set import open_on_spark
    from pactline.records.spark.session import ours, start_session

    if not place.exists():
        raise FileNotFoundError(2, "no such file or folder", str(place))
    folder = records_folder(place)
    if not is_record_set(folder):
        message, remedy = "Spark reads record sets alone", "bring the files in with: pactline ingest"
        raise Problems([Problem(str(place), 0, 0, "RECORDS_ENGINE", message, remedy)])
    return open_on_spark(folder, ours(session) if master is None else start_session(master), segments)
