"""The one door out: what the agent requests from other servers goes through `fetcher.py`."""
