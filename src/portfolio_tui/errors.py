"""The one kind of error whose message is meant for the user."""


class UserError(Exception):
    """Something the user can mend; its message says what is wrong, where, and what to do."""
