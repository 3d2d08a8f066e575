"""Every code the code can show is explained, and none is explained that cannot be shown."""

from __future__ import annotations

import re
from pathlib import Path

from pactline.importers.plain import codes as plain_codes

SOURCE = Path(plain_codes.__file__).parents[2]
FILES = (
    *(f"importers/{name}.py" for name in (
        "accounting", "files/csv_records", "ingesting", "files/opening", "files/strict_json", "plain_csv",
        "plain/fields", "plain/objects", "plain/tables", "plain_jsonl",
        "plain/values",
    )),
    "records/manifest.py",
)  # fmt: skip


def test_codes_and_their_meanings_are_one_list() -> None:
    text = "".join((SOURCE / file).read_text(encoding="utf-8") for file in FILES)
    shown = set(re.findall(r'"([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+|STRICT|SUPERSEDED)"', text))
    explained = [*plain_codes.REFUSED_RECORDS, *plain_codes.REFUSED_FILES, *plain_codes.OTHERS]
    assert shown == set(explained)
    assert len(explained) == len(set(explained))
