"""Readers of formats, one module each: `read(source, writer)`; and what several of them share."""
