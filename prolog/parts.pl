:- module(rune_parts,
          [ compile_parts/5,            % +Kb, +Source, +Xs, +Options, -Parts
            parts_missing/2,            % +Parts, -Tables
            with_parts/2,               % +Parts, :Goal
            part_value/5,               % +C, +F, +Env, -Score, -Ids
            part_test/5,                % +C, +F, +Env, -Degree, -Measures
            atomic_part/1,              % +F
            unfolded/4                  % +Kb, +F, +Env, -Body-Env1
          ]).
:- autoload(library(apply), [maplist/3, maplist/4, foldl/4]).
:- autoload(library(gensym), [gensym/2]).
:- autoload(library(lists), [member/2, append/3, nth0/3]).
:- autoload(library(modules), [in_temporary_module/3]).
:- autoload(library(option), [option/2, option/3]).
:- autoload(library(ordsets), [ord_union/2]).
:- autoload(library(pairs), [pairs_keys/2, pairs_values/2, pairs_keys_values/3]).
:- use_module(formula, [core_in/6]).
:- use_module(vocabulary, [kb_members/3, kb_definition/4]).
:- use_module(relations, [relation_definition/3]).
:- use_module(facts, [table_loaded/3, table_goal/3, table_columns/2]).
:- use_module(query, [graded_core/3, settle/7, true_witness/3, define/2]).
:- use_module(answers, [flat/2]).
:- use_module(code).
:- use_module(lift, [lift/5]).
:- use_module(crisp, [truth/4, crisp_literal/4, graded_literal/5, term_value/5, counted_ids/5]).
:- use_module(score, [best_goal/8]).
:- use_module(image_rows, [is_a/3]).

/** <module> The parts of a formula as predicates of their own

What explains an answer asks of one image, for each part of the formula as it was written: what is its score,
the variables around it bound so and so? What was measured? For this each part becomes a predicate, made of the
same code as a query. What a query searches over all images is looked at here in the few that are shown.

A place in a formula has an *environment*: the variables in whose scope it stands and the detections they stand for, `X-K`,
the innermost first. The body of a definition sees its parameters alone; what stands outside is in scope all the
same, and so paid for, and has the name `-`.

C is a context c(Kb, Image, Scoring, Module).
*/

%!  compile_parts(+Kb, +Source, +Xs, +Options, -Parts) is det.
%
%   Xs are the free variables of the source formula. Options are those of compile_query/4.

compile_parts(Kb, Source, Xs, Options, parts(Kb, Clauses, Tables)) :-
    findall(F-Ys, part(Kb, Source, Xs, F, Ys), Parts0),
    sort(Parts0, Parts),
    maplist(part_clauses(Kb, Options), Parts, Clausess, Tabless),
    append_all(Clausess, Clauses),
    ord_union([[table(object, full)]|Tabless], Tables).

append_all(Lists, List) :-
    foldl([L, A0, A]>>append(A0, L, A), Lists, [], List).

%!  parts_missing(+Parts, -Tables:list) is det.
%
%   `Class-Projection` of the tables that the parts read and that are not loaded.

parts_missing(parts(Kb, _, Tables), Missing) :-
    findall(C-P, ( member(table(C, P), Tables), \+ table_loaded(Kb, C, P) ), Missing).

%!  with_parts(+Parts, :Goal) is semidet.
%
%   once(call(Goal, M)) with the predicates defined in the module M.

:- meta_predicate with_parts(+, 1).

with_parts(parts(_, Clauses, _), Goal) :-
    in_temporary_module(M, define_parts(M, Clauses), once(call(Goal, M))).

define_parts(M, Clauses) :-
    M:dynamic(part/5),
    define(M, Clauses).

% -- which parts there are -----------------------------------------------------------------------------------

%   part(+Kb, +F, +Xs, -G, -Ys): G is a part of F, or F, that a step of a proof may be about, and Ys the names of
%   its environment where Xs are F's.

part(_, F, Xs, F, Xs) :-
    F \= class(_, _).
part(Kb, class(C, X), Xs, class(C, X), Xs) :-
    kb_definition(Kb, C, _, _).
part(Kb, F, Xs, G, Ys) :-
    below(Kb, F, Xs, F1, Xs1),
    part(Kb, F1, Xs1, G, Ys).

below(_, not(F), Xs, F, Xs).
below(_, not(implies(F, G)), Xs, H, Xs) :- ( H = F ; H = not(G) ).
below(_, not(and(Fs)), Xs, not(F), Xs) :- member(F, Fs).
below(_, not(or(Fs)), Xs, not(F), Xs) :- member(F, Fs).
below(_, and(Fs), Xs, F, Xs) :- member(F, Fs).
below(_, or(Fs), Xs, F, Xs) :- member(F, Fs).
below(_, implies(F, G), Xs, H, Xs) :- ( H = not(F) ; H = G ).
below(_, iff(F, G), Xs, H, Xs) :- member(H, [F, G, not(F), not(G)]).
below(_, xor(F, G), Xs, H, Xs) :- member(H, [F, G, not(F), not(G)]).
below(_, exists([X|Xs1], F), Xs, G, [X|Xs]) :- ( Xs1 == [] -> G = F ; G = exists(Xs1, F) ).
below(_, forall(Xs1, F), Xs, exists(Xs1, not(F)), Xs).
below(_, exists(Op, N, X, F), Xs, G, Ys) :- counted_part(Op, N, X, F, Xs, G, Ys).
below(Kb, F, Xs, Body, Ys) :-
    pairs_keys(Env, Xs),
    unfolded(Kb, F, Env, Body-Env1),
    pairs_keys(Env1, Ys).

counted_part(>=, _, X, F, Xs, F, [X|Xs]).
counted_part(>, _, X, F, Xs, F, [X|Xs]).
counted_part(=<, N, X, F, Xs, exists(>, N, X, F), Xs).
counted_part(<, N, X, F, Xs, exists(>=, N, X, F), Xs).
counted_part(=, N, X, F, Xs, exists(Op, N, X, F), Xs) :- member(Op, [>=, >]).

%!  unfolded(+Kb, +F, +Env, -Pair) is semidet.
%
%   F is a class or relation that is defined; Pair is `Body-Env1`, its definition and the environment of that.

unfolded(Kb, class(C, X), Env, Body-[Param-K|Env1]) :-
    kb_definition(Kb, C, Param, Body),
    memberchk(X-K, Env),
    hidden(Env, Env1).
unfolded(_, rel(R, Xs, _), Env, Body-Env2) :-
    relation_definition(R, Params, Body),
    maplist([X, K]>>memberchk(X-K, Env), Xs, Ks),
    pairs_keys_values(Own, Params, Ks),
    hidden(Env, Env1),
    append(Own, Env1, Env2).

hidden(Env, Env1) :-
    maplist([_-K, '-'-K]>>true, Env, Env1).

% -- their code ----------------------------------------------------------------------------------------------

%   part(Kb, F, Xs, Name, Columns) says that the predicate Name is F's: Columns are, for each of Xs, the columns it
%   takes as arguments.

part_clauses(Kb, Options, F-Xs, [(part(Kb, F, Xs, Name, Columns) :- true)|Clauses], Tables) :-
    core_in(F, Kb, Xs, Core0, Vs, Names),
    graded_core(Options, Core0, Core),
    option(scoring(Scoring), Options, best),
    part_code(Kb, Scoring, Options, Cx),
    code_image(Cx, Image),
    gensym('$part', Name),
    kb_members(Kb, object, All),
    maplist([V, V-All]>>true, Vs, Bound),
    (   atomic_part(F)
    ->  test_code(F, Cx, Bound, Core, Names, Goal, Out)
    ;   value_code(Scoring, Cx, Bound, Core, Names, Goal, Out)
    ),
    image_setup(Cx, Setup),
    conj(Setup, Goal, Body),
    maplist(columns_of(Cx), Vs, Pairs),
    maplist(pairs_keys, Pairs, Columns),
    maplist(pairs_values, Pairs, Args),
    Head =.. [Name, Image, Args|Out],
    lift(Cx, Head, Body, Clauses, Tables).

part_code(Kb, Scoring, Options, Cx) :-
    option(min_score(Min), Options),
    option(near_radius(Metres-Pixels), Options, 30-100),
    (   Scoring == boolean -> CountMin = Min ; CountMin = 0.5 ),
    new_code(Kb, Min, CountMin, settings(Metres, Pixels), Cx0),
    without_excluded(Cx0, Cx).

%!  atomic_part(+F) is semidet.
%
%   A part with a test, not a value: an atom that is not defined, but for classes, which need none.

atomic_part(attr(_, _)).
atomic_part(rel(R, _, _)) :- \+ relation_definition(R, _, _).
atomic_part(cmp(_, _, _)).
atomic_part(tcmp(_, _, _)).

%   The degree to which it holds, 1.0 or 0.0 of what is not graded, and m(Label, Value, Unit, Op, Bound) with `@none` for what has no value. The variables in a label
%   are given by their places among the arguments of the atom.

test_code(F, Cx, Bound, Core, Names, Goal, [Degree, Measures]) :-
    (   Core = graded(_)
    ->  graded_literal(Cx, Bound, Core, Degree0, Test)
    ;   crisp_literal(Cx, Bound, Core, Test), Degree0 = 1.0
    ),
    (   F = rel(_, Xs, _) -> true ; Xs = [] ),
    measured(Core, Cx, Bound, Names-Xs, Measures, Measure),
    Goal = ( ( Test -> Degree = Degree0 ; Degree = 0.0 ), Measure ).

measured(rel(R, Vs, Radius), Cx, Bound, Names, Measures, Goal) =>
    (   Radius == default
    ->  Radius1 = default
    ;   term_value(Cx, Bound, Radius, Px, Pre),
        Radius1 = code(Pre, Px)
    ),
    measures_code(Cx, rel(R, Vs, Radius1), Measure, Measures0),
    maplist(placed_measure(Names), Measures0, Measures1),
    Goal = ( Measure -> Measures = Measures1 ; Measures = [] ).
measured(graded(A), Cx, Bound, Names, Measures, Goal) => measured(A, Cx, Bound, Names, Measures, Goal).
measured(cmp(Op, A, B), Cx, Bound, _, Measures, Goal) => compared(Op, A, B, Cx, Bound, Measures, Goal).
measured(tcmp(Op, A, B), Cx, Bound, _, Measures, Goal) => compared(Op, A, B, Cx, Bound, Measures, Goal).
measured(_, _, _, _, Measures, Goal) => Measures = [], Goal = true.

%   Besides the values, counted(Ids) for each count in the terms, from left to right.

compared(Op, A, B, Cx, Bound, [m([left], Left, none, Op, Right)|Counted], Goal) :-
    value_or_none(Cx, Bound, A, Left, GA),
    value_or_none(Cx, Bound, B, Right, GB),
    findall(C, count_in(op(-, A, B), C), Counts),
    maplist(counted_code(Cx, Bound), Counts, Counted, Finds),
    conj([GA, GB|Finds], Goal).

counted_code(Cx, Bound, Count, counted(Ids), Find) :-
    counted_ids(Cx, Bound, Count, Ids, Find).

count_in(count(V, F), count(V, F)).
count_in(abs(T), C) :- count_in(T, C).
count_in(neg(T), C) :- count_in(T, C).
count_in(op(_, A, B), C) :- count_in(A, C) ; count_in(B, C).

value_or_none(Cx, Bound, T, Value, ( Goal -> true ; Value = @(none) )) :-
    term_value(Cx, Bound, T, Value, Goal).

placed_measure(Names-Xs, m(Label0, V, U, Op, B), m([Name|Places], V, U, Op, B)) :-
    Label0 =.. [Name|Vs],
    maplist([W, I]>>( memberchk(W-X, Names), once(nth0(I, Xs, X)) ), Vs, Places0),
    (   Name == distance -> msort(Places0, Places) ; Places = Places0 ).   % in the order of the atom: it is symmetric

%   The best score above 0 and all that its proof rests on.

value_code(boolean, Cx, Bound, Core, Names0, Goal, Out) =>
    Out = [1.0, Witness],
    code_kb(Cx, Kb),
    settle(Kb, boolean, Core, Names0, Normal, Names, _),
    truth(Cx, Bound, Normal, Truth),
    true_witness(Normal, Cx, Witness0),
    Goal = ( Truth -> rune_parts:by_name(Names, Witness0, Witness) ).
value_code(_, Cx, Bound, Core, Names0, Goal, Out) =>
    Out = [Score, Witness],
    code_kb(Cx, Kb),
    settle(Kb, best, Core, Names0, Normal, Names, _),
    best_goal(Cx, Bound, Bound, Normal, 0.0, Score, Witness0, Search),
    Goal = ( Search -> rune_parts:by_name(Names, Witness0, Witness) ).

%   by_name(+Names, +Witness0, -Witness): pairs `Name-Id`, what has no name as `-`.

by_name(Names, Witness0, Witness) :-
    flat(Witness0, Flat),
    findall(Name-Id, ( member(V-Value, Flat), nonvar(Value), one_of(Value, Id), name_of(V, Names, Name) ), Witness).

one_of(Ids, Id) :- is_list(Ids), !, member(Id, Ids).
one_of(Id, Id).

name_of(V, Names, Name) :-
    (   memberchk(V-many(X), Names) -> Name = X
    ;   memberchk(V-X, Names) -> Name = X
    ;   Name = '-'
    ).

% -- asking them ---------------------------------------------------------------------------------------------

%!  part_value(+C, +F, +Env, -Score, -Witness:list) is semidet.
%
%   The best score of F, what Env binds paid for, if it is above 0; Witness are the pairs `Name-K` of the
%   detections its proof rests on. An atom scores 1 if it holds, a graded relation its degree.

part_value(C, class(Class, X), Env, Score, Witness), \+ defined_class(C, Class) =>
    memberchk(X-K, Env),
    is_a(C, K, Class),
    Score = 1.0, Witness = [].
part_value(C, F, Env, Score, Witness), atomic_part(F) =>
    part_test(C, F, Env, Score, _),
    Score > 0.0, Witness = [].
part_value(C, F, Env, Score, Witness) =>
    called(C, F, Env, [Score, Witness]).

defined_class(c(Kb, _, _, _), Class) :-
    kb_definition(Kb, Class, _, _).

%!  part_test(+C, +F, +Env, -Degree:number, -Measures:list) is det.
%
%   Of an atomic part that is no class: to what degree it holds, from 0.0 to 1.0.

part_test(C, F, Env, Degree, Measures) :-
    called(C, F, Env, [Degree, Measures]),
    !.

called(c(Kb, Image, _, M), F, Env, Out) :-
    pairs_keys_values(Env, Xs, Ks),
    M:part(Kb, F, Xs, Name, Columns),
    !,
    maplist(arguments(Kb, Image), Ks, Columns, Args),
    Goal =.. [Name, Image, Args|Out],
    once(M:Goal).

arguments(_, _, _, [], []) :- !.
arguments(Kb, Image, K, Columns, Values) :-
    table_columns(full, Names),
    pairs_keys_values(Pairs, Names, Row),
    memberchk(id-K, Pairs),
    table_goal(object, [Image|Row], Goal),
    once(Kb:Goal),
    picked(Columns, Pairs, Values).

picked([], _, []).
picked([Column|Columns], Pairs, [Value|Values]) :-
    memberchk(Column-Value, Pairs),
    picked(Columns, Pairs, Values).
