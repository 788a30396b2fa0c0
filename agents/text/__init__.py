"""What texts carry: markers of citations, sentences, characters that hide, and secrets that must not show."""
