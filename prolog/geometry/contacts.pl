:- module(rune_contacts,
          [ segment_meets_edges/5,      % +X1, +Y1, +X2, +Y2, +Edges
            edges_cross/2,              % +E, +F
            contacts/4                  % +Edges, +Edge, -Points, -Shared
          ]).
:- autoload(library(lists), [member/2]).
:- use_module(orientation, [orientation/7]).
:- set_prolog_flag(optimise, true).

/** <module> Where edges meet, exactly

Edges are the terms e/8 of rune_outline. Only signs of orientations are asked, so no point is ever computed: two edges
cross in a point that is no vertex, or every point of contact is an end of one of them.
*/

%!  segment_meets_edges(+X1, +Y1, +X2, +Y2, +Edges) is semidet.
%
%   The closed segment (one point when its ends are equal) meets one of the edges.

segment_meets_edges(X1, Y1, X2, Y2, Edges) :-
    LX is min(X1, X2),
    LY is min(Y1, Y2),
    HX is max(X1, X2),
    HY is max(Y1, Y2),
    member(e(PX,PY,QX,QY,ELX,ELY,EHX,EHY), Edges),
    ELX =< HX, EHX >= LX, ELY =< HY, EHY >= LY,
    orientation(PX, PY, QX, QY, X1, Y1, O1),
    orientation(PX, PY, QX, QY, X2, Y2, O2),
    O1*O2 =< 0,
    orientation(X1, Y1, X2, Y2, PX, PY, O3),
    orientation(X1, Y1, X2, Y2, QX, QY, O4),
    O3*O4 =< 0,
    !.

%!  edges_cross(+E, +F) is semidet.
%
%   The edges share a single point, inside both.

edges_cross(e(UX,UY,VX,VY,ALX,ALY,AHX,AHY), e(PX,PY,QX,QY,BLX,BLY,BHX,BHY)) :-
    ALX < BHX, BLX < AHX, ALY < BHY, BLY < AHY,
    orientation(PX, PY, QX, QY, UX, UY, O1),
    orientation(PX, PY, QX, QY, VX, VY, O2),
    O1*O2 < 0,
    orientation(UX, UY, VX, VY, PX, PY, O3),
    orientation(UX, UY, VX, VY, QX, QY, O4),
    O3*O4 < 0.

%!  contacts(+Edges, +Edge, -Points, -Shared) is det.
%
%   Points are the points in which Edge touches one of the Edges and the ends of the stretches it shares with them,
%   Shared those stretches as From-To. Crossings are not looked for.

contacts([], _, [], []).
contacts([F|Fs], E, Points, Shared) :-
    E = e(UX,UY,VX,VY,ALX,ALY,AHX,AHY),
    F = e(PX,PY,QX,QY,BLX,BLY,BHX,BHY),
    (   ALX =< BHX, BLX =< AHX, ALY =< BHY, BLY =< AHY,
        orientation(PX, PY, QX, QY, UX, UY, O1),
        orientation(PX, PY, QX, QY, VX, VY, O2),
        O1*O2 =< 0
    ->  (   O1 =:= 0,
            O2 =:= 0
        ->  collinear_contact(E, F, Points, Points1, Shared, Shared1)
        ;   Shared1 = Shared,
            touch(O1, UX, UY, F, Points, Points2),
            touch(O2, VX, VY, F, Points2, Points3),
            orientation(UX, UY, VX, VY, PX, PY, O3),
            touch(O3, PX, PY, E, Points3, Points4),
            orientation(UX, UY, VX, VY, QX, QY, O4),
            touch(O4, QX, QY, E, Points4, Points1)
        )
    ;   Points1 = Points,
        Shared1 = Shared
    ),
    contacts(Fs, E, Points1, Shared1).

touch(0, X, Y, e(_,_,_,_,LX,LY,HX,HY), Points, Rest) :-
    X >= LX, X =< HX, Y >= LY, Y =< HY,
    !,
    Points = [X-Y|Rest].
touch(_, _, _, _, Points, Points).

collinear_contact(e(UX,UY,VX,VY,_,_,_,_), e(PX,PY,QX,QY,_,_,_,_), Points, Points1, Shared, Shared1) :-
    sort([UX-UY, VX-VY], [A1, A2]),
    sort([PX-PY, QX-QY], [B1, B2]),
    ( A1 @< B1 -> From = B1 ; From = A1 ),
    ( A2 @< B2 -> To = A2 ; To = B2 ),
    (   From @< To
    ->  Points = [From, To|Points1],
        Shared = [From-To|Shared1]
    ;   Points = [From|Points1],
        Shared = Shared1
    ).
