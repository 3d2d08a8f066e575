"""``pactline evaluate`` on the examples: text, JSON, page, and every refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import EXAMPLES, as_json, copied, finding, good, run, wrong_use

FIRST = EXAMPLES / "first-look"


def test_the_text_shows_the_promise_the_figure_and_who_owes_what() -> None:
    text = good("evaluate", FIRST, "--period", "2025-06")
    assert text.startswith("Harbour Lines booking desk: statement for 2025-06 (Europe/London)\n")
    (row,) = [line for line in text.splitlines() if line.startswith("prompt-answer  ")]
    assert " ".join(row.split()) == "prompt-answer 20 15 in time 75.00 % at least 80 % MISSED 2,000.00"
    assert "Credits 2,000.00, bonuses 0.00: Brightwell Contact Ltd owes Harbour Lines GBP 2,000.00." in text
    assert "    credit GBP 2,000.00:\n      80 - 75 = 5 points\n      5 x 400.00 = 2,000.00\n" in text


def test_the_json_has_the_documented_shape() -> None:
    content = as_json("evaluate", FIRST, "--period", "2025-06")
    documented = {
        "agreement", "agreement_digest", "record_set", "rules", "period", "commitments", "caps", "rights", "duties",
        "totals",
    }  # fmt: skip
    assert documented <= set(content)
    assert content["period"] == {"first": "2025-06-01", "end": "2025-07-01", "zone": "Europe/London"}
    assert content["totals"] == {
        "credits": "2000.00", "bonuses": "0.00", "dues": "0.00", "net": "2000.00", "currency": "GBP",
    }  # fmt: skip
    (result,) = content["commitments"]
    keys = ("id", "metric", "counted", "good", "target", "verdict", "relief", "amount", "owed_by")
    assert [result[key] for key in keys] == [
        "prompt-answer", "service_level", 20, 15, "at least 80 %", "missed", [], "2000.00", "provider",
    ]  # fmt: skip
    assert result["value"] == {"fraction": "3/4", "decimal": "0.750000", "percent": "75.00", "as_compared": "75 %"}
    assert result["working"] == ["2025-06: 80 - 75 = 5 points", "2025-06: 5 x 400.00 = 2,000.00"]


def test_durations_are_seconds_in_json_and_shares_of_intervals_are_shares() -> None:
    speed, longest, *_ = as_json("evaluate", EXAMPLES / "per-second", "--period", "2025-10")["commitments"]
    assert speed["value"] == {"fraction": "181/8", "decimal": "22.625", "as_compared": "22.625 s"}
    assert (speed["unit"], speed["good"], speed["sum_ms"]) == ("seconds", None, 181_000)
    assert longest["value"]["fraction"] == "262/5"
    _, halves = as_json("evaluate", EXAMPLES / "half-hours", "--period", "2025-08")["commitments"]
    assert (halves["value"]["fraction"], halves["windows"][0]["intervals"]) == ("4/5", 5)


def test_a_share_of_intervals_is_a_share_whatever_they_are_intervals_of(tmp_path: Path) -> None:
    folder = copied("half-hours", tmp_path)
    file = folder / "agreement.yaml"
    halves = file.read_text(encoding="utf-8").replace("interval_target: at least 80 %", "interval_target: at most 20 s")
    head, _, tail = halves.rpartition("metric: service_level\n    within: 20 s\n    abandons: count_all\n")
    file.write_text(head + "metric: average_speed_of_answer\n" + tail, encoding="utf-8")
    result = as_json("evaluate", folder, "--period", "2025-08")["commitments"][1]
    assert (result["metric"], result["unit"]) == ("average_speed_of_answer", "percent")
    assert (result["value"]["fraction"], result["value"]["percent"]) == ("4/5", "80.00")
    assert "4 of 5 intervals met  80.00 %" in good("evaluate", folder, "--period", "2025-08")


def test_money_has_grouping_and_the_decimals_of_the_currency_everywhere() -> None:
    yen = good("evaluate", EXAMPLES / "a-bonus", "--period", "2025-04")
    assert "Credits 180,000, bonuses 142,857: Hoshizora Contact K.K. owes Sakura Rail K.K. JPY 37,143." in yen
    assert "x 50,000 = 142,857.1429... (1000000/7)\n      rounded half-up to 142,857\n" in yen
    cap = good("evaluate", EXAMPLES / "bands-and-cap", "--period", "2025-04")
    assert "8 % of monthly-fee 40,000.00 = 3,200.00; credits 4,400.00 cut by 1,200.00\n" in cap
    assert "5 % x 40,000.00 = 2,000.00\n" in cap


def test_a_bonus_is_owed_by_the_client_and_has_a_minus_sign() -> None:
    assert "Sakura Rail K.K. owes Hoshizora Contact K.K. JPY 187,500." in good(
        "evaluate", EXAMPLES / "a-bonus", "--period", "2025-02"
    )
    result, other = as_json("evaluate", EXAMPLES / "a-bonus", "--period", "2025-02")["commitments"]
    assert [result["amount"], result["owed_by"], other["owed_by"]] == ["187500", "client", "nobody"]
    assert "nobody owes anything" in good("evaluate", EXAMPLES / "a-bonus", "--period", "2025-03")


def test_what_is_not_due_is_named_and_no_empty_table_is_shown() -> None:
    text = good("evaluate", EXAMPLES / "quarter", "--period", "2025-05")
    assert "No window of any commitment ends in this period.\n" in text
    assert "Not settled in 2025-05: patient-answer, its window 2025-Q2 runs on\n" in text
    assert "Counted" not in text
    content = as_json("evaluate", EXAMPLES / "quarter", "--period", "2025-05")
    assert (content["commitments"], content["not_due"]) == ([], [{"id": "patient-answer", "settles_in": "2025-Q2"}])


def test_records_and_agreement_may_lie_apart(tmp_path: Path) -> None:
    apart = tmp_path / "elsewhere.yaml"
    apart.write_bytes((FIRST / "agreement.yaml").read_bytes())
    given = ("evaluate", apart, "--records", FIRST / "records", "--period", "2025-06")
    assert good(*given) == good("evaluate", FIRST, "--period", "2025-06")


@pytest.mark.parametrize("form", ["--json", "--html", ""])
def test_an_output_file_holds_what_the_terminal_would_show(form: str, tmp_path: Path) -> None:
    words = ["evaluate", FIRST, "--period", "2025-06", *([form] if form else [])]
    target = tmp_path / "statement"
    written = run(*words, "-o", target)
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr.startswith("wrote ")
    assert target.read_text(encoding="utf-8") == good(*words)
    assert form != "--html" or "</html>" in target.read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes() -> None:
    words = ("evaluate", FIRST, "--period", "2025-06", "--json")
    assert good(*words) == good(*words)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere", "--period", "2025-06"], "nowhere: there is no such file or folder"),
        ([FIRST, "--period", "2025-06", "--records", "nowhere"], "nowhere: there is no such file or folder"),
        ([FIRST, "--period", "2024-06"], "the period 2024-06 lies outside the agreement's term 2025"),
        ([FIRST, "--period", "2025-13"], "'2025-13' is not a period (month must be in 1..12); write 2025, 2025-Q2"),
        ([FIRST, "--period", "june"], "'june' is not a period"),
        ([FIRST, "--period", "2025-07-01/2025-06-01"], "a period must end after it begins"),
        ([FIRST], "Missing option '--period'"),
        ([FIRST, "--period", "2025-06", "--json", "--html"], "choose one of --json, --html and --pdf"),
        ([FIRST, "--period", "2025-06", "-o", EXAMPLES], "this is a folder; name a file in it"),
        ([FIRST, "--period", "2025-06", "-o", "nowhere/x.txt"], "nowhere/x.txt: there is no such file or folder"),
    ],
)  # fmt: skip
def test_wrong_use_is_exit_2_and_says_what_is_wrong(words: list[str | Path], message: str) -> None:
    assert message in wrong_use("evaluate", *words)


def test_a_row_that_cannot_be_taken_is_exit_1_with_file_line_and_code(tmp_path: Path) -> None:
    folder = copied("first-look", tmp_path)
    (file,) = (folder / "records").iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace(",answered,14,", ",answered,-14,"), encoding="utf-8")
    said = finding("evaluate", folder, "--period", "2025-06")
    assert f"{file}:3: NUM_NEGATIVE: wait_s '-14' is negative" in said
    assert "1 problem; nothing was computed" in said


def test_an_agreement_with_a_problem_is_exit_1_with_line_and_remedy(tmp_path: Path) -> None:
    folder = copied("first-look", tmp_path)
    file = folder / "agreement.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("currency: GBP", "currency: pounds"), encoding="utf-8")
    said = finding("evaluate", folder, "--period", "2025-06")
    assert f"{file}:6:11: AGR_CURRENCY_UNKNOWN" in said
    assert "put right: " in said


def test_a_period_without_records_is_no_data_and_owes_nothing() -> None:
    content = as_json("evaluate", FIRST, "--period", "2025-08")
    (result,) = content["commitments"]
    assert (result["verdict"], result["counted"], result["value"]) == ("no_data", 0, None)
    assert content["totals"]["net"] == "0.00"
    assert "no data" in good("evaluate", FIRST, "--period", "2025-08")


def test_the_statement_says_which_agreement_and_records_it_is_made_of(tmp_path: Path) -> None:
    folder = copied("first-look", tmp_path)
    before = as_json("evaluate", folder, "--period", "2025-06")
    (folder / "agreement.yaml").write_text((folder / "agreement.yaml").read_text() + "# a remark\n")
    after = as_json("evaluate", folder, "--period", "2025-06")
    assert before["agreement_digest"] != after["agreement_digest"]
    assert after["texts"] == [{**before["texts"][0], "digest": after["agreement_digest"]}]
    assert {**after, "agreement_digest": "", "texts": []} == {**before, "agreement_digest": "", "texts": []}
    assert json.dumps(before["record_set"]).startswith('"sha256:')


def test_a_column_that_no_record_has_is_told_and_not_passed_over(tmp_path: Path) -> None:
    folder = copied("first-look", tmp_path)
    (calls,) = (folder / "records").glob("*.csv")
    calls.write_text(calls.read_text(encoding="utf-8").replace("talk_s", "talkk_s", 1), encoding="utf-8")
    result = run("evaluate", folder, "--period", "2025-06", "--json")
    assert "note: " in result.stderr
    assert "HDR_UNKNOWN_COLUMN: Ignored unknown columns: 'talkk_s'." in result.stderr
    assert json.loads(result.stdout)["totals"]["net"] == "2000.00"
    assert "HDR_UNKNOWN_COLUMN" in run("explain", folder, "prompt-answer", "--period", "2025-06").stderr


def test_what_a_rule_leaves_of_a_credit_stands_below_its_working() -> None:
    text = good("evaluate", EXAMPLES / "contracts" / "c02-call-off-credits", "--period", "2025-11")
    left = "    left of the credit GBP 0.00:\n      critical failure critical-service-level-failure: the credits"
    assert text.count(left) == 2
