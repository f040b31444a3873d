"""Benchmarks: `python -m benchmarks` prints ratios that were measured in one run, each beside its target.

A module of this package with a function `rows(size)` is a benchmark; nothing else lists it. It gives its rows without
measuring anything yet: each is measured, and fails, by itself.
"""
