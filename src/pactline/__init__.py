"""Pactline: service level agreements for contact centres, promised, measured, paid.

    >>> import pactline
    >>> contract = pactline.open_contract("northwind")
    >>> print(contract.evaluate("2025-03"))

The names below are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pactline.api import AgreementProblems as AgreementProblems
    from pactline.api import Problems as Problems
    from pactline.api import backtest as backtest
    from pactline.api import compact_records as compact_records
    from pactline.api import compare as compare
    from pactline.api import compare_between as compare_between
    from pactline.api import contacts as contacts
    from pactline.api import diff as diff
    from pactline.api import erase_person as erase_person
    from pactline.api import evaluate as evaluate
    from pactline.api import file as file
    from pactline.api import forecast as forecast
    from pactline.api import infer as infer
    from pactline.api import ingest as ingest
    from pactline.api import measure as measure
    from pactline.api import new as new
    from pactline.api import open_contract as open_contract
    from pactline.api import patience as patience
    from pactline.api import plan as plan
    from pactline.api import prove as prove
    from pactline.api import put_into_postgres as put_into_postgres
    from pactline.api import read_agreement as read_agreement
    from pactline.api import read_records as read_records
    from pactline.api import render as render
    from pactline.api import requirement as requirement
    from pactline.api import retain_records as retain_records
    from pactline.api import roll_up as roll_up
    from pactline.api import schedule as schedule
    from pactline.api import simulate as simulate
    from pactline.api import staff as staff
    from pactline.api import verify_records as verify_records

__version__ = "0.1.0"
_API = (
    "AgreementProblems",
    "Problems",
    "backtest",
    "compact_records",
    "compare",
    "compare_between",
    "contacts",
    "diff",
    "erase_person",
    "evaluate",
    "file",
    "forecast",
    "infer",
    "ingest",
    "measure",
    "new",
    "open_contract",
    "patience",
    "plan",
    "prove",
    "put_into_postgres",
    "read_agreement",
    "read_records",
    "render",
    "requirement",
    "retain_records",
    "roll_up",
    "schedule",
    "simulate",
    "staff",
    "verify_records",
)


def __getattr__(name: str) -> Any:
    if name in _API:
        from pactline import api

        return getattr(api, name)
    raise AttributeError(f"module 'pactline' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_API})
