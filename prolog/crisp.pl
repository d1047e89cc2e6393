:- module(rune_crisp,
          [ truth/4,                    % +Cx, +Bound, +Core, -Goal
            each_truth/5,               % +Cx, +Bound, +Free, +Core, -Goal
            scanned/8,                  % +Cx, +Bound, +Vars, +All, +Open, -Chosen, -Others, -Scan
            crisp_literal/4,            % +Cx, +Bound, +Literal, -Goal
            graded_literal/5,           % +Cx, +Bound, +Literal, -Degree, -Goal
            term_value/5,               % +Cx, +Bound, +Term, -Value, -Goal
            counted_ids/5,              % +Cx, +Bound, +Count, -Ids, -Goal
            cost/2                      % +Literal, -Cost
          ]).
:- autoload(library(apply), [maplist/3, partition/4]).
:- autoload(library(lists), [selectchk/3]).
:- autoload(library(ordsets), [ord_subset/2]).
:- autoload(library(pairs), [pairs_keys/2, pairs_values/2, map_list_to_pairs/3]).
:- use_module(core, [crisp/1]).
:- use_module(conjunct, [conjunction/3, domain/5, needs/5, components/3]).
:- use_module(code).
:- use_module(plan, [first_variable/5]).

/** <module> Classical truth as Prolog goals

A formula of the core language becomes a goal that is true or false once its free variables are bound: negation
is `\+`, an existential a scan of its class table, a conjunction is taken apart into its components, each of
which is tried once. This is all of `boolean` scoring, and the inside of counts in every scoring.

Variables of the formula that are true witnesses stay bound when the goal succeeds.
*/

%!  truth(+Cx, +Bound, +Core, -Goal) is det.
%
%   Bound is a list of `V-Members` of the variables that are bound when Goal is called.

truth(Cx, Bound, or(Fs), Goal) =>
    maplist(truth(Cx, Bound), Fs, Goals),
    disjunction(Goals, Goal).
truth(Cx, Bound, F, Goal) =>
    each_truth(Cx, Bound, [], F, Goal).

%!  each_truth(+Cx, +Bound, +Free, +Core, -Goal) is det.
%
%   The same for a conjunction, but Goal succeeds for every binding of the variables Free that makes it true.

each_truth(Cx, Bound, Free, F, Goal) :-
    conjunction(F, Vars, Literals),
    conjuncts(Cx, Bound, Free, Vars, Literals, Literals, Goal).

disjunction([], fail).
disjunction([G], G) :- !.
disjunction([G|Gs], (G ; D)) :- disjunction(Gs, D).

%   conjuncts(+Cx, +Bound, +Free, +Vars, +All, +Literals, -Goal): what is decided is tested, cheapest first; then
%   each of Free is scanned; the rest falls into components, and each is done once.

conjuncts(Cx, Bound, Free, Vars, All, Literals, Goal) :-
    code_kb(Cx, Kb),
    pairs_keys(Bound, Known0), sort(Known0, Known),
    maplist(needed(Kb), Literals, Needs),
    partition([_-Vs]>>ord_subset(Vs, Known), Needs, Ready, Later),
    pairs_keys(Ready, Tests0),
    map_list_to_pairs(cost, Tests0, Costed), keysort(Costed, Sorted), pairs_values(Sorted, Tests),
    maplist(crisp_literal(Cx, Bound), Tests, TestGoals),
    conj(TestGoals, Tested),
    undecided(Free, Cx, Bound, Vars, All, Later, Rest),
    conj(Tested, Rest, Goal).

needed(Kb, L, L-Vs) :- needs(Kb, L, [], crisp, Vs).

undecided([], Cx, Bound, Vars, All, Later, Goal) =>
    components(Vars, Later, Components),
    maplist(component(Cx, Bound, All), Components, Goals),
    (   Goals = [_, _|_]
    ->  maplist(tried_once, Goals, Once)
    ;   Once = Goals
    ),
    conj(Once, Goal).
undecided(Free, Cx, Bound, Vars, All, Later, Goal) =>
    pairs_keys(Later, Open),
    scanned(Cx, Bound, Free, All, Open, V-Members, Free1, Scan),
    conjuncts(Cx, [V-Members|Bound], Free1, Vars, All, Open, Rest),
    conj(Scan, Rest, Goal).

component(Cx, Bound, All, comp(Vars, Open), Goal) :-
    scanned(Cx, Bound, Vars, All, Open, V-Members, Vars1, Scan),
    conjuncts(Cx, [V-Members|Bound], [], Vars1, All, Open, Rest),
    conj(Scan, Rest, Goal).

%!  scanned(+Cx, +Bound, +Vars, +All, +Open, -Chosen, -Others, -Scan) is det.
%
%   Chosen, `V-Members`, is the one of Vars to scan first; Others are the rest of Vars. All are the literals of the
%   conjunction, Open those not yet decided.

scanned(Cx, Bound, Vars, All, Open, V-Members, Others, Scan) :-
    code_kb(Cx, Kb),
    first_variable(Kb, Bound, Vars, All-Open, V),
    selectchk(V, Vars, Others),
    domain(Kb, V, All, Class, Members),
    scan(Cx, V, Class, Members, Scan).

tried_once(G, (G -> true)).

%!  cost(+Literal, -Cost:integer) is det.
%
%   A rank, not an estimate: columns, then outlines, then attributes, then what searches.

cost(class(_, _), C) => C = 0.
cost(same(_, _), C) => C = 0.
cost(differ(_, _), C) => C = 0.
cost(rel(R, _, _), C) =>
    ( memberchk(R, [left_of, above, larger_than, parallel_to, perpendicular_to]) -> C = 1 ; C = 3 ).
cost(attr(_, _), C) => C = 2.
cost(cmp(_, _, _), C) => C = 4.
cost(tcmp(_, _, _), C) => C = 2.
cost(graded(_), C) => C = 4.
cost(F, C), crisp(F) => C = 5.
cost(_, C) => C = 6.

%!  crisp_literal(+Cx, +Bound, +Literal, -Goal) is det.
%
%   The literal as a test, its free variables bound.

crisp_literal(Cx, Bound, not(_, F), Goal) =>
    with_excluded(Cx, Cx1),
    truth(Cx1, Bound, F, G),
    Goal = (\+ G).
crisp_literal(Cx, Bound, or(Fs), Goal) =>
    truth(Cx, Bound, or(Fs), G),
    Goal = ( G -> true ).
crisp_literal(Cx, Bound, atleast(N, V, F), Goal) =>
    at_least(Cx, Bound, N, V, F, Goal).
crisp_literal(Cx, Bound, cmp(Op, A, B), Goal) =>
    term_code(Cx, count_code(Bound), A, PreA, EA),
    term_code(Cx, count_code(Bound), B, PreB, EB),
    arithmetic(Op, EA, EB, Compare),
    conj([PreA, PreB, Compare], Goal).
crisp_literal(Cx, Bound, tcmp(Op, A, B), Goal) =>
    term_code(Cx, count_code(Bound), A, PreA, EA),
    term_code(Cx, count_code(Bound), B, PreB, EB),
    text_compare(Op, A, B, EA, EB, Compare),
    conj([PreA, PreB, Compare], Goal).
crisp_literal(Cx, Bound, rel(R, Vs, Radius), Goal) =>
    coded(Cx, Bound, rel(R, Vs, Radius), Coded),
    atom_goal(Cx, Bound, Coded, Goal).
crisp_literal(Cx, Bound, Atom, Goal) =>
    atom_goal(Cx, Bound, Atom, Goal).

%   The relation with its radius as atom_goal/4 wants it.

coded(_, _, rel(R, Vs, default), Coded) => Coded = rel(R, Vs, default).
coded(Cx, Bound, rel(R, Vs, Radius), Coded) =>
    term_code(Cx, count_code(Bound), Radius, Pre, Expr),
    Coded = rel(R, Vs, code(Pre, Expr)).

%!  graded_literal(+Cx, +Bound, +Literal, -Degree, -Goal) is det.
%
%   Of a graded relation, its variables bound: Goal binds its Degree, or fails where that is 0.

graded_literal(Cx, Bound, graded(Relation), Degree, Goal) :-
    coded(Cx, Bound, Relation, Coded),
    degree_goal(Cx, Coded, Degree, Goal).

%!  term_value(+Cx, +Bound, +Term, -Value, -Goal) is det.
%
%   Goal computes a term; it fails where that has no value.

term_value(Cx, Bound, Term, Value, Goal) :-
    term_code(Cx, count_code(Bound), Term, Pre, Expr),
    (   textual(Term) -> Is = (Value = Expr) ; Is = (Value is Expr) ),
    conj(Pre, Is, Goal).

textual(text(_)).
textual(image(date)).
textual(image(name)).
textual(value(_, _)).

arithmetic(=, A, B, A =:= B).
arithmetic(\=, A, B, A =\= B).
arithmetic(<, A, B, A < B).
arithmetic(=<, A, B, A =< B).
arithmetic(>, A, B, A > B).
arithmetic(>=, A, B, A >= B).

text_compare(Op, image(date), _, A, B, rune_runtime:compare_date(Op, A, B)) :- !.
text_compare(Op, _, image(date), A, B, rune_runtime:compare_date(Mirrored, B, A)) :- !,
    mirrored(Op, Mirrored).
text_compare(Op, _, _, A, B, rune_runtime:compare_text(Op, A, B)).

mirrored(=, =).   mirrored(\=, \=).
mirrored(<, >).   mirrored(>, <).
mirrored(=<, >=). mirrored(>=, =<).

%   Stops at the N-th witness; its witnesses are the items of the state.

at_least(Cx, Bound, N, V, F, Goal) :-
    search(Cx, Bound, V, F, Search),
    column(Cx, V, id, Id),
    witnesses(Cx, V, Ids),
    Goal = ( State = items(0, []),
             ( Search, rune_runtime:counted(State, Id, N, Ids) -> true ) ).

%   The value of a count term: among the detections that count_min lets exist.

count_code(Bound, Cx, V, F, N, Goal) :-
    at_count_min(Cx, Cx1),
    search(Cx1, Bound, V, F, Search),
    Goal = ( State = count(0),
             ( Search, arg(1, State, N0), N1 is N0+1, nb_setarg(1, State, N1), fail ; true ),
             arg(1, State, N) ).

%!  counted_ids(+Cx, +Bound, +Count, -Ids, -Goal) is det.
%
%   Goal finds what a term count(V, F) counts.

counted_ids(Cx, Bound, count(V, F), Ids, findall(Id, '$aux'([Id], [Search]), Ids)) :-
    at_count_min(Cx, Cx1),
    search(Cx1, Bound, V, F, Search),
    column(Cx, V, id, Id).

%   Each V that satisfies F, once.

search(Cx, Bound, V, F, Goal) :-
    code_kb(Cx, Kb),
    conjunction(F, Vars, Literals),
    domain(Kb, V, Literals, Class, Members),
    scan(Cx, V, Class, Members, Scan),
    conjuncts(Cx, [V-Members|Bound], [], Vars, Literals, Literals, Rest),
    ( Vars == [] -> Once = Rest ; Once = ( Rest -> true ) ),
    conj(Scan, Once, Goal).
