:- module(rune_code,
          [ new_code/5,                 % +Kb, +Min, +CountMin, +Settings, -Cx
            code_kb/2,                  % +Cx, -Kb
            code_image/2,               % +Cx, -Image
            at_count_min/2,             % +Cx, -Cx1
            without_excluded/2,         % +Cx, -Cx1
            with_excluded/2,            % +Cx, -Cx1
            witnesses/3,                % +Cx, +V, -Var
            column/4,                   % +Cx, +V, +Column, -Var
            image_column/3,             % +Cx, +Column, -Var
            scan/5,                     % +Cx, +V, +Class, +Members, -Goal
            atom_goal/4,                % +Cx, +Bound, +Atom, -Goal
            degree_goal/4,              % +Cx, +Relation, -Degree, -Goal
            measures_code/4,            % +Cx, +Relation, -Goal, -Measures
            term_code/5,                % +Cx, +CountGoal, +Term, -Pre, -Expr
            conj/3,                     % +Goal, +Goal, -Goal
            conj/2,                     % +Goals, -Goal
            columns_of/3,               % +Cx, +V, -Pairs
            image_setup/2               % +Cx, -Goal
          ]).
:- autoload(library(apply), [maplist/3, maplist/4, foldl/4]).
:- autoload(library(lists), [append/3, member/2]).
:- autoload(library(pairs), [pairs_keys_values/3]).
:- autoload(library(ordsets), [ord_subset/2, ord_intersection/3]).
:- autoload(library(terms), [mapargs/3]).
:- use_module(vocabulary, [kb_members/3]).
:- use_module(relations, [relation_rule/3, relation_radius/2, relation_measures/3, relation_degree/4]).
:- use_module(facts, [class_stat/4, table_goal/3]).
:- use_module(limits, [limit_groups/3, raised/3]).

/** <module> The building blocks of a compiled query

A code context carries what a query is compiled for. Its columns are found by need: asking for column/4 of a
variable gives the Prolog variable that will hold it, and the scan that reads the variable's table is written
last, when it is known which columns are wanted, and so which projection of the table serves.

Bodies are Prolog goals with three extra forms, resolved by lift/5:

| '$scan'(V, Class)               | reads the table of Class into the columns of V                       |
| '$attribute'(A, Goal)           | Goal reads the table of the attribute A                              |
| '$aux'(Explicit, Bodies)        | a predicate of its own with a clause for each body; its arguments are |
|                                 | the variables it shares with what precedes it, then Explicit          |
*/

%!  new_code(+Kb, +Min, +CountMin, +Settings, -Cx) is det.
%
%   Min is the least score that exists (limits.pl), CountMin the least that a count term counts. Settings is
%   settings(RadiusMetres, RadiusPixels): what `near` means with and without a ground sample distance.

new_code(Kb, Min, CountMin, Settings, cx(Kb, least(Min, CountMin, all), Settings, _Image, _Columns, _ImageColumns)).

code_kb(cx(Kb, _, _, _, _, _), Kb).
code_image(cx(_, _, _, Image, _, _), Image).

%!  at_count_min(+Cx, -Cx1) is det.
%
%   The context inside a count term.

at_count_min(cx(Kb, least(Min0, CountMin, _), S, I, C, IC), cx(Kb, least(Min, CountMin, all), S, I, C, IC)) :-
    raised(Min0, CountMin, Min).

%!  without_excluded(+Cx, -Cx1) is det.
%!  with_excluded(+Cx, -Cx1) is det.
%
%   Contexts in which scans leave out what excluded/1 of runtime.pl lists, or do not: a proof may be looked for that
%   rests on other detections than those, but what is denied is denied of all there are.

without_excluded(cx(Kb, least(M, N, _), S, I, C, IC), cx(Kb, least(M, N, some), S, I, C, IC)).
with_excluded(cx(Kb, least(M, N, _), S, I, C, IC), cx(Kb, least(M, N, all), S, I, C, IC)).

%!  column(+Cx, +V, +Column, -Var) is det.

column(cx(_, _, _, _, Columns, _), V, Column, Var) :-
    memberchk(V-Of, Columns),
    memberchk(Column-Found, Of),
    Var = Found.

%!  columns_of(+Cx, +V, -Pairs:list) is det.
%
%   The columns of V that were asked for, as `Column-Var`.

columns_of(cx(_, _, _, _, Columns, _), V, Pairs) :-
    memberchk(V-Open, Columns),
    closed(Open, Pairs).

closed(Open, Pairs) :- var(Open), !, Pairs = [].
closed([Pair|Open], [Pair|Pairs]) :- closed(Open, Pairs).

%!  witnesses(+Cx, +V, -Var) is det.
%
%   What will hold the list of witnesses of a counting quantifier's variable.

witnesses(Cx, V, Var) :-
    column(Cx, witnesses(V), ids, Var).

%!  image_column(+Cx, +Column, -Var) is det.
%
%   Column is one of the image's own, near_radius, or max(Class): the best score of the class in the image.

image_column(cx(_, _, _, _, _, ImageColumns), Column, Var) :-
    memberchk(Column-Found, ImageColumns),
    Var = Found.

%!  scan(+Cx, +V, +Class, +Members, -Goal) is det.
%
%   Members are the classes V can be of: fewer than those of the table's class where literals say more.

scan(Cx, V, Class, Members, Goal) :-
    code_kb(Cx, Kb),
    kb_members(Kb, Class, All),
    (   Members == All
    ->  Test = true
    ;   column(Cx, V, class, C), Test = memberchk(C, Members)
    ),
    min_test(Cx, V, Class, Members, MinTest),
    (   Cx = cx(_, least(_, _, some), _, _, _, _)
    ->  column(Cx, V, id, Id), Allowed = (\+ rune_runtime:excluded(Id))
    ;   Allowed = true
    ),
    conj(['$scan'(V, Class), MinTest, Test, Allowed], Goal).

%   min_test(+Cx, +V, +Class, +Members, -Test): V is strong enough to exist. Where Members have several limits
%   Test asks for the class first, and ends with the default.

min_test(cx(Kb, least(Min, _, _), _, _, _, _), _, Class, Members, Test),
    limit_groups(Min, Members, Groups),
    class_stat(Kb, Class, min_score, Least),
    forall(member(Limit-_, Groups), Least >= Limit) =>
    Test = true.
min_test(Cx, V, _, Members, Test) =>
    Cx = cx(_, least(Min, _, _), _, _, _, _),
    limit_groups(Min, Members, [Default-_|Others]),
    column(Cx, V, score, S),
    foldl(limit_test(Cx, V, S), Others, (S >= Default), Test).

limit_test(Cx, V, S, Limit-Classes, Else, ( memberchk(C, Classes) -> S >= Limit ; Else )) :-
    column(Cx, V, class, C).

%!  atom_goal(+Cx, +Bound, +Atom, -Goal) is det.
%
%   A crisp atom about bound variables. Bound is a list of `V-Members`. The radius of a relation is `default` or
%   code(Pre, Expr), what term_code/5 makes of a term.

atom_goal(_, _, true, G) => G = true.
atom_goal(_, _, false, G) => G = fail.
atom_goal(Cx, Bound, class(C, V), G) =>
    code_kb(Cx, Kb),
    kb_members(Kb, C, Cs),
    memberchk(V-Ms, Bound),
    (   ord_subset(Ms, Cs)
    ->  G = true
    ;   ord_intersection(Ms, Cs, [])
    ->  G = fail
    ;   column(Cx, V, class, Var), G = memberchk(Var, Cs)
    ).
atom_goal(Cx, _, attr(A, V), G) =>
    attribute_goal(Cx, A, V, true, G).
atom_goal(Cx, _, same(V, W), G) =>
    column(Cx, V, id, I), column(Cx, W, id, J), G = (I =:= J).
atom_goal(Cx, _, differ(V, W), G) =>
    column(Cx, V, id, I), column(Cx, W, id, J), G = (I =\= J).
atom_goal(Cx, _, rel(R, Vs, Radius0), G) =>
    relation_rule(R, Params, Body0),
    placed(Cx, R, Params, Vs, Radius0, Places, Pre),
    substitute_columns(Cx, Places, Body0, Body),
    conj(Pre, Body, G).

%!  degree_goal(+Cx, +Relation, -Degree, -Goal) is det.
%
%   Of a graded relation about bound variables: Goal binds its Degree, or fails where that is 0.

degree_goal(Cx, rel(R, Vs, Radius), Degree, Goal) :-
    relation_degree(R, Params, Degree, Body0),
    placed(Cx, R, Params, Vs, Radius, Places, Pre),
    substitute_columns(Cx, Places, Body0, Body),
    conj(Pre, Body, Goal).

%   placed(+Cx, +R, +Params, +Vs, +Radius, -Places, -Pre): Places pairs the parameters with what they stand for; Pre
%   computes the last one where it is a radius.

placed(Cx, R, Params0, Vs, Radius0, Places, Pre) :-
    (   relation_radius(R, Default)
    ->  radius_code(Cx, Radius0, Default, Pre0, Expr),
        append(Params, [RadiusVar], Params0),
        (   compound(Expr) -> Is = (RadiusVar is Expr) ; RadiusVar = Expr, Is = true ),
        conj(Pre0, Is, Pre)
    ;   Params = Params0, Pre = true
    ),
    pairs_keys_values(Places, Params, Vs).

radius_code(Cx, default, image(Column), Pre, Expr) =>
    Pre = true,
    image_column(Cx, Column, Expr).
radius_code(_, code(Pre0, Expr0), _, Pre, Expr) =>
    Pre = Pre0, Expr = Expr0.

attribute_goal(Cx, A, V, Value, '$attribute'(A, Goal)) :-
    code_image(Cx, Image),
    column(Cx, V, id, Id),
    table_goal(A, [Image, Id, Value], Goal).

%   substitute_columns(+Cx, +Places, +Body0, -Body): Column(Param) and image(Column) become variables. Places
%   is a list of `Param-V`.

substitute_columns(_, _, Body0, Body), var(Body0) => Body = Body0.
substitute_columns(Cx, _, image(Column), Body) => image_column(Cx, Column, Body).
substitute_columns(Cx, Places, Term, Body), place(Term, Places, Column, V) => column(Cx, V, Column, Body).
substitute_columns(Cx, Places, Body0, Body), compound(Body0) =>
    mapargs(substitute_columns(Cx, Places), Body0, Body).
substitute_columns(_, _, Body0, Body) => Body = Body0.

place(Term, Places, Column, V) :-
    compound(Term),
    Term =.. [Column, P], var(P),
    rune_relations:column(Column),
    member(Q-V, Places), P == Q,
    !.

%!  measures_code(+Cx, +Relation, -Goal, -Measures:list) is det.
%
%   Relation is a rel(R, Vs, Radius) about bound variables. Goal measures what its relation_measures/3 say:
%   m(Label, Value, Unit, Op, Bound), a Label such as distance(V, W). It fails where the radius has no value.

measures_code(Cx, rel(R, Vs, Radius), Goal, Measures) :-
    relation_measures(R, Params, Specs),
    placed(Cx, R, Params, Vs, Radius, Places, Pre),
    maplist(measure_code(Cx, Places), Specs, Goals, Measures),
    conj([Pre|Goals], Goal).

measure_code(Cx, Places, m(Label0, Expr0, Unit, Op, Bound0), Goal, m(Label, Value, Unit, Op, Bound)) :-
    mapargs(stands_for(Places), Label0, Label),
    substitute_columns(Cx, Places, Expr0, Expr),
    substitute_columns(Cx, Places, Bound0, BoundExpr),
    (   nonvar(Expr), Expr = gap(A, B) -> Measure = rune_geometry:outline_distance(A, B, Value) ; Measure = (Value is Expr) ),
    (   Op == none -> Bound = none, Goal = Measure ; Goal = (Measure, Bound is BoundExpr) ).

stands_for(Places, Param, V) :-
    member(P-V, Places), P == Param,
    !.

%!  term_code(+Cx, :CountGoal, +Term, -Pre, -Expr) is det.
%
%   Pre is a goal to run first (it fails where the term has no value), Expr an arithmetic expression, or for a
%   text the text. call(CountGoal, Cx, V, F, N, Goal) compiles count terms.

:- meta_predicate term_code(+, 5, +, -, -).

term_code(_, _, num(N), Pre, E) => Pre = true, E = N.
term_code(_, _, text(T), Pre, E) => Pre = true, E = T.
term_code(_, _, known(N), Pre, E) => Pre = true, E = N.                  % counted before, see counts.pl
term_code(Cx, _, metric(M, Dim), Pre, E) =>
    image_column(Cx, gsd, Gsd),
    Pre = number(Gsd),
    (   Dim =:= 1 -> E = M/Gsd ; E = M/(Gsd**Dim) ).
term_code(Cx, _, col(Column, V), Pre, E) => Pre = true, column(Cx, V, Column, E).
term_code(Cx, _, value(A, V), Pre, E) => attribute_goal(Cx, A, V, E, Pre).
term_code(Cx, _, image(Column), Pre, E) => image_column(Cx, Column, E), Pre = (E \== none).
term_code(Cx, _, distance(V, W), Pre, E) =>
    column(Cx, V, outline, A), column(Cx, W, outline, B),
    Pre = rune_geometry:outline_distance(A, B, E).
term_code(Cx, _, centre_distance(V, W), Pre, E) =>
    column(Cx, V, cx, X1), column(Cx, V, cy, Y1), column(Cx, W, cx, X2), column(Cx, W, cy, Y2),
    Pre = true,
    E = sqrt((X1-X2)*(X1-X2) + (Y1-Y2)*(Y1-Y2)).
term_code(Cx, C, abs(T), Pre, E) => term_code(Cx, C, T, Pre, A), E = abs(A).
term_code(Cx, C, neg(T), Pre, E) => term_code(Cx, C, T, Pre, A), E = -(A).
term_code(Cx, C, op(/, A, B), Pre, E) =>
    term_code(Cx, C, A, PreA, EA), term_code(Cx, C, B, PreB, EB),
    conj([PreA, PreB, D is EB, D =\= 0], Pre),
    E = EA/D.
term_code(Cx, C, op(Op, A, B), Pre, E) =>
    term_code(Cx, C, A, PreA, EA), term_code(Cx, C, B, PreB, EB),
    conj(PreA, PreB, Pre),
    E =.. [Op, EA, EB].
term_code(Cx, C, count(V, F), Pre, E) => call(C, Cx, V, F, E, Pre).

%!  conj(+Goal1, +Goal2, -Goal) is det.
%!  conj(+Goals, -Goal) is det.

conj(true, G, R) => R = G.
conj(G, true, R) => R = G.
conj(G, H, R) => R = (G, H).

conj([], G) => G = true.
conj([G0|Gs], G) => conj(Gs, G1), conj(G0, G1, G).

%!  image_setup(+Cx, -Goal) is det.
%
%   Binds the image columns that the code asked for. To be called when all code is made.

image_setup(cx(Kb, _, settings(Metres, Pixels), Image, _, Columns), Goal) :-
    length(Columns, _), !,
    Table = image(Image, Width, Height, Gsd, Date),
    maplist(image_part(Kb, Image, Table, Metres, Pixels), Columns, Parts),
    conj(Parts, G0),
    (   member(C-_, Columns), C \= max(_)
    ->  true
    ;   C = none
    ),
    (   C == none -> Goal = G0 ; conj(Kb:Table, G0, Goal) ),
    ignore(Width-Height-Gsd-Date = _).

image_part(_, _, image(_, W, _, _, _), _, _, width-V, G) => V = W, G = true.
image_part(_, _, image(_, _, H, _, _), _, _, height-V, G) => V = H, G = true.
image_part(_, _, image(_, _, _, Gsd, _), _, _, gsd-V, G) => V = Gsd, G = true.
image_part(_, _, image(_, _, _, _, Date), _, _, date-V, G) => V = Date, G = true.
image_part(_, _, image(Image, _, _, _, _), _, _, name-V, G) => V = Image, G = true.
image_part(_, _, image(_, _, _, Gsd, _), Metres, Pixels, near_radius-V, G) =>
    G = ( number(Gsd) -> V is Metres/Gsd ; V = Pixels ).
image_part(Kb, Image, _, _, _, max(Class)-V, G) =>
    table_goal(Class, [Image, _, Max], Summary),
    G = ( Kb:Summary -> V = Max ; V = 0.0 ).
