"""Fuzz one target with coverage: ``python -m fuzz.one TARGET [options of libFuzzer]``. Stops at the first finding."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pactline"]):
    from fuzz.seeds import WORK, seeds
    from fuzz.targets import targets

_WORDS = 400


def main() -> None:
    """Prepare the seeds and the words of a target, and fuzz it."""
    name, *options = sys.argv[1:]
    with atheris.instrument_imports(include=["pactline"]):
        target = targets(twice=4)[name]  # looked at once, an input takes a third of the time
        for content in seeds(name)[:20]:  # what is imported only when it is needed is imported now
            target(content)
    folder = WORK / name
    for part in ("inputs", "findings", "seeds"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds(name)):
        (folder / "seeds" / f"{number:05d}").write_bytes(content)
    arguments = [
        *options, f"-artifact_prefix={folder / 'findings'}/", *_dictionary(name, folder),
        str(folder / "inputs"), str(folder / "seeds"),
    ]  # fmt: skip

    def looked_at(content: bytes) -> None:
        try:
            target(content)
        except BaseException:
            (folder / "findings" / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
            raise

    atheris.Setup([sys.argv[0], *arguments], looked_at)
    atheris.Fuzz()


def _dictionary(name: str, folder: Path) -> list[str]:
    """The words of the seeds, for libFuzzer to put in one another's place; it takes no list without any."""
    words: dict[str, None] = {}
    for content in seeds(name):
        for word in re.findall(rb"[A-Za-z_][A-Za-z0-9_-]{2,39}", content):
            words.setdefault(word.decode(), None)
    path = folder / "words"
    path.write_text("".join(f'"{word}"\n' for word in list(words)[:_WORDS]), encoding="ascii")
    return [f"-dict={path}"] if words else []


if __name__ == "__main__":
    main()
