"""Finding without asking: a page that searches the corpora, and a palette that goes anywhere."""
