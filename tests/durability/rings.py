"""How much is tried: a short ring with every test run, the long one with ``make durability``; and the figures of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

LONG = os.environ.get("PACTLINE_RING") == "long"
SEED = int(os.environ.get("PACTLINE_SEED", "1"))
FIGURES = Path(__file__).resolve().parents[2] / "build" / "durability"


def ring(short: int, long: int) -> int:
    """A number of tries."""
    return long if LONG else short


def tell(name: str, tries: int, failures: int, **further: int) -> None:
    """Print what was tried, with the 95 % upper bound on the rate of failures; keep it, in the long ring."""
    figures = {"tries": tries, "failures": failures, **further}
    bound = f"at most 1 in {tries // 3:,} at 95 % confidence" if not failures and tries >= 3 else "see the failures"
    said = ", ".join(f"{key} {value:,}" for key, value in figures.items())
    print(f"\n{name}: {said}; {bound}")
    if LONG:
        FIGURES.mkdir(parents=True, exist_ok=True)
        (FIGURES / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
