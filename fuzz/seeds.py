"""Good and bad inputs that fuzzing begins with: a few made here, those of the tests, and shared ones where they are.

What is made here is enough to begin with. ``make fuzz`` has the tests of the importers write every file that they read
to ``fuzz/.work/seeds`` first.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parent.parent
WORK = Path(__file__).resolve().parent / ".work"
SHARED = ROOT / "../shared/data"
LARGEST = 24_000  # bytes; a longer input is fuzzed more slowly and finds no more

_SAMPLES = {
    "3cx": "3cx", "aircall": "aircall", "amazon-connect": "amazon-connect-ctr", "genesys-cloud": "genesys-cloud",
    "mod_callcenter": "freeswitch-mod_callcenter", "queue_log": "asterisk-queue_log", "talkdesk": "talkdesk",
    "zendesk-talk": "zendesk-talk",
}  # fmt: skip
_KINDS = {
    "plain-csv": ("csv",), "plain-csv-by-the-engine": ("csv",),
    "plain-json": ("json",), "plain-jsonl": ("jsonl",), "plain-events": ("events",),
    "plain-xlsx": ("xlsx",), "queue_log": ("queue_log",), "archive": ("archive", "xlsx"), "mapping-csv": ("csv",),
    "mapping-xlsx": ("xlsx",), "agreement": ("yaml",), "mapping-file": ("yaml",), "amendment": ("yaml",),
}  # fmt: skip


def seeds(target: str) -> list[bytes]:
    """The inputs a target begins with, each once, the short ones first; never none."""
    found = dict.fromkeys([b"", *_made(target), *_recorded(target), *_shared(target)])
    return sorted((each for each in found if len(each) <= LARGEST), key=lambda each: (len(each), each))


def _made(target: str) -> Iterator[bytes]:
    from tests.importers import doors

    contacts = doors.contacts(7)
    if target in doors.DOORS:
        yield doors.DOORS[target](contacts)
        if target != "plain-events":
            yield from (doors.DOORS[target](rows) for rows in doors.TABLES.values())
    if target in ("mapping-csv", "plain-csv-by-the-engine"):
        yield doors.as_csv(contacts)
    if target == "mapping-tsv":
        yield doors.as_csv(contacts).replace(b",", b"\t")
    if target == "mapping-semicolon":
        yield ("title\n" + doors.as_csv(contacts).decode().replace(",", ";")).encode("utf-16")
    if target == "mapping-xlsx":
        yield doors.as_xlsx(contacts)
    if target == "interval-counts":
        yield doors.as_csv(doors.TABLES["interval_counts"])
    if target == "archive":
        yield _zipped(doors.as_csv(contacts[:2]))
    if target == "plain-csv":
        yield gzip.compress(doors.as_csv(contacts), mtime=0)
    if target == "plain-report":
        yield b"first,queue,offered,answered\n2026-03-02,billing,118,97\n2026-03-03,billing,120,101\n"
    if target == "queue_log":
        yield _queue_log()
    yield from _of_files(target)


def _zipped(content: bytes) -> bytes:
    raw = io.BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a/one.csv", content)
        archive.writestr("__MACOSX/x", b"")
        archive.writestr("two.csv", content)
    return raw.getvalue()


def _queue_log() -> bytes:
    lines = (
        "1772438399|NONE|NONE|NONE|QUEUESTART|",
        "1772438400|1772438400.100|billing|NONE|ENTERQUEUE||+493023125000|1",
        "1772438405|1772438400.100|billing|SIP/1|RINGNOANSWER|5000",
        "1772438412|1772438400.100|billing|SIP/2|CONNECT|12|1772438400.1009|3",
        "1772438592|1772438400.100|billing|SIP/2|COMPLETECALLER|12|180|1",
        "1772438592|NONE|billing|SIP/2|WRAPUPSTART|30",
        "1772438600|1772438600.101|billing|NONE|ENTERQUEUE||anonymous|1",
        "1772438620|1772438600.101|billing|NONE|EXITWITHKEY|1|1|1|20",
        "1772438700|1772438700.102|sales|NONE|ENTERQUEUE||+4930|1",
        "1772438705|1772438700.102|sales|SIP/2|CONNECT|5|x|1",
        "1772438720|1772438700.102|sales|SIP/2|ATTENDEDTRANSFER|BRIDGE|77|5|15|1",
    )
    return "".join(line + "\n" for line in lines).encode()


def _of_files(target: str) -> Iterator[bytes]:
    """Files of the project itself: agreements, amendments, mappings, fact files as their pages show them."""
    if target == "agreement":
        yield from _read((ROOT / "examples").glob("*/agreement.yaml"))
    elif target == "amendment":
        yield from _read((ROOT / "examples").glob("*/amendments/*.yaml"))
    elif target == "mapping-file":
        yield from _read((ROOT / "src/pactline/importers/mapping/shipped").glob("*.yaml"))
    elif target.startswith("planning-"):
        from fuzz.planning_seeds import planning_seeds

        yield from planning_seeds(target.removeprefix("planning-"))
    elif target.startswith("facts-"):
        from tests.importers.facts.faults import FAULTS, GOOD

        name = target.removeprefix("facts-")
        yield GOOD[name].encode()
        yield from (wrong.content for wrong in FAULTS if wrong.file == name)


def _recorded(target: str) -> Iterator[bytes]:
    yield from _read((WORK / "seeds" / target.removesuffix("-csv").removesuffix("-xlsx")).glob("*"))


def _shared(target: str) -> Iterator[bytes]:
    if target in _SAMPLES:
        yield from _read(path for path in (SHARED / "formats" / _SAMPLES[target]).glob("*") if path.suffix != ".md")
    if target in _KINDS:
        yield from _read(SHARED / "hostile" / name for name in _corpus().get(target, ()))


@cache
def _corpus() -> dict[str, list[str]]:
    index = SHARED / "hostile" / "index.json"
    if not index.exists():
        return {}
    files = json.loads(index.read_text(encoding="utf-8"))["files"]
    return {target: [each["file"] for each in files if each["kind"] in kinds] for target, kinds in _KINDS.items()}


def _read(paths: Iterator[Path]) -> Iterator[bytes]:
    for path in sorted(paths):
        content = path.read_bytes()
        yield content if len(content) <= LARGEST else content[:LARGEST]
