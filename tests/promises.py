"""The promise most tests look at, as it stands under ``commitments``; tests change a word of it with ``replace``."""

PROMPT = """
prompt:
  clause: "4.1"
  service: support
  metric: service_level
  within: 20 s
  abandons: ignore_short
  short_abandon: 5 s
  each: month
  target: at least 80 %
  remedy: {per_point: 1500.00}
"""
