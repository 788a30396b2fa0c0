"""A run as values for templates: the same for its page, a shared page and files."""
