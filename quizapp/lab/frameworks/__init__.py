"""An experiment as a script for another framework, which builds, trains and measures such a network by itself.

A script is never silently of another network: what a framework does not have is written out in it, and what cannot
be written out is refused by NotInFramework, which says why.
"""
