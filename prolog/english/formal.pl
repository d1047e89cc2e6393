:- module(rune_english_formal,
          [ formal_text/3,              % +Kb, +Source, -Text
            formal_formula/3,           % +Kb, +Tokens, -Source
            closed//2,                  % +Kb, ?F
            is_joined/1                 % +F
          ]).
:- autoload(library(apply), [maplist/3]).
:- use_module(formal_words).
:- use_module(formal_quantifiers, [there//2, every//2]).
:- use_module(formal_atoms, [atom_said//2, sayable/2, radius//2]).
:- use_module(formal_terms, [comparison//2]).
:- use_module(variables).
:- use_module('../formula', [source_free/2]).

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

%!  closed(+Kb, ?F)// is semidet.
%
%   A formula that ends by itself.

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

construct_of(F, _, Kind), is_joined(F) => Kind = group.
construct_of(exists(_, _), _, Kind) => Kind = there.
construct_of(exists(_, _, _, _), _, Kind) => Kind = there.
construct_of(not(exists([_], _)), _, Kind) => Kind = there.
construct_of(forall(_, _), _, Kind) => Kind = every.
construct_of(F, Kb, Kind), sayable(Kb, F) => Kind = atom.
construct_of(not(_), _, Kind) => Kind = not.
construct_of(rel(_, _, _), _, Kind) => Kind = relation.
construct_of(_, _, Kind) => Kind = comparison.

%!  is_joined(+F) is semidet.
%
%   F stands in parentheses where it is not alone.

is_joined(and(_)).
is_joined(or(_)).
is_joined(implies(_, _)).
is_joined(iff(_, _)).
is_joined(xor(_, _)).

closed(group, Kb, F) --> word('('), joined(Kb, F), word(')').
closed(not, Kb, not(F)) --> words([it, is, not, the, case, that]), closed(Kb, F).
closed(there, Kb, F) --> there(Kb, F).
closed(every, Kb, F) --> every(Kb, F).
closed(comparison, Kb, F) --> comparison(Kb, F).
closed(relation, Kb, rel(R, Xs, Radius)) -->
    words([the, relation]), text(R), words([holds, of]), word('('), listed(Xs), word(')'), radius(Kb, Radius).
closed(atom, Kb, F) --> atom_said(Kb, F).

listed([X|Xs]) --> variable(X), !, more_listed(Xs).
listed([]) --> [].

more_listed([X|Xs]) --> word(','), !, variable(X), more_listed(Xs).
more_listed([]) --> [].
