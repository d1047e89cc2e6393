:- module(rune_gap,
          [ boxes_gap/17,               % +A..., +B..., -Gap
            boxes_near/18,              % +A..., +B..., +Radius, -Truth
            shapes_gap/3,               % +A, +B, -Gap
            shapes_near/3               % +A, +B, +Radius
          ]).
:- use_module(box, [box_bounds/12]).
:- set_prolog_flag(optimise, true).

/** <module> The gap between the edges of two outlines

The gap is the least of the distances from a vertex of one outline to an edge of the other, each computed with the
formulas, in the order of operations, of GEOS (`Distance::pointToSegment`), so that it equals GEOS's distance to the
last bit when the outlines are apart. Whether they are is not asked here.

What is left out by a bound is certain to be larger than what it is compared with. Let Size be the sum of width and
height of both outlines' bounds: no vertex is farther from another. For the vertex P and the edge from A to B of
length l, the computed C = (B-A) x (P-A) is off by at most 6u l Size (u = 2^-53), so the computed distance of P from
any point of the edge's line is off by less than 1e-15 Size and a few u of itself. Hence, with
Reach = Radius (1 + 1e-12) + 1e-14 Size: |C| > l Reach, or a true distance above Reach, implies a computed distance
above Radius.
*/

%!  boxes_gap(+A..., +B..., -Gap) is det.
%
%   The gap of two boxes that are apart. The least distance of two corners, the first Limit, leaves out the corners
%   that are farther from the bounds of the other box.

boxes_gap(A1, A2, A3, A4, A5, A6, A7, A8, B1, B2, B3, B4, B5, B6, B7, B8, Gap) :-
    box_bounds(A1, A2, A3, A4, A5, A6, A7, A8, ALX, ALY, AHX, AHY),
    box_bounds(B1, B2, B3, B4, B5, B6, B7, B8, BLX, BLY, BHX, BHY),
    corner_gap2(A1, A2, B1, B2, B3, B4, B5, B6, B7, B8, D1),
    corner_gap2(A3, A4, B1, B2, B3, B4, B5, B6, B7, B8, D2),
    corner_gap2(A5, A6, B1, B2, B3, B4, B5, B6, B7, B8, D3),
    corner_gap2(A7, A8, B1, B2, B3, B4, B5, B6, B7, B8, D4),
    Reach is sqrt(min(min(D1, D2), min(D3, D4)))*1.000000000001 +
             1.0e-14*(max(AHX, BHX)-min(ALX, BLX)+max(AHY, BHY)-min(ALY, BLY)),
    Limit is Reach*Reach,
    corner_box_gap(A1, A2, B1, B2, B3, B4, B5, B6, B7, B8, BLX, BLY, BHX, BHY, Limit, 1.0e300, G1),
    corner_box_gap(A3, A4, B1, B2, B3, B4, B5, B6, B7, B8, BLX, BLY, BHX, BHY, Limit, G1, G2),
    corner_box_gap(A5, A6, B1, B2, B3, B4, B5, B6, B7, B8, BLX, BLY, BHX, BHY, Limit, G2, G3),
    corner_box_gap(A7, A8, B1, B2, B3, B4, B5, B6, B7, B8, BLX, BLY, BHX, BHY, Limit, G3, G4),
    corner_box_gap(B1, B2, A1, A2, A3, A4, A5, A6, A7, A8, ALX, ALY, AHX, AHY, Limit, G4, G5),
    corner_box_gap(B3, B4, A1, A2, A3, A4, A5, A6, A7, A8, ALX, ALY, AHX, AHY, Limit, G5, G6),
    corner_box_gap(B5, B6, A1, A2, A3, A4, A5, A6, A7, A8, ALX, ALY, AHX, AHY, Limit, G6, G7),
    corner_box_gap(B7, B8, A1, A2, A3, A4, A5, A6, A7, A8, ALX, ALY, AHX, AHY, Limit, G7, Gap).

%   corner_gap2(+X, +Y, +Box..., -D2): the square of the least distance of (X,Y) from a corner of Box.

corner_gap2(X, Y, X1, Y1, X2, Y2, X3, Y3, X4, Y4, D2) :-
    D2 is min(min((X-X1)*(X-X1)+(Y-Y1)*(Y-Y1), (X-X2)*(X-X2)+(Y-Y2)*(Y-Y2)),
              min((X-X3)*(X-X3)+(Y-Y3)*(Y-Y3), (X-X4)*(X-X4)+(Y-Y4)*(Y-Y4))).

%   corner_box_gap(+X, +Y, +Box..., +Bounds..., +Limit, +Gap0, -Gap) is det.
%
%   Gap is the least of Gap0 and the distances of (X,Y) from Box's edges, if its distance from Bounds, squared, is at
%   most Limit.

corner_box_gap(X, Y, X1, Y1, X2, Y2, X3, Y3, X4, Y4, LX, LY, HX, HY, Limit, G0, G) :-
    GX is max(max(X-HX, LX-X), 0.0),
    GY is max(max(Y-HY, LY-Y), 0.0),
    (   GX*GX+GY*GY > Limit
    ->  G = G0
    ;   point_gap(X, Y, X1, Y1, X2, Y2, G1),
        point_gap(X, Y, X2, Y2, X3, Y3, G2),
        point_gap(X, Y, X3, Y3, X4, Y4, G3),
        point_gap(X, Y, X4, Y4, X1, Y1, G4),
        G is min(G0, min(min(G1, G2), min(G3, G4)))
    ).

%   point_gap(+X, +Y, +AX, +AY, +BX, +BY, -Gap) is det.
%
%   Gap is the distance of (X,Y) from the edge AB. GEOS compares r = Dot/L2 with 0 and 1; a quotient of floats rounds to
%   1 or more only if Dot >= L2. Signs that cancel in abs/1 are left out.

point_gap(X, Y, AX, AY, BX, BY, Gap) :-
    EX is BX-AX,
    EY is BY-AY,
    Dot is (X-AX)*EX+(Y-AY)*EY,
    (   Dot =< 0
    ->  Gap is sqrt((X-AX)*(X-AX)+(Y-AY)*(Y-AY))
    ;   L2 is EX*EX+EY*EY,
        Dot < L2
    ->  Gap is abs(((X-AX)*EY-(Y-AY)*EX)/L2)*sqrt(L2)
    ;   Gap is sqrt((X-BX)*(X-BX)+(Y-BY)*(Y-BY))
    ).

%!  boxes_near(+A..., +B..., +Radius, -Truth) is det.
%
%   Truth is `near` when the gap is at most Radius, else `far` when the boxes are also known to be apart, else `open`:
%   the gap is larger than Radius, but they may cross or one lie in the other. Radius is in [0, 1e150].
%
%   A corner closer to a corner than Radius (by more than the rounding of any formula for their edges) settles the
%   usual case at once.

boxes_near(A1, A2, A3, A4, A5, A6, A7, A8, B1, B2, B3, B4, B5, B6, B7, B8, R, Truth) :-
    R2 is R*R*0.999999999999,
    (   corner_near(A1, A2, B1, B2, B3, B4, B5, B6, B7, B8, R2)
    ->  Truth = near
    ;   corner_near(A5, A6, B1, B2, B3, B4, B5, B6, B7, B8, R2)
    ->  Truth = near
    ;   box_bounds(A1, A2, A3, A4, A5, A6, A7, A8, ALX, ALY, AHX, AHY),
        box_bounds(B1, B2, B3, B4, B5, B6, B7, B8, BLX, BLY, BHX, BHY),
        Reach is R*1.000000000001+1.0e-14*(max(AHX, BHX)-min(ALX, BLX)+max(AHY, BHY)-min(ALY, BLY)),
        GX is max(max(ALX-BHX, BLX-AHX), 0.0),
        GY is max(max(ALY-BHY, BLY-AHY), 0.0),
        (   GX*GX+GY*GY > Reach*Reach
        ->  Truth = far
        ;   far_along_centres(A1, A2, A3, A4, A5, A6, A7, A8, B1, B2, B3, B4, B5, B6, B7, B8, Reach)
        ->  Truth = far
        ;   edge_near(A1, A2, A3, A4, A5, A6, A7, A8, B1, B2, B3, B4, B5, B6, B7, B8, R, Reach, Truth) -> true
        ;   edge_near(A3, A4, A5, A6, A7, A8, A1, A2, B1, B2, B3, B4, B5, B6, B7, B8, R, Reach, Truth) -> true
        ;   edge_near(A5, A6, A7, A8, A1, A2, A3, A4, B1, B2, B3, B4, B5, B6, B7, B8, R, Reach, Truth) -> true
        ;   edge_near(A7, A8, A1, A2, A3, A4, A5, A6, B1, B2, B3, B4, B5, B6, B7, B8, R, Reach, Truth) -> true
        ;   edge_near(B1, B2, B3, B4, B5, B6, B7, B8, A1, A2, A3, A4, A5, A6, A7, A8, R, Reach, Truth) -> true
        ;   edge_near(B3, B4, B5, B6, B7, B8, B1, B2, A1, A2, A3, A4, A5, A6, A7, A8, R, Reach, Truth) -> true
        ;   edge_near(B5, B6, B7, B8, B1, B2, B3, B4, A1, A2, A3, A4, A5, A6, A7, A8, R, Reach, Truth) -> true
        ;   edge_near(B7, B8, B1, B2, B3, B4, B5, B6, A1, A2, A3, A4, A5, A6, A7, A8, R, Reach, Truth) -> true
        ;   Truth = open
        )
    ).

corner_near(X, Y, X1, Y1, X2, Y2, X3, Y3, X4, Y4, R2) :-
    (   (X-X1)*(X-X1)+(Y-Y1)*(Y-Y1) =< R2 -> true
    ;   (X-X3)*(X-X3)+(Y-Y3)*(Y-Y3) =< R2 -> true
    ;   (X-X2)*(X-X2)+(Y-Y2)*(Y-Y2) =< R2 -> true
    ;   (X-X4)*(X-X4)+(Y-Y4)*(Y-Y4) =< R2
    ).

%   far_along_centres(+A..., +B..., +Reach) is semidet.
%
%   In the direction from A's centre to B's, all of B is more than Reach beyond all of A.

far_along_centres(A1, A2, A3, A4, A5, A6, A7, A8, B1, B2, B3, B4, B5, B6, B7, B8, Reach) :-
    DX is B1+B3+B5+B7-A1-A3-A5-A7,
    DY is B2+B4+B6+B8-A2-A4-A6-A8,
    min(min(DX*(B1-A1)+DY*(B2-A2), DX*(B3-A1)+DY*(B4-A2)),
        min(DX*(B5-A1)+DY*(B6-A2), DX*(B7-A1)+DY*(B8-A2))) -
    max(max(0, DX*(A3-A1)+DY*(A4-A2)),
        max(DX*(A5-A1)+DY*(A6-A2), DX*(A7-A1)+DY*(A8-A2))) > Reach*sqrt(DX*DX+DY*DY).

%   edge_near(+AX, +AY, +BX, +BY, +CX, +CY, +DX, +DY, +Box..., +Radius, +Reach, -Truth) is semidet.
%
%   What one edge AB of the quadrilateral ABCD tells: `near` when a corner of Box is within Radius of it, `far` when
%   all of Box is more than Reach beyond its line and ABCD is not. Fails when neither: then no corner is near it.

edge_near(AX, AY, BX, BY, CX, CY, DX, DY, X1, Y1, X2, Y2, X3, Y3, X4, Y4, R, Reach, Truth) :-
    EX is BX-AX,
    EY is BY-AY,
    K is Reach*sqrt(EX*EX+EY*EY),
    C1 is EX*(Y1-AY)-EY*(X1-AX),
    C2 is EX*(Y2-AY)-EY*(X2-AX),
    C3 is EX*(Y3-AY)-EY*(X3-AX),
    C4 is EX*(Y4-AY)-EY*(X4-AX),
    (   C1 > K, C2 > K, C3 > K, C4 > K
    ->  EX*(CY-AY)-EY*(CX-AX) < 0,
        EX*(DY-AY)-EY*(DX-AX) < 0,
        Truth = far
    ;   M is -K,
        C1 < M, C2 < M, C3 < M, C4 < M
    ->  EX*(CY-AY)-EY*(CX-AX) > 0,
        EX*(DY-AY)-EY*(DX-AX) > 0,
        Truth = far
    ;   (   abs(C1) =< K, point_gap(X1, Y1, AX, AY, BX, BY, G1), G1 =< R -> true
        ;   abs(C2) =< K, point_gap(X2, Y2, AX, AY, BX, BY, G2), G2 =< R -> true
        ;   abs(C3) =< K, point_gap(X3, Y3, AX, AY, BX, BY, G3), G3 =< R -> true
        ;   abs(C4) =< K, point_gap(X4, Y4, AX, AY, BX, BY, G4), G4 =< R
        )
    ->  Truth = near
    ).

%!  shapes_gap(+A, +B, -Gap) is det.
%
%   For shapes of rune_outline. Pairs whose bounds are farther apart than the least distance so far are left out.

shapes_gap(A, B, Gap) :-
    A = shape(_, EdgesA, _, _, _, _, _),
    B = shape(_, EdgesB, _, BLX, BLY, BHX, BHY),
    shapes_size(A, B, Size),
    edges_gap(EdgesA, EdgesB, BLX, BLY, BHX, BHY, Size, 1.0e300, 1.0e300, Gap).

%   edges_gap(+EdgesA, +EdgesB, +Bounds..., +Size, +Gap0, +Limit, -Gap): Limit is Reach^2 for the radius Gap0.

edges_gap([], _, _, _, _, _, _, Gap, _, Gap).
edges_gap([E|Es], EdgesB, LX, LY, HX, HY, Size, Gap0, Limit0, Gap) :-
    E = e(_,_,_,_,ELX,ELY,EHX,EHY),
    bounds_gap2(ELX, ELY, EHX, EHY, LX, LY, HX, HY, G2),
    (   G2 > Limit0
    ->  Gap1 = Gap0,
        Limit1 = Limit0
    ;   edge_edges_gap(EdgesB, E, Size, Gap0, Limit0, Gap1, Limit1)
    ),
    edges_gap(Es, EdgesB, LX, LY, HX, HY, Size, Gap1, Limit1, Gap).

edge_edges_gap([], _, _, Gap, Limit, Gap, Limit).
edge_edges_gap([F|Fs], E, Size, Gap0, Limit0, Gap, Limit) :-
    E = e(_,_,_,_,ALX,ALY,AHX,AHY),
    F = e(_,_,_,_,BLX,BLY,BHX,BHY),
    (   bounds_gap2(ALX, ALY, AHX, AHY, BLX, BLY, BHX, BHY, G2),
        G2 =< Limit0,
        edge_pair_gap(E, F, Gap1),
        Gap1 < Gap0
    ->  Reach is Gap1*1.000000000001+1.0e-14*Size,
        Limit1 is Reach*Reach,
        edge_edges_gap(Fs, E, Size, Gap1, Limit1, Gap, Limit)
    ;   edge_edges_gap(Fs, E, Size, Gap0, Limit0, Gap, Limit)
    ).

edge_pair_gap(e(AX,AY,BX,BY,_,_,_,_), e(CX,CY,DX,DY,_,_,_,_), Gap) :-
    point_gap(CX, CY, AX, AY, BX, BY, G1),
    point_gap(DX, DY, AX, AY, BX, BY, G2),
    point_gap(AX, AY, CX, CY, DX, DY, G3),
    point_gap(BX, BY, CX, CY, DX, DY, G4),
    Gap is min(min(G1, G2), min(G3, G4)).

%!  shapes_near(+A, +B, +Radius) is semidet.
%
%   shapes_gap/3 gives at most Radius, which is in [0, 1e150].

shapes_near(A, B, R) :-
    A = shape(_, EdgesA, _, ALX, ALY, AHX, AHY),
    B = shape(_, EdgesB, _, BLX, BLY, BHX, BHY),
    shapes_size(A, B, Size),
    Reach is R*1.000000000001+1.0e-14*Size,
    Limit is Reach*Reach,
    edges_within(EdgesA, BLX, BLY, BHX, BHY, Limit, NearA),
    NearA \== [],
    edges_within(EdgesB, ALX, ALY, AHX, AHY, Limit, NearB),
    edges_near(NearA, NearB, R, Limit).

edges_within([], _, _, _, _, _, []).
edges_within([E|Es], LX, LY, HX, HY, Limit, Near) :-
    E = e(_,_,_,_,ELX,ELY,EHX,EHY),
    bounds_gap2(ELX, ELY, EHX, EHY, LX, LY, HX, HY, G2),
    (   G2 =< Limit
    ->  Near = [E|Rest]
    ;   Near = Rest
    ),
    edges_within(Es, LX, LY, HX, HY, Limit, Rest).

edges_near([E|Es], EdgesB, R, Limit) :-
    (   edge_edges_near(EdgesB, E, R, Limit)
    ->  true
    ;   edges_near(Es, EdgesB, R, Limit)
    ).

edge_edges_near([F|Fs], E, R, Limit) :-
    E = e(_,_,_,_,ALX,ALY,AHX,AHY),
    F = e(_,_,_,_,BLX,BLY,BHX,BHY),
    (   bounds_gap2(ALX, ALY, AHX, AHY, BLX, BLY, BHX, BHY, G2),
        G2 =< Limit,
        edge_pair_gap(E, F, Gap),
        Gap =< R
    ->  true
    ;   edge_edges_near(Fs, E, R, Limit)
    ).

shapes_size(shape(_, _, _, ALX, ALY, AHX, AHY), shape(_, _, _, BLX, BLY, BHX, BHY), Size) :-
    Size is max(AHX, BHX)-min(ALX, BLX)+max(AHY, BHY)-min(ALY, BLY).

bounds_gap2(ALX, ALY, AHX, AHY, BLX, BLY, BHX, BHY, G2) :-
    GX is max(max(ALX-BHX, BLX-AHX), 0.0),
    GY is max(max(ALY-BHY, BLY-AHY), 0.0),
    G2 is GX*GX+GY*GY.
