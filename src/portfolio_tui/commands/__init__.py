"""The commands, one module each.

A command module has `NAME`, `SUMMARY`, `configure(parser)` and `run(arguments) -> int`, and imports what is
heavy only inside `run`, so that `--help` and the other commands start at once.
"""
