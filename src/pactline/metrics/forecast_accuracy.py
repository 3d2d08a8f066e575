"""Forecast accuracy: how much of what came had been forecast, interval by interval."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import AgainstForecast, Forecasting
from pactline.records.choices.contacts import Callbacks, FlowOuts, Refused
from pactline.records.views.contacts import Contacts

HIGHER_IS_BETTER = True


def forecast_accuracy(
    contacts: Contacts, *, flow_outs: FlowOuts, callbacks: Callbacks, refused: Refused
) -> AgainstForecast:
    """1 minus the sum of the misses over the sum of what came, over the rows of ``forecast.csv`` inside the window.

    A miss is the difference between the offered contacts and the forecast of one row, whichever is greater; a hundred
    too many at nine do not make good a hundred too few at ten. Below nought where the misses are more than what came.
    Mean percentages of intervals fail where nothing came; this weighs intervals by their contacts (WAPE).

    Source: WAPE, the sum of absolute errors over the sum of actuals, as 1 - WAPE.
    """
    return AgainstForecast(
        counted=contacts.offered(flow_outs=flow_outs, callbacks=callbacks, refused=refused),
        part=nw.lit(0),
        whole=nw.lit(1),
        forecasting=Forecasting.ACCURACY,
    )
