"""Every code the code can show is explained, and none is explained that cannot be shown."""

from __future__ import annotations

import re
from pathlib import Path

from pactline.importers.plain import codes as plain_codes
from pactline.importers.plain_events.importing import CODES as OF_EVENTS

SOURCE = Path(plain_codes.__file__).parents[2]
FILES = (
    *(f"importers/{name}.py" for name in (
        "accounting", "delivered", "files/archives", "files/csv_records", "ingesting", "files/json_document",
        "files/opening", "files/packages", "files/sheet", "files/strict_json", "files/workbook", "files/xml_parts",
        "plain_csv", "plain_json", "plain_jsonl", "plain_xlsx",
        "plain/fields", "plain/header", "plain/objects", "plain/tables", "plain/values",
    )),
    "records/folder/manifest.py", "records/oddities/finding.py",
)  # fmt: skip


def test_codes_and_their_meanings_are_one_list() -> None:
    text = "".join((SOURCE / file).read_text(encoding="utf-8") for file in FILES)
    shown = set(re.findall(r'"([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+|STRICT|SUPERSEDED)"', text))
    explained = [*plain_codes.REFUSED_RECORDS, *plain_codes.REFUSED_FILES, *plain_codes.OTHERS]
    assert shown == set(explained)
    assert len(explained) == len(set(explained))


def test_the_codes_of_events_are_explained_beside_those_of_the_plain_format() -> None:
    folder = SOURCE / "importers" / "plain_events"
    text = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    shown = set(
        re.findall(r'"([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)"', text.split("CODES:")[0] + text.split("What this format")[1])
    )
    known = {*plain_codes.REFUSED_RECORDS, *plain_codes.REFUSED_FILES, *plain_codes.OTHERS}
    assert shown - known == set(OF_EVENTS)
