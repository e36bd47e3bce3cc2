"""Benchmarks: they report ratios and counts, and never fail. Run one with `python -m benchmarks NAME`."""
