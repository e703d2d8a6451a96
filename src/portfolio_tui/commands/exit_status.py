"""The exit statuses of the command line that its parts share."""

DONE = 0
WRONG_INPUT = 2
INTERRUPTED = 130
