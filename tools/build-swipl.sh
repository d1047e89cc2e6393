#!/usr/bin/env bash
# Build SWI-Prolog from the distribution's own source into a prefix:  build-swipl.sh PREFIX  |  --needs
#
# For machines whose distribution has an older one (Debian 12: 9.0.4). apt fetches the source of a later Debian
# release and checks its signature, in directories of its own: the machine's package lists stay as they are.
set -euo pipefail

release=trixie # Debian 13, SWI-Prolog 9.2.9

# What the build needs, as Debian packages; a|b means that either will do.
if [ "$1" = --needs ]; then
    echo build-essential cmake ninja-build libgmp-dev zlib1g-dev libssl-dev 'libedit-dev|libreadline-dev'
    exit
fi
prefix=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch_source() {
    local keyring
    for keyring in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do [ -e "$keyring" ] && break; done
    mkdir -p "$work"/{lists,cache/archives}/partial "$work/source"
    # The mirror this machine already uses; the other archives it may know do not carry the release.
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' |
        sort -u | sed "s|.*|deb-src [signed-by=$keyring] & $release main|" >"$work/sources.list"
    if [ ! -s "$work/sources.list" ]; then
        echo "error: apt knows no Debian archive to fetch the source from (try: sudo apt-get update)"
        return 1
    fi
    # Sandbox: as root apt would fetch as the user _apt, who cannot enter a private directory.
    local apt=(apt-get -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root)
    "${apt[@]}" update
    (cd "$work/source" && "${apt[@]}" source --download-only --tar-only swi-prolog)
    tar -xf "$work"/source/swi-prolog_*.orig.tar.* -C "$work/source" --strip-components=1
}

# Only the packages that RUNE's Prolog may use. swipy (Prolog calling Python) is left out because janus-swi brings
# its own half; CMake adds what the others depend on (ssl, for http).
packages="clib;plunit;chr;clpqr;http;libedit;nlp;pengines;pldoc;RDF;readline;semweb;sgml;table;zlib"

fetch_source
# The prefix lives in .venv: nothing of an interrupted or an older build may stay behind.
rm -rf "$prefix/lib/swipl"
cmake -S "$work/source" -B "$work/build" -G Ninja -Wno-dev \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" -DSWIPL_PACKAGE_LIST="$packages" \
    -DUSE_TCMALLOC=OFF -DINSTALL_DOCUMENTATION=OFF -DBUILD_TESTING=OFF
cmake --build "$work/build" --target install
# Built without line editing the REPL would be a poor thing; without GMP, arithmetic changes its meaning.
env -u SWI_HOME_DIR "$prefix/bin/swipl" -g \
    "(exists_source(library(editline)) ; exists_source(library(readline))), current_prolog_flag(bounded, false)" -t halt
