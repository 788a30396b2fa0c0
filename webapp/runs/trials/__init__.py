"""Questions that a corpus can answer: made from what it holds, and tried before they are shown."""
