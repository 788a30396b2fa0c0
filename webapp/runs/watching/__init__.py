"""Watching: the page of a run, its socket, and how an administrator opens it."""
