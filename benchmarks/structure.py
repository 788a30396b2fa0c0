"""How the code is built: sizes, types, helpers, rooms, and imports that run back up.

    python benchmarks/structure.py [--helpers | --new-kind] [FOLDER]

Reads the syntax trees of agents, media_store and webapp below FOLDER, or else here; another commit comes from
`git archive`. Migrations and tests are left out. With `--helpers` it lists, folder by folder, the private
functions that are used once. With `--new-kind` it gives a copy one more kind of result, and tells the
files that it touches: where it stands, what mypy misses then, and its page.
"""

import ast
import re
import subprocess
import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copyfile, copytree, ignore_patterns
from statistics import median, quantiles
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
PACKAGES = ("agents", "media_store", "webapp")
FLOORS = {"media_store": 0, "agents": 1, "webapp": 2}
PLUGINS = ("tools", "engines", "encoders", "commands")
"""Folders in which each module is one more of a kind."""

WRITES = {
    "save", "delete", "update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "select_for_update", "atomic",
}  # fmt: skip
"""Methods of Django that write rows, or begin to."""

WRITES_RELATED = {"add", "set", "remove", "clear"}
"""Those of the rows that a row is related to."""

REQUESTS = {"HttpRequest", "SignedInRequest", "CuratorRequest"}
"""Types of the requests that views take, those of earlier commits too."""

FRAMEWORK_NAMES = {"Command"}
"""Class names that Django looks for, one a module."""

STARTS = 4

PROBE = '''

@dataclass(frozen=True, slots=True)
class Probe(Result):
    """A kind that nobody has met."""

    type: Literal["probe"] = "probe"


ThoughtResult = Probe | '''

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A file of Python by its dotted name."""

    name: str
    path: Path
    lines: int
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


@dataclass(frozen=True)
class Helper:
    """A private function that is used once, and whether that is a call or it is handed over."""

    module: Module
    node: Function
    is_handed_over: bool

    @property
    def is_of_one_statement(self) -> bool:
        """True if there is one beside the docstring, such as a value to return."""
        return len(self.node.body) - (ast.get_docstring(self.node) is not None) == 1 and isinstance(
            self.node.body[-1], ast.Return | ast.Expr
        )


def main() -> None:
    """Print a line for each figure."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT)
    parser.add_argument("--helpers", action="store_true", help="list private functions that are used once")
    parser.add_argument(
        "--new-kind", action="store_true", help="tell what files a new kind of result touches"
    )
    options = parser.parse_args()
    if options.new_kind:
        touched = touched_by_a_new_kind(options.folder)
        print(f"files that a new kind of result touches {len(touched)}: {', '.join(touched)}")
        return
    modules = list(read(options.folder))
    if options.helpers:
        list_helpers(modules)
        return
    functions = [node for module in modules for node in ast.walk(module.tree) if isinstance(node, Function)]
    files = [module.lines for module in modules if module.path.name != "__init__.py"]
    lengths = [length(each) for each in functions]
    once = [helper for module in modules for helper in used_once(module)]
    handed_over = sum(helper.is_handed_over for helper in once)
    of_a_line = sum(helper.is_of_one_statement and not helper.is_handed_over for helper in once)
    folder, size = largest_folder(modules)
    print(f"files {len(files)}: median {median(files):.0f}, max {max(files)} lines")
    print(
        f"functions {len(lengths)}: median {median(lengths):.0f}, p95 {quantiles(lengths, n=20)[-1]:.0f}, "
        f"max {max(lengths)} lines"
    )
    print(f"broad excepts {share(broad(modules))}")
    print(f"fully typed functions {share([is_typed(each) for each in functions])}")
    print(
        f"private functions used once {100 * len(once) / len(functions):.0f} % of all functions "
        f"({len(once)}: {handed_over} handed to a table, a callback or map, {of_a_line} of one statement)"
    )
    print(f"modules in the largest folder {size} ({folder})")
    arms = asked_by_kind(modules)
    print(f"places that ask what kind a result is {sum(arms.values())} in {len(arms)} modules")
    writing = {module for module, _line, _what in writes_in_views(modules)}
    print(f"modules with views that write rows {len(writing)}")
    print(f"class names that occur twice on a floor {len(repeated_class_names(modules))}")
    known = {module.name for module in modules}
    arrows = {(module.name, other) for module in modules for other in imported(module, known)}
    print(f"imports back up between floors {sum(is_up(*arrow) for arrow in arrows)}")
    for room in ("agents", "webapp", "webapp.runs", "webapp.corpora", "webapp.curation"):
        circles = running_in_circles(arrows, room)
        back = fewest_back(sorted(circles))
        print(
            f"arrows on circles inside {room}: {len(circles)}; {len(back)} of them, turned, would leave none"
        )
        for arrow in back:
            print("    " + " -> ".join(arrow))


def read(root: Path) -> Iterator[Module]:
    """The modules of the product."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            text = path.read_text()
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield Module(name, path, text.count("\n"), ast.parse(text))


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def is_typed(function: Function) -> bool:
    """True if what it returns and each argument but self and cls has a type."""
    args = function.args
    named = [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, (args.vararg, args.kwarg))]
    return function.returns is not None and all(
        each.annotation or each.arg in {"self", "cls"} for each in named
    )


def broad(modules: list[Module]) -> list[bool]:
    """For each `except`: whether it takes whatever comes."""
    handlers = [
        node for each in modules for node in ast.walk(each.tree) if isinstance(node, ast.ExceptHandler)
    ]
    return [
        each.type is None
        or (isinstance(each.type, ast.Name) and each.type.id in {"Exception", "BaseException"})
        for each in handlers
    ]


def share(truths: list[bool]) -> str:
    return f"{100 * sum(truths) / len(truths):.0f} % of {len(truths)}"


def used_once(module: Module) -> Iterator[Helper]:
    """Functions and methods whose names begin with one underscore and are named once in their module."""
    nodes = list(ast.walk(module.tree))
    uses = defaultdict[str, list[ast.expr]](list)
    for node in nodes:
        if isinstance(node, ast.Name):
            uses[node.id].append(node)
        elif isinstance(node, ast.Attribute):
            uses[node.attr].append(node)
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        is_private = isinstance(node, Function) and re.match("_(?!_)", node.name)
        if is_private and len(uses[node.name]) == 1:
            yield Helper(module, node, id(uses[node.name][0]) not in called)


def list_helpers(modules: list[Module]) -> None:
    """Print those of each folder, the folder with the most of them first, with their lines."""
    folders = defaultdict[str, list[Helper]](list)
    counts = Counter[str]()
    for module in modules:
        counts[module.package] += sum(isinstance(node, Function) for node in ast.walk(module.tree))
        folders[module.package] += used_once(module)
    for folder, helpers in sorted(folders.items(), key=lambda each: -len(each[1])):
        if helpers:
            print(f"{folder}: {len(helpers)} of {counts[folder]}")
        for helper in helpers:
            mark = ", handed over" if helper.is_handed_over else ""
            name = f"{helper.module.name}:{helper.node.lineno} {helper.node.name}"
            print(f"    {name} ({length(helper.node)} lines{mark})")


def largest_folder(modules: list[Module]) -> tuple[str, int]:
    """The folder with the most modules, `__init__` aside and folders of plugins too."""
    counts = Counter(
        module.package
        for module in modules
        if module.path.name != "__init__.py" and module.package.rpartition(".")[2] not in PLUGINS
    )
    return counts.most_common(1)[0]


def writes_in_views(modules: list[Module]) -> Iterator[tuple[str, int, str]]:
    """Module, line and code of each call that writes rows in a module with views, consumers or tasks.

    Calls of functions that another module has, such as `services.create(...)`, are none of its own.
    """
    for module in modules:
        nodes = list(ast.walk(module.tree))
        if not (module.name.endswith((".consumers", ".tasks")) or any(map(takes_request, nodes))):
            continue
        borrowed = {
            alias.asname or alias.name
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.name.islower()
        } - {"transaction"}
        for node in nodes:
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in borrowed:
                    continue
                case ast.Call(func=ast.Attribute(attr=attr)) if attr in WRITES:
                    yield module.name, node.lineno, ast.unparse(node)
                case ast.Call(func=ast.Attribute(attr=attr, value=ast.Attribute())) if attr in WRITES_RELATED:
                    yield module.name, node.lineno, ast.unparse(node)


def takes_request(node: ast.AST) -> bool:
    """True for a function with an argument that is a request of Django."""
    return isinstance(node, Function) and any(
        isinstance(each.annotation, ast.Name) and each.annotation.id in REQUESTS for each in node.args.args
    )


def asked_by_kind(modules: list[Module]) -> Counter[str]:
    """The arms of matches and the classes in `isinstance` that name a kind of result, by module: each may
    want a line for a new kind. The kinds are those of `agents.observations.ToolResult`, without that room.
    """
    room = "agents.observations"
    unions = {
        ast.unparse(node.targets[0]): node.value
        for module in modules
        if module.name.startswith(room)
        for node in module.tree.body
        if isinstance(node, ast.Assign)
    }
    kinds = set[str]()
    names = ["ToolResult"]
    while names:
        kinds.add(name := names.pop())
        inside = ast.walk(unions[name]) if name in unions else ()
        names += [node.id for node in inside if isinstance(node, ast.Name)]
    arms: Counter[str] = Counter()
    for module in modules:
        for node in ast.walk(module.tree) if not module.name.startswith(room) else ():
            match node:
                case ast.MatchClass(cls=named) | ast.Call(func=ast.Name(id="isinstance"), args=[_, named]):
                    found = sum(isinstance(each, ast.Name) and each.id in kinds for each in ast.walk(named))
                    if found:
                        arms[module.name] += found
    return arms


def touched_by_a_new_kind(root: Path) -> list[str]:
    """The files that have to change for one more kind of result, the page of its type last.

    Where the class stands and its page are given; what lies between is what mypy misses. Raises RuntimeError
    when mypy has something to say of the tree as it is, or the tree keeps its kinds elsewhere.
    """
    room = "agents/observations/thoughts.py"
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in (*PACKAGES, "tests", "benchmarks"):
            copytree(root / name, copy / name, ignore=ignore_patterns("__pycache__"))
        copyfile(root / "pyproject.toml", copy / "pyproject.toml")
        if missed := missed_by_mypy(copy):
            raise RuntimeError(f"Mend first what mypy says of {', '.join(sorted(missed))}.")
        place = copy / room
        before, union, behind = place.read_text(encoding="utf-8").partition("\n\nThoughtResult = ")
        if not union:
            raise RuntimeError(f"{room} has no union of its kinds.")
        place.write_text(before + PROBE + behind, encoding="utf-8")
        return [room, *sorted(missed_by_mypy(copy)), "templates/runs/results/probe.html"]


def missed_by_mypy(folder: Path) -> set[str]:
    """The files in which mypy finds an error."""
    command = [sys.executable, "-m", "mypy"]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    return {found[1] for line in told.splitlines() if (found := re.match(r"([^:]+):\d+: error:", line))}


def repeated_class_names(modules: list[Module]) -> dict[tuple[str, str], list[str]]:
    """The modules of each floor and class name that occurs more than once; classes within others are none."""
    found = defaultdict[tuple[str, str], list[str]](list)
    for module in modules:
        floor = module.name.partition(".")[0]
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and node.name not in FRAMEWORK_NAMES:
                found[floor, node.name].append(module.name)
    return {name: places for name, places in found.items() if len(places) > 1}


def imported(module: Module, known: set[str]) -> set[str]:
    """The modules that one imports anywhere in it, for types alone and within functions, too."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in known else node.module)
    return {name for name in found if name in known and name != module.name}


def is_up(module: str, other: str) -> bool:
    """True if a lower floor imports a higher one."""
    return FLOORS[module.partition(".")[0]] < FLOORS[other.partition(".")[0]]


def running_in_circles(arrows: set[tuple[str, str]], room: str) -> set[tuple[str, str]]:
    """Imports between direct parts of a room that lie on a circle of such parts."""
    parts = defaultdict[str, set[str]](set)
    for module, other in arrows:
        a, b = part_of(module, room), part_of(other, room)
        if a and b and a != b:
            parts[a].add(b)
    return {(a, b) for a in parts for b in parts[a] if reaches(parts, b, a)}


def fewest_back(arrows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those that run up in an order of the parts in which few do: each part moves while that helps.

    The fewest there are is a hard problem (minimum feedback arc set); this is the best of some random starts.
    """
    best, random = list(arrows), Random(STARTS)
    parts = sorted({part for arrow in arrows for part in arrow})
    for _ in range(STARTS):
        order = random.sample(parts, len(parts))
        up, before = up_in(order, arrows), list(arrows)
        while len(up) < len(before):
            before = up
            for part in parts:
                rest = [each for each in order if each != part]
                orders = [[*rest[:place], part, *rest[place:]] for place in range(len(parts))]
                order = min(orders, key=lambda each: len(up_in(each, arrows)))
            up = up_in(order, arrows)
        best = min(best, up, key=len)
    return best


def up_in(order: list[str], arrows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those from a part to a later one."""
    places = {part: place for place, part in enumerate(order)}
    return [(a, b) for a, b in arrows if places[a] < places[b]]


def part_of(module: str, room: str) -> str:
    return module.removeprefix(room + ".").partition(".")[0] if module.startswith(room + ".") else ""


def reaches(parts: dict[str, set[str]], start: str, end: str) -> bool:
    seen, todo = set[str](), [start]
    while todo:
        part = todo.pop()
        if part == end:
            return True
        if part not in seen:
            seen.add(part)
            todo += parts.get(part, ())
    return False


if __name__ == "__main__":
    main()
