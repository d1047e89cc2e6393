:- module(rune_lift,
          [ lift/5                      % +Cx, +Head, +Body, -Clauses, -Tables
          ]).
:- autoload(library(apply), [maplist/3]).
:- autoload(library(gensym), [gensym/2]).
:- autoload(library(lists), [append/3, member/2]).
:- use_module(code, [code_kb/2, code_image/2, columns_of/3]).
:- use_module(facts, [table_columns/2, table_goal/3]).

/** <module> From bodies with the forms of code.pl to plain clauses

Done last: which columns a scan must read, and so from which projection of the table, is known only when all
code is made; and so are the variables that a predicate of its own shares with its caller.
*/

%!  lift(+Cx, +Head, +Body, -Clauses, -Tables) is det.
%
%   Plain clauses for Head :- Body. Tables is a list of `table(Class, Projection)` that they read. To be
%   called last, when every column that is wanted has been asked for.

lift(Cx, Head, Body0, [(Head :- Body)|Clauses], Tables) :-
    term_variables(Head, Seen),
    lift(Body0, Cx, Seen, _, Body, l(Clauses0, Tables0), l([], [])),
    Clauses = Clauses0,
    sort(Tables0, Tables).

lift(G, _, Seen0, Seen, Out, L0, L), var(G) => Seen = [G|Seen0], Out = G, L0 = L.
lift((A0, B0), Cx, Seen0, Seen, Out, L0, L) => Out = (A, B), both(A0, B0, Cx, Seen0, Seen, A, B, L0, L).
lift((A0 ; B0), Cx, Seen0, Seen, Out, L0, L) => Out = (A ; B), both(A0, B0, Cx, Seen0, Seen, A, B, L0, L).
lift((A0 -> B0), Cx, Seen0, Seen, Out, L0, L) => Out = (A -> B), both(A0, B0, Cx, Seen0, Seen, A, B, L0, L).
lift(\+ A0, Cx, Seen0, Seen, Out, L0, L) =>
    Out = (\+ A), Seen = Seen0,
    lift(A0, Cx, Seen0, _, A, L0, L).
lift('$scan'(V, Class), Cx, Seen0, Seen, Out, l(Cs, Ts0), L) =>
    L = l(Cs, Ts),
    scan_goal(Cx, V, Class, Out, Table),
    Ts0 = [Table|Ts],
    seen(Out, Seen0, Seen).
lift('$attribute'(A, Goal), Cx, Seen0, Seen, Out, l(Cs, Ts0), L) =>
    L = l(Cs, Ts),
    code_kb(Cx, Kb),
    Out = Kb:Goal,
    Ts0 = [table(A, attribute)|Ts],
    seen(Goal, Seen0, Seen).
lift('$aux'(Explicit, Bodies0), Cx, Seen0, Seen, Out, l(Cs0, Ts0), L) =>
    L = l(Cs, Ts),
    term_variables(Explicit, Own),
    append(Own, Seen0, Inside),
    lift_bodies(Bodies0, Cx, Inside, Bodies, l(Cs1, Ts0), l(Cs, Ts)),
    term_variables(Bodies, Used),
    shared(Used, Seen0, Own, Implicit),
    append(Implicit, Explicit, Args),
    gensym('$q', Name),
    Out =.. [Name|Args],
    maplist(clause_of(Out), Bodies, New),
    append(New, Cs1, Cs0),
    seen(Out, Seen0, Seen).
lift(findall(T, G0, Xs), Cx, Seen0, Seen, Out, L0, L) =>
    Out = findall(T, G, Xs),
    lift(G0, Cx, Seen0, _, G, L0, L),
    seen(Xs, Seen0, Seen).
lift(G, _, Seen0, Seen, Out, L0, L) => Out = G, L0 = L, seen(G, Seen0, Seen).

both(A0, B0, Cx, Seen0, Seen, A, B, L0, L) :-
    lift(A0, Cx, Seen0, Seen1, A, L0, L1),
    lift(B0, Cx, Seen1, Seen, B, L1, L).

%   The clauses share variables with each other; asserting copies them.

clause_of(Head, Body, (Head :- Body)).

lift_bodies([], _, _, [], L, L).
lift_bodies([B0|Bs0], Cx, Seen, [B|Bs], L0, L) :-
    lift(B0, Cx, Seen, _, B, L0, L1),
    lift_bodies(Bs0, Cx, Seen, Bs, L1, L).

seen(Term, Seen0, Seen) :-
    term_variables(Term, Vars),
    append(Vars, Seen0, Seen).

%   The variables used inside that were seen before and are no explicit arguments.

shared([], _, _, []).
shared([V|Vs], Seen, Own, Shared) :-
    (   memq(V, Seen), \+ memq(V, Own)
    ->  Shared = [V|Rest]
    ;   Shared = Rest
    ),
    shared(Vs, Seen, Own, Rest).

memq(X, [Y|Ys]) :- ( X == Y -> true ; memq(X, Ys) ).

%   The narrowest projection that has every column asked for.

scan_goal(Cx, V, Class, Kb:Goal, table(Class, Projection)) :-
    code_kb(Cx, Kb), code_image(Cx, Image),
    columns_of(Cx, V, Pairs),
    table_columns(Projection, Names),
    forall(member(Column-_, Pairs), memberchk(Column, Names)),
    !,
    maplist(argument(Pairs), Names, Args),
    table_goal(Class, [Image|Args], Goal).

argument(Pairs, Name, Arg) :-
    (   memberchk(Name-Var, Pairs) -> Arg = Var ; true ).
