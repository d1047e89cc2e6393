:- module(rune_say_things,
          [ thing/5,                    % +Kb, +Det, +X, +Parts, -Text
            said_of/4,                  % +Kb, +X, +Part, -Predicate
            clause_of/3,                % +Predicate, +Number, -Text
            predicates/4,               % +Kb, +X, +Parts, -Predicates
            mentions/2,                 % +Formula, +X
            pieces/3                    % +Parts, +Xs, -Pieces
          ]).
:- autoload(library(apply), [exclude/3, maplist/3, partition/4]).
:- autoload(library(lists), [append/3, member/2, memberchk/2, select/3, subtract/3]).
:- use_module(say_words).
:- use_module(variables, [source_names/2]).
:- use_module('../vocabulary', [kb_inverse/3, kb_relation/4]).

/** <module> Things with what is said of them: `a flooded ship that is near a harbor and left of a bridge`

A thing is a variable with the conjuncts that speak of it, among which other things hang on it by relations: a tree.
What is no tree is not said here. A predicate is what can be said of a thing:

| be(Text), be_not(Text)    | `is near a harbor`, and after the noun `near a harbor`                   |
| verb(Third, Base, Text)   | `contains a ship`                                                         |
| verb_not(Base, Text)      | `does not contain a ship`                                                 |
| has(Text)                 | `has an area of more than 500 m²`, `with an area of …`                    |
*/

%!  mentions(+Formula, +X) is semidet.

mentions(F, X) :-
    source_names(F, Names),
    memberchk(X, Names).

%!  pieces(+Parts, +Xs, -Pieces) is det.
%
%   Parts in groups that share no variable of Xs, each `Ys-Group`; what mentions none of Xs is a group by itself.

pieces([], _, []).
pieces([P|Ps], Xs, [Ys-Group|Pieces]) :-
    own_names(P, Xs, Own),
    connected(Own, [P], Ps, Xs, Ys, Group0, Rest),
    in_order([P|Ps], Group0, Group),
    pieces(Rest, Xs, Pieces).

connected(Ys0, Group0, Ps, Xs, Ys, Group, Rest) :-
    (   select(P, Ps, Ps1), own_names(P, Xs, Own), member(Y, Own), memberchk(Y, Ys0)
    ->  subtract(Own, Ys0, New),
        append(Ys0, New, Ys1),
        connected(Ys1, [P|Group0], Ps1, Xs, Ys, Group, Rest)
    ;   Ys = Ys0, Group = Group0, Rest = Ps
    ).

own_names(P, Xs, Own) :-
    source_names(P, Names),
    findall(X, ( member(X, Xs), memberchk(X, Names) ), Own).

in_order(All, Group, Ordered) :-
    findall(P, ( member(P, All), member(Q, Group), P == Q ), Ordered).

%!  thing(+Kb, +Det, +X, +Parts, -Text) is nondet.
%
%   X with all that Parts say of it. Det is some, another, no, no_other, every, every_other, many(Words, Number) with
%   the number that comes before the noun in Words, bare (`ships`), or superlative(Word).

thing(Kb, Det, X, Parts0, Text) :-
    noun_of(Kb, Det, X, Parts0, Noun0, Parts1),
    partition(plain_attribute(X), Parts1, Attributes, Parts2),
    maplist(adjective_of(Kb), Attributes, Adjectives),
    append(Adjectives, [Noun0], Words),
    atomic_list_concat(Words, ' ', Noun),
    determined(Det, Noun, Start),
    predicates(Kb, X, Parts2, Predicates),
    number_of(Det, Number),
    with_predicates(Predicates, Number, After),
    atomic_list_concat([Start|After], ' ', Text).

plain_attribute(X, attr(_, X)).

adjective_of(Kb, attr(A, _), Adjective) :-
    adjective(Kb, A, Adjective).

noun_of(Kb, Det, X, Parts0, Noun, Parts) :-
    number_of(Det, Number),
    (   select(class(Class, X), Parts0, Parts)
    ->  true
    ;   Class = object, Parts = Parts0
    ),
    noun(Kb, Class, Number, Noun).

number_of(many(_, Number), Number) :- !.
number_of(bare, pl) :- !.
number_of(_, sg).

determined(some, Noun, Text) :- with_article(Noun, Text).
determined(another, Noun, Text) :- atomic_list_concat([another, Noun], ' ', Text).
determined(no, Noun, Text) :- atomic_list_concat([no, Noun], ' ', Text).
determined(no_other, Noun, Text) :- atomic_list_concat([no, other, Noun], ' ', Text).
determined(every, Noun, Text) :- atomic_list_concat([every, Noun], ' ', Text).
determined(every_other, Noun, Text) :- atomic_list_concat([every, other, Noun], ' ', Text).
determined(many(Words, _), Noun, Text) :- atomic_list_concat([Words, Noun], ' ', Text).
determined(superlative(Word), Noun, Text) :- atomic_list_concat([the, Word, Noun], ' ', Text).
determined(bare, Noun, Noun).

%   One predicate follows the noun, several are clauses: `that is near a harbor and is left of a bridge`.

with_predicates([], _, []).
with_predicates([P], _, [Text]) :-
    after_noun(P, Text).
with_predicates(Ps, Number, [Text]) :-
    Ps = [_|_],
    maplist(relative(Number), Ps, Clauses),
    atomic_list_concat(Clauses, ' and ', Text0),
    atom_concat('that ', Text0, Text).
with_predicates(Ps, Number, [First|More]) :-
    select(has(What), Ps, Rest),
    Rest = [_|_],
    after_noun(has(What), First),
    with_predicates(Rest, Number, More).
with_predicates(Ps, Number, [Text]) :-
    Ps = [_, _|_],
    maplist(relative(Number), Ps, Clauses),
    atomic_list_concat(Clauses, ' and that ', Text0),
    atom_concat('that ', Text0, Text).

after_noun(be(Text), Text).
after_noun(has(What), Text) :- atom_concat('with ', What, Text).

relative(Number, Predicate, Text) :-
    clause_of(Predicate, Number, Text).

%!  clause_of(+Predicate, +Number, -Text) is det.
%
%   The predicate with its verb, after a subject.

clause_of(be(T), N, Text) :- be(N, Be), atomic_list_concat([Be, T], ' ', Text).
clause_of(be_not(T), N, Text) :- be(N, Be), atomic_list_concat([Be, not, T], ' ', Text).
clause_of(verb(Third, _, T), sg, Text) :- !, atomic_list_concat([Third, T], ' ', Text).
clause_of(verb(_, Base, T), pl, Text) :- atomic_list_concat([Base, T], ' ', Text).
clause_of(verb_not(Base, T), N, Text) :-
    ( N == sg -> Does = does ; Does = do ),
    atomic_list_concat([Does, not, Base, T], ' ', Text).
clause_of(has(T), N, Text) :- ( N == sg -> Has = has ; Has = have ), atomic_list_concat([Has, T], ' ', Text).

be(sg, is).
be(pl, are).

% -- predicates ----------------------------------------------------------------------------------------------

%!  predicates(+Kb, +X, +Parts, -Predicates:list) is nondet.
%
%   All that Parts say of X, simple things first.

predicates(Kb, X, Parts, Predicates) :-
    partition(mentions_it(X), Parts, Direct, Others),
    own_variables(X, Parts, Direct, Others, Ys),
    pieces(Parts, Ys, Pieces),
    exclude(empty_piece, Pieces, Groups0),
    simple_first(Groups0, Groups),
    maplist(group_said(Kb, X), Groups, Predicates).

mentions_it(X, F) :- mentions(F, X).

empty_piece(_-[]).

%   The other variables that hang on X: those that are free in the parts beside it.
own_variables(X, Parts, _, _, Ys) :-
    findall(Y, ( member(P, Parts), free_name(P, Y), Y \== X ), Ys0),
    sort(Ys0, Ys).

free_name(F, Y) :-
    source_names(F, Names),
    member(Y, Names),
    \+ bound_in(F, Y).

bound_in(F, Y) :-
    sub_term(G, F),
    compound(G),
    (   G = exists(Ys, _), is_list(Ys) ; G = forall(Ys, _) ; G = exists(_, _, Z, _), Ys = [Z] ; G = count(Z, _), Ys = [Z] ),
    memberchk(Y, Ys),
    !.

sub_term(T, T).
sub_term(S, T) :- compound(T), arg(_, T, A), sub_term(S, A).

simple_first(Groups, Sorted) :-
    findall(K-G, ( member(G, Groups), weight(G, K) ), Pairs0),
    keysort(Pairs0, Pairs),
    findall(G, member(_-G, Pairs), Sorted).

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
    Links = [Link],
    linked(Kb, X, Link, Det, Own, Predicate).

differs(X, cmp(\=, var(Y), var(Z))) :- ( Y == X ; Z == X ), !.

other(some, another).
other(every, every_other).
other(no, no_other).
other(many(Words0, Number), many(Words, Number)) :- atom_concat(Words0, ' other', Words).

linked(Kb, X, rel(between, [X, Y, Z], default), some, Own, be(Text)) :-
    !,
    pieces(Own, [Y, Z], Pieces),
    memberchk([Y]-OfY, Pieces),
    memberchk([Z]-OfZ, Pieces),
    thing(Kb, some, Y, OfY, One),
    thing(Kb, some, Z, OfZ, Other),
    relation(Kb, between, prep(Between)),
    atomic_list_concat([Between, One, and, Other], ' ', Text).
linked(Kb, X, Link, Det, Own, Predicate) :-
    link(Kb, X, Link, Y, Words),
    thing(Kb, Det, Y, Own, Thing),
    with_object(Words, Thing, Predicate).

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
%   What Part says of X, if all of it is about X.

said_of(Kb, X, attr(A, X), be(Text)) :- adjective(Kb, A, Text).
said_of(Kb, X, class(C, X), be(Text)) :- noun(Kb, C, sg, Noun), with_article(Noun, Text).
said_of(Kb, X, not(F), Predicate) :- said_of(Kb, X, F, Predicate0), denied(Predicate0, Predicate).
said_of(Kb, X, exists(Ys, F), Predicate) :-
    conjuncts(F, Parts),
    pieces(Parts, Ys, [_]),
    hanging(Kb, X, some, Parts, Predicate).
said_of(Kb, X, exists(Op, N, _, F), Predicate) :-
    conjuncts(F, Parts),
    many(Op, N, Det),
    hanging(Kb, X, Det, Parts, Predicate).
said_of(Kb, X, forall([_], implies(A, B)), Predicate) :-
    conjuncts(A, As),
    hanging(Kb, X, every, [B|As], Predicate).
said_of(Kb, X, cmp(Op0, A, B), has(Text)) :-
    turned_comparison(Op0, A, B, Op, Measure, Quantity),
    measure(Kb, Measure, X, Dimension, Name),
    quantity(Quantity, Dimension, Bound),
    compared(Op, Words),
    with_article(Name, Named),
    atomic_list_concat([Named, of, Words, Bound], ' ', Text).
said_of(Kb, X, or(Fs), be(Text)) :-
    maplist(said_of(Kb, X), Fs, Predicates),
    maplist([be(T), T]>>true, Predicates, Texts),
    atomic_list_concat(Texts, ' or ', Text0),
    atom_concat('either ', Text0, Text).
said_of(Kb, X, and(Fs), be(Text)) :-
    maplist(said_of(Kb, X), Fs, Predicates),
    maplist([be(T), T]>>true, Predicates, Texts),
    atomic_list_concat(Texts, ' and ', Text).

denied(be(T), be_not(T)).
denied(verb(_, Base, T), verb_not(Base, T)).

measure(_, col(C, X), X, Dimension, C) :- dimension(C, Dimension).
measure(Kb, value(A, X), X, plain, Name) :- value_name(Kb, A, Name).

dimension(area, area).  dimension(length, length).  dimension(width, length).  dimension(score, plain).
dimension(angle, angle).

many(Op, N, many(Text, Number)) :-
    counted(Op, Words),
    ( N =:= 1 -> Number = sg ; Number = pl ),
    atomic_list_concat([Words, N], ' ', Text).

conjuncts(and(Fs), Parts) :- !, Parts = Fs.
conjuncts(F, [F]).
