"""Every fault of a fact file is told with its code, its line, a sentence and a remedy; and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.importers.facts.faults import FAULTS, Wrong

import pactline.importers.facts as package
from pactline.importers.facts.codes import CSV_FILES, FACTS, YAML_FILES
from pactline.importers.facts.reading import read_facts
from pactline.values.problem import Problems

TOLD_ELSEWHERE = {"FILE_UNREADABLE", "ZIP_BOMB", "FACT_TOO_LARGE", "FACT_MORE_FAULTS", "FACT_FILE_NAME"}  # test_reading


@pytest.mark.parametrize("wrong", FAULTS, ids=lambda wrong: wrong.name)
def test_a_fault_is_told_where_it_stands_and_nothing_else_is_told(tmp_path: Path, wrong: Wrong) -> None:
    (tmp_path / wrong.file).write_bytes(wrong.content)
    with pytest.raises(Problems) as refused:
        read_facts(tmp_path)
    told = [(problem.code, problem.line) for problem in refused.value.problems]
    assert told == [(wrong.code, wrong.line)]
    for problem in refused.value.problems:
        assert problem.file == str(tmp_path / wrong.file)
        assert problem.message
        assert problem.remedy


def test_every_code_is_explained_and_has_an_example() -> None:
    explained = {*CSV_FILES, *FACTS, *YAML_FILES}
    assert len(explained) == len(CSV_FILES) + len(FACTS) + len(YAML_FILES)
    shown = {wrong.code for wrong in FAULTS}
    assert explained - shown == TOLD_ELSEWHERE


def test_every_code_in_the_readers_is_explained() -> None:
    folder = Path(package.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.stem != "codes")
    families = "FACT|FIG|ASSERT|FORECAST|PERFORMED|RELIEF|INCIDENT|CHANGE|HDR|TS|NUM|CSV"
    used = set(re.findall(rf'"((?:{families})_[A-Z_]+)"', text))
    assert used <= {*CSV_FILES, *FACTS, *YAML_FILES}
    own = {*FACTS, *YAML_FILES}
    assert own <= used
