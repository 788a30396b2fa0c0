"""Where the photographs are: inside the wheels of scikit-image, scikit-learn and matplotlib."""

from importlib.util import find_spec
from pathlib import Path


class SamplePackagesMissing(Exception):
    """A package whose photographs the sample corpus shows is not installed, or carries them no longer."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f'The sample corpus needs {what}. Install the packages with: pip install "sightline[sample]"'
        )


def find_picture(package: str, path: str) -> Path:
    """Find the file at `path` inside the import package `package` without importing it.

    Raises SamplePackagesMissing when the package is not installed or has no such file.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SamplePackagesMissing(f"the package {package}, which is not installed")
    picture = Path(spec.origin).parent / path
    if not picture.is_file():
        raise SamplePackagesMissing(f"the file {path} of the package {package}, and this release has none")
    return picture
