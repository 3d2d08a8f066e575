"""The figures of the last long ring: ``python -m tests.durability.figures``."""

from __future__ import annotations

import json

from tests.durability.rings import FIGURES


def main() -> None:
    """Print one line for each kind of trial, with the 95 % upper bound on its rate of failures."""
    for path in sorted(FIGURES.glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        tries, failures = found.pop("tries"), found.pop("failures")
        bound = f"under {3 / tries:.4%} at 95 %" if not failures else "see the failures"
        further = "".join(f", {key.replace('_', ' ')} {value:,}" for key, value in found.items())
        print(f"{path.stem:<36} {tries:>9,} tries, {failures:,} failures ({bound}){further}")


if __name__ == "__main__":
    main()
