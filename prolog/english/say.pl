:- module(rune_english_say,
          [ say_english/3,              % +Kb, +Source, -Text
            reads_as/3                  % +Kb, +Text, +Source
          ]).
:- autoload(library(apply), [exclude/3, maplist/3, partition/4]).
:- autoload(library(lists), [append/3, member/2, select/3]).
:- autoload(library(solution_sequences), [distinct/2, limit/2]).
:- use_module(formal, [formal_text/3]).
:- use_module(say_clauses, [prepared/2, simple/3]).
:- use_module(same, [same_formula/3]).
:- use_module('../english', [english_readings/3]).

/** <module> A formula in English, as a person would say it

What is said must be what is meant: a sentence is made, read by the grammar that reads questions, and kept only if
what is read is the formula. Where no sentence is, the formal register (formal.pl) says it, which says everything.
*/

most_sentences(8).
most_inferences(6 000 000).

%!  say_english(+Kb, +Source, -Text:atom) is det.

say_english(Kb, Source, Text) :-
    (   prepared(Source, F),
        most_inferences(Most),
        call_with_inference_limit(said(Kb, F, Said), Most, Result),
        Result \== inference_limit_exceeded
    ->  Text = Said
    ;   formal_text(Kb, Source, Text)
    ).

%   said(+Kb, +F, -Text) is semidet: what is joined is said part by part.

said(Kb, F, Text) :-
    most_sentences(Most),
    findall(S, limit(Most, distinct(S, sentence(Kb, F, S))), Sentences),
    best(Kb, F, Sentences, Text).

sentence(Kb, F, Text) :-
    composite(F, Parts, Joints),
    !,
    maplist(said(Kb), Parts, Texts),
    member(Joint, Joints),
    put(Joint, Texts, Text).
sentence(Kb, F, Text) :-
    simple(Kb, F, Text).
sentence(Kb, not(F), Text) :-                           % `not A and B` could be either
    \+ composite(F, _, _),
    said(Kb, F, Said),
    atom_concat('it is not the case that ', Said, Text).

composite(and(Fs0), Fs, [between(' and '), between(', and ')]) :-
    \+ period(Fs0, _, []),
    ( period(Fs0, Period, Fs1) -> Fs2 = [Period|Fs1] ; Fs2 = Fs0 ),
    partition([or(_)]>>true, Fs2, Ors, Others),         % `A or B and C` is C and either A or B
    append(Others, Ors, Fs).
composite(or(Fs), Fs, [either, between(' or ')]).
composite(implies(A, B), [A, B], [if]).

%   Two bounds of the date of the image are one thing to say.
period(Fs0, and([From, To]), Fs) :-
    From = tcmp(>=, image(date), text(_)), To = tcmp(=<, image(date), text(_)),
    select(From, Fs0, Fs1),
    select(To, Fs1, Fs).

put(between(Word), Texts, Text) :- atomic_list_concat(Texts, Word, Text).
put(either, Texts, Text) :- atomic_list_concat(Texts, ' or ', Text0), atom_concat('either ', Text0, Text).
put(if, [A, B], Text) :- atomic_list_concat(['if ', A, ', then ', B], Text).

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
