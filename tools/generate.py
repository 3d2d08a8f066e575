"""Write everything that is generated: reference pages, schemas, the example output in README and docs.

``--check`` writes nothing and fails when anything is out of date. A generated page says so itself; in README and the
hand-written pages, output stands between ``<!-- output: COMMAND -->`` and ``<!-- end -->``, files between
``<!-- file: PATH -->`` and ``<!-- end -->``, and what there is of something between ``<!-- names: WHAT -->`` and
``<!-- end -->``.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"(<!-- (output|file|names): ([^\n]+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def run(command: str) -> str:
    """The output of a ``pactline ...`` command, run in the project's folder."""
    from pactline.cli import main

    words = shlex.split(command)
    assert words[0] == "pactline", f"only pactline commands are generated, not {command!r}"
    result = CliRunner().invoke(main, words[1:], catch_exceptions=False, terminal_width=100)
    assert result.exit_code in (0, 1), f"{command}: exit {result.exit_code}\n{result.output}"
    return result.output.rstrip()


def filled(text: str) -> str:
    """A page with every block brought up to date."""

    def block(found: re.Match[str]) -> str:
        start, kind, what, end = found.groups()
        if kind == "names":
            return f"{start}{names_of(what)}\n{end}"
        if kind == "file":
            path = ROOT / what
            language = {".yaml": "yaml", ".csv": "csv", ".json": "json"}.get(path.suffix, "text")
            content = path.read_text(encoding="utf-8").rstrip()
        else:
            language, content = "text", run(what)
        return f"{start}```{language}\n{content}\n```\n{end}"

    return _BLOCK.sub(block, text)


def names_of(what: str) -> str:
    """How many there are of something, and what they are called: formats, mappings or metrics."""
    from pactline.importers.mapping.file import mapping_names
    from pactline.importers.registry import formats
    from pactline.metrics import metrics

    found = {"formats": formats, "mappings": mapping_names, "metrics": metrics}[what]()
    named = ", ".join(f"`{name}`" for name in found)
    return textwrap.fill(f"{len(found)} {what}: {named}.", 118, break_long_words=False, break_on_hyphens=False)


def _schema(make: Callable[[], dict[str, object]]) -> Callable[[], str]:
    return lambda: json.dumps(make(), indent=2, ensure_ascii=False) + "\n"


def pages() -> Iterator[tuple[Path, Callable[[], str]]]:
    """Every generated file and what makes it."""
    from generated_pages import PAGES, SCHEMAS

    for name, make in PAGES.items():
        yield ROOT / "docs" / "reference" / name, make
    for name, schema in SCHEMAS.items():
        yield ROOT / name, _schema(schema)
    for path in [
        ROOT / "README.md",
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "examples").rglob("*.md")),
    ]:
        if "reference" not in path.parts:
            yield path, lambda path=path: filled(path.read_text(encoding="utf-8"))


def main() -> int:
    """Write, or check."""
    check, stale = "--check" in sys.argv[1:], []
    sys.path.insert(0, str(Path(__file__).parent))
    import os

    os.chdir(ROOT)
    for path, make in pages():
        text = make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{'out of date' if check else 'wrote'}: {path.relative_to(ROOT)}")
    if check and stale:
        print("bring them up to date with: make generate")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
