"""Every code that a mapping file, or a table read by one, can show, and what it means."""

from __future__ import annotations

from collections.abc import Mapping

from pactline.importers.plain.codes import OTHERS, REFUSED_FILES, REFUSED_RECORDS

MAPPING_FAULTS: Mapping[str, str] = {
    "MAP_CASE": "a case is not exactly one of record, ignore and refuse, or the reason is missing",
    "MAP_CIRCLE": "a value is worked out from itself",
    "MAP_CODE": "a code is not made of capitals, digits and _",
    "MAP_COLUMN": "no column, or one that the declared header does not have",
    "MAP_DURATION": "a length is not written like 2 s",
    "MAP_FIELD": "a word that is not a field of a record",
    "MAP_FIELD_KIND": "a reading yields a text where a time belongs, or the other way round",
    "MAP_FIELD_MISSING": "a record would lack a field that it needs, such as a contact the instant it was offered",
    "MAP_FILE": "no shipped mapping and no file of that name",
    "MAP_FLAG": "a flag that is not in the list",
    "MAP_KEY": "the key of a record is not said, or said twice, or leaves open what identical rows are",
    "MAP_KEY_MISSING": "a necessary key of the mapping file is missing",
    "MAP_KEY_UNKNOWN": "a key that mapping files do not know",
    "MAP_KIND": "no kind of mapping, or a report mapping where records are wanted",
    "MAP_MISSING": "the format mapping without a mapping file",
    "MAP_NAME": "a value that is not defined, of the wrong kind, or called like a field",
    "MAP_NUMBER": "not a number",
    "MAP_PRECISION": "minutes or hours without saying whether they are exact or rounded",
    "MAP_REPORTED": "a reported figure that does not fit its metric, or is named twice",
    "MAP_SHAPE": "a list where a mapping belongs, an empty list, and the like",
    "MAP_TEST": "a test that says nothing",
    "MAP_TEXT": "an empty text",
    "MAP_TIME_PATTERN": "a time pattern that is unknown, incomplete or says a part twice",
    "MAP_UNUSED": "a value that nothing uses",
    "MAP_WORD": "a word that is not in the closed list",
    "MAP_WORDS": "otherwise without words",
    "MAP_YES": "neither true nor false",
    "MAP_ZONE": "not a time zone",
}
"""The mapping file is refused."""

ROWS: Mapping[str, str] = {
    "CSV_COLUMNS": "the row has more or fewer cells than the header",
    "CSV_QUOTE": "quotes are not around the whole cell, or not doubled inside",
    "CTRL_CHAR": "a control character in a text",
    "DUR_MISMATCH": "lengths and clock times differ by more than the tolerance, with beyond: refuse",
    "ENUM_CHANNEL": "a word that is no channel; the mapping must translate it",
    "ENUM_DIRECTION": "a word that is no direction; the mapping must translate it",
    "ENUM_OUTCOME": "a word that is no outcome; the mapping must translate it",
    "ENUM_TRANSFER": "a word that is no kind of transfer; the mapping must translate it",
    "ENUM_WORD": "a word that the field of another table does not know; the mapping must translate it",
    "ENUM_ZONE": "not a time zone, where an attempt says which was called",
    "FIELD_MISSING": "an empty cell where the mapping or the record needs a value",
    "FIELD_TOO_LONG": "a cell of more than 65,536 characters, or a name longer than its limit",
    "ID_EMPTY": "an empty cell in the key",
    "ID_FORMAT": "an id of other than letters, digits and . _ : + -, or a part that holds the joining character",
    "MAP_COUNTS": "of an interval: a part is greater than its whole, or a shorter time has more than a longer one",
    "MAP_NO_CASE": "no case of the mapping says what the row is",
    "MAP_NO_WORD": "a word that the mapping does not translate",
    "NUM_FORMAT": "not a number in the declared form",
    "NUM_NEGATIVE": "a negative length",
    "NUM_RANGE": "a length of more than 31 days",
    "OUTCOME_CONTRADICTS": "an instant of answer without an answer, or of leaving with one",
    "TAGS_FORMAT": "a tag that holds ; or =",
    "TEXT_UNSAFE": "an invisible character in a text",
    "TIME_ORDER": "instants that are not in the order arrived, offered, answered or left, ended",
    "TS_FORMAT": "not a time in the declared pattern",
    "TS_NONEXISTENT": "a local time that the clock skipped",
    "TS_NO_OFFSET": "a time without offset, and no zone was declared",
    "TS_RANGE": "outside the years 1970 to 2099, or in the future",
    "XLSX_ERROR_CELL": "an error value in a cell that is needed",
    "XLSX_FORMULA": "a formula in a cell that is needed",
    "XLSX_TYPE": "a number where a word belongs, or one of more than 15 digits",
}
"""The row is refused, the rest of the file goes on. A mapping adds codes of its own with ``refuse``."""

FILES: Mapping[str, str] = {
    "CSV_HEADER": "the header line cannot be read",
    "EMPTY_FILE": "no header",
    "ENC_NOT_UTF8": "not UTF-8, and no other encoding is declared",
    "ENC_UTF16": "UTF-16 or UTF-32, and that is not declared",
    "ENC_WRONG": "not in the declared encoding",
    "FILE_UNREADABLE": "the system does not let the file be read",
    "FILE_WORKBOOK": "a workbook, where text was declared",
    "GZIP_DAMAGED": "a gzip file that is cut short or damaged",
    "HDR_DIFFERS": "not the declared header",
    "HDR_DUPLICATE": "a column name twice",
    "HDR_MISSING_COLUMN": "a column that the mapping needs is not there",
    "HDR_TOO_WIDE": "more than 256 columns",
    "TS_ZONE_MISSING": "local times, and no zone is declared",
    "XLSX_DTD": "a DOCTYPE inside the workbook",
    "XLSX_ENCRYPTED": "a workbook with a password, or an old .xls",
    "XLSX_EPOCH": "a workbook that counts days from 1904",
    "XLSX_EXTERNAL": "links to another workbook",
    "XLSX_MACRO": "macros",
    "XLSX_NOT_ZIP": "not a workbook",
    "XLSX_PARTS": "a zip that is no workbook, or lacks a part",
    "XLSX_SHEETS": "not exactly one visible sheet and none declared, or the declared one is not there",
    "XLSX_TOO_LONG": "more than 1,000,000 rows",
    "XLSX_XML": "broken XML",
    "ZIP_BOMB": "unpacks to more than 100 MiB or 100 times its size, or holds more than 1,000 entries",
    "ZIP_DAMAGED": "a damaged or cut zip",
    "ZIP_DUPLICATE_ENTRY": "two entries of one name",
    "ZIP_ENCRYPTED": "an encrypted entry in a zip",
    "ZIP_METHOD": "an entry packed by another method than deflate",
    "ZIP_PATH": "an entry that leads outside",
    "ZONE_TWICE": "the mapping says one zone and the command another",
}
"""Nothing of the file is taken."""

TOLD: Mapping[str, str] = {
    "BLANK_LINE": "ignored: an empty line or row",
    "CUSTOMER_NOT_KEPT": "warning: customers are kept only as a keyed hash, and no key was given",
    "DURATION_COARSE": "warning: a length in whole minutes or hours; its seconds are not known and stay unknown",
    "INTERVAL_AMBIGUOUS": "warning: an interval that begins at a local time that occurs twice; counted at the first",
    "HDR_UNUSED": "warning: columns that the mapping does not name",
    "NO_FINAL_NEWLINE": "warning: the last line has no line end; it may have been cut",
    "REPORT_COUNT": "a count of a report that is none; every sum it belongs to is left out of that line",
    "REPORT_FIGURE": "a figure of a report that is none, such as #DIV/0!; it is left out of that line",
    "XLSX_HIDDEN_SHEET": "warning: a hidden sheet that was not read",
}
"""Warnings and what is ignored. A mapping adds codes of its own with ``ignore``."""

CODES: Mapping[str, str] = {
    **MAPPING_FAULTS,
    **{
        code: meaning
        for code, meaning in {**ROWS, **FILES, **TOLD}.items()
        if code not in {**REFUSED_RECORDS, **REFUSED_FILES, **OTHERS}
    },
}
"""What this format shows beyond the codes of the plain format."""
