"""Keys of the file that only the document needs: parties, clauses that are only words, reviews, contacts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pactline.agreement.shape import Shape
from pactline.agreement.terms import Text
from pactline.values.period import Each


class PartyShape(Shape):
    """One party, for the document."""

    name: Text | None = Field(default=None, description="the full legal name; left out: as above")
    address: Text | None = Field(default=None, description="the registered address")
    registered: Text | None = Field(default=None, description="register and number")
    represented_by: Text | None = Field(default=None, description="who signs, and as what")
    email: Text | None = Field(default=None, description="where notices go")


class PartiesShape(Shape):
    """Both parties, for the document."""

    provider: PartyShape | None = Field(default=None, description="who answers the contacts")
    client: PartyShape | None = Field(default=None, description="whose contacts they are")


class ClauseShape(Shape):
    """A clause that is only words."""

    title: Text = Field(description="its heading")
    text: Text = Field(description="its words; {provider}, {client} and so on are filled in")


class ReviewShape(Shape):
    """A meeting at which the record is looked at."""

    each: Each = Field(description="how often")
    agenda: Text = Field(description="what is looked at")
    attendees: Text | None = Field(default=None, description="who comes")


class ContactShape(Shape):
    """Somebody to turn to."""

    party: Literal["client", "provider"] = Field(description="on whose side")
    role: Text = Field(description="as what, such as account manager")
    name: Text | None = Field(default=None, description="who it is")
    email: Text | None = Field(default=None, description="address")
    phone: Text | None = Field(default=None, description="number")
