"""The web as tools use it: addresses that may be opened, results, pages, pictures that are fetched."""
