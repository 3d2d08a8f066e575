"""The how-to pages are right: the whole file is good, each step is part of it, and the language is named in full."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import examine
from pactline.ledger.folder import ContractFolder

DOCS = Path(__file__).resolve().parents[2] / "docs" / "how-to"
PAGE = (DOCS / "write-an-agreement.md").read_text(encoding="utf-8")
SHORT: tuple[str, ...] = ("excuse-a-bad-day", "use-figures-measured-elsewhere", "let-memory-work")


def blocks(page: str) -> list[str]:
    """The YAML of a page, block by block."""
    return re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


FIRST, *STEPS, WHOLE = blocks(PAGE)


def test_the_whole_file_is_a_good_agreement_and_leaves_nothing_open(vocabulary: Vocabulary) -> None:
    examined = examine(WHOLE.encode(), vocabulary)
    assert (examined.problems, examined.questions) == ((), ())
    assert [note.code for note in examined.notes] == ["AGR_CAP_CAN_BIND"], "the only note, and the page speaks of it"


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


def test_every_shape_modifier_and_rule_is_named_on_the_page(vocabulary: Vocabulary) -> None:
    for name in (*vocabulary.remedies, *vocabulary.modifiers, *vocabulary.rules):
        assert re.search(rf"\b{name}\b", PAGE), name


@pytest.mark.parametrize("name", SHORT)
def test_the_agreement_of_a_short_page_is_good_and_its_steps_stand_in_it(name: str, vocabulary: Vocabulary) -> None:
    *steps, whole = [
        block for block in blocks((DOCS / f"{name}.md").read_text(encoding="utf-8")) if "cause:" not in block
    ]
    examined = examine(whole.encode(), vocabulary)
    assert (examined.problems, examined.questions) == ((), ())
    known = {line.strip() for line in whole.splitlines()}
    assert [line for line in "".join(steps).splitlines() if line.strip() not in known] == []


def test_the_facts_on_the_short_pages_read_with_the_agreements_beside_them(tmp_path: Path) -> None:
    told = {}
    for name in SHORT:
        page, folder = (DOCS / f"{name}.md").read_text(encoding="utf-8"), tmp_path / name
        folder.mkdir()
        *steps, whole = blocks(page)
        (folder / "agreement.yaml").write_text(whole, encoding="utf-8")
        for claim in (step for step in steps if "cause:" in step):
            (folder / "relief.yaml").write_text(claim, encoding="utf-8")
            told[name] = [claim.decision for claim in ContractFolder(folder).facts.relief]
        for figures in re.findall(r"^```csv\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
            (folder / "figures.csv").write_text(figures, encoding="utf-8")
            told[name] = [figure.commitment for figure in ContractFolder(folder).facts.figures]
    assert told == {
        "excuse-a-bad-day": ["accepted"],
        "use-figures-measured-elsewhere": ["prompt-answer", "prompt-answer", "satisfaction"],
    }
