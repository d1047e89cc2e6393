:- module(rune_say_things,
          [ thing/5,                    % +Kb, +Det, +X, +Parts, -Text
            determiner/3,               % ?Op, +N, -Det
            superlative/4,              % +X, +Parts, -Word, -Rest
            with_predicates/3,          % +Predicates, +Number, -Texts
            mentions/2,                 % +Formula, +X
            pieces/3,                   % +Parts, +Xs, -Pieces
            conjuncts/2,                % +Formula, -Parts
            without/3                   % +Parts, +Some, -Rest
          ]).
:- autoload(library(apply), [maplist/3, partition/4]).
:- autoload(library(lists), [append/3, member/2, memberchk/2, select/3, subtract/3]).
:- use_module(say_words).
:- use_module(say_predicates, [predicates/4]).
:- use_module(variables, [source_names/2]).

/** <module> Things with what is said of them: `a flooded ship that is near a harbor and is left of a bridge`

A thing is a variable with the conjuncts that speak of it, among which other things hang on it by relations: a tree.
What is no tree is not said here.
*/

%!  conjuncts(+Formula, -Parts:list) is det.

conjuncts(F, Parts) :-
    (   F = and(Fs) -> Parts = Fs ; Parts = [F] ).

%!  without(+Parts, +Some, -Rest) is semidet.
%
%   Parts but for each of Some, all of which are there.

without(Rest, [], Rest).
without(Parts, [F|Fs], Rest) :-
    select(F, Parts, Parts1),
    !,
    without(Parts1, Fs, Rest).

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
    findall(P, ( member(P, All), once(( member(Q, Group), P == Q )) ), Ordered).

%!  thing(+Kb, +Det, +X, +Parts, -Text) is nondet.
%
%   X with all that Parts say of it. Det is some, another, no, no_other, every, every_other, many(Words, Number) with
%   the number that comes before the noun in Words, bare (`ships`), or superlative(Word).

thing(Kb, some, X, Parts, Text) :-
    superlative(X, Parts, Word, Rest),
    thing(Kb, superlative(Word), X, Rest, Text).
thing(Kb, Det, X, Parts0, Text) :-
    number_of(Det, Number),
    noun_of(Kb, Number, X, Parts0, Noun0, Parts1),
    partition(plain_attribute(X), Parts1, Attributes, Parts2),
    maplist(adjective_of(Kb), Attributes, Adjectives),
    append(Adjectives, [Noun0], Words),
    atomic_list_concat(Words, ' ', Noun),
    determined(Det, Noun, Start),
    predicates(Kb, X, Parts2, Predicates),
    with_predicates(Predicates, Number, After),
    atomic_list_concat([Start|After], ' ', Text).

plain_attribute(X, attr(_, X)).

adjective_of(Kb, attr(A, _), Adjective) :-
    adjective(Kb, A, Adjective).

noun_of(Kb, Number, X, Parts0, Noun, Parts) :-
    select(class(Class, X), Parts0, Parts),
    !,
    noun(Kb, Class, Number, Noun).
noun_of(Kb, Number, X, Parts0, Noun, Parts) :-
    select(or(Classes), Parts0, Parts),
    maplist(class_noun(Kb, Number, X), Classes, Nouns),
    !,
    atomic_list_concat(Nouns, ' or ', Noun).
noun_of(Kb, Number, _, Parts, Noun, Parts) :-
    noun(Kb, object, Number, Noun).

class_noun(Kb, Number, X, class(C, X), Noun) :-
    noun(Kb, C, Number, Noun).

%!  superlative(+X, +Parts, -Word, -Rest) is semidet.
%
%   Parts say that X is the `largest` of what Rest says it is too.

superlative(X, Parts, Word, Rest) :-
    select(not(exists([Z], and(Cs))), Parts, Rest),
    select(Comparison, Cs, Own),
    ordered(Comparison, Op, col(M, Z), col(M, X)),
    best(M, Op, Word),
    maplist(as_of(Z, X), Own, Same),
    without(Rest, Same, _),
    !.

ordered(cmp(Op, A, B), Op, A, B).
ordered(cmp(<, A, B), >, B, A).
ordered(cmp(>, A, B), <, B, A).

as_of(Z, X, class(C, Z), class(C, X)).
as_of(Z, X, attr(A, Z), attr(A, X)).

best(area, >, largest).     best(area, <, smallest).        best(length, >, longest).   best(length, <, shortest).
best(width, >, widest).     best(width, <, narrowest).      best(cy, <, northernmost).  best(cy, >, southernmost).
best(cx, <, westernmost).   best(cx, >, easternmost).

%!  determiner(?Op, +N, -Det) is semidet.

determiner(Op, N, many(Text, Number)) :-
    counted(Op, Words),
    ( N =:= 1 -> Number = sg ; Number = pl ),
    atomic_list_concat([Words, N], ' ', Text).

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

%!  with_predicates(+Predicates, +Number, -Texts) is nondet.
%
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
after_noun(has_no(What), Text) :- atom_concat('with no ', What, Text).

relative(Number, Predicate, Text) :-
    clause_of(Predicate, Number, Text).
