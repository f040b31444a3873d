"""Grids of experiments: one measured over all combinations of some settings, as a table, as CSV, and as charts.

fields = (read_field("init=he_normal,xavier_normal", base), read_field("depth=5:50:5", base))
grid = read_grid(fields, base, ("log10(delta[1] / delta[-1])",))
places = measured(grid, ends)
"""
