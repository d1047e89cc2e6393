#!/usr/bin/env bash
# prolog/rune.pl (or the file named) must load in plain swipl, without Python, saying nothing: any warning is a
# failure. So is a call to a predicate that is defined nowhere, which loading alone does not notice; that check
# does not guess which predicates call their arguments, because a guess can be wrong.
set -uo pipefail
cd "$(dirname "$0")/.."

file=${1:-prolog/rune.pl}
said=$(.venv/bin/swipl -q -f none --on-error=status --on-warning=status \
    -l "$file" -g "list_undefined([infer_meta_predicates(false)])" -t halt 2>&1 </dev/null)
status=$?
if [ $status != 0 ] || [ -n "$said" ]; then
    printf '%s\nprolog-check: %s does not load cleanly (exit %d)\n' "$said" "$file" $status >&2
    exit 1
fi
echo "prolog-check: $file loads cleanly"
