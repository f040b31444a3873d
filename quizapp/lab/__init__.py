"""The lab without its screen: two experiments, the knobs that turn them, and everything that can be done to them.

`comparison` holds the pair and what was done to it, `knobs` are made from the fields of an experiment, `presets` and
`repairs` are one-key changes, `sharing` writes an experiment for a deck or for Python, `phase` draws theory's map.
"""
