"""Roll-ups of a contract folder: the answers to every question its agreement asks, kept beside the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pactline.ledger.folder import ContractFolder
from pactline.records.folder.roll_ups import FOLDER, write_roll_ups
from pactline.records.folder.store import is_record_set, open_record_set
from pactline.statement.counting.counted import Counted
from pactline.statement.windows.contract import Contract
from pactline.statement.windows.measured import Measured
from pactline.values.period import Period
from pactline.values.problem import Problem, Problems


@dataclass(frozen=True)
class RollUpReceipt:
    """What was kept."""

    questions: int
    quarters: int  # of an hour in which something counted, of all questions
    folder: str


def roll_up(contract: ContractFolder) -> RollUpReceipt:
    """Work out every question of the agreement over all its records and keep the answers.

    Statements give the same figures with roll-ups as without; they only look at fewer contacts. What a later ingest
    changes is counted again when it is asked for, and kept by the next roll-up. Raises Problems where there is no
    record set to keep them in.
    """
    records_folder = contract.records_folder
    if not is_record_set(records_folder):
        remedy = "bring the records in with pactline ingest; plain files that are read in place are small enough"
        message = "roll-ups are kept beside a record set, and there is none"
        raise Problems([Problem(str(records_folder), 0, 0, "RECORDS_NONE", message, remedy)])
    records = open_record_set(records_folder)
    records.roll_ups = None
    hours = records.hours()
    texts = Contract.until(contract.versions, contract.versions.term.end)
    due = texts.due(Period(texts.term.first, texts.term.end + timedelta(days=1)))
    answers = Counted(records).roll_up(Measured(due, Counted(records)).wanted()) if hours else {}
    many = write_roll_ups(records_folder, hours, answers.items())
    quarters = sum(len(answer.cells) for answer in answers.values())
    return RollUpReceipt(many, quarters, str(records_folder / FOLDER))


def has_roll_ups(records: Path) -> bool:
    """Whether a record-set folder keeps roll-ups."""
    return (records / FOLDER).is_dir()
