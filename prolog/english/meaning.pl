:- module(rune_english_meaning,
          [ apply_np/4,                 % +Np, +Subject, +Property, -Formula
            stands/2,                   % +Np, -Formula
            mentions_it/1,              % +Np
            related/4,                  % +Relation, +X, +Y, -Formula
            on_sides/5,                 % +Sides, +Np, +X, +Extra, -Formula
            free_in/2,                  % +Formula, -Variables
            class_atom/3,               % +Formula, ?Class, ?X
            fresh_property/2            % +Property, -Copy
          ]).
:- autoload(library(apply), [maplist/3]).
:- autoload(library(lists), [append/3]).

/** <module> What phrases mean, put together

A *property* is X^Formula, a λ-term whose X is a Prolog variable; formulas are the source terms of formula.pl with
Prolog variables for the variables (tidy.pl names them in the end). A noun phrase waits for the property that is said
of it:

| q(Det, X, R)         | Det is one of the determiners below, R what the noun says of X                   |
| other(Det, X, R)     | `another ship`: not the subject                                                  |
| both(N, M), one(N, M), exactly_one(N, M) | coordinations                                                |
| group(N, X^R, Link)  | N different ones that are to each other as Link says: pair(X, Y, F), or row      |
| sides(N, X^R, Np)    | Rs on both (N = 2) or all four sides of Np                                       |
| group(Relation, Nps) | different things, each of which has the relation to the others                    |
| it(X), that(X, R)    | a pronoun, `that ship`; X stays free until tidy.pl finds what it stands for      |

Determiners: some, none, every, notevery, only, count(Op, N), range(Least, Most), both(Op1-N1, Op2-N2), share(Op, A,
        B): A times those that
have the property Op B times all, allbut(N), the_only.
*/

%!  apply_np(+Np, +Subject, +Property, -Formula) is semidet.
%
%   Formula says Property of Np. Subject is the variable that `another` and `each other` look back to, or `none`.

apply_np(q(Det, X, R), _, X^B, F) :-
    quantified(Det, X, R, B, F).
apply_np(other(Det, X, R), Subject, X^B, F) :-
    ( Subject == none -> true ; Than = Subject ),   % free like a pronoun's, where there is no subject
    quantified(Det, X, and([R, cmp(\=, var(X), var(Than))]), B, F).
apply_np(both(N, M), Subject, P, and([F, G])) :-
    fresh_property(P, P1), fresh_property(P, P2),
    apply_np(N, Subject, P1, F),
    apply_np(M, Subject, P2, G).
apply_np(one(N, M), Subject, P, or([F, G])) :-
    fresh_property(P, P1), fresh_property(P, P2),
    apply_np(N, Subject, P1, F),
    apply_np(M, Subject, P2, G).
apply_np(exactly_one(N, M), Subject, P, xor(F, G)) :-
    fresh_property(P, P1), fresh_property(P, P2),
    apply_np(N, Subject, P1, F),
    apply_np(M, Subject, P2, G).
apply_np(group(N, R, Link), _, P, exists(Xs, and(Fs))) :-
    length(Xs, N),
    maplist(instance(R), Xs, Rs),
    links(Link, Xs, Ls),
    maplist(instance(P), Xs, Ps),
    append(Rs, Ls, Fs0),
    append(Fs0, Ps, Fs).
apply_np(group(R, Qs), _, P, exists(Xs, and(Fs))) :-
    members(Qs, Xs, Rs),
    related(R, X, Y, Link),
    links(pair(X, Y, Link), Xs, Ls),
    maplist(instance(P), Xs, Ps),
    append(Rs, Ls, Fs0),
    append(Fs0, Ps, Fs).
apply_np(that(X, R), _, X^B, and([R, B])).
apply_np(sides(N, R, Np), _, P, F) :-
    X^R0 = R, fresh_property(P, X^P0),
    apply_np(Np, none, M^G, F),
    on_sides(N, q(some, X, and([R0, P0])), M, none, G).
apply_np(it(X), _, X^B, B).

quantified(some, X, R, B, exists([X], and([R, B]))).
quantified(none, X, R, B, not(exists([X], and([R, B])))).
quantified(every, X, R, B, forall([X], implies(R, B))).
quantified(notevery, X, R, B, not(forall([X], implies(R, B)))).
quantified(only, X, R, B, forall([X], implies(B, R))).
quantified(count(Op, N), X, R, B, exists(Op, N, X, and([R, B]))).
quantified(range(Least, Most), X, R, B, and([exists(>=, Least, X, F), exists(=<, Most, X, F)])) :-
    F = and([R, B]).
quantified(both(Op1-N1, Op2-N2), X, R, B, and([exists(Op1, N1, X, F), exists(Op2, N2, X, F)])) :-
    F = and([R, B]).
quantified(share(Op, A, B0), X, R, B, cmp(Op, Part, Whole)) :-
    times(A, count(X, and([R, B])), Part),
    times(B0, count(X, R), Whole).
quantified(the_only, X, R, B, and([exists(=, 1, X, R), exists([X], and([R, B]))])).
quantified(allbut(N), X, R, B, exists(=, N, X, and([R, not(B)]))).

times(1, T, T) :- !.
times(N, T, op(*, num(N), T)).

%!  stands(+Np, -Formula) is semidet.
%
%   What a noun phrase says that stands by itself: that there is such a thing. `All ships near a harbor`, asked
%   for, are whichever there are.

stands(q(every, X, R), F) :- !, apply_np(q(some, X, R), none, X^true, F).
stands(q(only, X, and([N|Ms])), F) :- Ms = [_|_], !, F = forall([X], implies(and(Ms), N)).
stands(q(only, X, R), F) :- !, F = forall([X], R).
stands(q(share(_, _, _), _, _), _) :- !, fail.
stands(q(allbut(_), _, _), _) :- !, fail.
stands(q(notevery, _, _), _) :- !, fail.
stands(it(_), _) :- !, fail.
stands(that(_, _), _) :- !, fail.
stands(both(N, M), and([F, G])) :- !, stands(N, F), stands(M, G).
stands(one(N, M), or([F, G])) :- !, stands(N, F), stands(M, G).
stands(exactly_one(N, M), xor(F, G)) :- !, stands(N, F), stands(M, G).
stands(Np, F) :- apply_np(Np, none, _^true, F).

%!  mentions_it(+Np) is semidet.
%
%   A pronoun within the noun phrase is still free.

mentions_it(Np) :-
    \+ \+ ( apply_np(Np, _, _^true, F), free_in(F, [_|_]) ).

%!  fresh_property(+Property, -Copy) is det.
%
%   The property with its own variables renamed; those free in it stay.

fresh_property(X^B, Copy) :-
    free_in(B, Free0),
    exclude_variable(Free0, X, Free),
    copy_term(Free-(X^B), Free-Copy).

exclude_variable([], _, []).
exclude_variable([V|Vs], X, Ws) :-
    (   V == X -> Ws = Ws0 ; Ws = [V|Ws0] ),
    exclude_variable(Vs, X, Ws0).

members([], [], []).
members([q(_, X, R)|Qs], [X|Xs], [R|Rs]) :- members(Qs, Xs, Rs).

instance(Property, X, F) :-
    fresh_property(Property, X^F).

%   links(+Link, +Xs, -Formulas): what the members of a group are to each other.

links(pair(X, Y, F), Xs, Fs) :-
    all_pairs(Xs, Pairs),
    pair_formulas(Pairs, X^Y^F, Fs).
links(row, Xs, Fs) :-
    different(Xs, Ds),
    row(Xs, Rs),
    append(Ds, Rs, Fs).
links(none, Xs, Fs) :-
    different(Xs, Fs).

pair_formulas([], _, []).
pair_formulas([A-B|Ps], Link, [cmp(\=, var(A), var(B)), F|Fs]) :-
    fresh_link(Link, A^B^F),
    pair_formulas(Ps, Link, Fs).

fresh_link(X^Y^F, Copy) :-
    free_in(exists([X, Y], F), Free),
    copy_term(Free-(X^Y^F), Free-Copy).

different(Xs, Fs) :-
    all_pairs(Xs, Pairs),
    maplist(differing, Pairs, Fs).

differing(A-B, cmp(\=, var(A), var(B))).

all_pairs([], []).
all_pairs([X|Xs], Pairs) :-
    maplist(pair(X), Xs, Own),
    all_pairs(Xs, Others),
    append(Own, Others, Pairs).

pair(X, Y, X-Y).

row([A, B, C|Xs], [rel(between, [B, A, C], default)|Fs]) :- !, row([B, C|Xs], Fs).
row(_, []).

%!  related(+Relation, +X, +Y, -Formula) is det.
%
%   Relation is a name, inverse(Name), within(Radius), or beyond(Op, Distance).

related(inverse(R), X, Y, F) => related(R, Y, X, F).
related(within(Radius), X, Y, F) => F = rel(near, [X, Y], Radius).
related(beyond(Op, D), X, Y, F) => F = cmp(Op, distance(X, Y), D).
related(same(M), X, Y, F) => F = cmp(=, col(M, X), col(M, Y)).
related(and(R, S), X, Y, F) => F = and([A, B]), related(R, X, Y, A), related(S, X, Y, B).
related(R, X, Y, F) => F = rel(R, [X, Y], default).

%!  on_sides(+Sides, +Np, +M, +Extra, -Formula) is det.
%
%   There is Np on both sides of M, left and right of it or above and below it, or on all four (Sides is 2 or 4).
%   Extra is a relation that each has to M besides, or `none`.

on_sides(2, Np, M, Extra, or([and([L, R]), and([A, B])])) :-
    maplist(on_side(Np, M, Extra), [left_of, right_of, above, below], [L, R, A, B]).
on_sides(4, Np, M, Extra, and(Fs)) :-
    maplist(on_side(Np, M, Extra), [left_of, right_of, above, below], Fs).

on_side(Np0, M, Extra, Direction, F) :-
    stands(Np0, F0), free_in(F0, Free),
    copy_term(Free-Np0, Free-Np),
    (   Extra == none
    ->  B = rel(Direction, [Y, M], default)
    ;   B = and([rel(Extra, [Y, M], default), rel(Direction, [Y, M], default)])
    ),
    apply_np(Np, M, Y^B, F).

%!  free_in(+Formula, -Variables:list) is det.
%
%   The Prolog variables that no quantifier of the formula binds, each once.

free_in(F, Vs) :-
    free_in(F, [], [], Vs).

free_in(V, Bound, Vs0, Vs), var(V) =>
    (   ( known(V, Bound) ; known(V, Vs0) ) -> Vs = Vs0 ; append(Vs0, [V], Vs) ).
free_in(exists(Xs, F), Bound, Vs0, Vs) => append(Xs, Bound, Inner), free_in(F, Inner, Vs0, Vs).
free_in(forall(Xs, F), Bound, Vs0, Vs) => append(Xs, Bound, Inner), free_in(F, Inner, Vs0, Vs).
free_in(exists(_, _, X, F), Bound, Vs0, Vs) => free_in(F, [X|Bound], Vs0, Vs).
free_in(count(X, F), Bound, Vs0, Vs) => free_in(F, [X|Bound], Vs0, Vs).
free_in(T, Bound, Vs0, Vs), compound(T) =>
    T =.. [_|Args],
    free_in_each(Args, Bound, Vs0, Vs).
free_in(_, _, Vs0, Vs) => Vs = Vs0.

free_in_each([], _, Vs, Vs).
free_in_each([T|Ts], Bound, Vs0, Vs) :-
    free_in(T, Bound, Vs0, Vs1),
    free_in_each(Ts, Bound, Vs1, Vs).

%!  class_atom(+Formula, ?Class, ?X) is nondet.
%
%   The formula says somewhere that X is a Class.

class_atom(F, _, _) :- var(F), !, fail.
class_atom(class(C, X), C, X) :- !.
class_atom(T, C, X) :- compound(T), arg(_, T, A), class_atom(A, C, X).

known(V, [W|Ws]) :- ( V == W -> true ; known(V, Ws) ).
