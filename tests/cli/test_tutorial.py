"""The tutorials cannot lag: every command in them is run, in order, and must print what the page shows."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "tutorial").glob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_tutorial_shows_what_its_commands_print(path):
    spec = importlib.util.spec_from_file_location("run_examples", ROOT / "tools" / "run_examples.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    page = path.read_text(encoding="utf-8")
    assert tool.run(page).splitlines() == page.splitlines(), "run: python tools/run_examples.py docs/tutorial/*.md"
