:- module(rune_orientation,
          [ orientation/7,              % +AX, +AY, +BX, +BY, +PX, +PY, -Side
            ray_side/7                  % +X, +Y, +X1, +Y1, +X2, +Y2, -Side
          ]).
:- set_prolog_flag(optimise, true).

/** <module> The side of a line a point lies on, exactly

Every topological answer of rune_geometry rests on orientation/7, and it never errs: a float determinant
decides where its rounding error cannot change the sign (the static filter of J. R. Shewchuk, "Adaptive
Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates", 1997); otherwise rational
arithmetic on the same doubles does, about four times as dear.
*/

%!  orientation(+AX, +AY, +BX, +BY, +PX, +PY, -Side) is det.
%
%   Side is the sign (1, 0, -1) of (B-A) x (P-A): positive when P lies to the left of the line from A to B
%   with y up, which is to the right as an image is drawn; 0 when the three points are collinear.
%
%   Each of the two products carries at most three roundings, so the determinant is off by less than
%   (3 + 16u)u (|L|+|R|) with u = 2^-53, that is 3.4e-16 (|L|+|R|). The constant added covers underflow.

orientation(AX, AY, BX, BY, PX, PY, Side) :-
    L is (BX-AX)*(PY-AY),
    R is (BY-AY)*(PX-AX),
    D is L-R,
    E is 4.0e-16*(abs(L)+abs(R))+1.0e-300,
    (   D > E
    ->  Side = 1
    ;   D < -E
    ->  Side = -1
    ;   exact_orientation(AX, AY, BX, BY, PX, PY, Side)
    ).

exact_orientation(AX, AY, BX, BY, PX, PY, Side) :-
    ( AX =:= BX ; AY =:= PY ),
    ( AY =:= BY ; AX =:= PX ),
    !,
    Side = 0.                           % both products have a factor 0: axis-parallel edges, shared corners
exact_orientation(AX, AY, BX, BY, PX, PY, Side) :-
    QX is rational(AX),
    QY is rational(AY),
    Side is sign((rational(BX)-QX)*(rational(PY)-QY)-(rational(BY)-QY)*(rational(PX)-QX)).

%!  ray_side(+X, +Y, +X1, +Y1, +X2, +Y2, -Side) is det.
%
%   What one edge of a closed ring says of the point (X,Y): -1 when the edge crosses the ray from the point
%   towards +x, 0 when the point lies on the edge's line inside it or on its second end, else 1. The product
%   over all edges of all rings is therefore 1 outside (even), -1 inside (odd), 0 on the boundary.
%
%   An edge owns its lower end and not its upper one, so a ray through a corner is counted right.

ray_side(X, Y, X1, Y1, X2, Y2, Side) :-
    (   Y1 =< Y
    ->  (   Y2 > Y
        ->  (   X > X1, X > X2
            ->  Side = 1
            ;   X < X1, X < X2
            ->  Side = -1
            ;   orientation(X1, Y1, X2, Y2, X, Y, S),
                Side is -S
            )
        ;   Y2 < Y
        ->  Side = 1
        ;   X2 =:= X
        ->  Side = 0
        ;   Y1 =:= Y,
            ( X1 < X -> X < X2 ; X2 < X )
        ->  Side = 0
        ;   Side = 1
        )
    ;   Y2 > Y
    ->  Side = 1
    ;   X > X1, X > X2
    ->  Side = 1
    ;   X < X1, X < X2
    ->  Side = -1
    ;   orientation(X1, Y1, X2, Y2, X, Y, Side)
    ).
