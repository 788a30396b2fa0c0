"""Decoding in processes of their own: the pool that keeps them, and the program that they run."""
