"""Scans: pages of documents that have no text of their own, read in their pixels."""
