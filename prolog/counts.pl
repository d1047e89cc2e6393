:- module(rune_counts,
          [ count_terms/2,              % +Literal, -Counts
            linear/3,                   % +Literal, +Counts, -Sums
            without_counts/3            % +Literal, -Numbers, -Literal1
          ]).
:- autoload(library(apply), [maplist/3, maplist/4, maplist/5, foldl/4]).
:- autoload(library(lists), [append/2]).

/** <module> Count terms in a comparison

A comparison that counts is, in a lineage, a statement about how many of some detections are present. Most are
linear with whole numbers, `count x (F) > 2*count y (G) + 1`: then only a weighted sum matters.
*/

%!  count_terms(+Literal, -Counts:list) is det.
%
%   The count terms of a comparison or of a relation's radius, those within another's formula left out. Each
%   binds a variable of its own, so no two are the same.

count_terms(cmp(_, A, B), Cs) => counts_in([A, B], Cs).
count_terms(tcmp(_, A, B), Cs) => counts_in([A, B], Cs).
count_terms(graded(A), Cs) => count_terms(A, Cs).
count_terms(rel(_, _, T), Cs) => counts_in([T], Cs).
count_terms(_, Cs) => Cs = [].

counts_in(Ts, Cs) :-
    maplist(counts_of, Ts, Css),
    append(Css, Cs).

counts_of(count(V, F), Cs) => Cs = [count(V, F)].
counts_of(abs(A), Cs) => counts_of(A, Cs).
counts_of(neg(A), Cs) => counts_of(A, Cs).
counts_of(op(_, A, B), Cs) => counts_in([A, B], Cs).
counts_of(_, Cs) => Cs = [].

%!  linear(+Literal, +Counts, -Sums) is semidet.
%
%   The comparison holds if one of Sums, `sums([sum(Op, Total, Weights), ...])`, does; Weights stand in the order of
%   Counts, Op is `>=` or `=`. Fails where the comparison is not linear in whole numbers.

linear(cmp(Op, A, B), Counts, sums(Sums)) :-
    weights(op(-, A, B), Counts, Ws, C),
    Total is -C,
    sums(Op, Total, Ws, Sums).

sums(>=, T, Ws, [sum(>=, T, Ws)]).
sums(>, T0, Ws, [sum(>=, T, Ws)]) :- T is T0+1.
sums(=<, T0, Ws0, [sum(>=, T, Ws)]) :- T is -T0, maplist([W0, W]>>( W is -W0 ), Ws0, Ws).
sums(<, T0, Ws0, [sum(>=, T, Ws)]) :- T is 1-T0, maplist([W0, W]>>( W is -W0 ), Ws0, Ws).
sums(=, T, Ws, [sum(=, T, Ws)]).
sums(\=, T, Ws, [A, B]) :- sums(<, T, Ws, [A]), sums(>, T, Ws, [B]).

%   weights(+Term, +Counts, -Weights, -Constant): all whole numbers.

weights(count(V, _), Counts, Ws, 0) :-
    maplist([count(W, _), X]>>( W == V -> X = 1 ; X = 0 ), Counts, Ws).
weights(num(N), Counts, Ws, C) :-
    N =:= floor(N),
    C is floor(N),
    maplist([_, 0]>>true, Counts, Ws).
weights(neg(A), Counts, Ws, C) :-
    weights(A, Counts, Ws0, C0),
    scaled(-1, Ws0, C0, Ws, C).
weights(op(+, A, B), Counts, Ws, C) :-
    weights(A, Counts, As, CA), weights(B, Counts, Bs, CB),
    C is CA+CB,
    maplist([X, Y, Z]>>( Z is X+Y ), As, Bs, Ws).
weights(op(-, A, B), Counts, Ws, C) :-
    weights(op(+, A, neg(B)), Counts, Ws, C).
weights(op(*, A, B), Counts, Ws, C) :-
    weights(A, Counts, As, CA), weights(B, Counts, Bs, CB),
    (   constant(As) -> scaled(CA, Bs, CB, Ws, C)
    ;   constant(Bs), scaled(CB, As, CA, Ws, C)
    ).

constant(Ws) :- foldl([W, S0, S]>>( S is S0+abs(W) ), Ws, 0, 0).

scaled(K, Ws0, C0, Ws, C) :-
    C is K*C0,
    maplist([W0, W]>>( W is K*W0 ), Ws0, Ws).

%!  without_counts(+Literal, -Numbers:list, -Literal1) is det.
%
%   The literal with each count term replaced by known(N); Numbers are the N in the order of count_terms/2.

without_counts(cmp(Op, A0, B0), Ns, L) =>
    replaced([A0, B0], [A, B], Ns), L = cmp(Op, A, B).
without_counts(tcmp(Op, A0, B0), Ns, L) =>
    replaced([A0, B0], [A, B], Ns), L = tcmp(Op, A, B).
without_counts(rel(R, Vs, T0), Ns, L) =>
    replaced([T0], [T], Ns), L = rel(R, Vs, T).

replaced(Ts0, Ts, Ns) :-
    maplist(replaced_in, Ts0, Ts, Nss),
    append(Nss, Ns).

replaced_in(count(_, _), T, Ns) => T = known(N), Ns = [N].
replaced_in(abs(A0), T, Ns) => replaced_in(A0, A, Ns), T = abs(A).
replaced_in(neg(A0), T, Ns) => replaced_in(A0, A, Ns), T = neg(A).
replaced_in(op(Op, A0, B0), T, Ns) => replaced([A0, B0], [A, B], Ns), T = op(Op, A, B).
replaced_in(T0, T, Ns) => T = T0, Ns = [].
