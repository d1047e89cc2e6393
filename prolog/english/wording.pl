:- module(rune_english_wording,
          [ wording/5,                  % +Kb, +Form, +Name, -Words, -Written
            worded/4                    % +Kb, +Form, +Words, -Name
          ]).
:- autoload(library(apply), [maplist/2, maplist/3]).
:- autoload(library(lists), [append/3, last/2, member/2]).
:- use_module(tokens, [text_tokens/2, words_text/2]).
:- use_module(lexicon, [noun_form/3, relation_form/3]).
:- use_module('../vocabulary').

/** <module> One wording for each name of the vocabulary, and back

The lexicon finds every label that a person may use; here each class, relation and attribute has one wording, its
first label that can be told from all others and from the words of the formal register. A name without such a label
has none, and is quoted.

| Form | of |
|---|---|
| noun(sg), noun(pl) | a class |
| adj | a boolean attribute |
| value(detection), value(image) | col(Column) or value(Attribute), and an attribute of the image |
| prep, fin, base | a relation: `left of`; `contains`, `contain` |
*/

:- dynamic
    built/2,            % built(Kb, Version)
    entry/5.            % entry(Kb, Form, Words, Name, Written)

%!  wording(+Kb, +Form, +Name, -Words:list, -Written:list) is semidet.
%
%   Words as token_word/2 has them, and as they are written: `harbor`, `harbour`.

wording(Kb, Form, Name, Words, Written) :-
    ensure_built(Kb),
    entry(Kb, Form, Words, Name, Written),
    !.

%!  worded(+Kb, +Form, +Words:list, -Name) is semidet.
%
%   The inverse of wording/4.

worded(Kb, Form, Words, Name) :-
    ensure_built(Kb),
    entry(Kb, Form, Words, Name, _),
    !.

ensure_built(Kb) :-
    (   kb_version(Kb, Version) -> true ; Version = none ),
    (   built(Kb, Version)
    ->  true
    ;   with_mutex(rune_wording, build(Kb, Version))
    ).

build(Kb, Version) :-
    retractall(built(Kb, _)),
    retractall(entry(Kb, _, _, _, _)),
    forall(column(Column, Words), assertz(entry(Kb, value(detection), Words, col(Column), Words))),
    forall(candidate(Kb, Form, Name, Written), add_entry(Kb, Form, Name, Written)),
    assertz(built(Kb, Version)).

%   The first wording of a name, and the first name of a wording, stay.
add_entry(Kb, Form, Name, Written) :-
    read_words(Written, Words),
    \+ collides(Form, Words),
    \+ entry(Kb, Form, _, Name, _),
    \+ entry(Kb, Form, Words, _, _),
    !,
    assertz(entry(Kb, Form, Words, Name, Written)).
add_entry(_, _, _, _).

column(score, [score]).         column(area, [area]).   column(length, [length]).   column(width, [width]).
column(angle, [angle]).         column(cx, [x, position]).                           column(cy, [y, position]).

%   candidate(+Kb, -Form, -Name, -Written) is nondet.

candidate(Kb, Form, Name, Written) :-
    kb_label(Kb, Kind, Name0, Label),
    label_words(Label, Words),
    form(Kb, Kind, Name0, Words, Form, Name, Written).
candidate(_, value(image), Name, Words) :-
    image_value(Name, Words).

image_value(name, [name]).      image_value(date, [date]).      image_value(gsd, [ground, sample, distance]).
image_value(width, [width]).    image_value(height, [height]).

form(_, class, Name, Label, noun(sg), Name, Label).
form(_, class, Name, Label, noun(pl), Name, Words) :-
    (   noun_form(Label, Words, pl) -> true ; noun_form(Label, Words, any) -> true ).
form(Kb, attribute, Name, Label, Form, As, Label) :-
    kb_attribute(Kb, Name, Of, Type),
    attribute(Of, Type, Name, Form, As).
form(Kb, relation, Name, Label, Form, Name, Words) :-
    kb_relation(Kb, Name, _, _),
    (   relation_form(Label, Words, verb(Form)), memberchk(Form, [fin, base])
    ;   \+ relation_form(Label, _, verb(_)),
        \+ lacks_preposition(Kb, Name, Label),
        Form = prep, Words = Label
    ).

attribute(detection, boolean, Name, adj, Name) :- !.
attribute(detection, _, Name, value(detection), value(Name)) :- !.
attribute(image, _, Name, value(image), Name).

%   `far` beside `far from`, `left` beside `left of`: one cannot say that X is far Y.

lacks_preposition(Kb, Name, Words) :-
    last(Words, Last),
    \+ memberchk(Last, [near, inside, on, in, above, below, between, beneath, underneath, beside]),
    kb_label(Kb, relation, Name, Label),
    label_words(Label, Longer),
    append(Words, [_], Longer),
    last(Longer, Preposition),
    memberchk(Preposition, [from, of, to, than, with]),
    !.

%   label_words(+Label, -Written) is semidet: its words, capitals only where all of a word is in capitals (`SUV`).

label_words(Label, Written) :-
    text_tokens(Label, Tokens),
    Tokens \== [],
    maplist([t(_, Word0, _, _), Word]>>cased(Word0, Word), Tokens, Written).

cased(Word, Word) :- upcase_atom(Word, Word), atom_length(Word, Length), Length > 1, \+ variable_like(Word), !.
cased(Word0, Word) :- downcase_atom(Word0, Word).

%   read_words(+Written, -Words) is semidet: each is read as one word, of letters and digits.

read_words(Written, Words) :-
    words_text(Written, Text),
    text_tokens(Text, Tokens),
    maplist([t(Word, As, _, _), As, Word]>>letters(Word), Tokens, Written, Words).

variable_like(Word) :-
    sub_atom(Word, 1, _, 0, Digits),
    atom_codes(Digits, Codes),
    forall(member(C, Codes), code_type(C, digit)).

letters(Word) :-
    atom(Word),
    atom_codes(Word, Codes),
    forall(member(C, Codes), code_type(C, alnum)).

%   collides(+Form, +Words) is semidet: the words mean something else where such a form stands.

collides(_, Words) :-
    member(Word, Words),
    memberchk(Word, [and, or, then, exactly, but]),
    !.
collides(noun(_), [Word]) :- memberchk(Word, [thing, things]).
collides(adj, [Word|_]) :- article(Word).
collides(prep, [Word|_]) :- article(Word).
collides(fin, [Word]) :- memberchk(Word, [is, does]).
collides(value(_), Words) :- append(_, [of, the, image|_], Words).
collides(value(_), [Word|_]) :- memberchk(Word, [number, distance, absolute, value, thing, relation, column]).

article(Word) :- memberchk(Word, [a, an, the, within, not, other]).
