"""The page on amendments is right: its amendment and its sentences are those of the example, and it names every key."""

from __future__ import annotations

import re
from pathlib import Path

from pactline.agreement.amendment_file import AmendmentShape, AssignmentShape
from pactline.agreement.model import Vocabulary
from pactline.agreement.versions import read_versions

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "amend-an-agreement.md").read_text(encoding="utf-8")


def test_every_key_of_an_amendment_is_on_the_page() -> None:
    for key in [*AmendmentShape.model_fields, *AssignmentShape.model_fields]:
        assert re.search(rf"\b{key}\b", PAGE), key


def test_the_example_has_two_texts_and_the_page_shows_the_second(vocabulary: Vocabulary) -> None:
    versions = read_versions(ROOT / "examples" / "amended-in-july", vocabulary)
    assert [str(version.effective) for version in versions] == ["None", "2025-07-01"]
    assert versions.last.digest in PAGE
    assert versions.last.agreement.client == "Northern Isles Ferries plc"
