"""Who has installed no more than statements need is told what planning needs."""

from __future__ import annotations

import subprocess
import sys

ASKED = "['staff', '--offered-per-hour', '1200', '--aht', '300', '--promise', '80/20']"


def test_a_planning_command_without_its_packages_says_what_to_install() -> None:
    program = f"import sys; sys.modules['numpy'] = None; from pactline.cli import main; main({ASKED})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "numpy, which is not installed: pip install 'pactline[planning]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_statements_do_not_load_what_planning_needs() -> None:
    program = "import sys, pactline, pactline.cli; assert not {'numpy', 'scipy', 'matplotlib'} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
