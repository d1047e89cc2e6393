:- module(rune_image_rows,
          [ is_a/3,                     % +C, +K, +Class
            score_of/3,                 % +C, +K, -Score
            centre_of/4,                % +C, +K, -X, -Y
            ids_of/3,                   % +C, +Class, -Ids
            guard/4,                    % +Kb, +V, +F, -Class
            searched/3                  % +Kb, +F, -Class
          ]).
:- autoload(library(lists), [member/2]).
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
    C = c(Kb, _, _, _),
    kb_members(Kb, Class, Members),
    findall(K, ( row(C, K, _, Of, _, _), memberchk(Of, Members) ), Ids).

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
%   The class that the conjuncts of F say V is of, the first; `object` where they say none. Of a defined class it is
%   that of its definition.

guard(Kb, V, F, Class) :-
    (   said(Kb, V, F, Said) -> Class = Said ; Class = object ).

said(Kb, V, class(C, X), Class) :-
    X == V,
    (   kb_definition(Kb, C, Param, Body)
    ->  once(said(Kb, Param, Body, Class))
    ;   Class = C
    ).
said(Kb, V, and(Fs), Class) :-
    member(F, Fs),
    said(Kb, V, F, Class).
said(Kb, V, exists(Xs, F), Class) :-
    \+ memberchk(V, Xs),
    said(Kb, V, F, Class).
said(Kb, V, not(implies(F, _)), Class) :-
    said(Kb, V, F, Class).

%!  searched(+Kb, +F, -Class) is det.
%
%   The class of what a formula says is there: of its first variable; '' where it says nothing of the kind.

searched(Kb, F, Class) :-
    (   first_variable(Kb, F, V, Body)
    ->  guard(Kb, V, Body, Class)
    ;   Class = ''
    ).

first_variable(_, exists([V|_], F), V, F).
first_variable(_, exists(_, _, V, F), V, F).
first_variable(Kb, and(Fs), V, F) :-
    member(G, Fs),
    first_variable(Kb, G, V, F),
    !.
first_variable(Kb, class(C, _), V, F) :-
    kb_definition(Kb, C, _, Body),
    first_variable(Kb, Body, V, F).
first_variable(Kb, rel(R, _, _), V, F) :-
    relation_definition(R, _, Body),
    first_variable(Kb, Body, V, F).
