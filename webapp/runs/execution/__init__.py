"""Execution: a run is made, leased, wired to an agent and journalled. The side of the worker."""
