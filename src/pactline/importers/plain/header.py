"""The header of a plain table: which table it is of, and whether its columns can serve."""

from __future__ import annotations

from collections.abc import Sequence

from pactline.importers.fault import MOST_COLUMNS, quoted
from pactline.importers.plain.fields import REQUIRED
from pactline.importers.plain.tables import known, table_of
from pactline.importers.reading import Reading, SourceRefused
from pactline.records.tables import CONTACTS, Table

_NAMED = 20  # unknown columns named in the warning


def missing_columns(names: Sequence[str]) -> list[str]:
    """The required columns of the contacts that are not there; none if the header is that of another table."""
    return [name for name in REQUIRED if name not in names] if table_of(names) is CONTACTS else []


def checked_header(names: Sequence[str], line: int, reading: Reading) -> Table:
    """The table that a header is of. Raises SourceRefused; columns that no row has a use for are warned of."""
    if len(names) > MOST_COLUMNS:
        raise SourceRefused("HDR_TOO_WIDE", f"The header names {len(names)} columns; at most {MOST_COLUMNS}.", line)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SourceRefused("HDR_DUPLICATE", f"Column {quoted(twice[0])} stands twice in the header.", line)
    if missing := missing_columns(names):
        raise SourceRefused(
            "HDR_MISSING_COLUMN",
            f"The header lacks {', '.join(missing)}. Columns are found by their exact names.",
            line,
        )
    table = table_of(names)
    if unknown := [quoted(name) for name in names if name not in known(table)]:
        more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
        message = f"Ignored unknown columns: {', '.join(unknown[:_NAMED])}{more}."
        reading.warnings.append((line, "HDR_UNKNOWN_COLUMN", message))
    return table
