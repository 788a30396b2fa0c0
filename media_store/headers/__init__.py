"""What the head of a file says, one module a format: above all, what decoding it will cost."""
