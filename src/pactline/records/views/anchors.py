"""Chains by their first contact: the first of each is where the one before it no longer reaches.

Which contact begins a chain depends on the one that began the chain before, and so on from the first. So each contact
is told which one would begin the next chain if it began one itself; then the jumps are doubled round by round (one
jump, two, four, ...) until none is left: a customer with a thousand chains is done after ten rounds.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import narwhals as nw

from pactline.records.views.conditions import as_number, where
from pactline.records.views.looking import Tables

_PLACE = ("_who", "_n")
_NONE = 2**62  # greater than the number of any contact: a minimum over unknown numbers would not be told


def anchors(records: Tables, name: Hashable, members: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The contacts that begin a chain, as ``_who`` and ``_n``, each once; kept under ``name`` while records are open.

    ``members`` has, by customer ``_who`` and in order of ``_n`` (1, 2, ...): ``_at`` and ``_far`` (the contact reaches
    every later one with ``_at`` up to ``_far``), ``_can`` (it may begin a chain) and ``_stretch`` (contacts of another
    stretch are out of reach of any before).
    """
    members = members.select(*_PLACE, "_at", "_far", "_can", "_stretch")
    begins = nw.col("_can") & (as_number(nw.col("_can")).cum_sum().over("_who", "_stretch", order_by="_n") == 1)
    members = members.with_columns(_begins=begins, _end=nw.col("_at").max().over("_who", "_stretch"))
    reach = where(nw.col("_begins"), nw.col("_far")).max().over("_who", "_stretch")
    members = members.with_columns(_reach=reach)
    alone = members.filter("_begins", nw.col("_end") <= nw.col("_reach")).select(*_PLACE)
    long = members.filter(nw.col("_end") > nw.col("_reach"))
    jumps = records.kept((name, 0), partial(_with_jumps, long))
    rounds = 0
    while records.rows(jumps.filter("_begins", ~nw.col("_next").is_null()).select("_n").head(1)):
        rounds += 1
        jumps = records.kept((name, rounds), partial(_doubled, jumps))
    return nw.concat([alone, jumps.filter("_begins").select(*_PLACE)], how="vertical")


def _with_jumps(members: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Each contact with the first one after it that could begin the next chain, ``_next``; null where there is none.

    Contacts and their reaches are laid in one order; after a reach the smallest number of a contact is the one.
    """
    could = nw.when(nw.col("_can")).then(nw.col("_n")).otherwise(nw.lit(_NONE))
    own = members.select("_who", "_stretch", "_n", _x=nw.col("_at"), _reached=nw.lit(0), _could=could)
    far = members.select("_who", "_stretch", "_n", _x=nw.col("_far"), _reached=nw.lit(1), _could=nw.lit(_NONE))
    both = nw.concat([own, far], how="vertical")
    following = nw.col("_could").cum_min(reverse=True).over("_who", "_stretch", order_by=["_x", "_reached", "_n"])
    found = both.with_columns(_next=following).filter(nw.col("_reached") == 1)
    found = found.select(*_PLACE, _next=where(nw.col("_next") < _NONE, nw.col("_next")))
    return members.select(*_PLACE, "_begins").join(found, on=list(_PLACE), how="left")


def _doubled(jumps: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """After a jump of each contact that begins a chain, and with every jump twice as long."""
    landed = jumps.filter("_begins", ~nw.col("_next").is_null())
    landed = landed.select("_who", _n=nw.col("_next"), _landed=nw.lit(1)).unique()
    further = jumps.select("_who", _next=nw.col("_n"), _further=nw.col("_next"))
    found = jumps.join(landed, on=list(_PLACE), how="left").join(further, on=["_who", "_next"], how="left")
    begins = nw.col("_begins") | ~nw.col("_landed").is_null()
    return found.select(*_PLACE, _begins=begins, _next=nw.col("_further"))
