"""The words in which models are asked: a template for each phase, partials that they share."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    # A prompt is no HTML; what it quotes from outside is fenced instead.
    autoescape=False,
)


def write(template: str, **values: object) -> str:
    """The text of a template. Raises jinja2's UndefinedError for a value that was not given."""
    return _TEMPLATES.get_template(template).render(values).strip()
