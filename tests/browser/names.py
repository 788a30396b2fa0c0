"""Who there is on the site."""

PEOPLE = ("ada", "bob", "cleo")
CURATOR = "cleo"
PASSWORD = "a long enough password"
