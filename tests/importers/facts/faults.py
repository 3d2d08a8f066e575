# ruff: noqa: E501 (a table reads better with one fault a line)
"""Good fact files, and every way we know of getting them wrong, with the code and the line that must be told.

The page ``docs/reference/fact-files.md`` is made of this table, so every code has an example that is run.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from pactline.importers.facts import (
    assertions,
    change_orders,
    charges,
    events,
    figures,
    forecast,
    incidents,
    performed,
    relief,
)  # fmt: skip
from pactline.importers.facts.columns import FactFile
from pactline.importers.facts.entries import EntryFile

FILES: tuple[FactFile | EntryFile, ...] = (
    figures.FILE, charges.FILE, events.FILE, forecast.FILE, performed.FILE, relief.FILE, incidents.FILE, change_orders.FILE,
    assertions.FILE,
)  # fmt: skip
GOOD = {file.name: file.example for file in FILES}


@dataclass(frozen=True)
class Wrong:
    """One fault: what a file holds, and the code and line told of it."""

    code: str
    line: int
    what: str
    file: str
    content: bytes

    @property
    def name(self) -> str:
        """For the test's name."""
        return f"{self.code} {self.file} {self.what}"


def _in(file: str, code: str, line: int, what: str, old: str, new: str) -> Wrong:
    """The good file with one edit."""
    assert GOOD[file].count(old) >= 1, f"{old!r} is not in {file}"
    return Wrong(code, line, what, file, GOOD[file].replace(old, new, 1).encode())


def _rows(file: str, code: str, line: int, what: str, *rows: str) -> Wrong:
    """The good file's header and these rows."""
    header = GOOD[file].split("\n")[0]
    return Wrong(code, line, what, file, "\n".join([header, *rows, ""]).encode())


def _forecast(code: str, line: int, what: str, *rows: str) -> Wrong:
    text = "\n".join(["service,first,last,start,end,volume", *rows, ""])
    return Wrong(code, line, what, "forecast.csv", text.encode())


def _asserted(code: str, line: int, what: str, when: str) -> Wrong:
    text = f"said_by,service,first,last,start,end,what,value\nswitch,support,{when},answered,7\n"
    return Wrong(code, line, what, "assertions.csv", text.encode())


def _tally(code: str, line: int, what: str, columns: str, row: str) -> Wrong:
    text = (
        f"commitment,first,last,counted,good,value,evidence,{columns}\nanswer,2025-06-01,2025-06-30,,,,report,{row}\n"
    )
    return Wrong(code, line, what, "figures.csv", text.encode())


_JUNE = "2025-06-01,2025-06-30"
FAULTS: tuple[Wrong, ...] = (
    _in("charges.csv", "CSV_COLUMNS", 2, "an amount with a comma has become two fields", "118250.00", "118,250.00"),
    _in("charges.csv", "CSV_COLUMNS", 2, "a field is lacking", ",118250.00", ""),
    Wrong("CSV_DELIMITER", 1, "semicolons", "charges.csv", b"charge;first;last;amount\ninvoice;2025-06-01;2025-06-30;1.00\n"),
    Wrong("CSV_DELIMITER", 1, "the line sep= of a spreadsheet program", "charges.csv", b"sep=,\ncharge,first,last,amount\n"),
    _in("charges.csv", "CSV_QUOTE", 2, "a quote is not closed", "invoice", '"invoice'),
    _in("events.csv", "CTRL_CHAR", 2, "a NUL", "ticket 4711", "ticket\x004711"),
    _in("events.csv", "CTRL_CHAR", 2, "a line break inside quotes", "ticket 4711", '"ticket\n4711"'),
    Wrong("EMPTY_FILE", 0, "not one byte", "charges.csv", b""),
    Wrong("ENC_NOT_UTF8", 2, "Latin-1", "charges.csv", "charge,first,last,amount\nGebühr,2025-06-01,2025-06-30,1.00\n".encode("latin-1")),
    Wrong("ENC_UTF16", 1, "UTF-16", "charges.csv", GOOD["charges.csv"].encode("utf-16")),
    _in("charges.csv", "FIELD_TOO_LONG", 2, "a name of 129 characters", "invoice", "i" * 129),
    _in("events.csv", "FIELD_TOO_LONG", 2, "evidence of 1,025 characters", "ticket 4711", "t" * 1_025),
    Wrong("FILE_WORKBOOK", 0, "a workbook under the name of a text", "charges.csv", b"PK\x03\x04 workbook"),
    Wrong("GZIP_DAMAGED", 0, "a gzip file that was cut short", "charges.csv", gzip.compress(GOOD["charges.csv"].encode())[:-9]),
    _in("charges.csv", "HDR_DUPLICATE", 1, "the amount twice", "last,amount", "last,amount,amount"),
    _in("charges.csv", "HDR_MISSING_COLUMN", 1, "no column for the last day", "first,last", "first"),
    Wrong("HDR_TOO_WIDE", 1, "257 columns", "charges.csv", (",".join(["charge", "first", "last", "amount"] + [f"c{n}" for n in range(253)]) + "\n").encode()),
    _in("figures.csv", "HDR_UNKNOWN_COLUMN", 1, "a name misspelt", "reported", "reportd"),
    _in("figures.csv", "NUM_FORMAT", 2, "a decimal comma in quotes", "82.0 %", '"82,0 %"'),
    _in("figures.csv", "NUM_FORMAT", 2, "a unit nobody knows", "82.0 %", "82.0 points"),
    _in("figures.csv", "NUM_FORMAT", 2, "an exponent", "82.0 %", "8.2e1 %"),
    _in("figures.csv", "NUM_FORMAT", 2, "a number with decimals that must be whole", "12000,9840", "12000.0,9840"),
    _in("charges.csv", "NUM_FORMAT", 2, "five decimals", "118250.00", "118250.00000"),
    _in("figures.csv", "NUM_NEGATIVE", 2, "a count below zero", ",12000,", ",-1,"),
    _in("figures.csv", "NUM_NEGATIVE", 2, "a percentage below zero", "82.0 %", "-82.0 %"),
    _in("charges.csv", "NUM_NEGATIVE", 2, "an amount below zero", "118250.00", "-118250.00"),
    _in("figures.csv", "NUM_RANGE", 2, "a count of 19 digits", ",12000,", ",1000000000000000000,"),
    _in("events.csv", "TEXT_UNSAFE", 2, "a character that turns the reading direction", "4711", "\u202e1174"),
    _in("events.csv", "TS_FORMAT", 2, "the day first", "2025-06-03T09:00:00+02:00", "03.06.2025 09:00"),
    _in("events.csv", "TS_NO_OFFSET", 2, "a local time", "2025-06-03T09:00:00+02:00", "2025-06-03T09:00:00"),
    _in("events.csv", "TS_RANGE", 2, "a year of the past century", "2025-06-03T09:00:00+02:00", "1999-06-03T09:00:00+02:00"),
    _in("charges.csv", "FACT_DAY", 2, "a day that June does not have", "2025-06-30", "2025-06-31"),
    _in("charges.csv", "FACT_DAY", 2, "the day first", "2025-06-30", "30.06.2025"),
    _in("charges.csv", "FACT_DAY", 2, "a day before 2000", "2025-06-01", "1999-12-31"),
    _in("charges.csv", "FACT_DAY", 2, "the end of all days", "2025-06-30", "9999-12-31"),
    _in("charges.csv", "FACT_EMPTY", 2, "no charge is named", "invoice", ""),
    _in("charges.csv", "FACT_EMPTY", 2, "the name is a blank", "invoice", " "),
    _in("charges.csv", "FACT_EMPTY", 2, "no amount", "118250.00", ""),
    _forecast("FACT_EMPTY", 2, "neither days nor an interval", "support,,,,,100"),
    _forecast("FACT_EMPTY", 2, "a first day without a last", "support,2025-06-01,,,,100"),
    _forecast("FACT_EMPTY", 2, "an end without a start", "support,,,,2025-06-01T09:30:00+02:00,100"),
    _in("charges.csv", "FACT_ORDER", 2, "the last day before the first", "2025-06-30", "2025-05-31"),
    _in("events.csv", "FACT_ORDER", 2, "over when it began", "T10:30:00", "T09:00:00"),
    _rows("charges.csv", "FACT_OVERLAP", 3, "the first of July belongs to two rows", "fee,2025-06-01,2025-07-01,100.00", "fee,2025-07-01,2025-07-31,100.00"),
    _rows("figures.csv", "FACT_OVERLAP", 3, "June, and a part of June", f"answer,{_JUNE},100,80,,,", "answer,2025-06-10,2025-06-20,30,20,,,"),
    _rows("figures.csv", "FACT_OVERLAP", 3, "a month and the quarter that ends with it", f"answer,{_JUNE},100,80,,,", "answer,2025-04-01,2025-06-30,300,240,,,"),
    _rows("figures.csv", "FACT_OVERLAP", 3, "months written with the day after the last", "answer,2025-06-01,2025-07-01,100,80,,,", "answer,2025-07-01,2025-08-01,100,80,,,"),
    _rows("events.csv", "FACT_OVERLAP", 3, "an outage that began during another", "up,2025-06-03T09:30:00Z,2025-06-03T11:00:00Z,b", "up,2025-06-03T09:00:00Z,2025-06-03T10:00:00Z,a"),
    _forecast("FACT_OVERLAP", 3, "two intervals that share a minute", "support,,,2025-06-01T09:00Z,2025-06-01T09:30Z,10", "support,,,2025-06-01T09:29Z,2025-06-01T10:00Z,10"),
    _rows("figures.csv", "FACT_TWICE", 3, "June twice", f"answer,{_JUNE},100,80,,,", f"answer,{_JUNE},100,81,,,"),
    _rows("charges.csv", "FACT_TWICE", 3, "the same row twice", f"fee,{_JUNE},100.00", f"fee,{_JUNE},100.00"),
    _rows("events.csv", "FACT_TWICE", 3, "one outage in two ways of writing", "up,2025-06-03T09:00:00Z,2025-06-03T10:00:00Z,a", "up,2025-06-03T11:00:00+02:00,2025-06-03T12:00:00+02:00,b"),
    _rows("performed.csv", "FACT_TWICE", 3, "the same performance twice", "plan,2025-06-15,2025-06-13,4,", "plan,2025-06-15,2025-06-13,4,"),
    _rows("performed.csv", "FACT_TWICE", 3, "the same performance twice, with other evidence", "plan,2025-06-15,2025-06-13,,mail", "plan,2025-06-15,2025-06-13,,minutes"),
    _rows("performed.csv", "FACT_TWICE", 3, "done on two days, and not said how much", "plan,2025-06-15,2025-06-13,4,", "plan,2025-06-15,2025-06-14,,"),
    _in("relief.yaml", "FACT_TWICE", 18, "one claim under two ids", "  figures: {abandonment: {counted: 900, good: 150}}\n", "R-2025-05:\n  cause: power-cut\n  from: 2025-06-20\n  to: 2025-06-21\n  claimed: 2025-06-30\n  decision: open\n"),
    _in("incidents.yaml", "FACT_TWICE", 4, "a window twice", "[2025-06-03, 2025-06-04]", "[2025-06-03, 2025-06-03]"),
    _in("figures.csv", "FIG_DISAGREE", 2, "the value is not that of the counts", "82.0 %", "82.1 %"),
    _in("figures.csv", "FIG_DISAGREE", 2, "a percentage of no contacts", "12000,9840,82.0 %", "0,0,100 %"),
    _in("figures.csv", "FIG_GOOD", 2, "more good than counted", "12000,9840", "9839,9840"),
    _in("figures.csv", "FIG_HALF", 2, "good without counted", "12000,9840", ",9840"),
    _in("figures.csv", "FIG_HALF", 2, "counted alone", "12000,9840,82.0 %", "12000,,"),
    _in("figures.csv", "FIG_NOTHING", 2, "no figure in the row", "12000,9840,82.0 %", ",,"),
    _in("figures.csv", "FIG_REPORTED", 2, "reported before June began", "2025-07-03", "2025-05-31"),
    _tally("FIG_TALLY", 2, "more answered in time than answered", "answered,answered_in_time", "80,81"),
    _tally("FIG_TALLY", 2, "more short abandons than abandons", "abandoned,short_abandoned", "8,9"),
    _in("assertions.csv", "ASSERT_WHAT", 2, "a word that is counted nowhere", ",answered,", ",lost,"),
    _in("assertions.csv", "ASSERT_WHEN", 2, "neither days nor an interval", "2025-03-03,2025-03-03", ","),
    _asserted("ASSERT_WHEN", 2, "days and an interval", "2025-03-03,2025-03-03,2025-03-03T09:00Z,2025-03-03T10:00Z"),
    _asserted("ASSERT_GRAIN", 2, "an interval of ten minutes", ",,2025-03-03T09:00Z,2025-03-03T09:10Z"),
    _forecast("FORECAST_MIXED", 2, "days and an interval in one row", "support,2025-06-01,2025-06-30,2025-06-01T09:00Z,2025-06-01T09:30Z,10"),
    _forecast("FORECAST_MIXED", 3, "a service by days and by intervals", "support,2025-06-01,2025-06-30,,,10000", "support,,,2025-07-01T09:00Z,2025-07-01T09:30Z,10"),
    _in("performed.csv", "PERFORMED_NO_DAY", 2, "neither due nor done", "2025-06-15,2025-06-13", ","),
    _in("change-orders.yaml", "CHANGE_QUANTITY", 5, "a quantity with its unit", "120", "120 h"),
    _in("change-orders.yaml", "FACT_DAY", 3, "a day that May does not have", "2025-05-20", "2025-05-32"),
    _in("change-orders.yaml", "AGR_MISSING_KEY", 1, "the activity is not said", "  activity: reporting-hours\n", ""),
    _in("change-orders.yaml", "AGR_UNKNOWN_KEY", 6, "a key misspelt", "actual", "actuall"),
    _in("change-orders.yaml", "AGR_NAME", 1, "an id that is no name", "CR-7", '"#7"'),
    _in("incidents.yaml", "INCIDENT_CHOSEN", 5, "the remedy of a commitment that did not suffer", "chosen: prompt-answer", "chosen: abandonment"),
    _in("incidents.yaml", "INCIDENT_WINDOWS", 3, "a window that is no period", "2025-06\n", "June\n"),
    _in("incidents.yaml", "FACT_DAY", 3, "a window of the past century", "2025-06\n", "1999-06\n"),
    Wrong("INCIDENT_WINDOWS", 2, "no window", "incidents.yaml", b"INC-12:\n  windows: {}\n"),
    Wrong("INCIDENT_WINDOWS", 2, "an empty list of windows", "incidents.yaml", b"INC-12:\n  windows: {a: []}\n"),
    _in("relief.yaml", "RELIEF_DECISION", 7, "accepted, and by nobody", "  decided_by: M. Weber, Aurora Energy\n", ""),
    _in("relief.yaml", "RELIEF_DECISION", 8, "open, and yet decided", "decision: accepted", "decision: open"),
    _in("relief.yaml", "RELIEF_DECISION", 9, "decided before it was claimed", "decided_on: 2025-06-12", "decided_on: 2025-06-04"),
    _in("relief.yaml", "RELIEF_FIGURES", 18, "more good than counted", "good: 150", "good: 901"),
    _in("relief.yaml", "RELIEF_TIME", 4, "a day and an instant", "to: 2025-06-03T18:00:00+02:00", "to: 2025-06-03"),
    _in("relief.yaml", "RELIEF_TIME", 4, "it ends when it begins", "T18:00:00", "T06:00:00"),
    _in("relief.yaml", "RELIEF_TIME", 15, "the last day before the first", "to: 2025-06-21", "to: 2025-06-19"),
    _in("relief.yaml", "RELIEF_TIME", 14, "a day of the past century", "from: 2025-06-20", "from: 1999-06-20"),
    _in("relief.yaml", "RELIEF_TIME", 3, "no day at all", "from: 2025-06-03T06:00:00+02:00", "from: yesterday"),
    _in("relief.yaml", "RELIEF_TIME", 3, "a local time", "from: 2025-06-03T06:00:00+02:00", "from: 2025-06-03T06:00:00"),
    _in("relief.yaml", "RELIEF_TIME", 3, "a time that no clock shows", "T06:00:00", "T26:00:00"),
    _in("relief.yaml", "RELIEF_VOLUME", 5, "a volume that says nothing", "commitments: [prompt-answer]", "volume: {}"),
    _in("relief.yaml", "AGR_CHOICE", 7, "a decision in a word of its own", "decision: accepted", "decision: approved"),
    _in("relief.yaml", "AGR_CHOICE", 5, "a channel in a word of its own", "commitments: [prompt-answer]", "volume: {channels: [fax]}"),
    _in("relief.yaml", "AGR_EMPTY", 5, "a list of no commitments", "[prompt-answer]", "[]"),
    _in("relief.yaml", "AGR_NUMBER", 18, "a count that is no whole number", "good: 150", "good: some"),
    _in("relief.yaml", "AGR_SHAPE", 5, "one commitment where a list belongs", "[prompt-answer]", "prompt-answer"),
    Wrong("AGR_SHAPE", 1, "a list where a mapping belongs", "relief.yaml", b"- cause: storm\n"),
    _in("relief.yaml", "YAML_DUP_KEY", 12, "an id twice", "R-2025-04", "R-2025-03"),
    Wrong("YAML_SYNTAX", 2, "brackets that are not closed", "relief.yaml", b"R-1: {cause: storm\n"),
    Wrong("YAML_ALIAS", 1, "one claim made to stand for another", "relief.yaml", b"R-1: &same {cause: storm, from: 2025-06-20, to: 2025-06-21, claimed: 2025-06-30, decision: open}\n"),
    Wrong("EMPTY_FILE", 1, "nothing but a comment", "relief.yaml", b"# no claims this year\n"),
    Wrong("DOC_TOO_LARGE", 1, "more than 262,144 bytes", "relief.yaml", b"#" * 262_145),
)  # fmt: skip
