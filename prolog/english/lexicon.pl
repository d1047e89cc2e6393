:- module(rune_english_lexicon,
          [ lexemes/3,                  % +Kb, +Words, -Lexemes
            vocabulary_word/2,          % +Kb, ?Word
            label_like/3,               % +Kb, +Word, -Label
            noun_form/3,                % +Words, -Form, -Number
            relation_form/3             % +Words, -Form, -Kind
          ]).
:- autoload(library(apply), [exclude/3, maplist/2]).
:- autoload(library(lists), [append/2, append/3, last/2, member/2]).
:- use_module(tokens, [text_tokens/2, token_word/2]).
:- use_module(spelling).
:- use_module('../vocabulary').

/** <module> The lexicon: the vocabulary's labels as words of English

Every label of a class is a noun with its plural, that of a boolean attribute an adjective, that of a relation a
preposition (`near`, `left of`) or a verb (`contains`). Spaces and hyphens make no difference, as everywhere in RUNE:
an entry's key is its words without the blanks. The lexicon of a knowledge base is made when it is first needed, and
again after its vocabulary has changed.

| noun(Class, Number)        | Number is sg, pl or any                                   |
| adj(Attribute), lacks(Attribute) | a boolean attribute of detections: `flooded`, `unflooded` |
| relation(R, prep)          | what stands between a form of `be` and a noun              |
| relation(R, verb(Form))    | Form is fin (`contains`), base (`contain`), ing, passive (`contained`) |
| value(Attribute, Of)       | an attribute with a value                                  |
*/

:- dynamic
    built/2,            % built(Kb, Version)
    entry/3,            % entry(Kb, Key, Lexeme)
    known_word/2.       % known_word(Kb, Word)

longest_label(7).

%!  lexemes(+Kb, +Words:list, -Lexemes:list) is det.
%
%   All lexeme(I, J, Lexeme); a noun or an adjective within a longer one is left out.

lexemes(Kb, Words, Lexemes) :-
    ensure_lexicon(Kb),
    length(Words, N),
    findall(lexeme(I, J, Lexeme), stretch(Kb, Words, N, I, J, Lexeme), All),
    exclude(within_longer(All), All, Lexemes).

stretch(Kb, Words, N, I, J, Lexeme) :-
    longest_label(Longest),
    between(1, N, I1),
    I is I1-1,
    length(Before, I),
    append(Before, After, Words),
    Most is min(Longest, N-I),
    between(1, Most, Length),
    length(Stretch, Length),
    append(Stretch, _, After),
    maplist(atom, Stretch),
    atomic_list_concat(Stretch, Key),
    entry(Kb, Key, Lexeme),
    J is I+Length.

within_longer(All, lexeme(I, J, Lexeme)) :-
    nominal(Lexeme),
    member(lexeme(I1, J1, Longer), All),
    nominal(Longer),
    I1 =< I, J =< J1,
    J1-I1 > J-I,
    !.

nominal(noun(_, _)).
nominal(adj(_)).
nominal(lacks(_)).

%!  vocabulary_word(+Kb, ?Word) is nondet.
%
%   Word stands in a label, or is a form of such a word.

vocabulary_word(Kb, Word) :-
    ensure_lexicon(Kb),
    known_word(Kb, Word).

%!  label_like(+Kb, +Word, -Label) is nondet.
%
%   Label is a label, or a word of one, that Word may be a typing error of.

label_like(Kb, Word, Label) :-
    ensure_lexicon(Kb),
    known_word(Kb, Label),
    resembles(Word, Label).

%   ensure_lexicon(+Kb): the lexicon is that of the vocabulary as it is now.

ensure_lexicon(Kb) :-
    kb_version(Kb, Version),
    (   built(Kb, Version)
    ->  true
    ;   with_mutex(rune_lexicon, build(Kb, Version))
    ).

build(Kb, Version) :-
    retractall(built(Kb, _)),
    retractall(entry(Kb, _, _)),
    retractall(known_word(Kb, _)),
    forall(( kb_label(Kb, Kind, Name, Label), label_words(Label, Words) ),
           forall(( \+ ends_in_adjective(Kb, Kind, Words), lexeme(Kb, Kind, Name, Words, Form, Lexeme) ),
                  add_entry(Kb, Form, Lexeme))),
    assertz(built(Kb, Version)).

label_words(Label, Words) :-
    text_tokens(Label, Tokens),
    findall(W, ( member(T, Tokens), token_word(T, W0), plain(W0, W) ), Words),
    Words \== [].

plain(num(N), W) => atom_number(W, N).
plain(W0, W), atom(W0) => W = W0.
plain(_, _) => fail.

%   `Road flooded`, as data sets have it, is a noun and what is said of it, or else `is the road flooded?` is not read.
ends_in_adjective(Kb, class, Words) :-
    kb_attribute(Kb, Attribute, detection, boolean),
    kb_label(Kb, attribute, Attribute, Label),
    label_words(Label, Adjective),
    append([_|_], Adjective, Words),
    !.

add_entry(Kb, Words, Lexeme) :-
    atomic_list_concat(Words, Key),
    (   taken(Kb, Key, Lexeme)
    ->  true
    ;   assertz(entry(Kb, Key, Lexeme))
    ),
    forall(( member(W, Words), \+ known_word(Kb, W) ), assertz(known_word(Kb, W))).

%   The first class that a label is given keeps it.
taken(Kb, Key, noun(_, _)) :- !, entry(Kb, Key, noun(_, _)).
taken(Kb, Key, Lexeme) :- entry(Kb, Key, Lexeme).

%   lexeme(+Kb, +Kind, +Name, +Words, -Form, -Lexeme) is nondet.

lexeme(_, class, Name, Words, Form, noun(Name, Number)) :-
    noun_form(Words, Form, Number).
lexeme(Kb, attribute, Name, Words, Words, Lexeme) :-
    kb_attribute(Kb, Name, Of, Type),
    (   Type == boolean, Of == detection
    ->  Lexeme = adj(Name)
    ;   Lexeme = value(Name, Of)
    ).
lexeme(Kb, attribute, Name, Words, Form, lacks(Name)) :-
    kb_attribute(Kb, Name, detection, boolean),
    (   member(Prefix, [un, non]), Form = [Prefix|Words]
    ;   opposite(Word, Name), Form = [Word]
    ).
lexeme(Kb, relation, Name, Words, Form, relation(Name, Kind)) :-
    kb_relation(Kb, Name, 2, _),
    relation_form(Words, Form, Kind).

opposite(dry, flooded).

%!  noun_form(+Words, -Form, -Number) is nondet.
%
%   The singular and the plural of a noun of several words; Number is sg, pl, or any where it may be either.

noun_form(Words, Words, Number) :-
    last(Words, Last),
    (   plural(Last, Last) -> Number = any
    ;   sub_atom(Last, _, 1, 0, s), \+ sub_atom(Last, _, 2, 0, ss) -> Number = any
    ;   Number = sg
    ).
noun_form(Words, Form, pl) :-
    head_of(Words, Before, Head, After),
    plural(Head, Plural),
    Plural \== Head,
    append(Before, [Plural|After], Form).

%   The word that takes the plural: the last, or the one before `of` or a participle (`building flooded`).
head_of(Words, Before, Head, After) :-
    append(Before, [Head|After], Words),
    After = [Next|_],
    memberchk(Next, [of, flooded, non, not]),
    \+ memberchk(Head, [non, not]),
    !.
head_of(Words, Before, Head, []) :-
    append(Before, [Head], Words).

%!  relation_form(+Words, -Form, -Kind) is nondet.
%
%   The forms of a relation's label; Kind is prep or verb(Form) as above.

relation_form([Word], Form, verb(Kind)) :-
    verb_forms(Word, Base, Ing),
    !,
    member(Kind-Form, [fin-[Word], base-[Base], ing-[Ing], passive-[Participle]]),
    participle(Base, Participle).
relation_form(Words, Words, prep).

participle(Base, Participle) :-
    (   atom_concat(_, e, Base) -> atom_concat(Base, d, Participle)
    ;   atom_concat(Base, ed, Participle)
    ).
