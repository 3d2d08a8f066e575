"""The Python interface: the same work as the commands, on the same terms."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from pactline.agreement.model import Agreement
from pactline.records.record_set import RecordSet
from pactline.statement.asking import Records, Scope
from pactline.statement.choosing_by_name import choose
from pactline.statement.comparing import Comparison, shared_choices
from pactline.statement.comparing import compare as _compare
from pactline.statement.evaluating import evaluate
from pactline.statement.inferred import Inference
from pactline.statement.measuring import Measurement
from pactline.statement.measuring import measure as _measure
from pactline.values.duration import Limit
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


def compare(
    records: Records,
    within: str,
    short_abandon: str | None = None,
    *,
    choices: Mapping[str, str] | None = None,
    period: str | None = None,
    zone: str | None = None,
    scope: Scope | None = None,
    limit: int | None = None,
) -> Comparison:
    """All published forms of service level and abandonment over the same records, and the contacts between them.

    ``choices`` may hold level, clock, attribution and transfers_in; the rest follows the conventions ``common-2026``.
    ``limit`` bounds the contacts listed per pair of forms. Raises ValueError saying what is missing or wrong.
    """
    if period and not zone:
        raise ValueError("a period is of local days; name the zone they are meant in, such as Europe/Berlin")
    return _compare(
        records,
        within=Limit.parse(within),
        short_abandon=Limit.parse(short_abandon) if short_abandon else None,
        counting=shared_choices(choices or {}),
        scope=scope,
        span=Period.parse(period).span(_zone(zone)) if period and zone else None,
        limit=limit,
    )


def infer(
    *reported: str | os.PathLike[str],
    mapping: str | None = None,
    records: Records | None = None,
    zone: str | None = None,
    by: str | None = None,
    within: str | None = None,
    short_abandon: str | None = None,
    scope: Scope | None = None,
) -> Inference:
    """Which published form reproduces the figures in the reported files.

    Without ``records`` the report carries counts and is read by ``mapping`` or by its exact header. With ``records`` it
    is a plain report of the days of ``zone``; ``by`` is the length of a ``first`` without ``end``. Raises Problems for
    a file that cannot be read and ValueError for a choice that is missing.
    """
    from pactline.importers.reported import read_plain_reports, read_reports
    from pactline.statement.inferring import infer_from_counts
    from pactline.statement.inferring_records import infer_from_records

    paths = [os.fspath(path) for path in reported]
    if records is None:
        return infer_from_counts(read_reports(paths, mapping))
    if not zone:
        raise ValueError("the report's days are local; name their zone, such as Europe/Berlin")
    return infer_from_records(
        records,
        read_plain_reports(paths, _zone(zone), by),
        within=Limit.parse(within) if within else None,
        short_abandon=Limit.parse(short_abandon) if short_abandon else None,
        scope=scope,
    )


__all__ = ["compare", "evaluate", "infer", "measure", "read_agreement", "read_records"]
