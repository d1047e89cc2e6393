:- module(rune_english_same,
          [ same_formula/3              % +Kb, +Source1, +Source2
          ]).
:- autoload(library(apply), [exclude/3, maplist/3]).
:- autoload(library(lists), [select/3, subtract/3]).
:- autoload(library(pairs), [pairs_keys_values/3]).
:- use_module(normal_form, [normal_formula/3]).

/** <module> Whether two formulas are one, said in two ways

Two sources are the same if they differ in nothing but

  - the names of bound variables, the order of what `and` and `or` join, their nesting, double negation;
  - `exists` of several variables or several of one, and whether it stands within a conjunction or around it;
  - what is short for something else: derived connectives, counting quantifiers, defined classes;
  - the direction of a comparison, of a symmetric relation, of a relation with an inverse;
  - `x != y` beside a relation that nothing has to itself, and `object(x)`, which is true of everything;
  - where a negation stands, if of what is joined under it all but one are crisp (`no ship is …`, `every ship is
    not …`).

All of these keep what a formula is true of. They keep its score too, save that a quantifier that moves out of a
conjunction or into it may take a negation beside it out of its scope or in, and a negation pays for what is not bound
around it (docs/meaning.md): `exists x (A(x) & ~B)` beside `exists x (A(x)) & ~B`, between which English knows no
difference. De Morgan's laws in general keep no score, and are not among them.
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
