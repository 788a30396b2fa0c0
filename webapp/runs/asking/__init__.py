"""Asking: the form, pictures that wait for their question, profiles, suggestions, follow-ups."""
