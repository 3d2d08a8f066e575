"""The plain record format as CSV: RFC 4180 to the letter, one header line, UTF-8, nothing sniffed.

See docs/reference/plain-format.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pactline.importers.fault import MOST_COLUMNS, Fault
from pactline.importers.files.csv_records import CsvRecords
from pactline.importers.files.lines import excerpt
from pactline.importers.files.opening import past_the_mark
from pactline.importers.plain.fields import REQUIRED
from pactline.importers.plain.header import checked_header, missing_columns
from pactline.importers.plain.quick import Proved, prove
from pactline.importers.plain.tables import reader_of
from pactline.importers.reading import Ignored, Item, Read, Reading, Refused, Source, SourceRefused
from pactline.records.staging import Proven
from pactline.records.tables import CONTACTS, TABLES, Table
from pactline.values.exact import how_many

FILLS = tuple(TABLES)
TRIED = "our own format"

_PROGRESS = 10_000


def read(source: Source, reading: Reading) -> Iterator[Item | Proven]:
    """Each record of the file as one item, in order. Raises SourceRefused.

    Of a large file the engine reads the rows it can prove sound; the others follow one by one.
    """
    with source.open() as file:
        records: CsvRecords | Proved = CsvRecords(past_the_mark(file))
        stream = iter(records)
        table, columns = _header(*next(stream), reading)
        if table is CONTACTS and reading.aside is not None:
            proved = prove(source, columns, reading.latest_us, reading.aside)
            if proved is not None:
                yield proved.proven
                reading.progress(proved.proven.records)
                records = proved
                stream = iter(proved)
        width, record_of = len(columns), reader_of(table, columns, reading.zone, reading.latest_us).read
        for count, (number, cells, raw) in enumerate(stream, 1):
            if count % _PROGRESS == 0:
                reading.progress(count)
            try:
                if type(cells) is list and len(cells) == width:
                    yield Read(number, record_of(cells), table)
                elif cells is None:
                    yield Ignored(number, "BLANK_LINE", "A blank line carries no record.")
                elif isinstance(cells, Fault):
                    raise cells
                else:
                    raise Fault("CSV_COLUMNS", f"The row has {how_many(len(cells), 'field')}, the header {width}.")
            except Fault as fault:
                yield Refused(number, fault.code, fault.message, excerpt(raw))
        if records.no_final_newline:
            reading.warnings.append(
                (records.no_final_newline, "NO_FINAL_NEWLINE", "The last line has no line end; was the file cut short?")
            )


def _header(
    number: int, cells: Sequence[str] | Fault | None, raw: str, reading: Reading
) -> tuple[Table, Sequence[str]]:
    if isinstance(cells, Fault):
        raise SourceRefused(cells.code, f"The header cannot be read: {cells.message}", number)
    if "\0" in raw:
        raise SourceRefused("ENC_NOT_UTF8", "The header holds NUL bytes: UTF-16 without a mark? Save as UTF-8.", number)
    names = cells or [""]
    if len(names) <= MOST_COLUMNS and missing_columns(names):
        _complain_of_delimiter(raw, number)
    return checked_header(names, number, reading), names


def _complain_of_delimiter(raw: str, number: int) -> None:
    """Say what is wrong with a header that is no comma-separated one; nothing is read by another separator."""
    if raw.lower().startswith("sep="):
        raise SourceRefused("CSV_DELIMITER", "The first line is Excel's 'sep=' line; remove it.", number)
    for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "pipes")):
        if sum(name in REQUIRED for name in raw.rstrip("\r\n").split(mark)) > 1:
            raise SourceRefused(
                "CSV_DELIMITER",
                f"The columns are separated by {name}, the plain format uses commas. Export with commas, "
                "or describe the file in a mapping file.",
                number,
            )
