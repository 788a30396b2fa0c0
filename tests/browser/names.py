"""Who there is on the site."""

PEOPLE = ("ada", "bob")
PASSWORD = "a long enough password"
