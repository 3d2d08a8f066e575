"""Every code that reading the plain format or keeping a record set can show, and what it means."""

from __future__ import annotations

from collections.abc import Mapping

REFUSED_RECORDS: Mapping[str, str] = {
    "CSAT_RANGE": "the score is not a whole number on its scale (1-5, unless csat_scale says otherwise)",
    "CSV_COLUMNS": "the row has more or fewer fields than the header",
    "CSV_QUOTE": "a quote is not closed, not doubled inside quotes, or stands in a field without quotes",
    "CTRL_CHAR": "a control character or line break in a text",
    "DUR_MISMATCH": "a duration and the instants it lies between differ by more than one second",
    "ENUM_CHANNEL": "the channel is not in the list",
    "ENUM_DIRECTION": "the direction is not in the list",
    "ENUM_FLAG": "a flag is not in the list",
    "ENUM_OUTCOME": "the outcome is not in the list; upper case and outer blanks are not folded",
    "ENUM_TRANSFER": "the kind of transfer is not in the list",
    "ENUM_WORD": "a word that is not in the list of its column",
    "ENUM_ZONE": "no time zone by its IANA name",
    "FIELD_MISSING": "a value that must be given is empty, absent or null",
    "FIELD_TOO_LONG": "a field has more than 65,536 characters, or a name more than its own limit",
    "ID_EMPTY": "no contact id",
    "ID_FORMAT": "the contact id holds other than letters, digits and . _ : + -",
    "JSON_DEPTH": "nested deeper than 32",
    "JSON_DUP_KEY": "one key twice in an object",
    "JSON_NONFINITE": "NaN or Infinity",
    "JSON_SYNTAX": "the line is not JSON",
    "JSON_TOO_WIDE": "more than 256 keys in an object",
    "JSON_TYPE": "the line is no object, a number stands where a string belongs, or the other way round",
    "NUM_FORMAT": "not a plain number with at most three decimals",
    "NUM_MISSING": "no wait on a contact that waited",
    "NUM_NEGATIVE": "a negative number",
    "NUM_RANGE": "more than 31 days, or a count out of its range",
    "OUTCOME_CONTRADICTS": "answered without an answer time, an answer time or a score without answered",
    "QUEUE_EMPTY": "no queue",
    "TAGS_FORMAT": "tags are not key=value;key=value with each key once",
    "TEXT_UNSAFE": "an invisible character: direction controls, zero-width characters, surrogates",
    "TIME_ORDER": "the instants are not in the order arrived, offered, answered or left, ended",
    "TS_AMBIGUOUS": "a local time that occurs twice in the declared zone",
    "TS_FORMAT": "not an instant such as 2026-03-02T09:00:00+01:00",
    "TS_NONEXISTENT": "a local time that the clock skipped in the declared zone",
    "TS_NO_OFFSET": "no offset, and no zone was declared",
    "TS_RANGE": "outside the years 2000 to 2099, or later than five minutes after the time of the ingest",
}
"""The record is refused, the rest of the file goes on."""

REFUSED_FILES: Mapping[str, str] = {
    "CSV_DELIMITER": "the columns are separated by something other than commas",
    "EMPTY_FILE": "not one byte; a header without rows is a good file with no contacts",
    "ENC_NOT_UTF8": "a byte that is not UTF-8, anywhere in the file",
    "ENC_UTF16": "UTF-16 or UTF-32",
    "FILE_UNREADABLE": "the system does not let the file be read",
    "FILE_WORKBOOK": "a workbook, where text was declared",
    "GZIP_DAMAGED": "a gzip file that is cut short or damaged",
    "HDR_DUPLICATE": "a column name twice",
    "HDR_MISSING_COLUMN": "a required column is not in the header",
    "HDR_TOO_WIDE": "more than 256 columns",
    "STRICT": "--strict, and not every record is sound",
    "ZIP_BOMB": "unpacks to more than 100 times its size (beyond 10 MiB), or to more than 4 GiB",
}
"""Nothing of the file is taken."""

OTHERS: Mapping[str, str] = {
    "BLANK_LINE": "ignored: a line without a record",
    "HDR_UNKNOWN_COLUMN": "warning: columns or keys that are not part of the format were not read",
    "ID_CONFLICT": "conflict: one visit told in several ways; none counts until a greater source_rev settles it",
    "NO_FINAL_NEWLINE": "warning: the last line has no line end; it was taken as whole",
    "ROWS_OUTLIVED": "ignored: it lies before the day from which this record set keeps rows (retention)",
    "SUPERSEDED": "ignored: a greater revision of the visit is there",
    "RECORDS_DAMAGED": "a file of the record set is missing, cut short or not readable",
    "RECORDS_FORMAT": "a file in a folder of plain records is neither .csv nor .jsonl",
    "RECORDS_MIXED": "plain files lie beside a record set, or records were to go into a file",
    "RECORDS_NONE": "the folder holds no records",
}
"""Warnings, what is ignored or in conflict, and what is wrong with a folder of records."""
