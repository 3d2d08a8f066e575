"""The schemas of amendments and differences: what is real validates, and what is wrong does not."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from tests.agreement.amendment_faults import AMENDMENT, FAULTS, OTHER
from tests.agreement.faults import GOOD

from pactline.agreement.change_schemas import amendment_schema, diff_schema
from pactline.agreement.differing import differ
from pactline.agreement.model import Vocabulary
from pactline.agreement.report import Report
from pactline.agreement.sides import open_side
from pactline.agreement.yaml_text import plain, read_tree


def read(text: str) -> Any:
    tree = read_tree(text.encode(), Report(""))
    assert tree
    return plain(tree)


@pytest.mark.parametrize("text", [AMENDMENT, OTHER, OTHER + "retroactive: yes\nremove: [[a.b, c]]\n"])
def test_a_good_amendment_validates(text: str) -> None:
    Draft202012Validator.check_schema(amendment_schema())
    Draft202012Validator(amendment_schema()).validate(read(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("effective: 2025-07-01\n", ""),
        ("windows: split", "windows: both"),
        ("notes:", "note:"),
        ("provider: 2025", "p: 2"),
    ],
)
def test_an_amendment_of_another_shape_does_not(old: str, new: str) -> None:
    assert old in AMENDMENT
    with pytest.raises(ValidationError):
        Draft202012Validator(amendment_schema()).validate(read(AMENDMENT.replace(old, new)))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_what_only_reading_can_see_is_no_matter_of_shape(fault: Any) -> None:
    Draft202012Validator(amendment_schema()).validate(read(fault.texts[fault.file]))


def test_what_diff_prints_validates(vocabulary: Vocabulary) -> None:
    Draft202012Validator.check_schema(diff_schema())
    text = GOOD.replace("at least 80 %", "at least 85 %").replace("office", "desk").replace('    clause: "4.3"\n', "")
    changes = differ(open_side(GOOD.encode(), vocabulary), open_side(text.encode(), vocabulary)).to_json()
    assert {change["kind"] for change in changes["changes"]} == {"changed", "renamed", "removed"}
    Draft202012Validator(diff_schema()).validate(changes)
    changes["changes"][0]["b"] = {"file": "x"}
    with pytest.raises(ValidationError):
        Draft202012Validator(diff_schema()).validate(changes)
