:- module(rune_english_tidy,
          [ tidy/2                      % +Formula, -Source
          ]).
:- autoload(library(apply), [foldl/6, maplist/3]).
:- autoload(library(lists), [append/2, append/3, member/2, nth1/3]).
:- use_module(meaning, [free_in/2]).

/** <module> From what the grammar builds to a formula that people can read

Pronouns find what they stand for, `true` goes, conjunctions are made flat, existential quantifiers come together in
front (`exists x (A & exists y (B))` is `exists x, y (A & B)`), and variables get names: x, y, z, w, v, u, x1, …
*/

%!  tidy(+Formula, -Source) is semidet.
%
%   Fails where a pronoun stands for nothing.

tidy(F00, Source) :-
    copy_term(F00, F0),
    ones(F0, none, _, F1),
    simplified(F1, F2),
    anaphora(F2, F3),
    apart(F3, [], F4),
    merged(F4, F5),
    named(F5, Source).

% -- `one` ------------------------------------------------------------------------------------------------------------

%   ones(+Formula, +Class0, -Class, -Formula): `the smallest ship is near the largest one`: class('$one', X) becomes the
%   class that was named last.

ones(V, C0, C, F), var(V) => C = C0, F = V.
ones(class('$one', X), C0, C, F) => C0 \== none, C = C0, F = class(C0, X).
ones(class(C1, X), _, C, F) => C = C1, F = class(C1, X).
ones(T0, C0, C, T), compound(T0) =>
    T0 =.. [Name|Args0],
    foldl(ones_of, Args0, Args, C0, C),
    T =.. [Name|Args].
ones(T0, C0, C, T) => C = C0, T = T0.

ones_of(A0, A, C0, C) :- ones(A0, C0, C, A).

% -- pronouns ---------------------------------------------------------------------------------------------------------

%   A free variable is a pronoun's. It stands for what an earlier conjunct says there is (`there is a harbor, and a
%   ship is near it`): the quantifier then reaches over the later ones. Or for what is said to be there around it.

anaphora(F, F) :-
    free_in(F, []),
    !.
%   `that ship`: the one that was spoken of, of that class.
anaphora(F0, F) :-
    free_in(F0, Free),
    member(V, Free),
    class_atom(F0, C, W0), W0 == V,
    class_atom(F0, C, W), W \== V, \+ known(W, Free),
    !,
    V = W,
    anaphora(F0, F).
anaphora(and(Fs0), F) :-
    append(Before, [exists(Xs, A)|After], Fs0),
    free_in(and(After), [V|_]),
    free_in(and([exists(Xs, A)|Before]), []),
    Xs = [X|_],
    !,
    V = X,
    conjuncts(A, As),
    append(As, After, Inner),
    append(Before, [exists(Xs, and(Inner))], Fs1),
    simplified(and(Fs1), F1),
    anaphora(F1, F).
%   `if a ship is there, it is near a pier`: of every such ship.
anaphora(implies(exists(Xs, A), G), F) :-
    free_in(G, [V|_]),
    free_in(exists(Xs, A), []),
    Xs = [V|_],
    !,
    anaphora(forall(Xs, implies(A, G)), F).
anaphora(F0, F) :-
    antecedent(F0, []),
    !,
    anaphora(F0, F).

%   antecedent(+Formula, +Around): unifies one pronoun with the nearest variable around it that is not related to it
%   in the same breath already.
antecedent(F, Around) :-
    quantifier(F, Xs, B),
    !,
    append(Xs, Around, Inner),
    antecedent(B, Inner).
antecedent(rel(R, Vs, D), Around) :-
    !,
    free_in(rel(R, Vs, D), Free),
    member(V, Free),
    \+ known(V, Around),
    member(X, Around),
    \+ known(X, Vs),
    !,
    V = X.
antecedent(T, Around) :-
    compound(T),
    T =.. [_|Args],
    member(A, Args),
    nonvar(A),
    antecedent(A, Around),
    !.

class_atom(F, _, _) :- var(F), !, fail.
class_atom(class(C, X), C, X) :- !.
class_atom(T, C, X) :- compound(T), arg(_, T, A), class_atom(A, C, X).

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
    ( Fs = [G] -> F = exists(Zs, G) ; F = exists(Zs, and(Fs)) ).
merged(and(Fs0), F) => maplist(merged, Fs0, Fs), F = and(Fs).
merged(or(Fs0), F) => maplist(merged, Fs0, Fs), F = or(Fs).
merged(not(F0), F) => merged(F0, F1), F = not(F1).
merged(implies(F0, G0), F) => merged(F0, F1), merged(G0, G1), F = implies(F1, G1).
merged(forall(Xs, F0), F) => merged(F0, F1), F = forall(Xs, F1).
merged(exists(Op, N, X, F0), F) => merged(F0, F1), F = exists(Op, N, X, F1).
merged(cmp(Op, A0, B0), F) => merged(A0, A), merged(B0, B), F = cmp(Op, A, B).
merged(op(O, A0, B0), F) => merged(A0, A), merged(B0, B), F = op(O, A, B).
merged(count(X, F0), F) => merged(F0, F1), F = count(X, F1).
merged(F0, F) => F = F0.

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
