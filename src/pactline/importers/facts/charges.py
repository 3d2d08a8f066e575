"""``charges.csv``: what was charged, for the charges whose amount is ``billed``."""

from __future__ import annotations

from pathlib import Path

from pactline.importers.facts.columns import FIRST, LAST, Column, FactFile, Kind
from pactline.importers.facts.overlaps import tell_overlaps
from pactline.importers.facts.row import FactRow
from pactline.importers.facts.table import read_rows
from pactline.importers.facts.told import Told
from pactline.records.facts import BilledCharge

FILE = FactFile(
    "charges.csv",
    "What was charged, in the currency of the agreement.",
    (
        Column("charge", Kind.NAME, "the charge, as the agreement names it", filled=True),
        FIRST,
        LAST,
        Column("amount", Kind.AMOUNT, "how much was charged for these days", filled=True),
    ),
    "charge,first,last,amount\ninvoice,2025-06-01,2025-06-30,118250.00\n",
)


def read_charges(path: Path) -> tuple[BilledCharge, ...]:
    """The charges of a file, in its order. Raises Problems with every fault."""
    told = Told(str(path))
    found = [charge for row in read_rows(path, FILE, told) if (charge := _charge(row, told.file))]
    tell_overlaps(found, lambda charge: charge.charge, lambda charge: (charge.period.first, charge.period.end), told)
    told.stop()
    return tuple(found)


def _charge(row: FactRow, file: str) -> BilledCharge | None:
    row.demand()
    charge, period, amount = row.name("charge"), row.period(), row.number("amount")
    if not row.sound or period is None or amount is None:
        return None
    return BilledCharge(charge, period, amount, file, row.line)
