"""``pactline infer`` at the terminal."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pactline.cli import main
from pactline.values.exact import RoundingMode, round_fraction

MAPPING = """\
mapping: weekly
kind: report
source:
  format: csv
label: [week]
groups:
  all:
    counts: {answered: [answered], abandoned: [lost], answered_within: {20 s: [in_time]}}
    reported:
      - {column: level, metric: service_level, within: 20 s, written: percent}
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["infer", *arguments])


@pytest.fixture
def weekly(tmp_path: Path) -> tuple[str, str]:
    """A report of ten weeks that divides by answered and abandoned, and its mapping."""
    rows = [(n, 200 + n, 15 + n, 150 + n) for n in range(1, 11)]
    lines = [
        f"{n},{a},{b},{k},{round_fraction(Fraction(100 * k, a + b), 2, RoundingMode.HALF_UP)}%\n" for n, a, b, k in rows
    ]
    report = tmp_path / "weekly.csv"
    report.write_text("week,answered,lost,in_time,level\n" + "".join(lines), encoding="utf-8")
    mapping = tmp_path / "weekly.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    return str(report), str(mapping)


def test_a_report_with_counts_names_its_form(weekly: tuple[str, str]) -> None:
    report, mapping = weekly
    result = run("--reported", report, "--mapping", mapping, "--json")
    assert result.exit_code == 0, result.output
    content = json.loads(result.stdout)
    assert (content["best"], content["rows"], content["unexplained"]) == ("SL-B", 10, [])
    assert content["forms"][0]["with"] == {"rounding": "half_up", "within": "20 s"}


def test_the_text_says_why(weekly: tuple[str, str]) -> None:
    result = run("--reported", weekly[0], "--mapping", weekly[1])
    assert "Service level: SL-B" in result.stdout
    assert "10 figures judged" in result.stdout


def test_a_header_no_mapping_knows_is_refused_with_the_way_out(weekly: tuple[str, str]) -> None:
    result = run("--reported", weekly[0])
    assert result.exit_code == 1
    assert "REPORT_HEADER" in result.stderr
    assert "--mapping" in result.stderr


@pytest.fixture
def records(tmp_path: Path) -> str:
    """Two days of calls in Berlin."""
    lines = ["contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s\n"]
    for number in range(600):
        outcome = "abandoned" if number % 5 == 0 else "answered"
        day = 3 + number % 2
        wait = (number * 7 + number // 9) % 60
        hour = f"2025-06-{day:02}T{8 + number % 9:02}:"
        answered = f"{hour}00:{wait:02}Z" if outcome == "answered" else ""
        ended = f"{hour}05:00Z" if answered else f"{hour}00:{wait:02}Z"
        lines.append(f"c{number},voice,support,inbound,{hour}00:00Z,{answered},{ended},{outcome},{wait}\n")
    path = tmp_path / "calls.csv"
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def figures(records: str) -> str:
    """What a provider would report: short abandons of up to 5 s left out."""
    result = CliRunner().invoke(
        main,
        ["measure", "service_level", "--records", records, "--with", "within=20", "--with", "abandons=ignore_short",
         "--with", "short_abandon=5", "--by", "day", "--zone", "Europe/Berlin", "--json"],
    )  # fmt: skip
    rows = json.loads(result.stdout)["rows"]
    return "day,service_level\n" + "".join(f"{row['by']['day']},{row['value']['percent']}%\n" for row in rows)


def test_bare_figures_are_traced_back_through_the_records(records: str, tmp_path: Path) -> None:
    report = tmp_path / "days.csv"
    report.write_text(figures(records), encoding="utf-8")
    result = run("--records", records, "--reported", str(report), "--zone", "Europe/Berlin", "--within", "20",
                 "--short-abandon", "5", "--json")  # fmt: skip
    assert result.exit_code == 0, result.output
    content = json.loads(result.stdout)
    assert (content["best"], content["rows"]) == ("SL-F", 2)
    assert content["forms"][0]["with"]["short_abandon"] == "at most 5 s"


def test_figures_that_no_form_gives_are_a_finding(records: str, tmp_path: Path) -> None:
    report = tmp_path / "days.csv"
    report.write_text("day,service_level\n2025-06-03,1.23%\n2025-06-04,4.56%\n", encoding="utf-8")
    result = run("--records", records, "--reported", str(report), "--zone", "Europe/Berlin")
    assert result.exit_code == 1
    assert "no form named" in result.stdout


def test_a_cell_that_cannot_be_read_is_told_and_the_rest_goes_on(records: str, tmp_path: Path) -> None:
    report = tmp_path / "days.csv"
    report.write_text(figures(records) + "2025-06-05,n/a\n2025-06-06,81.5\n", encoding="utf-8")
    result = run("--records", records, "--reported", str(report), "--zone", "Europe/Berlin", "--json")
    content = json.loads(result.stdout)
    assert content["rows"] == 2
    assert [":4: REPORT_CELL" in text or ":5: REPORT_CELL" in text for text in content["unreadable"]] == [True, True]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("day,servicelevel\n", "no column 'servicelevel'"),
        ("service_level\n", "the time is not clear"),
        ("first,service_level\n", "--by"),
        ("day,metric\n", "where the figures stand"),
        ("", "the time is not clear"),
    ],
)
def test_a_header_that_is_no_plain_report_is_refused(records: str, tmp_path: Path, content: str, words: str) -> None:
    report = tmp_path / "days.csv"
    report.write_text(content, encoding="utf-8")
    result = run("--records", records, "--reported", str(report), "--zone", "UTC")
    assert result.exit_code == 1
    assert words in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--within", "20"), "--records"),
        (("--records", "calls.csv", "--mapping", "acd-daily"), "--mapping"),
        (("--records", "calls.csv"), "--zone"),
        (("--records", "calls.csv", "--zone", "UTC", "--by", "fortnight"), "fortnight"),
    ],
)
def test_wrong_use_says_what_to_write(weekly: tuple[str, str], arguments: tuple[str, ...], words: str) -> None:
    result = run("--reported", weekly[0], *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_report_that_is_not_there_is_wrong_use() -> None:
    result = CliRunner().invoke(main, ["infer", "--reported", "nowhere.csv"])
    assert result.exit_code == 2
    assert "nowhere.csv" in result.stderr
