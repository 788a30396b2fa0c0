"""The sample corpus: photographs from installed packages, flags drawn by code, and articles of our own."""
