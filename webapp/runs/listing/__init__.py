"""The list of runs: filters, saved views, names and tags, and two runs beside each other."""
