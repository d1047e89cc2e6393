:- module(rune_say_words,
          [ noun/4,                     % +Kb, +Class, +Number, -Noun
            with_article/2,             % +Noun, -Text
            adjective/3,                % +Kb, +Attribute, -Adjective
            relation/3,                 % +Kb, +Relation, -Words
            value_name/3,               % +Kb, +Attribute, -Name
            quantity/3,                 % +Term, +Dimension, -Text
            compared/2,                 % ?Op, ?Words
            counted/2,                  % ?Op, ?Words
            joined/3                    % +Texts, +Word, -Text
          ]).
:- autoload(library(lists), [append/3, member/2]).
:- use_module(wording, [wording/5]).
:- use_module(formal_words, [number_text/2]).

/** <module> The vocabulary's words as pieces of English text
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

%!  joined(+Texts, +Word, -Text) is det.
%
%   `a`, `a and b`, `a, b and c`.

joined([Text], _, Text) :- !.
joined(Texts, Word, Text) :-
    append(First, [Last], Texts),
    atomic_list_concat(First, ', ', Start),
    atomic_list_concat([Start, Word, Last], ' ', Text).
