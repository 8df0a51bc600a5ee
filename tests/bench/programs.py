"""Link checkers that are programs of their own: LinkChecker, linkinator, lychee. Prints one JSON object like the reference's.

Arguments: the name, the program's path, a folder to work in, and the home pages. lychee follows no links, so it is given every page.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

PAGES = 300


def _run(*command: str) -> str:
    """What the program printed; these programs end with an error status when links are broken."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout


def linkchecker(program: str, folder: Path, homes: list[str]) -> set[str]:
    """Every address that it calls an error; other hosts are checked, not followed."""
    with NamedTemporaryFile("w", suffix=".conf") as settings:  # as root it becomes nobody, who must be able to read it
        settings.write("[checking]\nmaxrequestspersecond=100000\n")
        settings.flush()
        os.chmod(settings.name, 0o644)
        answer = _run(program, "-f", settings.name, "--no-status", "-t", "32", "--check-extern", "--no-robots", "-o", "csv", *homes)
    rows = csv.DictReader((line for line in answer.splitlines() if not line.startswith("#")), delimiter=";")
    return {row["url"] for row in rows if row["valid"] == "False"}


def linkinator(program: str, folder: Path, homes: list[str]) -> set[str]:
    """Every address whose state is BROKEN."""
    answer = json.loads(_run("node", program, "--recurse", "--concurrency", "32", "--format", "JSON", *homes))
    return {link["url"] for link in answer["links"] if link["state"] == "BROKEN"}


def lychee(program: str, folder: Path, homes: list[str]) -> set[str]:
    """Every address in its error map."""
    (folder / "pages").write_text("".join(f"{home}\n" + "".join(f"{home}p/{n}.html\n" for n in range(1, PAGES + 1)) for home in homes))
    options = ["--no-progress", "--format", "json", "--max-concurrency", "32", "--max-retries", "0", "--insecure"]
    limits = ["--host-concurrency", "8", "--host-request-interval", "0ms"]
    answer = json.loads(_run(program, *options, *limits, "--files-from", str(folder / "pages")))
    return {entry["url"] for entries in answer["error_map"].values() for entry in entries}


PROGRAMS: dict[str, Callable[[str, Path, list[str]], set[str]]] = {"linkchecker": linkchecker, "linkinator": linkinator, "lychee": lychee}


def main() -> None:
    """Run one program over all sites."""
    name, program, folder, *homes = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    print(json.dumps({"pages": len(homes) * (PAGES + 1), "broken": sorted(PROGRAMS[name](program, Path(folder), homes))}))


if __name__ == "__main__":
    main()
