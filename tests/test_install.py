"""An installation finds its own files and its own SWI-Prolog; the tools that guard prolog/ do guard it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import rune_kb
from rune_kb import paths, swipl

ROOT = Path(__file__).resolve().parent.parent


def run_python(code: str, **environment: str) -> str:
    """What `code` prints in a fresh interpreter outside the checkout, with these variables set."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# ---- the package ---------------------------------------------------------------------------------


def test_importing_the_package_imports_nothing_else():
    code = (
        "import sys, rune_kb; print([m for m in sys.modules if m.startswith(('rune_kb.', 'numpy', 'janus'))])"
    )
    assert run_python(code) == "[]"


@pytest.mark.parametrize("name", rune_kb.__all__)
def test_every_name_the_package_offers_is_there(name: str):
    assert getattr(rune_kb, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = rune_kb.nonsense


# ---- paths ---------------------------------------------------------------------------------------


def test_in_a_checkout_the_files_stand_at_the_root():
    assert paths.PROLOG == ROOT / "prolog"
    assert paths.SAMPLE == ROOT / "data" / "sample"


def test_in_a_wheel_they_stand_inside_the_package(tmp_path: Path):
    (tmp_path / "rune_kb" / "share").mkdir(parents=True)
    assert paths.share(tmp_path / "rune_kb") == tmp_path / "rune_kb" / "share"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, unpacked where an installation would put it."""
    built = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(built / "site")
    return built / "site"


@pytest.mark.parametrize("part", ["prolog", "ontology", "data/sample"])
def test_a_wheel_carries_the_files_that_are_not_python(installed: Path, part: str):
    tracked = subprocess.run(
        ["git", "ls-files", "--", part], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    expected = [file for file in tracked if not file.startswith("prolog/test/") and (ROOT / file).exists()]
    assert expected
    assert [file for file in expected if not (installed / "rune_kb" / "share" / file).is_file()] == []


def test_an_installed_wheel_uses_its_own_files(installed: Path):
    found = run_python("from rune_kb.paths import PROLOG; print(PROLOG)", PYTHONPATH=str(installed))
    assert Path(found) == installed / "rune_kb" / "share" / "prolog"


# ---- SWI-Prolog ----------------------------------------------------------------------------------


def test_the_home_belongs_to_the_library():
    found = swipl.find()
    assert (found.home / "boot.prc").is_file()
    assert found.version >= swipl.OLDEST
    said = subprocess.run([found.executable, "--version"], capture_output=True, text=True, check=True).stdout
    assert said.split()[2] == str(found).split()[1]


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("venv/lib/swipl/lib/x86_64-linux/libswipl.so.9", "venv/lib/swipl"),
        ("usr/lib/x86_64-linux-gnu/libswipl.so.9", "usr/lib/swi-prolog"),
        ("usr/local/lib/libswipl.so.9", "usr/local/lib/swipl"),
    ],
)
def test_homes_of_the_usual_layouts(tmp_path: Path, library: str, home: str):
    (tmp_path / home).mkdir(parents=True)
    (tmp_path / home / "boot.prc").touch()
    assert swipl.home_of(tmp_path / library) == tmp_path / home


def test_janus_starts_whatever_the_environment_says(tmp_path: Path):
    """Another swipl first on PATH, another home in SWI_HOME_DIR: plain `import janus_swi` aborts here."""
    (tmp_path / "boot.prc").write_text("of another version")
    (tmp_path / "swipl").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "swipl").chmod(0o755)
    code = """
import os
from rune_kb.swipl import load_janus
print(load_janus().query_once("X is 1+1")["X"], os.environ["SWI_HOME_DIR"])
"""
    path = f"{tmp_path}:{os.environ['PATH']}"
    assert run_python(code, SWI_HOME_DIR=str(tmp_path), PATH=path) == f"2 {tmp_path}"


def test_without_janus_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(swipl, "find_spec", lambda name: None)
    with pytest.raises(swipl.NoSwiProlog, match=r"not installed .* `make setup`"):
        swipl.find.__wrapped__()


def test_an_old_swi_prolog_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(swipl, "OLDEST", 990000)
    with pytest.raises(swipl.NoSwiProlog, match="too old"):
        swipl.find.__wrapped__()


# ---- the guards of prolog/ -----------------------------------------------------------------------


def guard(tool: str, file: Path, text: str) -> subprocess.CompletedProcess[str]:
    file.write_text(text)
    return subprocess.run([ROOT / "tools" / tool, file], capture_output=True, text=True, timeout=60)


needs_checkout = pytest.mark.skipif(
    not (ROOT / ".venv/bin/swipl").exists(), reason="the tools run in a checkout's .venv"
)


@needs_checkout
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("p(X).", "Singleton"),
        ("p :- no_such_predicate_anywhere.", "no_such_predicate_anywhere"),
        ("p(.", "Syntax error"),
        (":- fail.", "failed"),
    ],
)
def test_prolog_check_refuses(tmp_path: Path, text: str, complaint: str):
    done = guard("prolog-check.sh", tmp_path / "rune.pl", text)
    assert done.returncode == 1
    assert complaint in done.stderr


@needs_checkout
def test_prolog_check_accepts_a_program_without_running_it(tmp_path: Path):
    done = guard(
        "prolog-check.sh", tmp_path / "rune.pl", ":- initialization(main, main).\nmain :- writeln(ran).\n"
    )
    assert (done.returncode, done.stderr) == (0, "")


@needs_checkout
@pytest.mark.parametrize(
    ("text", "status"),
    [
        (":- use_module(library(plunit)).\n:- begin_tests(t).\ntest(a) :- true.\n:- end_tests(t).\n", 0),
        (":- use_module(library(plunit)).\n:- begin_tests(t).\ntest(a) :- fail.\n:- end_tests(t).\n", 1),
        (":- use_module(no_such_file).\n", 1),
        (":- use_module(library(plunit)).\n", 1),
    ],
)
def test_plunit_passes_only_what_loads_and_holds(tmp_path: Path, text: str, status: int):
    assert guard("plunit.sh", tmp_path / "some.plt", text).returncode == status
