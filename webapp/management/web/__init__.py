"""Subcommands of `manage.py web` that try the open web from the shell, a module for each.

A module has `HELP`, `add_arguments(parser)` and `reply(**options)`; the command lists it in ACTIONS.
"""
