:- module(rune_say_predicates,
          [ predicates/4,               % +Kb, +X, +Parts, -Predicates
            said_of/4,                  % +Kb, +X, +Part, -Predicate
            it_for/3                    % +X, +Y, -Z
          ]).
:- autoload(library(apply), [exclude/3, maplist/3, partition/4]).
:- autoload(library(lists), [append/3, member/2, memberchk/2, select/3]).
:- use_module(say_words).
:- use_module(say_things).
:- use_module(variables, [source_names/2, renamed/3]).
:- use_module('../vocabulary', [kb_inverse/3, kb_relation/4]).

/** <module> What is said of a thing

Predicates are those of say_words.pl.
*/

%!  predicates(+Kb, +X, +Parts, -Predicates:list) is nondet.
%
%   All that Parts say of X, simple things first.

predicates(Kb, X, Parts, Predicates) :-
    beside(X, Parts, Ys),
    pieces(Parts, Ys, Groups0),
    simple_first(Groups0, Groups1),
    surrounded(Kb, X, Groups1, Groups, Predicates, Predicates0),
    maplist(group_said(Kb, X), Groups, Predicates0).

%   The same on all four sides: `surrounded by trees`.
surrounded(Kb, X, Groups0, Groups, [be(Text)|Predicates], Predicates) :-
    on_sides([left_of, right_of, above, below], X, Groups0, Groups, C),
    !,
    noun(Kb, C, pl, Nouns),
    atom_concat('surrounded by ', Nouns, Text).
surrounded(_, _, Groups, Groups, Predicates, Predicates).

on_sides([], _, Groups, Groups, _).
on_sides([Side|Sides], X, Groups0, Groups, C) :-
    select(_-Parts, Groups0, Groups1),
    existing(Parts, Parts1),
    permuted(Parts1, [class(C, Y), rel(Side, [Y, X], default)]),
    !,
    on_sides(Sides, X, Groups1, Groups, C).

existing([exists([_], and(Fs))], Parts) => Parts = Fs.
existing(Parts0, Parts) => Parts = Parts0.

permuted([A, B], [A, B]).
permuted([A, B], [B, A]).

%   The other variables that are free in Parts: what hangs on X.
beside(X, Parts, Ys) :-
    findall(Y, ( member(P, Parts), free_name(P, Y), Y \== X, Y \== it ), Ys0),
    sort(Ys0, Ys).

free_name(F, Y) :-
    source_names(F, Names),
    member(Y, Names),
    \+ bound_in(F, Y).

bound_in(F, Y) :-
    sub_term(G, F),
    compound(G),
    binds(G, Ys),
    memberchk(Y, Ys),
    !.

binds(exists(Ys, _), Ys).
binds(forall(Ys, _), Ys).
binds(exists(_, _, Y, _), [Y]).
binds(count(Y, _), [Y]).

sub_term(T, T).
sub_term(S, T) :- compound(T), arg(_, T, A), sub_term(S, A).

simple_first(Groups, Sorted) :-
    findall(K-G, ( member(G, Groups), weight(G, K) ), Pairs0),
    keysort(Pairs0, Pairs),
    findall(G, member(_-G, Pairs), Sorted).

weight([]-[not(_)], 9) :- !.
weight([]-_, 0) :- !.
weight(Ys-Parts, K) :-
    length(Ys, N),
    length(Parts, M),
    K is N+M.

%   group_said(+Kb, +X, +Group, -Predicate): one thing about X alone, or another thing that hangs on it.

group_said(Kb, X, []-[Part], Predicate) :- !,
    said_of(Kb, X, Part, Predicate).
group_said(Kb, X, _-Parts, Predicate) :-
    hanging(Kb, X, some, Parts, Predicate).

%   hanging(+Kb, +X, +Det, +Parts, -Predicate): Parts say how one other thing is related to X, and what it is like.

hanging(Kb, X, Det0, Parts0, Predicate) :-
    partition(mentions_it(X), Parts0, Links0, Own),
    exclude(differs(X), Links0, Links),
    (   Links0 == Links -> Det = Det0 ; other(Det0, Det) ),
    linked(Kb, X, Links, Det, Own, Predicate).

mentions_it(X, F) :- mentions(F, X).

differs(X, cmp(\=, var(Y), var(Z))) :- ( Y == X ; Z == X ), !.

other(some, another).
other(every, every_other).
other(no, no_other).
other(many(Words0, Number), many(Words, Number)) :- atom_concat(Words0, ' other', Words).

linked(Kb, X, [rel(between, [X, Y, Z], default)], some, Own, be(Text)) :-
    !,
    beside(X, Own, Ys),
    pieces(Own, Ys, Pieces),
    select(One-OfY, Pieces, [Other-OfZ]),
    memberchk(Y, One),
    memberchk(Z, Other),
    thing(Kb, some, Y, OfY, TextY),
    thing(Kb, some, Z, OfZ, TextZ),
    relation(Kb, between, prep(Between)),
    atomic_list_concat([Between, TextY, and, TextZ], ' ', Text).
%   What else is said of the two together is said of the other: `near a harbor that is larger than it`.
linked(Kb, X, Links, Det, Own0, Predicate) :-
    select(Link, Links, Others),
    link(Kb, X, Link, Y, Words),
    Y \== it,
    maplist(renamed(it_for(X)), Others, Own1),
    append(Own0, Own1, Own),
    thing(Kb, Det, Y, Own, Thing),
    with_object(Words, Thing, Predicate).
%   What is on X, where X is under nothing: `with a ship on it`.
linked(Kb, X, [rel(R, [Y, X], default)], Det, Own, has(Text)) :-
    \+ memberchk(Det, [every, every_other]),
    relation(Kb, R, prep(Words)),
    thing(Kb, Det, Y, Own, Thing),
    atomic_list_concat([Thing, Words, it], ' ', Text).

%!  it_for(+X, +Y, -Z) is det.
%
%   Z is Y, but `it` for X.

it_for(X, Y, Z) :-
    ( Y == X -> Z = it ; Z = Y ).

with_object(prep(Words), Thing, be(Text)) :-
    atomic_list_concat([Words, Thing], ' ', Text).
with_object(verb(Third, Base), Thing, verb(Third, Base, Thing)).

%   link(+Kb, +X, +Link, -Y, -Words): how X is related to Y.

link(Kb, X, rel(R0, [A, B], Radius), Y, Words) :-
    turned(Kb, X, R0, A, B, R, Y),
    (   Radius == default
    ->  relation(Kb, R, Words)
    ;   R == near, quantity(Radius, length, Distance),
        atomic_list_concat([within, Distance, of], ' ', Within),
        Words = prep(Within)
    ).
link(_, X, cmp(Op0, D0, Q0), Y, prep(Words)) :-
    turned_comparison(Op0, D0, Q0, Op, distance(A, B), Q),
    ( A == X -> Y = B ; B == X, Y = A ),
    memberchk(Op, [>, >=]),
    compared(Op, Compared),
    quantity(Q, length, Distance),
    atomic_list_concat([Compared, Distance, from], ' ', Words).
link(_, X, cmp(Op0, A0, B0), Y, prep(Words)) :-
    (   A0 = col(M, X), B0 = col(M, Y) -> Op = Op0
    ;   A0 = col(M, Y), B0 = col(M, X), turned_op(Op0, Op)
    ),
    longer(M, Op, Word),
    atomic_list_concat([Word, than], ' ', Words).

turned(_, X, R, X, Y, R, Y).
turned(Kb, X, R, Y, X, R, Y) :- kb_relation(Kb, R, 2, true), !.
turned(Kb, X, R, Y, X, S, Y) :- kb_inverse(Kb, R, S).

turned_comparison(Op, A, B, Op, A, B).
turned_comparison(Op0, A, B, Op, B, A) :- turned_op(Op0, Op).

turned_op(<, >).    turned_op(>, <).    turned_op(=<, >=).  turned_op(>=, =<).  turned_op(=, =).

longer(length, >, longer).      longer(length, <, shorter).
longer(width, >, wider).        longer(width, <, narrower).

%!  said_of(+Kb, +X, +Part, -Predicate) is nondet.
%
%   What Part says of X, if all of it is about X. The variable `it` is what X itself is said of.

said_of(Kb, X, Link, Predicate) :-
    link(Kb, X, Link, Y, Words),
    Y == it,
    with_object(Words, it, Predicate).
said_of(Kb, X, attr(A, X), be(Text)) :- adjective(Kb, A, Text).
said_of(Kb, X, class(C, X), a(One, Many)) :- noun(Kb, C, sg, Noun), with_article(Noun, One), noun(Kb, C, pl, Many).
said_of(Kb, X, not(F), Predicate) :- said_of(Kb, X, F, Predicate0), denied(Predicate0, Predicate).
said_of(Kb, X, exists(Ys, F), Predicate) :-
    conjuncts(F, Parts),
    pieces(Parts, Ys, [_]),
    hanging(Kb, X, some, Parts, Predicate).
said_of(Kb, X, exists(Op, N, _, F), Predicate) :-
    conjuncts(F, Parts),
    determiner(Op, N, Det),
    hanging(Kb, X, Det, Parts, Predicate).
said_of(Kb, X, forall([_], implies(A, B)), Predicate) :-
    mentions(B, X),
    conjuncts(A, As),
    hanging(Kb, X, every, [B|As], Predicate).
said_of(Kb, X, cmp(Op0, A, B), has(Text)) :-
    turned_comparison(Op0, A, B, Op, Measure, Quantity),
    measure(Kb, Measure, X, Dimension, Name),
    quantity(Quantity, Dimension, Bound),
    compared(Op, Words),
    with_article(Name, Named),
    atomic_list_concat([Named, of, Words, Bound], ' ', Text).
said_of(_, X, cmp(Op0, A, B), be(Text)) :-
    turned_comparison(Op0, A, B, Op, col(M, X), op(/, image(Side), num(N))),
    N =:= 2,
    half(M, Side, Op, Half),
    atomic_list_concat([in, the, Half, half], ' ', Text).
said_of(Kb, X, or([Lengthwise, Across]), has(Text)) :-
    both_sides(X, Lengthwise, Y, left_of, right_of, Parts),
    both_sides(X, Across, _, above, below, _),
    thing(Kb, some, Y, Parts, Thing),
    atomic_list_concat([Thing, on, both, sides], ' ', Text).
said_of(Kb, X, or(Fs), be(Text)) :-
    all_be(Kb, X, Fs, or, Text0),
    atom_concat('either ', Text0, Text).
said_of(Kb, X, or(Fs), any(Predicates)) :-
    maplist(said_of(Kb, X), Fs, Predicates).
said_of(Kb, X, and(Fs), be(Text)) :-
    all_be(Kb, X, Fs, and, Text).

all_be(Kb, X, Fs, Word, Text) :-
    maplist(said_of(Kb, X), Fs, Predicates),
    maplist(after_be, Predicates, Texts),
    atomic_list_concat([' ', Word, ' '], Joint),
    atomic_list_concat(Texts, Joint, Text).

after_be(be(Text), Text).
after_be(a(Text, _), Text).
after_be(be_not(Text), Not) :- atom_concat('not ', Text, Not).
after_be(not_a(Text, _), Not) :- atom_concat('not ', Text, Not).

both_sides(X, and([exists([Y], F), exists([Z], G)]), Y, One, Other, Parts) :-
    conjuncts(F, Fs), select(rel(One, [Y, X], default), Fs, Parts),
    conjuncts(G, Gs), select(rel(Other, [Z, X], default), Gs, _).

half(cx, width, <, left).       half(cx, width, >, right).
half(cy, height, <, upper).     half(cy, height, >, lower).

denied(be(T), be_not(T)).
denied(a(One, Many), not_a(One, Many)).
denied(verb(_, Base, T), verb_not(Base, T)).
denied(has(T), has_no(Noun)) :- ( atom_concat('a ', Noun, T) -> true ; atom_concat('an ', Noun, T) ).

measure(_, col(C, X), X, Dimension, C) :- dimension(C, Dimension).
measure(_, op(/, col(length, X), col(width, X)), X, plain, 'length to width ratio').
measure(Kb, value(A, X), X, plain, Name) :- value_name(Kb, A, Name).

dimension(area, area).  dimension(length, length).  dimension(width, length).  dimension(score, plain).
dimension(angle, angle).
