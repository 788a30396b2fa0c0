"""Questions that the sample corpus answers well, with their pictures; a benchmark asks them all."""

SAMPLE_SLUG = "sample"

QUESTIONS = (
    ("Who is the person in this picture, and which spacecraft did she command?", "pictures/astronaut.png"),
    ("What was launched on the rocket in this picture?", "pictures/rocket.jpg"),
    ("Who was the first woman in space?", ""),
)
"""Each with the path of its picture in the corpus, or an empty one."""
