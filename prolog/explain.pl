:- module(rune_explain,
          [ explain/6                   % +Kb, +Source, +Options, +Image, +Bindings, -Explanation
          ]).
:- autoload(library(lists), [append/3, member/2]).
:- autoload(library(option), [option/3]).
:- autoload(library(pairs), [pairs_keys/2]).
:- autoload(library(ordsets), [ord_subset/2]).
:- use_module(parts).
:- use_module(proof, [best_proof/5, proof_ids/2]).
:- use_module(miss, [miss/5]).

/** <module> Why an image answers, and why not

Explanation is missing(Tables), of tables that must be loaded first; proofs(Steps), the best proof of the formula in the
image first; or misses(Miss), where there is none.

Bindings are pairs `Name-K` of the free variables of the formula, all of them or none.

Options are those of compile_query/4, and

| proofs(N)  | how many proofs, at most (1). Each rests on other detections, none on all that another rests on |
| most(N)    | how many candidates a miss looks at (2000)                                        |

    ?- explain(kb_1, exists([x], class(ship, x)), [min_score(0.05)], 'P0001', [], Explanation).
*/

%!  explain(+Kb, +Source, +Options, +Image, +Bindings, -Explanation) is det.

explain(Kb, Source, Options, Image, Bindings, Explanation) :-
    pairs_keys(Bindings, Xs),
    compile_parts(Kb, Source, Xs, Options, Parts),
    parts_missing(Parts, Missing),
    (   Missing == []
    ->  option(scoring(Scoring), Options, best),
        with_parts(Parts, explained(Kb, Source, Scoring, Options, Image, Bindings, Explanation))
    ;   Explanation = missing(Missing)
    ).

explained(Kb, Source, Scoring, Options, Image, Bindings, Explanation, M) :-
    C = c(Kb, Image, Scoring, M),
    option(proofs(N), Options, 1),
    best_proofs(C, Source, Bindings, N, Steps),
    (   Steps == []
    ->  option(most(Most), Options, 2000),
        miss(C, Source, Bindings, Most, Miss),
        Explanation = misses(Miss)
    ;   Explanation = proofs(Steps)
    ).

%   The N best: after a proof, those that lack one of the detections it rests on. What is still to be looked at is
%   a list of `Score-open(Step, Excluded)`, best first; every proof that rests on none of Excluded is worth at most that.

best_proofs(C, F, Env, N, Steps) :-
    opened(C, F, Env, [], Open),
    best_proofs(N, C, F, Env, Open, [], Steps).

best_proofs(0, _, _, _, _, _, Steps) => Steps = [].
best_proofs(_, _, _, _, [], _, Steps) => Steps = [].
best_proofs(N, C, F, Env, [_-open(Step, Excluded)|Open], Seen, Steps), proof_ids(Step, Ids), covered(Ids, Seen) =>
    opened_more(C, F, Env, Ids, Excluded, Open, Open1),
    best_proofs(N, C, F, Env, Open1, Seen, Steps).
best_proofs(1, _, _, _, [_-open(Step, _)|_], _, Steps) => Steps = [Step].
best_proofs(N, C, F, Env, [_-open(Step, Excluded)|Open], Seen, Steps) =>
    proof_ids(Step, Ids),
    opened_more(C, F, Env, Ids, Excluded, Open, Open1),
    N1 is N-1,
    Steps = [Step|Steps1],
    best_proofs(N1, C, F, Env, Open1, [Ids|Seen], Steps1).

%   It rests on all that one of those seen rests on.

covered(Ids, Seen) :-
    member(Other, Seen),
    ord_subset(Other, Ids),
    !.

opened_more(C, F, Env, Ids, Excluded, Open0, Open) :-
    findall(Each,
            ( member(K, Ids), \+ memberchk(_-K, Env),
              sort([K|Excluded], More),
              opened(C, F, Env, More, [Each]) ),
            New),
    append(New, Open0, Open1),
    sort(1, @>=, Open1, Open).

opened(C, F, Env, Excluded, Open) :-
    (   best_proof(C, F, Env, Excluded, Step)
    ->  arg(2, Step, Score),
        Open = [Score-open(Step, Excluded)]
    ;   Open = []
    ).
