"""Customers: kept only as a keyed hash, enough to tell callers apart and too little to ring one."""

from __future__ import annotations

import hashlib
import hmac


def hashed(customer: str, key: bytes | None) -> str | None:
    """A caller's number or id under the local key; None without one, because then no number is kept."""
    return None if key is None else "h:" + hmac.new(key, customer.encode(), hashlib.sha256).hexdigest()[:32]
