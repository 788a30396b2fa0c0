"""What citations lead to: documents with a quote marked, pictures with a region outlined."""
