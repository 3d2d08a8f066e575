"""The words of which the arguments of metrics are made, and what a metric returns."""
