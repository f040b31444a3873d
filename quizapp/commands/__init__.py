"""The commands, one file each. At import they load nothing but click, so that `quizapp --help` is quick."""
