"""A warm process, and a place in memory: the shim says what lasts, not the disk under it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.durability.recording import Warm

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that goes with the tests of a file."""
    folder = Path(tempfile.mkdtemp(prefix="pactline-", dir=MEMORY if MEMORY.is_dir() else None)).resolve()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def warm(place: Path) -> Iterator[Warm]:
    """A process that forks commands."""
    with Warm(place / "warm") as process:
        yield process
