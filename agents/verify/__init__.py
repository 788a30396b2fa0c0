"""Whether an answer holds: its claims, a verdict for each against its evidence, and a ruling over all."""
