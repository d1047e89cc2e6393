:- module(rune_box,
          [ box_bounds/12,              % +Box..., -MinX, -MinY, -MaxX, -MaxY
            boxes_contact/17,           % +A..., +B..., -Contact
            box_covers_box/17,          % +A..., +B..., -Truth
            box_side/11,                % +Box..., +X, +Y, -Side
            box_meets_segment/12        % +Box..., +X1, +Y1, +X2, +Y2
          ]).
:- use_module(orientation, [orientation/7, ray_side/7]).
:- set_prolog_flag(optimise, true).

/** <module> Where four-cornered outlines meet: the inner loop, unrolled

A box is its eight coordinates in order, spread over the arguments (`Box...` below), so that nothing is
built on the heap but numbers. Strictly convex boxes are decided here by the separating axis theorem; what
is not certainly strictly convex (a dart, a box with a straight or doubled corner) is left to the caller,
who has rune_topology for it.

Signs of determinants are read off floats when they exceed a bound T that holds for all determinants of one
pair: no difference of coordinates is larger than the width W or the height H of the pair's bounds, so
|L|, |R| =< WH(1+3u) and each determinant is off by less than 8uWH = 8.9e-16 WH. Below T orientation/7
decides.
*/

%!  box_bounds(+X1, +Y1, +X2, +Y2, +X3, +Y3, +X4, +Y4, -MinX, -MinY, -MaxX, -MaxY) is det.

box_bounds(X1, Y1, X2, Y2, X3, Y3, X4, Y4, LX, LY, HX, HY) :-
    LX is min(min(X1, X2), min(X3, X4)),
    LY is min(min(Y1, Y2), min(Y3, Y4)),
    HX is max(max(X1, X2), max(X3, X4)),
    HY is max(max(Y1, Y2), max(Y3, Y4)).

%!  boxes_contact(+A..., +B..., -Contact) is semidet.
%
%   Contact is -1 when A and B are apart, 0 when they share boundary points only, 1 when their interiors
%   meet. Fails when the bounds meet and one of the boxes is not certainly strictly convex.
%
%   Two convex polygons are apart exactly when one of the eight edges has the whole of the other box strictly
%   beyond it, and have disjoint interiors exactly when one has it beyond or on its line: the edges of the
%   Minkowski difference A-B are parallel to these eight.

boxes_contact(A1, A2, A3, A4, A5, A6, A7, A8, B1, B2, B3, B4, B5, B6, B7, B8, Contact) :-
    box_bounds(A1, A2, A3, A4, A5, A6, A7, A8, ALX, ALY, AHX, AHY),
    box_bounds(B1, B2, B3, B4, B5, B6, B7, B8, BLX, BLY, BHX, BHY),
    (   ( AHX < BLX ; BHX < ALX ; AHY < BLY ; BHY < ALY )
    ->  Contact = -1
    ;   T is 1.0e-15*(max(AHX, BHX)-min(ALX, BLX))*(max(AHY, BHY)-min(ALY, BLY))+1.0e-300,
        turned_left(A1, A2, A3, A4, A5, A6, A7, A8, T, P3, P4, P7, P8),
        turned_left(B1, B2, B3, B4, B5, B6, B7, B8, T, Q3, Q4, Q7, Q8),
        (   reaches(A1, A2, P3, P4, T, B1, B2, B3, B4, B5, B6, B7, B8, 1, C1),
            reaches(P3, P4, A5, A6, T, B1, B2, B3, B4, B5, B6, B7, B8, C1, C2),
            reaches(A5, A6, P7, P8, T, B1, B2, B3, B4, B5, B6, B7, B8, C2, C3),
            reaches(P7, P8, A1, A2, T, B1, B2, B3, B4, B5, B6, B7, B8, C3, C4),
            reaches(B1, B2, Q3, Q4, T, A1, A2, A3, A4, A5, A6, A7, A8, C4, C5),
            reaches(Q3, Q4, B5, B6, T, A1, A2, A3, A4, A5, A6, A7, A8, C5, C6),
            reaches(B5, B6, Q7, Q8, T, A1, A2, A3, A4, A5, A6, A7, A8, C6, C7),
            reaches(Q7, Q8, B1, B2, T, A1, A2, A3, A4, A5, A6, A7, A8, C7, C8)
        ->  Contact = C8
        ;   Contact = -1
        )
    ).

%   turned_left(+Box..., +T, -X2, -Y2, -X4, -Y4) is semidet.
%
%   The box is certainly strictly convex; with the given second and fourth corner (its own, or exchanged) it
%   turns left at every corner, so that its interior is where orientation/7 is positive for every edge. Four
%   turns of one sign suffice: a crossed quadrilateral turns twice each way.

turned_left(X1, Y1, X2, Y2, X3, Y3, X4, Y4, T, P2, Q2, P4, Q4) :-
    UX is X2-X1, UY is Y2-Y1,
    VX is X3-X2, VY is Y3-Y2,
    C2 is UX*VY-UY*VX,
    (   C2 > T
    ->  WX is X4-X3, WY is Y4-Y3,
        VX*WY-VY*WX > T,
        ZX is X1-X4, ZY is Y1-Y4,
        WX*ZY-WY*ZX > T,
        ZX*UY-ZY*UX > T,
        P2 = X2, Q2 = Y2, P4 = X4, Q4 = Y4
    ;   WX is X4-X3, WY is Y4-Y3,
        M is -T,
        C2 < M,
        VX*WY-VY*WX < M,
        ZX is X1-X4, ZY is Y1-Y4,
        WX*ZY-WY*ZX < M,
        ZX*UY-ZY*UX < M,
        P2 = X4, Q2 = Y4, P4 = X2, Q4 = Y2
    ).

%   reaches(+AX, +AY, +BX, +BY, +T, +Box..., +Contact0, -Contact) is semidet.
%
%   Some corner of Box lies left of or on the line from A to B; Contact is Contact0 when one lies left, else 0.

reaches(AX, AY, BX, BY, T, X1, Y1, X2, Y2, X3, Y3, X4, Y4, C0, C) :-
    EX is BX-AX,
    EY is BY-AY,
    D1 is EX*(Y1-AY)-EY*(X1-AX),
    (   D1 > T
    ->  C = C0
    ;   D3 is EX*(Y3-AY)-EY*(X3-AX),
        (   D3 > T
        ->  C = C0
        ;   D2 is EX*(Y2-AY)-EY*(X2-AX),
            (   D2 > T
            ->  C = C0
            ;   D4 is EX*(Y4-AY)-EY*(X4-AX),
                (   D4 > T
                ->  C = C0
                ;   max(max(D1, D2), max(D3, D4)) >= -T,
                    reaches_closely(AX, AY, BX, BY, X1, Y1, X2, Y2, X3, Y3, X4, Y4, C0, C)
                )
            )
        )
    ).

reaches_closely(AX, AY, BX, BY, X1, Y1, X2, Y2, X3, Y3, X4, Y4, C0, C) :-
    orientation(AX, AY, BX, BY, X1, Y1, S1),
    orientation(AX, AY, BX, BY, X2, Y2, S2),
    orientation(AX, AY, BX, BY, X3, Y3, S3),
    orientation(AX, AY, BX, BY, X4, Y4, S4),
    S is max(max(S1, S2), max(S3, S4)),
    (   S > 0
    ->  C = C0
    ;   S =:= 0,
        C = 0
    ).

%!  box_covers_box(+A..., +B..., -Truth) is semidet.
%
%   Truth is `true` when every point of B lies in closed A, else `false`. Fails when the bounds do not decide
%   and A is not certainly strictly convex. For convex A the corners of B decide, whatever B's form: B lies in
%   their hull.

box_covers_box(A1, A2, A3, A4, A5, A6, A7, A8, B1, B2, B3, B4, B5, B6, B7, B8, Truth) :-
    box_bounds(A1, A2, A3, A4, A5, A6, A7, A8, ALX, ALY, AHX, AHY),
    (   B1 >= ALX, B1 =< AHX, B2 >= ALY, B2 =< AHY,
        B3 >= ALX, B3 =< AHX, B4 >= ALY, B4 =< AHY,
        B5 >= ALX, B5 =< AHX, B6 >= ALY, B6 =< AHY,
        B7 >= ALX, B7 =< AHX, B8 >= ALY, B8 =< AHY
    ->  T is 1.0e-15*(AHX-ALX)*(AHY-ALY)+1.0e-300,
        turned_left(A1, A2, A3, A4, A5, A6, A7, A8, T, P3, P4, P7, P8),
        (   none_beyond(A1, A2, P3, P4, T, B1, B2, B3, B4, B5, B6, B7, B8),
            none_beyond(P3, P4, A5, A6, T, B1, B2, B3, B4, B5, B6, B7, B8),
            none_beyond(A5, A6, P7, P8, T, B1, B2, B3, B4, B5, B6, B7, B8),
            none_beyond(P7, P8, A1, A2, T, B1, B2, B3, B4, B5, B6, B7, B8)
        ->  Truth = true
        ;   Truth = false
        )
    ;   Truth = false
    ).

%   none_beyond(+AX, +AY, +BX, +BY, +T, +Box...) is semidet.
%
%   No corner of Box lies strictly to the right of the line from A to B.

none_beyond(AX, AY, BX, BY, T, X1, Y1, X2, Y2, X3, Y3, X4, Y4) :-
    EX is BX-AX,
    EY is BY-AY,
    (   EX*(Y1-AY)-EY*(X1-AX) > T -> true ; orientation(AX, AY, BX, BY, X1, Y1, S1), S1 >= 0 ),
    (   EX*(Y2-AY)-EY*(X2-AX) > T -> true ; orientation(AX, AY, BX, BY, X2, Y2, S2), S2 >= 0 ),
    (   EX*(Y3-AY)-EY*(X3-AX) > T -> true ; orientation(AX, AY, BX, BY, X3, Y3, S3), S3 >= 0 ),
    (   EX*(Y4-AY)-EY*(X4-AX) > T -> true ; orientation(AX, AY, BX, BY, X4, Y4, S4), S4 >= 0 ).

%!  box_side(+Box..., +X, +Y, -Side) is det.
%
%   Side is 1 when the point lies outside the box, 0 on its boundary, -1 inside. Any simple quadrilateral.

box_side(X1, Y1, X2, Y2, X3, Y3, X4, Y4, X, Y, Side) :-
    ray_side(X, Y, X1, Y1, X2, Y2, S1),
    ray_side(X, Y, X2, Y2, X3, Y3, S2),
    ray_side(X, Y, X3, Y3, X4, Y4, S3),
    ray_side(X, Y, X4, Y4, X1, Y1, S4),
    Side is S1*S2*S3*S4.

%!  box_meets_segment(+Box..., +PX, +PY, +QX, +QY) is semidet.
%
%   The closed box meets the closed segment from P to Q (one point when P = Q). Any simple quadrilateral.
%
%   With all corners strictly on one side of the segment's line they are apart. Else the segment meets an edge,
%   in an inner point of it or in a corner or along it; or it meets none and lies where P lies.

box_meets_segment(X1, Y1, X2, Y2, X3, Y3, X4, Y4, PX, PY, QX, QY) :-
    LX is min(PX, QX),
    \+ ( X1 < LX, X2 < LX, X3 < LX, X4 < LX ),
    HX is max(PX, QX),
    \+ ( X1 > HX, X2 > HX, X3 > HX, X4 > HX ),
    LY is min(PY, QY),
    \+ ( Y1 < LY, Y2 < LY, Y3 < LY, Y4 < LY ),
    HY is max(PY, QY),
    \+ ( Y1 > HY, Y2 > HY, Y3 > HY, Y4 > HY ),
    orientation(PX, PY, QX, QY, X1, Y1, S1),
    orientation(PX, PY, QX, QY, X2, Y2, S2),
    orientation(PX, PY, QX, QY, X3, Y3, S3),
    orientation(PX, PY, QX, QY, X4, Y4, S4),
    abs(S1+S2+S3+S4) < 4,
    (   edge_meets(S1, S2, X1, Y1, X2, Y2, PX, PY, QX, QY) -> true
    ;   edge_meets(S2, S3, X2, Y2, X3, Y3, PX, PY, QX, QY) -> true
    ;   edge_meets(S3, S4, X3, Y3, X4, Y4, PX, PY, QX, QY) -> true
    ;   edge_meets(S4, S1, X4, Y4, X1, Y1, PX, PY, QX, QY) -> true
    ;   box_side(X1, Y1, X2, Y2, X3, Y3, X4, Y4, PX, PY, Side),
        Side < 1
    ).

%   edge_meets(+S1, +S2, +X1, +Y1, +X2, +Y2, +PX, +PY, +QX, +QY) is semidet.
%
%   The edge's ends lie at S1 and S2 of the line PQ. The edge meets the segment inside the edge, or in its first
%   end. (When it lies along the segment and neither corner is on it, P is on the edge: box_side/11 sees that.)

edge_meets(S1, S2, X1, Y1, X2, Y2, PX, PY, QX, QY) :-
    (   S1 =:= 0
    ->  min(PX, QX) =< X1, X1 =< max(PX, QX),
        min(PY, QY) =< Y1, Y1 =< max(PY, QY)
    ;   S1*S2 < 0,
        orientation(X1, Y1, X2, Y2, PX, PY, O1),
        orientation(X1, Y1, X2, Y2, QX, QY, O2),
        O1*O2 =< 0
    ).
