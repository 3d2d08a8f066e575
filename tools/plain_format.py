"""The reference page of the plain record format, from the columns, words and codes in the code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pactline.importers.plain.codes import OTHERS, REFUSED_FILES, REFUSED_RECORDS
from pactline.importers.plain.fields import CHANNEL_WORDS, FILLED, OUTCOME_WORDS, REQUIRED
from pactline.importers.plain.tables import REQUIRED as REQUIRED_BESIDE
from pactline.importers.plain.tables import WORKED_OUT
from pactline.importers.plain_events.events import COLUMNS as COLUMNS_OF_EVENTS
from pactline.importers.plain_events.importing import CODES as CODES_OF_EVENTS
from pactline.records.columns import COLUMNS, FLAGS, Column, Kind
from pactline.records.tables import TABLES

_HEAD = """\
# The plain record format

<!-- Generated from the code by tools/generate.py. -->

One row is one queue visit, and it is the same record through every door:

| `--format` | The file | Line of a refusal |
| --- | --- | --- |
| `plain-csv` | CSV by RFC 4180: commas, quotes doubled inside quotes, LF or CRLF, one header line | physical line |
| `plain-jsonl` | one JSON object a line, keys by the same names | line |
| `plain-json` | one array of such objects; good JSON as a whole, or refused as a whole | number of the element |
| `plain-xlsx` | a workbook with one visible sheet, the header in its first row | row of the sheet |
| `plain-events` | one event a line, see [events](#events) | first line of the contact |

In JSON, text and instants are strings, durations, counts and scores are numbers, null is absent. Text is UTF-8, with or
without a mark. A file may be packed by gzip; a zip archive may hold several files of one format.
Nothing is sniffed, defaulted or mended: a record is taken as a whole or refused with its line, a code and a sentence,
and the rest goes on.

## Columns

Columns are found by their exact names, in any order. The nine *required* ones must be in the header; where the last
column of the table says *filled*, every row must hold a value. Columns that are not listed here are ignored, with a
warning that names them.
"""
_RULES = """\
## Rules

- **Instants**: `YYYY-MM-DDTHH:MM:SS`, up to six decimals, then `Z` or an offset of at most 14:00; the years 2000 to
  2099, and not later than five minutes after the time of the ingest. Without offset only if a zone was declared
  (`--zone`); local times that were skipped or came twice are then refused.
- **Durations** are seconds: digits, optionally a point and one to three decimals; no sign, exponent or grouping; at
  most 31 days.
- **Order**: arrived_at <= offered_at <= answered_at or left_at <= ended_at.
- **Agreement**: `wait_s` equals answered_at (or left_at) less offered_at, and `talk_s` + `hold_s` equal ended_at less
  answered_at, each within one second.
- **Answered**: `answered_at` is given if and only if the outcome is `answered` (an `open` contact may have it).
- **Left**: for a contact that was not answered, an absent `left_at` is taken from `ended_at`, or else from `wait_s`.
- **Wait**: `wait_s` must be given for all outcomes but `refused`, `blocked`, `failed` and `open`.
- **Ids**: 1 to 128 of A-Z a-z 0-9 . _ : + -, opaque: case counts, `007` is not `7`, `NULL` is a word.
- **Texts**: composed (NFC) and trimmed; queue and agent at most 128 characters, others 1,024; no control characters,
  line breaks or invisible characters. Markup, formulas and SQL are data like any other.
- **Scores**: `csat` is a whole number from 1 to 5, or on the scale that `csat_scale` names (such as `0-10`), and stands
  only on answered contacts.
- **Visits**: an absent `visit` is 1. `source_rev` is a whole number or an instant; of one visit only the greatest
  counts, and a row without it comes before every other.
- **Limits**: 65,536 characters a field, 256 columns or keys, a nesting of 32, 2 MiB a line or JSON record and 100,000
  values in one; a sheet of 1,000,000 rows; a zip of 1,000 entries and 100 MiB unpacked; unpacked at most 100 times the
  packed size (beyond 10 MiB).

## One visit told twice

The same contact id, visit and content again is a *duplicate* and counts once. Instants, numbers and texts are compared
by value, so `12` and `12.000` are the same. Another content with the same `source_rev` is a *conflict*: every version
is kept and none counts, whatever the order, until a row with a greater `source_rev` settles it.
"""


_DOORS = """\
## Workbooks

Ids, names, words and instants are text cells; durations, counts and scores are number cells. A spreadsheet's own
date is a number without an offset and is refused (`TS_NO_OFFSET`), as is an id that has become a number. Formulas
are not worked out: save the workbook with values only. Hidden sheets are not read and are named in the receipt.

## Events

`plain-events` is JSON Lines of `{"event_id": ..., "type": ..., "contact_id": ..., "at": ...}` (and `visit`, if
there are several), each event with what it tells:

"""
_EVENTS = """
A visit is a record once it was offered and has ended, and was answered if its outcome says so; until then it is
*incomplete* and waits for its other events, in this file or a later one. Order and repetition do
not matter: the same event again is a duplicate, under whatever `event_id`. The wait follows from the instants. Of
several ratings the later takes the place of the earlier. Two events of one type that tell different things are two
tellings of the visit, and none of them counts; one that cannot be true of its contact is refused and the other
stands.

A rating that comes in a later file than the end is a revision: the row gets a `source_rev`, which is how many ratings
are known. The figures are the same as if it had come together with the end; the digest tells the two apart.

## Archives

Each file of a zip archive is answered with a receipt of its own, named `ARCHIVE:FILE`. An archive is good as a
whole or refused as a whole with one receipt: when an entry leads out of it, stands there twice, is encrypted,
damaged or an archive itself, or when it unpacks beyond reason. Names of entries are shown, escaped, and never used
as paths.
"""


def plain_format() -> str:
    """The whole page."""
    return "\n".join(
        [
            _HEAD,
            _table(("Column", "Value", "Meaning", ""), map(_column, COLUMNS)),
            _words(),
            _RULES,
            _DOORS
            + _table(("Type", "Tells"), ((f"`{kind}`", _named(names)) for kind, names in COLUMNS_OF_EVENTS.items()))
            + _EVENTS,
            _BESIDE,
            *(_beside(name) for name in REQUIRED_BESIDE),
            "## Codes\n",
            problem_codes(),
        ]
    )


def _beside(name: str) -> str:
    """One of the tables beside the contacts: its columns and those that must be there."""
    table = TABLES[name]
    rows = (
        (*_column(column)[:3], "required, filled" if column.plain in REQUIRED_BESIDE[name] else "")
        for column in table.columns
        if column.plain not in WORKED_OUT
    )
    return f"### {name}\n\n{_sentence(table.meaning)}\n\n" + _table(("Column", "Value", "Meaning", ""), rows)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


_BESIDE = """## Beside the contacts

A file whose header (or objects whose keys) hold all required columns of one of these tables is of that table; files of
several tables may lie in one folder. Rules, limits and codes are those of contacts.
"""


def problem_codes() -> str:
    """The codes with their meanings, as three tables."""
    parts = (
        ("### A record is refused", REFUSED_RECORDS),
        ("### A whole file is refused", REFUSED_FILES),
        ("### Events", CODES_OF_EVENTS),
        ("### Conflicts, warnings, folders", OTHERS),
    )
    return "\n".join(f"{title}\n\n{_codes(codes)}" for title, codes in parts)


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _codes(codes: Mapping[str, str]) -> str:
    return _table(("Code", "Meaning"), ((f"`{code}`", meaning) for code, meaning in sorted(codes.items())))


def _column(column: Column) -> tuple[str, ...]:
    value = {
        Kind.TEXT: "text",
        Kind.INSTANT: "instant",
        Kind.DURATION: "seconds",
        Kind.WHOLE: "whole number",
        Kind.POINTS: "score, at most two decimals",
    }[column.kind]
    need = "required" if column.plain in REQUIRED else ""
    return (
        f"`{column.plain}`",
        ", ".join(column.words) or value,
        column.meaning,
        "required, filled" if column.plain in FILLED else need,
    )


def _words() -> str:
    further = [f"`{word}` is stored as `{stored}`" for word, stored in CHANNEL_WORDS.items() if word != stored]
    for word, (stored, reason) in OUTCOME_WORDS.items():
        if word != stored:
            further.append(f"`{word}` is stored as `{stored}`" + (f", reason `{reason}`" if reason else ""))
    flags = _table(("Flag", "Meaning"), ((f"`{flag}`", meaning) for flag, meaning in FLAGS.items()))
    return "Further words: " + "; ".join(further) + ".\n\n## Flags\n\n" + flags


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)
