"""The commands, one file each, which ends in `COMMAND = ...`: adding the file is all it takes to add a command.

At import they load nothing but click, so that `quizapp --help` is quick; what a command needs it imports when it runs.
"""
