:- module(rune_english_spelling,
          [ usual_spelling/2,           % +Word, -Usual
            plural/2,                   % +Singular, -Plural
            verb_forms/3,               % +Third, -Base, -Ing
            resembles/2                 % +Word, +Other
          ]).
:- autoload(library(lists), [member/2]).

/** <module> How words are spelt: British and American, plurals, the forms of verbs, near misses
*/

%!  usual_spelling(+Word, -Usual) is det.
%
%   The American spelling of a British one; any other word is itself.

usual_spelling(Word, Usual) :-
    british(British, American),
    atom_concat(British, Ending, Word),
    memberchk(Ending, ['', s, ed, ing, side, 's''']),
    !,
    atom_concat(American, Ending, Usual).
usual_spelling(Word, Word).

british(harbour, harbor).       british(colour, color).         british(centre, center).
british(metre, meter).          british(kilometre, kilometer).  british(centimetre, centimeter).
british(grey, gray).            british(neighbour, neighbor).   british(tyre, tire).
british(kerb, curb).            british(storey, story).         british(theatre, theater).
british(aeroplane, airplane).   british(catalogue, catalog).

%!  plural(+Singular, -Plural) is nondet.
%
%   The plurals of a word, the usual one first.

plural(Word, Plural) :-
    irregular(Word, Plural),
    !.
plural(Word, Word) :-
    same(Ending),
    atom_concat(_, Ending, Word),
    !.
plural(Word, Plural) :-
    atom_concat(Stem, man, Word), Stem \== hu,
    !,
    atom_concat(Stem, men, Plural).
plural(Word, Plural) :-
    atom_concat(Stem, y, Word),
    sub_atom(Stem, _, 1, 0, Before),
    \+ memberchk(Before, [a, e, i, o, u]),
    !,
    atom_concat(Stem, ies, Plural).
plural(Word, Plural) :-
    member(Hiss, [s, x, z, ch, sh]),
    atom_concat(_, Hiss, Word),
    !,
    atom_concat(Word, es, Plural).
plural(Word, Plural) :-
    atom_concat(Word, s, Plural).

irregular(foot, feet).    irregular(person, people).  irregular(stadium, stadiums).  irregular(child, children).
irregular(wharf, wharves). irregular(shelf, shelves). irregular(roof, roofs).        irregular(leaf, leaves).

same(craft).    same(aircraft).  same(sheep).    same(series).   same(fish).

%!  verb_forms(+Third, -Base, -Ing) is semidet.
%
%   Of `contains` the base form `contain` and `containing`. Fails for what cannot be the third person of a verb.

verb_forms(Third, Base, Ing) :-
    base(Third, Base),
    (   atom_concat(Stem, e, Base), \+ atom_concat(_, e, Stem)
    ->  true
    ;   Stem = Base
    ),
    atom_concat(Stem, ing, Ing).

base(Third, Base) :-
    member(Hiss, [ss, x, z, ch, sh]),
    atom_concat(Base, es, Third),
    atom_concat(_, Hiss, Base),
    !.
base(Third, Base) :-
    atom_concat(Stem, ies, Third),
    !,
    atom_concat(Stem, y, Base).
base(Third, Base) :-
    atom_concat(Base, s, Third),
    atom_length(Base, Length),
    Length > 2,
    \+ atom_concat(_, s, Base).

%!  resembles(+Word, +Other) is semidet.
%
%   One is the other with a letter or two mistyped: by library(dwim)'s measure, or with the same letters apart
%   from one in longer words.

resembles(Word, Other) :-
    Word \== Other,
    atom_length(Word, Length),
    Length > 2,
    (   dwim_match(Word, Other)
    ->  true
    ;   dwim_match(Other, Word)
    ).
