"""Terminals of an old code page, programs that read bytes, and disks that are full."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACTLINE = (sys.executable, "-c", "from pactline.cli import main; main()")
RECORDS = """contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s
a,voice,\u5ba2\u670d,inbound,2025-06-02T09:00:00Z,2025-06-02T09:00:05Z,2025-06-02T09:01:00Z,answered,5
"""


def run(*words: str | Path, encoding: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run([*PACTLINE, *map(str, words)], capture_output=True, env=env, check=False)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    path = tmp_path / "calls.csv"
    path.write_text(RECORDS, encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", ["latin-1", "cp437", "ascii"])
def test_text_for_an_old_terminal_loses_a_sign_and_not_the_answer(calls: Path, encoding: str) -> None:
    done = run(
        "measure", "volume", "--records", calls, "--with", "counted=answered", "--by", "queue", encoding=encoding
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"1                  1" in done.stdout


@pytest.mark.parametrize("encoding", ["latin-1", "cp437", "utf-8"])
def test_json_is_utf_8_whatever_the_terminal(calls: Path, encoding: str) -> None:
    words = ("measure", "volume", "--records", calls, "--with", "counted=answered", "--by", "queue", "--json")
    done = run(*words, encoding=encoding)
    assert json.loads(done.stdout.decode("utf-8"))["rows"][0]["by"] == {"queue": "\u5ba2\u670d"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_said_in_a_sentence() -> None:
    words = ("evaluate", ROOT / "examples" / "first-look", "--period", "2025-06", "-o", "/dev/full")
    done = run(*words, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.startswith(b"Error: ")
    assert b"Traceback" not in done.stderr
