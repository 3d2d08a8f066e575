"""Agreements, records and statements, as the commands have them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pactline.agreement.model import Agreement
from pactline.agreement.reading import AgreementProblems
from pactline.ledger.keeping import compact_records, erase_person, retain_records, verify_records
from pactline.ledger.late import ingest
from pactline.records.any_record_set import AnyRecordSet
from pactline.records.postgres.writing import put_into_postgres
from pactline.statement.comparison.between_words import compare_between
from pactline.statement.comparison.comparing import Comparison, shared_choices
from pactline.statement.comparison.comparing import compare as _compare
from pactline.statement.counting.asking import Question, Records, Scope
from pactline.statement.counting.choices_in_words import ChoiceRefused, choose
from pactline.statement.evaluating import evaluate
from pactline.statement.inference.inferred import Inference
from pactline.statement.measuring import Measurement, contacts_behind, everything
from pactline.statement.measuring import measure as _measure
from pactline.values.duration import Limit
from pactline.values.period import Period
from pactline.values.problem import Problems
from pactline.values.zone import zone as _zone

if TYPE_CHECKING:
    from datetime import date

    from pactline.agreement.difference import Difference
    from pactline.agreement.versions import Versions
    from pactline.ledger.folder import ContractFolder, FilingReceipt
    from pactline.ledger.proving import Proof
    from pactline.ledger.rolling_up import RollUpReceipt
    from pactline.ledger.starting import Started
    from pactline.statement.backtest.backtested import Backtest
    from pactline.statement.model import Statement


def open_contract(
    folder: str | os.PathLike[str], records: str | os.PathLike[str] | AnyRecordSet | None = None
) -> ContractFolder:
    """A contract folder (or an agreement file) with all that a statement takes from it: amendments, records, facts.

    ``open_contract("northwind").evaluate("2025-03")`` is the statement that ``pactline evaluate`` prints;
    ``statement.explain("caps/year")`` explains one commitment or one rule of it. Further the contract has ``versions``
    (as signed and after each amendment), ``agreement`` (as amended last), ``records`` (None where none are counted),
    ``facts``, ``file(period)``, ``filed()`` and ``prove()``. Each is read when it is first used.

    Raises FileNotFoundError; its parts raise AgreementProblems and Problems, and evaluating NothingToSettle (a
    ValueError) for a period outside the term or one that is none.
    """
    from pactline.ledger.folder import ContractFolder

    return ContractFolder(folder, records)


def read_agreement(source: str | os.PathLike[str] | bytes) -> Agreement:
    """Read an agreement file, or the ``agreement.yaml`` of a contract folder.

    Raises AgreementProblems listing every problem with file, line, column and remedy.
    """
    from pactline.agreement.reading import read
    from pactline.statement.rules import vocabulary

    return read(source, vocabulary())


def diff(a: str | os.PathLike[str] | bytes, b: str | os.PathLike[str] | bytes) -> Difference:
    """What differs between two agreements, in plain words: ``for change in diff(a, b).changes: print(change)``.

    Each is a file (as it reads), a contract folder (with all its amendments), ``"northwind@2025-07-01"`` (the text in
    force on that day) or bytes. Raises AgreementProblems for a file that cannot be read or a folder with problems.
    """
    from pactline.agreement.differing import differ
    from pactline.agreement.sides import open_side
    from pactline.statement.rules import vocabulary

    return differ(open_side(a, vocabulary()), open_side(b, vocabulary()))


def new(
    folder: str | os.PathLike[str],
    template: str,
    *,
    provider: str | None = None,
    client: str | None = None,
    first: date | None = None,
    zone: str | None = None,
    currency: str | None = None,
) -> Started:
    """Make a contract folder from a template such as ``"customer-support"``; ``first`` is the first day of its term.

    What is not given stays as the template invented it; the result lists those lines. Raises ValueError for a template,
    zone or currency that does not exist, FileExistsError for a folder that holds anything already.
    """
    from pactline.ledger.starting import start

    return start(folder, template, provider=provider, client=client, first=first, zone=zone, currency=currency)


def read_records(
    path: str | os.PathLike[str],
    *,
    engine: str = "embedded",
    master: str | None = None,
    segments: str | None = None,
    session: Any = None,
) -> AnyRecordSet:
    """Open a record set that ``ingest`` wrote, a folder of plain files, one such file, or a table of a database,
    ``"postgresql://user@host/database?table=calls"``.

    ``engine="spark"`` counts a folder written by ``ingest`` on Apache Spark: ``master`` is the address of the cluster,
    or ``session`` a Spark session that is there; ``segments`` names a copy of the folder that its workers read.
    Raises Problems when a row cannot be taken or an engine cannot be reached, ValueError for choices that do not fit.
    """
    from pactline.importers.record_places import open_records

    return open_records(path, engine=engine, master=master, segments=segments, session=session)


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


def contacts(
    records: Records,
    metric: str,
    choices: Mapping[str, str] | None = None,
    *,
    good: bool | None = None,
    period: str | None = None,
    zone: str | None = None,
    scope: Scope | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """The contacts behind a metric, in order of time: all that counted, the good (True) or the not good ones (False).

    Instants are in ``offered_us`` (microseconds since 1970 UTC), waits in ``wait_ms``. Raises ValueError.
    """
    named = choose(metric, choices or {})
    if period and not zone:
        raise ChoiceRefused("a period is of local days; name its zone, such as Europe/Berlin")
    where = _zone(zone) if zone else None
    within = Period.parse(period).span(where) if period and where else everything(records, named, where)
    question = Question(named.chosen, scope or Scope(), named.counting, zone=where)
    return contacts_behind(records, question, within, good=good, limit=limit) if within else []


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
    from pactline.importers.report_files import read_plain_reports, read_reports
    from pactline.statement.inference.from_counts import infer_from_counts
    from pactline.statement.inference.from_records import infer_from_records

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


def render(
    agreement: Agreement | Versions,
    path: str | os.PathLike[str],
    *,
    on: date | None = None,
    example: Statement | None = None,
) -> None:
    """Write the contract of an agreement to a file that ends in ``.html``, ``.pdf`` or ``.docx``.

    ``on`` is the day whose text it is, ``example`` the statement its worked example is taken from; left out, the first
    day of the term and invented figures. Raises ValueError for any other ending, Problems for a placeholder that names
    nothing and for a character that no font can print.
    """
    from pactline.document.rendering import render as _render

    _render(agreement, path, example=example, on=on)


def backtest(
    folder: str | os.PathLike[str],
    terms: Sequence[str | os.PathLike[str]] = (),
    *,
    first: str,
    last: str | None = None,
    sweep: Sequence[str] = (),
    records: str | os.PathLike[str] | AnyRecordSet | None = None,
) -> Backtest:
    """Replay other terms over the records of a contract folder, beside its own: ``print(backtest("northwind",
    ["stricter.yaml"], first="2024-01", last="2024-12"))``.

    Each of ``terms`` is the file of an agreement, an amendment, or only the keys that change. ``first`` and ``last``
    are periods of one length; ``sweep`` tries many values of one number, such as ``"prompt-answer.target=75..95"``.
    Raises AgreementProblems for a file that is no terms, Problems for records that cannot be read, and NothingToSettle
    (a ValueError) for periods or sweeps that cannot be made.
    """
    from pactline.ledger.backtesting import backtest_folder
    from pactline.ledger.folder import ContractFolder

    return backtest_folder(ContractFolder(folder, records), terms, first=first, last=last, sweep=sweep)


def roll_up(folder: str | os.PathLike[str]) -> RollUpReceipt:
    """Keep what every question of a contract folder's agreement comes to, per quarter of an hour, beside the records.

    Statements give the same figures with roll-ups as without and look at fewer contacts. Raises Problems where the
    folder has no record set.
    """
    from pactline.ledger.folder import ContractFolder
    from pactline.ledger.rolling_up import roll_up as _roll_up

    return _roll_up(ContractFolder(folder))


def file(folder: str | os.PathLike[str], period: str) -> FilingReceipt:
    """File the statement of a period in a contract folder. Raises Problems if another one is filed for it."""
    from pactline.ledger.folder import ContractFolder

    return ContractFolder(folder).file(period)


def prove(folder: str | os.PathLike[str]) -> list[Proof]:
    """Recompute every statement filed in a contract folder; each proof says whether it holds and what differs."""
    from pactline.ledger.folder import ContractFolder
    from pactline.ledger.proving import prove as _prove

    return list(_prove(ContractFolder(folder)))


__all__ = [
    "AgreementProblems",
    "Problems",
    "backtest",
    "compact_records",
    "compare",
    "compare_between",
    "contacts",
    "diff",
    "erase_person",
    "evaluate",
    "file",
    "infer",
    "ingest",
    "measure",
    "new",
    "open_contract",
    "prove",
    "put_into_postgres",
    "read_agreement",
    "read_records",
    "render",
    "retain_records",
    "roll_up",
    "verify_records",
]
