"""What a reading gathers beside records stays within bounds and loses nothing that it promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from pactline.importers import kept
from pactline.importers.accounting import Account, Receipt
from pactline.importers.kept import Carried, Carry, Told
from pactline.importers.reading import SourceRefused


def test_carried_lines_come_back_in_order_from_memory_and_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [Carried(f"k{n}", f'text\t"{n}"\n\u00e9\ud800') for n in range(50)]
    monkeypatch.setattr(kept, "_IN_MEMORY", 1_000)
    carry = Carry(aside=tmp_path)
    carry += lines[:30]
    assert list(carry) == lines[:30]
    for line in lines[30:]:
        carry.append(line)
    assert list(carry) == lines == list(carry)
    assert (len(carry), lines[7] in carry, Carried("no", "") in carry) == (50, True, False)
    assert not list(tmp_path.iterdir()), "the file has no name"
    assert not Carry()


def test_of_very_many_warnings_the_first_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    told = Told((line, "ODD", "something is odd here") for line in range(1_000))
    receipt = Account(Receipt("f", "0", "plain-csv"), tmp_path / "r").refuse_file(SourceRefused("A", "b"), told)
    assert len(receipt.warnings) == 1_000
    told += [(7, "ODD", "something is odd here")] * 20
    receipt = Account(Receipt("f", "0", "plain-csv"), tmp_path / "r").refuse_file(SourceRefused("A", "b"), told)
    assert receipt.warnings[-1] == {
        "line": 0,
        "code": "MORE_WARNINGS",
        "message": "20 further warnings are not listed.",
    }


def test_what_a_message_quotes_is_shown_and_never_obeyed(tmp_path: Path) -> None:
    refusal = SourceRefused("A", "the name \x1b[2J\u202e\ud800 stays \u00e9 text")
    receipt = Account(Receipt("f", "0", "plain-csv"), tmp_path / "r").refuse_file(refusal, Told())
    assert receipt.problems[0]["message"] == "the name \\u001b[2J\\u202e\\ud800 stays \u00e9 text"
