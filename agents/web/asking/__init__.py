"""Asking the engines: setting, order and pace, what refusals mean, and what is kept of replies."""
