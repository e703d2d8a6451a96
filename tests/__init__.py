"""The tests: behaviour shown through public interfaces."""
