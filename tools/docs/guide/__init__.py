"""The author's guide, questions/README.md: a page by hand, and a reference made from what the program reads."""
