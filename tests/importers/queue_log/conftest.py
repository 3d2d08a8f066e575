"""Stores for the tests of the importer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.importers.queue_log.small_store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path)


@pytest.fixture
def store_with(tmp_path: Path) -> Callable[..., Store]:
    """Makes an empty store with a declared zone or customer key."""
    return lambda **declared: Store(tmp_path, **declared)
