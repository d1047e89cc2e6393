:- module(rune_geometry,
          [ outline_distance/3,         % +A, +B, -D
            outline_within/3,           % +A, +B, +R
            outline_covered_by/2,       % +A, +B
            outline_interiors_meet/2,   % +A, +B
            outline_touches/2,          % +A, +B
            outline_intersects/2,       % +A, +B
            outline_covers_point/3,     % +B, +X, +Y
            outline_meets_segment/5,    % +B, +X1, +Y1, +X2, +Y2
            outline_bounds/5            % +A, -MinX, -MinY, -MaxX, -MaxY
          ]).
:- use_module(geometry/box, [boxes_contact/17, box_covers_box/17, box_side/11, box_meets_segment/12]).
:- use_module(geometry/contacts, [segment_meets_edges/5]).
:- use_module(geometry/gap, [boxes_gap/17, boxes_near/18, shapes_gap/3, shapes_near/3]).
:- use_module(geometry/outline, [outline_bounds/5, outline_shape/2, edges_side/4]).
:- use_module(geometry/topology, [shapes_intersect/2, shapes_interiors_meet/2, shape_covered_by/2]).
:- reexport(geometry/outline, [outline_bounds/5]).
:- set_prolog_flag(optimise, true).

/** <module> Outlines of detections: how far apart they are, how they lie to each other

An outline is a ground term in pixels of its image, x right, y down:

  - box(X1,Y1,X2,Y2,X3,Y3,X4,Y4): a simple polygon of four corners, usually a rotated rectangle, in either sense
    of rotation;
  - poly([Ring, ...]): a polygon or multipolygon with its holes, the even-odd rule over all rings;
  - line([Part, ...]): one or several linestrings;

rings and parts being flat lists `[X1,Y1,...,Xn,Yn]`, a ring not closed. It is valid in the sense of OGC Simple
Features, its coordinates are floats, or integers, of magnitude below 1e100.

    ?- outline_distance(box(0,0,4,0,4,2,0,2), box(7,6,9,6,9,8,7,8), D).
    D = 5.0.
    ?- outline_covered_by(box(1,1,3,1,3,2,1,2), poly([[0,0,9,0,9,9,0,9], [4,4,5,4,5,5,4,5]])).
    true.

The relations are those of DE-9IM and are exact on the given doubles. Distances are GEOS's, bit for bit. What holds
of one holds of the other where it must: outlines that intersect have distance 0.0, and outline_within(A,B,R) is
outline_distance(A,B) =< R. (Outlines that do not intersect can have distance 0.0 too, when the gap between them
is below the rounding of the formula.) Two boxes take a fast path without lists; docs/geometry.md has the numbers.
*/

%!  outline_distance(+A, +B, -D) is det.
%
%   D is 0.0 when A and B share a point (a polygon contains its interior), else the gap between them, as a float.
%   Equal to GEOS's distance to the last bit, for integer coordinates too as long as they are below 2^25.

outline_distance(A, B, D) :-
    boxes(A, B, A1,A2,A3,A4,A5,A6,A7,A8, B1,B2,B3,B4,B5,B6,B7,B8),
    !,
    (   outline_intersects(A, B)
    ->  D = 0.0
    ;   boxes_gap(A1,A2,A3,A4,A5,A6,A7,A8, B1,B2,B3,B4,B5,B6,B7,B8, D)
    ).
outline_distance(A, B, D) :-
    outline_shape(A, ShapeA),
    outline_shape(B, ShapeB),
    (   shapes_intersect(ShapeA, ShapeB)
    ->  D = 0.0
    ;   shapes_gap(ShapeA, ShapeB, D)
    ).

boxes(box(A1,A2,A3,A4,A5,A6,A7,A8), box(B1,B2,B3,B4,B5,B6,B7,B8),
      A1,A2,A3,A4,A5,A6,A7,A8, B1,B2,B3,B4,B5,B6,B7,B8).

%!  outline_within(+A, +B, +R) is semidet.
%
%   The distance of A and B is at most R. Always agrees with outline_distance/3, and is cheaper.

outline_within(A, B, R) :-
    R > 1.0e150,
    !,
    outline_distance(A, B, D),
    D =< R.
outline_within(box(A1,A2,A3,A4,A5,A6,A7,A8), box(B1,B2,B3,B4,B5,B6,B7,B8), R) :-
    !,
    R >= 0,
    boxes_near(A1,A2,A3,A4,A5,A6,A7,A8, B1,B2,B3,B4,B5,B6,B7,B8, R, Truth),
    (   Truth == near
    ->  true
    ;   Truth == open,
        outline_intersects(box(A1,A2,A3,A4,A5,A6,A7,A8), box(B1,B2,B3,B4,B5,B6,B7,B8))
    ).
outline_within(A, B, R) :-
    R >= 0,
    outline_shape(A, ShapeA),
    outline_shape(B, ShapeB),
    (   shapes_near(ShapeA, ShapeB, R)
    ->  true
    ;   shapes_intersect(ShapeA, ShapeB)
    ).

%!  outline_intersects(+A, +B) is semidet.
%
%   A and B share a point.

outline_intersects(box(A1,A2,A3,A4,A5,A6,A7,A8), box(B1,B2,B3,B4,B5,B6,B7,B8)) :-
    boxes_contact(A1,A2,A3,A4,A5,A6,A7,A8, B1,B2,B3,B4,B5,B6,B7,B8, Contact),
    !,
    Contact >= 0.
outline_intersects(A, B) :-
    outline_shape(A, ShapeA),
    outline_shape(B, ShapeB),
    shapes_intersect(ShapeA, ShapeB).

%!  outline_interiors_meet(+A, +B) is semidet.
%
%   The interiors of A and B share a point (DE-9IM T********). The interior of a line is the line without its
%   boundary, the points that end an odd number of its parts; a closed line has no boundary.

outline_interiors_meet(box(A1,A2,A3,A4,A5,A6,A7,A8), box(B1,B2,B3,B4,B5,B6,B7,B8)) :-
    boxes_contact(A1,A2,A3,A4,A5,A6,A7,A8, B1,B2,B3,B4,B5,B6,B7,B8, Contact),
    !,
    Contact > 0.
outline_interiors_meet(A, B) :-
    outline_shape(A, ShapeA),
    outline_shape(B, ShapeB),
    shapes_interiors_meet(ShapeA, ShapeB).

%!  outline_touches(+A, +B) is semidet.
%
%   A and B share points, but none of both interiors.

outline_touches(box(A1,A2,A3,A4,A5,A6,A7,A8), box(B1,B2,B3,B4,B5,B6,B7,B8)) :-
    boxes_contact(A1,A2,A3,A4,A5,A6,A7,A8, B1,B2,B3,B4,B5,B6,B7,B8, Contact),
    !,
    Contact =:= 0.
outline_touches(A, B) :-
    outline_shape(A, ShapeA),
    outline_shape(B, ShapeB),
    shapes_intersect(ShapeA, ShapeB),
    \+ shapes_interiors_meet(ShapeA, ShapeB).

%!  outline_covered_by(+A, +B) is semidet.
%
%   Every point of A is a point of B, boundaries included.

outline_covered_by(box(A1,A2,A3,A4,A5,A6,A7,A8), box(B1,B2,B3,B4,B5,B6,B7,B8)) :-
    box_covers_box(B1,B2,B3,B4,B5,B6,B7,B8, A1,A2,A3,A4,A5,A6,A7,A8, Truth),
    !,
    Truth == true.
outline_covered_by(A, B) :-
    outline_shape(A, ShapeA),
    outline_shape(B, ShapeB),
    shape_covered_by(ShapeA, ShapeB).

%!  outline_covers_point(+B, +X, +Y) is semidet.
%
%   The point (X,Y) lies in B, boundary included; for a line, on it.

outline_covers_point(box(X1,Y1,X2,Y2,X3,Y3,X4,Y4), X, Y) =>
    box_side(X1, Y1, X2, Y2, X3, Y3, X4, Y4, X, Y, Side),
    Side =< 0.
outline_covers_point(Outline, X, Y) =>
    outline_meets_segment(Outline, X, Y, X, Y).

%!  outline_meets_segment(+B, +X1, +Y1, +X2, +Y2) is semidet.
%
%   B, boundary included, shares a point with the closed segment from (X1,Y1) to (X2,Y2), which may be one point.

outline_meets_segment(box(A1,A2,A3,A4,A5,A6,A7,A8), X1, Y1, X2, Y2) =>
    box_meets_segment(A1, A2, A3, A4, A5, A6, A7, A8, X1, Y1, X2, Y2).
outline_meets_segment(Outline, X1, Y1, X2, Y2) =>
    outline_shape(Outline, shape(Kind, Edges, _, LX, LY, HX, HY)),
    LX =< max(X1, X2), HX >= min(X1, X2),
    LY =< max(Y1, Y2), HY >= min(Y1, Y2),
    (   segment_meets_edges(X1, Y1, X2, Y2, Edges)
    ->  true
    ;   Kind == area,
        edges_side(Edges, X1, Y1, -1)
    ).
