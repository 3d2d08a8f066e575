"""Sweeps: which number of an agreement is meant, and what the agreement is with another one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pactline.agreement.report import Report
from pactline.agreement.sweeping import Sweep, SweepRefused, swept
from pactline.agreement.yaml_text import MapNode, plain, read_tree

TEXT = """
commitments:
  prompt:
    within: 20 s
    target: at least 80 %
    remedy:
      bands:
        of: fee
        table:
          - {from: 75 %, below: 80 %, credit: 2 %}
          - {below: 75 %, credit: 5.0 %}
  ramp: {target: {from 2025-01-01: at least 70 %, from 2025-07-01: at least 75 %}, remedy: {per_point: 1500.00}}
  two:
    each: month
    tiers:
      fast: {within: 10 s, target: at least 90 %}
      v1.5: {target: at most 30 s}
caps: {one: {each: month, at_most: {percent: 5 %, of: fee}}}
at_risk: {percent: 12 %, of: fee}
charges: {fee: {amount: -1200.50}}
"""


def tree() -> MapNode:
    found = read_tree(TEXT.encode(), Report("agreement.yaml"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a.target=75..78", ["75", "76", "77", "78"]),
        ("a.target=75..76:0.5", ["75.0", "75.5", "76.0"]),
        ("a.target = 75 % .. 77 %", ["75", "76", "77"]),
        ("a.target=79.8..80", ["79.8", "79.9", "80.0"]),
        ("a.target=1..2.5:1", ["1", "2"]),
        ("a.target=85,75,80", ["75", "80", "85"]),
        ("a.target=80", ["80"]),
        ("a.x=-1..1", ["-1", "0", "1"]),
    ],
)
def test_a_sweep_is_a_range_with_a_step_or_a_list(text: str, values: list[str]) -> None:
    assert [str(value) for value in Sweep.parse(text).values] == values


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prompt.target", "write PATH=FIRST..LAST"),
        ("=75..80", "write PATH=FIRST..LAST"),
        ("a=80..75", "write the smaller value first"),
        ("a=75..80:0", "a step above zero"),
        ("a=75..eighty", "are no values"),
        ("a=75,,80", "are no values"),
        ("a=1..501:1", "at most 500 are tried"),
        ("a=0..1000000000:0.001", "at most 500 are tried"),
        ("a=75 %..80 s", "several units"),
    ],
)
def test_what_is_no_sweep_is_refused(text: str, said: str) -> None:
    with pytest.raises(SweepRefused, match=said):
        Sweep.parse(text)


def test_a_sweep_may_have_the_most_values_and_not_one_more() -> None:
    assert len(Sweep.parse("a=1..500").values) == 500
    with pytest.raises(SweepRefused):
        Sweep.parse("a=0..500")


@pytest.mark.parametrize(
    ("path", "commitment", "text", "present"),
    [
        ("prompt.target", "prompt", "at least 80 %", "80"),
        ("commitments.prompt.target", "prompt", "at least 80 %", "80"),
        ("prompt.within", "prompt", "20 s", "20"),
        ("prompt.remedy.bands.table.0.credit", "prompt", "2 %", "2"),
        ("prompt.remedy.bands.table.1.below", "prompt", "75 %", "75"),
        ("ramp.target", "ramp", "at least 75 %", "75"),
        ("ramp.remedy.per_point", "ramp", "1500.00", "1500.00"),
        ("two/fast.target", "two/fast", "at least 90 %", "90"),
        ("two.tiers.fast.target", "two/fast", "at least 90 %", "90"),
        ("two/v1.5.target", "two/v1.5", "at most 30 s", "30"),
        ("caps.one.at_most.percent", None, "5 %", "5"),
        ("at_risk.percent", None, "12 %", "12"),
        ("charges.fee.amount", None, "-1200.50", "-1200.50"),
    ],
)
def test_a_path_begins_with_a_promise_or_at_the_top(path: str, commitment: str | None, text: str, present: str) -> None:
    place = swept(Sweep.parse(f"{path}=1..2"), tree())
    assert (place.commitment, place.text, str(place.present)) == (commitment, text, present)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("prompt.taget", "there is nothing at `prompt.taget`; below `commitments.prompt` there are within, target"),
        ("promt.target", "it begins with a commitment or a key of the file: prompt, ramp, two, commitments, caps"),
        ("prompt.remedy.bands.table.2.credit", "below `commitments.prompt.remedy.bands.table` there are 0, 1"),
        ("prompt.remedy", "is no number; it leads on to bands"),
        ("two.each", "is 'month': there must be one number in it"),
        ("prompt.target.amount", "there is nothing at"),
    ],
)  # fmt: skip
def test_a_path_that_leads_to_no_number_says_where_it_leads(path: str, said: str) -> None:
    with pytest.raises(SweepRefused) as refused:
        swept(Sweep.parse(f"{path}=1..2"), tree())
    assert said in str(refused.value)


def test_a_unit_in_the_sweep_must_be_that_of_the_agreement() -> None:
    assert swept(Sweep.parse("prompt.target=75 %..80 %"), tree()).present == 80
    with pytest.raises(SweepRefused, match="is 'at least 80 %', and the sweep is written in s"):
        swept(Sweep.parse("prompt.target=75 s..80 s"), tree())


def test_a_number_keeps_its_words_its_unit_and_its_decimals() -> None:
    for path, value, written in (
        ("prompt.target", "79.5", "at least 79.5 %"),
        ("ramp.remedy.per_point", "1200", "1200.00"),
        ("prompt.remedy.bands.table.1.credit", "6", "6.0 %"),
        ("charges.fee.amount", "-3", "-3.00"),
    ):
        assert swept(Sweep.parse(f"{path}=1..2"), tree()).written(Decimal(value)) == written


def test_nothing_else_of_the_agreement_changes() -> None:
    before = plain(tree())
    place = swept(Sweep.parse("at_risk.percent=1..2"), tree())
    after = plain(place.with_number(Decimal(8)))
    assert after["at_risk"] == {"percent": "8 %", "of": "fee"}
    assert {**after, "at_risk": before["at_risk"]} == before
    assert plain(place.tree) == before


def test_the_edges_of_a_table_that_stand_at_the_target_move_along() -> None:
    rows = plain(swept(Sweep.parse("prompt.target=1..2"), tree()).with_number(Decimal(82)))
    assert rows["commitments"]["prompt"]["target"] == "at least 82 %"
    assert rows["commitments"]["prompt"]["remedy"]["bands"]["table"] == [
        {"from": "75 %", "below": "82 %", "credit": "2 %"},
        {"below": "75 %", "credit": "5.0 %"},
    ]


def test_the_edge_of_the_next_row_moves_along_with_an_edge_and_the_target_stays() -> None:
    place = swept(Sweep.parse("prompt.remedy.bands.table.1.below=1..2"), tree())
    prompt = plain(place.with_number(Decimal("76.5")))["commitments"]["prompt"]
    assert prompt["target"] == "at least 80 %"
    assert prompt["remedy"]["bands"]["table"] == [
        {"from": "76.5 %", "below": "80 %", "credit": "2 %"},
        {"below": "76.5 %", "credit": "5.0 %"},
    ]


def test_one_value_takes_the_place_of_all_dated_ones() -> None:
    place = swept(Sweep.parse("ramp.target=1..2"), tree())
    assert place.dated
    assert plain(place.with_number(Decimal(72)))["commitments"]["ramp"]["target"] == "at least 72 %"


def test_a_name_that_a_promise_and_a_key_share_asks_which_is_meant() -> None:
    shared = read_tree(b"caps: {one: {at_most: 5}}\ncommitments: {caps: {one: {at_most: 6}}}", Report("agreement.yaml"))
    assert shared is not None
    with pytest.raises(SweepRefused, match=r"can mean caps\.one\.at_most or commitments\.caps\.one\.at_most"):
        swept(Sweep.parse("caps.one.at_most=1..2"), shared)
    assert swept(Sweep.parse("commitments.caps.one.at_most=1..2"), shared).commitment == "caps"
