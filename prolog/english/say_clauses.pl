:- module(rune_say_clauses,
          [ natural/3                   % +Kb, +Source, -Text
          ]).
:- autoload(library(apply), [exclude/3, maplist/3]).
:- autoload(library(lists), [append/2, append/3, member/2, memberchk/2, select/3]).
:- use_module(say_words).
:- use_module(say_things).
:- use_module(variables, [distinct_variables/2]).

/** <module> Whole formulas as sentences: `at least 3 ships are near a harbor, and there is no bridge`

Several sentences for one formula, the likeliest first; say.pl takes one that is read as the formula. What has no
sentence here has none.
*/

%!  natural(+Kb, +Source, -Text:atom) is nondet.

natural(Kb, Source, Text) :-
    distinct_variables(Source, Source1),
    flat(Source1, F),
    sentence(Kb, F, Text).

% -- first made flat -----------------------------------------------------------------------------------------

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
    ( Parts = [G] -> true ; G = and(Parts) ),
    F = exists(Zs, G).
flat(exists(>=, 1, X, F0), F) => flat(exists([X], F0), F).
flat(exists(<, 1, X, F0), F) => flat(not(exists([X], F0)), F).
flat(exists(=, 0, X, F0), F) => flat(not(exists([X], F0)), F).
flat(exists(=<, 0, X, F0), F) => flat(not(exists([X], F0)), F).
flat(exists(Op, N, X, F0), F) => flat(F0, F1), F = exists(Op, N, X, F1).
flat(count(X, F0), F) => flat(F0, F1), F = count(X, F1).
flat(cmp(Op, A0, B0), F) => flat(A0, A), flat(B0, B), F = cmp(Op, A, B).
flat(op(Op, A0, B0), F) => flat(A0, A), flat(B0, B), F = op(Op, A, B).
flat(F0, F) => F = F0.

conjuncts(and(Fs), Parts) => Parts = Fs.
conjuncts(F, Parts) => Parts = [F].

opened([], [], []).
opened([exists(Ys, F)|Fs], Zs, Parts) :-
    !,
    conjuncts(F, Own),
    opened(Fs, Zs1, Parts1),
    append(Ys, Zs1, Zs),
    append(Own, Parts1, Parts).
opened([F|Fs], Zs, [F|Parts]) :-
    opened(Fs, Zs, Parts).

% -- sentences -----------------------------------------------------------------------------------------------

%   sentence(+Kb, +F, -Text) is nondet.

sentence(Kb, F, Text) :-
    F = and(Fs),
    !,
    maplist(sentence(Kb), Fs, Texts),
    member(Joint, [' and ', ', and ']),
    atomic_list_concat(Texts, Joint, Text).
sentence(Kb, or(Fs), Text) :-
    !,
    maplist(sentence(Kb), Fs, Texts),
    atomic_list_concat(Texts, ' or ', Text0),
    ( Text = Text0 ; atom_concat('either ', Text0, Text) ).
sentence(Kb, implies(A, B), Text) :-
    !,
    sentence(Kb, A, If),
    sentence(Kb, B, Then),
    atomic_list_concat([if, ' ', If, ', then ', Then], Text).
sentence(Kb, F, Text) :-
    simple(Kb, F, Text).
sentence(Kb, not(F), Text) :-
    sentence(Kb, F, Said),
    atom_concat('it is not the case that ', Said, Text).

%   simple(+Kb, +F, -Text): without another sentence in it.

simple(Kb, exists(Xs, F), Text) :-
    conjuncts(F, Parts),
    pieces(Parts, Xs, Pieces),
    (   Pieces = [Ys-Group]
    ->  there_is(Kb, Ys, Group, Text)
    ;   maplist(piece_sentence(Kb), Pieces, Texts),
        joined(Texts, and, Text)
    ).
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
    pieces(Parts, [X], [_]),
    counted(Op, Words),
    ( N =:= 1 -> Number = sg ; Number = pl ),
    atomic_list_concat([Words, N], ' ', Amount),
    (   subject_and_rest(Kb, many(Amount, Number), X, Parts, Text)
    ;   thing(Kb, many(Amount, Number), X, Parts, Thing),
        ( Number == sg -> Be = is ; Be = are ),
        atomic_list_concat([there, Be, Thing], ' ', Text)
    ).
simple(Kb, forall([X], implies(A, B)), Text) :-
    conjuncts(A, As),
    subject(Kb, every, X, As, Subject),
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
    conjuncts_formula(Rest, Guard),
    simple(Kb, forall([X], implies(and(Own), forall([Y|Zs], implies(Guard, B)))), Text).
simple(Kb, forall([X], F), Text) :-
    F \= implies(_, _),
    claim(Kb, X, F, sg, Claim),
    atom_concat('everything ', Claim, Text).
simple(Kb, cmp(Op, A, B), Text) :-
    counts(Kb, Op, A, B, Text).
simple(_, tcmp(Op, image(date), text(Date)), Text) :-
    when(Op, Words),
    atomic_list_concat([the, image, was, taken, Words, Date], ' ', Text).
simple(_, cmp(Op, image(gsd), N), Text) :-
    finer(Op, Words),
    quantity(N, length, Resolution0),
    atomic_list_concat(Parts, px, Resolution0),
    atomic_list_concat(Parts, m, Resolution),
    atomic_list_concat([the, image, has, a, resolution, Words, Resolution], ' ', Text).

conjuncts_formula([F], F) :- !.
conjuncts_formula(Fs, and(Fs)).

piece_sentence(Kb, []-[F], Text) :- !, sentence(Kb, F, Text).
piece_sentence(Kb, Ys-Group, Text) :- there_is(Kb, Ys, Group, Text).

there_is(Kb, Ys, Group, Text) :-
    superlative(Kb, Ys, Group, Text).
there_is(Kb, Ys, Group, Text) :-
    member(Y, Ys),
    thing(Kb, some, Y, Group, Thing),
    atom_concat('there is ', Thing, Text).
there_is(Kb, Ys, Group, Text) :-
    member(Y, Ys),
    subject_and_rest(Kb, some, Y, Group, Text).

%   `the largest ship is near a harbor`
superlative(Kb, Ys, Group, Text) :-
    select(not(exists([Z], and(Cs))), Group, Rest),
    select(cmp(Op, col(M, Z), col(M, X)), Cs, Own),
    memberchk(X, Ys),
    best(M, Op, Word),
    partition_of(X, Z, Own, Rest, More),
    (   More == []
    ->  thing(Kb, superlative(Word), X, Rest, Thing),
        atom_concat('there is ', Thing, Text)
    ;   subtract_same(Rest, More, Parts),
        thing(Kb, superlative(Word), X, Parts, Subject),
        predicates(Kb, X, More, Predicates),
        claims(Predicates, sg, Claim),
        atomic_list_concat([Subject, Claim], ' ', Text)
    ).

%   What the others are like, X is like too; More is what else is said of X.
partition_of(X, Z, Own, Rest, More) :-
    copy_swapped(Own, Z, X, Same),
    subtract_all(Rest, Same, More).

copy_swapped([], _, _, []).
copy_swapped([class(C, Z)|Fs], Z, X, [class(C, X)|Gs]) :- copy_swapped(Fs, Z, X, Gs).
copy_swapped([attr(A, Z)|Fs], Z, X, [attr(A, X)|Gs]) :- copy_swapped(Fs, Z, X, Gs).

subtract_all(Rest, [], Rest).
subtract_all(Rest0, [F|Fs], Rest) :-
    select(F, Rest0, Rest1),
    !,
    subtract_all(Rest1, Fs, Rest).

subtract_same(All, Some, Rest) :-
    exclude([F]>>( member(G, Some), G == F ), All, Rest).

best(area, >, largest).     best(area, <, smallest).    best(length, >, longest).   best(length, <, shortest).
best(width, >, widest).     best(width, <, narrowest).

%   subject_and_rest(+Kb, +Det, +X, +Parts, -Text): `no ship is near a bridge`: what the subject is, and one or more
%   things that are said of it.

subject_and_rest(Kb, Det, X, Parts, Text) :-
    described_by(X, Parts, Own, Rest),
    Rest = [_|_],
    subject(Kb, Det, X, Own, Subject),
    predicates(Kb, X, Rest, Predicates),
    number_in(Det, Number),
    claims(Predicates, Number, Claim),
    atomic_list_concat([Subject, Claim], ' ', Text).

number_in(many(_, Number), Number) :- !.
number_in(_, sg).

%   Own are the class and the adjectives of X; where that is all there is, an adjective is what is said.
described_by(X, Parts, Own, Rest) :-
    partition([F]>>( F = class(_, X) ; F = attr(_, X) ), Parts, Own0, Rest0),
    (   Rest0 == [], select(attr(A, X), Own0, Own1)
    ->  Own = Own1, Rest = [attr(A, X)]
    ;   Own = Own0, Rest = Rest0
    ).

subject(Kb, Det, X, Own, Subject) :-
    thing(Kb, Det, X, Own, Subject).

claims(Predicates, Number, Claim) :-
    maplist([P, T]>>clause_of(P, Number, T), Predicates, Texts),
    atomic_list_concat(Texts, ' and ', Claim).

%   claim(+Kb, +X, +F, +Number, -Text): F said of X, a clause without its subject.

claim(Kb, X, F, Number, Text) :-
    conjuncts(F, Parts),
    maplist(said_of(Kb, X), Parts, Predicates),
    claims(Predicates, Number, Text).

% -- counts compared -----------------------------------------------------------------------------------------

counts(Kb, Op, A, B, Text) :-
    share(Op, A, B, X, Parts, Said, Words),
    thing(Kb, bare, X, Parts, Things),
    predicates(Kb, X, Said, Predicates),
    claims(Predicates, pl, Claim),
    atomic_list_concat([Words, of, the, Things, Claim], ' ', Text).
counts(Kb, Op, A, B, Text) :-
    ordered(Op, A, B, Op1, count(X, F), count(Y, G)),
    memberchk(Op1-Start-Than, [(>)-'there are more'-than, (<)-'there are fewer'-than, (=)-'there are as many'-as]),
    things(Kb, X, F, One),
    things(Kb, Y, G, Other),
    atomic_list_concat([Start, One, Than, Other], ' ', Text).
counts(Kb, Op, A, B, Text) :-
    ordered(Op, A, B, =, count(X, F), op(*, P, Q)),
    ( P = num(N), Q = count(Y, G) ; Q = num(N), P = count(Y, G) ),
    N =:= 2,
    things(Kb, X, F, One),
    things(Kb, Y, G, Other),
    atomic_list_concat(['there are twice as many', One, as, Other], ' ', Text).
counts(Kb, Op, A, B, Text) :-
    ordered(Op, A, B, Op1, count(X, F), Number),
    compared(Op1, Words),
    things(Kb, X, F, One),
    (   quantity(Number, plain, Said) -> true
    ;   Number = count(Y, G),
        things(Kb, Y, G, Other),
        atomic_list_concat([the, number, of, Other], ' ', Said)
    ),
    atomic_list_concat([the, number, of, One, is, Words, Said], ' ', Text).

ordered(Op, A, B, Op, A, B).
ordered(Op0, A, B, Op, B, A) :-
    memberchk(Op0-Op, [(<)-(>), (>)-(<), (=<)-(>=), (>=)-(=<), (=)-(=)]).

things(Kb, X, F, Text) :-
    conjuncts(F, Parts),
    pieces(Parts, [X], [_]),
    thing(Kb, bare, X, Parts, Text).

%   share(+Op, +A, +B, -X, -Parts, -Said, -Words): as many times those that Said is true of, of those that Parts are.

share(Op0, A0, B0, X, Parts, Said, Words) :-
    ordered(Op0, A0, B0, Op, A, count(Y, All)),
    ( A = op(*, num(N), count(X, F)) ; A = op(*, count(X, F), num(N)) ),
    fraction(N, Op, Words),
    conjuncts(All, AllParts),
    copy_swapped(AllParts, Y, X, Parts),
    conjuncts(F, FParts),
    subtract_all(FParts, Parts, Said),
    Said = [_|_].

fraction(N, Op, Words) :-
    N =:= 2, memberchk(Op-Words, [(>)-'more than half', (>=)-'at least half', (<)-'less than half', (=)-'exactly half']).
fraction(N, Op, Words) :-
    N =:= 3, memberchk(Op-Words, [(>)-'more than a third', (>=)-'at least a third', (<)-'less than a third']).
fraction(N, Op, Words) :-
    N =:= 4, memberchk(Op-Words, [(>)-'more than a quarter', (>=)-'at least a quarter', (<)-'less than a quarter']).

% -- the image -----------------------------------------------------------------------------------------------

when(>, after).     when(<, before).    when(=, in).        when(>=, since).    when(=<, until).

finer(<, 'better than').        finer(>, 'worse than').     finer(=<, 'of at most').    finer(>=, 'of at least').
