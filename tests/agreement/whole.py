"""An agreement with a part of every kind, for tests that change one word of it."""

from __future__ import annotations

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import Examined, examine
from pactline.values.problem import Problem

WHOLE = """\
agreement: Whole
provider: A
client: B
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
calendars: {office: {mon-fri: "09:00-17:00"}}
charges:
  fee: {each: month, amount: 1000.00}
  invoice: {each: month, billed: charges.csv}
  next-bill: {next: invoice}
  tenth: {share: 10 %, of: fee, each: quarter}
services: {support: {hours: always}}
commitments:
  a: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month, target: at least 80 %,
      remedy: {points: {into: scheme, each_miss: 2}}, report: {due: 5 business days, late: missed, calendar: office}}
  b: {service: support, metric: service_level, within: 60 s, abandons: count_all, each: month, target: at least 90 %,
      remedy: {share_of_pool: {pool: risk, category: speed, weight: 60 %}}}
  c: {service: support, metric: service_level, within: 90 s, abandons: count_all, each: month, target: at least 95 %,
      remedy: {withheld: {of: tenth}}}
points: {scheme: {each: month, rate: {percent: 1 %, of: fee}}}
pools: {risk: {each: month, at_risk: 10 %, of: invoice, categories: {speed: 80 %, rest: 40 %}, allocation: 120 %,
               most_per_commitment: 50 %}}
caps: {one: {on: [a, c], each: month, at_most: {percent: 5 %, of: fee}}, all: {each: year, at_most: 900.00}}
critical: {grave: {when: {missed: a}, each: month, replaces: [a], withhold: 5.00}}
rights: {end: {holder: client, when: {any: [{failure: grave}, {reached: all}]}, what: end it, open_for: 30 days,
               calendar: office}}
duties: {plan: {on: provider, when: {unperformed: forecast}, what: a plan, due: 3 business days, calendar: office}}
responsibilities: {forecast: {party: client, what: send it, each: month, by: 5 business days before start,
                              calendar: office, excuses: a}}
suspensions: {off: {when: {figure: b, is: below 50 %}, commitments: [a, b]}}
renewal: {by: 1 year, kind: automatic, conditions: [{commitment: a, at_most: 2, within: 6 months}]}
order: [points, critical, pools, caps]
"""


def changed(old: str, new: str) -> str:
    """The agreement with one place changed."""
    assert WHOLE.count(old) == 1, f"{old!r} stands {WHOLE.count(old)} times in the agreement"
    return WHOLE.replace(old, new)


def examined(text: str, vocabulary: Vocabulary) -> Examined:
    """What reading says of a text."""
    return examine(text.encode(), vocabulary)


def problems(text: str, vocabulary: Vocabulary) -> list[Problem]:
    """What is wrong with a text."""
    return list(examined(text, vocabulary).problems)
