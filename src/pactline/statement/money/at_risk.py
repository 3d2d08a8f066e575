"""The amount at risk: the plain cap of ``at_risk``, a share of a charge for each of the charge's own periods."""

from __future__ import annotations

from pactline.agreement.model import AtRisk
from pactline.remedies.amounts import ShareOf
from pactline.remedies.rules.limits import limit_of, tile_before
from pactline.remedies.rules.lines import Cut, Kind, Settling, shared_out, standing, total
from pactline.values.period import Each, Period


def at_risk(settling: Settling, terms: AtRisk, each: Each) -> Settling:
    """The day's credits within what earlier days of the charge's period have left of the amount at risk."""
    period = tile_before(settling.view.on, each)
    cut = limit_on(settling, terms, period)
    credits = [line for line in settling.lines if line.kind is Kind.CREDIT]
    if cut.after == cut.before:
        return settling.with_lines(settling.lines, cut)
    why = f"at most {settling.money(cut.limit)} is at risk in {period}: cut in proportion"
    shared = iter(shared_out(credits, cut.after, settling.digits, why))
    return settling.with_lines([next(shared) if line in credits else line for line in settling.lines], cut)


def limit_on(settling: Settling, terms: AtRisk, period: Period) -> Cut:
    """What the limit makes of the day's credits, given those of earlier days of the same period."""
    limit, steps, base = limit_of(ShareOf.model_construct(percent=terms.percent, of=terms.of), settling, period)
    used = total(e for e in standing(settling.earlier) if period.first < e.settles <= period.end)
    before = total(line for line in settling.lines if line.kind is Kind.CREDIT)
    after = min(before, max(limit - used, limit * 0))
    return Cut("at_risk", "at_risk", period, base, limit, steps, used, before, after)
