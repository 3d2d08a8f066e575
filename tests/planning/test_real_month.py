"""The page about a real month cannot lag: where the bank's records are at hand, its commands are run."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CALLS = ROOT.parent / "shared" / "data" / "calls"
PAGE = ROOT / "docs" / "how-to" / "plan-from-a-real-month.md"


@pytest.mark.skipif(not (CALLS / "anonymous-bank-1999-02").is_dir(), reason="the bank's records are not here")
def test_the_page_shows_what_its_commands_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTLINE_CALLS", str(CALLS))
    spec = importlib.util.spec_from_file_location("run_examples", ROOT / "tools" / "run_examples.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    page = PAGE.read_text(encoding="utf-8")
    assert tool.run(page).splitlines() == page.splitlines(), f"run: python tools/run_examples.py {PAGE.name}"
