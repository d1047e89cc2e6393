:- module(rune_formal_quantifiers,
          [ there//2,                   % +Kb, ?F
            every//2,                   % +Kb, ?F
            number_of//3,               % +Kb, ?X, ?F
            article//2                  % +Kb, ?Class
          ]).
:- autoload(library(apply), [maplist/3]).
:- autoload(library(lists), [append/3, member/2]).
:- use_module(formal_words).
:- use_module(formal, [closed//2, is_joined/1]).
:- use_module(wording, [wording/5]).

/** <module> Quantifiers in the formal register: `there is a ship X such that …`, `for every ship X, …`

What a formula says of its variables first, in their order, are the nouns they get.
*/

is_or_are(F) --> { nonvar(F) }, !, ( { F = exists(_, N, _, _), N \== 1 } -> word(are) ; word(is) ).
is_or_are(_) --> word(is), !.
is_or_are(_) --> word(are).

%!  there(+Kb, ?F)// is semidet.
%
%   There is, there is no, there are as many.

there(Kb, F) --> word(there), is_or_are(F), what_there_is(Kb, F).

what_there_is(Kb, F) --> { F = not(exists([X], G)) }, no_noun(Kb, X, G), !.
what_there_is(Kb, F) --> { F = exists(Op, N, X, G) }, how_many(Op), !, number(N), counted(Kb, N, X, G).
what_there_is(Kb, exists(Xs, F)) --> some(Kb, Xs, F).

no_noun(Kb, X, F) -->
    { ignore(( nonvar(F), described([X], F, [Noun], Such) )) },
    noun(no, Kb, Noun),
    such(Kb, Such),
    { undescribed([Noun], Such, [X], F) }.

how_many(Op) --> phrase_of([(>=)-[at, least], (=<)-[at, most], (>)-[more, than], (<)-[fewer, than], (=)-[exactly]],
                           Op).

counted(Kb, N, X, F) -->
    { ( N == 1 -> Number = sg ; Number = pl ),
      ignore(( nonvar(F), described([X], F, [Noun], Such) )) },
    bare_noun(Number, Kb, Noun),
    such(Kb, Such),
    { undescribed([Noun], Such, [X], F) }.

%!  number_of(+Kb, ?X, ?F)//
%
%   `the number of ships X such that (…)`, a term.

number_of(Kb, X, F) -->
    { ignore(( nonvar(F), described([X], F, [Noun], Such) )) },
    words([the, number, of]),
    bare_noun(pl, Kb, Noun),
    such_grouped(Kb, Such),
    { undescribed([Noun], Such, [X], F) }.

some(Kb, Xs, F) -->
    { ignore(( nonvar(F), described(Xs, F, Nouns, Such) )) },
    nouns(some, Kb, Nouns),
    such(Kb, Such),
    { undescribed(Nouns, Such, Xs, F) }.

%!  every(+Kb, ?F)// is semidet.

every(Kb, forall([], F)) --> word(always), !, closed(Kb, F).
every(Kb, forall(Xs, F)) -->
    { ignore(( nonvar(F), all(Xs, F, Nouns, Such, G) )) },
    word(for),
    nouns(every, Kb, Nouns),
    such(Kb, Such),
    word(','),
    closed(Kb, G),
    { all(Xs, F, Nouns, Such, G) },
    !.

%   all(?Xs, ?F, ?Nouns, ?Such, ?G): `for every ship X such that Such, G` is forall(Xs, F).

all(Xs, F, Nouns, Such, G), nonvar(F) =>
    (   F = implies(A, G0), described(Xs, A, Nouns0, Such0), member(_-class(_), Nouns0)
    ->  Nouns = Nouns0, Such = Such0, G = G0
    ;   things(Xs, Nouns), Such = none, G = F
    ).
all(Xs, F, Nouns, Such, G) =>
    (   Such == none, things(Xs, Nouns)
    ->  F = G
    ;   undescribed(Nouns, Such, Xs, A),
        F = implies(A, G)
    ).

things(Xs, Nouns) :-
    maplist([X, X-thing]>>true, Xs, Nouns).

%   described(+Xs, +F, -Nouns, -Such): F as nouns, `X-class(C)` or `X-thing`, that the variables stand for and
%   what else is said of them, that(G) or none. Such a G that is a conjunction is one with what the nouns say, so a
%   conjunction within one is left whole.

described(Xs, F, Nouns, Such) :-
    conjuncts(F, Parts),
    guards(Xs, Parts, Nouns0, Rest0),
    (   Rest0 = [Part], Rest0 \== Parts, conjuncts(Part, [_, _|_])
    ->  things(Xs, Nouns), Such = that(F)
    ;   Nouns = Nouns0, such_that(Rest0, Such)
    ).

guards([], Parts, [], Parts).
guards([X|Xs], Parts0, [X-Class|Nouns], Parts) :-
    (   Parts0 = [class(C, X)|Parts1]
    ->  Class = class(C)
    ;   Class = thing, Parts1 = Parts0
    ),
    guards(Xs, Parts1, Nouns, Parts).

such_that([], Such) => Such = none.
such_that([F], Such) => Such = that(F).
such_that(Fs, Such) => Such = that(and(Fs)).

%   undescribed(+Nouns, +Such, -Xs, -F): the inverse.

undescribed(Nouns, Such, Xs, F) :-
    maplist([X-_, X]>>true, Nouns, Xs),
    findall(class(C, X), member(X-class(C), Nouns), Guards),
    (   Such == none -> Rest = []
    ;   Such = that(G), Guards == [] -> Rest = [G]
    ;   Such = that(G), conjuncts(G, Rest)
    ),
    append(Guards, Rest, Parts),
    (   Parts = [F] -> true ; F = and(Parts) ).

conjuncts(and([F, G|Fs]), Parts) => Parts = [F, G|Fs].
conjuncts(F, Parts) => Parts = [F].

such(Kb, Such) --> such_that(Such), !, { Such = that(F) }, closed(Kb, F).
such(_, none) --> [].

such_grouped(Kb, Such) --> such_that(Such), !, { Such = that(F) }, grouped(Kb, F).
such_grouped(_, none) --> [].

such_that(Such) --> { Such \== none }, words([such, that]).

grouped(Kb, F) --> { nonvar(F), \+ is_joined(F) }, !, word('('), closed(Kb, F), word(')').
grouped(Kb, F) --> closed(Kb, F).

%   nouns(+Determiner, +Kb, ?Nouns)//: none is `there is such that`.

nouns(Determiner, Kb, [Noun|Nouns]) --> noun(Determiner, Kb, Noun), !, more_nouns(Determiner, Kb, Nouns).
nouns(_, _, []) --> [].

more_nouns(Determiner, Kb, [Noun|Nouns]) -->
    word(and), noun(Determiner, Kb, Noun), !, more_nouns(Determiner, Kb, Nouns).
more_nouns(_, _, []) --> [].

noun(Determiner, _, X-Class) -->
    { Class \= class(_) -> true ; var(Class) },
    { thing_word(Determiner, Thing) },
    word(Thing),
    !,
    { Class = thing },
    variable(X).
noun(Determiner, Kb, X-class(C)) --> determiner(Determiner, Kb, C), named(Kb, noun(sg), C), variable(X).

thing_word(some, something).    thing_word(every, everything).  thing_word(no, nothing).

determiner(some, Kb, C) --> article(Kb, C).
determiner(every, _, _) --> word(every).
determiner(no, _, _) --> word(no).

%   A noun without an article, after a number.
bare_noun(Number, _, X-Class) -->
    { Class \= class(_) -> true ; var(Class) },
    { Number == sg -> Thing = thing ; Thing = things },
    word(Thing),
    !,
    { Class = thing },
    variable(X).
bare_noun(Number, Kb, X-class(C)) --> named(Kb, noun(Number), C), variable(X).

%!  article(+Kb, ?Class)// is semidet.
%
%   `a` or `an`, before the noun of the class.

article(Kb, C) --> { nonvar(C) }, !, { article_of(Kb, C, Article) }, word(Article).
article(_, _) --> word(a), !.
article(_, _) --> word(an).

article_of(Kb, C, Article) :-
    wording(Kb, noun(sg), C, _, [Word|_]),
    sub_atom(Word, 0, 1, _, First),
    memberchk(First, [a, e, i, o, u]),
    \+ ( member(Like, [uni, use, usa, eu, one, ura, uti]), atom_concat(Like, _, Word) ),
    !,
    Article = an.
article_of(_, _, a).
