"""Who there is on the site."""

PEOPLE = ("ada", "bob", "cleo")
CURATOR = "cleo"
ADMINISTRATOR = "root"
PASSWORD = "a long enough password"
CLOSED_OUT = "nobody"
"""Whose password was guessed too often."""
