#!/usr/bin/env bash
# Everything RUNE needs, into .venv: virtual environment, SWI-Prolog, janus-swi, the package itself.
#
#   PYTHON=/path/to/python   the Python to use (default: the first that is 3.11 or later)
#   SWIPL=/path/to/swipl     the SWI-Prolog to use; SWIPL=build builds one though another is installed
#
#   tools/setup.sh models    also what runs language models (gigabytes): only the tests and measurements need it
#
# Each step leaves a stamp in .venv/setup that names what it rests on (hashes and versions, not times: in a fresh
# checkout every file is new), and is skipped while that holds.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=$PWD/.venv
stamps=$venv/setup
unset SWI_HOME_DIR # it would send our swipl to the home of another

main() {
    # Two set-ups at once (two terminals, a job and a developer) would install over one another.
    if command -v flock >/dev/null; then exec 9<tools && flock 9; fi
    step venv "Virtual environment"
    step swipl "SWI-Prolog"
    step janus "janus-swi (Python's way into SWI-Prolog)"
    step package "RUNE and its Python dependencies"
    if [ "${1:-}" = models ]; then step models "What runs language models (torch; gigabytes)"; fi
    touch "$venv/.ready"
}

# step NAME TITLE: run install_NAME unless the stamp still says what key_NAME says.
step() {
    local stamp=$stamps/$1
    if [ -e "$stamp" ] && [ "$("key_$1")" = "$(cat "$stamp")" ]; then return; fi
    echo "== setup: $2"
    rm -f "$stamp" "$venv/.ready"
    "install_$1"
    "key_$1" >"$stamp"
}

fail() { # fail WHAT ADVICE
    printf 'setup failed: %s\n  %s\n' "$1" "$2" >&2
    exit 1
}

# logged NAME WHAT COMMAND...: run quietly; when it fails, show its first error, usually the cause of the others,
# and where the rest is.
logged() {
    local log=$stamps/$1.log what=$2
    shift 2
    if "$@" >"$log" 2>&1 </dev/null; then return; fi
    fail "$what: $( (grep -iE '(error|fatal): |^E: |CMake Error|Could not fetch' "$log" || tail -n 1 "$log") |
        head -n 1 | cut -c 1-400)" \
        "The whole story is in $log; run 'make setup' again when it is put right."
}

# ---- virtual environment -------------------------------------------------------------------------------------

# A virtual environment cannot be moved: its scripts name its path.
key_venv() { echo "$venv $("$venv/bin/python" -V 2>&1)"; }

install_venv() {
    local python
    mkdir -p "$stamps"
    if fit_venv; then return; fi
    python=$(find_python) || fail "RUNE needs Python 3.11 or later; looked at: $pythons." \
        "Install one, or name it: make setup PYTHON=/path/to/python3"
    # janus-swi is compiled here, hence the compiler and Python's header.
    local packages=(gcc)
    "$python" -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
    "$python" -c 'import os, sysconfig; os.stat(sysconfig.get_path("include") + "/Python.h")' 2>/dev/null ||
        packages+=(python3-dev)
    need "the virtual environment" "${packages[@]}"
    rm -rf "$venv"
    mkdir -p "$stamps"
    logged venv "python -m venv failed" "$python" -m venv "$venv"
}

pythons=${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}

find_python() {
    local name
    for name in $pythons; do
        # The interpreter itself: not a version manager's stand-in, nor the one in an active (our!) environment.
        "$name" -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1); print(sys._base_executable)' \
            2>/dev/null && return
    done
    return 1
}

# One that somebody made here before us will do, unless it was made elsewhere and moved.
fit_venv() {
    "$venv/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        head -n 2 "$venv/bin/pip" | grep -qF "$venv/bin/python"
}

# ---- SWI-Prolog ----------------------------------------------------------------------------------------------

key_swipl() {
    wanted_swipl
    sha256sum <tools/build-swipl.sh
    "$venv/bin/swipl" --dump-runtime-variables 2>&1
}

# SWIPL= holds until it is set to something else, or else the next plain `make` would undo it.
wanted_swipl() { [ -z "${SWIPL:-}" ] && cat "$stamps/swipl.wanted" 2>/dev/null || echo "${SWIPL:-any}"; }

install_swipl() {
    local wanted found
    wanted=$(wanted_swipl)
    case $wanted in
    build) build_swipl ;;
    any)
        if found=$(find_swipl); then
            use_swipl "$found"
        elif distribution_has_swipl; then
            need "SWI-Prolog" swi-prolog-nox
            found=$(find_swipl) || fail "swi-prolog-nox is installed but $(why_not /usr/bin/swipl)." \
                "Build one instead: make setup SWIPL=build"
            use_swipl "$found"
        else
            build_swipl
        fi
        ;;
    *)
        fit "$wanted" || fail "$wanted: $(why_not "$wanted")." "Name another, or build one: make setup SWIPL=build"
        use_swipl "$wanted"
        ;;
    esac
    echo "$wanted" >"$stamps/swipl.wanted"
    "$venv/bin/swipl" --version
}

find_swipl() {
    local swipl
    for swipl in $(type -aP swipl) /usr/bin/swipl /usr/local/bin/swipl /opt/homebrew/bin/swipl; do
        # Not the one in a virtual environment that happens to be active: it goes when that goes.
        [ -e "$(dirname "$swipl")/../pyvenv.cfg" ] && continue
        if fit "$swipl"; then
            echo "$swipl"
            return
        fi
    done
    return 1
}

fit() { [ -z "$(why_not "$1")" ]; }

# why_not SWIPL: what keeps us from using this one; nothing if we can.
why_not() {
    local PLVERSION='' PLSHARED='' PLTHREADS='' PLBASE=''
    eval "$("$1" --dump-runtime-variables 2>/dev/null | grep -E '^PL(VERSION|SHARED|THREADS|BASE)="[^"$`]*";$')"
    if [ -z "$PLVERSION" ]; then
        echo "it does not run as SWI-Prolog"
    elif [ "$PLVERSION" -lt 90200 ]; then
        echo "it is older than 9.2"
    elif [ "$PLSHARED$PLTHREADS" != yesyes ]; then
        echo "it is built without a shared library or without threads"
    elif [ ! -e "$PLBASE/include/SWI-Prolog.h" ]; then
        echo "it comes without its header SWI-Prolog.h"
    elif ! "$1" -g 'exists_source(library(plunit)), exists_source(library(http/json))' -t halt >/dev/null 2>&1; then
        echo "it comes without its packages (plunit, http)"
    fi
}

# A SWI-Prolog from elsewhere gets a door in .venv/bin: one place to call it by, whichever it is.
use_swipl() {
    rm -rf "$venv/lib/swipl" "$venv/bin/swipl"
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$1" >"$venv/bin/swipl"
    chmod +x "$venv/bin/swipl"
}

build_swipl() {
    local recipe
    recipe=$(sha256sum <tools/build-swipl.sh)
    if [ "$(cat "$venv/lib/swipl/recipe" 2>/dev/null)" = "$recipe" ] && fit "$venv/bin/swipl"; then return; fi
    command -v apt-get >/dev/null || fail "no SWI-Prolog 9.2 or later on PATH, and no apt to fetch its source with." \
        "Install SWI-Prolog 9.2 or later (Homebrew, conda-forge, your distribution), then run 'make setup' again."
    # shellcheck disable=SC2046  # a list of packages
    need "building SWI-Prolog" $(tools/build-swipl.sh --needs)
    echo "   building it from the distribution's source, about two minutes"
    rm -f "$venv/bin/swipl"
    logged swipl "building SWI-Prolog failed" tools/build-swipl.sh "$venv"
    echo "$recipe" >"$venv/lib/swipl/recipe"
}

distribution_has_swipl() {
    command -v apt-cache >/dev/null || return 1
    local candidate
    candidate=$(swipl_candidate)
    if [ -z "$candidate" ]; then # a fresh machine has no package lists yet
        need_root "sudo apt-get update"
        logged apt "apt-get update failed" "${sudo[@]}" apt-get update
        candidate=$(swipl_candidate)
    fi
    [ -n "$candidate" ] && dpkg --compare-versions "$candidate" ge 9.2
}

swipl_candidate() { LC_ALL=C apt-cache policy swi-prolog-nox | sed -n 's/^ *Candidate: *//p' | grep -v '(none)' || true; }

# ---- packages of the distribution ----------------------------------------------------------------------------

# need PURPOSE PACKAGE...: install those that are missing; a|b is there when either is.
need() {
    local purpose=$1 package missing=()
    shift
    for package; do installed "$package" || missing+=("${package%%|*}"); done
    if [ ${#missing[@]} = 0 ]; then return; fi
    command -v apt-get >/dev/null || fail "$purpose needs what Debian calls: ${missing[*]}." \
        "Install that with this system's package manager, then run 'make setup' again."
    need_root "sudo apt-get install ${missing[*]}"
    echo "   installing ${missing[*]}"
    # One archive of several that cannot be reached need not matter; the installation will show whether it does.
    "${sudo[@]}" apt-get update >/dev/null 2>&1 || true
    logged apt "could not install ${missing[*]}" "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends "${missing[@]}"
}

sudo=()

need_root() { # need_root COMMAND_TO_ADVISE
    if [ "$(id -u)" = 0 ]; then return; fi
    sudo=(sudo -n)
    sudo -n true 2>/dev/null || fail "packages of the distribution are missing, and only root can install them." \
        "Run '$1', then 'make setup' again."
}

installed() {
    local name
    for name in ${1//|/ }; do
        if dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q ' installed$'; then return; fi
        # A compiler from elsewhere is as good.
        if [ "$name" = gcc ] && command -v cc >/dev/null; then return; fi
    done
    return 1
}

# ---- Python packages -----------------------------------------------------------------------------------------

requirement() { sed -n 's/^ *"\(janus-swi[^"]*\)".*/\1/p' pyproject.toml; }

key_janus() {
    requirement
    cat "$stamps/venv" "$stamps/swipl"
}

# Always compiled here, never from pip's cache of wheels: one in there is linked to the SWI-Prolog it first saw.
install_janus() {
    logged janus "building janus-swi failed" env SWIPL="$venv/bin/swipl" \
        "$venv/bin/python" -m pip install --no-cache-dir --force-reinstall --no-deps --no-binary janus-swi "$(requirement)"
    logged janus "janus-swi does not start SWI-Prolog" "$venv/bin/python" -c 'from rune_kb.swipl import load_janus
assert load_janus().query_once("X is 1+1")["X"] == 2'
}

key_package() {
    sha256sum <pyproject.toml
    cat "$stamps/janus"
}

install_package() {
    logged package "installing RUNE's dependencies failed" "$venv/bin/python" -m pip install --editable '.[dev]'
}

key_models() {
    grep '^llm = ' pyproject.toml
    cat "$stamps/venv"
}

install_models() {
    logged models "installing what runs language models failed" \
        "$venv/bin/python" -m pip install --editable '.[dev,llm]'
}

main "$@"
