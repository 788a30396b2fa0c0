"""One process encodes for all web processes: the service, its client, and an encoder that asks it."""
