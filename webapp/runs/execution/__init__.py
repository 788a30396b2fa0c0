"""Execution: a run is made, claimed, wired to an agent and journalled. The side of the worker."""
