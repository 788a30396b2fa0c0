"""Share links: made, revoked, and the pages that they open."""
