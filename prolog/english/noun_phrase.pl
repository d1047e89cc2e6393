:- module(rune_english_noun_phrase,
          [ np/5,                       % -Np, -Shape, -Cost, +I, -J
            simple_np/5,
            noun_group/6,               % -Property, -Number, -Shape, -Cost, +I, -J
            noun/5,                     % -Property, -Number, -Cost, +I, -J
            drop_noun_phrases/0
          ]).
:- autoload(library(lists), [member/2]).
:- use_module(chart).
:- use_module(quantity).
:- use_module(meaning).
:- use_module(predicate).
:- use_module(adjective).
:- use_module(relation_words).

/** <module> Noun phrases

    np(Np, Shape, Cost)
        Np is what meaning.pl applies. Shape is shape(Open, Denied): Open is `open` where the phrase ends in another
        noun phrase, to which what follows could belong as well; Denied is `denied` where it ends in `with no …`.
        Cost is 0 for the usual reading and more for the others.

Tables make every phrase be read once, wherever it is needed.
*/

:- table np/5, simple_np/5, noun_group/6.

%!  drop_noun_phrases is det.
%
%   Forgets the phrases of the last question.

drop_noun_phrases :-
    abolish_module_tables(rune_english_noun_phrase).

% -- coordination -----------------------------------------------------------------------------------------------------

np(Np, Shape, C) --> simple_np(Np, Shape, C).
np(both(N, M), Shape, C) -->
    opt_w(both), simple_np(N, ShapeN, C1), and_word(Kind), np(M, Shape, C2),
    { joined_cost(ShapeN, Kind, M, K), C is C1+C2+K }.
%   `a house and a pool within 30 m of each other`
np(group(Links, Qs), shape(closed, plain), C) -->
    several_np(Qs, C), one_of([[], ',']), one_of([[], all, both, each]), opt_be, relation_between(R), each_other,
    { Links = R }.
np(one(N, M), Shape, C) -->
    opt_w(either), simple_np(N, ShapeN, C1), or_word, np(M, Shape, C2),
    { open_cost(ShapeN, K), C is C1+C2+K+1 }.
np(both(N, M), Shape, C) -->
    w(neither), opt_phrase_np([a, an, any, the]), group_np(none, N, _, C1), one_of([nor, or]),
    opt_phrase_np([a, an, any, the]), group_np(none, M, Shape, C2),
    { C is C1+C2 }.
%   `exactly one ship or more than five`: the noun is said once.
np(one(q(Det1, X, R), q(Det2, Y, S)), Shape, C) -->
    opt_w(either), simple_np(q(Det1, X, R), Shape, C0), or_word, amount(Det2),
    { fresh_property(X^R, Y^S), C is C0+1 }.

several_np([q(some, X, R), q(some, Y, S)], C) --> simple_np(q(some, X, R), _, C1), and_word(and), simple_np(q(some, Y,
        S), _, C2), { C is C1+C2 }.
several_np([q(some, X, R)|Qs], C) --> simple_np(q(some, X, R), _, C1), and_word(comma), several_np(Qs, C2),
    { C is C1+C2 }.

opt_w(W) --> w(W).
opt_w(_) --> [].

and_word(and) --> one_of([and, +, [as, well, as], [and, also], [along, with], [together, with], plus, [but, also],
                          [',', and]]).
and_word(but) --> one_of([but, [',', but], [and, yet], [yet]]).
and_word(comma) --> w(',').

or_word --> one_of([or, [',', or], [and, or], /]).

%   After `a ship near a harbor` what is joined could have been joined to the harbor.
joined_cost(Shape, Kind, M, C) :-
    open_cost(Shape, C1),
    (   denying(M) -> C = 0
    ;   Kind == comma, \+ M = both(_, _), \+ M = one(_, _) -> C is C1+2
    ;   Kind == but -> C is C1+1
    ;   C = C1
    ).

open_cost(shape(open, _), 1).
open_cost(shape(closed, _), 0).

denying(q(none, _, _)).
denying(q(count(Op, _), _, _)) :- memberchk(Op, [=, =<, <]).
denying(both(N, _)) :- denying(N).

% -- determiners ------------------------------------------------------------------------------------------------------

simple_np(it(_), shape(closed, plain), 0) --> one_of([it, them, they]).
simple_np(that(X, R), shape(closed, plain), C) --> one_of([that, this, [the, same], those, these]), noun(X^R, _, C).
simple_np(q(some, X, class('$one', X)), shape(closed, plain), 1) --> w(one).
simple_np(Np, Shape, C) --> w(the), group_np(some, Np, Shape, C), w(itself).
simple_np(Np, Shape, C) --> determiner(Det), group_np(Det, Np, Shape, C).
simple_np(q(Det, X, and([class(object, X)|Fs])), Shape, C) -->
    thing(Det), modifiers(first, X, any, Fs, shape(closed, plain), Shape, C).
simple_np(Np, Shape, C) --> exceptional(Np, Shape, C).
simple_np(group(N, X^and([R|Fs]), Link), Shape, C) -->
    group_size(N0), noun_group(X^R, _, _, C0), linked(N0, N, Link),
    modifiers(later, X, pl, Fs, shape(closed, plain), Shape, C1), { C is C0+C1 }.
simple_np(group(N, R, Link), shape(closed, plain), C) -->
    group_size(N), mutual(Link), noun_group(R, _, _, C).
simple_np(sides(N, R, Np), Shape, C) -->
    opt_phrase_np([some, any]), noun(R, _, C1), sides(N), one_of([of, [of, the]]), np(Np, Shape, C2), { C is C1+C2 }.
simple_np(group(N, R, row), shape(closed, plain), C) -->
    one_of([[a, row, of], [a, line, of], [rows, of], [lines, of]]), row_size(N), noun_group(R, _, _, C).

opt_phrase_np(Words) --> one_of(Words).
opt_phrase_np(_) --> [].

row_size(N) --> one_of([[], [at, least], [about]]), whole(N), { N > 2 }.
row_size(3) --> [].

group_np(Det, q(Det, X, R), Shape, C) --> noun_group(X^R, _, Shape, C).
group_np(Det, other(Det, X, R), Shape, C) --> other_word, noun_group(X^R, _, Shape, C).

other_word --> one_of([other, another, different, [more]]).

determiner(some) --> [].
determiner(some) --> one_of([a, an, the, some, any, [at, least, one], its, their, [one, of, the],
                             [some, of, the], [any, of, the], [one, or, more], [at, least, a]]).
determiner(Det) --> amount(Det).
determiner(Det) --> one_of([the, its, their]), amount(Det).
determiner(none) --> one_of([no, [not, a], [not, any], [not, a, single], [none, of, the], [not, one], [zero], [no,
        single],
                             [any, no], 'no.', [absolutely, no], [none, of, the]]).
determiner(every) --> one_of([every, each, all, [all, the], [all, of, the], [every, single], [each, of, the], [every,
        one, of, the],
                              [each, and, every], [any, and, all]]).
determiner(notevery) --> one_of([[not, every], [not, all], [not, all, the], [not, all, of, the], [not, each]]).
determiner(share(>, 2, 1)) --> one_of([most, [most, of, the], [the, majority, of], [the, majority, of, the], [a,
        majority, of],
                                       [a, majority, of, the], [more, than, half, of, the], [more, than, half, the],
    [over, half, the],
                                       [over, half, of, the], [more, than, half, of, all], [the, most], [most, of]]).
determiner(share(Op, 2, 1)) --> half_bound(Op), one_of([half, [half, of]]), opt_w(all), opt_w(the).
determiner(share(Op, 100, N)) --> share_bound(Op), w(num(N)), one_of([percent, [per, cent]]), w(of), opt_w(all),
    opt_w(the).
determiner(share(Op, A, B)) --> half_bound(Op), fraction(B, A), w(of), opt_w(all), opt_w(the).
determiner(share(Op, A, B)) --> share_more(Op), fraction(B, A), w(of), opt_w(all), opt_w(the).
determiner(the_only) --> ws([the, only]).
determiner(the_only) --> ws([the, one, and, only]).
determiner(allbut(N)) --> w(all), one_of([but, except]), whole(N), opt_w(of), opt_w(the).
determiner(only) --> one_of([only, just, [only, the], [just, the], [nothing, but], [nothing, except], [nothing, other,
        than], [none, but]]).

half_bound(>=) --> [].
half_bound(>=) --> ws([at, least]).
half_bound(<) --> one_of([[less, than], [fewer, than], under]).
half_bound(=<) --> one_of([[at, most], [no, more, than]]).
half_bound(=) --> w(exactly).

share_bound(Op) --> half_bound(Op).
share_bound(>) --> one_of([[more, than], over, above]).

share_more(>) --> one_of([[more, than], over]).

%   `two thirds`: B of A parts.
fraction(1, A) --> one_of([a, one]), part_word(A).
fraction(B, A) --> whole(B), { B > 1 }, parts_word(A).

part_word(3) --> w(third).
part_word(4) --> w(quarter).
part_word(5) --> w(fifth).
part_word(10) --> w(tenth).
parts_word(3) --> w(thirds).
parts_word(4) --> w(quarters).
parts_word(5) --> w(fifths).
parts_word(10) --> w(tenths).

thing(some) --> one_of([something, anything]).
thing(none) --> one_of([nothing]).
thing(every) --> one_of([everything]).

%   `all ships except one`, `every ship but one`: one has it not.
exceptional(q(allbut(N), X, R), shape(closed, plain), C) -->
    one_of([all, [all, the], [all, of, the], every]), noun(X^R, _, C), one_of([except, but, [except, for]]), whole(N).

group_size(N) --> opt_phrase_np([the]), amount(count(>=, N)), { N =< 6 }.
group_size(2) --> opt_phrase_np([some, any, the]).

%   linked(+N0, -N, -Link)//: how the N members of a group are to each other. `Ships in a row` are at least three.
linked(N, N, pair(X, Y, F)) --> opt_be, relation_between(R), each_other, { related(R, X, Y, F) }.
linked(N, N, pair(X, Y, F)) --> opt_be, mutual_after(R), { related(R, X, Y, F) }.
linked(N0, N, row) --> opt_be, opt_participle, one_of([[in, a, row], [in, a, line], [in, line], [in, rows], [lined,
        up], [in, a, straight, line], [all, in, a, row]]),
    { N is max(N0, 3) }.

opt_be --> [].
opt_be --> one_of([[that, are], are, [which, are]]).

opt_participle --> [].
opt_participle --> one_of([parked, moored, docked, standing, lying, arranged, aligned, lined, placed, anchored]).

each_other --> one_of([[each, other], [one, another], [one, other]]).

mutual_after(R) --> mutual_adjective(R).
mutual_after(near) --> one_of([[close, together], [near, together]]).

mutual(pair(X, Y, F)) --> mutual_adjective(R), { related(R, X, Y, F) }.

mutual_adjective(parallel_to) --> w(parallel).
mutual_adjective(perpendicular_to) --> w(perpendicular).
mutual_adjective(adjacent) --> one_of([adjacent, neighboring]).
mutual_adjective(R) --> lex(relation(R, verb(ing))).

% -- nouns with what is said of them --------------------------------------------------------------------------------

noun_group(X^and([R|Fs]), Number, Shape, C) -->
    placed_noun(X^R, Number, C1),
    modifiers(first, X, Number, Fs, shape(closed, plain), Shape, C2),
    { C is C1+C2 }.

%   A noun with what compares it with others of its kind: `the ship nearest to a harbor`, `a ship by itself`.
placed_noun(P, Number, C) --> noun(P, Number, C).
placed_noun(P, Number, C) -->
    noun(P0, Number, C), opt_that_is, after_noun(A), { qualified(A, P0, P) }.
placed_noun(X^and([R, F]), Number, C) -->
    noun(X^R, Number, C1), opt_that_is, nearest(Op), opt_phrase_np([to, from]), simple_np(Np, _, C2),
    { C is C1+C2, fresh_property(X^R, Z^S),
      apply_np(Np, X, Y^not(exists([Z], and([S, cmp(Op, distance(Z, Y), distance(X, Y))]))), F) }.

opt_that_is --> [].
opt_that_is --> one_of([[that, is], [that, are], [which, is], [which, are]]).

nearest(<) --> one_of([nearest, closest]).
nearest(>) --> one_of([farthest, furthest]).

modifiers(_, _, _, [], Shape, Shape, 0) --> [].
modifiers(Place, X, Number, [F|Fs], Shape0, Shape, C) -->
    opt_comma(Place),
    modifier(X^F, Number, Shape1, C1),
    { place_cost(Shape0, K) },
    modifiers(later, X, Number, Fs, Shape1, Shape, C2),
    { C is C1+C2+K }.

opt_comma(_) --> [].
opt_comma(later) --> w(',').
opt_comma(first) --> w(','), ahead([each, all, both, that, which, with, none, neither, parked, moored, docked, but,
                                    has, have, must, should]).

%   The next word is one of these; it is not consumed.
ahead(Words, I, I) :- member(Word, Words), w(Word, I, _), !.

%   What follows `near a harbor` says something of the harbor rather than of what is near it.
place_cost(shape(open, _), 1).
place_cost(shape(closed, _), 0).

%!  noun(-Property, -Number, -Cost)// is nondet.
%
%   A noun with the adjectives before it, or several with `or` between them.

noun(P, Number, C) --> one_noun(P, Number, C).
noun(X^or([R, S]), Number, C) -->
    one_noun(X^R, _, C1), one_of([or, /, [and, or], [',', or]]), noun(X^S, Number, C2),
    { C is C1+C2 }.
noun(X^and([R, not(S)]), Number, C) -->
    one_noun(X^R, Number, C1), ws([but, not]), one_of([[], the, a, an]), noun(X^S, _, C2), { C is C1+C2+4 }.
noun(X^and([R, not(S)]), Number, C) -->
    one_noun(X^R, Number, C1),
    one_of([except, [except, for], [other, than], [apart, from], [excluding], [not, counting]]),
    one_of([[], the, a, an]),
    noun(X^S, _, C2),
    { C is C1+C2 }.

one_noun(X^R, Number, 0) --> lex(noun(Class, Number)), { R = class(Class, X) }.
one_noun(X^class('$one', X), sg, 1) --> w(one).
one_noun(X^class('$one', X), pl, 1) --> w(ones).
one_noun(P, Number, C) --> adjective(P0), one_noun(P1, Number, C), { qualified(P0, P1, P) }.
one_noun(P, Number, C) --> filler, one_noun(P, Number, C).

filler --> one_of([visible, detected, individual, separate, distinct, actual]).
