"""Indexing: passes that encode, the batches they send, and what brings an index up to date."""
