"""Every code that reading a fact file can show: what it means and how to put it right."""

from __future__ import annotations

from collections.abc import Mapping

CSV_FILES: Mapping[str, tuple[str, str]] = {
    "CSV_COLUMNS": (
        "the row has more or fewer fields than the header",
        "give every row one field for each column; put a text with a comma in quotes",
    ),
    "CSV_DELIMITER": ("the columns are separated by something other than commas", "save the file as CSV with commas"),
    "CSV_QUOTE": (
        "a quote is not closed, not doubled inside quotes, or stands in a field without quotes",
        "close the quote, or double a quote inside quotes",
    ),
    "CTRL_CHAR": ("a control character or line break in a text", "delete the character"),
    "EMPTY_FILE": (
        "not one byte; a header without rows is a good file without facts",
        "write the header, or delete the file",
    ),
    "ENC_NOT_UTF8": ("a byte that is not UTF-8", "save the file as UTF-8"),
    "ENC_UTF16": ("UTF-16 or UTF-32", "save the file as UTF-8"),
    "FIELD_TOO_LONG": ("a text longer than it may be", "keep long texts in files of their own and name those"),
    "FILE_UNREADABLE": (
        "the system does not let the file be read, or it is no file",
        "put a file that can be read there",
    ),
    "FILE_WORKBOOK": ("a workbook, where text belongs", "save the sheet as CSV UTF-8"),
    "GZIP_DAMAGED": ("a gzip file that is cut short or damaged", "fetch the file again"),
    "HDR_DUPLICATE": ("a column name twice", "keep one of the two columns"),
    "HDR_MISSING_COLUMN": ("a column that must be there is not in the header", "add the column; names are exact"),
    "HDR_TOO_WIDE": ("more than 256 columns", "keep only the columns of the format"),
    "HDR_UNKNOWN_COLUMN": ("a column that is no part of the format", "rename the column, or take it out"),
    "NUM_FORMAT": ("a number that is not written plainly", "write plain digits with a decimal point"),
    "NUM_NEGATIVE": ("a negative number where none can be", "write it without a sign"),
    "NUM_RANGE": ("a number with more digits than anybody counts", "write the number it is meant to be"),
    "TEXT_UNSAFE": ("an invisible character: direction controls, zero-width characters", "delete the character"),
    "TS_FORMAT": ("not an instant such as 2025-06-03T09:00:00+02:00", "write date, T, time and offset"),
    "TS_NO_OFFSET": ("an instant without its offset from UTC", "add the offset: Z, +02:00"),
    "TS_RANGE": ("an instant outside the years 2000 to 2099", "write the year it is meant to be"),
    "ZIP_BOMB": (
        "a gzip file that unpacks to more than 100 times its size",
        "unpack it, look at it, and put it there plain",
    ),
}
"""As for plain records; here each refuses the file."""

FACTS: Mapping[str, tuple[str, str]] = {
    "FACT_DAY": (
        "not a day of the calendar written YYYY-MM-DD, or outside the years 2000 to 2099",
        "write the day as YYYY-MM-DD, such as 2025-06-01",
    ),
    "FACT_EMPTY": ("a value that every row must hold is not there", "write the value, or delete the row"),
    "FACT_FILE_NAME": ("a file whose name is nearly that of a fact file; nothing would read it", "rename the file"),
    "FACT_MORE_FAULTS": ("more than 1,000 faults in one file", "put those right that are told, and read it again"),
    "FACT_ORDER": ("the end is not after the beginning", "write the earlier one first; a last day is itself included"),
    "FACT_OVERLAP": (
        "two rows tell of the same days or the same time",
        "keep one of the two, or let one end before the other begins",
    ),
    "FACT_TOO_LARGE": ("more than 64 MiB, or more than 1,000,000 rows", "keep earlier years in a folder of their own"),
    "FACT_TWICE": ("the same thing is told twice", "keep one of the two rows"),
    "FIG_DISAGREE": (
        "the percentage is not that of the counts, rounded to the decimals that are written",
        "correct the value or the counts; of no contacts there is no percentage",
    ),
    "FIG_GOOD": ("more are good than were counted", "write in good how many of those counted were good"),
    "FIG_HALF": ("one of counted and good without the other", "give both, or leave both empty and give a value"),
    "FIG_NOTHING": ("no figure at all", "give a value, or counted and good, or a tally"),
    "FIG_REPORTED": ("reported before the first day it tells of", "write the day on which the figure was reported"),
    "FIG_TALLY": ("a part of the tally is greater than the whole it belongs to", "correct one of the two"),
    "ASSERT_GRAIN": (
        "an interval that does not begin and end on a quarter of an hour, the grain of all counting",
        "assert whole quarters of an hour",
    ),
    "ASSERT_WHAT": (
        "a word for what was counted that is not in the list",
        "write offered, answered, abandoned, flowed_out, callback or refused",
    ),
    "ASSERT_WHEN": (
        "days and an interval in one row, or neither",
        "give first and last, or start and end",
    ),
    "FORECAST_MIXED": (
        "a service is forecast by days in one row and by an interval in another, or by both in one",
        "forecast a service either by first and last or by start and end",
    ),
    "PERFORMED_NO_DAY": ("neither the day it was due nor the day it was done", "give one of the two or both"),
}
"""Of fact files alone."""

YAML_FILES: Mapping[str, tuple[str, str]] = {
    "CHANGE_QUANTITY": (
        "not a plain number with at most four decimals",
        "write a number such as 120 or 37.5, without its unit",
    ),
    "INCIDENT_CHOSEN": ("the commitment chosen is none of the windows", "choose one of the commitments under windows"),
    "INCIDENT_WINDOWS": ("no window, or one that is no period", "write a commitment and its window, such as 2025-06"),
    "RELIEF_DECISION": (
        "a decision without who made it and when, or the other way round",
        "give decision, decided_by and decided_on together; leave both out while it is open",
    ),
    "RELIEF_FIGURES": ("more good than counted", "write in good how many of those counted were good"),
    "RELIEF_TIME": (
        "from and to are not two days or two instants in order",
        "write two days (the last included), or two instants with their offsets",
    ),
    "RELIEF_VOLUME": ("a volume that says nothing", "name queues, channels or a direction, or leave volume out"),
}
"""Of fact files in YAML; besides these the codes of agreements: AGR_..., YAML_..., ENC_..., DOC_TOO_LARGE."""

REMEDIES: Mapping[str, str] = {
    code: remedy for codes in (CSV_FILES, FACTS, YAML_FILES) for code, (_, remedy) in codes.items()
}
"""How each is put right, where nothing more telling can be said."""
