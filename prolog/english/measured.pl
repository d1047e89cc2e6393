:- module(rune_english_measured,
          [ measured//2,                % +X, -Formula
            measure_said//2,            % +X, -Formula
            measured_predicate//2,      % +X, -Formula
            measured_against//2         % +X, -Property
          ]).
:- autoload(library(apply), [maplist/3]).
:- autoload(library(lists), [member/2]).
:- use_module(chart).
:- use_module(quantity).
:- use_module(adjective).

/** <module> Measures: `with an area over 500 m²`, `longer than 50 m`, `longer than a bridge`
*/

%!  measured(+X, -Formula)// is nondet.
%
%   After `with`: the measure, then its bounds.

measured(X, F) --> opt_article, measure(M), opt_of, compared(D, Bounds), { fits(M, D), bounds(M, X, Bounds, F) }.
measured(X, F) --> opt_article, measure(M), w(of), quantity(D, T), { fits(M, D), bounds(M, X, [= - T], F) }.
measured(X, F) --> opt_article, compared(D, Bounds), opt_of, measure(M), { fits(M, D), bounds(M, X, Bounds, F) }.
measured(X, F) --> any("high | a high | good"), any("confidence | detection confidence | certainty | \c
                                                     confidence score"),
    { F = cmp(>=, col(score, X), num(0.8)) }.
measured(X, F) --> any("low | a low"), any("confidence | certainty | confidence score"),
    { F = cmp(<, col(score, X), num(0.5)) }.

opt_article --> any("a | an | the | their | its").
opt_article --> [].

opt_of --> any("of | that is").
opt_of --> [].

%!  measure_said(+X, -Formula)// is nondet.
%
%   After `whose`: `area is at least 500 m²`.

measure_said(X, F) --> measure(M), any("is | exceeds | are"), compared_after(D, Bounds), { fits(M, D), bounds(M, X,
        Bounds, F) }.
measure_said(X, F) --> measure(M), w(exceeds), quantity(D, T), { fits(M, D), bounds(M, X, [> - T], F) }.

compared_after(D, Bounds) --> compared(D, Bounds).
compared_after(D, [= - T]) --> quantity(D, T).

%!  measured_predicate(+X, -Formula)// is nondet.

measured_predicate(X, F) --> longer(M, Op), quantity(D, T), { fits(M, D), bounds(M, X, [Op-T], F) }.
measured_predicate(X, F) --> sign(Op), quantity(D, T), { bounds_of_size(D, X, Op-T, F) }.
measured_predicate(X, F) --> bigger(Op), quantity(length, T), { bounds(col(length), X, [Op-T], F) }.
measured_predicate(X, F) --> compared(plain, Bounds), any("confidence | score | certainty"), { bounds(col(score), X,
        Bounds, F) }.
measured_predicate(X, F) --> compared(length, Bounds), dimension(M), { bounds(M, X, Bounds, F) }.
measured_predicate(X, F) --> opt_of, compared(area, Bounds), opt("in area | in size | large | big"),
    { bounds(col(area), X, Bounds, F) }.
measured_predicate(X, F) --> any("detected with | scored"), measured(X, F).
measured_predicate(X, F) --> w(scored), compared(plain, Bounds), { bounds(col(score), X, Bounds, F) }.
measured_predicate(X, F) --> w(covering), compared(area, Bounds), { bounds(col(area), X, Bounds, F) }.
measured_predicate(X, F) --> any("exceeding"), quantity(area, T), { bounds(col(area), X, [> - T], F) }.

%   `ships > 30 m`: a length is that of the ship, an area its area.
bounds_of_size(length, X, Bound, F) :- bounds(col(length), X, [Bound], F).
bounds_of_size(area, X, Bound, F) :- bounds(col(area), X, [Bound], F).

sign(Op) --> { member(Op, [>, <, >=, =<]) }, w(Op).

bigger(>) --> any("larger than | bigger than").
bigger(<) --> any("smaller than").

longer(col(length), >) --> any("longer than").
longer(col(length), <) --> any("shorter than").
longer(col(width), >) --> any("wider than").
longer(col(width), <) --> any("narrower than").
longer(col(area), >) --> any("larger than | bigger than | greater than").
longer(col(area), <) --> any("smaller than").

dimension(col(length)) --> any("long | in length").
dimension(col(width)) --> any("wide | in width | broad").

%!  measured_against(+X, -Property)// is nondet.
%
%   `longer than a bridge`: Property is said of the bridge.

measured_against(X, Y^cmp(Op, col(M, X), col(M, Y))) --> longer(col(M), Op), { M \== area }.
measured_against(X, Y^cmp(Op, col(M, X), T)) --> times(Op, N), as_large(M), { ( N =:= 1 -> T = col(M, Y) ; T = op(*,
        num(N), col(M, Y)) ) }.
measured_against(X, Y^cmp(=, col(M, X), col(M, Y))) --> same(M).
measured_against(X, Y^cmp(>, col(score, X), col(score, Y))) --> any("more confident than").

times(=, 2) --> any("twice | exactly twice | double").
times(>=, 2) --> any("at least twice | over twice | more than twice").
times(=, N) --> whole(N), w(times).
times(>=, N) --> any("at least"), whole(N), w(times).
times(>=, 1) --> [].
times(>=, 1) --> any("at least").

as_large(area) --> any("as large as | as big as | the size of | the area of").
as_large(length) --> any("as long as | the length of").
as_large(width) --> any("as wide as | the width of").

same(area) --> any("the same size as | exactly as large as").
same(length) --> any("the same length as | exactly as long as").

%   The score is a plain number, an area has the dimension of one; a bare number is pixels, or what it may be.
fits(col(area), D) => memberchk(D, [area, plain]).
fits(col(score), D) => D = plain.
fits(col(angle), D) => memberchk(D, [angle, plain]).
fits(value(_), D) => D = plain.
fits(ratio(_, _), D) => D = plain.
fits(_, D) => memberchk(D, [length, plain]).

bounds(M, X, Bounds, F) :-
    term_of(M, X, T),
    maplist(bound(T), Bounds, Fs),
    ( Fs = [F] -> true ; F = and(Fs) ).

bound(T, Op-V, cmp(Op, T, V)).

term_of(col(C), X, col(C, X)).
term_of(ratio(A, B), X, op(/, col(A, X), col(B, X))).
term_of(value(A), X, value(A, X)).
