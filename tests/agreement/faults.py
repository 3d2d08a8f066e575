# ruff: noqa: E501 (a table reads better with one fault a line)
"""A good agreement, and every way we know of getting it wrong: one edit each, with the code that must be reported.

The page ``docs/reference/agreement-problems.md`` is made of this table, so every code has an example that is run.
"""

from __future__ import annotations

from dataclasses import dataclass

GOOD = """\
agreement: Northwind support
provider: Northwind Contact GmbH
client: Aurora Energy
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
calendars:
  office:
    mon-fri: ["08:00-12:00", "13:00-18:00"]
    sat: "09:00-14:00"
    closed: [2025-12-25, 2025-12-26]
    special: {2025-12-24: "08:00-12:00"}
charges:
  monthly-fee:
    each: month
    amount: {from 2025-01-01: 120000.00, from 2025-07-01: 125000.00}
services:
  support: {channels: [voice], queues: [billing, technical], hours: office}
commitments:
  prompt-answer:
    clause: "4.1"
    service: support
    metric: service_level
    within: 20 s
    abandons: ignore_short
    short_abandon: 5 s
    each: month
    target: at least 80 %
    remedy:
      bands:
        of: monthly-fee
        table:
          - {from: 75 %, below: 80 %, credit: 2 %}
          - {from: 70 %, below: 75 %, credit: 4 %}
          - {below: 70 %, credit: 8 %}
    bonus: {when: at least 90 %, flat: 2000.00}
  two-tiers:
    clause: "4.2"
    service: support
    metric: service_level
    abandons: count_all
    each: quarter
    tiers:
      fast: {within: 10 s, target: at least 90 %, remedy: {flat: 1000.00}}
      everyone: {within: 300 s, target: at least 99 %, remedy: {flat: 1000.00}}
  abandonment:
    clause: "4.3"
    service: support
    metric: abandonment_rate
    short_abandons: ignore
    short_abandon: 5 s
    each: month
    target: at most 3 %
    remedy: {bands: {of: monthly-fee, table: [{above: 3 %, to: 5 %, credit: 1 %}, {above: 5 %, credit: 2 %}]}}
  half-hours:
    clause: "4.4"
    service: support
    metric: average_speed_of_answer
    roll_up: intervals_met
    interval: 30 min
    interval_target: at most 45 s
    each: month
    target: {from 2025-01-01: at least 85 %, from 2025-04-01: at least 90 %}
at_risk: {percent: 12 %, of: monthly-fee}
clauses: {answered: {title: Answered, text: Picked up by somebody who listens and talks.}}
"""


@dataclass(frozen=True)
class Fault:
    """One mistake: what it is, the code and words it must be reported with, and the edit that makes it."""

    what: str
    code: str
    says: str  # part of the message or the remedy
    old: str
    new: str
    note: bool = False  # legal, and only worth knowing
    before: str = ""  # what has to stand before the agreement for the mistake to be one
    after: str = ""  # what has to stand behind it
    also: tuple[tuple[str, str], ...] = ()  # further edits, of the same kind

    @property
    def text(self) -> str:
        """The good agreement with this one mistake."""
        text = GOOD
        for old, new in ((self.old, self.new), *self.also):
            assert text.count(old) >= 1, f"{self.what}: nothing to edit"
            text = text.replace(old, new, 1)
        return self.before + text + self.after


_ROW_1 = "- {from: 75 %, below: 80 %, credit: 2 %}"
_ROW_2 = "- {from: 70 %, below: 75 %, credit: 4 %}"
_ROW_3 = "- {below: 70 %, credit: 8 %}"
_TARGET = "target: at least 80 %"
_FEE = "amount: {from 2025-01-01: 120000.00, from 2025-07-01: 125000.00}"
_CAP = "at_risk: {percent: 12 %, of: monthly-fee}"
_ABANDON_TARGET = "target: at most 3 %"
_ALL_COMMITMENTS = GOOD[GOOD.index("commitments:") : GOOD.index("at_risk:")]
_POINTS = "points: {severity: {each: month, ladder: {of: monthly-fee, between: step_down, table: [{at: 1, credit: 2 %}, {at: 2, credit: 4 %}]}}}"
_POOL = "pools: {at-risk: {each: month, at_risk: 10 %, of: monthly-fee, allocation: 100 %, categories: {calls: 80 %}}}"
_RIGHT = "rights: {leave: {holder: client, when: {missed: prompt-answer}, what: end the agreement, open_for: 60 days}}"

FAULTS = (
    # the language
    Fault("a tab indents", "YAML_SYNTAX", "\\t", "    each: month\n    amount", "\teach: month\n    amount"),
    Fault("a quote is not closed", "YAML_SYNTAX", "not YAML", 'clause: "4.1"', 'clause: "4.1'),
    Fault("a value is repeated by an alias", "YAML_ALIAS", "repeats", "client: Aurora Energy", "client: *provider"),
    Fault("a value is marked to be repeated", "YAML_ALIAS", "marks", "client: Aurora", "client: &client Aurora"),
    Fault("a mapping is merged", "YAML_ALIAS", "merges", 'clause: "4.1"', "<<: {clause: 4}"),
    Fault("a tag asks for a type", "YAML_TAG", "!!float", "within: 20 s", "within: !!float 20"),
    Fault("a key is written twice", "YAML_DUP_KEY", "first in line 6", "conventions:", "currency: USD\nconventions:"),
    Fault("two commitments have one name", "YAML_DUP_KEY", "prompt-answer", "  two-tiers:", "  prompt-answer:"),
    Fault("a list is a key", "YAML_KEY", "list", "currency: EUR", "[currency]: EUR"),
    Fault("two agreements are in one file", "YAML_MULTI_DOC", "second", _CAP, "---\n" + _CAP),
    Fault("nesting without end", "YAML_DEPTH", "32", "[billing, technical]", "[" * 40 + "]" * 40),
    Fault("only a comment is written", "EMPTY_FILE", "nothing", GOOD, "# to be agreed\n"),
    Fault("a list instead of keys", "AGR_SHAPE", "mapping", GOOD, "- Northwind support\n"),
    Fault("a note without end", "FIELD_TOO_LONG", "16,384", "client: Aurora", "notes: " + "x" * 16385 + "\nclient: Aurora"),
    Fault("a file far too large", "DOC_TOO_LARGE", "262,144", "client:", "#" * 262_145 + "\nclient:"),
    Fault("a character that cannot be seen", "TEXT_UNSAFE", "U+202E", "Aurora Energy", "Aurora \u202eygrenE"),
    # keys and choices
    Fault("a misspelt key", "AGR_UNKNOWN_KEY", "`within`", "within: 20 s", "withn: 20 s"),
    Fault("the misspelt key is missing", "AGR_MISSING_KEY", "`within`", "within: 20 s", "withn: 20 s"),
    Fault("an unknown clause", "AGR_UNKNOWN_KEY", "penalty_cap", _CAP, _CAP + "\npenalty_cap: 10 %"),
    Fault("a key of a band misspelt", "AGR_UNKNOWN_KEY", "`below`", _ROW_3, "- {belov: 70 %, credit: 8 %}"),
    Fault("no zone", "AGR_MISSING_KEY", "zone", "zone: Europe/Berlin\n", ""),
    Fault("a choice is missing", "AGR_MISSING_KEY", "`count_all`", "    abandons: count_all\n", ""),
    Fault("no conventions and no choices", "AGR_MISSING_KEY", "`queue_visit`", "conventions: common-2026\n", ""),
    Fault("a word that is no choice", "AGR_CHOICE", "`ignore_all`", "abandons: count_all", "abandons: exclude_all"),
    Fault("a channel nobody knows", "AGR_CHOICE", "`voice`", "channels: [voice]", "channels: [voise]"),
    Fault("a window nobody knows", "AGR_CADENCE", "rolling 3 months", "each: quarter", "each: trimester"),
    Fault("one month that rolls", "AGR_CADENCE", "does not roll", "each: quarter", "each: rolling 1 months"),
    Fault("a list of nothing", "AGR_EMPTY", "queues", "[billing, technical]", "[]"),
    Fault("text where keys belong", "AGR_SHAPE", "mapping", "remedy: {flat: 1000.00}", "remedy: 1000.00"),
    Fault("keys where text belongs", "AGR_SHAPE", "single value", "within: 20 s", "within: {seconds: 20}"),
    Fault("nothing is written", "AGR_TEXT", "nothing", "client: Aurora Energy", "client:"),
    Fault("conventions nobody published", "AGR_CONVENTIONS", "common-2026", "common-2026", "common-2062"),
    Fault("a name that cannot be typed", "AGR_NAME", "letters", "  two-tiers:", "  two/tiers:"),
    Fault("a queue is listed twice", "AGR_DUPLICATE", "billing", "[billing, technical]", "[billing, billing]"),
    # the parties, the term, the place
    Fault("both parties are the same", "AGR_PARTIES", "both", "Aurora Energy", "NORTHWIND contact gmbh"),
    Fault("ends before it begins", "AGR_PERIOD", "2024-01-01", "2025-01-01/2026-01-01", "2025-01-01/2024-01-01"),
    Fault("day or month first", "AGR_DATE", "month first", "2025-01-01/2026-01-01", "01/04/2025"),
    Fault("a day first in a dated value", "AGR_DATE", "YYYY-MM-DD", "from 2025-07-01", "from 01.07.2025"),
    Fault("a day that does not exist", "AGR_DATE", "calendar", "closed: [2025-12-25", "closed: [2025-02-30"),
    Fault("a zone that does not exist", "AGR_TIME_ZONE", "IANA", "Europe/Berlin", "Europe/Berln"),
    Fault("an offset for a zone", "AGR_TIME_ZONE", "summer time", "Europe/Berlin", "+01:00"),
    Fault("a currency nobody has", "AGR_CURRENCY_UNKNOWN", "ISO 4217", "currency: EUR", "currency: EURO"),
    Fault("a rounding nobody defined", "AGR_ROUNDING", "half_even", "money: half_up", "money: bankers"),
    Fault("figures rounded in an unknown way", "AGR_ROUNDING", "1 decimal", "shares: exact", "shares: nearest"),
    # money
    Fault("an amount in local dress", "AGR_MONEY", "decimal point", _FEE, "amount: 100.000,00"),
    Fault("half a cent", "AGR_MONEY", "EUR has (2)", "flat: 2000.00", "flat: 2000.005"),
    Fault("an amount of another currency", "AGR_CURRENCY_MISMATCH", "currency of the", "flat: 2000.00", "flat: 2000.00 USD"),
    Fault("a negative credit", "AGR_CREDIT_NEGATIVE", "bonus", "credit: 2 %", "credit: -2 %"),
    Fault("a share without its sign", "AGR_PERCENT", "2.5 %", "credit: 2 %", "credit: 2"),
    # hours
    Fault("an hour 25", "AGR_HOURS", "24:00", "09:00-14:00", "09:00-25:00"),
    Fault("hours that run backwards", "AGR_HOURS", "closes before", "09:00-14:00", "14:00-09:00"),
    Fault("hours that overlap", "AGR_HOURS", "overlap", '"13:00-18:00"', '"11:00-18:00"'),
    Fault("a weekday twice", "AGR_HOURS", "sat", 'sat: "09:00-14:00"', 'sat: "09:00-14:00"\n    sat-sun: "10:00-12:00"'),
    Fault("a week that runs backwards", "AGR_HOURS", "backwards", "mon-fri:", "fri-mon:"),
    Fault("closed and open on one day", "AGR_HOURS", "special", "closed: [2025-12-25", "closed: [2025-12-24"),
    Fault("a weekday nobody knows", "AGR_UNKNOWN_KEY", "`sat`", "sat:", "saturday:"),
    # names that lead nowhere
    Fault("a metric misspelt", "AGR_METRIC_UNKNOWN", "`service_level`", "metric: service_level", "metric: servce_level"),
    Fault("a metric nobody can compute", "AGR_METRIC_UNKNOWN", "the metrics are", "metric: abandonment_rate", "metric: joy"),
    Fault("code for a metric", "AGR_METRIC_UNKNOWN", "open(", "metric: abandonment_rate", "metric: open('pwned')"),
    Fault("no commitments", "AGR_NO_METRICS", "measured", _ALL_COMMITMENTS, "commitments: {}\n"),
    Fault("a calendar nobody defined", "AGR_CALENDAR_UNKNOWN", "`office`", "hours: office}", "hours: ofice}"),
    Fault("a service nobody defined", "AGR_SERVICE_UNKNOWN", "`support`", "service: support", "service: suport"),
    Fault("a charge nobody defined", "AGR_CHARGE_UNKNOWN", "`monthly-fee`", "of: monthly-fee\n", "of: fee\n"),
    Fault("the cap of an unknown charge", "AGR_CHARGE_UNKNOWN", "`monthly-fee`", _CAP, "at_risk: {percent: 10 %, of: fee}"),
    # targets
    Fault("a target over 100 %", "AGR_TARGET_RANGE", "never", _TARGET, "target: at least 180 %"),
    Fault("a negative target", "AGR_TARGET_RANGE", "negative", _ABANDON_TARGET, "target: at most -3 %"),
    Fault("a target nobody can miss", "AGR_TARGET_RANGE", "missed", _TARGET, "target: at least 0 %"),
    Fault("a fraction for a percentage", "AGR_TARGET_FRACTION", "at least 80 %", _TARGET, "target: at least 0.80 %"),
    Fault("a fraction without its sign", "AGR_TARGET_FRACTION", "at most 3 %", _ABANDON_TARGET, "target: at most 0.03"),
    Fault("a target without its unit", "AGR_TARGET_UNIT", "at least 80 %", _TARGET, "target: at least 80"),
    Fault("seconds for a percentage", "AGR_TARGET_UNIT", "percentage", _TARGET, "target: at least 80 s"),
    Fault("the wrong side", "AGR_TARGET_SIDE", "at least 80 %", _TARGET, "target: at most 80 %"),
    Fault("a target without a side", "AGR_TARGET", "which side", _TARGET, "target: 80 %"),
    Fault("an interval target of another unit", "AGR_TARGET_UNIT", "length", "interval_target: at most 45 s", "interval_target: at most 45 %"),
    Fault("answered within no time", "AGR_THRESHOLD", "no time", "within: 20 s", "within: 0 s"),
    Fault("a threshold without sense", "AGR_DURATION", "20 s", "within: 20 s", "within: twenty"),
    Fault("an interval of no system", "AGR_INTERVAL", "30 min", "interval: 30 min", "interval: 20 min"),
    Fault("a percentile over 100", "AGR_PERCENTILE", "1 to 100", "metric: average_speed_of_answer", "metric: wait_percentile\n    percent: 101\n    whose: all"),
    Fault("a scale of a single score", "AGR_SCALE", "no scale", "metric: average_speed_of_answer", "metric: csat_mean\n    scale: 5"),
    Fault("good scores that are not on the scale", "AGR_CONTRADICTION", "not on the scale", "metric: average_speed_of_answer", "metric: csat_top_box\n    scale: 1-5\n    good_scores: 6-7", also=(("interval_target: at most 45 s", "interval_target: at least 80 %"),)),
    Fault("a time that is read in two ways", "AGR_LAPSE", "calendar days", "metric: average_speed_of_answer", "metric: first_contact_resolution_no_repeat\n    repeat_within: 7 days\n    distance: end_to_start\n    starts: answered\n    same: customer\n    across: same_queue\n    withheld: exclude\n    outbound: ignore"),
    Fault("a sample that is no number", "AGR_NUMBER", "whole number", "roll_up:", "minimum_sample: some\n    roll_up:"),
    # choices that contradict
    Fault("a limit that nothing uses", "AGR_CONTRADICTION", "short_abandon", "abandons: count_all", "abandons: count_all\n    short_abandon: 5 s"),
    Fault("a limit that another choice needs", "AGR_MISSING_KEY", "short_abandon", "    short_abandon: 5 s\n    each", "    each"),
    Fault("a roll-up without its interval", "AGR_MISSING_KEY", "interval", "    interval: 30 min\n", ""),
    Fault("one thing said for all tiers and for one", "AGR_CONTRADICTION", "all tiers", "abandons: count_all", "abandons: count_all\n    within: 20 s"),
    Fault("a tier with a window of its own", "AGR_UNKNOWN_KEY", "beside tiers", "fast: {", "fast: {each: day, "),
    # remedies
    Fault("two shapes in one remedy", "AGR_REMEDY_SHAPE", "exactly one", "remedy: {flat: 1000.00}", "remedy: {flat: 1000.00, per_point: 5.00}"),
    Fault("a remedy of nothing", "AGR_REMEDY_SHAPE", "no amount", "remedy: {flat: 1000.00}", "remedy: {}"),
    Fault("a bonus for what is promised", "AGR_BONUS_MARK", "promised anyway", "when: at least 90 %", "when: at least 80 %"),
    Fault("seconds of a share", "AGR_REMEDY_UNIT", "length of time", "remedy: {flat: 1000.00}", "remedy: {per_second: 500.00}"),
    Fault("a bonus for misses", "AGR_CONTRADICTION", "about misses", "bonus: {when: at least 90 %, flat: 2000.00}", "bonus: {when: at least 90 %, withheld: {of: monthly-fee}}"),
    Fault("a neutral zone in seconds", "AGR_BAND_UNIT", "distance 2 s", "remedy: {flat: 1000.00}", "remedy: {two_sided: {worse_by: 2 s, better_by: 2 s, per: 1 s, amount: 1.00, steps: exact}}"),
    Fault("credits earned back by seconds", "AGR_TARGET_UNIT", "at most 30 s", "remedy: {flat: 1000.00}", "remedy: {flat: 1000.00, earn_back: {windows: 3, at: at most 30 s, share: 50 %, excused: skip}}"),
    Fault("a word nobody knows inside a remedy", "AGR_CHOICE", "every_length", "remedy: {flat: 1000.00}", "remedy: {streak: {length: 2, amount: 1.00, again: sometimes, excused: skip}}"),
    Fault("a key is left out inside a remedy", "AGR_MISSING_KEY", "skip", "remedy: {flat: 1000.00}", "remedy: {streak: {length: 2, amount: 1.00, again: once}}"),
    Fault("lateness with a hole", "AGR_BAND_GAP", "5 days late", "remedy: {flat: 1000.00}", "remedy: {flat: 1000.00, lateness: {table: [{below: 5, times: 1}, {above: 5, times: 2}]}}"),
    Fault("a band beyond the target", "AGR_BAND_BEYOND_TARGET", "keeps the promise", _ROW_1, "- {from: 75 %, to: 85 %, credit: 2 %}"),
    Fault("a hole between bands", "AGR_BAND_GAP", "74 %: no band", _ROW_2, "- {from: 70 %, below: 74 %, credit: 4 %}"),
    Fault("no band at the bottom", "AGR_BAND_GAP", "0 %: no band", _ROW_3, "- {above: 0 %, below: 70 %, credit: 8 %}"),
    Fault("bands that overlap", "AGR_BAND_OVERLAP", "75 % falls into 2 bands", _ROW_2, "- {from: 70 %, to: 77 %, credit: 4 %}"),
    Fault("worse service costs less", "AGR_BAND_NOT_MONOTONE", "less than the 4 %", _ROW_3, "- {below: 70 %, credit: 1 %}"),
    Fault("a band upside down", "AGR_BAND_EDGE", "no figure", _ROW_2, "- {from: 75 %, below: 70 %, credit: 4 %}"),
    Fault("more bands than anybody can read", "AGR_BAND_COUNT", "at most 100", _ROW_3, _ROW_3 + "\n          - {below: 1 %, credit: 9 %}" * 98),
    Fault("two lower edges", "AGR_BAND_EDGE", "two edges", _ROW_2, "- {from: 70 %, above: 70 %, below: 75 %, credit: 4 %}"),
    Fault("an edge without its sign", "AGR_BAND_UNIT", "75 %", _ROW_1, "- {from: 75, below: 80 %, credit: 2 %}"),
    Fault("a credit over 100 %", "AGR_CREDIT_RANGE", "whole charge", _ROW_3, "- {below: 70 %, credit: 108 %}"),
    # the amount at risk
    Fault("more than the whole charge at risk", "AGR_CAP_RANGE", "100 %", _CAP, "at_risk: {percent: 110 %, of: monthly-fee}"),
    Fault("less than nothing at risk", "AGR_CAP_RANGE", "%", _CAP, "at_risk: {percent: -5 %, of: monthly-fee}"),
    Fault("a band above the amount at risk", "AGR_CAP_BELOW_BAND", "8 %", _CAP, "at_risk: {percent: 5 %, of: monthly-fee}"),
    Fault("credits that together pass the cap", "AGR_CAP_CAN_BIND", "cap", _CAP, "at_risk: {percent: 9 %, of: monthly-fee}", note=True),
    # dates
    Fault("nothing in force on the first day", "AGR_DATED", "2025-03-01", "{from 2025-01-01: 120000.00", "{from 2025-03-01: 120000.00"),
    Fault("a change inside a window", "AGR_DATED_INSIDE_WINDOW", "inside a month", "from 2025-07-01: 125000.00", "from 2025-07-15: 125000.00"),
    Fault("a target that changes inside a window", "AGR_DATED_INSIDE_WINDOW", "2025-04-10", "from 2025-04-01", "from 2025-04-10"),
    Fault("short abandons that waited as long as promised", "AGR_SHORT_ABANDON", "promised wait", "short_abandon: 5 s", "short_abandon: 20 s", note=True),
    # charges, indices and places
    Fault("a charge that says two things", "AGR_CHARGE", "exactly one", _FEE, _FEE + "\n    billed: charges.csv"),
    Fault("a charge that says nothing", "AGR_CHARGE", "how much", "    " + _FEE + "\n", ""),
    Fault("a share of nothing", "AGR_CHARGE", "go together", _FEE, "share: 10 %"),
    Fault("the next bill with a window of its own", "AGR_CHARGE", "leave each out", "services:", "  next-bill: {next: monthly-fee, each: month}\nservices:"),
    Fault("charges in a circle", "AGR_CHARGE", "made of itself", _FEE, "share: 10 %\n    of: monthly-fee"),
    Fault("an amount that follows no index", "AGR_INDEX", "`cpi`", "flat: 2000.00", "flat: {amount: 2000.00, index: cpii}", before="indices: {cpi: {values: {from 2025-01-01: 100}}}\n"),
    Fault("an index without values", "AGR_INDEX", "104.1", "currency: EUR\n", "currency: EUR\nindices: {cpi: {values: {}}}\n"),
    Fault("an index of nothing", "AGR_INDEX", "above 0", "currency: EUR\n", "currency: EUR\nindices: {cpi: {values: {from 2025-01-01: 0}}}\n"),
    Fault("table and clause differ", "AGR_PRECEDENCE", "which wins", _ABANDON_TARGET, "target: {stated: {table: at most 3 %, clause 4.3: at most 5 %}}"),
    Fault("the clause and its data differ", "AGR_PROSE_CONTRADICTS", "85 %", _TARGET, _TARGET + "\n    text: The provider answers 85 % of all calls within {within}."),
    Fault("a figure typed into a clause", "AGR_PROSE_FIGURE", "20 seconds", _TARGET, _TARGET + "\n    text: The provider answers {target} of all calls within 20 seconds.", note=True),
    # points, pools, caps and other rules
    Fault("points into a scheme nobody defined", "AGR_POINTS_UNKNOWN", "`severity`", "remedy: {flat: 1000.00}", "remedy: {points: {into: severty, each_miss: 1}}", after=_POINTS),
    Fault("a ladder upside down", "AGR_LADDER", "lowest", _CAP, _CAP + "\n" + _POINTS.replace("at: 1,", "at: 3,")),
    Fault("more points cost less", "AGR_LADDER", "never cost less", _CAP, _CAP + "\n" + _POINTS.replace("credit: 4 %", "credit: 1 %")),
    Fault("a rung that no total reaches", "AGR_RUNG_UNREACHABLE", "1 point in a month", "remedy: {flat: 1000.00}", "remedy: {points: {into: severity, each_miss: 1}}", after=_POINTS, note=True),
    Fault("a share of a pool nobody defined", "AGR_POOL_UNKNOWN", "`at-risk`", "remedy: {flat: 1000.00}", "remedy: {share_of_pool: {pool: atrisk, category: calls, weight: 50 %}}", after=_POOL),
    Fault("a category that the pool does not have", "AGR_POOL", "no category", "remedy: {flat: 1000.00}", "remedy: {share_of_pool: {pool: at-risk, category: mails, weight: 50 %}}", after=_POOL),
    Fault("weights beyond the whole", "AGR_POOL", "add up to 120 %", "remedy: {flat: 1000.00}", "remedy: {share_of_pool: {pool: at-risk, category: calls, weight: 120 %}}", after=_POOL),
    Fault("categories beyond the pool", "AGR_POOL", "raise the allocation", _CAP, _CAP + "\n" + _POOL.replace("calls: 80 %", "calls: 120 %")),
    Fault("more than may hang on one promise", "AGR_POOL", "at most 20 %", "remedy: {flat: 1000.00}", "remedy: {share_of_pool: {pool: at-risk, category: calls, weight: 50 %}}", after=_POOL.replace("allocation:", "most_per_commitment: 20 %, allocation:")),
    Fault("a share of nothing", "AGR_MISSING_KEY", "of", _CAP, _CAP + "\ncaps: {monthly: {each: month, at_most: {percent: 5 %}}}"),
    Fault("a cap above everything", "AGR_CAP_UNREACHABLE", "all credits together", _CAP, _CAP + "\ncaps: {monthly: {each: month, at_most: 20000.00}}", note=True),
    Fault("a cap behind a stricter one", "AGR_CAP_UNREACHABLE", "stands before it", _CAP, _CAP + "\ncaps: {monthly: {each: month, at_most: 500.00}, yearly: {each: year, at_most: 7000.00}}", note=True),
    Fault("far more at risk than can be credited", "AGR_CAP_UNREACHABLE", "far less", _CAP, "at_risk: {percent: 40 %, of: monthly-fee}", note=True),
    Fault("an order that leaves out a rule", "AGR_ORDER", "`caps` is missing", _CAP, _CAP + "\norder: [floors]\nfloors: {small: {each: month, under: 100.00, then: waived}}\ncaps: {monthly: {each: month, at_most: 500.00}}"),
    Fault("an order with a rule that is not there", "AGR_ORDER", "no `pools`", _CAP, _CAP + "\norder: [pools, caps]\ncaps: {monthly: {each: month, at_most: 500.00}}"),
    Fault("a right for a cap nobody defined", "AGR_CAP_UNKNOWN", "`monthly`", _CAP, _CAP + "\n" + _RIGHT.replace("missed: prompt-answer", "reached: montly") + "\ncaps: {monthly: {each: month, at_most: 500.00}}"),
    Fault("a right for a failure nobody defined", "AGR_CRITICAL_UNKNOWN", "outage", _CAP, _CAP + "\n" + _RIGHT.replace("missed: prompt-answer", "failure: outage")),
    Fault("a right for a duty nobody has", "AGR_RESPONSIBILITY_UNKNOWN", "forecast", _CAP, _CAP + "\n" + _RIGHT.replace("missed: prompt-answer", "unperformed: forecast")),
    Fault("a right for a promise nobody made", "AGR_COMMITMENT_UNKNOWN", "`prompt-answer`", _CAP, _CAP + "\n" + _RIGHT.replace("missed: prompt-answer", "missed: promt-answer")),
    Fault("a condition that says nothing", "AGR_TRIGGER", "missed: COMMITMENT", _CAP, _CAP + "\n" + _RIGHT.replace("{missed: prompt-answer}", "{times: 3, within: 12 months}")),
    Fault("a row without its exception", "AGR_TRIGGER", "`excused`", _CAP, _CAP + "\n" + _RIGHT.replace("prompt-answer}", "prompt-answer, in_a_row: 3}")),
    Fault("a count without its time", "AGR_TRIGGER", "go together", _CAP, _CAP + "\n" + _RIGHT.replace("prompt-answer}", "prompt-answer, times: 3}")),
    Fault("months that are no months", "AGR_MONTHS", "12 months", _CAP, _CAP + "\n" + _RIGHT.replace("prompt-answer}", "prompt-answer, times: 3, within: a year}")),
    Fault("a deadline without its unit", "AGR_DUE", "15 business days", _CAP, _CAP + "\n" + _RIGHT.replace("60 days", "60")),
    Fault("a duty due at no time", "AGR_DUE", "before start", _CAP, _CAP + "\nresponsibilities: {forecast: {party: client, what: the forecast, each: month, by: in good time}}"),
    Fault("an overrun that nobody bears", "AGR_BEARING", "up_to", _CAP, _CAP + "\nchange_orders: {training: {what: training, unit: days, cost: 100.00, done_by: provider, overrun: [{up_to: 5, client: 50 %}]}}"),
    Fault("an overrun out of order", "AGR_BEARING", "shortest", _CAP, _CAP + "\nchange_orders: {training: {what: training, unit: days, cost: 100.00, done_by: provider, overrun: [{up_to: 5, client: 50 %}, {up_to: 3, client: 50 %}, {client: 0 %}]}}"),
    Fault("a band that no rounded figure falls into", "AGR_BAND_UNREACHABLE", "1 %", _ROW_1, "- {above: 79 %, below: 80 %, credit: 1 %}\n          - {from: 75 %, to: 79 %, credit: 2 %}", also=(("shares: exact", "shares: 0 decimals half_up"),), note=True),
    # better service that costs more
    Fault("a row that is paid once", "AGR_BETTER_COSTS_MORE", "be paid again", "remedy: {flat: 1000.00}", "remedy: {streak: {length: 3, amount: 1000.00, again: once, excused: skip}}", note=True),
    Fault("a tranche that is paid on reaching it", "AGR_BETTER_COSTS_MORE", "reach it again", "remedy: {flat: 1000.00}", "remedy: {rolling_count: {within: 12 months, tranches: [{from: 3, credit: 1000.00}], again: on_reaching}}", note=True),
    Fault("more misses that cost less", "AGR_BETTER_COSTS_MORE", "from 5 misses", "remedy: {flat: 1000.00}", "remedy: {rolling_count: {within: 12 months, tranches: [{from: 3, credit: 1000.00}, {from: 5, credit: 500.00}], again: each_window}}", note=True),
    Fault("a multiple that falls along a row", "AGR_BETTER_COSTS_MORE", "from 2 to 1", "remedy: {flat: 1000.00}", "remedy: {flat: 1000.00, repeat: {times: [2, 1], excused: skip}}", note=True),
    Fault("more comes back than was credited", "AGR_BETTER_COSTS_MORE", "earns", "remedy: {flat: 1000.00}", "remedy: {flat: 1000.00, earn_back: {windows: 3, share: 150 %, excused: skip}}", note=True),
    Fault("a kept year that makes the next one harder", "AGR_BETTER_COSTS_MORE", "stricter", "clause: \"4.3\"", "clause: \"4.3\"\n    ratchet: {each: year, by: 0.1 %, when: kept}", note=True),
    Fault("a critical failure that costs nothing", "AGR_BETTER_COSTS_MORE", "nothing in their place", _CAP, _CAP + "\ncritical: {outage: {when: {missed: half-hours}, each: month, replaces: all}}", note=True),
    Fault("a miss that suspends another promise", "AGR_BETTER_COSTS_MORE", "suspends", _CAP, _CAP + "\nsuspensions: {rush: {when: {missed: abandonment}, commitments: prompt-answer}}", note=True),
    Fault("a narrow cap behind a wide one", "AGR_BETTER_COSTS_MORE", "one miss less", _CAP, _CAP + "\ncaps: {wide: {each: month, at_most: 9000.00}, narrow: {on: prompt-answer, each: month, at_most: 4000.00}}", note=True),
    Fault("a bonus that outweighs every miss", "AGR_BONUS_OUTWEIGHS", "12,000.00", "flat: 2000.00", "flat: 12000.00", note=True),
    # keeping a promise without serving anybody
    Fault("an automatic reply keeps it", "AGR_GAME_AUTO_REPLY", "automatic", "channels: [voice]", "channels: [email]", also=(("clauses: {answered: {title: Answered, text: Picked up by somebody who listens and talks.}}", ""), ("bonus: {when: at least 90 %, flat: 2000.00}", "")), note=True),
    Fault("a parked call is answered", "AGR_GAME_PARKED", "short_calls", "clauses: {answered: {title: Answered, text: Picked up by somebody who listens and talks.}}", "", note=True),
    Fault("a closed queue keeps it", "AGR_GAME_CLOSED_QUEUE", "refused", _TARGET, _TARGET + "\n    title: Prompt answer\n    refused: exclude", note=True),
    Fault("who is moved on leaves the figure", "AGR_GAME_DENOMINATOR", "flow_out_rate", _TARGET, _TARGET + "\n    transfers_in: exclude", note=True),
    Fault("a quiet interval weighs as much as a busy one", "AGR_GAME_VOLUME", "five hundred", "target: {from 2025-01-01: at least 85 %, from 2025-04-01: at least 90 %}", "target: at least 90 %\n    remedy: {flat: 10.00}", note=True),
    Fault("no report is the cheapest report", "AGR_GAME_UNREPORTED", "needs one", _TARGET, _TARGET + "\n    no_data: missed", note=True),
    Fault("nothing is as good as everything", "AGR_GAME_NO_DATA", "outage", _TARGET, _TARGET + "\n    no_data: met", note=True),
)  # fmt: skip
