:- module(rune_image_rows,
          [ is_a/3,                     % +C, +K, +Class
            score_of/3,                 % +C, +K, -Score
            centre_of/4,                % +C, +K, -X, -Y
            ids_of/3,                   % +C, +Class, -Ids
            one_of/5,                   % +C, +Class, -K, -X, -Y
            guard/4,                    % +Kb, +V, +F, -Class
            searched/3                  % +Kb, +F, -Class
          ]).
:- autoload(library(lists), [member/2, nth0/3]).
:- use_module(facts, [table_columns/2, table_goal/3]).
:- use_module(vocabulary, [kb_members/3, kb_definition/4]).
:- use_module(relations, [relation_definition/3]).

/** <module> The detections of the one image that is explained

C is a context c(Kb, Image, Scoring, Module) of parts.pl; the table of all detections of Kb holds the image's.
*/

%!  is_a(+C, +K, +Class) is semidet.

is_a(C, K, Class) :-
    C = c(Kb, _, _, _),
    point(C, K, _, Of, _, _),
    kb_members(Kb, Class, Members),
    memberchk(Of, Members).

%!  score_of(+C, +K, -Score) is det.

score_of(C, K, Score) :-
    point(C, K, Score, _, _, _).

%!  centre_of(+C, +K, -X, -Y) is det.

centre_of(C, K, X, Y) :-
    point(C, K, _, _, X, Y).

%!  ids_of(+C, +Class, -Ids:list) is det.
%
%   The detections of the class, best score first.

ids_of(C, Class, Ids) :-
    findall(K, one_of(C, Class, K, _, _), Ids).

%!  one_of(+C, +Class, -K, -X, -Y) is nondet.
%
%   The detections of the class with their centres, best score first.

one_of(C, Class, K, X, Y) :-
    C = c(Kb, _, _, _),
    kb_members(Kb, Class, Members),
    row(C, K, _, Of, X, Y),
    memberchk(Of, Members).

point(C, K, Score, Class, X, Y) :-
    row(C, K, Score, Class, X, Y),
    !.

row(c(Kb, Image, _, _), K, Score, Class, X, Y) :-
    table_columns(full, [id, score, class, cx, cy|Columns]),
    length(Columns, N),
    length(More, N),
    table_goal(object, [Image, K, Score, Class, X, Y|More], Goal),
    Kb:Goal.

%!  guard(+Kb, +V, +F, -Class) is det.
%
%   The class that F says V is of, F's own quantifiers aside: as searched/3 finds it.

guard(Kb, V, exists(Xs, F), Class), \+ memberchk(V, Xs) => guard(Kb, V, F, Class).
guard(Kb, V, F, Class) => ( said(Kb, V, F, Said) -> Class = Said ; Class = object ).

%!  searched(+Kb, +F, -Class) is det.
%
%   The class of what F says is there: that of the first variable of the leftmost quantifier under conjunctions and
%   definitions alone. It has the class that the first conjunct of the quantifier's body says it has, `object` if none
%   does. '' where there is no quantifier. (rune_kb/proof/searched.py says the same for the checker.)

searched(Kb, F, Class) :-
    (   first_variable(Kb, F, V, Body)
    ->  ( said(Kb, V, Body, Said) -> Class = Said ; Class = object )
    ;   Class = ''
    ).

first_variable(_, exists([V|_], F), V, F).
first_variable(_, exists(Op, N, V, F), V, F) :-
    ( memberchk(Op, [>=, >]) -> true ; Op == (=), N > 0 ).
first_variable(Kb, and(Fs), V, F) :-
    member(G, Fs),
    first_variable(Kb, G, V, F),
    !.
first_variable(Kb, F0, V, F) :-
    definition(Kb, F0, _, _, Body),
    first_variable(Kb, Body, V, F).

%   said(+Kb, +V, +F, -Class) is nondet: the conjuncts of F, in order.

said(Kb, V, and(Fs), Class) :-
    member(F, Fs),
    said(Kb, V, F, Class).
said(Kb, V, not(implies(F, G)), Class) :-
    said(Kb, V, F, Class)
    ;
    said(Kb, V, not(G), Class).
said(Kb, V, not(not(F)), Class) :-
    said(Kb, V, F, Class).
said(Kb, V, class(C, V), C) :-
    \+ kb_definition(Kb, C, _, _).
said(Kb, V, F, Class) :-
    definition(Kb, F, Args, Params, Body),
    nth0(I, Args, V),
    nth0(I, Params, Param),
    said(Kb, Param, Body, Class).

definition(Kb, class(C, X), [X], [Param], Body) :-
    kb_definition(Kb, C, Param, Body).
definition(_, rel(R, Xs, _), Xs, Params, Body) :-
    relation_definition(R, Params, Body).
