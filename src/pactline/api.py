"""The Python interface: the same work as the commands, on the same terms."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet
from pactline.statement.asking import Records, Scope
from pactline.statement.choosing_by_name import choose
from pactline.statement.evaluating import evaluate
from pactline.statement.measuring import Measurement
from pactline.statement.measuring import measure as _measure
from pactline.values.period import Period
from pactline.values.zone import zone as _zone


def read_agreement(source: str | os.PathLike[str] | bytes) -> Agreement:
    """Read an agreement file, or the ``agreement.yaml`` of a contract folder.

    Raises AgreementProblems listing every problem with file, line, column and remedy.
    """
    from pactline.agreement.reading import read
    from pactline.statement.rules import vocabulary

    return read(source, vocabulary())


def read_records(path: str | os.PathLike[str]) -> RecordSet:
    """Open a record set: a folder written by ``ingest``, a folder of plain CSV or JSON Lines files, or one such file.

    Raises Problems when a plain file holds a row that cannot be taken.
    """
    from pactline.importers.ingesting import read_records as read

    return read(path)


def measure(
    records: Records,
    metric: str,
    choices: Mapping[str, str] | None = None,
    *,
    period: str | None = None,
    zone: str | None = None,
    by: Sequence[str] = (),
    scope: Scope | None = None,
) -> Measurement:
    """A metric outside any agreement.

    For instance ``measure(records, "service_level", {"within": "20 s", "abandons": "count_all"})``.
    Choices that are not given follow the conventions ``common-2026``; the result says every choice that was made.
    Raises ValueError saying what is missing or wrong.
    """
    return _measure(
        records,
        choose(metric, choices or {}),
        period=Period.parse(period) if period else None,
        where=_zone(zone) if zone else None,
        by=by,
        scope=scope,
    )


__all__ = ["evaluate", "measure", "read_agreement", "read_records"]
