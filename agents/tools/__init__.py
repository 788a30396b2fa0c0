"""Tools of the agent, one module each: a function of the module's name is its schema and its docstring."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from agents.toolbox import ANYWHERE, Tool, tool_of
from agents.types import SourcePolicy


@cache
def load_tools() -> Mapping[str, Tool]:
    """Every tool of this package, by name."""
    modules = {
        found.name: importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
    }
    return {
        name: tool_of(getattr(module, name), module.PHASES, getattr(module, "SOURCES", ANYWHERE))
        for name, module in sorted(modules.items())
    }


def tools_for(sources: SourcePolicy) -> Mapping[str, Tool]:
    """The tools of a run that may look there and nowhere else, by name."""
    return {name: tool for name, tool in load_tools().items() if sources in tool.sources}
