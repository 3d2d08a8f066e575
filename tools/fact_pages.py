"""The reference page of the fact files: columns, keys and codes from the code, faults from the table of the tests."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic.fields import FieldInfo

from markdown import GENERATED, table
from pactline.agreement.parts import how_to_write
from pactline.importers.facts import change_orders, charges, events, figures, forecast, incidents, performed, relief
from pactline.importers.facts.codes import CSV_FILES, FACTS, YAML_FILES
from pactline.importers.facts.columns import Column, FactFile
from pactline.importers.facts.entries import EntryFile
from pactline.ledger.fact_names import CODES

ROOT = Path(__file__).resolve().parent.parent
FILES: tuple[FactFile | EntryFile, ...] = (
    figures.FILE, charges.FILE, events.FILE, forecast.FILE, performed.FILE,
    relief.FILE, incidents.FILE, change_orders.FILE,
)  # fmt: skip
_HEAD = """\
What happened besides the contacts stands in small files beside `agreement.yaml`, each of which may be absent. They are
read as a whole or not at all: one faulty row refuses its file, every fault of every file is told at once with file,
line, code and remedy, and nothing is skipped, defaulted or mended. Whether a name is one of the agreement's is for the
evaluation to say. In the tables, a *required* column must be in the header, and where it says *filled* every row must
hold a value.
"""
_RULES = """\
- **CSV** is RFC 4180: commas, quotes doubled inside quotes, LF or CRLF, one header line, UTF-8 with or without a mark,
  plain or gzip. Columns are found by their exact names, in any order; a column that is not listed refuses the file. An
  empty line says nothing. At most 64 MiB (unpacked) and 1,000,000 rows, empty lines counted; 256 columns.
- **YAML** is read as text, as agreements are: one document, no anchors, aliases or tags, no key twice, at most 262,144
  bytes. Ids are names as in an agreement.
- **Days** are written YYYY-MM-DD, in the years 2000 to 2099; a last day is itself included. **Instants** are written
  `2025-06-03T09:00:00+02:00`, with or without seconds, always with their offset (or `Z`).
- **Numbers** are digits with a decimal point: no sign, exponent, grouping or currency. A figure is kept exactly as it
  is written; only one without a unit may be negative.
- **Texts** are composed (NFC) and trimmed, without control characters, line breaks or invisible characters; names at
  most 128 characters, evidence at most 1,024. Markup, formulas and SQL are text like any other.
- **Twice**: two rows of one name that tell of the same days or the same time refuse the file; they may touch. Figures
  may overlap only as the windows of a rolling promise do: each ends later than the one before and reaches back as many
  months (ending with a month) or as many days (at most a week apart); at the beginning of a series they begin on the
  same day and grow.
- **A name that is nearly right**, such as `change_orders.yml`, is told, because nothing would read such a file.
- Of one file at most 1,000 faults are told, and how many more there are.
"""
_KEPT = """\
Facts have a digest: SHA-256 over them as canonical JSON, whatever their order, whichever file and way of writing they
stood in. The facts that concern windows up to a day are the figures and charges whose last day lies before that day,
and of everything else what began before it: events, forecasts and the times of relief claims by their first day
(instants by the local day), responsibilities by the earlier of due and done, incidents by their earliest window, change
orders by the day from which they hold. Facts of later days leave that digest as it was; a decision, a choice or a day
done that is added later belongs to its fact and changes it.
"""
_LONGEST = 110  # characters of a line in an example of a fault
_MOST_LINES = 10


def fact_files() -> str:
    """The whole page."""
    parts = ["# Fact files\n", GENERATED, _HEAD]
    for file in FILES:
        columns = _columns(file.columns) if isinstance(file, FactFile) else _keys(file)
        language = "csv" if isinstance(file, FactFile) else "yaml"
        parts.append(f"## `{file.name}`\n\n{file.holds}\n\n{columns}\n```{language}\n{file.example}```\n")
    parts += [f"## Rules\n\n{_RULES}", f"## The digest, and which facts concern a window\n\n{_KEPT}", "## Codes\n"]
    parts += [f"### {title}\n\n{_codes(codes)}" for title, codes in _CODES]
    parts += ["## Faults and what is said of them\n", _FAULTS, *_faults()]
    return "\n".join(parts)


_CODES = (
    ("Of every table", CSV_FILES),
    ("Of fact files", FACTS),
    ("Of fact files in YAML", YAML_FILES),
    ("Of facts held against their agreement", CODES),
)
_FAULTS = """\
`-` is the good line, `+` the fault. The codes that begin with `AGR_`, `YAML_` and `DOC_` are those of agreements:
[What can be wrong with an agreement](agreement-problems.md).
"""


def _columns(columns: Iterable[Column]) -> str:
    rows = [[f"`{column.name}`", column.kind.word, column.meaning, _need(column)] for column in columns]
    return table(["Column", "Value", "Meaning", ""], rows)


def _need(column: Column) -> str:
    named = "required" if column.named or column.filled else ""
    return f"{named}, filled" if column.filled else named


def _keys(file: EntryFile) -> str:
    rows = []
    for name, field in file.shape.model_fields.items():
        rows.append([f"`{name}`", field.description or "", _written(name, field), _required(field)])
    return f"Under each id:\n\n{table(['Key', 'Meaning', 'Written', ''], rows)}"


def _required(field: FieldInfo) -> str:
    return "required" if field.is_required() else ""


def _written(name: str, field: FieldInfo) -> str:
    said = how_to_write(name, field).removeprefix(f"{name}: ").removesuffix(" (for example)")
    return "" if said.startswith("and below it its value") else said.removeprefix("and below it ")


def _codes(codes: Mapping[str, tuple[str, str]]) -> str:
    return table(["Code", "Meaning", "Put right"], [[f"`{c}`", *texts] for c, texts in sorted(codes.items())])


def _faults() -> Iterable[str]:
    """Every fault of the table in ``tests/importers/facts/faults.py``, read by the real readers; codes in order."""
    sys.path.insert(0, str(ROOT))
    import tempfile

    from tests.importers.facts.faults import FAULTS, GOOD

    from pactline.importers.facts.reading import READERS
    from pactline.values.problem import Problems

    last = ""
    with tempfile.TemporaryDirectory() as folder:
        for wrong in sorted(FAULTS, key=lambda wrong: wrong.code):
            path = Path(folder) / wrong.file
            path.write_bytes(wrong.content)
            try:
                READERS[wrong.file][1](path)
                raise AssertionError(f"{wrong.name} is no fault")
            except Problems as refused:
                problem = next(found for found in refused.problems if found.code == wrong.code)
            if wrong.code != last:
                yield f"### {wrong.code}\n"
                last = wrong.code
            edit = _edit(GOOD[wrong.file], wrong.content)
            what = f"**{wrong.what[0].upper()}{wrong.what[1:]}** (`{wrong.file}`)\n"
            yield what + (f"\n```diff\n{edit}\n```\n" if edit else "")
            yield f"> line {problem.line}: {_told(problem.message)}<br>\n> put right: {_told(problem.remedy)}\n"


def _edit(good: str, wrong: bytes) -> str:
    """The lines that differ; nothing where the fault is in bytes that cannot be shown, or too long to be."""
    try:
        text = wrong.decode()
    except UnicodeDecodeError:
        return ""
    if not text or any(not (c.isprintable() or c == "\n") for c in text) or max(map(len, text.split("\n"))) > 1_000:
        return ""
    lines = difflib.unified_diff(good.splitlines(), text.splitlines(), lineterm="", n=0)
    kept = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    shown = [line if len(line) <= _LONGEST else line[: _LONGEST - 3] + "..." for line in kept]
    return "\n".join(shown if len(shown) <= _MOST_LINES else [*shown[:2], "...", *shown[-2:]])


def _told(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*")
