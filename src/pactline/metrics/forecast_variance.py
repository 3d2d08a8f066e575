"""Forecast variance: how far more or less came than was forecast."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import AgainstForecast, Forecasting
from pactline.records.choices.contacts import Callbacks, FlowOuts, Refused
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = None


def forecast_variance(
    contacts: Contacts, *, flow_outs: FlowOuts, callbacks: Callbacks, refused: Refused
) -> AgainstForecast:
    """Offered contacts minus the forecast, over the forecast, of all rows of ``forecast.csv`` in the window together.

    10 % is a tenth more than was forecast, -10 % a tenth less; neither is the better side.

    Source: (actual - forecast) / forecast, per interval, day or month.
    """
    return AgainstForecast(
        counted=contacts.offered(flow_outs=flow_outs, callbacks=callbacks, refused=refused),
        part=nw.lit(0),
        whole=nw.lit(1),
        forecasting=Forecasting.VARIANCE,
    )
