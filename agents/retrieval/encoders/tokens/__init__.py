"""Texts as one vector for each token, to be matched token by token (late interaction)."""
