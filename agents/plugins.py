"""Parts that a setting chooses: a module each in one package, named like the module.

Importing a package of plugins imports none of them, and so no library of models.
"""

import importlib
import pkgutil
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Plugins:
    """The modules of the package `package` but those that are `not_plugins`; each has a function `load`."""

    package: str
    not_plugins: frozenset[str] = frozenset()

    @property
    def names(self) -> list[str]:
        """What a setting may say before the colon; a module's underscores are hyphens."""
        path = importlib.import_module(self.package).__path__
        found = {module.name for module in pkgutil.iter_modules(path)} - self.not_plugins
        return sorted(name.replace("_", "-") for name in found)

    def find(self, setting: str) -> tuple[ModuleType, str]:
        """The module that "name:options" means, and the options. Raises LookupError for an unknown name."""
        name, _colon, options = setting.partition(":")
        if name not in self.names:
            raise LookupError(name)
        return importlib.import_module(f"{self.package}.{name.replace('-', '_')}"), options
