:- module(rune_border,
          [ py_vocabulary/2,            % +Kb, +Facts
            py_ask/4,                   % +Kb, +Formula, +Options, -Result
            py_explain/6,               % +Kb, +Formula, +Options, +Image, +Bindings, -Result
            py_lineages/5,              % +Kb, +Formula, +Options, +Sink, -Result
            py_compile_table/4,         % +Class, +Chunks, +Source, +File
            py_goal_needs/3,            % +Kb, +Text, -Tables
            py_rows/4,                  % +Kb, +Text, +Limit, -Result
            py_say/3,                   % +Kb, +Formula, -Text
            py_formal/3,                % +Kb, +Text, -Formula
            py_same/4,                  % +Kb, +Formula1, +Formula2, -Same
            py_english/3                % +Kb, +Text, -Result
          ]).
:- autoload(library(apply), [maplist/3]).
:- use_module(library(janus)).
:- use_module(formula, [list_formula/2, formula_list/2]).
:- use_module(vocabulary, [set_vocabulary/2]).
:- use_module(query).
:- use_module(explain, [explain/6]).
:- use_module(facts, [compile_table/4]).
:- use_module(views).
:- use_module(english, [english_readings/3]).
:- use_module('english/tokens', [text_tokens/2]).
:- use_module('english/formal', [formal_text/3, formal_formula/3]).
:- use_module('english/say', [say_english/3]).
:- use_module('english/same', [same_formula/3]).

/** <module> What Python calls

Python gives and takes lists of atoms, strings and numbers; here they become terms and back. rune_kb/engine.py
is the other side. Nothing else of prolog/ knows about Python.
*/

%!  py_vocabulary(+Kb, +Facts:list) is det.
%
%   Facts are [class, Name, Members], [defined, Name, Param, Formula], [inverse, R, S], [irreflexive, R].

py_vocabulary(Kb, Facts) :-
    maplist(vocabulary_fact, Facts, Terms),
    set_vocabulary(Kb, Terms).

vocabulary_fact([defined, Name, Param, List], Fact) =>
    list_formula(List, Source),
    Fact = defined(Name, Param, Source).
vocabulary_fact(List, Fact) =>
    Fact =.. List.

%!  py_ask(+Kb, +Formula:list, +Options:list, -Result) is det.
%
%   Options are [Name, Value]. Result is [answers, Answers], an answer [Image, Score, [[Name, Value], ...]], or
%   [missing, Tables], a table [Class, Projection]: then nothing was run.

py_ask(Kb, List, Options0, Result) :-
    compiled(Kb, List, Options0, Options, Query, Missing),
    (   Missing == []
    ->  run_query(Query, Options, Answers),
        maplist(answer_list, Answers, Lists),
        Result = [answers, Lists]
    ;   Result = [missing, Missing]
    ).

compiled(Kb, List, Options0, Options, Query, Missing) :-
    ask_options(Options0, Options),
    list_formula(List, Source),
    compile_query(Kb, Source, Options, Query),
    missing_tables(Query, Tables),
    table_lists(Tables, Missing).

table_lists(Tables, Lists) :-
    maplist([C-P, [C, P]]>>true, Tables, Lists).

ask_options(Options0, Options) :-
    maplist([[N, V], O]>>( O =.. [N, V] ), Options0, Options1),
    maplist(ask_option, Options1, Options).

%!  py_lineages(+Kb, +Formula:list, +Options:list, +Sink, -Result) is det.
%
%   Sink is a Python object; its method take(Grounded) is called for a few images at a time and gives the bound below
%   which images need not be looked at (see run_lineage/4). Result is [done, Free], Free the names that rows bind,
%   or [missing, Tables] as of py_ask/4.

py_lineages(Kb, List, Options0, Sink, Result) :-
    compiled(Kb, List, Options0, Options, Query, Missing),
    (   Missing == []
    ->  run_lineage(Query, Options, taken(Sink), Free),
        Result = [done, Free]
    ;   Result = [missing, Missing]
    ).

taken(Sink, Grounded, Least) :-
    py_call(Sink:take(Grounded), Least).

ask_option(near_radius([Metres, Pixels]), O) => O = near_radius(Metres-Pixels).
ask_option(min_score([Default, Lists]), O) =>
    maplist([[C, L], C-L]>>true, Lists, Pairs),
    O = min_score(by_class(Default, Pairs)).
ask_option(soft(@(Bool)), O) => O = soft(Bool).          % a bool of Python's
ask_option(O0, O) => O = O0.

answer_list(answer(Image, Score, Bindings), [Image, Score, Lists]) :-
    maplist(binding_list, Bindings, Lists).

binding_list(many(Name)-Id, List) => List = [Name, Id, many].
binding_list(Name-Value, List) => List = [Name, Value, one].

%!  py_explain(+Kb, +Formula:list, +Options:list, +Image, +Bindings:list, -Result) is det.
%
%   Bindings are [Name, K]. Result is [missing, Tables], [proofs, Steps] or [misses, Miss], the terms of explain.pl as
%   nested lists, functor first.

py_explain(Kb, List, Options0, Image, Bindings0, Result) :-
    ask_options(Options0, Options),
    list_formula(List, Source),
    maplist([[X, K], X-K]>>true, Bindings0, Bindings),
    explain(Kb, Source, Options, Image, Bindings, Explanation),
    (   Explanation = missing(Tables)
    ->  table_lists(Tables, Missing),
        Result = [missing, Missing]
    ;   term_list(Explanation, Result)
    ).

term_list(@(none), L) => L = @(none).                   % Python's None
term_list(T, L), is_list(T) => maplist(term_list, T, L).
term_list(K-T, L) => term_list(T, L0), L = [K, L0].
term_list(T, L), compound(T) => T =.. [F|Args], maplist(term_list, Args, Ls), L = [F|Ls].
term_list(T, L) => L = T.

%!  py_compile_table(+Class, +Chunks, +Source, +File) is det.
%
%   Source is a Python object whose method next_rows() gives a chunk of rows.

py_compile_table(Class, Chunks, Source, File) :-
    compile_table(Class, Chunks, next_rows(Source), File).

next_rows(Source, Rows) :-
    py_call(Source:next_rows(), Rows).

%!  py_goal_needs(+Kb, +Text, -Tables:list) is det.

py_goal_needs(Kb, Text, Tables) :-
    text_goal(Kb, Text, Goal, _),
    goal_needs(Kb, Goal, Pairs),
    maplist([C-P, [C, P]]>>true, Pairs, Tables).

%!  py_rows(+Kb, +Text, +Limit, -Result) is det.

py_rows(Kb, Text, Limit, [Names, Rows]) :-
    rows_of(Kb, Text, Limit, Names, Rows).

%!  py_say(+Kb, +Formula:list, -Texts:list) is det.
%
%   The formula in English: as a person would say it, and in the register of formal.pl.

py_say(Kb, List, [English, Formal]) :-
    list_formula(List, Source),
    say_english(Kb, Source, English),
    formal_text(Kb, Source, Formal).

%!  py_english(+Kb, +Text, -Result:list) is det.
%
%   The formulas a question may mean, [readings, Formulas]; or [not_understood, Complaints], the terms of
%   english/complaint.pl as nested lists, functor first.

py_english(Kb, Text, [Kind, Lists]) :-
    english_readings(Kb, Text, Result),
    Result =.. [Kind, Items],
    (   Kind == readings
    ->  maplist(formula_list, Items, Lists)
    ;   maplist(term_list, Items, Lists)
    ).

%!  py_formal(+Kb, +Text, -Formula:list) is det.
%
%   The formula that a text in the register of formal.pl says; `[]` where it is no such text.

py_formal(Kb, Text, List) :-
    text_tokens(Text, Tokens),
    (   formal_formula(Kb, Tokens, Source)
    ->  formula_list(Source, List)
    ;   List = []
    ).

%!  py_same(+Kb, +Formula1:list, +Formula2:list, -Same) is det.
%
%   Same is yes where the two are one formula said in two ways (english/same.pl), else no.

py_same(Kb, List1, List2, Same) :-
    list_formula(List1, Source1),
    list_formula(List2, Source2),
    (   same_formula(Kb, Source1, Source2) -> Same = yes ; Same = no ).
