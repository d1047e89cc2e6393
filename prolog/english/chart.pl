:- module(rune_english_chart,
          [ set_chart/2,                % +Words, +Lexemes
            drop_chart/0,
            w//1,                       % ?Word
            ws//1,                      % +Words
            one_of//1,                  % +Phrases
            lex//1,                     % ?Lexeme
            chart_end/1                 % -N
          ]).
:- autoload(library(apply), [maplist/2]).
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

%!  ws(+Words)// is semidet.

ws([]) --> [].
ws([W|Ws]) --> w(W), ws(Ws).

%!  one_of(+Phrases:list)// is nondet.
%
%   One of several phrases, each a list of words or one word.

one_of(Phrases) -->
    { member(Phrase, Phrases) },
    phrase_words(Phrase).

phrase_words(Phrase) --> { is_list(Phrase) }, !, ws(Phrase).
phrase_words(Word) --> w(Word).

%!  lex(?Lexeme)// is nondet.

lex(Lexeme, I, J) :-
    lexeme(I, J, Lexeme).
