"""The how-to page is right: the whole file is good, each step is part of it, and the first lacks what it says."""

from __future__ import annotations

import re
from pathlib import Path

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import examine

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-an-agreement.md"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
FIRST, *STEPS, WHOLE = BLOCKS


def test_the_whole_file_is_a_good_agreement(vocabulary: Vocabulary) -> None:
    assert examine(WHOLE.encode(), vocabulary).problems == ()


def test_every_step_stands_in_the_whole_file() -> None:
    whole = {line.strip() for line in WHOLE.splitlines()}
    for line in "".join([FIRST, *STEPS]).splitlines():
        assert line.strip() in whole or "hours: always" in line, line


def test_the_first_four_lines_lack_what_the_page_says(vocabulary: Vocabulary) -> None:
    assert len(FIRST.splitlines()) == 4
    problems = examine(FIRST.encode(), vocabulary).problems
    assert {p.code for p in problems} == {"AGR_MISSING_KEY"}
    asked = {word for p in problems for word in re.findall(r"does not say `(\w+)`", p.message)}
    assert asked == {"zone", "currency", "rounding", "services", "commitments"}
