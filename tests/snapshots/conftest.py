from io import BytesIO

import pytest
from PIL import Image


@pytest.fixture
def png() -> bytes:
    """A picture."""
    written = BytesIO()
    Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1), 50).save(written, "PNG")
    return written.getvalue()
