:- module(rune_english_say,
          [ say_english/3,              % +Kb, +Source, -Text
            reads_as/3                  % +Kb, +Text, +Source
          ]).
:- autoload(library(apply), [exclude/3]).
:- autoload(library(lists), [member/2]).
:- autoload(library(solution_sequences), [distinct/2, limit/2]).
:- use_module(formal, [formal_text/3]).
:- use_module(say_clauses, [natural/3]).
:- use_module(same, [same_formula/3]).
:- use_module('../english', [english_readings/3]).

/** <module> A formula in English, as a person would say it

What is said must be what is meant: a sentence is made, read by the grammar that reads questions, and kept only if
what is read is the formula. Where no sentence is, the formal register (formal.pl) says it, which says everything.
*/

most_sentences(8).

%!  say_english(+Kb, +Source, -Text:atom) is det.

say_english(Kb, Source, Text) :-
    most_sentences(Most),
    findall(Sentence, limit(Most, distinct(Sentence, natural(Kb, Source, Sentence))), Sentences),
    (   best(Kb, Source, Sentences, Best)
    ->  Text = Best
    ;   formal_text(Kb, Source, Text)
    ).

%   The first that has no other reading, or the first of which this is the preferred one.

best(Kb, Source, Sentences, Best) :-
    read_each(Sentences, Kb, Source, none, Best),
    Best \== none.

read_each([], _, _, Best, Best).
read_each([S|Ss], Kb, Source, Best0, Best) :-
    (   read(Kb, S, Source, Others)
    ->  (   Others == []
        ->  Best = S
        ;   ( Best0 == none -> Best1 = S ; Best1 = Best0 ),
            read_each(Ss, Kb, Source, Best1, Best)
        )
    ;   read_each(Ss, Kb, Source, Best0, Best)
    ).

%   Others are the readings that are not the formula.
read(Kb, Text, Source, Others) :-
    english_readings(Kb, Text, readings([First|More])),
    same_formula(Kb, First, Source),
    exclude(same_formula(Kb, Source), More, Others).

%!  reads_as(+Kb, +Text, +Source) is semidet.
%
%   The preferred reading of the text is the formula, as same_formula/3 has it.

reads_as(Kb, Text, Source) :-
    read(Kb, Text, Source, _).
