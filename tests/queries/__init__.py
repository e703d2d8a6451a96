"""Golden results of the saved queries that ship with the program."""
