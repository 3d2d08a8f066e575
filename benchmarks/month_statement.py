"""A month statement (five commitments, by day and by 15-minute interval) against SQL by hand and against pandas.

Run one contestant: ``python benchmarks/month_statement.py ours|evaluate|sql|pandas FOLDER`` prints seconds, peak memory
and every figure as JSON, so that the runner can check that all say the same.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

AGREEMENT = """
agreement: Benchmark
provider: Provider
client: Client
term: 2025-01-01/2026-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
services:
  voice: {channels: [voice], hours: always}
  chat: {channels: [chat], hours: always}
commitments:
  service-level: {service: voice, metric: service_level, within: 20 s, abandons: ignore_short, short_abandon: 5 s,
                  each: month, target: at least 80 %, remedy: {flat: 1000.00}}
  intervals: {service: voice, metric: service_level, within: 20 s, abandons: count_all, roll_up: intervals_met,
              interval: 15 min, interval_target: at least 75 %, each: month, target: at least 90 %}
  speed: {service: voice, metric: average_speed_of_answer, each: month, target: at most 15 s}
  abandonment: {service: voice, metric: abandonment_rate, short_abandons: ignore, short_abandon: 5 s,
                each: month, target: at most 5 %}
  chat-level: {service: chat, metric: service_level, within: 10 s, abandons: count_all, each: month,
               target: at least 70 %}
"""

SUMS = """
    count(*) FILTER (voice AND (answered OR (abandoned AND wait_ms > 5000))) AS sl_n,
    count(*) FILTER (voice AND answered AND wait_ms <= 20000) AS sl_good,
    count(*) FILTER (voice AND (answered OR abandoned)) AS iv_n,
    count(*) FILTER (voice AND answered AND wait_ms <= 20000) AS iv_good,
    count(*) FILTER (voice AND answered) AS asa_n,
    coalesce(sum(wait_ms) FILTER (voice AND answered), 0) AS asa_sum,
    count(*) FILTER (voice AND (answered OR (abandoned AND wait_ms > 5000))) AS ab_n,
    count(*) FILTER (voice AND abandoned AND wait_ms > 5000) AS ab_good,
    count(*) FILTER (NOT voice AND (answered OR abandoned)) AS ch_n,
    count(*) FILTER (NOT voice AND answered AND wait_ms <= 10000) AS ch_good
"""
COLUMNS = ("sl_n", "sl_good", "iv_n", "iv_good", "asa_n", "asa_sum", "ab_n", "ab_good", "ch_n", "ch_good")
START, DAY, QUARTER = 1_748_728_800_000_000, 86_400_000_000, 900_000_000  # June 2025 in Berlin has no clock change
END = START + 30 * DAY


def opened(folder: Path) -> tuple[Any, Any]:
    """The agreement, read and checked, and the record set."""
    import pactline

    return pactline.read_agreement(AGREEMENT.encode()), pactline.read_records(folder)


def ours(agreement: Any, records: Any) -> dict[str, Any]:
    """The product: agreement and record set to a statement."""
    import pactline

    statement = pactline.evaluate(agreement, records, "2025-06")
    total: list[int] = []
    days: list[list[int]] = [[] for _ in range(30)]
    for result in statement:
        second = result.counts.good if result.counts.good is not None else result.counts.sum_ms
        total += [result.counts.counted, second or 0]
        for number, day in enumerate(result.days):
            second = day.counts.good if day.counts.good is not None else day.counts.sum_ms
            days[number] += [day.counts.counted, second or 0]
    window = statement["intervals"].windows[0]
    return {"total": total, "days": days, "intervals": [window.parts, window.parts_met]}


def sql(folder: Path) -> dict[str, Any]:
    """What an engineer would write by hand for this one contract."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(
        f"""
        CREATE TABLE quarters AS SELECT offered_us // {QUARTER} AS quarter, {SUMS}
        FROM (SELECT offered_us, wait_ms, outcome = 'answered' AS answered, outcome = 'abandoned' AS abandoned,
                     channel = 'voice' AS voice
              FROM read_parquet('{folder}/segments/*.parquet')
              WHERE offered_us >= {START} AND offered_us < {END})
        GROUP BY quarter"""
    )
    added = ", ".join(f"sum({name})::BIGINT" for name in COLUMNS)
    day = f"(quarter * {QUARTER} - {START}) // {DAY}"
    total = connection.execute(f"SELECT {added} FROM quarters").fetchone()
    days = connection.execute(f"SELECT {added} FROM quarters GROUP BY {day} ORDER BY {day}").fetchall()
    intervals = connection.execute(
        "SELECT count(*) FILTER (iv_n > 0), count(*) FILTER (iv_n > 0 AND 100 * iv_good >= 75 * iv_n) FROM quarters"
    ).fetchone()
    assert total is not None
    assert intervals is not None
    return {"total": list(total), "days": [list(row) for row in days], "intervals": list(intervals)}


def pandas(folder: Path) -> dict[str, Any]:
    """A plain pandas script: read the columns, make boolean columns, group."""
    import pandas as pd

    frame = pd.read_parquet(folder / "segments", columns=["offered_us", "wait_ms", "outcome", "channel"])
    frame = frame[(frame.offered_us >= START) & (frame.offered_us < END)]
    answered, abandoned = frame.outcome == "answered", frame.outcome == "abandoned"
    voice, wait = frame.channel == "voice", frame.wait_ms
    late = abandoned & (wait > 5000)
    cells = pd.DataFrame(
        {
            "quarter": frame.offered_us // QUARTER,
            "sl_n": voice & (answered | late),
            "sl_good": voice & answered & (wait <= 20000),
            "iv_n": voice & (answered | abandoned),
            "iv_good": voice & answered & (wait <= 20000),
            "asa_n": voice & answered,
            "asa_sum": wait.where(voice & answered, 0),
            "ab_n": voice & (answered | late),
            "ab_good": voice & late,
            "ch_n": ~voice & (answered | abandoned),
            "ch_good": ~voice & answered & (wait <= 10000),
        }
    )
    quarters = cells.groupby("quarter").sum().astype("int64")
    days = quarters.groupby((quarters.index * QUARTER - START) // DAY).sum()
    busy = quarters[quarters.iv_n > 0]
    return {
        "total": [int(value) for value in quarters.sum()],
        "days": [[int(value) for value in row] for row in days.itertuples(index=False)],
        "intervals": [len(busy), int((100 * busy.iv_good >= 75 * busy.iv_n).sum())],
    }


def main() -> None:
    """Run one contestant and print what it cost and what it found."""
    contestant, folder = sys.argv[1], Path(sys.argv[2])
    run: Callable[[], dict[str, Any]]
    if contestant == "pandas":
        import pandas as _  # noqa: F401 - imports are not what is measured

        run = partial(pandas, folder)
    elif contestant == "sql":
        import duckdb  # noqa: F401

        run = partial(sql, folder)
    elif contestant == "evaluate":
        run = partial(ours, *opened(folder))
    else:
        import pactline.agreement.reading
        import pactline.api
        import pactline.importers.ingesting  # noqa: F401

        def run() -> dict[str, Any]:
            return ours(*opened(folder))

    start, cpu = time.perf_counter(), time.process_time()
    found = run()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    # Not getrusage: its peak is inherited from the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"seconds": seconds, "cpu": cpu_seconds, "peak_mb": peak, "figures": found}))


if __name__ == "__main__":
    main()
