:- module(rune_english_normal_form,
          [ normal_formula/3            % +Kb, +Source, -Normal
          ]).
:- autoload(library(apply), [exclude/3, maplist/2, maplist/3, foldl/4, partition/4]).
:- autoload(library(lists), [append/3, member/2, reverse/2]).
:- autoload(library(pairs), [pairs_keys_values/3]).
:- use_module('../vocabulary').

/** <module> A formula without what is but another way of saying it

same.pl says which differences those are. A normal form has Prolog variables for bound variables, free(Name) for
free ones:

| true, false, class(C, V), attr(A, V), same(Pair), differ(Pair), rel(R, Args, Radius), compare(Op, T1, T2) ||
| not(F), and(Fs), or(Fs)       | two or more, none of them another of the kind                           |
| exists(Vs, F), atleast(N, V, F) | all of F is connected by Vs                                             |

Pair and the arguments whose order is nothing are any([T1, T2]).
*/

%!  normal_formula(+Kb, +Source, -Normal) is det.

normal_formula(Kb, Source, Normal) :-
    normal(Source, c(Kb, []), Normal).

normal(true, _, N) => N = true.
normal(class(object, _), _, N) => N = true.
normal(class(C, X), Ctx, N), Ctx = c(Kb, _), kb_definition(Kb, C, Param, Body) =>
    variable(Ctx, X, V),
    normal(Body, c(Kb, [Param-V]), N).
normal(class(C, X), Ctx, N) => variable(Ctx, X, V), N = class(C, V).
normal(attr(A, X), Ctx, N) => variable(Ctx, X, V), N = attr(A, V).
normal(rel(R, Xs, Radius0), Ctx, N) =>
    maplist(variable(Ctx), Xs, Vs),
    term(Radius0, Ctx, Radius),
    Ctx = c(Kb, _),
    related(Kb, R, Vs, Radius, N).
normal(cmp(=, var(X), var(Y)), Ctx, N) => pair(Ctx, X, Y, Pair), N = same(Pair).
normal(cmp(\=, var(X), var(Y)), Ctx, N) => pair(Ctx, X, Y, Pair), N = differ(Pair).
normal(cmp(Op, A0, B0), Ctx, N) => term(A0, Ctx, A), term(B0, Ctx, B), compared(Op, A, B, N).
normal(tcmp(Op, A0, B0), Ctx, N) => term(A0, Ctx, A), term(B0, Ctx, B), compared(Op, A, B, N).
normal(not(F), Ctx, N) => Ctx = c(Kb, _), normal(F, Ctx, N0), negated(N0, Kb, N).
normal(and(Fs), Ctx, N) => normals(Fs, Ctx, Ns), Ctx = c(Kb, _), conjunction(Kb, Ns, N).
normal(or(Fs), Ctx, N) => normals(Fs, Ctx, Ns), disjunction(Ns, N).
normal(implies(F, G), Ctx, N) => normal(or([not(F), G]), Ctx, N).
normal(iff(F, G), Ctx, N) => normal(or([and([F, G]), and([not(F), not(G)])]), Ctx, N).
normal(xor(F, G), Ctx, N) => normal(or([and([F, not(G)]), and([not(F), G])]), Ctx, N).
normal(exists(Xs, F), Ctx, N) =>
    bound(Xs, Ctx, Vs, Ctx1),
    Ctx = c(Kb, _),
    normal(F, Ctx1, N0),
    existential(Kb, Vs, N0, N).
normal(forall(Xs, F), Ctx, N) => normal(not(exists(Xs, not(F))), Ctx, N).
normal(exists(>=, K, _, _), _, N), K =< 0 => N = true.
normal(exists(>=, K, X, F), Ctx, N), K =:= 1 => normal(exists([X], F), Ctx, N).
normal(exists(>=, K, X, F), Ctx, N) =>
    bound([X], Ctx, [V], Ctx1),
    normal(F, Ctx1, N0),
    N = atleast(K, V, N0).
normal(exists(>, K, X, F), Ctx, N) => K1 is K+1, normal(exists(>=, K1, X, F), Ctx, N).
normal(exists(=<, K, X, F), Ctx, N) => normal(not(exists(>, K, X, F)), Ctx, N).
normal(exists(<, K, X, F), Ctx, N) => normal(not(exists(>=, K, X, F)), Ctx, N).
normal(exists(=, K, X, F), Ctx, N) => normal(and([exists(>=, K, X, F), not(exists(>, K, X, F))]), Ctx, N).

normals(Fs, Ctx, Ns) :-
    maplist(normal_in(Ctx), Fs, Ns).

normal_in(Ctx, F, N) :-
    normal(F, Ctx, N).

variable(c(_, Env), X, V) :-
    (   memberchk(X-V0, Env) -> V = V0 ; V = free(X) ).

pair(Ctx, X, Y, Pair) :-
    variable(Ctx, X, V),
    variable(Ctx, Y, W),
    unordered(V, W, Pair).

%   In the standard order, so that the same is `==` within one formula; between two, same.pl tries both.
unordered(A, B, any(Pair)) :-
    msort([A, B], Pair).

bound(Xs, c(Kb, Env0), Vs, c(Kb, Env)) :-
    pairs_keys_values(Pairs, Xs, Vs),
    reverse(Pairs, Inner),
    append(Inner, Env0, Env).

%   An inverse is turned into the one of the two that comes first.

related(Kb, R, Vs, Radius, N) :-
    (   Vs = [V, W], kb_inverse(Kb, R, Inverse), Inverse @< R
    ->  N = rel(Inverse, [W, V], Radius)
    ;   Vs = [V, W], once(kb_relation(Kb, R, _, true))
    ->  unordered(V, W, Pair), N = rel(R, Pair, Radius)
    ;   R == between, Vs = [X, V, W]
    ->  unordered(V, W, Pair), N = rel(R, [X, Pair], Radius)
    ;   N = rel(R, Vs, Radius)
    ).

compared(<, A, B, N) => N = compare(>, B, A).
compared(=<, A, B, N) => N = compare(>=, B, A).
compared(=, A, B, N) => unordered(A, B, Pair), N = compare(=, Pair).
compared(\=, A, B, N) => unordered(A, B, Pair), N = compare(\=, Pair).
compared(Op, A, B, N) => N = compare(Op, A, B).

negated(not(N0), _, N) => N = N0.
negated(true, _, N) => N = false.
negated(false, _, N) => N = true.
negated(same(Pair), _, N) => N = differ(Pair).
negated(differ(Pair), _, N) => N = same(Pair).
negated(or(Ns), Kb, N), one_pays(Ns) => negated_each(Ns, Kb, Ms), conjunction(Kb, Ms, N).
negated(and(Ns), Kb, N), one_pays(Ns) => negated_each(Ns, Kb, Ms), disjunction(Ms, N).
negated(N0, _, N) => N = not(N0).

negated_each([], _, []).
negated_each([N0|Ns0], Kb, [N|Ns]) :-
    negated(N0, Kb, N),
    negated_each(Ns0, Kb, Ns).

one_pays(Ns) :-
    exclude(weightless, Ns, Paying),
    ( Paying == [] ; Paying = [_] ),
    !.

%   Of weight 0 or 1, whatever the scores: no quantifier, and no relation that soft relations give a degree.
weightless(class(_, _)).
weightless(attr(_, _)).
weightless(same(_)).
weightless(differ(_)).
weightless(rel(R, _, _)) :- \+ memberchk(R, [near, far, adjacent]).
weightless(compare(_, _)).
weightless(compare(_, _, _)).
weightless(not(N)) :- weightless(N).
weightless(and(Ns)) :- maplist(weightless, Ns).
weightless(or(Ns)) :- maplist(weightless, Ns).

existential(_, [], N0, N) => N = N0.
existential(Kb, Vs, N0, N) => conjunction(Kb, [exists(Vs, N0)], N).

%   conjunction(+Kb, +Normals, -Normal): all existential quantifiers go to the front, and then to what they bind.

conjunction(Kb, Ns, N) :-
    foldl(conjunct, Ns, [], Flat),
    foldl(opened, Flat, []-[], Vs-Parts0),
    exclude(==(true), Parts0, Parts1),
    exclude(told_apart(Kb, Parts1), Parts1, Parts2),
    distinct(Parts2, Parts),
    (   memberchk_eq(false, Parts)
    ->  N = false
    ;   scoped(Vs, Parts, Scoped),
        joined(Scoped, N)
    ).

joined([], N) => N = true.
joined([One], N) => N = One.
joined(Ns, N) => N = and(Ns).

%   scoped(+Vs, +Parts, -Scoped): each quantifier around the parts that speak of its variables or of what is connected
%   with them. A variable that is used nowhere still says that something is there.

scoped([], Parts, Scoped) => Scoped = Parts.
scoped([V|Vs], Parts, Scoped) =>
    connected([V], Vs, Parts, Own, Others, Inner, Rest),
    joined(Inner, Body),
    Scoped = [exists(Own, Body)|Scoped1],
    scoped(Others, Rest, Scoped1).

connected(Own0, Vs, Parts, Own, Others, Inner, Rest) :-
    partition(speaks_of(Own0), Parts, Near, Far),
    term_variables(Near, Spoken),
    partition(among(Spoken), Vs, New, Vs1),
    (   New == []
    ->  Own = Own0, Others = Vs, Inner = Near, Rest = Far
    ;   append(Own0, New, Own1),
        connected(Own1, Vs1, Parts, Own, Others, Inner, Rest)
    ).

among(Vs, V) :-
    memberchk_eq(V, Vs).

speaks_of(Vs, Part) :-
    term_variables(Part, Spoken),
    member(V, Vs),
    memberchk_eq(V, Spoken),
    !.

conjunct(and(Ns), Acc0, Acc) => append(Acc0, Ns, Acc).
conjunct(N, Acc0, Acc) => append(Acc0, [N], Acc).

opened(exists(Vs, N), Us-Parts, Opened) =>
    append(Us, Vs, Us1),
    conjunct(N, [], Ns),
    foldl(opened, Ns, Us1-Parts, Opened).
opened(N, Us-Parts, Opened) => append(Parts, [N], Parts1), Opened = Us-Parts1.

disjunction(Ns, N) :-
    foldl(disjunct, Ns, [], Flat),
    exclude(==(false), Flat, Parts),
    (   Parts = [One] -> N = One
    ;   Parts == [] -> N = false
    ;   memberchk_eq(true, Parts) -> N = true
    ;   N = or(Parts)
    ).

disjunct(or(Ns), Acc0, Acc) => append(Acc0, Ns, Acc).
disjunct(N, Acc0, Acc) => append(Acc0, [N], Acc).

memberchk_eq(X, Ys) :-
    member(Y, Ys),
    Y == X,
    !.

%   told_apart(+Kb, +Parts, +Part) is semidet: Part says that two differ, and a relation among Parts says so too.

told_apart(Kb, Parts, differ(any(Pair))) :-
    nonvar(Pair),
    member(rel(R, Args, _), Parts),
    kb_irreflexive(Kb, R),
    flat(Args, Vs),
    Pair = [V, W],
    memberchk_eq(V, Vs),
    memberchk_eq(W, Vs),
    V \== W,
    !.

flat(any(Vs), Flat) => Flat = Vs.
flat([X, any(Vs)], Flat) => Flat = [X|Vs].
flat(Vs, Flat) => Flat = Vs.

%   A crisp part said twice is said once; one that pays would pay twice.

distinct([], []).
distinct([P|Ps], Distinct) :-
    (   crisp(P), memberchk_eq(P, Ps)
    ->  distinct(Ps, Distinct)
    ;   Distinct = [P|Rest],
        distinct(Ps, Rest)
    ).

crisp(class(_, _)).
crisp(attr(_, _)).
crisp(rel(_, _, _)).
crisp(same(_)).
crisp(differ(_)).

%   term(+Term, +Ctx, -Normal)

term(num(N), _, T) => number_normal(N, M), T = num(M).
term(metric(N, Power), _, T) => number_normal(N, M), T = metric(M, Power).
term(neg(num(N)), _, T) => number_normal(N, M), K is -M, T = num(K).
term(var(X), Ctx, T) => variable(Ctx, X, V), T = var(V).
term(col(C, X), Ctx, T) => variable(Ctx, X, V), T = col(C, V).
term(value(A, X), Ctx, T) => variable(Ctx, X, V), T = value(A, V).
term(distance(X, Y), Ctx, T) => pair(Ctx, X, Y, Pair), T = distance(Pair).
term(centre_distance(X, Y), Ctx, T) => pair(Ctx, X, Y, Pair), T = centre_distance(Pair).
term(abs(A0), Ctx, T) => term(A0, Ctx, A), T = abs(A).
term(neg(A0), Ctx, T) => term(A0, Ctx, A), T = neg(A).
term(op(Op, A0, B0), Ctx, T) =>
    term(A0, Ctx, A), term(B0, Ctx, B),
    (   memberchk(Op, [+, *]) -> unordered(A, B, Pair), T = op(Op, Pair) ; T = op(Op, A, B) ).
term(count(X, F), Ctx, T) =>
    bound([X], Ctx, [V], Ctx1),
    normal(F, Ctx1, N),
    T = count(V, N).
term(T0, _, T) => T = T0.                       % text, image, default

number_normal(N, M) :-
    (   integer(N), abs(N) =< 1<<53 -> M is float(N) ; M = N ).
