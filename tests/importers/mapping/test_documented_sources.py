"""The shipped mappings of systems of which there is no public export, on small exports made up from their papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.importers.golden import assert_golden, report
from tests.importers.suite import assert_order_and_split_do_not_matter, assert_twice_changes_nothing

from pactline.importers.mapping.file import read_mapping
from pactline.values.zone import zone

HERE = Path(__file__).parent
ZONES = {
    "five9": "America/New_York", "avaya-ech": "Europe/Berlin", "avaya-cms": "Europe/Berlin",
    "cisco-tcd": "Europe/Berlin", "cisco-uccx": "", "dialpad": "UTC", "twilio-taskrouter": "",
    "twilio-taskrouter-workers": "",
}  # fmt: skip


def declared(name: str) -> dict[str, Any]:
    """The mapping and, where its times are local, a zone."""
    return {"mapping": read_mapping(name), "zone": zone(ZONES[name]) if ZONES[name] else None}


@pytest.mark.parametrize("name", ZONES)
def test_the_report_of_a_made_up_export(name: str, tmp_path: Path) -> None:
    found = report([HERE / "exports" / f"{name}.csv"], tmp_path, "mapping", **declared(name))
    assert_golden(found, HERE / "golden" / f"{name}.json")


@pytest.mark.parametrize("name", ZONES)
def test_order_split_and_repetition_change_nothing(name: str, tmp_path: Path) -> None:
    file = HERE / "exports" / f"{name}.csv"
    assert_twice_changes_nothing(file, tmp_path / "set", "mapping", **declared(name))
    header, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert_order_and_split_do_not_matter(
        lines, tmp_path / "s", "mapping", header=header, seeds=(0, 1), **declared(name)
    )


@pytest.mark.parametrize("name", ZONES)
def test_each_says_that_it_was_not_tried_on_real_data(name: str) -> None:
    assert "not tried on real data" in (read_mapping(name).title or "")
    text = (
        Path(read_mapping.__code__.co_filename).parent.joinpath("shipped", f"{name}.yaml").read_text(encoding="utf-8")
    )
    assert text.startswith("# Not tried on real data")
