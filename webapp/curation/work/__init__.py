"""Kinds of curators' jobs, one module each: `run(job, progress)` does the work and may be run again.

A kind is found by its name, so a new one is a file here. What it must keep between two attempts is in rows.
"""
