"""Curation: people bring pictures in, describe them, weed them, and see what the search does with them."""
