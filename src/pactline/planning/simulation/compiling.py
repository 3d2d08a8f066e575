"""Compiled by numba where it is there, the very same functions as plain Python where it is not.

Both ways give the same results to the millisecond, since what is compiled computes with whole numbers only.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

NO_NUMBA = "PACTLINE_NO_NUMBA"
"""Set in the environment (to anything) to run without numba."""


def _numba() -> Any:
    if os.environ.get(NO_NUMBA):
        return None
    try:
        import numba
    except ImportError:
        return None
    return numba


NUMBA = _numba()


def compiled(function: F) -> F:
    """The function compiled on its first call (a few seconds, then kept on disk), or as it is without numba.

    The compiled code is kept beside the source, as Python keeps its own, or in the user's cache where that folder
    may not be written; where neither can be written it is compiled anew in every process.
    """
    if NUMBA is None:
        return function
    try:
        made: F = NUMBA.njit(function, cache=True, **_options())
    except RuntimeError:  # no place to keep it
        made = NUMBA.njit(function, **_options())
    return made


def inlined(function: F) -> F:
    """A part of compiled functions: it becomes part of each that calls it and is not kept by itself."""
    if NUMBA is None:
        return function
    made: F = NUMBA.njit(function, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, **_options())
    return made


def _options() -> dict[str, bool]:
    """The tables outlive every call, so nothing need count who holds them; counting makes it ten times slower."""
    try:
        NUMBA.njit(_nrt=False)(lambda: 0)
    except (KeyError, TypeError):  # another numba, which always counts
        return {}
    return {"_nrt": False}
