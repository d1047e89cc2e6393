:- module(rune_outline,
          [ outline_bounds/5,           % +Outline, -MinX, -MinY, -MaxX, -MaxY
            outline_shape/2,            % +Outline, -Shape
            near_edges/6,               % +Edges, +MinX, +MinY, +MaxX, +MaxY, -Near
            edges_side/4                % +Edges, +X, +Y, -Side
          ]).
:- autoload(library(lists), [append/3]).
:- use_module(box, [box_bounds/12]).
:- use_module(orientation, [ray_side/7]).
:- set_prolog_flag(optimise, true).

/** <module> Outlines of any form, taken apart into edges

An outline is one of

  - box(X1,Y1,X2,Y2,X3,Y3,X4,Y4): a simple polygon of four corners, in either sense of rotation;
  - poly([Ring, ...]): a polygon or multipolygon with holes, the even-odd rule over all rings, a ring being
    `[X1,Y1,...,Xn,Yn]`, not closed;
  - line([Part, ...]): one or several linestrings, a part being a flat list like a ring.

It is valid in the sense of OGC Simple Features: rings do not cross and meet in single points only. Coordinates
are floats (or integers below 2^53) of magnitude below 1e100. Nothing is checked here.

For the general algorithms an outline becomes `shape(Kind, Edges, Starts, MinX, MinY, MaxX, MaxY)`. Kind is `area`
or line(Boundary), Boundary being the points that end the parts an odd number of times (the mod-2 rule of the OGC);
Starts holds one point `X-Y` a ring or part; an edge is `e(X1,Y1,X2,Y2, MinX,MinY,MaxX,MaxY)`, in the outline's order
and direction. Edges of no length are left out and all coordinates are floats without a negative zero, so that equal
points are equal terms.
*/

%!  outline_bounds(+Outline, -MinX, -MinY, -MaxX, -MaxY) is det.
%
%   The least axis-parallel rectangle around an outline.

outline_bounds(box(X1,Y1,X2,Y2,X3,Y3,X4,Y4), LX, LY, HX, HY) =>
    box_bounds(X1, Y1, X2, Y2, X3, Y3, X4, Y4, LX, LY, HX, HY).
outline_bounds(poly(Rings), LX, LY, HX, HY) =>
    parts_bounds(Rings, LX, LY, HX, HY).
outline_bounds(line(Parts), LX, LY, HX, HY) =>
    parts_bounds(Parts, LX, LY, HX, HY).

parts_bounds([[X,Y|Part]|Parts], LX, LY, HX, HY) :-
    part_bounds(Part, Parts, X, Y, X, Y, LX, LY, HX, HY).

part_bounds([X,Y|Part], Parts, LX0, LY0, HX0, HY0, LX, LY, HX, HY) =>
    LX1 is min(LX0, X),
    LY1 is min(LY0, Y),
    HX1 is max(HX0, X),
    HY1 is max(HY0, Y),
    part_bounds(Part, Parts, LX1, LY1, HX1, HY1, LX, LY, HX, HY).
part_bounds([], [Part|Parts], LX0, LY0, HX0, HY0, LX, LY, HX, HY) =>
    part_bounds(Part, Parts, LX0, LY0, HX0, HY0, LX, LY, HX, HY).
part_bounds([], [], LX0, LY0, HX0, HY0, LX, LY, HX, HY) =>
    LX = LX0, LY = LY0, HX = HX0, HY = HY0.

%!  outline_shape(+Outline, -Shape) is det.

outline_shape(Outline, shape(Kind, Edges, Starts, LX, LY, HX, HY)) :-
    outline_bounds(Outline, LX, LY, HX, HY),
    outline_edges(Outline, Kind, Edges, Starts).

outline_edges(box(X1,Y1,X2,Y2,X3,Y3,X4,Y4), Kind, Edges, Starts) =>
    outline_edges(poly([[X1,Y1,X2,Y2,X3,Y3,X4,Y4]]), Kind, Edges, Starts).
outline_edges(poly(Rings), Kind, Edges, Starts) =>
    Kind = area,
    rings_edges(Rings, Edges, Starts).
outline_edges(line(Parts), Kind, Edges, Starts) =>
    Kind = line(Boundary),
    lines_edges(Parts, Edges, Starts, Ends),
    append(Starts, Ends, Points),
    msort(Points, Sorted),
    odd_points(Sorted, Boundary).

rings_edges([], [], []).
rings_edges([[X0,Y0|Points]|Rings], Edges, [X-Y|Starts]) :-
    X is X0+0.0,                        % an integer becomes a float, -0.0 becomes 0.0
    Y is Y0+0.0,
    path_edges(Points, X, Y, EndX, EndY, Edges, Closing),
    edge(EndX, EndY, X, Y, Closing, Rest),
    rings_edges(Rings, Rest, Starts).

lines_edges([], [], [], []).
lines_edges([[X0,Y0|Points]|Parts], Edges, [X-Y|Starts], [EndX-EndY|Ends]) :-
    X is X0+0.0,
    Y is Y0+0.0,
    path_edges(Points, X, Y, EndX, EndY, Edges, Rest),
    lines_edges(Parts, Rest, Starts, Ends).

%   path_edges(+Points, +X1, +Y1, -EndX, -EndY, -Edges, ?Rest): the edges from (X1,Y1) on through Points.

path_edges([X,Y|Points], X1, Y1, EndX, EndY, Edges, Rest) =>
    X2 is X+0.0,
    Y2 is Y+0.0,
    edge(X1, Y1, X2, Y2, Edges, More),
    path_edges(Points, X2, Y2, EndX, EndY, More, Rest).
path_edges([], X1, Y1, EndX, EndY, Edges, Rest) =>
    EndX = X1,
    EndY = Y1,
    Edges = Rest.

odd_points([P,Q|Points], Odd), P == Q =>
    odd_points(Points, Odd).
odd_points([P|Points], Odd) =>
    Odd = [P|Rest],
    odd_points(Points, Rest).
odd_points([], Odd) =>
    Odd = [].

edge(X1, Y1, X2, Y2, Edges, Rest) :-
    (   X1 =:= X2,
        Y1 =:= Y2
    ->  Edges = Rest
    ;   LX is min(X1, X2),
        LY is min(Y1, Y2),
        HX is max(X1, X2),
        HY is max(Y1, Y2),
        Edges = [e(X1,Y1,X2,Y2,LX,LY,HX,HY)|Rest]
    ).

%!  near_edges(+Edges, +MinX, +MinY, +MaxX, +MaxY, -Near) is det.
%
%   The edges whose bounds meet the given ones, in the same order.

near_edges([], _, _, _, _, []).
near_edges([E|Es], LX, LY, HX, HY, Near) :-
    E = e(_,_,_,_,ELX,ELY,EHX,EHY),
    (   ELX =< HX, EHX >= LX, ELY =< HY, EHY >= LY
    ->  Near = [E|Rest]
    ;   Near = Rest
    ),
    near_edges(Es, LX, LY, HX, HY, Rest).

%!  edges_side(+Edges, +X, +Y, -Side) is det.
%
%   Side is 1 when the point lies outside the area that has the given edges, 0 on an edge, -1 inside.

edges_side(Edges, X, Y, Side) :-
    edges_side(Edges, X, Y, 1, Side).

edges_side([], _, _, Side, Side).
edges_side([e(X1,Y1,X2,Y2,_,LY,_,HY)|Es], X, Y, Side0, Side) :-
    (   ( Y < LY ; Y > HY )
    ->  edges_side(Es, X, Y, Side0, Side)
    ;   ray_side(X, Y, X1, Y1, X2, Y2, S),
        (   S =:= 0
        ->  Side = 0
        ;   Side1 is S*Side0,
            edges_side(Es, X, Y, Side1, Side)
        )
    ).
