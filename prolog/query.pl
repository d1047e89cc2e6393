:- module(rune_query,
          [ compile_query/4,            % +Kb, +Source, +Options, -Query
            run_query/3,                % +Query, +Options, -Answers
            run_lineage/4,              % +Query, +Options, :Next, -Free
            missing_tables/2,           % +Query, -Tables
            graded_core/3,              % +Options, +Core, -Core1
            settle/7,                   % +Kb, +Mode, +Core, +Names0, -Normal, -Names, -Trace
            true_witness/3,             % +Core, +Cx, -Witness
            define/2,                   % +Module, +Clauses
            query_plan/2                % +Query, -Plan
          ]).
:- autoload(library(apply), [maplist/3, maplist/4, maplist/5, foldl/4]).
:- autoload(library(lists), [append/2, append/3, member/2]).
:- autoload(library(pairs), [pairs_values/2]).
:- autoload(library(modules), [in_temporary_module/3]).
:- autoload(library(option), [option/2, option/3]).
:- autoload(library(ordsets), [ord_intersection/3, ord_union/2]).
:- use_module(formula, [core/5]).
:- use_module(core, [rename_apart/4, soften/2]).
:- use_module(normal, [normal/4]).
:- use_module(conjunct, [disjuncts/2, conjunction/3, untangle/3]).
:- use_module(code).
:- use_module(lift, [lift/5]).
:- use_module(limits, [least_limit/3]).
:- use_module(crisp, [each_truth/5, truth/4]).
:- use_module(score, [best_goal/8, each_goal/7]).
:- use_module(lineage, [lineage_bodies/5, score_clauses/3, each_lineage/7]).
:- use_module(plan, [image_classes/4]).
:- use_module(facts, [table_loaded/3, table_goal/3]).
:- use_module(vocabulary, [kb_members/3]).
:- use_module(answers, [rows/5, by_bound/3]).
:- use_module(cover, []).
:- use_module(runtime, []).
:- use_module(geometry, []).

/** <module> From a formula to answers

A query is compiled once and run over all images in one go. Options (a list, or a dict):

| scoring(S)              | boolean, best (default), or lineage                             |
| min_score(M)            | weaker detections do not exist; a number or as in limits.pl     |
| threshold(T)            | answers below it are not given                                  |
| top(N)                  | N best answers, or inf                                          |
| near_radius(Metres-Px)  | the radius of `near` with and without a ground sample distance  |
| soft(Bool)              | relations that have degrees are graded; not in boolean          |

An answer is answer(Image, Score, Bindings); Bindings is a list of `Name-Id`, and `Name-Ids` for a counting
quantifier. With the scoring `lineage`, which is behind `exact` and `topk`, run_lineage/4 gives what is to be
evaluated instead.
*/

%!  compile_query(+Kb, +Source, +Options, -Query) is det.

compile_query(Kb, Source, Options, query(Kb, Kind, Clauses, Tables, Names, Normal, Trace)) :-
    option(scoring(Scoring), Options, best),
    core(Source, Kb, Core0, Free, Names0),
    graded_core(Options, Core0, Core),
    settle(Kb, Scoring, Core, Names0, Normal, Names, Trace),
    code(Kb, Scoring, Free, Normal, Options, Clauses, Tables),
    (   Free == [] -> Kind = closed(Scoring) ; Kind = open(Scoring, Free) ).

%!  graded_core(+Options, +Core, -Core1) is det.
%
%   With soft(true) relations are graded.

graded_core(Options, Core0, Core) :-
    (   option(soft(true), Options), \+ option(scoring(boolean), Options)
    ->  soften(Core0, Core)
    ;   Core = Core0
    ).

%   How rules rewrite for a scoring. Of a lineage every classical rule would do, but `topk` counts proofs, which those
%   of `score` keep.

mode(boolean, crisp).
mode(best, score).
mode(lineage, score).

%!  settle(+Kb, +Mode, +Core, +Names0, -Normal, -Names, -Trace) is det.
%
%   Rules, then what shares detections is opened, until neither changes anything.

settle(Kb, Scoring, F0, Names0, F, Names, Trace) :-
    mode(Scoring, Mode),
    normal(F0, ctx(Kb, Mode), F1, Trace1),
    (   Scoring == best -> untangle(Kb, F1, F2) ; F2 = F1 ),
    rename_apart(F2, Names0, F3, Names1),
    (   F2 == F1
    ->  F = F3, Names = Names1, Trace = Trace1
    ;   settle(Kb, Scoring, F3, Names1, F, Names, Trace2),
        append(Trace1, [untangle|Trace2], Trace)
    ).

%   code(..., -Clauses, -Tables): candidate(Image, Bound) and, by kind,
%
%     closed boolean  query(Image, Witness) is semidet
%     open boolean    query(Image, Witness) is nondet
%     closed best     query(Image, Lower, Score, Witness) is semidet
%     open best       query(Image, Lower, Score, Witness) is nondet
%     lineage         query(Image, Ids, Lineage) is nondet, and score(Image, K, Score)

code(Kb, Scoring, Free, F, Options, Clauses, Tables) :-
    option(min_score(Min), Options),
    option(near_radius(Metres-Pixels), Options, 30-100),
    (   Scoring == best -> CountMin = 0.5 ; CountMin = 0 ),
    new_code(Kb, Min, CountMin, settings(Metres, Pixels), Cx),
    disjuncts(F, Ds),
    heads_and_bodies(Scoring, Free, F, Ds, Cx, Pairs),
    image_setup(Cx, Setup),
    maplist(whole_clause(Cx, Setup), Pairs, Clausess, Tabless),
    candidate_clauses(Scoring, Cx, Free, Ds, Min, Candidates, ImageTables),
    ord_union([ImageTables|Tabless], Tables),
    (   Scoring == lineage -> score_clauses(Cx, Tables, Scores) ; Scores = [] ),
    append([Candidates, Scores|Clausess], Clauses).

whole_clause(Cx, Setup, Head-Body0, Clauses, Tables) :-
    conj(Setup, Body0, Body),
    lift(Cx, Head, Body, Clauses, Tables).

heads_and_bodies(boolean, [], F, _, Cx, Pairs) =>
    Pairs = [query(Image, Witness)-(Goal -> true)],
    code_image(Cx, Image),
    truth(Cx, [], F, Goal),
    true_witness(F, Cx, Witness).
heads_and_bodies(boolean, Free, _, Ds, Cx, Pairs) =>
    maplist(open_truth(Cx, Free), Ds, Pairs).
heads_and_bodies(best, [], F, _, Cx, Pairs) =>
    Pairs = [query(Image, Lower, Score, Witness)-Goal],
    code_image(Cx, Image),
    best_goal(Cx, [], [], F, Lower, Score, Witness, Goal).
heads_and_bodies(best, Free, _, Ds, Cx, Pairs) =>
    maplist(open_best(Cx, Free), Ds, Pairs).
heads_and_bodies(lineage, Free, F, Ds, Cx, Pairs) =>
    lineage_bodies(Cx, Free, F, Ds, Pairs).

open_truth(Cx, Free, D, query(Image, Witness)-Goal) :-
    code_image(Cx, Image),
    each_truth(Cx, [], Free, D, Goal),
    true_witness(D, Cx, W0),
    maplist(id_of(Cx), Free, Ids),
    append(Ids, W0, Witness).

open_best(Cx, Free, D, query(Image, Lower, Score, Witness)-Goal) :-
    code_image(Cx, Image),
    each_goal(Cx, Free, D, Lower, Score, Witness, Goal).

id_of(Cx, V, V-Id) :- column(Cx, V, id, Id).

%!  true_witness(+Core, +Cx, -Witness) is det.
%
%   The variables that a classical proof leaves bound; those of a branch not taken stay unbound.

true_witness(F, Cx, Witness) :-
    findall(Kind, shown(F, Kind), Kinds),
    maplist(shown_var(Cx), Kinds, Witness).

shown(and(Fs), K) :- member(F, Fs), shown(F, K).
shown(or(Fs), K) :- member(F, Fs), shown(F, K).
shown(exists(V, _), one(V)).
shown(exists(_, F), K) :- shown(F, K).
shown(atleast(_, V, _), many(V)).

shown_var(Cx, Kind, V-Var) :-
    (   Kind = one(V) -> column(Cx, V, id, Var)
    ;   Kind = many(V), witnesses(Cx, V, Var)
    ).

%   candidate(Image, Bound): the images that have what a disjunct needs; Bound is no less than any score there.

candidate_clauses(Scoring, Cx, Free, Ds, Min, Clauses, Tables) :-
    maplist(candidate_clause(Scoring, Cx, Free, Min), Ds, Clauses, Tabless),
    ord_union(Tabless, Tables).

candidate_clause(Scoring, Cx, Free, Min, D, (candidate(Image, Bound) :- Goal), Tables) :-
    code_kb(Cx, Kb),
    conjunction(D, Vars, Literals),
    append(Free, Vars, All),
    image_classes(Kb, All, Literals, Wanted),
    (   Wanted == []
    ->  Goal = ( Kb:image(Image, _, _, _, _), Bound = 1.0 ), Tables = []
    ;   foldl(needs_class(Scoring, Kb, Image, Min), Wanted, true-[], Goal0-Bests),
        product(Bests, Kb, [], 1.0, Product),
        conj(Goal0, Bound is Product, Goal),
        findall(table(C, images), member(C-_, Wanted), Tables0),
        sort(Tables0, Tables)
    ).

needs_class(Scoring, Kb, Image, Min, Class-N, G0-Bs, G-[most(Class, Factor)|Bs]) :-
    table_goal(Class, [Image, Count, Max], Summary),
    kb_members(Kb, Class, Members),
    least_limit(Min, Members, Least),
    most(Scoring, Count, Max, N, Factor),
    conj(G0, ( Kb:Summary, Count >= N, Max >= Least ), G).

%   What N detections of a class can score at most: in `best` N times the best; a lineage needs one of them at least.

most(lineage, Count, Max, _, F) => F = 1-(1-Max)**Count.
most(_, _, Max, 1, F) => F = Max.
most(_, _, Max, N, F) => F = Max**N.

%   A factor for each class that shares no detection with one that has a factor already.

product([], _, _, P, P).
product([most(Class, Factor)|Bs], Kb, Used, P0, P) :-
    kb_members(Kb, Class, Ms),
    (   member(Us, Used), \+ ord_intersection(Ms, Us, [])
    ->  product(Bs, Kb, Used, P0, P)
    ;   product(Bs, Kb, [Ms|Used], P0*Factor, P)
    ).

%!  missing_tables(+Query, -Tables:list) is det.
%
%   `Class-Projection` of the tables that the query reads and that are not loaded.

missing_tables(query(Kb, _, _, Tables, _, _, _), Missing) :-
    findall(C-P, ( member(table(C, P), Tables), \+ table_loaded(Kb, C, P) ), Missing).

%!  query_plan(+Query, -Plan) is det.

query_plan(query(_, Kind, Clauses, Tables, Names, Normal, Trace), plan(Kind, Normal, Trace, Names, Tables, Clauses)).

%!  run_query(+Query, +Options, -Answers:list) is det.
%
%   All images, in one go. Answers best first, those of equal score by image.

run_query(query(_, Kind, Clauses, _, Names, _, _), Options, Answers) :-
    option(top(Top), Options, inf),
    option(threshold(Threshold), Options, 0.1),
    in_temporary_module(M, define(M, Clauses), rows(Kind, M, Top, Threshold, Rows)),
    maplist(answer(Names), Rows, Answers).

%!  run_lineage(+Query, +Options, :Next, -Free) is det.
%
%   Calls call(Next, Grounded, Least) for a few images at a time, in the order of an upper bound on the probability of
%   an answer there. Grounded is a list of [Image, Spent, Scores, Rows] (see each_lineage/7); Least is
%   the bound below which no image need be looked at any more. Free are the names that Rows bind.

:- meta_predicate run_lineage(+, +, 2, -).

run_lineage(query(_, Kind, Clauses, _, Names, _, _), Options, Next, Free) :-
    (   Kind = open(_, Vs) -> maplist([V, N]>>memberchk(V-N, Names), Vs, Free) ; Free = [] ),
    option(threshold(Threshold), Options, 0.1),
    option(budget(Seconds), Options),
    in_temporary_module(M, define(M, Clauses),
                        ( by_bound(M, Threshold, Images),
                          lineages(Images, M, Seconds, Next) )).

lineages([], _, _, _) :- !.
lineages(Images0, M, Seconds, Next) :-
    (   length(Batch, 8), append(Batch, Images, Images0) -> true ; Batch = Images0, Images = [] ),
    pairs_values(Batch, Names),
    findall([I, Spent, Scores, Rows], each_lineage(Names, M, Seconds, I, Spent, Scores, Rows), Grounded),
    call(Next, Grounded, Least),
    (   Images = [Bound-_|_], Bound >= Least
    ->  lineages(Images, M, Seconds, Next)
    ;   true
    ).

%!  define(+Module, +Clauses) is det.

define(M, Clauses) :-
    M:dynamic([candidate/2, query/2, query/3, query/4, score/3]),
    current_prolog_flag(optimise, Old),
    setup_call_cleanup(set_prolog_flag(optimise, true),
                       forall(member(C, Clauses), assertz(M:C)),
                       set_prolog_flag(optimise, Old)).

answer(Names, row(S, I, W0), answer(I, S, Bindings)) :-
    sort(1, @=<, W0, W),                                % in the order of the formula
    findall(Name-Value, ( member(V-Value, W), nonvar(Value), memberchk(V-Name, Names) ), Bindings).
