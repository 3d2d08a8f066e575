"""What is generated is current, and what is published keeps to its own words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_generated_files_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "tools/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_loads_no_engine() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from pactline.cli import main; "
        "CliRunner().invoke(main, ['--help']); "
        "print([m for m in ('duckdb', 'narwhals', 'pydantic', 'rich', 'jinja2', 'babel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
