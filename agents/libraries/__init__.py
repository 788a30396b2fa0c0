"""What a run may read: what every library does alike, and one that is kept in memory."""
