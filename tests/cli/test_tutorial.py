"""The tutorial cannot lag: every command in it is run, in order, and must print what the page shows."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_first_tutorial_shows_what_its_commands_print():
    spec = importlib.util.spec_from_file_location("run_examples", ROOT / "tools" / "run_examples.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    page = (ROOT / "docs" / "tutorial" / "first-statement.md").read_text(encoding="utf-8")
    assert tool.run(page).splitlines() == page.splitlines(), "run: python tools/run_examples.py docs/tutorial/*.md"
