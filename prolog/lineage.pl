:- module(rune_lineage,
          [ lineage_bodies/5,           % +Cx, +Free, +Core, +Disjuncts, -Pairs
            score_clauses/3,            % +Cx, +Tables, -Clauses
            each_lineage/7,             % +Images, +Module, +Seconds, -Image, -Spent, -Scores, -Rows
            late/0,
            event/4,                    % +Relation, +Ids, +Degree, -Lineage
            disjoin/2,                  % +Lineages, -Lineage
            conjoin/2                   % +Lineages, -Lineage
          ]).
:- autoload(library(apply), [maplist/3, maplist/4, maplist/5, partition/4]).
:- autoload(library(lists), [member/2, append/3]).
:- autoload(library(ordsets), [ord_subset/2]).
:- autoload(library(pairs), [pairs_keys/2, pairs_values/2, map_list_to_pairs/3]).
:- use_module(core, [crisp/1]).
:- use_module(conjunct, [conjunction/3, domain/5, needs/5, components/3]).
:- use_module(code).
:- use_module(crisp, [crisp_literal/4, graded_literal/5, cost/2, scanned/8]).
:- use_module(facts, [table_columns/2, table_goal/3]).
:- use_module(counts, [count_terms/2, linear/3, without_counts/3]).

/** <module> Lineage: a formula grounded for one image

The lineage of a formula says of each set of detections whether the formula holds when just these are present. It
is what `exact` and `topk` scoring evaluate (rune_kb/lineage/). Here a core formula becomes a goal that finds the
lineage; crisp literals are tests, done as early as in crisp.pl, so that only what satisfies them is in it.

A lineage is an atom, an integer, or a list, so that it crosses to Python as it is:

| true, unknown            | nothing more to ask; nothing is known, there was no time (false: the goal fails)      |
| K                        | the detection of number K is present; below 0: of a graded relation, that it holds    |
| [and, L, ...], [or, L, ...], [not, L]                                                                           ||
| [atleast, N, L, ...]     | N of these hold                                                                       |
| [sum, Op, T, [A, L, ...], ...] | each L that holds gives A: the sum is Op to T, Op one of >= and =                |
| [cases, Tuples, [L, ...], ...] | how many L of each list hold, as a tuple, is one of Tuples                      |

What a quantifier binds is present: `exists x F` is [or, [and, K, F of K], ...].

  ==
  ?- ... exists x (ship(x) & exists y (harbor(y) & near(x, y)))
  L = [or, [and, 7, [or, 1, 2]], [and, 8, 2]].
  ==
*/

%!  lineage_bodies(+Cx, +Free, +Core, +Disjuncts, -Pairs) is det.
%
%   `Head-Body` pairs of query(Image, Ids, Lineage), nondet: for each binding of Free that something speaks for.
%   One binding may come several times; its lineage is the disjunction.

lineage_bodies(Cx, [], F, _, Pairs) =>
    Pairs = [query(Image, [], L)-Goal],
    code_image(Cx, Image),
    lineage_goal(Cx, [], F, L, Goal).
lineage_bodies(Cx, Free, _, Ds, Pairs) =>
    maplist(binding_lineage(Cx, Free), Ds, Pairs).

binding_lineage(Cx, Free, D, query(Image, Ids, L)-Goal) :-
    code_image(Cx, Image),
    conjunction(D, Vars, Literals),
    conjuncts(Cx, [], Free, Vars, Literals, Literals, L, Goal),
    maplist(id_column(Cx), Free, Ids).

id_column(Cx, V, Id) :- column(Cx, V, id, Id).

%!  score_clauses(+Cx, +Tables, -Clauses) is det.
%
%   Clauses of score(Image, K, Score) for all detections a lineage can speak of.

score_clauses(Cx, Tables, Clauses) :-
    findall(Class-Projection,
            ( member(table(Class, Projection), Tables), table_columns(Projection, _) ), Pairs0),
    sort(1, @<, Pairs0, Pairs),
    maplist(score_clause(Cx), Pairs, Clauses).

score_clause(Cx, Class-Projection, (score(Image, K, S) :- Kb:Row)) :-
    code_kb(Cx, Kb),
    table_columns(Projection, Columns),
    maplist(score_argument(K, S), Columns, Args),
    table_goal(Class, [Image|Args], Row).

score_argument(K, _, id, A) => A = K.
score_argument(_, S, score, A) => A = S.
score_argument(_, _, _, _) => true.

%   lineage_goal(+Cx, +Bound, +Core, ?L, -Goal): Goal binds L, or fails where the formula is false whatever is
%   present. Bound are `V-Members` of what is bound when it is called.

lineage_goal(Cx, Bound, or(Fs), L, Goal) =>
    maplist(branch(Cx, Bound, L1), Fs, Bodies),
    Goal = ( findall(L1, '$aux'([L1], Bodies), Ls), Ls \== [], rune_lineage:disjoin(Ls, L) ).
lineage_goal(Cx, Bound, F, L, Goal) =>
    conjunction(F, Vars, Literals),
    conjuncts(Cx, Bound, [], Vars, Literals, Literals, L, Goal).

branch(Cx, Bound, L, F, Goal) :-
    lineage_goal(Cx, Bound, F, L1, Goal0),
    conj(Goal0, L = L1, Goal).

%   conjuncts(+Cx, +Bound, +Free, +Vars, +All, +Literals, -L, -Goal): tests of what is decided, then each of Free is
%   scanned, then the components; L is the conjunction of what has a lineage.

conjuncts(Cx, Bound, Free, Vars, All, Literals, L, Goal) :-
    code_kb(Cx, Kb),
    pairs_keys(Bound, Known0), sort(Known0, Known),
    maplist(needed(Kb), Literals, Needs),
    partition([_-Vs]>>ord_subset(Vs, Known), Needs, Ready0, Later),
    pairs_keys(Ready0, Ready),
    partition(certain, Ready, Tests0, Soft),
    map_list_to_pairs(cost, Tests0, Costed), keysort(Costed, Sorted), pairs_values(Sorted, Tests),
    maplist(crisp_literal(Cx, Bound), Tests, TestGoals),
    maplist(literal_lineage(Cx, Bound), Soft, SoftLs, SoftGoals),
    rest(Free, Cx, Bound, Vars, All, Later, RestLs, RestGoals),
    append(SoftLs, RestLs, Ls0),
    conjoined(Ls0, L, Conjoin),
    append(TestGoals, RestGoals, Goals0),
    append(Goals0, SoftGoals, Goals1),
    conj(Goals1, Goal1),
    conj(Goal1, Conjoin, Goal).

needed(Kb, L, L-Vs) :- needs(Kb, L, [], crisp, Vs).

rest([], Cx, Bound, Vars, All, Later, Ls, Goals) =>
    components(Vars, Later, Components),
    maplist(component(Cx, Bound, All), Components, Ls, Goals).
rest(Free, Cx, Bound, Vars, All, Later, Ls, Goals) =>
    pairs_keys(Later, Open),
    scanned(Cx, Bound, Free, All, Open, V-Members, Free1, Scan),
    conjuncts(Cx, [V-Members|Bound], Free1, Vars, All, Open, L, Rest),
    Ls = [L], Goals = [Scan, Rest].

component(Cx, Bound, All, comp(Vars, Open), L, Goal) :-
    scanned(Cx, Bound, Vars, All, Open, V-Members, Vars1, Scan),
    conjuncts(Cx, [V-Members|Bound], [], Vars1, All, Open, Rest, RestGoal),
    items(Cx, V, Scan, Rest, RestGoal, Items, Search),
    Goal = ( Search, Items \== [], rune_lineage:disjoin(Items, L) ).

conjoined([], L, Goal) => L = true, Goal = true.
conjoined([One], L, Goal) => L = One, Goal = true.
conjoined(Ls, L, Goal) => Goal = rune_lineage:conjoin(Ls, L).

%   items(+Cx, +V, +Scan, ?Rest, +RestGoal, -Items, -Goal): Items are the lineages, each with V's detection in it,
%   of the detections that RestGoal does not refuse. Once time is up the scan ends with `unknown`.

items(Cx, V, Scan, Rest, RestGoal, Items, findall(Item, '$aux'([Item], [Body]), Items)) :-
    column(Cx, V, id, Id),
    (   Rest == true
    ->  Build = ( Item = Id )
    ;   Build = rune_lineage:conjoin([Id, Rest], Item)
    ),
    conj(RestGoal, Build, Found),
    conj(Scan, ( rune_lineage:late -> !, Item = unknown ; Found ), Body).

%   certain(+Literal): it is true or false once its variables are bound, whatever else is present.

certain(L) :-
    crisp(L),
    count_terms(L, []),
    \+ hides_counts(L).

hides_counts(not(_, F)) :- \+ certain(F).
hides_counts(and(Fs)) :- member(F, Fs), \+ certain(F).
hides_counts(or(Fs)) :- member(F, Fs), \+ certain(F).

%   literal_lineage(+Cx, +Bound, +Literal, ?L, -Goal): of a literal that is not certain.

literal_lineage(Cx, Bound, not(_, F), L, Goal) =>
    lineage_goal(Cx, Bound, F, L0, G),
    Goal = ( G -> L0 \== true, L = [not, L0] ; L = true ).
literal_lineage(Cx, Bound, or(Fs), L, Goal) =>
    lineage_goal(Cx, Bound, or(Fs), L, Goal).
literal_lineage(Cx, Bound, atleast(N, V, F), L, Goal) =>
    counted(Cx, Bound, V, F, Items, Search),
    Goal = ( Search, L = [atleast, N|Items] ).
literal_lineage(Cx, Bound, graded(A), L, Goal), count_terms(A, []) =>
    event_lineage(Cx, Bound, A, L, Goal).
literal_lineage(Cx, Bound, graded(A), L, Goal) =>       % an event for each radius that is possible
    count_terms(A, Counts),
    maplist(counted_term(Cx, Bound), Counts, Itemss, Searches),
    without_counts(A, Numbers, A1),
    event_lineage(Cx, Bound, A1, Event, EventGoal),
    maplist(ranges, Itemss, Numbers, Lengths, Ranges),
    Build = rune_lineage:conjoin([[cases, [Numbers]|Itemss], Event], Item),
    append(Ranges, [EventGoal, Build], Each0),
    conj(Each0, Each),
    append(Searches, Lengths, Before0),
    conj(Before0, Before),
    Goal = ( Before,
             (   rune_lineage:late
             ->  L = unknown
             ;   findall(Item, '$aux'([Item], [Each]), Items), Items \== [],
                 rune_lineage:disjoin(Items, L)
             ) ).
literal_lineage(Cx, Bound, Compare, L, Goal) =>
    count_terms(Compare, Counts),
    maplist(counted_term(Cx, Bound), Counts, Itemss, Searches),
    conj(Searches, Search),
    (   linear(Compare, Counts, sums(Sums))
    ->  maplist(summed(Itemss), Sums, Ls0),
        (   Ls0 = [L0] -> true ; L0 = [or|Ls0] ),
        Goal = ( Search, L = L0 )
    ;   without_counts(Compare, Numbers, Compare1),
        crisp_literal(Cx, Bound, Compare1, Test),
        maplist(ranges, Itemss, Numbers, Lengths, Ranges),
        conj(Lengths, Measure),
        append(Ranges, [Test, Tuple = Numbers], Each0),
        conj(Each0, Each),
        Goal = ( Search, Measure,
                 (   rune_lineage:late
                 ->  L = unknown                        % there may be more to count
                 ;   findall(Tuple, '$aux'([Tuple], [Each]), Tuples), Tuples \== [],
                     L = [cases, Tuples|Itemss]
                 ) )
    ).

%   event_lineage(+Cx, +Bound, +Relation, ?L, -Goal): of a graded relation, whose measure is that of its degree.

event_lineage(Cx, Bound, rel(R, Vs, Radius), L, Goal) :-
    graded_literal(Cx, Bound, graded(rel(R, Vs, Radius)), Degree, Measure),
    maplist(id_column(Cx), Vs, Ids),
    Goal = ( Measure, rune_lineage:event(R, Ids, Degree, L) ).

counted_term(Cx, Bound, count(V, F), Items, Goal) :-
    counted(Cx, Bound, V, F, Items, Goal).

counted(Cx, Bound, V, F, Items, Search) :-
    code_kb(Cx, Kb),
    conjunction(F, Vars, Literals),
    domain(Kb, V, Literals, Class, Members),
    scan(Cx, V, Class, Members, Scan),
    conjuncts(Cx, [V-Members|Bound], [], Vars, Literals, Literals, Rest, RestGoal),
    items(Cx, V, Scan, Rest, RestGoal, Items, Search).

summed(Itemss, sum(Op, Total, Weights), [sum, Op, Total|Groups]) :-
    maplist([W, Items, [W|Items]]>>true, Weights, Itemss, Groups).

ranges(Items, N, length(Items, Most), between(0, Most, N)).

% -- at run time ---------------------------------------------------------------------------------------------

%!  late is semidet.
%
%   The time for grounding this image is over.

late :-
    nb_getval(rune_lineage_end, End),
    get_time(Now),
    Now > End.

%!  event(+Relation, +Ids, +Degree, -Lineage) is det.
%
%   That a graded relation holds is an event of its own; its number is below 0. Degrees tell radii apart: of one pair
%   and relation none is the same for two radii, unless it is 1. Graded relations are symmetric.

event(_, _, Degree, L), Degree >= 1.0 =>
    L = true.
event(R, Ids0, Degree, L) =>
    msort(Ids0, Ids),
    nb_getval(rune_lineage_events, Events),
    (   trie_lookup(Events, event(R, Ids, Degree), K)
    ->  true
    ;   trie_property(Events, value_count(N)),
        K is -N-1,
        trie_insert(Events, event(R, Ids, Degree), K)
    ),
    L = K.

%!  disjoin(+Lineages, -Lineage) is det.

disjoin(Ls, L) :-
    (   memberchk(true, Ls) -> L = true
    ;   Ls = [One] -> L = One
    ;   L = [or|Ls]
    ).

%!  conjoin(+Lineages, -Lineage) is det.

conjoin(Ls0, L) :-
    without_true(Ls0, Ls),
    (   Ls == [] -> L = true
    ;   Ls = [One] -> L = One
    ;   L = [and|Ls]
    ).

without_true([], []).
without_true([L|Ls0], Ls) :-
    (   L == true -> Ls = Ls1 ; Ls = [L|Ls1] ),
    without_true(Ls0, Ls1).

%!  each_lineage(+Images, +Module, +Seconds, -Image, -Spent, -Scores, -Rows) is nondet.
%
%   For each of Images: the seconds that grounding took, about Seconds at most, [K, Score] pairs of the detections
%   and [K, Degree] of the graded relations, and Rows of [Ids, Lineage].

each_lineage(Images, M, Seconds, Image, Spent, Scores, Rows) :-
    member(Image, Images),
    get_time(Start),
    End is Start+Seconds,
    nb_setval(rune_lineage_end, End),
    setup_call_cleanup(
        ( trie_new(Events), nb_setval(rune_lineage_events, Events) ),
        ( findall([Ids, L], M:query(Image, Ids, L), Rows),
          findall([K, S], known(M, Image, Events, K, S), Scores) ),
        trie_destroy(Events)),
    get_time(Now),
    Spent is Now-Start.

known(M, Image, _, K, S) :- M:score(Image, K, S).
known(_, _, Events, K, S) :- trie_gen(Events, event(_, _, S), K).
