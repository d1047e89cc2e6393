:- module(rune_english_tidy,
          [ tidy/3                      % +Kb, +Formula, -Source
          ]).
:- autoload(library(apply), [foldl/6, maplist/3, partition/4]).
:- autoload(library(lists), [append/2, append/3, member/2, nth1/3]).
:- use_module(meaning, [free_in/2, class_atom/3]).
:- use_module('../vocabulary', [kb_definition/4]).

/** <module> From what the grammar builds to a formula that people can read

Pronouns find what they stand for, `true` goes, conjunctions are made flat, existential quantifiers come together in
front (`exists x (A & exists y (B))` is `exists x, y (A & B)`), and variables get names: x, y, z, w, v, u, x1, …
*/

%!  tidy(+Kb, +Formula, -Source) is semidet.
%
%   Fails where a pronoun stands for nothing.

tidy(Kb, free(X, F), Source) :-
    !,
    tidy(Kb, exists([X], F), exists([_|Xs], Source0)),
    ( Xs == [] -> Source = Source0 ; Source = exists(Xs, Source0) ).
tidy(Kb, F00, Source) :-
    F00 \= free(_, _),
    copy_term(F00, F0),
    ones(F0, Kb-none, _, F1),
    simplified(F1, F2),
    anaphora(F2, F3),
    apart(F3, [], F4),
    \+ says_nothing(F4),
    merged(F4, F5),
    named(F5, Source).

%   `a house with every road`: of what nothing is said there is no formula.
says_nothing(F) :-
    nonvar(F),
    (   F == true
    ->  true
    ;   compound(F),
        arg(_, F, A),
        says_nothing(A)
    ).

% -- `one` ------------------------------------------------------------------------------------------------------------

%   ones(+Formula, +Class0, -Class, -Formula): `the smallest ship is near the largest one`: class('$one', X) becomes the
%   class that was named last. The `dry one` beside a flooded building is a building.

ones(V, C0, C, F), var(V) => C = C0, F = V.
ones(class('$one', X), Kb-C0, C, F) => C0 \== none, C = Kb-C0, kind(Kb, C0, Kind), F = class(Kind, X).
ones(class(C1, X), Kb-_, C, F) => C = Kb-C1, F = class(C1, X).
ones(T0, C0, C, T), compound(T0) =>
    T0 =.. [Name|Args0],
    foldl(ones_of, Args0, Args, C0, C),
    T =.. [Name|Args].
ones(T0, C0, C, T) => C = C0, T = T0.

ones_of(A0, A, C0, C) :- ones(A0, C0, C, A).

kind(Kb, C, Kind) :-
    kb_definition(Kb, C, _, Body),
    class_atom(Body, Kind, _),
    !.
kind(_, C, C).

% -- pronouns ---------------------------------------------------------------------------------------------------------

%   A free variable is a pronoun's. It stands for what an earlier conjunct says there is (`there is a harbor, and a
%   ship is near it`): the quantifier then reaches over the later ones. Or for what is said to be there around it.

anaphora(F, F) :-
    free_in(F, []),
    !.
anaphora(F0, F) :-
    reaching(F0, [], F1),
    !,
    simplified(F1, F2),
    anaphora(F2, F).
anaphora(F0, F) :-
    antecedent(F0, F0, []),
    !,
    anaphora(F0, F).

%   reaching(+Formula0, +Bound, -Formula): one pronoun stands for what an earlier conjunct, or the condition, says there
%   is; that quantifier now reaches over it. Bound are the variables bound around Formula0.
reaching(and(Fs0), Bound, and(Fs)) :-
    append(Before, [exists(Xs, A)|After], Fs0),
    pronoun(and(After), Bound, V),
    member(X, Xs),
    fits(V, and(After), X, A),
    !,
    V = X,
    conjuncts(A, As),
    append(As, After, Inner),
    append(Before, [exists(Xs, and(Inner))], Fs).
%   `if a ship is there, it is near a pier`: of every such ship.
reaching(implies(exists(Xs, A), G), Bound, forall(Xs, implies(A, G))) :-
    pronoun(G, Bound, V),
    member(X, Xs),
    fits(V, G, X, A),
    !,
    V = X.
reaching(F0, Bound, F) :-
    quantifier(F0, Xs, B0),
    !,
    append(Xs, Bound, Inner),
    reaching(B0, Inner, B),
    with_body(F0, B, F).
reaching(F0, Bound, F) :-
    connective(F0),
    F0 =.. [Name|Args0],
    append(Before, [A0|After], Args0),
    reaching_in(A0, Bound, A),
    !,
    append(Before, [A|After], Args),
    F =.. [Name|Args].

reaching_in(Fs0, Bound, Fs) :-
    is_list(Fs0),
    !,
    append(Before, [F0|After], Fs0),
    reaching(F0, Bound, F),
    append(Before, [F|After], Fs).
reaching_in(F0, Bound, F) :- reaching(F0, Bound, F).

connective(and(_)).
connective(or(_)).
connective(not(_)).
connective(xor(_, _)).
connective(implies(_, _)).

pronoun(F, Bound, V) :-
    free_in(F, Free),
    member(V, Free),
    \+ known(V, Bound).

with_body(exists(Xs, _), B, exists(Xs, B)).
with_body(forall(Xs, _), B, forall(Xs, B)).
with_body(exists(Op, N, X, _), B, exists(Op, N, X, B)).
with_body(count(X, _), B, count(X, B)).

%   antecedent(+Formula, +Whole, +Around): unifies one pronoun with the nearest variable around it that is not related
%   to it in the same breath already. Around is a list of x(Variable, Body).
antecedent(F, Whole, Around) :-
    quantifier(F, Xs, B),
    !,
    around(Xs, B, Around, Inner),
    antecedent(B, Whole, Inner).
antecedent(Atom, Whole, Around) :-
    atomic_formula(Atom),
    Atom \= class(_, _),
    !,
    free_in(Atom, Free),
    member(V, Free),
    \+ ( member(x(W, _), Around), W == V ),
    member(x(X, Body), Around),
    \+ known(X, Free),
    fits(V, Whole, X, Body),
    !,
    V = X.
antecedent(T, Whole, Around) :-
    compound(T),
    T =.. [_|Args],
    member(A, Args),
    nonvar(A),
    antecedent(A, Whole, Around),
    !.

around([], _, Around, Around).
around([X|Xs], B, Around0, Around) :- around(Xs, B, [x(X, B)|Around0], Around).

atomic_formula(rel(_, _, _)).
atomic_formula(cmp(_, _, _)).
atomic_formula(attr(_, _)).
atomic_formula(class(_, _)).

%   fits(+V, +Whole, +X, +Body): `that ship` stands for a ship.
fits(V, Whole, X, Body) :-
    forall(( class_atom(Whole, C, W), W == V ),
           ( class_atom(Body, C, Y), Y == X )).

quantifier(exists(Xs, F), Xs, F).
quantifier(forall(Xs, F), Xs, F).
quantifier(exists(_, _, X, F), [X], F).
quantifier(count(X, F), [X], F).

known(V, [W|Ws]) :- ( V == W -> true ; known(V, Ws) ).

% -- true, and flat ---------------------------------------------------------------------------------------------------

simplified(V, F), var(V) => F = V.
simplified(and(Fs0), F) =>
    maplist(simplified, Fs0, Fs1),
    maplist(conjuncts, Fs1, Fss),
    append(Fss, Fs),
    ( Fs = [G] -> F = G ; Fs == [] -> F = true ; F = and(Fs) ).
simplified(or(Fs0), F) =>
    maplist(simplified, Fs0, Fs1),
    maplist(disjuncts, Fs1, Fss),
    append(Fss, Fs),
    ( known(true, Fs) -> F = true ; Fs = [G] -> F = G ; F = or(Fs) ).
simplified(not(F0), F) =>
    simplified(F0, F1),
    ( F1 = not(G) -> F = G ; F = not(F1) ).
simplified(xor(F0, G0), F) => simplified(F0, F1), simplified(G0, G1), F = xor(F1, G1).
simplified(implies(F0, G0), F) =>
    simplified(F0, F1), simplified(G0, G1),
    ( F1 == true -> F = G1 ; F = implies(F1, G1) ).
simplified(exists(Xs, F0), F) => simplified(F0, F1), F = exists(Xs, F1).
simplified(forall(Xs, F0), F) => simplified(F0, F1), F = forall(Xs, F1).
simplified(exists(Op, N, X, F0), F) => simplified(F0, F1), F = exists(Op, N, X, F1).
simplified(count(X, F0), F) => simplified(F0, F1), F = count(X, F1).
simplified(cmp(Op, A0, B0), F) => simplified(A0, A), simplified(B0, B), F = cmp(Op, A, B).
simplified(op(O, A0, B0), F) => simplified(A0, A), simplified(B0, B), F = op(O, A, B).
simplified(F0, F) => F = F0.

conjuncts(F, Fs), nonvar(F), F = and(Gs) => Fs = Gs.
conjuncts(F, Fs), F == true => Fs = [].
conjuncts(F, Fs) => Fs = [F].

disjuncts(F, Fs), nonvar(F), F = or(Gs) => Fs = Gs.
disjuncts(F, Fs) => Fs = [F].

% -- variables apart, quantifiers together ----------------------------------------------------------------------------

%   apart(+Formula, +Renaming, -Formula): every quantifier with variables of its own. Renaming is a list Old-New.

apart(V, Env, W), var(V) => ( renamed(V, Env, W0) -> W = W0 ; W = V ).
apart(exists(Xs, F0), Env, F) => renaming(Xs, Ys, Env, Env1), apart(F0, Env1, F1), F = exists(Ys, F1).
apart(forall(Xs, F0), Env, F) => renaming(Xs, Ys, Env, Env1), apart(F0, Env1, F1), F = forall(Ys, F1).
apart(exists(Op, N, X, F0), Env, F) => renaming([X], [Y], Env, Env1), apart(F0, Env1, F1), F = exists(Op, N, Y, F1).
apart(count(X, F0), Env, F) => renaming([X], [Y], Env, Env1), apart(F0, Env1, F1), F = count(Y, F1).
apart(T0, Env, T), compound(T0) =>
    T0 =.. [Name|Args0],
    apart_each(Args0, Env, Args),
    T =.. [Name|Args].
apart(T0, _, T) => T = T0.

apart_each([], _, []).
apart_each([A0|As0], Env, [A|As]) :-
    apart(A0, Env, A),
    apart_each(As0, Env, As).

renaming([], [], Env, Env).
renaming([X|Xs], [Y|Ys], Env0, Env) :-
    renaming(Xs, Ys, [X-Y|Env0], Env).

renamed(V, [X-Y|Env], W) :- ( V == X -> W = Y ; renamed(V, Env, W) ).

merged(exists(Xs, F0), F) =>
    merged(F0, F1),
    conjuncts(F1, Fs0),
    lifted(Fs0, Ys, Fs),
    append(Xs, Ys, Zs),
    simple_first(Fs, Gs),
    ( Gs = [G] -> F = exists(Zs, G) ; F = exists(Zs, and(Gs)) ).
merged(and(Fs0), F) => maplist(merged, Fs0, Fs), F = and(Fs).
merged(or(Fs0), F) => maplist(merged, Fs0, Fs), F = or(Fs).
merged(not(F0), F) => merged(F0, F1), F = not(F1).
merged(xor(F0, G0), F) => merged(F0, F1), merged(G0, G1), F = xor(F1, G1).
merged(implies(F0, G0), F) => merged(F0, F1), merged(G0, G1), F = implies(F1, G1).
merged(forall(Xs, F0), F) => merged(F0, F1), F = forall(Xs, F1).
merged(exists(Op, N, X, F0), F) => merged(F0, F1), F = exists(Op, N, X, F1).
merged(cmp(Op, A0, B0), F) => merged(A0, A), merged(B0, B), F = cmp(Op, A, B).
merged(op(O, A0, B0), F) => merged(A0, A), merged(B0, B), F = op(O, A, B).
merged(count(X, F0), F) => merged(F0, F1), F = count(X, F1).
merged(F0, F) => F = F0.

%   What is said of single things and pairs comes before quantifiers and negations.
simple_first(Fs, Gs) :-
    partition(atomic_formula, Fs, Simple, Others),
    append(Simple, Others, Gs).

lifted([], [], []).
lifted([exists(Ys, G)|Fs0], Vs, Fs) :-
    !,
    conjuncts(G, Gs),
    lifted(Fs0, Vs1, Fs1),
    append(Ys, Vs1, Vs),
    append(Gs, Fs1, Fs).
lifted([F|Fs0], Vs, [F|Fs]) :-
    lifted(Fs0, Vs, Fs).

% -- names ------------------------------------------------------------------------------------------------------------

named(F, F) :-
    term_variables(F, Vs),
    name_each(Vs, 1).

name_each([], _).
name_each([Name|Names], N) :-
    name_of(N, Name),
    Next is N+1,
    name_each(Names, Next).

name_of(N, Name) :-
    (   nth1(N, [x, y, z, w, v, u], Name)
    ->  true
    ;   K is N-6,
        atom_concat(x, K, Name)
    ).
