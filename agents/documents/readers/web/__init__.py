"""Readers of what comes from the web alone: pages of sites, feeds and JSON."""
