"""Run the commands shown in Markdown pages and put what they print below them.

    python tools/run_examples.py docs/tutorial/first-statement.md          writes the outputs into the page
    python tools/run_examples.py --check docs/tutorial/first-statement.md  says where the page is behind, exit 1

In a page, every line of a ``console`` block that begins with ``$ `` is a command, what follows is its output. All the
commands of a page run in order in one empty folder that is thrown away. What a reader does by hand, such as editing a
file, stands in a comment that readers do not see: ``<!-- run: COMMAND -->``. Commands that set up the reader's own
machine belong into blocks of another language, such as ``sh``.

What a reader types in is taken from the page itself: ``<!-- write: PATH -->`` before a block makes a file of it, and
``<!-- change: PATH -->`` before a ``diff`` block changes a file as the block says. Its lines must stand there once.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_BLOCK = re.compile(
    r"^```console\n(?P<block>.*?)^```$|^<!-- run: (?P<hidden>.*?) -->$|"
    r"^<!-- (?P<how>write|change): (?P<path>\S+) -->\n+```\w+\n(?P<typed>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def run(page: str) -> str:
    """The page with every output as it is today."""
    with tempfile.TemporaryDirectory() as folder:

        def renew(found: re.Match[str]) -> str:
            if found["hidden"]:
                _shell(found["hidden"], folder)
                return found[0]
            if found["how"]:
                _typed(Path(folder, found["path"]), found["typed"], change=found["how"] == "change")
                return found[0]
            commands = [line[2:] for line in found["block"].splitlines() if line.startswith("$ ")]
            return "```console\n" + "".join(f"$ {c}\n{_shell(c, folder)}" for c in commands) + "```"

        return _BLOCK.sub(renew, page)


def _typed(file: Path, typed: str, *, change: bool) -> None:
    """Write a file, or change it by the lines of a diff."""
    if not change:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(typed, encoding="utf-8", newline="\n")
        return
    for part in typed.split("...\n"):  # what stands between two changes may be left out
        lines = part.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] != "+")
        after = "".join(line[1:] for line in lines if line[0] != "-")
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{file.name} holds {text.count(before)} times:\n{before}"
        file.write_text(text.replace(before, after), encoding="utf-8", newline="\n")


def _shell(command: str, folder: str) -> str:
    """What a command prints on both outputs; its exit code is the page's business."""
    here = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": here + os.pathsep + os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}
    environment.pop("DISPLAY", None)
    environment.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout if not done.stdout or done.stdout.endswith("\n") else done.stdout + "\n"


def main() -> int:
    """Renew or check the pages named on the command line."""
    options = argparse.ArgumentParser(description="Run the commands shown in Markdown pages.")
    options.add_argument("--check", action="store_true", help="change nothing; exit 1 if an output is behind")
    options.add_argument("pages", nargs="+", type=Path)
    given = options.parse_args()
    behind = False
    for path in given.pages:
        page = path.read_text(encoding="utf-8")
        renewed = run(page)
        if given.check:
            lines = difflib.unified_diff(page.splitlines(), renewed.splitlines(), str(path), "today", lineterm="")
            difference = "\n".join(lines)
            behind = behind or bool(difference)
            print(difference or f"{path}: current")
        else:
            path.write_text(renewed, encoding="utf-8", newline="\n")
    return int(behind)


if __name__ == "__main__":
    sys.exit(main())
