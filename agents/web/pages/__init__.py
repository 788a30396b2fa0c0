"""Pages of the web: fetched bytes become text that can be quoted, pictures, links and facts."""
