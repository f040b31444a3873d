"""Benchmarks: `python -m benchmarks` prints ratios that were measured in one run, each beside its target."""
