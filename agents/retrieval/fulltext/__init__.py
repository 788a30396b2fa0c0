"""What every full-text index does alike, wherever it is kept, and one that is kept in memory."""
