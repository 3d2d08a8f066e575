"""What every mapping of the file has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """The habits of every mapping in the file: an unknown key stops the reader."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
