"""The search agent: values, loop, tools, retrieval. Importable without Django."""
