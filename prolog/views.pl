:- module(rune_views,
          [ define_views/2,             % +Kb, +Names
            goal_needs/3,               % +Kb, +Goal, -Tables
            rows_of/5,                  % +Kb, +Text, +Limit, -Names, -Rows
            text_goal/4,                % +Kb, +Text, -Goal, -Bindings
            plain/2                     % +Term, -Value
          ]).
:- autoload(library(apply), [maplist/2, maplist/3]).
:- autoload(library(lists), [member/2, append/3, numlist/3, reverse/2]).
:- autoload(library(solution_sequences), [limit/2]).
:- autoload(library(occurs), [sub_term/2]).
:- use_module(vocabulary, [kb_class/2, kb_definition/4, kb_inverse/3]).
:- use_module(relations, [relation_rule/3, relation_radius/2]).
:- use_module(facts, [table_loaded/3, table_goal/3]).
:- use_module(code).
:- use_module(lift, [lift/5]).

:- op(150, xfx, #).

/** <module> The tables as a person reads them

In the module of a knowledge base a detection is `Image#K`, and

    ship(Image, D)              D is a ship in Image
    near(Image, D, E)           the relation, with its usual radius
    near(Image, D, E, Px)       within Px pixels
    value(D, Column, Value)     a column of D: score, area, length, ... (column/1 in relations.pl)
    image(Image, W, H, Gsd, Date)

Two knowledge bases are two modules, so the same names serve both.
*/

%!  text_goal(+Kb, +Text, -Goal, -Bindings) is det.
%
%   Reads a goal in the syntax of the knowledge base. Bindings is a list of `Name=Var`.

text_goal(Kb, Text, Goal, Bindings) :-
    Kb:op(150, xfx, #),
    term_string(Goal, Text, [variable_names(Bindings), module(Kb)]).

%!  goal_needs(+Kb, +Goal, -Tables:list) is det.
%
%   `Class-Projection` of the tables that views named in Goal read, and that are not loaded.

goal_needs(Kb, Goal, Tables) :-
    findall(Table, ( sub_term(T, Goal), callable(T), need(Kb, T, Table), \+ loaded(Kb, Table) ), Tables0),
    sort(Tables0, Tables).

loaded(Kb, Class-Projection) :- table_loaded(Kb, Class, Projection).

need(Kb, T, Class-point) :-
    compound(T), compound_name_arity(T, Class, 2),
    kb_class(Kb, Class),
    \+ kb_definition(Kb, Class, _, _).
need(_, T, object-full) :-
    compound(T), compound_name_arity(T, Name, Arity),
    ( view_relation(_, Name, N), ( Arity is N+1 ; Arity is N+2 ) ; Name == value, Arity =:= 3 ),
    !.

view_relation(_, Name, N) :-
    relation_rule(Name, Params, _),
    length(Params, N0),
    ( relation_radius(Name, _) -> N is N0-1 ; N = N0 ).
view_relation(Kb, Name, 2) :-
    kb_inverse(Kb, Name, Inverse),
    \+ relation_rule(Name, _, _),
    relation_rule(Inverse, _, _).

%!  define_views(+Kb, +Classes) is det.
%
%   Defines the views of the classes, the relations and the columns in the module Kb.

define_views(Kb, Classes) :-
    Kb:op(150, xfx, #),
    forall(member(C, Classes), class_view(Kb, C)),
    findall(R-N, view_relation(Kb, R, N), Relations0),
    sort(Relations0, Relations),
    forall(member(R-N, Relations), relation_views(Kb, R, N)),
    retract_views(Kb, value/3),
    forall(( rune_relations:column(Column), Column \== id ), value_view(Kb, Column)).

redefine(Kb, Head, Body) :-
    functor(Head, Name, Arity),
    retract_views(Kb, Name/Arity),
    assertz((Kb:Head :- Body)).

retract_views(Kb, Name/Arity) :-
    dynamic(Kb:Name/Arity),
    functor(General, Name, Arity),
    retractall(Kb:General).

class_view(Kb, Class) :-
    table_goal(Class, [Image, Image#K], Head),
    table_goal(Class, [Image, K, _, _, _, _], Row),
    redefine(Kb, Head, Kb:Row).

value_view(Kb, Column) :-
    new_code(Kb, 0, 0, settings(30, 100), Cx),
    code_image(Cx, Image),
    column(Cx, 1, id, K), column(Cx, 1, outline, _), column(Cx, 1, Column, Value),
    lift(Cx, value(Image#K, Column, Value), '$scan'(1, object), [(Head :- Body)], _),
    assertz((Kb:Head :- Body)).

relation_views(Kb, R, N) :-
    relation_view(Kb, R, N, default, []),
    (   relation_radius(R, _)
    ->  relation_view(Kb, R, N, given, [_])
    ;   true
    ).

relation_view(_, R, _, _, _) :-
    rune_relations:relation_definition(R, _, _),
    !.
relation_view(Kb, R, N, Radius0, Extra) :-
    new_code(Kb, 0, 0, settings(30, 100), Cx),
    code_image(Cx, Image),
    numlist(1, N, Vs),
    maplist(id_term(Cx, Image), Vs, Ids),
    (   relation_rule(R, _, _) -> Name = R, Args = Vs
    ;   kb_inverse(Kb, R, Name), reverse(Vs, Args)
    ),
    (   Radius0 == default -> Radius = default ; Extra = [Px], Radius = given(Px) ),
    maplist([V, V-[]]>>true, Vs, Bound),
    relation_body(Cx, Bound, Name, Args, Radius, Test),
    maplist(scan_of, Vs, Scans),
    image_setup(Cx, Setup),
    append(Scans, [Setup, Test], Goals),
    conj(Goals, Body0),
    append([Image|Ids], Extra, HeadArgs),
    Head =.. [R|HeadArgs],
    lift(Cx, Head, Body0, [(_ :- Body)], _),
    redefine(Kb, Head, Body).

scan_of(V, '$scan'(V, object)).

id_term(Cx, Image, V, Image#K) :- column(Cx, V, id, K).

relation_body(Cx, Bound, Name, Args, default, Test) :-
    atom_goal(Cx, Bound, rel(Name, Args, default), Test).
relation_body(Cx, Bound, Name, Args, given(Px), Test) :-
    atom_goal(Cx, Bound, rel(Name, Args, code(true, Px)), Test).

%!  rows_of(+Kb, +Text, +Limit, -Names:list, -Rows:list) is det.
%
%   Runs a goal that a person wrote, in the module Kb. Rows are lists of plain values in the order of Names.

rows_of(Kb, Text, Limit, Names, Rows) :-
    text_goal(Kb, Text, Goal, Bindings0),
    named(Bindings0, Bindings),
    maplist([N=_, N]>>true, Bindings, Names),
    values(Bindings, Vars),
    findall(Row, ( limit(Limit, Kb:Goal), maplist(plain, Vars, Row) ), Rows).

named([], []).
named([N=V|Bs], Out) :-
    (   sub_atom(N, 0, _, _, '_') -> Out = Rest ; Out = [N=V|Rest] ),
    named(Bs, Rest).

values([], []).
values([_=V|Bs], [V|Vs]) :- values(Bs, Vs).

%!  plain(+Term, -Value) is det.
%
%   A value that Python can hold: numbers, strings and atoms as they are, `Image#K` as 'Image#K', lists of such,
%   an unbound variable as '_', any other term as its text.

plain(T, V), var(T) => V = '_'.
plain(Image#K, V), atomic(Image), integer(K) => format(atom(V), '~w#~d', [Image, K]).
plain(T, V), atomic(T), \+ T = [] => V = T.
plain(T, V), is_list(T) => maplist(plain, T, V).
plain(T, V) => term_string(T, S, [quoted(true)]), atom_string(V, S).
