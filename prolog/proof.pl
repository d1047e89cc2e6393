:- module(rune_proof,
          [ best_proof/5,               % +C, +Source, +Env, +Excluded, -Step
            proof_in_scope/4,           % +C, +F, +Env, -Step
            denial/3,                   % +F, -Rule, -G
            proof_ids/2                 % +Step, -Ids
          ]).
:- autoload(library(apply), [foldl/4, maplist/3]).
:- autoload(library(lists), [append/3, list_to_set/2, member/2, nth0/3, subtract/3]).
:- autoload(library(pairs), [pairs_values/2]).
:- use_module(parts).
:- use_module(image_rows).
:- use_module(miss, [miss/5]).
:- use_module(runtime, [excluding/2]).

/** <module> Proof trees

A proof tree says of every part of a formula, as it was written, why it holds in one image. The search for the
best proof is the query's own (score.pl), compiled for each part (parts.pl): it finds the score and the detections
the proof rests on. What is left is to go through the formula once more with these few detections, and to write
down what is found. The tree is

    step(Rule, Score, Branch, Witnesses, Paid, Measures, Search, Children)

as rune_kb/proof/tree.py describes it. The formula of a step follows from its place, so it is not repeated here.
Search is `none` or search(Class, Candidates, Counter, Miss): Counter is the best proof of what is denied (a
step, or `none`), Miss what came closest to one (see miss.pl, or `none`).

In `best` a detection is paid for once; going through the tree depth first, left to right, where it first
becomes a witness.

    ?- best_proof(C, exists([x], class(ship, x)), [], [], Step).
*/

%!  best_proof(+C, +Source, +Env, +Excluded:list, -Step) is semidet.
%
%   Env binds the free variables, which are paid for like witnesses. The proof rests on none of Excluded. C is a
%   context of parts.pl, and Source must have been compiled there.

best_proof(C, F, Env, Excluded, Step) :-
    pairs_values(Env, Ks),
    \+ ( member(K, Ks), memberchk(K, Excluded) ),
    pay_all(Ks, C, [], Paid, 1.0, Price, New),
    proof_in_scope(C, F, Env, Excluded, Paid, S0, Step0),
    (   Env == []
    ->  filled(C, Step0, Step)
    ;   S is Price*S0,
        filled(C, step(answer, S, none, Ks, New, [], none, [Step0]), Step)
    ).

%!  proof_in_scope(+C, +F, +Env, -Step) is semidet.
%
%   The best proof of a part where what Env binds is paid for already.

proof_in_scope(C, F, Env, Step) :-
    pairs_values(Env, Ks),
    sort(Ks, Paid),
    proof_in_scope(C, F, Env, [], Paid, _, Step0),
    filled(C, Step0, Step).

%   proof_in_scope(..., +Paid, -Score, -Step): the best proof where Paid are paid already.

proof_in_scope(C, F, Env, Excluded, Paid, S, Step) :-
    excluding(Excluded, part_value(C, F, Env, Best, Witness)),
    pairs_values(Witness, Ks0),
    pairs_values(Env, Ks1),
    append(Ks0, Ks1, Ks2),
    sort(Ks2, Domain),
    Enough is Best*(1-1.0e-9),
    once(( prove(F, Env, x(C, Domain, Witness, Excluded), Paid, _, S, Step), S >= Enough )).

%!  prove(+F, +Env, +X, +Paid0, -Paid, -Score, -Step) is nondet.
%
%   The proofs that rest on the domain. X is x(C, Domain, Witness, Excluded), Witness the pairs `Name-K` that the
%   search came back with: tried first, they are nearly always right at once. A step of a denial has denied(F, Env)
%   in the place of its search, until filled/3.

prove(F, Env, X, P0, P, S, step(definition, S, none, [], [], [], none, [Step])) :-
    X = x(c(Kb, _, _, _), _, _, _),
    unfolded(Kb, F, Env, Body-Env1),
    !,
    prove(Body, Env1, X, P0, P, S, Step).
prove(class(Class, V), Env, x(C, _, _, _), P, P, 1.0, step(class, 1.0, none, [], [], [], none, [])) :-
    memberchk(V-K, Env),
    is_a(C, K, Class).
prove(F, Env, x(C, _, _, _), P, P, S, step(Rule, S, none, [], [], Measures, none, [])) :-
    atom_rule(F, Rule),
    part_test(C, F, Env, S, Measures),
    S > 0.0.
prove(and(Fs), Env, X, P0, P, S, step(and, S, none, [], [], [], none, Steps)) :-
    prove_all(Fs, Env, X, P0, P, 1.0, S, Steps).
prove(or(Fs), Env, X, P0, P, S, step(or, S, I, [], [], [], none, [Step])) :-
    nth0(I, Fs, F),
    prove(F, Env, X, P0, P, S, Step).
prove(F, Env, X, P0, P, S, step(Rule, S, I, [], [], [], none, Steps)) :-
    branch(F, Rule, I, Parts),
    prove_all(Parts, Env, X, P0, P, 1.0, S, Steps).
prove(not(F), Env, X, P0, P, S, step('double-neg', S, none, [], [], [], none, [Step])) :-
    X = x(c(Kb, _, _, _), _, _, _),
    denied_by(Kb, F, Env, G, Env1),
    !,
    prove(G, Env1, X, P0, P, S, Step).
prove(exists(Xs, F), Env, X, P0, P, S, step(exists, S, none, Ks, New, [], none, [Step])) :-
    bind_all(Xs, F, Env, X, Env1, Ks, P0, P1, 1.0, Price, New),
    prove(F, Env1, X, P1, P, S0, Step),
    S is Price*S0.
prove(exists(Op, N0, V, F), Env, X, P0, P, S, step('exists-count', S, none, [], [], [], none, Steps)) :-
    at_least(Op, N0, N),
    findall(K, candidate(X, V, F, Env, K), Cands),
    members(N, Cands, V, F, Env, X, P0, P1, 1.0, S1, Steps0),
    (   Op == (=)
    ->  prove(not(exists(>, N0, V, F)), Env, X, P1, P, S2, Last),
        S is S1*S2, append(Steps0, [Last], Steps)
    ;   P = P1, S = S1, Steps = Steps0
    ).
prove(F, Env, X, P, P, S, step(Rule, S, none, [], [], [], denied(G, Env), [])) :-
    denial(F, Rule, G),
    X = x(C, _, _, _),
    denied(C, G, Env, S).

atom_rule(attr(_, _), attribute).
atom_rule(rel(_, _, _), relation).
atom_rule(cmp(_, _, _), compare).
atom_rule(tcmp(_, _, _), compare).

branch(implies(F, _), implies, 0, [not(F)]).
branch(implies(_, G), implies, 1, [G]).
branch(iff(F, G), iff, 0, [F, G]).
branch(iff(F, G), iff, 1, [not(F), not(G)]).
branch(xor(F, G), xor, 0, [F, not(G)]).
branch(xor(F, G), xor, 1, [not(F), G]).

at_least(>=, N, N).
at_least(>, N0, N) :- N is N0+1.
at_least(=, N, N) :- N > 0.

%!  denial(+F, -Rule, -G) is semidet.
%
%   F denies G, by the rule.

denial(not(F), not, F).
denial(forall(Xs, F), forall, exists(Xs, not(F))).
denial(exists(=<, N, V, F), 'at-most', exists(>, N, V, F)).
denial(exists(<, N, V, F), 'at-most', exists(>=, N, V, F)).
denial(exists(=, 0, V, F), 'at-most', exists(>, 0, V, F)).

%   F is itself a denial of G, or defined as one: who denies F says G.

denied_by(Kb, F, Env, G, Env1) :-
    (   unfolded(Kb, F, Env, Body-Env0)
    ->  denied_by(Kb, Body, Env0, G, Env1)
    ;   denial(F, _, G), Env1 = Env
    ).

denied(C, F, Env, S) :-
    (   part_value(C, F, Env, Value, _)
    ->  C = c(_, _, Scoring, _),
        Scoring \== boolean,
        S is 1.0-Value,
        S > 0.0
    ;   S = 1.0
    ).

prove_all([], _, _, P, P, S, S, []).
prove_all([F|Fs], Env, X, P0, P, S0, S, [Step|Steps]) :-
    prove(F, Env, X, P0, P1, S1, Step),
    S2 is S0*S1,
    prove_all(Fs, Env, X, P1, P, S2, S, Steps).

%   bind_all(+Xs, +F, +Env0, +X, -Env, -Ks, +P0, -P, +Price0, -Price, -New).

bind_all([], _, Env, _, Env, [], P, P, Price, Price, []).
bind_all([V|Vs], F, Env0, X, Env, [K|Ks], P0, P, Price0, Price, New) :-
    (   Vs == [] -> Rest = F ; Rest = exists(Vs, F) ),
    candidate(X, V, Rest, Env0, K),
    X = x(C, _, _, _),
    pay(C, K, P0, P1, Price0, Price1, New, New1),
    bind_all(Vs, F, [V-K|Env0], X, Env, Ks, P1, P, Price1, Price, New1).

members(0, _, _, _, _, _, P, P, S, S, []) :- !.
members(N, [K|Cands], V, F, Env, X, P0, P, S0, S, [Member|Steps]) :-
    X = x(C, _, _, _),
    pay(C, K, P0, P1, 1.0, Price, New, []),
    prove(F, [V-K|Env], X, P1, P2, S1, Step),
    Own is Price*S1,
    Member = step(member, Own, none, [K], New, [], none, [Step]),
    S2 is S0*Own,
    N1 is N-1,
    members(N1, Cands, V, F, Env, X, P2, P, S2, S, Steps).
members(N, [_|Cands], V, F, Env, X, P0, P, S0, S, Steps) :-
    length(Cands, Left),
    Left >= N,
    members(N, Cands, V, F, Env, X, P0, P, S0, S, Steps).

%   candidate(+X, +V, +F, +Env, -K) is nondet: what V may stand for so that F, those that the search named first. In
%   `boolean` truth decides one choice after the other, so the first that leaves F true will do.

candidate(x(C, Domain, Witness, Excluded), V, F, Env, K) :-
    C = c(Kb, _, Scoring, _),
    guard(Kb, V, F, Class),
    findall(K1, member(V-K1, Witness), Named),
    list_to_set(Named, Named0),
    (   Scoring == boolean
    ->  ids_of(C, Class, All), subtract(All, Excluded, Others0)
    ;   Others0 = Domain
    ),
    subtract(Others0, Named0, Others),
    append(Named0, Others, Cands),
    (   Scoring == boolean
    ->  member(K, Cands),
        is_a(C, K, Class),
        excluding(Excluded, part_value(C, F, [V-K|Env], _, _))
    ;   member(K, Cands),
        is_a(C, K, Class)
    ).

%   A detection is paid where it first becomes a witness.

pay(c(_, _, boolean, _), _, P, P, S, S, New, New) :- !.
pay(C, K, P0, P, S0, S, New0, New) :-
    (   memberchk(K, P0)
    ->  P = P0, S = S0, New0 = New
    ;   score_of(C, K, Score),
        P = [K|P0], S is S0*Score, New0 = [K|New]
    ).

pay_all([], _, P, P, S, S, []).
pay_all([K|Ks], C, P0, P, S0, S, New) :-
    pay(C, K, P0, P1, S0, S1, New, New1),
    pay_all(Ks, C, P1, P, S1, S, New1).

% -- denials: what was searched ------------------------------------------------------------------------------

%   filled(+C, +Step0, -Step): every denied(F, Env) becomes a search.

filled(C, step(Rule, S, I, Ws, New, Ms, Search0, Steps0), step(Rule, S, I, Ws, New, Ms, Search, Steps)) :-
    maplist(filled(C), Steps0, Steps),
    (   Search0 = denied(F, Env) -> search(C, F, Env, Search) ; Search = none ).

search(C, F, Env, search(Class, Candidates, Counter, Miss)) :-
    C = c(Kb, _, _, _),
    searched(Kb, F, Class),
    (   Class == '' -> Candidates = 0 ; ids_of(C, Class, Ids), length(Ids, Candidates) ),
    (   proof_in_scope(C, F, Env, Proof)
    ->  Counter = Proof, Miss = none
    ;   Counter = none,
        miss(C, F, Env, 60, Miss)
    ).

%!  proof_ids(+Step, -Ids:ordset) is det.
%
%   The detections that a proof rests on.

proof_ids(Step, Ids) :-
    findall(K, witness_of(Step, K), Ks),
    sort(Ks, Ids).

witness_of(step(_, _, _, Ws, _, _, _, Steps), K) :-
    (   member(K, Ws)
    ;   member(Step, Steps), witness_of(Step, K)
    ).
