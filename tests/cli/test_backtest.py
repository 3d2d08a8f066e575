"""``pactline backtest``: tables, JSON, CSV, Markdown, the page, and every refusal."""

from __future__ import annotations

import csv
import io
import os
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cli.running import EXAMPLES, as_json, finding, good, run, wrong_use

import pactline
from pactline.importers.ingesting import ingest
from pactline.importers.mapping.file import read_mapping
from pactline.statement.shown.json_schema import schemas
from pactline.values.zone import zone

FOLDER = EXAMPLES / "back-tests" / "a-year-of-figures"
CLIENT, PROVIDER = FOLDER / "client.yaml", FOLDER / "provider.yaml"
YEAR = ("--from", "2024-01", "--to", "2024-12")
BANK = Path(__file__).resolve().parents[3] / "shared/data/calls/anonymous-bank-1999-02/february1999.txt.gz"


def both(*words: str | Path) -> tuple[str | Path, ...]:
    return ("backtest", FOLDER, "--terms", CLIENT, "--terms", PROVIDER, *YEAR, *words)


def rows(content: dict[str, Any], label: str) -> dict[str, dict[str, Any]]:
    return {row["period"]: row for row in content["periods"] if row["terms"] == label}


def test_the_months_stand_side_by_side_with_their_difference() -> None:
    lines = [" ".join(line.split()) for line in good(*both()).splitlines()]
    assert lines[0] == "Lakeside Gas customer line: back-test of 2024-01 to 2024-12 (Europe/London)"
    assert "Month A B C B - A C - A Verdicts changed" in lines
    assert "2024-02 0.00 2,904.00 900.00 +2,904.00 +900.00 B 1, C 1" in lines
    assert "2024-07 -1,500.00 0.00 -1,500.00 +1,500.00 0.00" in lines
    assert "Total 10,812.00 37,596.00 14,700.00 +26,784.00 +3,888.00" in lines
    assert "Limits under A: at_risk in 1 month, cut 1,068.00" in lines
    assert "2024-01 prompt-answer met -> missed" in lines


def test_both_sides_are_told_what_other_terms_mean_for_them() -> None:
    text = good(*both())
    provider, client = text.split("For the provider, Redbrook Contact Ltd:")[1].split(
        "For the client, Lakeside Gas plc:"
    )
    assert "B costs GBP 26,784.00 more than A; its worst month is 2024-11 with 9,000.00" in provider
    assert "C brings GBP 3,888.00 more than A; 2 verdicts from met to missed" in client


def test_each_month_in_the_json_is_that_of_evaluate() -> None:
    content = as_json(*both())
    for month in ("2024-03", "2024-07", "2024-11"):
        statement = as_json("evaluate", FOLDER, "--period", month)
        row = rows(content, "A")[month]
        assert row["verdicts"] == {each["id"]: each["verdict"] for each in statement["commitments"]}
        assert {key: row[key] for key in ("credits", "bonuses", "net")} == {
            key: statement["totals"][key] for key in ("credits", "bonuses", "net")
        }
        assert row["cut"] == statement["caps"][0]["cut"]


def test_the_json_is_of_the_published_shape_and_adds_up() -> None:
    content = as_json(*both("--sweep", "prompt-answer.target=78..82", "--sweep", "at_risk.percent=6"))
    Draft202012Validator(schemas()["backtest"]).validate(content)
    assert [terms["label"] for terms in content["terms"]] == ["A", "B", "C"]
    for terms in content["terms"]:
        own = rows(content, terms["label"]).values()
        assert len(own) == 12
        for key in ("credits", "bonuses", "dues", "net", "cut"):
            assert sum((Decimal(row[key]) for row in own), Decimal(0)) == Decimal(terms[key])
        assert terms["missed"] == sum(row["missed"] for row in own)
        worst = max(own, key=lambda row: Decimal(row["net"]))
        assert terms["worst"]["provider"] == {"period": worst["period"], "net": worst["net"]}


def test_a_sweep_is_what_a_file_with_that_target_gives(tmp_path: Path) -> None:
    content = as_json("backtest", FOLDER, *YEAR, "--sweep", "prompt-answer.target=78..84:2")
    assert [(point["commitment"], point["target"]) for point in content["sweep"]] == [
        ("prompt-answer", f"at least {value} %") for value in (78, 80, 82, 84)
    ]
    assert [point["present"] for point in content["sweep"]] == [False, True, False, False]
    for point in content["sweep"]:
        changed = tmp_path / "changed.yaml"
        changed.write_text(f"commitments: {{prompt-answer: {{target: {point['target']}}}}}\n", encoding="utf-8")
        by_hand = as_json("backtest", FOLDER, "--terms", changed, *YEAR)["terms"][1]
        assert (point["net"], point["sums"]["missed"]) == (by_hand["net"], by_hand["missed"])


def test_the_value_that_stands_is_always_among_those_tried() -> None:
    text = good("backtest", FOLDER, *YEAR, "--sweep", "prompt-answer.target=70..71")
    table = [" ".join(line.split()) for line in text.split("Sweep of prompt-answer.target")[1].splitlines()]
    assert [line.split(" % ")[0] for line in table if line.startswith("at least")] == [
        "at least 70", "at least 71", "at least 80",
    ]  # fmt: skip
    assert any(line.startswith("at least 80 % now 10,812.00 0.00 8 of 24") for line in table)


def test_a_value_that_no_agreement_can_have_says_why_and_the_others_go_on() -> None:
    content = as_json("backtest", FOLDER, *YEAR, "--sweep", "prompt-answer.target=83..86")
    found = {point["value"]: (point["net"], point["refused"]) for point in content["sweep"]}
    assert found["84"] == ("37368.00", None)
    assert found["85"][0] is None
    assert "promised anyway" in found["85"][1]
    text = good("backtest", FOLDER, *YEAR, "--sweep", "prompt-answer.target=83..86")
    assert "No agreement with at least 85 % to 86 %: the bonus is earned at least 85 %" in text


def test_the_csv_has_a_row_for_each_period_and_each_value() -> None:
    text = good(*both("--csv", "--sweep", "prompt-answer.target=79..81"))
    found = list(csv.DictReader(io.StringIO(text)))
    assert len(found) == 3 * 12 + 3
    by_terms = [row for row in found if not row["path"]]
    assert sum(Decimal(row["net"]) for row in by_terms if row["terms"] == "B") == Decimal("37596.00")
    assert [(row["value"], row["present"], row["net"]) for row in found if row["path"]] == [
        ("79", "no", "7356.00"), ("80", "yes", "10812.00"), ("81", "no", "17064.00"),
    ]  # fmt: skip


def test_the_markdown_is_a_table_to_paste() -> None:
    lines = good(*both("--markdown", "--sweep", "prompt-answer.target=79..81")).splitlines()
    assert "| Month | A | B | C | B - A | C - A | Verdicts changed |" in lines
    assert "| Total | 10,812.00 | 37,596.00 | 14,700.00 | +26,784.00 | +3,888.00 |  |" in lines
    assert any(line.startswith("| at least 80 % | now | 10,812.00 | 0.00 |") for line in lines)
    tables = [line for line in lines if line.startswith("|")]
    assert {line.count("|") for line in tables} == {8}


def test_the_page_has_charts_tables_and_no_script(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run(*both("--html", "-o", page, "--sweep", "prompt-answer.target=76..88"))
    assert (result.exit_code, result.stdout) == (0, "")
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    charts = [
        part[: part.index("</svg>") + 6]
        for part in text.split('<div class="scroll"')[1:]
        if '<svg viewBox="0 0 720' in part
    ]
    pictures = [ET.fromstring(chart[chart.index("<svg") :]) for chart in charts]
    assert len(pictures) == 2
    titles = [[title.text or "" for title in picture.iter("title")] for picture in pictures]
    assert len(titles[0]) == 1 + 3 * 12  # its own, and one for each bar
    assert len(titles[1]) == 1 + 13
    assert "2024-11, B: GBP 9,000.00, 2 of 2 missed" in titles[0]
    assert "at least 84 %: GBP 37,368.00, 13 of 24 missed" in titles[1]
    assert "C costs GBP 3,888.00 more than A" in text


def test_names_become_no_markup(tmp_path: Path) -> None:
    terms = tmp_path / "<b>x.yaml"
    terms.write_text("commitments: {prompt-answer: {target: at least 79 %}}\n", encoding="utf-8")
    page = good("backtest", FOLDER, "--terms", terms, *YEAR, "--html")
    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page


def test_python_says_the_same() -> None:
    test = pactline.backtest(FOLDER, [CLIENT], first="2024-01", last="2024-12", sweep=["at_risk.percent=5..7"])
    assert test.to_json() == as_json(
        "backtest", FOLDER, "--terms", CLIENT, *YEAR, "--sweep", "at_risk.percent=5..7"
    )  # fmt: skip
    assert str(test).splitlines()[0].startswith("Lakeside Gas customer line: back-test")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2024-01"), "nothing to compare with: name other terms with --terms, or values with --sweep"),
        (("--terms", CLIENT, "--from", "2024-01", "--to", "2024-Q2"), "write both as months"),
        (("--terms", CLIENT, "--from", "yesterday"), "'yesterday' is not a period"),
        (("--terms", FOLDER / "none.yaml", "--from", "2024-01"), "there is no such file or folder"),
        (("--sweep", "prompt-answer.taget=1..2", "--from", "2024-01"), "there is nothing at `prompt-answer.taget`"),
        (("--sweep", "prompt-answer.target", "--from", "2024-01"), "write PATH=FIRST..LAST"),
        (("--terms", CLIENT, "--from", "2024-01", "--json", "--csv"), "choose one of --json, --html, --csv and"),
        (("--terms", CLIENT), "Missing option '--from'"),
    ],
)
def test_wrong_use_is_exit_2_and_says_what_is_wrong(words: tuple[str | Path, ...], said: str) -> None:
    assert said in wrong_use("backtest", FOLDER, *words)


def test_terms_with_problems_are_a_finding_with_file_and_line(tmp_path: Path) -> None:
    terms = tmp_path / "terms.yaml"
    terms.write_text("commitments:\n  prompt-answer: {target: eighty}\n", encoding="utf-8")
    assert f"{terms}:2:" in finding("backtest", FOLDER, "--terms", terms, *YEAR)


def test_terms_of_another_time_are_moved_and_it_is_said() -> None:
    text = good("backtest", FOLDER, "--terms", CLIENT, "--from", "2023-11", "--to", "2024-02")
    assert "its term 2024-01-01/2027-01-01 does not hold on 2023-11-01: read as if it began on that day" in text
    assert text.count("does not hold on") == 1  # said of the agreement, and not again of changes to it


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A contract about the bank's telephone service, with its calls of February 1999 and three proposed targets."""
    if not BANK.exists():
        pytest.skip("the bank's calls are not there")
    folder = tmp_path_factory.mktemp("bank")
    (folder / "agreement.yaml").write_text(
        """\
agreement: Telephone service of a bank
provider: Call centre
client: Bank
term: 2025
zone: Asia/Jerusalem
currency: ILS
conventions: common-2026
rounding: {shares: exact, money: half_up}
services: {agents: {channels: [voice], queues: [agents], hours: always}}
commitments:
  prompt-answer: {service: agents, metric: service_level, within: 20 s, abandons: count_all, each: week,
                  part_windows: whole, target: at least 55 %, remedy: {per_point: 500.00}}
caps: {month: {on: all, each: month, at_most: 15000.00}}
""",
        encoding="utf-8",
    )
    for target in (50, 60, 70):
        text = f"commitments: {{prompt-answer: {{target: at least {target} %}}}}\n"
        (folder / f"target-{target}.yaml").write_text(text, encoding="utf-8")
    mapping = read_mapping("anonymous-bank")
    (receipt,) = ingest([os.fspath(BANK)], folder, "mapping", zone=zone("Asia/Jerusalem"), mapping=mapping)
    assert receipt.accepted == 33_066
    return folder


def test_three_targets_over_the_weeks_of_a_real_month(bank: Path) -> None:
    targets = [word for target in (50, 60, 70) for word in ("--terms", bank / f"target-{target}.yaml")]
    weeks = ("--from", "1999-W05", "--to", "1999-W08")
    content = as_json("backtest", bank, *targets, *weeks, "--sweep", "prompt-answer.target=40..75")
    weeks_alone = [statement["commitments"][0] for statement in _weeks(bank)]
    counted, met = (sum(week[key] for week in weeks_alone) for key in ("counted", "good"))
    assert (counted, f"{Decimal(100 * met) / counted:.1f}") == (31_125, "52.1")  # as the source's own columns say
    levels = [Decimal(100 * week["good"]) / week["counted"] for week in weeks_alone]
    for label, target in (("A", 55), ("B", 50), ("C", 60), ("D", 70)):
        missed = [level < target for level in levels]
        verdicts = [row["verdicts"]["prompt-answer"] for row in rows(content, label).values()]
        assert verdicts == ["missed" if miss else "met" for miss in missed]
    nets = [Decimal(point["net"]) for point in content["sweep"]]
    assert nets == sorted(nets)
    assert nets[-1] == Decimal("15000.00")  # the limit of the month
    by_target = {point["target"]: point["net"] for point in content["sweep"]}
    for terms, target in zip(content["terms"], (55, 50, 60, 70), strict=True):
        assert terms["net"] == by_target[f"at least {target} %"]


def _weeks(folder: Path) -> list[dict[str, Any]]:
    """The figures of the weeks, under terms that hold in 2025 and are held against 1999 by a changed term."""
    test = pactline.backtest(folder, [], first="1999-W05", last="1999-W08", sweep=["prompt-answer.target=55"])
    own = test.own
    records = pactline.read_records(folder / "records")
    return [pactline.evaluate(own, records, str(period)).to_json() for period in test.periods]
