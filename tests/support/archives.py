"""ZIP files in memory."""

import io
import zipfile


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP file of these, compressed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return data.getvalue()
