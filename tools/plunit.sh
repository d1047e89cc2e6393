#!/usr/bin/env bash
# Run prolog/test/*.plt, or the files named, in plain swipl: each in a process of its own, so that none leans on
# another's facts.
set -uo pipefail
cd "$(dirname "$0")/.."

shopt -s nullglob
tests=("$@")
[ $# -gt 0 ] || tests=(prolog/test/*.plt)
if [ ${#tests[@]} = 0 ]; then
    echo "plunit: there are no tests in prolog/test/*.plt" >&2
    exit 1
fi
failed=()
for test in "${tests[@]}"; do
    # A file that does not load (on-error=status), or holds no test, must not pass for one without failures.
    if said=$(.venv/bin/swipl -f none --on-error=status -l "$test" -g run_tests -t halt 2>&1 </dev/null) &&
        summary=$(grep -oiE '(all [^ ]+ .*)?tests? passed.*' <<<"$said"); then
        echo "$test: $summary"
    else
        echo "$said"
        failed+=("$test")
    fi
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "plunit: failures in ${failed[*]}" >&2
    exit 1
fi
echo "plunit: ${#tests[@]} files passed"
