"""Pages of the web as they were when somebody read them: stored for good, so that what was quoted stays."""
