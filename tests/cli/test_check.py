"""``pactline check`` as people and programs call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from tests.agreement.faults import GOOD
from tests.cli.running import EXAMPLES, copied

from pactline.agreement.check_schema import check_schema
from pactline.cli import main
from pactline.ledger.folder import read_filed


def check(folder: Path, text: str, *options: str) -> Result:
    (folder / "agreement.yaml").write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["check", str(folder), *options], catch_exceptions=False)


def test_a_good_agreement_is_exit_0(tmp_path: Path) -> None:
    result = check(tmp_path, GOOD)
    assert result.exit_code == 0
    assert "no problems" in result.output


def test_problems_are_shown_with_the_line_and_a_caret_and_are_exit_1(tmp_path: Path) -> None:
    result = check(tmp_path, GOOD.replace("zone: Europe/Berlin", "zone: +01:00"))
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith(f"{tmp_path / 'agreement.yaml'}:5:7: AGR_TIME_ZONE: ")
    assert lines[1] == "  5 | zone: +01:00"
    assert lines[2] == "    |       ^"
    assert "IANA name" in lines[3]
    assert lines[-1].endswith("1 problem")


def test_the_json_holds_every_problem(tmp_path: Path) -> None:
    text = GOOD.replace("within: 20 s", "withn: 20 s").replace("currency: EUR", "currency: EURO")
    result = check(tmp_path, text, "--json")
    assert result.exit_code == 1
    content = json.loads(result.output)
    assert [question["about"] for question in content["questions"]] == ["commitments.prompt-answer.within"]
    assert [problem["code"] for problem in content["problems"]] == [
        "AGR_CURRENCY_UNKNOWN", "AGR_MISSING_KEY", "AGR_UNKNOWN_KEY",
    ]  # fmt: skip
    assert list(content["problems"][0]) == ["file", "line", "column", "code", "message", "remedy"]


def test_a_note_is_told_and_is_exit_0(tmp_path: Path) -> None:
    result = check(tmp_path, GOOD.replace("percent: 12 %", "percent: 9 %"))
    assert result.exit_code == 0
    assert "note: " in result.output
    assert "AGR_CAP_CAN_BIND" in result.output
    content = json.loads(check(tmp_path, GOOD.replace("percent: 12 %", "percent: 9 %"), "--json").output)
    assert (content["problems"], [note["code"] for note in content["notes"]]) == ([], ["AGR_CAP_CAN_BIND"])


@pytest.mark.parametrize("name", ["nowhere", "nowhere/agreement.yaml", "", "a file/agreement.yaml"])
def test_a_file_that_is_not_there_is_wrong_use(name: str, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    result = CliRunner().invoke(main, ["check", str(tmp_path / name)], catch_exceptions=False)
    assert result.exit_code == 2
    assert "no such file" in result.output


NASHUA = """\
agreement: Plan administration
provider: Plan Company
client: A city
term: 2013-01-01/2014-01-01
zone: America/New_York
currency: USD
conventions: common-2026
rounding: {money: half_up}
charges: {guarantee: {each: year, amount: 20000.00}}
services: {members: {hours: always}}
commitments:
  asa:
    service: members
    metric: reported
    unit: seconds
    better: lower
    means: mean wait of members
    measured: figures
    each: year
    target: at most 45 s
    remedy: {bands: {of: guarantee, table: [{from: 46 s, to: 48 s, credit: 25 %}, {from: 49 s, credit: 50 %}]}}
  calls:
    service: members
    metric: reported
    unit: percent
    better: lower
    means: abandoned calls
    measured: figures
    rounding: exact
    each: year
    target: at most 5 %
"""
FIGURES = "commitment,first,last,counted,good,value,evidence\nasa,2013-01-01,2013-12-31,,,48.6 s,packet\n"


def test_an_open_question_is_told_with_its_answers(tmp_path: Path) -> None:
    result = check(tmp_path, NASHUA)
    assert result.exit_code == 1
    assert "commitments.asa.rounding is open: how is the figure rounded before it is compared?" in result.output
    assert "  0 decimals half_up  to whole units, a half goes up\n" in result.output
    assert result.output.splitlines()[-1].endswith("1 problem, 1 open question")


def test_figures_beside_the_agreement_price_each_answer(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    lines = check(tmp_path, NASHUA).output.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("question: "))
    assert lines[at + 1 : at + 4] == [
        "  0 decimals half_up  10,000.00  to whole units, a half goes up",
        "  0 decimals down      5,000.00  to whole units, the rest is cut off",
        "  (difference 5,000.00)",
    ]
    assert "Amounts in USD: what the provider owes for 2013, less what the client owes." in lines


def test_the_json_prices_each_answer_and_keeps_its_shape(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    content = json.loads(check(tmp_path, NASHUA, "--json").output)
    Draft202012Validator(check_schema()).validate(content)
    (question,) = content["questions"]
    assert (question["about"], question["line"]) == ("commitments.asa.rounding", 12)
    assert [(choice["answer"], choice["amount"]) for choice in question["choices"]] == [
        ("0 decimals half_up", "10000.00"),
        ("0 decimals down", "5000.00"),
    ]
    assert question["difference"] == "5000.00"
    assert content["pricing"] == {
        "periods": ["2013-01-01/2014-01-01"],
        "currency": "USD",
        "meanwhile": {"commitments.asa.rounding": "0 decimals half_up"},
    }


def test_without_facts_the_json_has_no_amounts(tmp_path: Path) -> None:
    content = json.loads(check(tmp_path, NASHUA, "--json").output)
    Draft202012Validator(check_schema()).validate(content)
    assert content["pricing"] is None
    assert {choice["amount"] for choice in content["questions"][0]["choices"]} == {None}


def test_records_price_a_draft_that_lies_elsewhere(tmp_path: Path) -> None:
    text = (EXAMPLES / "first-look" / "agreement.yaml").read_text(encoding="utf-8")
    text = text.replace(" abandons: count_all,", "")
    result = check(tmp_path, text, "--records", str(EXAMPLES / "first-look" / "records"))
    assert ".abandons is open: what does an abandoned contact do to the service level?" in result.output
    assert "(difference " in result.output


def test_statements_on_file_say_which_periods_are_priced(tmp_path: Path) -> None:
    """Records of several months, one of them settled: its money is what each answer moves."""
    folder = copied("target-from-july", tmp_path)
    for path in sorted((folder / "statements").glob("*"))[2:]:
        path.unlink()
    text = (folder / "agreement.yaml").read_text(encoding="utf-8")
    text = "\n".join(line for line in text.splitlines() if not line.strip().startswith("abandons:"))
    content = json.loads(check(folder, text, "--json").output)
    (filed,) = [read_filed(path) for path in (folder / "statements").glob("*.json")]
    period = filed.statement["period"]
    assert content["pricing"]["periods"] == [f"{period['first']}/{period['end']}"]


def test_facts_that_cannot_be_read_price_nothing_and_hide_nothing(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("commitment;value\n", encoding="utf-8")
    result = check(tmp_path, NASHUA)
    assert result.exit_code == 1
    assert "so nothing is priced" in result.stderr
    assert "1 problem, 1 open question" in result.stdout


def test_records_that_are_not_there_are_wrong_use(tmp_path: Path) -> None:
    for text in (NASHUA, GOOD):
        result = check(tmp_path, text, "--records", str(tmp_path / "nowhere"))
        assert result.exit_code == 2
        assert "nowhere: there is no such file or folder" in result.output


def test_a_question_alone_is_told_and_is_exit_0(tmp_path: Path) -> None:
    rules = "caps: {monthly: {each: month, at_most: 500.00}}\nincidents: {pay: highest}\n"
    result = check(tmp_path, GOOD + rules)
    assert result.exit_code == 0
    assert "[incidents, caps]  incidents, then caps" in result.output
    assert result.output.splitlines()[-1].endswith("no problems, 1 open question")


def test_several_figures_of_one_window_bring_up_a_question(tmp_path: Path) -> None:
    """Two half years of 40 s and 60 s: their mean is 50 s, a band of 50 %, and pooled they are nothing."""
    text = NASHUA.replace(
        "    measured: figures\n    each: year\n    target: at most 45 s",
        "    measured: figures\n    rounding: 0 decimals half_up\n    each: year\n    target: at most 45 s",
    )
    rows = "asa,2013-01-01,2013-06-30,,,40 s,a\nasa,2013-07-01,2013-12-31,,,60 s,b\n"
    (tmp_path / "figures.csv").write_text(FIGURES.splitlines()[0] + "\n" + rows, encoding="utf-8")
    result = check(tmp_path, text, "--json")
    assert result.exit_code == 0
    (question,) = json.loads(result.output)["questions"]
    assert (question["about"], question["line"]) == ("commitments.asa.combine", 12)
    assert {choice["answer"]: choice["amount"] for choice in question["choices"]} == {
        "pooled": "0.00",
        "mean": "10000.00",
        "sum": "10000.00",
        "last": "10000.00",
    }
    said = text.replace(
        "    measured: figures\n    rounding: 0", "    measured: figures\n    combine: mean\n    rounding: 0"
    )
    assert json.loads(check(tmp_path, said, "--json").output)["questions"] == []
    whole = "asa,2013-01-01,2013-12-31,,,50 s,c\n"
    (tmp_path / "figures.csv").write_text(FIGURES.splitlines()[0] + "\n" + whole, encoding="utf-8")
    assert json.loads(check(tmp_path, text, "--json").output)["questions"] == []
