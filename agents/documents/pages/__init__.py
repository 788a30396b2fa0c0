"""The layout of a PDF page: letters become lines, rules and columns become tables."""
