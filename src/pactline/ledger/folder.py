"""The contract folder: what was agreed, what happened, what is owed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Versions
from pactline.ledger.fact_names import check_fact_names
from pactline.ledger.filing import put_on_record
from pactline.records.any_record_set import AnyRecordSet
from pactline.records.facts import Facts
from pactline.statement.evaluating import evaluate, named_span, named_tables
from pactline.statement.model import Statement
from pactline.statement.rules import vocabulary
from pactline.statement.windows.figuring import is_measured_elsewhere
from pactline.statement.windows.history import history_of
from pactline.values.period import Period

if TYPE_CHECKING:
    from pactline.ledger.proving import Proof


@dataclass(frozen=True)
class Filed:
    """A statement on record: what it said, and which records it was computed from."""

    path: Path
    statement: dict[str, Any]
    digest: str
    listing: Path  # the fingerprints of those records
    listing_digest: str


@dataclass(frozen=True)
class FilingReceipt:
    """What ``file`` did."""

    files: list[str]
    digest: str
    new: bool


class ContractFolder:
    """A folder with ``agreement.yaml``, ``records/`` and ``statements/``; or an agreement file, records elsewhere."""

    def __init__(
        self, path: str | os.PathLike[str], records: str | os.PathLike[str] | AnyRecordSet | None = None
    ) -> None:
        self.path = Path(path)
        self.agreement_file = self.path / "agreement.yaml" if self.path.is_dir() else self.path
        if not self.agreement_file.is_file():
            raise FileNotFoundError(2, "no such file", str(self.agreement_file))
        self._records = Path(records) if isinstance(records, str | os.PathLike) else None
        self._opened = None if isinstance(records, str | os.PathLike) else records

    @property
    def home(self) -> Path:
        """The folder itself."""
        return self.agreement_file.parent

    @property
    def statements(self) -> Path:
        """Where filed statements lie."""
        return self.home / "statements"

    @property
    def records_folder(self) -> Path:
        """Where the records lie."""
        return self._records or self.home / "records"

    @cached_property
    def versions(self) -> Versions:
        """What was agreed: the text as signed and every amendment. Raises AgreementProblems."""
        from pactline.agreement.versions import read_versions

        return read_versions(self.path if self.path.is_dir() else self.agreement_file, vocabulary())

    @property
    def agreement(self) -> Agreement:
        """What was agreed, as it stands after the last amendment. Raises AgreementProblems."""
        return self.versions.last.agreement

    @cached_property
    def records(self) -> AnyRecordSet | None:
        """What happened; None where no figure is counted from records and there are none.

        Raises FileNotFoundError, or Problems for plain files with rows that cannot be taken.
        """
        from pactline.importers.ingesting import read_records

        if self._opened is not None:
            return self._opened
        place = self.records_folder
        if not Path(place).exists() and not any(self._counted()):
            return None
        return read_records(place)

    def check_records(self) -> None:
        """Look at every byte of the rows, as is done before something is filed or proven. Raises Problems."""
        from pactline.records.folder.manifest import check_rows
        from pactline.records.folder.store import is_record_set

        if self._opened is None and is_record_set(self.records_folder):
            check_rows(self.records_folder)

    def _counted(self) -> Iterator[bool]:
        """For each commitment of each version: whether its figure is counted from records."""
        for version in self.versions:
            for commitment in version.agreement.commitments:
                yield not is_measured_elsewhere(commitment)

    @cached_property
    def facts(self) -> Facts:
        """What happened besides: the fact files of the folder. Raises Problems."""
        from pactline.importers.facts.reading import read_facts

        facts = read_facts(self.home)
        check_fact_names(self.versions, facts)
        return facts

    def evaluate(self, period: str | Period) -> Statement:
        """The statement of a period. Raises NothingToSettle."""
        from pactline.statement.evaluating import NothingToSettle

        try:
            asked = Period.parse(period) if isinstance(period, str) else period
        except ValueError as wrong:
            raise NothingToSettle(str(wrong)) from None
        return evaluate(self.versions, self.records, asked, facts=self.facts)

    def replay(self, period: Period) -> Statement:
        """The statement of a period, with the memory that the filed statements before it hold.

        Raises GapInHistory when they do not reach from the first day of the term to the period.
        """
        filed = [read_filed(path).statement for path in self.filed()]
        earlier = history_of(filed, self.versions.term.first, period.first)
        return evaluate(self.versions, self.records, period, facts=self.facts, earlier=earlier)

    def file(self, period: str) -> FilingReceipt:
        """Put the statement of a period on record. What is filed is never changed: a second filing either says the same
        or is refused with Problems."""
        self.check_records()
        statement = self.evaluate(period)
        name = str(statement.period).replace("/", "_")
        target, listing = self.statements / f"{name}.json", self.statements / f"{name}.records.csv"
        listed = _listing(self.fingerprints(statement))
        content = {
            "digest": statement.digest,
            "listing": _digest(listed.encode()),
            "statement": statement.to_json(),
        }
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        files = [str(target), str(listing)]
        new = put_on_record(target, text, listing, listed, period=period)
        return FilingReceipt(files, statement.digest, new=new)

    def prove(self) -> list[Proof]:
        """Recompute every filed statement; each proof says whether it holds and what differs."""
        from pactline.ledger.proving import prove

        return list(prove(self))

    def fingerprints(self, statement: Statement) -> Iterator[tuple[str, int, str]]:
        """Contact, visit and the beginning of the content hash of every record the statement was computed from."""
        if self.records is None:
            return iter(())
        span = named_span(self.versions, self.records, statement.period)
        tables = named_tables(self.versions, statement.period)
        return self.records.fingerprints([span] if span else [], tables)

    def filed(self) -> list[Path]:
        """The file of every filed statement, in order of period; :func:`read_filed` reads one."""
        return sorted(self.statements.glob("*.json"))


def _listing(fingerprints: Iterable[tuple[str, int, str]]) -> str:
    """The fingerprints as CSV."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n")
    write.writerow(("contact_id", "visit", "content"))
    write.writerows(fingerprints)
    return text.getvalue()


def read_filed(path: Path) -> Filed:
    """A filed statement. Raises ValueError saying why the file is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        listing = path.with_name(path.name.removesuffix(".json") + ".records.csv")
        filed = Filed(path, content["statement"], str(content["digest"]), listing, str(content["listing"]))
        filed.statement["period"]["first"], filed.statement["period"]["end"]
    except json.JSONDecodeError as wrong:
        raise ValueError(f"this is no filed statement: line {wrong.lineno} is no JSON ({wrong.msg})") from None
    except OSError as wrong:
        raise ValueError(f"this is no filed statement: {wrong.strerror}") from None
    except (UnicodeDecodeError, RecursionError):
        raise ValueError("this is no filed statement: it is no JSON text") from None
    except (KeyError, TypeError):
        raise ValueError("this is no filed statement: digest, listing, statement or its period is missing") from None
    return filed


def listing_holds(filed: Filed) -> bool:
    """Whether the fingerprints of the records lie beside the statement as they were filed."""
    return filed.listing.is_file() and _digest(filed.listing.read_bytes()) == filed.listing_digest


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
