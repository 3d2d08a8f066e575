"""First contact resolution by chains: the share of customers' wishes that were settled in a single contact."""

from __future__ import annotations

import pytest
from tests.customers import figure
from tests.metrics.test_first_contact_resolution_no_repeat import USUAL
from tests.records.test_repeats import LATER, call


@pytest.mark.parametrize(("chain", "of"), [("gap", (0, 1)), ("anchor", (1, 2))])
def test_the_caller_of_days_0_5_and_11_makes_one_chain_or_two(chain: str, of: tuple[int, int]) -> None:
    calls = [call(1, 0), call(2, 5), call(3, 11)]
    found = figure([*calls, LATER], "first_contact_resolution_chains", chain=chain, **USUAL)
    assert (found.of, found.unknown) == (of, 1)


@pytest.mark.parametrize(("chain", "of"), [("gap", (1, 2)), ("anchor", (2, 3))])
def test_chains_of_several_customers_add_up(chain: str, of: tuple[int, int]) -> None:
    calls = [call(1, 0), call(2, 5), call(3, 11), call(4, 2, customer="berta")]
    assert figure([*calls, LATER], "first_contact_resolution_chains", chain=chain, **USUAL).of == of


def test_a_chain_belongs_to_the_day_of_its_first_contact() -> None:
    calls = [call(1, 0, queue="moving"), call(2, 5), LATER]
    words = {**USUAL, "chain": "gap"}
    assert figure(calls, "first_contact_resolution_chains", **words).of == (0, 1)
    found = figure([*calls, call(5, 20)], "first_contact_resolution_chains", **words)
    assert found.of == (1, 2)
