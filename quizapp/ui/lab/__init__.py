"""The screen of the lab, where every field of an experiment can be turned."""
