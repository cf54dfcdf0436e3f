"""What is handed out: source archive and wheel, built without a network, and the files by which others build more."""

from __future__ import annotations

import ast
import email
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, VALID

import zi_score

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGING = ROOT / ".github" / "packaging"
WORKFLOWS = ROOT / ".github" / "workflows"
TIMEOUT = 120

RUNNER = """
import json, sys
from pathlib import Path
import zi_score
from zi_score.cli import main
assert Path(zi_score.__file__).is_relative_to(sys.argv[1]), zi_score.__file__
for arguments in json.loads(sys.argv[2]):
    sys.argv = ["zi-score", *arguments]
    try:
        main()
    except SystemExit as end:
        assert end.code in (0, None), (arguments, end.code)
"""
"""Runs the program once for each command."""

in_repository = pytest.mark.skipif(not PACKAGING.is_dir(), reason="these files are not in the source archive")


def needed() -> tuple[list[str], list[str]]:
    """Return the files and folders that the Dockerfile copies, which are those that a wheel is built of."""
    if not PACKAGING.is_dir():
        return ["pyproject.toml", "README.md", "LICENSE"], ["zi_score"]
    copies = re.findall(r"^COPY (?!--)(.+)$", (PACKAGING / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    names = [name for line in copies for name in line.split()[:-1]]
    return [n for n in names if (ROOT / n).is_file()], [n for n in names if (ROOT / n).is_dir()]


def build(folder: Path, target: str, out: Path) -> Path:
    """Build a source archive or a wheel of a folder with what is installed."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out)]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stderr.decode()
    (made,) = out.glob({"wheel": "*.whl", "sdist": "*.tar.gz"}[target])
    return made


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what a wheel is built of; the build writes catalogues, which other tests read meanwhile."""
    folder = tmp_path_factory.mktemp("source")
    files, folders = needed()
    for name in files:
        shutil.copy(ROOT / name, folder)
    for name in folders:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "*.ready.json")
        )
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel."""
    return build(source, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the wheel is unpacked."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)  # noqa: S202 - it was made above
    return folder


@pytest.fixture(scope="module")
def metadata(installed: Path) -> Message:
    """Return what the wheel says of itself."""
    (path,) = installed.glob("*.dist-info/METADATA")
    return email.message_from_string(path.read_text(encoding="utf-8"))


# --- archive and wheel ---


def test_every_file_of_the_package_is_in_the_wheel(source: Path, installed: Path) -> None:
    """Rulesets, catalogues, pages, styles, scripts and templates are there, and nothing else."""
    package = source / "zi_score"
    expected = {path.relative_to(source) for path in package.rglob("*") if path.is_file()}
    expected = {path for path in expected if "__pycache__" not in path.parts and path.name != "prepare.py"}
    found = {path.relative_to(installed) for path in installed.rglob("*") if path.is_file()}
    inside = {path for path in found if path.parts[0] == "zi_score"}
    assert inside == expected
    assert Path("zi_score/locale/id/LC_MESSAGES/zi_score.mo") in inside
    assert Path("zi_score/py.typed") in inside
    assert len([path for path in inside if path.name.endswith(".ready.json")]) == 4
    assert {path.parts[0] for path in found} == {"zi_score", f"zi_score-{zi_score.__version__}.dist-info"}


def test_source_archive_makes_the_same_wheel(source: Path, wheel: Path, tmp_path: Path) -> None:
    """Whoever builds from the source archive gets the wheel, byte for byte."""
    archive = build(source, "sdist", tmp_path)
    assert archive.name == f"zi_score-{zi_score.__version__}.tar.gz"
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    again = build(tmp_path / archive.name.removesuffix(".tar.gz"), "wheel", tmp_path)
    assert again.read_bytes() == wheel.read_bytes()


def test_a_build_leaves_the_catalogue_whole_for_who_reads_it(source: Path, wheel: Path, tmp_path: Path) -> None:
    """It puts a new file in the place of the old one, so that a program that runs meanwhile reads one or the other."""
    catalogue = source / "zi_score/locale/id/LC_MESSAGES/zi_score.mo"
    with catalogue.open("rb") as before:
        assert build(source, "wheel", tmp_path).read_bytes() == wheel.read_bytes()
        assert os.fstat(before.fileno()).st_ino != catalogue.stat().st_ino
        assert before.read() == catalogue.read_bytes()
    assert [path.name for path in sorted(catalogue.parent.iterdir())] == ["zi_score.mo", "zi_score.po"]


def test_no_clock_is_in_the_wheel(installed: Path) -> None:
    """A catalogue says when it was made, which would set two builds apart that began in different minutes."""
    catalogue = (installed / "zi_score/locale/id/LC_MESSAGES/zi_score.mo").read_bytes()
    assert b"POT-Creation-Date: 1980-01-01" in catalogue


def test_what_is_ready_to_load_holds_where_it_is_installed(installed: Path) -> None:
    """The program takes what the wheel brings, and does not validate its own files again."""
    code = f"""
import sys
sys.path.insert(0, {str(installed)!r})
from zi_score.law import load
from zi_score.model import findings
assert load.__file__.startswith({str(installed)!r})
load.content_of = findings._validated = None
assert [load.load_ruleset(id_).id for id_ in load.built_in_rulesets()] == list(load.built_in_rulesets())
assert findings.catalogue()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_what_the_source_archive_takes_is_there() -> None:
    """Each name in the build's list exists; tests and worksheets are among them."""
    names = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert [name for name in names if not (ROOT / name.lstrip("/")).exists()] == []
    assert {"/tests", "/worksheets", "/zi_score"} <= set(names)


def test_the_version_stands_in_one_place(metadata: Message) -> None:
    """The package's own is that of the wheel."""
    assert metadata["Version"] == zi_score.__version__
    assert "version" in PROJECT["project"]["dynamic"]


def test_metadata(metadata: Message, installed: Path) -> None:
    """Name, licence, oldest Python and command are what the project says."""
    assert metadata["Name"] == "zi-score"
    assert set(metadata["Requires-Python"].split(",")) == set(PROJECT["project"]["requires-python"].split(","))
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Description-Content-Type"] == "text/markdown"
    (entry,) = installed.glob("*.dist-info/entry_points.txt")
    assert "zi-score = zi_score.cli:main" in entry.read_text(encoding="utf-8")


def imported() -> Iterator[str]:
    """Yield every package that the program imports, at its top or late."""
    for path in sorted((ROOT / "zi_score").rglob("*.py")):
        if path.name == "prepare.py":
            continue  # part of the build
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def test_every_import_is_a_dependency(metadata: Message) -> None:
    """Nothing is imported that an installation would not bring, and nothing brought that is not used."""
    named = {"docx": "python-docx", "python_calamine": "python-calamine"}
    named |= {"markupsafe": "jinja2", "pydantic_core": "pydantic"}
    required = {re.split(r"[^\w.-]", line)[0] for line in metadata.get_all("Requires-Dist", []) if "extra" not in line}
    others = set(imported()) - set(sys.stdlib_module_names) - {"zi_score", "_typeshed"}
    assert {named.get(name, name) for name in others} == required - {"defusedxml"}  # which openpyxl uses


def test_the_wheel_works(installed: Path, tmp_path: Path) -> None:
    """What is in the wheel alone, evaluates, explains, and writes every format."""
    outputs = ["lke.html", "lke.xlsx", "lke.md", "lke.csv", "lhe.docx"]
    commands = [
        ["--version"],
        ["evaluate", str(VALID / "wbk.xlsx"), "--require", "wbk"],
        ["explain", "wrong-range"],
        ["report", str(VALID / "wbk.xlsx"), *(part for name in outputs for part in ("-o", name))],
        ["template", "-o", "blank.xlsx"],
    ]
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, str(installed), json.dumps(commands)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"},
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    said = done.stdout.decode()
    assert said.startswith(f"zi-score {zi_score.__version__} (permenpanrb-52-2014, permenpanrb-90-2021)")
    assert "MEMENUHI syarat predikat WBK" in said
    assert "Rumus menghitung yang lain dari peraturan" in said
    assert {path.name for path in tmp_path.iterdir()} == {*outputs, "blank.xlsx"}


# --- the files by which others build more ---


def workflow(name: str) -> dict[str, Any]:
    """Return a workflow."""
    found: dict[str, Any] = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
    return found


@in_repository
def test_workflows_take_nothing_that_can_change() -> None:
    """Every action is named by its commit, with the version beside it; no step holds a secret or more rights."""
    for path in sorted(WORKFLOWS.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        for used in re.findall(r"uses: (.+)", text):
            assert used.startswith("./") or re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used
        assert "secrets." not in text
        assert workflow(path.name)["permissions"] == {"contents": "read"}
        assert all("timeout-minutes" in job for job in workflow(path.name)["jobs"].values() if "uses" not in job)


@in_repository
def test_releases_are_published_without_a_secret() -> None:
    """One job may prove who it is, and it runs nothing of the project."""
    jobs = workflow("release.yml")["jobs"]
    trusted = [name for name, job in jobs.items() if "id-token" in job.get("permissions", {})]
    assert trusted == ["publish"]
    assert [step["uses"].partition("@")[0] for step in jobs["publish"]["steps"]] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]
    assert jobs["publish"]["environment"]


@in_repository
def test_tests_run_where_the_program_is_used() -> None:
    """On three systems, from the oldest Python that is supported on."""
    matrix = workflow("tests.yml")["jobs"]["tests"]["strategy"]["matrix"]
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=").partition(",")[0]
    assert matrix["python"][0] == oldest
    systems = {*matrix["os"], *(each["os"] for each in matrix["include"])}
    assert systems == {"ubuntu-latest", "windows-latest", "macos-latest"}
    assert all(
        {each["python"] for each in matrix["include"] if each["os"] == system} >= {oldest}
        for system in systems - {"ubuntu-latest"}
    )


@in_repository
def test_the_container_is_small_and_harmless() -> None:
    """The image is named plainly, runs as nobody special, and takes only what the build needs."""
    text = (PACKAGING / "Dockerfile").read_text(encoding="utf-8")
    assert all(
        re.fullmatch(r"python:\d\.\d+-slim( AS build)?", line)
        for line in re.findall(r"^FROM (.+)$", text, re.MULTILINE)
    )
    lines = text.splitlines()
    assert lines.index("USER zi") < lines.index('ENTRYPOINT ["zi-score"]')
    ignored = (PACKAGING / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    files, folders = needed()
    assert {line[1:] for line in ignored if line.startswith("!")} == {*files, *folders}


@in_repository
def test_the_recipe_of_the_program_without_python() -> None:
    """It is Python, begins where processes of a batch begin too, and takes every module and file of the package."""
    spec, start = ((PACKAGING / name).read_text(encoding="utf-8") for name in ("zi-score.spec", "start.py"))
    compile(spec, "zi-score.spec", "exec")
    assert 'collect_submodules("zi_score")' in spec
    assert 'collect_data_files("zi_score")' in spec
    body = [ast.unparse(node) for node in ast.parse(start).body[-1].body]
    begun = "if sys.argv[1:] == [ARGUMENT]:\n    serve()\nelse:\n    in_window(main)"
    assert body == ["multiprocessing.freeze_support()", begun]


# the tested set ----------------------------------------------------------------------------------

CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
INSTALLS = re.compile(r"(?:pip|pipx) install (?!--user|--quiet)[^`\n]*")
OF_ITSELF = re.compile(r"[ ./][.](?:['\"\[ &]|$)|zi_score|GITHUB_ACTION_PATH")


def test_the_tested_set_names_every_library_exactly() -> None:
    """Names and versions alone: no host, no path, no range."""
    pinned = dict(line.split("==") for line in CONSTRAINTS if not line.startswith("#"))
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.!+]*", line) for line in CONSTRAINTS if line[:1] != "#")
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    names = {re.match(r"[A-Za-z0-9._-]+", each)[0] for each in wanted}  # type: ignore[index]
    known = {name.casefold().replace("_", "-") for name in pinned}
    assert {name.casefold().replace("_", "-") for name in names} <= known


def test_every_documented_way_to_install_takes_the_tested_set() -> None:
    """A release elsewhere must not break anybody unseen; only the weekly job takes the newest of everything."""
    places = [ROOT / "README.md", ROOT / "action.yml", ROOT / ".ci" / "run", PACKAGING / "Dockerfile"]
    places += [*(ROOT / "docs" / "pages").glob("*.md"), WORKFLOWS / "tests.yml", WORKFLOWS / "release.yml"]
    found = 0
    for place in places:
        text = place.read_text(encoding="utf-8").replace("\\\n", " ")
        for command in INSTALLS.findall(text):
            if OF_ITSELF.search(command) and "dist/*.whl" not in command:
                found += 1
                assert "constraints.txt" in command, f"{place.name}: {command}"
    assert found > 10
