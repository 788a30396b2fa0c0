"""The craft of searching: which queries repeat each other, what searches bring, and when to leave off."""
