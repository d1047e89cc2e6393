:- module(rune_say_clauses,
          [ prepared/2,                 % +Source, -Formula
            simple/3,                   % +Kb, +Formula, -Text
            flat/2                      % +Source, -Formula
          ]).
:- autoload(library(apply), [exclude/3, foldl/4, maplist/2, maplist/3, partition/4]).
:- autoload(library(lists), [append/2, append/3, member/2, memberchk/2, select/3]).
:- use_module(say_words).
:- use_module(say_things).
:- use_module(say_predicates).
:- use_module(say_counts, [counts/5]).
:- use_module(variables, [distinct_variables/2, renamed/3]).
:- use_module('../vocabulary', [kb_relation/4]).

/** <module> Formulas as single sentences: `at least 3 ships are near a harbor`
*/

%!  prepared(+Source, -Formula) is semidet.
%
%   Every quantifier with variables of its own, and flat. Fails where a variable is free.

prepared(Source, F) :-
    distinct_variables(Source, Source1),
    flat(Source1, F).

%!  flat(+Source, -Formula) is det.
%
%   Conjunctions flat, existential quantifiers together in front of them, no double negation, and quantifiers that
%   count nothing or one as what they are.

flat(and(Fs0), F) =>
    maplist(flat, Fs0, Fs1),
    maplist(conjuncts, Fs1, Fss),
    append(Fss, Fs),
    ( Fs = [F] -> true ; F = and(Fs) ).
flat(or(Fs0), F) => maplist(flat, Fs0, Fs), ( Fs = [F] -> true ; F = or(Fs) ).
flat(not(F0), F) => flat(F0, F1), ( F1 = not(F) -> true ; F = not(F1) ).
flat(implies(A0, B0), F) => flat(A0, A), flat(B0, B), F = implies(A, B).
flat(forall(Xs, F0), F) => flat(F0, F1), F = forall(Xs, F1).
flat(exists(Xs, F0), F) =>
    flat(F0, F1),
    conjuncts(F1, Parts0),
    opened(Parts0, Ys, Parts),
    append(Xs, Ys, Zs),
    pieces(Parts, Zs, Pieces),
    maplist(quantified, Pieces, Fs),
    conjunction(Fs, F).
flat(exists(>=, 1, X, F0), F) => flat(exists([X], F0), F).
flat(exists(<, 1, X, F0), F) => flat(not(exists([X], F0)), F).
flat(exists(=, 0, X, F0), F) => flat(not(exists([X], F0)), F).
flat(exists(=<, 0, X, F0), F) => flat(not(exists([X], F0)), F).
flat(exists(Op, N, X, F0), F) => flat(F0, F1), F = exists(Op, N, X, F1).
flat(count(X, F0), F) => flat(F0, F1), F = count(X, F1).
flat(cmp(Op, A0, B0), F) => flat(A0, A), flat(B0, B), F = cmp(Op, A, B).
flat(op(Op, A0, B0), F) => flat(A0, A), flat(B0, B), F = op(Op, A, B).
flat(F0, F) => F = F0.

%   What shares no variable is said apart.
quantified([]-[F], G) => G = F.
quantified(Xs-Fs, G) => conjunction(Fs, F), G = exists(Xs, F).

conjunction([F], G) => G = F.
conjunction(Fs, G) => G = and(Fs).

opened([], [], []).
opened([exists(Ys, F)|Fs], Zs, Parts) :-
    !,
    conjuncts(F, Own),
    opened(Fs, Zs1, Parts1),
    append(Ys, Zs1, Zs),
    append(Own, Parts1, Parts).
opened([F|Fs], Zs, [F|Parts]) :-
    opened(Fs, Zs, Parts).

%!  simple(+Kb, +Formula, -Text) is nondet.
%
%   A sentence without another in it.

simple(Kb, exists(Xs, F), Text) :-
    conjuncts(F, Parts),
    group(Kb, Xs, Parts, Text).
simple(Kb, exists(Xs, F), Text) :-
    conjuncts(F, Parts),
    there_is(Kb, Xs, Parts, Text).
simple(Kb, not(exists(Xs, F)), Text) :-
    conjuncts(F, Parts),
    pieces(Parts, Xs, [_]),
    member(X, Xs),
    subject_and_rest(Kb, no, X, Parts, Text).
simple(Kb, not(exists(Xs, F)), Text) :-
    conjuncts(F, Parts),
    pieces(Parts, Xs, [_]),
    member(X, Xs),
    thing(Kb, no, X, Parts, Thing),
    atom_concat('there is ', Thing, Text).
simple(Kb, exists(Op, N, X, F), Text) :-
    conjuncts(F, Parts),
    determiner(Op, N, Det),
    Det = many(_, Number),
    (   subject_and_rest(Kb, Det, X, Parts, Text)
    ;   thing(Kb, Det, X, Parts, Thing),
        ( Number == sg -> Be = is ; Be = are ),
        atomic_list_concat([there, Be, Thing], ' ', Text)
    ).
simple(Kb, forall([X], implies(A, B)), Text) :-
    conjuncts(A, As),
    thing(Kb, every, X, As, Subject),
    claim(Kb, X, B, sg, Claim),
    atomic_list_concat([Subject, Claim], ' ', Text).
simple(Kb, not(forall([X], implies(A, B))), Text) :-
    simple(Kb, forall([X], implies(A, B)), Every),
    atom_concat('not ', Every, Text).
simple(Kb, forall([X, Y|Zs], implies(A, B)), Text) :-
    conjuncts(A, As),
    pieces(As, [X, Y|Zs], Pieces),
    select([X]-Own, Pieces, Others),
    maplist([_-Group, Group]>>true, Others, Groups),
    append(Groups, Rest),
    conjunction(Rest, Guard),
    simple(Kb, forall([X], implies(and(Own), forall([Y|Zs], implies(Guard, B)))), Text).
simple(Kb, forall([X], F), Text) :-
    F \= implies(_, _),
    claim(Kb, X, F, sg, Claim),
    atom_concat('everything ', Claim, Text).
simple(Kb, cmp(Op, A, B), Text) :-
    counts(Kb, Op, A, B, Text).
simple(_, and([tcmp(>=, image(date), text(From)), tcmp(=<, image(date), text(To))]), Text) :-
    atomic_list_concat(['the image was taken between', From, and, To], ' ', Text).
simple(_, tcmp(Op, image(date), text(Date)), Text) :-
    when(Op, Words),
    atomic_list_concat([the, image, was, taken, Words, Date], ' ', Text).
simple(_, cmp(Op, image(gsd), N), Text) :-
    finer(Op, Words),
    quantity(N, length, Resolution0),
    atomic_list_concat(Parts, px, Resolution0),
    atomic_list_concat(Parts, m, Resolution),
    atomic_list_concat([the, image, has, a, resolution, Words, Resolution], ' ', Text).

there_is(Kb, Ys, Group, Text) :-
    member(X, Ys),
    superlative(X, Group, Word, Rest),
    described_by(X, Rest, Own, More),
    claimed(Kb, superlative(Word), X, Own, More, Text).
there_is(Kb, Ys, Group, Text) :-
    member(Y, Ys),
    thing(Kb, some, Y, Group, Thing),
    atom_concat('there is ', Thing, Text).
there_is(Kb, Ys, Group, Text) :-
    member(Y, Ys),
    subject_and_rest(Kb, some, Y, Group, Text).

%   What cannot be said after the noun is said of `it`.
there_is(Kb, Ys, Group, Text) :-
    member(Y, Ys),
    select(Part, Group, Rest),
    \+ Part = class(_, _),
    mentions(Part, Y),
    forall(member(Z, Ys), ( Z == Y ; \+ mentions(Part, Z) )),
    thing(Kb, some, Y, Rest, Thing),
    renamed(it_for(Y), Part, Said),
    simple(Kb, Said, Clause),
    atomic_list_concat(['there is ', Thing, ', and ', Clause], Text).

%   group(+Kb, +Xs, +Parts, -Text): `at least 3 ships are near each other`, or in a row. (What is read tells whether
%   each of them is.)

group(Kb, Xs, Parts0, Text) :-
    Xs = [_, _|_],
    foldl(of_class(C), Xs, Parts0, Parts1),
    exclude(differing, Parts1, Links),
    (   Links = [rel(between, _, default)|More], maplist(of_relation(between), More)
    ->  Linked = 'in a row'
    ;   Links = [rel(R, [_, _], default)|More], maplist(of_relation(R), More),
        kb_relation(Kb, R, 2, true),
        relation(Kb, R, prep(Words)),
        atom_concat(Words, ' each other', Linked)
    ),
    noun(Kb, C, pl, Nouns),
    length(Xs, N),
    atomic_list_concat(['at least', N, Nouns, are, Linked], ' ', Text).

of_class(C, X, Parts0, Parts) :-
    select(class(C, X), Parts0, Parts),
    !.

differing(cmp(\=, var(_), var(_))).

of_relation(R, rel(R, _, default)).

%   subject_and_rest(+Kb, +Det, +X, +Parts, -Text): `no ship is near a bridge`: what the subject is, and one or more
%   things that are said of it.

subject_and_rest(Kb, Det, X, Parts, Text) :-
    described_by(X, Parts, Own, Rest),
    claimed(Kb, Det, X, Own, Rest, Text).

claimed(Kb, Det, X, Own, Rest, Text) :-
    Rest = [_|_],
    thing(Kb, Det, X, Own, Subject),
    predicates(Kb, X, Rest, Predicates),
    number_in(Det, Number),
    claims(Predicates, Number, Claim),
    atomic_list_concat([Subject, Claim], ' ', Text).

number_in(many(_, Number), Number) :- !.
number_in(_, sg).

plain_of(X, class(_, X)).
plain_of(X, attr(_, X)).

%   Own are the class and the adjectives of X; where that is all there is, an adjective is what is said.
described_by(X, Parts, Own, Rest) :-
    partition(plain_of(X), Parts, Own0, Rest0),
    (   Rest0 == [], select(attr(A, X), Own0, Own1)
    ->  Own = Own1, Rest = [attr(A, X)]
    ;   Own = Own0, Rest = Rest0
    ).

%   claim(+Kb, +X, +F, +Number, -Text): F said of X, a clause without its subject.

claim(Kb, X, F, Number, Text) :-
    conjuncts(F, Parts),
    maplist(said_of(Kb, X), Parts, Predicates),
    claims(Predicates, Number, Text).

% -- the image -----------------------------------------------------------------------------------------------

when(>, after).     when(<, before).    when(=, in).        when(>=, since).    when(=<, until).

finer(<, 'better than').        finer(>, 'worse than').     finer(=<, 'of at most').    finer(>=, 'of at least').
