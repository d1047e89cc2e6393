:- module(rune_english_chart,
          [ set_chart/2,                % +Words, +Lexemes
            drop_chart/0,
            w//1,                       % ?Word
            any//1,                     % +Phrases
            opt//1,                     % +Phrases
            ahead//1,                   % +Phrases
            lex//1,                     % ?Lexeme
            chart_end/1                 % -N
          ]).
:- autoload(library(apply), [maplist/2, maplist/3]).
:- autoload(library(lists), [member/2, nth0/3]).

/** <module> The words of the question in hand

The grammar is a DCG whose states are positions among the words, 0 before the first: tables over positions stay
small. A terminal is `w(near)`. Lexemes are the stretches of words that mean something in the vocabulary
(lexicon.pl). Each thread has a chart of its own.
*/

:- thread_local
    word/2,             % word(I, Word): between positions I and I+1
    lexeme/3.           % lexeme(I, J, Lexeme)

%!  set_chart(+Words:list, +Lexemes:list) is det.
%
%   Lexemes are lexeme(I, J, Lexeme).

set_chart(Words, Lexemes) :-
    drop_chart,
    forall(nth0(I, Words, Word), assertz(word(I, Word))),
    maplist(assertz, Lexemes).

%!  drop_chart is det.

drop_chart :-
    retractall(word(_, _)),
    retractall(lexeme(_, _, _)).

%!  chart_end(-N:integer) is det.
%
%   The position after the last word.

chart_end(N) :-
    predicate_property(word(_, _), number_of_clauses(N)),
    !.
chart_end(0).

%!  w(?Word)// is semidet.

w(Word, I, J) :-
    word(I, Word),
    J is I+1.

%!  any(+Phrases)// is nondet.
%
%   One of several phrases: `any("near | close to")`. The text is taken apart when the rule is compiled.

any(Phrases, I, J) :-
    phrases(Phrases, Lists),
    one_of(Lists, I, J).

%!  opt(+Phrases)// is nondet.
%
%   One of the phrases, or nothing.

opt(_, I, I).
opt(Phrases, I, J) :-
    any(Phrases, I, J).

%!  ahead(+Phrases)// is semidet.
%
%   One of the phrases comes next; it is not consumed.

ahead(Phrases, I, I) :-
    any(Phrases, I, _),
    !.

%   one_of(+Lists)//: one of several lists of words.
one_of(Lists, I, J) :-
    member(Words, Lists),
    words(Words, I, J).

words([], I, I).
words([W|Ws], I, J) :-
    word(I, W),
    K is I+1,
    words(Ws, K, J).

phrases(Text, Lists) :-
    split_string(Text, "|", "", Parts),
    maplist(phrase_words, Parts, Lists).

phrase_words(Part, Words) :-
    split_string(Part, " \n", " \n", Strings),
    findall(W, ( member(S, Strings), S \== "", atom_string(W, S) ), Words).

%   The texts of a grammar's rules become lists of words when the rule is loaded.

system:goal_expansion(any(Text, I, J), rune_english_chart:one_of(Lists, I, J)) :-
    of_grammar(Text),
    phrases(Text, Lists).
system:goal_expansion(opt(Text, I, J), ( I = J ; rune_english_chart:one_of(Lists, I, J) )) :-
    of_grammar(Text),
    phrases(Text, Lists).

of_grammar(Text) :-
    string(Text),
    prolog_load_context(module, Module),
    Module \== rune_english_chart,
    predicate_property(Module:any(_, _, _), imported_from(rune_english_chart)).

%!  lex(?Lexeme)// is nondet.

lex(Lexeme, I, J) :-
    lexeme(I, J, Lexeme).
