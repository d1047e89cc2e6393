:- module(rune_score,
          [ best_goal/8,                % +Cx, +Paid, +Bound, +Core, ?Lower, ?Score, ?Witness, -Goal
            each_goal/7                 % +Cx, +Free, +Core, ?Lower, ?Score, ?Witness, -Goal
          ]).
:- autoload(library(apply), [maplist/3, partition/4, exclude/3]).
:- autoload(library(lists), [member/2, append/2, append/3]).
:- autoload(library(ordsets), [ord_subset/2, ord_intersect/2]).
:- autoload(library(pairs), [pairs_keys/2, pairs_values/2, map_list_to_pairs/3]).
:- use_module(core, [crisp/1]).
:- use_module(conjunct).
:- use_module(code).
:- use_module(crisp, [crisp_literal/4, graded_literal/5, cost/2, scanned/8]).

/** <module> `best` scoring as Prolog goals: branch and bound

The score of a formula is the greatest, over its proofs, of the product of the scores of the distinct detections
the proof rests on, times a factor 1 - score(F) for each negation (DESIGN 4.2), and its degree for each relation
that is graded.

A formula becomes a predicate that, given what is bound and a lower bound, finds the best score above the bound
and its witness. Inside it

  - a variable is a scan of its class table, best first, cut at the first detection that cannot do better;
  - a detection that is already paid for in this proof costs nothing: `Paid` lists the variables it may equal;
  - once a variable is bound the rest of the conjunction falls into components that share no variable and
    cannot share a detection, so that the best of the whole is the product of their bests;
  - crisp literals are tests (see crisp.pl).

Bound and Paid are lists of `V-Members`. A witness is a list of `V-Id`, of `V-Ids`, and of `rest-Ids`, what the
witnesses of a counting quantifier rest on besides.
*/

%!  best_goal(+Cx, +Paid, +Bound, +Core, ?Lower, ?Score, ?Witness, -Goal) is det.
%
%   Goal binds Score, the best score of Core if it is greater than Lower, and Witness, or fails.

best_goal(Cx, Paid, Bound, F, Lower, Score, Witness, Goal) :-
    disjuncts(F, Ds),
    maplist(branch(Cx, Paid, Bound, Best), Ds, Branches),
    either(Branches, Search),
    best_of(Best, Search, Lower, Score, Witness, Goal).

%   A predicate that runs Search, which records in Best what it finds.

best_of(Best, Search, Lower, Score, Witness,
        '$aux'([Lower, Score, Witness],
               [ ( Best = best(Lower, none),
                   ( Search -> true ; true ),
                   arg(1, Best, Score), Score > Lower,
                   arg(2, Best, Witness) ) ])).

either([], fail).
either([G], G) :- !.
either([G|Gs], (G ; E)) :- either(Gs, E).

%   A branch fails until it has found a score of 1, which nothing can better.

branch(Cx, Paid, Bound, Best, F, Goal) :-
    conjunction(F, Vars, Literals),
    split(Cx, Bound, Vars, Literals, Literals, Ready, _, Components),
    (   Ready == [], Components = [Only]
    ->  scan_goal(Cx, Paid, Bound, Best, Literals, Only, Goal)
    ;   rest_goal(Cx, at(Paid, Bound, Best), [], Vars, Literals, Literals, 1.0, Score, Witness, Rest),
        record(Best, Score, Witness, Record),
        conj(Rest, Record, Goal)
    ).

%!  each_goal(+Cx, +Free, +Core, ?Lower, ?Score, ?Witness, -Goal) is det.
%
%   Core is a conjunction. Goal succeeds for every binding of the variables Free, with the Score (above Lower) and
%   Witness that it has.

each_goal(Cx, Free, F, Lower, Score, Witness, Goal) :-
    conjunction(F, Vars, Literals),
    rest_goal(Cx, at([], [], Best), Free, Vars, Literals, Literals, 1.0, Score, Witness, Rest),
    Goal = ( Best = best(Lower, none), Rest ).

%   Keeps what is better than the best so far; succeeds, and so ends the search, at a score of 1.

record(Best, Score, Witness,
       ( arg(1, Best, Sofar), Score > Sofar,
         nb_setarg(1, Best, Score), nb_setarg(2, Best, Witness),
         Score >= 1.0 )).

%   split(+Cx, +Bound, +Vars, +All, +Literals, -Ready, -Later, -Components): the literals that are decided now,
%   cheapest first; those that are not; and the components of Vars with them.

split(Cx, Bound, Vars, All, Literals, Ready, Later, Components) :-
    code_kb(Cx, Kb),
    findall(V-Ms, ( member(V, Vars), domain(Kb, V, All, _, Ms) ), Open),
    append(Open, Bound, Siblings),
    pairs_keys(Bound, Known0), sort(Known0, Known),
    maplist(needed(Kb, Siblings), Literals, Needs),
    partition([_-Vs]>>ord_subset(Vs, Known), Needs, Ready0, Later0),
    pairs_keys(Ready0, Ready1),
    map_list_to_pairs(cost, Ready1, Costed), keysort(Costed, Sorted), pairs_values(Sorted, Ready),
    pairs_keys(Later0, Later),
    findall(same_detection-Pair, may_coincide(Kb, Open, All, Pair), Ties),
    append(Later0, Ties, Edges),
    components(Vars, Edges, Components0),
    maplist(without_ties, Components0, Components).

needed(Kb, Siblings, L, L-Vs) :- needs(Kb, L, Siblings, score, Vs).

may_coincide(Kb, Open, All, Pair) :-
    append(_, [V-Ms|More], Open),
    member(W-Ns, More),
    ord_intersect(Ms, Ns),
    \+ told_apart(Kb, V, W, All),
    sort([V, W], Pair).

without_ties(comp(Vs, Ls0), comp(Vs, Ls)) :-
    findall(L, ( member(L, Ls0), L \== same_detection ), Ls).

%   rest_goal(+Cx, at(+Paid, +Bound, +Best), +Free, +Vars, +All, +Literals, +S0, -S, -Witness, -Goal): what is
%   decided is tested or multiplied in; each of Free is scanned; then each component gives its best.

rest_goal(Cx, At, Free, Vars, All, Literals, S0, S, Witness, Goal) :-
    At = at(_, Bound, _),
    append(Free, Vars, Unbound),
    split(Cx, Bound, Unbound, All, Literals, Ready, Later, Components),
    partition(crisp, Ready, Crisp, Soft),
    maplist(crisp_literal(Cx, Bound), Crisp, Tests),
    factors(Soft, Cx, At, S0, S1, W0, Factors),
    (   Free == []
    ->  component_bests(Components, Cx, At, All, S1, S, W1, Bests)
    ;   free_goal(Cx, At, Free, Vars, All, Later, S1, S, W1, Bests)
    ),
    append(W0, W1, Parts),
    witness(Parts, Witness),
    append([Tests, Factors, Bests], Goals),
    conj(Goals, Goal).

free_goal(Cx, at(Paid, Bound, Best), Free, Vars, All, Open, S0, S, [[V-Id], Rest], [Scan, Pay, Prune, RestGoal]) :-
    scanned(Cx, Bound, Free, All, Open, V-Members, Free1, Scan),
    pay(Cx, Paid, V-Members, All, Price, Pay, _),
    column(Cx, V, id, Id),
    Prune = ( S1 is S0*Price, arg(1, Best, Lower), S1 > Lower ),
    rest_goal(Cx, at([V-Members|Paid], [V-Members|Bound], Best), Free1, Vars, All, Open, S1, S, Rest, RestGoal).

%   A witness made of parts is their concatenation, done when it is read: parts(List).

witness(Parts0, Witness) :-
    exclude(==([]), Parts0, Parts),
    (   Parts = [One] -> Witness = One
    ;   Parts == [] -> Witness = []
    ;   Witness = parts(Parts)
    ).

factors([], _, _, S, S, [], []).
factors([L|Ls], Cx, At, S0, S, W, [G|Gs]) :-
    factor(L, Cx, At, S0, S1, W0, G),
    factors(Ls, Cx, At, S1, S, W1, Gs),
    append(W0, W1, W).

factor(not(Scope, F), Cx, at(_, Bound, Best), S0, S, W, Goal) =>
    W = [],
    findall(V-Ms, ( member(V, Scope), member(V-Ms, Bound) ), Paid),
    with_excluded(Cx, Cx1),
    best_goal(Cx1, Paid, Bound, F, 0.0, Value, _, Search),
    Goal = ( ( Search -> true ; Value = 0.0 ),
             S is S0*(1.0-Value),
             arg(1, Best, Lower), S > Lower ).
factor(graded(A), Cx, at(_, Bound, Best), S0, S, W, Goal) =>
    W = [],
    graded_literal(Cx, Bound, graded(A), Degree, Measure),
    Goal = ( Measure,
             S is S0*Degree,
             arg(1, Best, Lower), S > Lower ).
factor(atleast(N, V, F), Cx, at(Paid, Bound, Best), S0, S, W, Goal) =>
    W = [[V-Ids, rest-Rest]],
    at_least(Cx, Paid, Bound, N, V, F, Limit, Value, Ids-Rest, Search),
    times(Best, S0, Limit, Search, Value, S, Goal).
factor(F, Cx, at(Paid, Bound, Best), S0, S, W, Goal) =>
    W = [W0],
    best_goal(Cx, Paid, Bound, F, Limit, Value, W0, Search),
    times(Best, S0, Limit, Search, Value, S, Goal).

%   What a part must exceed is what the whole must, divided by what is paid so far.

times(Best, S0, Limit, Search, Value, S,
      ( arg(1, Best, Lower), Limit is Lower/S0,
        Search,
        S is S0*Value, S > Lower )).

component_bests([], _, _, _, S, S, [], []).
component_bests([C|Cs], Cx, At, All, S0, S, [W|Ws], [G|Gs]) :-
    At = at(Paid, Bound, Best),
    scan_goal(Cx, Paid, Bound, Inner, All, C, Scan),
    best_of(Inner, Scan, Limit, Value, W, Search),
    times(Best, S0, Limit, Search, Value, S1, G),
    component_bests(Cs, Cx, At, All, S1, S, Ws, Gs).

%   One variable is scanned, then the rest; a predicate of its own, so that the cut ends the scan.

scan_goal(Cx, Paid, Bound, Best, All, comp(Vars, Open), '$aux'([Best], [Body])) :-
    scanned(Cx, Bound, Vars, All, Open, V-Members, Vars1, Scan),
    pay(Cx, Paid, V-Members, All, S1, Pay, Order),
    (   Order == falling
    ->  Prune = ( arg(1, Best, Lower), ( S1 > Lower -> true ; !, fail ) )
    ;   Prune = ( arg(1, Best, Lower), S1 > Lower )
    ),
    rest_goal(Cx, at([V-Members|Paid], [V-Members|Bound], Best), [], Vars1, All, Open, S1, S, Rest, RestGoal),
    column(Cx, V, id, Id),
    witness([[V-Id], Rest], Witness),
    record(Best, S, Witness, Record),
    conj([Scan, Pay, Prune, RestGoal, Record], Body).

%   The price of V: its score, or nothing if it is one that is paid for. Order is `falling` if the price never
%   rises along the scan.

pay(Cx, Paid, V-Members, All, S, Goal, Order) :-
    code_kb(Cx, Kb),
    column(Cx, V, score, Score),
    findall(W, ( member(W-Ms, Paid), ord_intersect(Members, Ms), \+ told_apart(Kb, V, W, All) ), Ws),
    (   Ws == []
    ->  S = Score, Goal = true, Order = falling
    ;   column(Cx, V, id, Id),
        maplist(column_of(Cx, id), Ws, Ids),
        maplist(equal_ids(Id), Ids, Equals),
        either(Equals, Equal),
        Goal = ( Equal -> S = 1.0 ; S = Score ),
        Order = any
    ).

column_of(Cx, Column, V, Var) :- column(Cx, V, Column, Var).

equal_ids(I, J, I =:= J).

%   What findall/3 is given is a predicate of its own: a goal that is called as a term would share, and nb_setarg/3
%   spoil, the terms in it from one solution to the next.
%
%   exists>=N. Where the body pays for nothing, the first N of the table are the best; where it only has
%   factors, the N greatest products; where it pays for detections that several witnesses may share, the best
%   cover (cover.pl).

at_least(Cx, Paid, Bound, N, V, F, Limit, Value, Ids-Rest, Goal) :-
    code_kb(Cx, Kb),
    conjunction(F, Vars, Literals),
    domain(Kb, V, Literals, Class, Members),
    scan(Cx, V, Class, Members, Scan),
    pay(Cx, Paid, V-Members, Literals, S1, Pay, Order),
    column(Cx, V, id, Id),
    positive_domains(Kb, F, Inner),
    Paid1 = [V-Members|Paid], Bound1 = [V-Members|Bound],
    (   Inner \== []
    ->  proofs_goal(Cx, Paid1, Bound1, F, Alternatives, Proofs),
        conj([Scan, Pay, Proofs, Alternatives \== []], Each),
        Search = ( findall(c(Id, S1, Alternatives), '$aux'([Id, S1, Alternatives], [Each]), Candidates),
                   rune_cover:best_cover(N, Candidates, Limit, Value, Ids, Rest) )
    ;   crisp(F), Order == falling
    ->  Rest = [],
        rest_goal(Cx, at(Paid1, Bound1, none), [], Vars, Literals, Literals, 1.0, _, _, Tests),
        conj([Scan, Tests], Each),
        Search = ( State = items(0, []),
                   ( Each, rune_runtime:counted(State, S1-Id, N, Pairs) -> true ),
                   rune_runtime:best_n(N, Pairs, Value, Ids) )
    ;   Rest = [],
        rest_goal(Cx, at(Paid1, Bound1, Best), [], Vars, Literals, Literals, S1, S, _, More),
        conj([Best = best(0.0, none), Scan, Pay, More], Each),
        Search = ( findall(S-Id, '$aux'([S, Id], [Each]), Pairs),
                   rune_runtime:best_n(N, Pairs, Value, Ids) )
    ),
    Goal = '$aux'([Limit, Value, Ids, Rest], [Search]).

%   All proofs of a formula as `alt(Factor, Extras)`: the product of the factors and the further detections.

proofs_goal(Cx, Paid, Bound, F, Alternatives, Goal) :-
    proof_goal(Cx, Paid, Bound, F, Factor, Extras, Proof),
    pairs_keys(Paid, PaidVars),
    maplist(column_of(Cx, id), PaidVars, PaidIds),
    Goal = ( rune_cover:no_alternatives(Found),
             (   '$aux'([Factor, Extras], [Proof]),
                 rune_cover:add_alternative(Found, PaidIds, Factor, Extras),
                 fail
             ;   true
             ),
             rune_cover:alternatives(Found, Alternatives) ).

proof_goal(Cx, Paid, Bound, F, Factor, Extras, Goal) :-
    disjuncts(F, Ds),
    maplist(proof_branch(Cx, Paid, Bound, Factor, Extras), Ds, Branches),
    either(Branches, Goal).

proof_branch(Cx, Paid, Bound, Factor, Extras, F, Goal) :-
    conjunction(F, Vars, Literals),
    enumerate(Cx, Paid, Bound, Vars, Literals, Literals, 1.0, Product, Parts, Proof),
    conj(Proof, ( Factor = Product, Extras = Parts ), Goal).

enumerate(Cx, Paid, Bound, Vars, All, Literals, F0, F, Parts, Goal) :-
    split(Cx, Bound, Vars, All, Literals, Ready, Later, _),
    partition(crisp, Ready, Crisp, Soft),
    maplist(crisp_literal(Cx, Bound), Crisp, Tests),
    enumerate_soft(Soft, Cx, Paid, Bound, F0, F1, Parts0, SoftGoals),
    (   Vars == []
    ->  F = F1, Parts = Parts0, Rest = true
    ;   scanned(Cx, Bound, Vars, All, Later, V-Members, Vars1, Scan),
        column(Cx, V, id, Id), column(Cx, V, score, Score),
        enumerate(Cx, [V-Members|Paid], [V-Members|Bound], Vars1, All, Later, F1, F, Parts1, Rest0),
        append(Parts0, [[Id-Score]|Parts1], Parts),
        conj(Scan, Rest0, Rest)
    ),
    append([Tests, SoftGoals, [Rest]], Goals),
    conj(Goals, Goal).

enumerate_soft([], _, _, _, F, F, [], []).
enumerate_soft([L|Ls], Cx, Paid, Bound, F0, F, Parts, [Goal|Goals]) :-
    ( L = not(_, _) ; L = graded(_) ),                      % a factor that rests on nothing
    !,
    factor(L, Cx, at(Paid, Bound, Best), F0, F1, _, Goal0),
    Goal = ( Best = best(0.0, none), Goal0 ),
    enumerate_soft(Ls, Cx, Paid, Bound, F1, F, Parts, Goals).
enumerate_soft([G|Ls], Cx, Paid, Bound, F0, F, [Extras|Parts], [Goal|Goals]) :-
    proof_goal(Cx, Paid, Bound, G, Factor, Extras, Goal0),
    Goal = ( '$aux'([Factor, Extras], [Goal0]), F1 is F0*Factor ),
    enumerate_soft(Ls, Cx, Paid, Bound, F1, F, Parts, Goals).
