"""The reference page of bad input: kinds of files, how many there are, how many get what they should."""

from __future__ import annotations

import json
from pathlib import Path

from markdown import GENERATED, table

MET = Path(__file__).resolve().parent.parent / "tests" / "hostile" / "met.json"
_WHAT = {
    "archive": "zip and gzip: bombs, nesting, paths that lead out",
    "csv": "encodings, quotes, delimiters, headers, wrong numbers and instants, clock changes, conflicts, injection",
    "events": "live events: in order, shuffled, repeated, contradicting",
    "json": "arrays: other shapes, elements of the wrong type",
    "jsonl": "keys twice, NaN, depth, width, big numbers, types, surrogates",
    "queue_log": "rotation, shuffling, milliseconds, forged and cut lines, NUL blocks",
    "xlsx": "zip and XML bombs, lies about size, entries twice, formulas, day numbers, macros, links",
}
_HEAD = f"""\
# Bad input

{GENERATED}
Pactline is tested against a corpus of broken and hostile files, made for this purpose; no real person, number or
company is in it. Every file says what must come of it: the verdict, how many records are accepted, refused,
duplicates, in conflict, incomplete or ignored, and the line and code of each refusal.

"""
_RULES = """
Of every file it is also checked, in a process of its own:

- it takes at most 2 s of one processor and at most 64 MiB more memory than a file of one row;
- nothing is written outside the work folder, no process is started, no connection opened;
- the receipt adds up: read = accepted + duplicates + conflicts + rejected + incomplete + ignored;
- the same file a second time changes nothing;
- where a file holds the records of another (other line ends, order or format, packed), both give one digest.

"""


def hostile_corpus() -> str:
    """The whole page."""
    found = json.loads(MET.read_text(encoding="utf-8"))
    rows = [[each["kind"], _WHAT[each["kind"]], str(each["files"]), str(each["met"])] for each in found["kinds"]]
    totals = [str(sum(each[name] for each in found["kinds"])) for name in ("files", "met")]
    chosen = "".join(f"- `{name}`: {why}.\n" for name, why in found["otherwise"].items())
    return (
        _HEAD
        + table(["Kind", "Covers", "Files", "Met"], [*rows, ["all", "", *totals]])
        + _RULES
        + "Where the corpus names several verdicts as good, the first is met, but for:\n\n"
        + chosen
        + "\nWhat a user sees of this is in [what happens to bad input](../how-to/what-happens-to-bad-input.md).\n"
    )
