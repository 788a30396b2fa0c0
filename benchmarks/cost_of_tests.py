"""Which tests are too long for `make check`: the processor time of each, with the processes that it started.

    python benchmarks/cost_of_tests.py [PYTEST ARGUMENTS]

Runs what `make check` runs and what is marked `long`, in one process, and lists the files whose tests take
more than LONG_FILE_SECONDS on average or that hold one of more than LONG_TEST_SECONDS, and how many of them
are marked. Processor time, unlike time on the wall, hardly depends on what else the machine does.
"""

import resource
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

QUICK = "not browser and not processes and not networks and not fuzz"
LONG_FILE_SECONDS = 0.1
LONG_TEST_SECONDS = 1.0


class Costs:
    """A plugin that keeps the seconds of every test, file by file, and which tests are marked."""

    def __init__(self) -> None:
        self.seconds = defaultdict[str, dict[str, float]](dict)
        self.marked = set[str]()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        before = processor_seconds()
        result = yield
        self.seconds[item.location[0]][item.nodeid] = processor_seconds() - before
        if item.get_closest_marker("long"):
            self.marked.add(item.nodeid)
        return result


def main() -> int:
    """Run the tests, print the table, and return pytest's exit code."""
    costs = Costs()
    code = pytest.main(
        ["-q", "-n", "0", "--ignore", "tests/browser", "-m", QUICK, *sys.argv[1:]], plugins=[costs]
    )
    unmarked = 0.0
    print("\nseconds  tests  mean  longest  marked")
    for file, seconds in sorted(costs.seconds.items(), key=lambda each: -sum(each[1].values())):
        total, longest = sum(seconds.values()), max(seconds.values())
        marked = costs.marked.intersection(seconds)
        unmarked += sum(cost for test, cost in seconds.items() if test not in marked)
        if marked or total >= LONG_FILE_SECONDS * len(seconds) or longest >= LONG_TEST_SECONDS:
            mean = total / len(seconds)
            print(f"{total:7.1f} {len(seconds):6} {mean:5.2f} {longest:8.1f} {len(marked):7}  {file}")
    print(f"{unmarked:.0f} s of processor are not marked.")
    return int(code)


def processor_seconds() -> float:
    """Of this process and of those that it has waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    raise SystemExit(main())
