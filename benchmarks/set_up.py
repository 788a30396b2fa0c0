"""How long `make run` takes on a fresh checkout, with an empty package cache, until everything answers.

    python benchmarks/set_up.py [--port 8765]

Clones the committed state of this repository into a throw-away folder and stops what it started.
"""

import argparse
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
READY = "Sightline is ready"
STEP = "Sightline: "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-set-up-") as scratch:
        checkout = Path(scratch) / "checkout"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(checkout)], check=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SIGHTLINE_")}
        ours = {
            "PIP_CACHE_DIR": str(Path(scratch) / "cache"), "SIGHTLINE_PORT": str(options.port),
            "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        measure(checkout, {**kept, **ours})


def measure(checkout: Path, environment: dict[str, str]) -> None:
    """Print when each step of `make run` begins, and when the last one is done."""
    started = perf_counter()
    process = subprocess.Popen(
        ["make", "run"], cwd=checkout, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        for line in process.stdout or ():
            if STEP in line or READY in line:
                words = line[line.find("Sightline") :].strip()
                print(f"{perf_counter() - started:7.1f} s  {words}", flush=True)
            if READY in line:
                return
        raise SystemExit(f"make run ended with {process.wait()} before everything answered.")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate()


if __name__ == "__main__":
    main()
