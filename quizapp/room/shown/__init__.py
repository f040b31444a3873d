"""What terminals show of a room, made of what its server says: bars of answers, the film of runs, codes in large letters.

Pure: data in, charts and lines of text out.
"""
