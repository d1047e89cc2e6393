:- module(rune_english,
          [ english_readings/3          % +Kb, +Text, -Result
          ]).
:- autoload(library(apply), [exclude/3, maplist/3]).
:- autoload(library(lists), [append/3, last/2, max_list/2]).
:- autoload(library(pairs), [pairs_values/2]).
:- use_module(english/tokens).
:- use_module(english/chart).
:- use_module(english/lexicon).
:- use_module(english/noun_phrase, [drop_noun_phrases/0]).
:- use_module(english/predicate, [drop_predicates/0]).
:- use_module(english/sentence).
:- use_module(english/tidy).
:- use_module(english/complaint).
:- use_module(english/formal, [formal_formula/3]).
:- use_module(english/say, [say_english/3]).

/** <module> Questions in English as formulas

A grammar that never guesses: either it reads all the words of a question, or it says which it does not understand.

    ?- english_readings(kb_1, "ships near a harbor with no bridge", readings([First|Others])).

The way of a question: tokens.pl makes words of it; lexicon.pl finds the vocabulary's labels among them; both make the
chart (chart.pl) over which the grammar runs: sentence, noun_phrase, predicate and what these use. Phrases mean
λ-terms, which meaning.pl puts together; tidy.pl makes source formulas of the result. What is written in the explicit
register of formal.pl (`there is a ship X such that …`), in which formulas are said back, is read by that grammar.
*/

most_readings(8).
%   A reading that costs more is not given, but offered: it would be a guess.
most_cost(1.9).

%!  english_readings(+Kb, +Text, -Result) is det.
%
%   Result is readings(Sources), the preferred first, or not_understood(Complaints), those of complaint.pl.

english_readings(Kb, Text, Result) :-
    text_tokens(Text, Tokens),
    (   formal_formula(Kb, Tokens, Source)
    ->  Result = readings([Source])
    ;   read_freely(Kb, Tokens, Result0),
        offered(Result0, Kb, Tokens, Result)
    ).

%   What is far-fetched is said, so that who means it can ask it in these words.
offered(far_fetched(Source), Kb, Tokens, Result) =>
    say_english(Kb, Source, Text),
    last(Tokens, t(_, _, _, End)),
    Result = not_understood([unsure(0, End, Text)]).
offered(Result0, _, _, Result) => Result = Result0.

read_freely(Kb, Tokens0, Result) :-
    exclude(polite, Tokens0, Tokens1),
    usual_stops(Tokens1, Tokens),
    maplist(token_word, Tokens, Words),
    lexemes(Kb, Words, Lexemes),
    setup_call_cleanup(set_chart(Words, Lexemes),
                       read_chart(Kb, Tokens, Result),
                       ( drop_chart, drop_tables )).

%   Words that nothing depends on, wherever they stand.
polite(t(Word, _, _, _)) :-
    memberchk(Word, [please, pls, plz, kindly, actually, really, currently, thanks, thx, cheers, basically, simply,
                     also, too, always, ever, already, still, even, wholly, completely, entirely]).

drop_tables :-
    drop_sentences,
    drop_noun_phrases,
    drop_predicates.

read_chart(Kb, Tokens, Result) :-
    chart_end(End),
    findall(C-Source, ( question(F, C, 0, End), tidy(Kb, F, Source) ), Found0),
    sort(0, @=<, Found0, Found),
    (   Found == []
    ->  read_up_to(Kb, Read),
        complaints(Kb, Tokens, Read, Complaints),
        Result = not_understood(Complaints)
    ;   Found = [C-Source|_], most_cost(Most), C > Most
    ->  Result = far_fetched(Source)
    ;   pairs_values(Found, Sources0),
        distinct(Sources0, Sources1),
        at_most(Sources1, Sources),
        Result = readings(Sources)
    ).

%   How many words from the first on make a question.
read_up_to(Kb, Read) :-
    findall(J, ( question(F, _, 0, J), tidy(Kb, F, _) ), Ends),
    max_list([0|Ends], Read).

%   The same formula comes out of several ways to read the words; the likeliest way counts.
distinct([], []).
distinct([F|Fs0], [F|Fs]) :-
    exclude(==(F), Fs0, Fs1),
    distinct(Fs1, Fs).

at_most(Fs0, Fs) :-
    most_readings(N),
    (   length(Fs, N), append(Fs, _, Fs0) -> true ; Fs = Fs0 ).
