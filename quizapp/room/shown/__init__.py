"""What terminals show of a room, made of what its server says: bars of answers, films of runs, a code in large letters.

Pure: data in, charts and lines of text out.
"""
