:- module(rune_say_words,
          [ noun/4,                     % +Kb, +Class, +Number, -Noun
            with_article/2,             % +Noun, -Text
            adjective/3,                % +Kb, +Attribute, -Adjective
            relation/3,                 % +Kb, +Relation, -Words
            value_name/3,               % +Kb, +Attribute, -Name
            quantity/3,                 % +Term, +Dimension, -Text
            compared/2,                 % ?Op, ?Words
            counted/2,                  % ?Op, ?Words
            clause_of/3,                % +Predicate, +Number, -Text
            claims/3                    % +Predicates, +Number, -Text
          ]).
:- autoload(library(apply), [maplist/3]).
:- autoload(library(lists), [append/3, member/2]).
:- use_module(wording, [wording/5]).
:- use_module(formal_words, [number_text/2]).

/** <module> The vocabulary's words as pieces of English text

A predicate is

| be(Text), be_not(Text)    | `is near a harbor`, and after the noun `near a harbor`                    |
| a(Noun, Nouns), not_a(Noun, Nouns) | `is a ship`, `are ships`                                         |
| verb(Third, Base, Text)   | `contains a ship`                                                         |
| verb_not(Base, Text)      | `does not contain a ship`                                                 |
| any(Predicates)           | `intersects a road or is near it`                                         |
| has(Text), has_no(Noun)   | `has an area of more than 500 m²`, `with an area of …`, `has no …`        |
*/

%!  noun(+Kb, +Class, +Number, -Noun:atom) is semidet.

noun(Kb, Class, Number, Noun) :-
    text(Kb, noun(sg), Class, One),
    (   ( Number == sg ; uncounted(One) )
    ->  Noun = One
    ;   text(Kb, noun(Number), Class, Noun)
    ).

%   Stuff is not counted: `water`, not `a water`.
uncounted(Noun) :-
    atomic_list_concat(Words, ' ', Noun),
    append(_, [Last], Words),
    memberchk(Last, [water, grass, vegetation, cover, ground, land, sand, soil, snow, ice]).

text(Kb, Form, Name, Text) :-
    wording(Kb, Form, Name, _, Words),
    atomic_list_concat(Words, ' ', Text).

%!  with_article(+Noun, -Text) is det.
%
%   `a harbor`, `an airport`; stuff is not counted: `water`.

with_article(Noun, Text) :-
    (   uncounted(Noun) -> Text = Noun
    ;   sounds_like_vowel(Noun) -> atom_concat('an ', Noun, Text)
    ;   atom_concat('a ', Noun, Text)
    ).

sounds_like_vowel(Noun) :-
    atomic_list_concat([Word|_], ' ', Noun),
    upcase_atom(Word, Word),
    atom_length(Word, Length),
    Length > 1,
    !,
    sub_atom(Word, 0, 1, _, First),
    memberchk(First, ['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X']).
sounds_like_vowel(Word) :-
    sub_atom(Word, 0, 1, _, First),
    memberchk(First, [a, e, i, o, u]),
    \+ ( member(Like, [uni, use, usa, eu, one, ura, uti]), sub_atom(Word, 0, _, _, Like) ).

%!  adjective(+Kb, +Attribute, -Adjective:atom) is semidet.

adjective(Kb, Attribute, Adjective) :-
    text(Kb, adj, Attribute, Adjective).

%!  relation(+Kb, +Relation, -Words) is semidet.
%
%   prep(Words) or verb(Third, Base).

relation(Kb, R, Words) :-
    (   text(Kb, fin, R, Third), text(Kb, base, R, Base)
    ->  Words = verb(Third, Base)
    ;   text(Kb, prep, R, Preposition),
        Words = prep(Preposition)
    ).

%!  value_name(+Kb, +Attribute, -Name:atom) is semidet.

value_name(Kb, Attribute, Name) :-
    text(Kb, value(detection), value(Attribute), Name).

%!  quantity(+Term, +Dimension, -Text) is semidet.
%
%   A number with its unit, where Dimension has one.

quantity(metric(N, Power), _, Text) :-
    N >= 0,
    metric_unit(Power, Unit),
    number_text(N, Number),
    atomic_list_concat([Number, Unit], ' ', Text).
quantity(num(N), Dimension, Text) :-
    N >= 0,
    number_text(N, Number),
    (   unit(Dimension, Unit)
    ->  atomic_list_concat([Number, Unit], ' ', Text)
    ;   Text = Number
    ).

metric_unit(1, m).
metric_unit(2, 'm\u00B2').

unit(length, px).
unit(area, 'px\u00B2').
unit(angle, degrees).

%!  compared(?Op, ?Words) is nondet.

compared(>, 'more than').       compared(>=, 'at least').       compared(=, exactly).
compared(<, 'less than').       compared(=<, 'at most').

%!  counted(?Op, ?Words) is nondet.

counted(>, 'more than').        counted(>=, 'at least').        counted(=, exactly).
counted(<, 'fewer than').       counted(=<, 'at most').

%!  clause_of(+Predicate, +Number, -Text) is det.
%
%   The predicate with its verb, after a subject.

clause_of(be(T), N, Text) :- be(N, Be), atomic_list_concat([Be, T], ' ', Text).
clause_of(be_not(T), N, Text) :- be(N, Be), atomic_list_concat([Be, not, T], ' ', Text).
clause_of(a(Noun, Nouns), N, Text) :-
    be(N, Be), ( N == sg -> T = Noun ; T = Nouns ),
    atomic_list_concat([Be, T], ' ', Text).
clause_of(not_a(Noun, Nouns), N, Text) :-
    be(N, Be), ( N == sg -> T = Noun ; T = Nouns ), atomic_list_concat([Be, not, T], ' ', Text).
clause_of(verb(Third, _, T), sg, Text) :- !, atomic_list_concat([Third, T], ' ', Text).
clause_of(verb(_, Base, T), pl, Text) :- atomic_list_concat([Base, T], ' ', Text).
clause_of(verb_not(Base, T), N, Text) :-
    ( N == sg -> Does = does ; Does = do ),
    atomic_list_concat([Does, not, Base, T], ' ', Text).
clause_of(any(Predicates), N, Text) :-
    maplist([P, T]>>clause_of(P, N, T), Predicates, Texts),
    atomic_list_concat(Texts, ' or ', Text).
clause_of(has(T), N, Text) :- have(N, Has), atomic_list_concat([Has, T], ' ', Text).
clause_of(has_no(T), N, Text) :- have(N, Has), atomic_list_concat([Has, no, T], ' ', Text).

be(sg, is).       be(pl, are).
have(sg, has).    have(pl, have).

%!  claims(+Predicates, +Number, -Text) is det.
%
%   All of them, after a subject.

claims(Predicates, Number, Claim) :-
    maplist([P, T]>>clause_of(P, Number, T), Predicates, Texts),
    atomic_list_concat(Texts, ' and ', Claim).
