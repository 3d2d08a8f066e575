"""The second implementation: queues in mpmath with forty digits, from the textbook's formulas, by two routes each.

Shares no code and no way of computing with the product. ``erlang_a`` and ``by_sums`` write the answers as Mandelbaum
and Zeltyn do, with the integral J; for exponential patience J is a series of the incomplete gamma function whose terms
are all positive (some 10 * sqrt(agents) of them, so a million agents are no more than a short loop), for any other law
it is summed by mpmath. ``by_states`` adds up the states of the birth-and-death process and the waits as beta laws; it
is for small queues.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import mpmath as mp

mp.mp.dps = 40
Number = Any
_SMALL = mp.mpf(10) ** -38


def _rising(c: Number, x: Number) -> Number:
    """M(1, c+1, x) = 1 + x/(c+1) + x^2/((c+1)(c+2)) + ..."""
    term = total = mp.mpf(1)
    k = 0
    while term > total * _SMALL:
        k += 1
        term *= x / (c + k)
        total += term
    return total


def _falling(n: Number, a: Number) -> Number:
    """1 + n/a + n(n-1)/a^2 + ..., down to the last positive factor; for a not far below n."""
    term = total = mp.mpf(1)
    k = 0
    while k < n and term > total * _SMALL:
        term *= (n - k) / a
        k += 1
        total += term
    return total


def _weight(n: Number, a: Number) -> Number:
    return mp.exp(n * mp.log(a) - a - mp.loggamma(n + 1))


def erlang_b(n: Number, a: Number) -> Number:
    """By the incomplete gamma function; whole or fractional agents."""
    n, a = mp.mpf(n), mp.mpf(a)
    if a >= n and n > 500:  # the series of the rest beyond the last positive factor is below all digits
        return 1 / _falling(n, a)
    weight = _weight(n, a)
    at_most = 1 - _weight(n + 1, a) * _rising(n + 1, a)
    if at_most < mp.mpf(10) ** -8:
        at_most = mp.gammainc(n + 1, a, regularized=True)
    return weight / at_most


def erlang_b_by_recursion(n: int, a: Number) -> Number:
    """B(k) = a B(k-1) / (k + a B(k-1))."""
    b = mp.mpf(1)
    for k in range(1, n + 1):
        b = a * b / (k + a * b)
    return b


def erlang_c(rate: Number, aht: Number, n: Number, t: Number) -> dict[str, Number]:
    """P(wait), mean wait and the share that waits no longer than t; needs agents above the load."""
    rate, aht, n, t = (mp.mpf(v) for v in (rate, aht, n, t))
    b, a = erlang_b(n, rate * aht), rate * aht
    p_wait = n * b / (n - a * (1 - b))
    return {
        "p_wait": p_wait,
        "asa": p_wait * aht / (n - a),
        "sl": 1 - p_wait * mp.exp(-(n - a) * t / aht),
        "occ": a / n,
        "eq": rate * p_wait * aht / (n - a),
    }


def _figures(rate, aht, n, p_wait, p_ab, ew, served_in_time, ab_in_time):
    return {
        "p_wait": p_wait,
        "p_ab": p_ab,
        "ew": ew,
        "eq": rate * ew,
        "occ": rate * aht * (1 - p_ab) / n,
        "sl_offered": served_in_time,
        "sl_answered": served_in_time / (1 - p_ab),
        "sl_excl_short": served_in_time / (1 - ab_in_time),
        "sl_wait": served_in_time + ab_in_time,
        "p_ab_short": ab_in_time,
    }


def erlang_a(rate: Number, aht: Number, n: Number, mean: Number, t: Number) -> dict[str, Number]:
    """Exponential patience by the integrals J and J(t) as incomplete gamma functions."""
    rate, aht, n, mean, t = (mp.mpf(v) for v in (rate, aht, n, mean, t))
    mu, theta = 1 / aht, 1 / mean
    c, x = n * mu / theta, rate / theta

    def integral(at: Number) -> Number:
        """The integral of exp(rate * H - n mu u) over u > at."""
        y = x * mp.exp(-theta * at)
        start = mp.exp(x - y - n * mu * at)
        if y < c + 40 * mp.sqrt(c):
            return start * _rising(c, y) / (n * mu)
        lower = mp.gamma(c) if c < 500 else mp.exp(mp.loggamma(c))  # what is missing is below all digits
        upper = mp.exp((c - 1) * mp.log(y) - y) * _falling(c - 1, y) if c > 500 else mp.gammainc(c, y)
        return start * mp.exp(y - c * mp.log(y)) * (lower - upper) / theta

    b = erlang_b(n, rate * aht)
    idle = (rate * aht / n) * (1 - b) / b
    j, later = integral(0), integral(t)
    all_ = idle + rate * j
    p_wait = rate * j / all_
    p_ab = (1 + (rate - n * mu) * j) / all_
    at_t = mp.exp(x - x * mp.exp(-theta * t) - n * mu * t)
    served = 1 - p_wait + (n * mu * (j - later) + at_t - 1) / all_
    p_longer = mp.exp(-theta * t) * rate * later / all_
    return _figures(rate, aht, n, p_wait, p_ab, p_ab * mean, served, 1 - served - p_longer)


def by_states(rate: Number, aht: Number, n: int, mean: Number, t: Number) -> dict[str, Number]:
    """Exponential patience by the states of the queue; whole agents, small queues. With the mean wait of the served."""
    rate, aht, mean, t = (mp.mpf(v) for v in (rate, aht, mean, t))
    mu, theta = 1 / aht, 1 / mean
    c, y = n * mu / theta, 1 - mp.exp(-t / mean)
    states = [mp.mpf(1)]
    for j in range(1, n + 1):
        states.append(states[-1] * rate / (j * mu))
    total = mp.fsum(states[:n])
    p_wait = ab = in_time = queue = waited = mp.mpf(0)
    state, k = states[n], 1  # who finds n + k - 1 has k departures before him
    beta = mp.betainc(1, c + 1, 0, y, regularized=True)
    step = y * (1 - y) ** (c + 1) * (c + 1)  # of the recursion over the first parameter: y^k (1-y)^b / (k B(k, b))
    hazard_sum = 1 / (n * mu + theta)
    while state > total * _SMALL:
        total += state
        p_wait += state
        ab += state * k / (c + k)
        in_time += state * (c / (c + k)) * beta
        waited += state * (c / (c + k)) * hazard_sum  # mean of the sum of the k exponential steps with own patience
        queue += (k - 1) * state
        beta = beta - step
        step *= y * (c + 1 + k) / (k + 1)
        state *= rate / (n * mu + k * theta)
        k += 1
        hazard_sum += 1 / (n * mu + k * theta)
    p_wait, ab, in_time, queue, waited = (v / total for v in (p_wait, ab, in_time, queue, waited))
    served = 1 - p_wait + in_time
    left = mp.fsum(j * mu * s for j, s in enumerate(states[:n])) / total + n * mu * p_wait
    figures = _figures(rate, aht, n, p_wait, ab, queue / rate, served, mp.nan)
    figures["flow_balance"] = rate * (1 - ab) - left
    figures["asa"] = waited / (1 - ab)
    return {name: value for name, value in figures.items() if not mp.isnan(value)}


def by_sums(
    rate: Number, aht: Number, n: Number, survival: Callable[[Number], Number], t: Number, points: list[float]
) -> dict[str, Number]:
    """Any law of patience: means over the offered wait by mpmath's Gauss-Legendre sums; ``points`` cut the range."""
    rate, aht, n, t = (mp.mpf(v) for v in (rate, aht, n, t))
    beyond = [
        points[-1] + many * aht / n for many in (8, 40)
    ]  # where hardly anybody is patient, agents empty the queue
    cuts = sorted({mp.mpf(0), t, *(mp.mpf(p) for p in points + beyond)})

    @cache
    def integrated(u: Number) -> Number:
        if u <= 0:
            return mp.mpf(0)
        last = max(cut for cut in cuts if cut < u)
        return integrated(last) + mp.quadgl(survival, [last, u])

    @cache
    def weight(u: Number) -> Number:
        return mp.exp(rate * integrated(u) - n * u / aht)

    with mp.workdps(16):
        before, after = [cut for cut in cuts if cut <= t], [cut for cut in cuts if cut >= t]
        j0, j1 = mp.quadgl(weight, before), mp.quad(weight, after)
        s0 = mp.quadgl(lambda u: survival(u) * weight(u), before)
        s1 = mp.quadgl(lambda u: survival(u) * weight(u), after)
        w = mp.quadgl(lambda u: integrated(u) * weight(u), cuts)
    b = erlang_b(n, rate * aht)
    all_ = (rate * aht / n) * (1 - b) / b + rate * (j0 + j1)
    p_wait, longer = rate * (j0 + j1) / all_, rate * j1 / all_
    served = 1 - p_wait + rate * s0 / all_
    p_longer = longer * survival(t)
    p_ab = p_wait - rate * (s0 + s1) / all_
    return _figures(rate, aht, n, p_wait, p_ab, rate * w / all_, served, 1 - served - p_longer)
