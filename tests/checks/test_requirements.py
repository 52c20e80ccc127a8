"""What is installed is pinned, with hashes, and tests run on what the market runs on."""

import re
import tomllib

from marketplace.config import ROOT

PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def pins(name: str) -> dict[str, set[str]]:
    """The versions of each library in a list (two where they depend on the Python)."""
    found: dict[str, set[str]] = {}
    for library, version in PIN.findall((ROOT / "requirements" / name).read_text()):
        found.setdefault(library, set()).add(version)
    return found


def test_tests_run_on_the_libraries_of_the_market():
    market, tests = pins("run.txt"), pins("dev.txt")

    assert market == {name: tests.get(name) for name in market}


def test_every_library_of_the_project_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [re.match(r"[\w-]+", line)[0] for line in project["dependencies"]]

    assert set(wanted) - set(pins("run.txt")) == set()


def test_every_pin_has_a_hash():
    for name in ("run.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        assert len(re.findall(r"==\S+.*\\\n    --hash=sha256:", text)) == len(PIN.findall(text))
