:- module(rune_english_noun_phrase,
          [ np/5,                       % -Np, -Shape, -Cost, +I, -J
            simple_np/5,
            noun_group/6,               % -Property, -Number, -Shape, -Cost, +I, -J
            linked//3,                  % +N0, -N, -Link
            noun/5,                     % -Property, -Number, -Cost, +I, -J
            drop_noun_phrases/0
          ]).
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
    opt("both"), simple_np(N, ShapeN, C1), and_word(Kind), np(M, Shape, C2),
    { joined_cost(ShapeN, Kind, M, K), ( N = it(_) -> C is C1+C2+K+2 ; C is C1+C2+K ) }.
np(exactly_one(N, M), Shape, C) -->
    opt("either"), simple_np(N, ShapeN, C1), or_word, np(M, Shape, C2),
    any("but not both | , but not both | not both | , not both"),
    { open_cost(ShapeN, K), C is C1+C2+K }.
%   `a house and a pool within 30 m of each other`
np(group(Links, Qs), shape(closed, plain), C) -->
    several_np(Qs, C), opt(","), opt("all | both | each"), opt_be, relation_between(R), each_other,
    { Links = R }.
np(one(N, M), Shape, C) -->
    opt("either"), simple_np(N, ShapeN, C1), or_word(K0), np(M, Shape, C2),
    { open_cost(ShapeN, K), C is C1+C2+K0+K }.
np(both(N, M), Shape, C) -->
    w(neither), opt("a | an | any | the"), group_np(none, N, _, C1), any("nor | or"),
    opt("a | an | any | the"), group_np(none, M, Shape, C2),
    { C is C1+C2 }.
%   `no more than three planes, but at least one`
np(both(q(Det1, X, R), q(Det2, Y, S)), Shape, C) -->
    simple_np(q(Det1, X, R), Shape, C0), any("but | , but | and"), amount(Det2),
    { Det1 \== some, fresh_property(X^R, Y^S), C is C0+1 }.
%   `exactly one ship or more than five`: the noun is said once.
np(one(q(Det1, X, R), q(Det2, Y, S)), Shape, C) -->
    opt("either"), simple_np(q(Det1, X, R), Shape, C0), or_word, amount(Det2),
    { fresh_property(X^R, Y^S), C is C0+1 }.

several_np([q(some, X, R), q(some, Y, S)], C) -->
    simple_np(q(some, X, R), _, C1), any("and | , and"), simple_np(q(some, Y, S), _, C2), { C is C1+C2 }.
several_np([q(some, X, R)|Qs], C) --> simple_np(q(some, X, R), _, C1), and_word(comma), several_np(Qs, C2),
    { C is C1+C2 }.

and_word(and) --> any("and | + | as well as | and also | along with | together with | plus | but also").
and_word(comma_and) --> any(", and").
and_word(but) --> any("but | , but | and yet | yet").
and_word(comma) --> w(',').

or_word --> or_word(_).

or_word(0) --> any("or | and or | /").
or_word(2) --> any(", or").

%   After `a ship near a harbor` what is joined could have been joined to the harbor.
joined_cost(Shape, Kind, M, C) :-
    open_cost(Shape, C1),
    (   denying(M) -> C = 0
    ;   Kind == comma_and, \+ M = both(_, _) -> C is C1+1
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

simple_np(it(_), shape(closed, plain), 0) --> any("it | them | they").
simple_np(that(X, class(Class, X)), shape(closed, plain), 0) --> w(the), lex(noun(Class, _)).
simple_np(that(X, R), shape(closed, plain), C) --> any("that | this | the same | those | these"), noun(X^R, _, C).
simple_np(q(some, X, class('$one', X)), shape(closed, plain), 1) --> w(one).
simple_np(other(some, X, class('$one', X)), shape(closed, plain),
          1) --> any("another | another one | the other one | the other").
simple_np(q(none, X, class('$one', X)), shape(closed, plain), 1) --> w(none).
simple_np(Np, Shape, C) --> w(the), group_np(some, Np, Shape, C), w(itself).
simple_np(Np, Shape, C) --> determiner(Det), group_np(Det, Np, Shape, C).
%   `The ship` is one that was spoken of, if there is such a ship; hence a little more.
simple_np(Np, Shape, C) --> w(the), group_np(some, Np, Shape, C0), { C is C0+0.25 }.
simple_np(q(Det, X, and([class(object, X)|Fs])), Shape, C) -->
    thing(Det), modifiers(first, X, any, Fs, shape(closed, plain), Shape, C).
simple_np(Np, Shape, C) --> exceptional(Np, Shape, C).
simple_np(group(N, X^and([R|Fs]), Link), Shape, C) -->
    group_size(N0), noun_group(X^R, _, _, C0), linked(N0, N, Link),
    modifiers(later, X, pl, Fs, shape(closed, plain), Shape, C1), { C is C0+C1 }.
simple_np(group(N, R, Link), shape(closed, plain), C) -->
    group_size(N), mutual(Link), noun_group(R, _, _, C).
simple_np(sides(N, R, Np), Shape, C) -->
    opt("some | any"), noun(R, _, C1), sides(N), any("of | of the"), np(Np, Shape, C2), { C is C1+C2 }.
simple_np(group(N, R, row), shape(closed, plain), C) -->
    any("a row of | a line of | rows of | lines of"), row_size(N), noun_group(R, _, _, C).

row_size(N) --> opt("at least | about"), whole(N), { N > 2 }.
row_size(3) --> [].

group_np(Det, q(Det, X, R), Shape, C) --> noun_group(X^R, _, Shape, C).
group_np(Det, other(Det, X, R), Shape, C) --> other_word, noun_group(X^R, _, Shape, C).

other_word --> any("other | another | different | more").

determiner(some) --> [].
determiner(some) --> any("a | an | some | any | at least one | its | their | one of the | some of the | \c
                          any of the | one or more | at least a").
determiner(Det) --> amount(Det).
determiner(Det) --> any("the | its | their"), amount(Det).
determiner(none) --> any("no | not a | not any | not a single | none of the | none of their | none of its | not one | zero | no single | any no | \c
                          no. | absolutely no").
determiner(every) --> any("every | each | all | the entire | the whole | the complete | all the | all its | all their | all of their | all of its | all of the | every single | each of the | \c
                           every one of the | each and every | any and all").
determiner(notevery) --> any("not every | not all | not all the | not all of the | not each").
determiner(share(>, 2, 1)) --> any("most | most of the | the majority of | the majority of the | a majority of | \c
                                    a majority of the | more than half of the | more than half the | \c
                                    over half the | over half of the | more than half of all | most of").
determiner(share(Op, 2, 1)) --> half_bound(Op), any("half | half of"), opt("all"), opt("the").
determiner(share(Op, 100, N)) --> share_bound(Op), w(num(N)), any("percent | per cent"), w(of), opt("all"),
    opt("the").
determiner(share(Op, A, B)) --> half_bound(Op), fraction(B, A), w(of), opt("all"), opt("the").
determiner(share(Op, A, B)) --> share_more(Op), fraction(B, A), w(of), opt("all"), opt("the").
determiner(the_only) --> any("the only").
determiner(the_only) --> any("the one and only").
determiner(allbut(N)) --> w(all), any("but | except"), whole(N), opt("of"), opt("the").
determiner(only) --> any("only | just | only the | just the | nothing but | nothing except | nothing other than | \c
                          none but").

half_bound(>=) --> [].
half_bound(>=) --> any("at least").
half_bound(<) --> any("less than | fewer than | under").
half_bound(=<) --> any("at most | no more than").
half_bound(=) --> w(exactly).

share_bound(Op) --> half_bound(Op).
share_bound(>) --> any("more than | over | above").

share_more(>) --> any("more than | over").

%   `two thirds`: B of A parts.
fraction(1, A) --> any("a | one"), part_word(A).
fraction(B, A) --> whole(B), { B > 1 }, parts_word(A).

part_word(3) --> w(third).
part_word(4) --> w(quarter).
part_word(5) --> w(fifth).
part_word(10) --> w(tenth).
parts_word(3) --> w(thirds).
parts_word(4) --> w(quarters).
parts_word(5) --> w(fifths).
parts_word(10) --> w(tenths).

thing(some) --> any("something | anything").
thing(none) --> any("nothing").
thing(every) --> any("everything").

%   `all ships except one`, `every ship but one`: one has it not.
exceptional(q(allbut(N), X, R), shape(closed, plain), C) -->
    any("all | all the | all of the | every"), noun(X^R, _, C), any("except | but | except for"), whole(N).

group_size(N) --> any("groups of | a group of | clusters of | a cluster of | any"), amount(count(>=, N)), { N =< 6 }.
group_size(N) --> opt("the"), amount(count(>=, N)), { N =< 6 }.
group_size(2) --> opt("some | any | the").

%   linked(+N0, -N, -Link)//: how the N members of a group are to each other. `Ships in a row` are at least three.
linked(N, N, pair(X, Y, F)) --> opt_be, relation_between(R), each_other, { related(R, X, Y, F) }.
linked(N, N, pair(X, Y, F)) --> opt_be, mutual_after(R), { related(R, X, Y, F) }.
linked(N0, N, row) --> opt_be, opt_participle, any("in a row | in a line | in line | in rows | lined up | \c
                                                    in a straight line | all in a row"),
    { N is max(N0, 3) }.

opt_be --> [].
opt_be --> any("that are | are | which are").

opt_participle --> [].
opt_participle --> any("parked | moored | docked | standing | lying | arranged | aligned | lined | placed | anchored").

each_other --> any("each other | one another | one other").

mutual_after(R) --> mutual_adjective(R).
mutual_after(same(area)) --> any("the same size | of the same size | equally large | the same area").
mutual_after(same(length)) --> any("the same length | of the same length | equally long").
mutual_after(near) --> any("close together | near together").

mutual(pair(X, Y, F)) --> mutual_adjective(R), { related(R, X, Y, F) }.

mutual_adjective(parallel_to) --> w(parallel).
mutual_adjective(perpendicular_to) --> w(perpendicular).
mutual_adjective(adjacent) --> any("adjacent | neighboring").
mutual_adjective(R) --> lex(relation(R, verb(ing))).

% -- nouns with what is said of them --------------------------------------------------------------------------------

noun_group(X^and([R|Fs]), Number, Shape, C) -->
    placed_noun(X^R, Number, C1),
    modifiers(first, X, Number, Fs, shape(closed, plain), Shape, C2),
    { C is C1+C2 }.

%   A noun with what compares it with others of its kind: `the ship nearest to a harbor`, `a ship by itself`.
placed_noun(P, Number, C) --> noun(P, Number, C).
placed_noun(P, Number, C) --> noun(P, Number, C), any("of any kind | of any sort | of some kind | of some sort").
placed_noun(P, Number, C) -->
    noun(P0, Number, C), opt_that_is, after_noun(A), { qualified(A, P0, P) }.
placed_noun(X^and([R, F]), Number, C) -->
    noun(X^R, Number, C1), opt_that_is, nearest(Op), opt("to | from"), simple_np(Np, _, C2),
    { C is C1+C2, fresh_property(X^R, Z^S),
      apply_np(Np, X, Y^not(exists([Z], and([S, cmp(Op, distance(Z, Y), distance(X, Y)), cmp(\=, var(Z), var(Y))]))),
               F) }.

opt_that_is --> [].
opt_that_is --> any("that is | that are | which is | which are").

nearest(<) --> any("nearest | closest").
nearest(>) --> any("farthest | furthest").

modifiers(_, _, _, [], Shape, Shape, 0) --> [].
modifiers(Place, X, Number, [F|Fs], Shape0, Shape, C) -->
    opt_comma(Place),
    modifier(X^F, Number, Shape1, C1),
    { place_cost(Shape0, K) },
    modifiers(later, X, Number, Fs, Shape1, Shape, C2),
    { C is C1+C2+K }.

opt_comma(_) --> [].
opt_comma(later) --> w(',').
opt_comma(first) --> w(','), ahead("each | all | both | that | which | with | none | neither | parked | moored | \c
                                    docked | but").


%   What follows `near a harbor` says something of the harbor rather than of what is near it.
place_cost(shape(open, _), 1).
place_cost(shape(closed, _), 0).

%!  noun(-Property, -Number, -Cost)// is nondet.
%
%   A noun with the adjectives before it, or several with `or` between them.

noun(P, Number, C) --> one_noun(P, Number, C).
noun(X^or([R, S]), Number, C) -->
    one_noun(X^R, _, C1), any("or | / | and or | , or"), noun(X^S, Number, C2),
    { C is C1+C2 }.
noun(X^and([R, not(S)]), Number, C) -->
    one_noun(X^R, Number, C1), any("but the | except the | except for the | apart from the"), noun(X^S, sg, C2),
    { C is C1+C2-1 }.
noun(X^and([R, not(S)]), Number, C) -->
    one_noun(X^R, Number, C1), any("but not"), opt("the | a | an"), noun(X^S, _, C2), { C is C1+C2+6 }.
noun(X^and([R, not(S)]), Number, C) -->
    one_noun(X^R, Number, C1),
    any("except | except for | other than | apart from | excluding | not counting"),
    opt("the | a | an"),
    noun(X^S, _, C2),
    { C is C1+C2 }.

one_noun(X^R, Number, 0) --> lex(noun(Class, Number)), { R = class(Class, X) }.
one_noun(X^class('$one', X), sg, 1) --> w(one).
one_noun(X^class('$one', X), pl, 1) --> w(ones).
one_noun(P, Number, C) --> adjective(P0), one_noun(P1, Number, C), { qualified(P0, P1, P) }.
one_noun(P, Number, C) --> filler, one_noun(P, Number, C).

filler --> any("visible | detected | individual | separate | distinct | actual").
