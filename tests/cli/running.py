"""Commands run as people and programs run them, on the examples."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from pactline.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(*words: str | Path) -> Result:
    """A command and what came of it; a traceback is never an answer."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False, terminal_width=100)


def good(*words: str | Path) -> str:
    """What a command that goes well prints."""
    result = run(*words)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def as_json(*words: str | Path) -> dict[str, Any]:
    """What a command that goes well says to programs."""

    def refuse(text: str) -> float:
        raise AssertionError(f"a binary float: {text}")

    content: dict[str, Any] = json.loads(good(*words, "--json"), parse_float=refuse)
    return content


def wrong_use(*words: str | Path) -> str:
    """The message of a command that was used wrongly: exit code 2, nothing on the output."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr.split("Error: ", 1)[1].strip()


def finding(*words: str | Path) -> str:
    """The messages of a command that found or refused something: exit code 1."""
    result = run(*words)
    assert result.exit_code == 1, result.output
    return result.output


def copied(name: str, tmp_path: Path) -> Path:
    """A copy of an example that a test may change."""
    return Path(shutil.copytree(EXAMPLES / name, tmp_path / name))
