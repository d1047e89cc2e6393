:- module(rune_english_same,
          [ same_formula/3,             % +Kb, +Source1, +Source2
            normal_formula/3            % +Kb, +Source, -Normal
          ]).
:- autoload(library(apply), [exclude/3, maplist/3, foldl/4]).
:- autoload(library(lists), [append/3, member/2, reverse/2, select/3, subtract/3]).
:- autoload(library(pairs), [pairs_keys_values/3]).
:- use_module('../vocabulary').

/** <module> Whether two formulas are one, said in two ways

Two sources are the same if they differ in nothing but

  - the names of bound variables, the order of what `and` and `or` join, their nesting, double negation;
  - `exists` of several variables or several of one, and whether it stands within a conjunction or around it;
  - what is short for something else: derived connectives, counting quantifiers, defined classes;
  - the direction of a comparison, of a symmetric relation, of a relation with an inverse;
  - `x != y` beside a relation that nothing has to itself, and `object(x)`, which is true of everything.

All of these keep every score. De Morgan's laws do not, and are not among them.

A normal form has Prolog variables for bound variables, free(Name) for free ones:

| true, false, class(C, V), attr(A, V), same(Pair), differ(Pair), rel(R, Args, Radius), compare(Op, T1, T2) ||
| not(F), and(Fs), or(Fs)       | two or more, none of them another of the kind                           |
| exists(Vs, F), atleast(N, V, F) | F is no exists, and no conjunction holds one                          |

Pair and the arguments whose order is nothing are any([T1, T2]).
*/

%!  same_formula(+Kb, +Source1, +Source2) is semidet.
%
%   Gives up, saying no, after so many inferences: formulas of many like parts can make it try every permutation.

same_formula(Kb, Source1, Source2) :-
    normal_formula(Kb, Source1, Normal1),
    normal_formula(Kb, Source2, Normal2),
    signature(Normal1, Signature),
    signature(Normal2, Signature),
    numbervars(Normal1, 0, _),
    call_with_inference_limit(match(Normal1, Normal2), 2 000 000, Result),
    Result \== inference_limit_exceeded,
    !.

%!  normal_formula(+Kb, +Source, -Normal) is det.

normal_formula(Kb, Source, Normal) :-
    normal(Source, c(Kb, []), Normal).

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
normal(not(F), Ctx, N) => normal(F, Ctx, N0), negated(N0, N).
normal(and(Fs), Ctx, N) => normals(Fs, Ctx, Ns), Ctx = c(Kb, _), conjunction(Kb, Ns, N).
normal(or(Fs), Ctx, N) => normals(Fs, Ctx, Ns), disjunction(Ns, N).
normal(implies(F, G), Ctx, N) => normal(or([not(F), G]), Ctx, N).
normal(iff(F, G), Ctx, N) => normal(or([and([F, G]), and([not(F), not(G)])]), Ctx, N).
normal(xor(F, G), Ctx, N) => normal(or([and([F, not(G)]), and([not(F), G])]), Ctx, N).
normal(exists(Xs, F), Ctx, N) =>
    bound(Xs, Ctx, Vs, Ctx1),
    normal(F, Ctx1, N0),
    existential(Vs, N0, N).
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

pair(Ctx, X, Y, any([V, W])) :-
    variable(Ctx, X, V),
    variable(Ctx, Y, W).

bound(Xs, c(Kb, Env0), Vs, c(Kb, Env)) :-
    pairs_keys_values(Pairs, Xs, Vs),
    reverse(Pairs, Inner),
    append(Inner, Env0, Env).

%   An inverse is turned into the one of the two that comes first.

related(Kb, R, Vs, Radius, N) :-
    (   Vs = [V, W], kb_inverse(Kb, R, Inverse), Inverse @< R
    ->  N = rel(Inverse, [W, V], Radius)
    ;   Vs = [V, W], once(kb_relation(Kb, R, _, true))
    ->  N = rel(R, any([V, W]), Radius)
    ;   R == between, Vs = [X, V, W]
    ->  N = rel(R, [X, any([V, W])], Radius)
    ;   N = rel(R, Vs, Radius)
    ).

compared(<, A, B, N) => N = compare(>, B, A).
compared(=<, A, B, N) => N = compare(>=, B, A).
compared(=, A, B, N) => N = compare(=, any([A, B])).
compared(\=, A, B, N) => N = compare(\=, any([A, B])).
compared(Op, A, B, N) => N = compare(Op, A, B).

negated(not(N0), N) => N = N0.
negated(true, N) => N = false.
negated(false, N) => N = true.
negated(same(Pair), N) => N = differ(Pair).
negated(differ(Pair), N) => N = same(Pair).
negated(N0, N) => N = not(N0).

existential([], N0, N) => N = N0.
existential(Vs, exists(Ws, N0), N) => append(Vs, Ws, Us), N = exists(Us, N0).
existential(Vs, N0, N) => N = exists(Vs, N0).

%   conjunction(+Kb, +Normals, -Normal): all existential quantifiers go to the front.

conjunction(Kb, Ns, N) :-
    foldl(conjunct, Ns, [], Flat),
    foldl(opened, Flat, []-[], Vs-Parts0),
    exclude(==(true), Parts0, Parts1),
    exclude(told_apart(Kb, Parts1), Parts1, Parts2),
    distinct(Parts2, Parts),
    (   Parts = [One] -> Body = One
    ;   Parts == [] -> Body = true
    ;   memberchk_eq(false, Parts) -> Body = false
    ;   Body = and(Parts)
    ),
    existential(Vs, Body, N).

conjunct(and(Ns), Acc0, Acc) => append(Acc0, Ns, Acc).
conjunct(N, Acc0, Acc) => append(Acc0, [N], Acc).

opened(exists(Vs, and(Ns)), Us-Parts, Opened) => append(Us, Vs, Us1), append(Parts, Ns, Parts1), Opened = Us1-Parts1.
opened(exists(Vs, N), Us-Parts, Opened) => append(Us, Vs, Us1), append(Parts, [N], Parts1), Opened = Us1-Parts1.
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
    (   memberchk(Op, [+, *]) -> T = op(Op, any([A, B])) ; T = op(Op, A, B) ).
term(count(X, F), Ctx, T) =>
    bound([X], Ctx, [V], Ctx1),
    normal(F, Ctx1, N),
    T = count(V, N).
term(T0, _, T) => T = T0.                       % text, image, default

number_normal(N, M) :-
    (   integer(N), abs(N) =< 1<<53 -> M is float(N) ; M = N ).

% -- matching ------------------------------------------------------------------------------------------------

%   signature(+Normal, -Signature): the same for two that match, whatever their variables and their order.

signature(V, S), var(V) => S = v.
signature(any(Ts), S) => signatures(Ts, S0), msort(S0, S1), S = any(S1).
signature(and(Ns), S) => signatures(Ns, S0), msort(S0, S1), S = and(S1).
signature(or(Ns), S) => signatures(Ns, S0), msort(S0, S1), S = or(S1).
signature(N, S), compound(N) =>
    N =.. [F|Args],
    signatures(Args, Signatures),
    S =.. [F|Signatures].
signature(N, S) => S = N.

signatures(Ns, Ss) :-
    maplist(signature, Ns, Ss).

%   match(+Normal1, ?Normal2) is nondet: the variables of Normal2 become the numbered ones of Normal1.

match(exists(Vs, N), exists(Ws, M)) =>
    match(N, M),
    one_to_one(Vs, Ws).
match(atleast(K, V, N), atleast(L, W, M)) => K =:= L, V = W, match(N, M).
match(count(V, N), M0) => M0 = count(W, M), V = W, match(N, M).
match(and(Ns), and(Ms)) => match_all(Ns, Ms).
match(or(Ns), or(Ms)) => match_all(Ns, Ms).
match(any([A, B]), any([C, D])) => ( match(A, C), match(B, D) ; match(A, D), match(B, C) ).
match('$VAR'(I), V) => V = '$VAR'(I).
match(N, M), compound(N) =>
    compound(M),
    compound_name_arguments(N, F, As),
    compound_name_arguments(M, F, Bs),
    maplist(match, As, Bs).
match(N, M) => N = M.

match_all(Ns, Ms) :-
    signatures(Ms, Ss),
    pairs_keys_values(Pairs, Ss, Ms),
    match_each(Ns, Pairs).

match_each([], []).
match_each([N|Ns], Pairs0) :-
    select(_-M, Pairs0, Pairs),
    match(N, M),
    match_each(Ns, Pairs).

%   one_to_one(+Vs, ?Ws): those that are bound are different ones of Vs; the others are used nowhere.

one_to_one(Vs, Ws) :-
    exclude(var, Ws, Bound),
    sort(Bound, Distinct),
    same_length(Bound, Distinct),
    subtract(Distinct, Vs, []),
    length(Vs, Length),
    length(Ws, Length).

same_length([], []).
same_length([_|Xs], [_|Ys]) :- same_length(Xs, Ys).
