"""``pactline file`` and ``pactline prove``: what is filed is never changed, and every difference is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import EXAMPLES, as_json, copied, finding, good, run, wrong_use


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the first example with its filed statement."""
    return copied("first-look", tmp_path)


def filed_in(folder: Path) -> tuple[Path, Path]:
    """The statement and the listing of its records."""
    return folder / "statements" / "2025-06.json", folder / "statements" / "2025-06.records.csv"


def change(file: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_filing_writes_the_statement_its_digest_and_the_listing_of_its_records(folder: Path) -> None:
    for path in filed_in(folder):
        path.unlink()
    statement, listing = filed_in(folder)
    text = good("file", folder, "--period", "2025-06")
    content = json.loads(statement.read_text(encoding="utf-8"))
    assert text == f"filed {statement} ({content['digest']})\n"
    assert content["statement"] == as_json("evaluate", folder, "--period", "2025-06")
    rows = listing.read_text(encoding="utf-8").splitlines()
    assert (rows[0], len(rows)) == ("contact_id,visit,content", 21)
    assert rows[1].startswith("HL-1001,1,")
    assert sorted(path.name for path in statement.parent.iterdir()) == [statement.name, listing.name]


def test_filing_again_says_the_same_and_changes_nothing(folder: Path) -> None:
    before = [path.read_bytes() for path in filed_in(folder)]
    assert "is filed already and says the same" in good("file", folder, "--period", "2025-06")
    content = as_json("file", folder, "--period", "2025-06")
    assert (content["period"], content["new"]) == ("2025-06", False)
    assert content["files"] == [str(path) for path in filed_in(folder)]
    assert content["statement"] == json.loads(before[0])["digest"]
    assert [path.read_bytes() for path in filed_in(folder)] == before


def test_filing_something_else_is_refused_and_changes_nothing(folder: Path) -> None:
    before = [path.read_bytes() for path in filed_in(folder)]
    change(folder / "agreement.yaml", "400.00", "500.00")
    said = finding("file", folder, "--period", "2025-06")
    assert "FILED_ALREADY: a statement for 2025-06 is filed already and says something else" in said
    assert f"put right: see what differs with: pactline prove {folder}" in said
    assert [path.read_bytes() for path in filed_in(folder)] == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere", "--period", "2025-06"], "nowhere: there is no such file or folder"),
        ([EXAMPLES / "first-look", "--period", "2024"], "lies outside the agreement's term"),
        ([EXAMPLES / "first-look", "--period", "soon"], "'soon' is not a period"),
        ([EXAMPLES / "first-look"], "Missing option '--period'"),
    ],
)
def test_wrong_use_of_file_is_exit_2(words: list[str | Path], message: str) -> None:
    assert message in wrong_use("file", *words)


def test_every_example_proves() -> None:
    result = run("prove", *sorted(EXAMPLES.iterdir()))  # the shell's examples/* names the page of the folder too
    *lines, last = result.stdout.splitlines()
    assert result.exit_code == 0
    passed = {"README.md": "a file", "back-tests": "a folder", "contracts": "a folder", "faults": "a folder",
              "greetings": "a folder", "planning": "a folder"}  # fmt: skip
    assert result.stderr.splitlines() == [
        f"{EXAMPLES / name} is {what} and no contract folder; passed over" for name, what in passed.items()
    ]
    assert last == f"{len(lines)} of {len(lines)} statements recomputed to the bit"


def test_the_json_of_a_proof_says_both_digests(folder: Path) -> None:
    content = as_json("prove", folder)
    (proof,) = content["proofs"]
    assert (proof["holds"], proof["differences"], content["nothing_filed"]) == (True, [], [])
    assert proof["filed"] == proof["recomputed"] == json.loads(filed_in(folder)[0].read_bytes())["digest"]


def test_one_second_in_one_record_is_red_and_names_the_call_and_what_followed(folder: Path) -> None:
    (records,) = (folder / "records").iterdir()
    change(records, ",answered,20,95,", ",answered,21,95,")
    said = finding("prove", folder)
    late = "1 record came, changed or went after it was filed"
    assert said.splitlines()[0] == f"{filed_in(folder)[0]}: DIFFERS; {late}"
    assert said.splitlines()[1] == "  contact HL-1003 visit 1: changed since the filing"
    assert "  commitments.prompt-answer.good: filed 15, recomputed 14\n" in said
    assert "  totals.net: filed 2000.00, recomputed 4000.00\n" in said
    proofs = json.loads(run("prove", folder, "--json").stdout)["proofs"]
    assert proofs[0]["holds"] is False
    assert "contact HL-1003 visit 1: changed since the filing" in proofs[0]["differences"]


def test_a_record_that_went_and_one_that_came_are_named(folder: Path) -> None:
    (records,) = (folder / "records").iterdir()
    change(records, "HL-1003,", "HL-1003b,")
    said = finding("prove", folder)
    assert "contact HL-1003 visit 1: was counted in the filing and is gone" in said
    assert "contact HL-1003b visit 1: came after the filing" in said


def test_a_changed_agreement_is_red_without_blaming_a_record(folder: Path) -> None:
    change(folder / "agreement.yaml", "at least 80 %", "at least 85 %")
    said = finding("prove", folder)
    assert "agreement_digest: filed sha256:" in said
    assert "commitments.prompt-answer.target: filed at least 80 %, recomputed at least 85 %" in said
    assert "contact " not in said


def test_a_statement_that_was_edited_is_red(folder: Path) -> None:
    change(filed_in(folder)[0], '"credits": "2000.00"', '"credits": "200.00"')
    assert "totals.credits: filed 200.00, recomputed 2000.00" in finding("prove", folder)


def test_a_digest_that_was_edited_is_red(folder: Path) -> None:
    statement, _ = filed_in(folder)
    digest = json.loads(statement.read_bytes())["digest"]
    change(statement, digest, "sha256:" + "0" * 64)
    assert f"the filed digest sha256:{'0' * 64} is not that of the filed statement" in finding("prove", folder)


def test_a_missing_listing_is_red_and_said(folder: Path) -> None:
    filed_in(folder)[1].unlink()
    assert "2025-06.records.csv is missing: records that changed since the filing cannot be named" in finding(
        "prove", folder
    )


@pytest.mark.parametrize(
    "damage", [b"", b"contact_id,visit\n", b"\xff\xfe\x00", b"contact_id,visit,content\nHL-1001,one,x\n"]
)
def test_a_damaged_listing_is_red_and_said(damage: bytes, folder: Path) -> None:
    filed_in(folder)[1].write_bytes(damage)
    (records,) = (folder / "records").iterdir()
    change(records, ",answered,20,95,", ",answered,21,95,")
    said = finding("prove", folder)
    assert "2025-06.records.csv is not as it was filed: records that changed since the filing cannot be named" in said
    assert "totals.net: filed 2000.00, recomputed 4000.00" in said


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (b"", "this is no filed statement: line 1 is no JSON"),
        (b'{"digest": "sha256:', "this is no filed statement: line 1 is no JSON"),
        (b'{\n"digest": nothing}', "this is no filed statement: line 2 is no JSON"),
        (b"\xff\xfe{}", "this is no filed statement: it is no JSON text"),
        (b"[" * 100_000, "this is no filed statement: it is no JSON text"),
        (b"[]", "this is no filed statement: digest, listing, statement or its period is missing"),
        (b'{"digest": "x", "listing": "x", "statement": {}}', "digest, listing, statement or its period is missing"),
    ],
    ids=range(7),
)
def test_a_file_in_statements_that_is_no_statement_is_red_and_the_others_are_proved(
    damage: bytes, message: str, folder: Path
) -> None:
    (folder / "statements" / "2025-05.json").write_bytes(damage)
    said = finding("prove", folder)
    assert said.splitlines()[0] == f"{folder / 'statements' / '2025-05.json'}: DIFFERS"
    assert message in said.splitlines()[1]
    assert said.splitlines()[2] == f"{filed_in(folder)[0]}: recomputed to the bit"
    assert said.splitlines()[3] == "1 of 2 statements recomputed to the bit"


def test_a_statement_of_a_period_outside_the_term_is_red(folder: Path) -> None:
    change(folder / "agreement.yaml", "term: 2025", "term: 2026")
    assert "the period 2025-06 lies outside the agreement's term 2026" in finding("prove", folder)


def test_a_folder_in_which_nothing_is_filed_is_a_finding_by_itself_and_named_beside_others(folder: Path) -> None:
    empty = folder.parent / "empty"
    empty.mkdir()
    (empty / "agreement.yaml").write_bytes((folder / "agreement.yaml").read_bytes())
    assert finding("prove", empty) == f"{empty}: no statement is filed\n"
    assert f"{empty}: no statement is filed\n" in good("prove", folder, empty)
    assert as_json("prove", folder, empty)["nothing_filed"] == [str(empty)]


@pytest.mark.parametrize(
    ("words", "message"),
    [(["nowhere"], "nowhere: there is no such file or folder"), ([], "Missing argument 'FOLDER...'")],
)
def test_wrong_use_of_prove_is_exit_2(words: list[str], message: str) -> None:
    assert message in wrong_use("prove", *words)


def test_a_proof_does_not_write_anything(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    good("prove", folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
