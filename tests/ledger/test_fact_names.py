"""Facts about what the agreement does not know: refused with file and line, never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from pactline.ledger.folder import ContractFolder
from pactline.values.problem import Problems

AGREEMENT = """\
agreement: Facts
provider: A
client: B
term: 2025-01-01/2026-01-01
zone: UTC
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
charges: {fee: {each: month, amount: 100.00}, invoice: {each: month, billed: charges.csv}}
services: {line: {hours: always}}
commitments:
  prompt: {service: line, metric: service_level, within: 20 s, abandons: count_all, measured: figures, each: month,
           target: at least 80 %}
  counted: {service: line, metric: service_level, within: 20 s, abandons: count_all, each: month, target: at least 80 %}
  outage: {service: line, metric: reported, unit: seconds, better: lower, means: outages, measured: events, each: month,
           target: at most 1 h}
responsibilities: {forecast: {party: client, what: send it, each: month, by: 10 days before start}}
change_orders:
  training: {what: training, unit: days, cost: 1.00, done_by: provider, overrun: [{client: 50 %}]}
relief: {causes: {storm: {effect: cut_out}}}
"""
GOOD = {
    "figures.csv": "commitment,first,last,counted,good,value,evidence\nprompt,2025-01-01,2025-01-31,10,9,,report\n",
    "charges.csv": "charge,first,last,amount\ninvoice,2025-01-01,2025-01-31,900.00\n",
    "events.csv": "commitment,start,end,evidence\noutage,2025-01-03T10:00:00Z,2025-01-03T11:00:00Z,log\n",
    "forecast.csv": "service,first,last,volume\nline,2025-01-01,2025-01-31,900\n",
    "performed.csv": "responsibility,due,done,evidence\nforecast,2025-01-22,2025-01-20,mail\n",
    "relief.yaml": "R-1: {cause: storm, from: 2025-01-03, to: 2025-01-03, claimed: 2025-01-05, decision: accepted, "
    "decided_by: both, decided_on: 2025-01-09, commitments: [prompt], figures: {prompt: {counted: 1, good: 0}}}\n",
    "incidents.yaml": "INC-1: {windows: {prompt: 2025-01, outage: 2025-01}}\n",
    "change-orders.yaml": "T-1: {activity: training, agreed: 2025-01-02, first: 2025-01-03, planned: 5, actual: 7}\n",
}


def folder(path: Path, **changed: tuple[str, str]) -> ContractFolder:
    """The contract with its facts, a word of one file changed."""
    (path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    for name, text in GOOD.items():
        old, new = changed.get(name.split(".")[0].replace("-", "_"), ("", ""))
        assert old in text
        (path / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return ContractFolder(path)


def test_facts_about_what_was_agreed_are_read(tmp_path: Path) -> None:
    facts = folder(tmp_path).facts
    assert len(facts.figures) == len(facts.performed) == len(facts.change_orders) == len(facts.relief) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "remedy"),
    [
        ("figures", "prompt,", "promt,", "no commitment measured by figures called 'promt'", "prompt"),
        ("figures", "prompt,", "counted,", "no commitment measured by figures called 'counted'", "prompt"),
        ("figures", "prompt,", "outage,", "no commitment measured by figures called 'outage'", "prompt"),
        ("charges", "invoice,", "fee,", "no charge with billed: charges.csv called 'fee'", "invoice"),
        ("events", "outage,", "prompt,", "no commitment measured by events called 'prompt'", "outage"),
        ("forecast", "line,", "lines,", "no service called 'lines'", "line"),
        ("performed", "forecast,", "forecasts,", "no responsibility called 'forecasts'", "forecast"),
        ("performed", "2025-01-22", "2025-01-23", "'forecast' is not due on 2025-01-23", "2025-01-22"),
        ("performed", "2025-01-22", "", "nothing says which time 'forecast' was due", "give the day"),
        ("relief", "commitments: [prompt]", "commitments: [promt]", "no commitment called 'promt'", "prompt"),
        ("relief", "figures: {prompt", "figures: {promt", "no commitment called 'promt'", "prompt"),
        ("incidents", "outage:", "outages:", "no commitment called 'outages'", "outage"),
        ("change_orders", "activity: training", "activity: trainings", "no activity under change_orders", "training"),
    ],
)
def test_what_the_agreement_has_no_use_for_is_refused_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, said: str, remedy: str
) -> None:
    with pytest.raises(Problems) as refused:
        folder(tmp_path, **{file: (old, new)}).facts  # noqa: B018
    (problem,) = refused.value.problems
    assert problem.code == "FACT_UNKNOWN"
    assert said in problem.message
    assert remedy in problem.remedy
    assert problem.line in (1, 2)
    assert Path(problem.file).name.startswith(file.replace("_", "-"))


@pytest.mark.parametrize(
    ("file", "days", "said", "remedy"),
    [
        ("figures", "2025-01-15,2025-02-14", "lie in no one window of `prompt`", "2025-01"),
        ("figures", "2025-01-01,2025-02-01", "lie in no one window of `prompt`", "2025-01"),
        ("charges", "2025-01-01,2025-02-28", "lie in no one month of the charge `invoice`", "2025-01"),
    ],
)
def test_a_figure_or_a_bill_that_no_window_holds_is_refused(
    tmp_path: Path, file: str, days: str, said: str, remedy: str
) -> None:
    with pytest.raises(Problems) as refused:
        folder(tmp_path, **{file: ("2025-01-01,2025-01-31", days)}).facts  # noqa: B018
    (problem,) = refused.value.problems
    assert (problem.code, problem.line) == ("FACT_NO_WINDOW", 2)
    assert said in problem.message
    assert remedy in problem.remedy


@pytest.mark.parametrize("days", ["2025-01-05,2025-01-20", "2024-01-01,2024-01-31"])
def test_a_figure_of_a_part_of_a_window_or_of_another_time_is_read(tmp_path: Path, days: str) -> None:
    assert folder(tmp_path, figures=("2025-01-01,2025-01-31", days)).facts.figures
