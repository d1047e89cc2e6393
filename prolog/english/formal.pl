:- module(rune_english_formal,
          [ formal_text/3,              % +Kb, +Source, -Text
            formal_formula/3,           % +Kb, +Tokens, -Source
            number_of//3                % +Kb, ?X, ?F
          ]).
:- autoload(library(apply), [maplist/2, maplist/3]).
:- autoload(library(lists), [append/3, member/2]).
:- use_module(formal_words).
:- use_module(formal_terms).
:- use_module(variables).
:- use_module(wording, [wording/5]).
:- use_module('../formula', [source_free/2]).
:- use_module('../vocabulary', [kb_relation/4]).

/** <module> Every formula in English, in one register that is said and read by the same rules

    there is a ship X such that (X is near Y and X is not flooded)
    for every ship X, there is a harbor Y such that X is within 50 m of Y
    the number of ships X is more than (2 times the number of harbors Y)

Whatever can be a formula can be said, and what is said is read as that formula again: the rules are one grammar,
and each construct shows by its first words which it is, so that reading never goes back. What is joined stands in
parentheses, variables are capital letters, and a name of the vocabulary whose label could be taken for something
else stands in quotes. Free variables are announced: `which X, Y: X is near Y`.
*/

%!  formal_text(+Kb, +Source, -Text:atom) is det.
%
%   Variables that are no single small letters get new names; free ones keep theirs, `which X called "boat": …`.

formal_text(Kb, Source0, Text) :-
    source_names(Source0, Names),
    letters(Names, Pairs),
    renamed(paired(Pairs), Source0, Source),
    source_free(Source0, Free0),
    maplist(called_by(Pairs), Free0, Free),
    phrase(( asked(Free), joined(Kb, Source) ), Tokens),
    !,
    tokens_text(Tokens, Text).

called_by(Pairs, Name, Letter-Name) :-
    memberchk(Name-Letter, Pairs).

%!  formal_formula(+Kb, +Tokens:list, -Source) is semidet.
%
%   The formula that the whole of the tokens says, if they are of this register.

formal_formula(Kb, Tokens, Source) :-
    phrase(( asked(Free), joined(Kb, Source0) ), Tokens),
    !,
    renamed(paired(Free), Source0, Source).

paired(Pairs, X, Y) :-
    (   memberchk(X-Found, Pairs) -> Y = Found ; Y = X ).

%   asked(?Free)//: the variables asked for, `Letter-Name`.

asked([]) --> [].
asked([X|Xs]) --> word(which), called(X), more_asked(Xs), word(':').

more_asked([]) --> [].
more_asked([X|Xs]) --> word(','), called(X), more_asked(Xs).

called(X-X) --> variable(X).
called(X-Name) --> variable(X), word(called), text(Name).

% -- joined formulas, and what is closed in itself -----------------------------------------------------------

joined(Kb, F) -->
    joint(Kind, F),
    joined(Kind, Kb, F).

joint(Kind, F, Tokens, Rest), nonvar(F) =>
    Rest = Tokens,
    (   F = implies(_, _) -> Kind = if
    ;   F = xor(_, _) -> Kind = either
    ;   Kind = list
    ).
joint(Kind, _, Tokens, Rest) =>
    Rest = Tokens,
    (   next(if, Tokens, _) -> Kind = if
    ;   next(either, Tokens, _) -> Kind = either
    ;   Kind = list
    ).

joined(if, Kb, implies(F, G)) -->
    word(if), closed(Kb, F), word(then), closed(Kb, G).
joined(either, Kb, xor(F, G)) -->
    word(either), closed(Kb, F), word(or), closed(Kb, G), words([but, not, both]).
joined(list, _, F) --> nothing(F), !.
joined(list, Kb, F) -->
    { ignore(( nonvar(F), list_parts(F, First, Kind, More) )) },
    closed(Kb, First),
    joint_word(Kind),
    more(Kind, Kb, More),
    { list_parts(F, First, Kind, More) },
    !.

nothing(and([])) --> words([no, condition]).
nothing(or([])) --> words([no, alternative]).

list_parts(and([First|More]), First, and, More).
list_parts(or([First|More]), First, or, More).
list_parts(iff(First, G), First, iff, [G]).
list_parts(F, F, alone, []).

joint_word(and) --> word(and), !.
joint_word(or) --> word(or), !.
joint_word(iff) --> words([exactly, when]), !.
joint_word(alone) --> [].

%   The others of a list: `and X … and Y …`; of one, `and no condition`.
more(alone, _, []) --> [].
more(iff, Kb, [G]) --> closed(Kb, G).
more(and, Kb, Fs) --> others(and, condition, Kb, Fs).
more(or, Kb, Fs) --> others(or, alternative, Kb, Fs).

others(_, Missing, _, []) --> words([no, Missing]), !.
others(Word, _, Kb, [F|Fs]) --> closed(Kb, F), others(Word, Kb, Fs).

others(Word, Kb, [F|Fs]) --> word(Word), !, closed(Kb, F), others(Word, Kb, Fs).
others(_, _, []) --> [].

%   closed(+Kb, ?F)//: a formula that ends by itself.

closed(Kb, F) -->
    construct(Kind, Kb, F),
    closed(Kind, Kb, F),
    !.

construct(Kind, Kb, F, Tokens, Rest), nonvar(F) =>
    Rest = Tokens,
    construct_of(F, Kb, Kind).
construct(Kind, _, _, Tokens, Rest) =>
    Rest = Tokens,
    (   next_variable(Tokens, _) -> Kind = atom
    ;   next(Word, Tokens, _), construct_word(Word, Kind0) -> Kind = Kind0
    ;   words([the, relation], Tokens, _) -> Kind = relation
    ;   Kind = comparison
    ).

construct_word('(', group).     construct_word(there, there).   construct_word(for, every).
construct_word(always, every).  construct_word(it, not).

construct_of(and(_), _, Kind) => Kind = group.
construct_of(or(_), _, Kind) => Kind = group.
construct_of(implies(_, _), _, Kind) => Kind = group.
construct_of(iff(_, _), _, Kind) => Kind = group.
construct_of(xor(_, _), _, Kind) => Kind = group.
construct_of(exists(_, _), _, Kind) => Kind = there.
construct_of(exists(_, _, _, _), _, Kind) => Kind = there.
construct_of(not(exists([_], _)), _, Kind) => Kind = there.
construct_of(forall(_, _), _, Kind) => Kind = every.
construct_of(F, Kb, Kind), subject(F, _, _, P), sayable(P, Kb) => Kind = atom.
construct_of(not(_), _, Kind) => Kind = not.
construct_of(rel(_, _, _), _, Kind) => Kind = relation.
construct_of(_, _, Kind) => Kind = comparison.

closed(group, Kb, F) --> word('('), joined(Kb, F), word(')').
closed(not, Kb, not(F)) --> words([it, is, not, the, case, that]), closed(Kb, F).
closed(there, Kb, F) --> word(there), is_or_are(F), there(Kb, F).
closed(every, Kb, F) --> every(Kb, F).
closed(comparison, Kb, F) --> comparison(Kb, F).
closed(relation, Kb, rel(R, Xs, Radius)) -->
    words([the, relation]), text(R), words([holds, of]), word('('), listed(Xs), word(')'), radius(Kb, Radius).
closed(atom, Kb, F) -->
    { ignore(( nonvar(F), subject(F, Not, X, P) )) },
    variable(X),
    predicate(Kb, Not, P),
    { subject(F, Not, X, P) }.

listed([X|Xs]) --> variable(X), !, more_listed(Xs).
listed([]) --> [].

more_listed([X|Xs]) --> word(','), !, variable(X), more_listed(Xs).
more_listed([]) --> [].

% -- quantifiers ---------------------------------------------------------------------------------------------

is_or_are(F) --> { nonvar(F) }, !, ( { F = exists(_, N, _, _), N \== 1 } -> word(are) ; word(is) ).
is_or_are(_) --> word(is), !.
is_or_are(_) --> word(are).

there(Kb, F) --> { F = not(exists([X], G)) }, no_noun(Kb, X, G), !.
there(Kb, F) --> { F = exists(Op, N, X, G) }, how_many(Op), !, number(N), counted(Kb, N, X, G).
there(Kb, exists(Xs, F)) --> some(Kb, Xs, F).

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

grouped(Kb, F) --> { nonvar(F), \+ construct_of(F, Kb, group) }, !, word('('), closed(Kb, F), word(')').
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

% -- what is said of a variable ------------------------------------------------------------------------------

%   subject(?F, ?Not, ?X, ?P): F says P of X, or denies it.

subject(F, Not, X, P), nonvar(F) =>
    (   F = not(G) -> Not = yes, said(G, X, P) ; Not = no, said(F, X, P) ).
subject(F, yes, X, P) => said(G, X, P), F = not(G).
subject(F, no, X, P) => said(F, X, P).

said(class(C, X), X, class(C)).
said(attr(A, X), X, attr(A)).
said(cmp(=, var(X), var(Y)), X, same(Y)).
said(cmp(\=, var(X), var(Y)), X, other(Y)).
said(rel(R, [X|Ys], Radius), X, rel(R, Ys, Radius)).

%   sayable(+P, +Kb) is semidet: a relation has a wording and as many detections as the vocabulary says.

sayable(rel(near, [_], Radius), _), Radius \== default => true.
sayable(rel(R, Ys, _), Kb) =>
    once(( wording(Kb, prep, R, _, _) ; wording(Kb, fin, R, _, _) )),
    once(kb_relation(Kb, R, Arity, _)),
    length(Ys, N),
    N > 0,
    Arity =:= N+1.
sayable(_, _) => true.

predicate(Kb, Not, P) -->
    style(Style, Kb, P),
    predicate(Style, Kb, Not, P).

style(Style, Kb, P, Tokens, Rest), nonvar(P) =>
    Rest = Tokens,
    (   P = rel(R, _, Radius), ( R \== near ; Radius == default ), wording(Kb, fin, R, _, _)
    ->  Style = verb
    ;   Style = be
    ).
style(Style, _, _, Tokens, Rest) =>
    Rest = Tokens,
    (   next(is, Tokens, _) -> Style = be ; Style = verb ).

predicate(be, Kb, Not, P) --> word(is), denied(Not, [not]), complement(Kind, P), complement(Kind, Kb, P).
predicate(verb, Kb, Not, rel(R, Ys, Radius)) -->
    denied(Not, [does, not]),
    { Not == yes -> Form = base ; Form = fin },
    named(Kb, Form, R),
    objects(Kb, R, Ys),
    radius(Kb, Radius).

denied(yes, Words) --> words(Words), !.
denied(no, _) --> [].

complement(Kind, P, Tokens, Rest), nonvar(P) =>
    Rest = Tokens,
    (   P = rel(near, [_], Radius), Radius \== default
    ->  Kind = within
    ;   functor(P, Kind, _)
    ).
complement(Kind, _, Tokens, Rest) =>
    Rest = Tokens,
    (   next(Word, Tokens, _), memberchk(Word-Kind0, [a-class, an-class, the-same, other-other, within-within])
    ->  Kind = Kind0
    ;   relation_next(Tokens, _)
    ->  Kind = rel
    ;   Kind = attr
    ).

complement(class, Kb, class(C)) --> article(Kb, C), named(Kb, noun(sg), C).
complement(attr, Kb, attr(A)) --> named(Kb, adj, A).
complement(same, _, same(Y)) --> words([the, same, as]), variable(Y).
complement(other, _, other(Y)) --> words([other, than]), variable(Y).
complement(within, Kb, rel(near, [Y], Radius)) --> word(within), term(Kb, px, Radius), word(of), variable(Y).
complement(rel, Kb, rel(R, Ys, Radius)) --> named(Kb, prep, R), objects(Kb, R, Ys), radius(Kb, Radius).

objects(Kb, R, Ys) -->
    { nonvar(Ys) -> true ; once(kb_relation(Kb, R, Arity, _)), N is Arity-1, N > 0, length(Ys, N) },
    variables(Ys).

variables([Y]) --> !, variable(Y).
variables([Y|Ys]) --> variable(Y), word(and), variables(Ys).

radius(_, Radius) --> { Radius == default }, !.
radius(Kb, Radius) --> { nonvar(Radius) }, !, words([with, a, radius, of]), term(Kb, px, Radius).
radius(Kb, Radius) --> words([with, a, radius, of]), !, term(Kb, px, Radius).
radius(_, default) --> [].
