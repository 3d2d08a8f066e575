"""Putting a statement on record: both files as a whole, once, and so that no power cut takes back what was said."""

from __future__ import annotations

from pathlib import Path

from pactline.records.folder.durable import claimed, make_folder, place, place_text, sync_file, sync_folder
from pactline.values.problem import Problem, Problems


def put_on_record(statement: Path, text: str, listing: Path, listed: str, *, period: str) -> bool:
    """Write the listing of the records, then the statement that names it; False if the same is on record already.

    Raises Problems when something else is on record: what is filed is never changed. Two who file at once are one after
    the other.
    """
    folder = statement.parent
    make_folder(folder)
    with claimed(statement) as written:
        new = not statement.exists()
        if new:
            place_text(listed, listing, folder)
            written.write_bytes(text.encode())
            place(written, statement)
        elif statement.read_bytes() != text.encode():
            raise _filed_already(statement, period)
        else:  # whoever wrote it may have been stopped before it would last
            for file in (listing, statement):
                if file.is_file():
                    sync_file(file)
            sync_folder(folder)
    sync_folder(folder.parent)
    return new


def _filed_already(statement: Path, period: str) -> Problems:
    message = f"a statement for {period} is filed already and says something else; a filed statement is never changed"
    remedy = f"see what differs with: pactline prove {statement.parent.parent}"
    return Problems([Problem(str(statement), 0, 0, "FILED_ALREADY", message, remedy)])
