:- module(rune_topology,
          [ shapes_intersect/2,         % +A, +B
            shapes_interiors_meet/2,    % +A, +B
            shape_covered_by/2          % +A, +B
          ]).
:- autoload(library(lists), [append/3, member/2, memberchk/2]).
:- use_module(contacts, [segment_meets_edges/5, edges_cross/2, contacts/4]).
:- use_module(orientation, [orientation/7]).
:- use_module(outline, [near_edges/6, edges_side/4]).
:- set_prolog_flag(optimise, true).

/** <module> How two outlines of any form lie to each other, exactly

Works on the shapes of rune_outline: areas with holes and several parts, lines. Only the sign of the orientation
of three given points is ever asked, so every answer is exact on the given doubles. In particular no point of
intersection is computed. That is possible because of this:

*Crossings decide.* Let an edge of A cross an edge e of B properly (a single point, inside both). If B is an
area, A's edge passes from B's interior to its exterior there (other edges of B meet e in isolated points only,
so this holds arbitrarily near the crossing too). Hence the interiors meet, and A is not covered by B.

*Without crossings the pieces end in vertices.* Otherwise every isolated point of contact and every end of a
stretch shared by two edges is a vertex of A or of B. Split each edge of A at its contacts with B's edges: an
open piece meets the boundary of B nowhere or lies along it, so it is wholly inside B, wholly outside, or along it.

*The place of a piece* from U to V is that of a point just after U. Let U be the lower end (either end if the
piece is level) and count the edges of B that cross a ray towards +x from there, at a height above U by less
than anything: edges that own the height of U by the half-open rule, and have U on their left, or U on their
line and V on their left. An odd count means inside. Edges along the piece have both on their line and are not
counted; for a piece along B's boundary the count is then that of the points just right of the piece (just above a
level one), and says on which side of it the interior of B lies.

*Two areas.* (i) int A meets int B iff a piece of A's boundary lies inside B, or a piece of B's inside A, or a
piece along both has both interiors on the same side. (ii) A is covered by B iff no piece of A's boundary lies
outside B, no piece of B's inside A, and none along both has the interiors on opposite sides.
Proof of (ii); (i) is the same with int B for ext B. If a listed piece exists, points of int A near it lie outside
B. Conversely, if A is not covered then W = int A & ext B is not empty (A is the closure of its interior, ext B is
open). W is open and bounded, so its boundary is infinite; take a point p of it that is no end of a piece. p is on
the boundary of A or of B. On A's only: p is in the closure of ext B but not on B's boundary, so p, and with it its
piece, lies outside B. On B's only: likewise inside A. On both: near p the piece divides the plane into two sides,
each in int A or ext A, and in int B or ext B; W fills one of them, where A is inside and B outside; as valid
boundaries have different places on their two sides, the interiors are on opposite sides. Holes, islands in holes
and several parts need no case of their own: the argument knows only inside, outside and boundary.

*A line and an area.* The interior of the line is the line but for finitely many points, so (i) it meets int B
iff a piece lies inside B, (ii) the line is covered iff no piece lies outside.

*Two lines.* Covered: every edge of A is covered by the stretches it shares with B's edges. Interiors meet: two
edges share a stretch, or a point that is on the boundary of neither line. The boundary of a line is the points
that end its parts an odd number of times (the mod-2 rule), so a closed line has none.
*/

%!  shapes_intersect(+A, +B) is semidet.
%
%   The closed shapes share a point: some edges meet, or else each ring or line lies wholly inside or wholly
%   outside the other shape, as its first point does.

shapes_intersect(A, B) :-
    window(A, B, NearA, NearB),
    A = shape(KindA, EdgesA, StartsA, _, _, _, _),
    B = shape(KindB, EdgesB, StartsB, _, _, _, _),
    (   member(e(X1,Y1,X2,Y2,_,_,_,_), NearA),
        segment_meets_edges(X1, Y1, X2, Y2, NearB)
    ->  true
    ;   KindB == area,
        member(X-Y, StartsA),
        edges_side(EdgesB, X, Y, -1)
    ->  true
    ;   KindA == area,
        member(X-Y, StartsB),
        edges_side(EdgesA, X, Y, -1)
    ->  true
    ).

%!  shapes_interiors_meet(+A, +B) is semidet.
%
%   The DE-9IM pattern T********.

shapes_interiors_meet(A, B) :-
    A = shape(KindA, _, _, _, _, _, _),
    B = shape(KindB, _, _, _, _, _, _),
    interiors_meet(KindA, KindB, A, B).

interiors_meet(line(BoundaryA), line(BoundaryB), A, B) =>
    append(BoundaryA, BoundaryB, Boundary),
    lines_interiors_meet(A, B, Boundary).
interiors_meet(line(_), area, A, B) =>
    window(A, B, NearA, NearB),
    (   crossing(NearA, NearB)
    ->  true
    ;   B = shape(_, EdgesB, _, _, _, _, _),
        piece(NearA, NearB, EdgesB, inside)
    ->  true
    ).
interiors_meet(area, Line, A, B), Line = line(_) =>
    interiors_meet(Line, area, B, A).
interiors_meet(area, area, A, B) =>
    window(A, B, NearA, NearB),
    A = shape(_, EdgesA, _, _, _, _, _),
    B = shape(_, EdgesB, _, _, _, _, _),
    (   crossing(NearA, NearB)
    ->  true
    ;   piece(NearA, NearB, EdgesB, Place),
        overlapping(Place, EdgesA)
    ->  true
    ;   piece(NearB, NearA, EdgesA, inside)
    ->  true
    ).

overlapping(inside, _).
overlapping(along(Place, Piece), EdgesA) :-
    place(EdgesA, Piece, Place).

%!  shape_covered_by(+A, +B) is semidet.
%
%   Every point of A is a point of B.

shape_covered_by(A, B) :-
    A = shape(KindA, _, _, ALX, ALY, AHX, AHY),
    B = shape(KindB, _, _, BLX, BLY, BHX, BHY),
    ALX >= BLX, AHX =< BHX, ALY >= BLY, AHY =< BHY,
    covered_by(KindA, KindB, A, B).

covered_by(line(_), line(_), shape(_, EdgesA, _, LX, LY, HX, HY), shape(_, EdgesB, _, _, _, _, _)) =>
    near_edges(EdgesB, LX, LY, HX, HY, NearB),
    \+ ( member(Edge, EdgesA),
         \+ edge_covered(Edge, NearB)
       ).
covered_by(line(_), area, A, B) =>
    window(A, B, NearA, NearB),
    B = shape(_, EdgesB, _, _, _, _, _),
    \+ crossing(NearA, NearB),
    \+ piece(NearA, NearB, EdgesB, outside).
covered_by(area, line(_), _, _) =>
    fail.
covered_by(area, area, A, B) =>
    window(A, B, NearA, NearB),
    A = shape(_, EdgesA, _, _, _, _, _),
    B = shape(_, EdgesB, _, _, _, _, _),
    \+ crossing(NearA, NearB),
    \+ ( piece(NearA, NearB, EdgesB, Place),
         uncovered(Place, EdgesA)
       ),
    \+ piece(NearB, NearA, EdgesA, inside).

uncovered(outside, _).
uncovered(along(PlaceB, Piece), EdgesA) :-
    place(EdgesA, Piece, PlaceA),
    PlaceA \== PlaceB.

%   window(+A, +B, -NearA, -NearB) is semidet: the edges of each that meet the other's bounds. Fails when the bounds
%   are apart. An edge left out meets no edge of the other shape and lies outside it.

window(shape(_, EdgesA, _, ALX, ALY, AHX, AHY), shape(_, EdgesB, _, BLX, BLY, BHX, BHY), NearA, NearB) :-
    ALX =< BHX, BLX =< AHX, ALY =< BHY, BLY =< AHY,
    near_edges(EdgesA, BLX, BLY, BHX, BHY, NearA),
    near_edges(EdgesB, ALX, ALY, AHX, AHY, NearB).

%   crossing(+EdgesA, +EdgesB) is semidet: two of the edges cross in a point inside both.

crossing(EdgesA, EdgesB) :-
    member(EdgeA, EdgesA),
    member(EdgeB, EdgesB),
    edges_cross(EdgeA, EdgeB),
    !.

%   piece(+NearA, +NearB, +EdgesB, ?Place) is nondet.
%
%   Place is where a piece of one of the edges NearA lies: `inside` or `outside` the area with EdgesB, or
%   along(RightPlace, Piece) on its boundary, RightPlace being the place in B of the points right of it (above it,
%   if level). No edges may cross. A place that is that of the piece before, by a shared point off B's boundary, is
%   not given again.

piece(NearA, NearB, EdgesB, Place) :-
    piece(NearA, none, NearB, EdgesB, Place).

piece([Edge|Edges], Free, NearB, EdgesB, Place) :-
    Edge = e(X1,Y1,X2,Y2,_,_,_,_),
    contacts(NearB, Edge, Points, Shared),
    (   Points == []
    ->  (   Free == X1-Y1
        ->  Places = []
        ;   place(EdgesB, X1-Y1-(X2-Y2), Place1),
            Places = [Place1]
        ),
        Free1 = X2-Y2
    ;   sort([X1-Y1, X2-Y2|Points], Cuts),
        pieces_places(Cuts, Shared, EdgesB, Places),
        (   memberchk(X2-Y2, Points)
        ->  Free1 = none
        ;   Free1 = X2-Y2
        )
    ),
    (   member(Place, Places)
    ;   piece(Edges, Free1, NearB, EdgesB, Place)
    ).

%   Points on one straight edge are in order along it when sorted by x, then y.

pieces_places([_], _, _, []) :- !.
pieces_places([U,V|Cuts], Shared, EdgesB, [Place|Places]) :-
    place(EdgesB, U-V, Place0),
    (   member(From-To, Shared),
        From @=< U,
        V @=< To
    ->  Place = along(Place0, U-V)
    ;   Place = Place0
    ),
    pieces_places([V|Cuts], Shared, EdgesB, Places).

%   place(+Edges, +Piece, -Place) is det: `inside` or `outside`, by the count described above.

place(Edges, UX-UY-(VX-VY), Place) :-
    (   UY =< VY
    ->  ray_parity(Edges, UX, UY, VX, VY, 1, Sign)
    ;   ray_parity(Edges, VX, VY, UX, UY, 1, Sign)
    ),
    (   Sign > 0
    ->  Place = outside
    ;   Place = inside
    ).

ray_parity([], _, _, _, _, Sign, Sign).
ray_parity([e(PX,PY,QX,QY,LX,LY,HX,HY)|Edges], UX, UY, VX, VY, Sign0, Sign) :-
    (   UY >= LY,
        UY < HY,
        UX =< HX,
        (   UX < LX
        ->  true
        ;   PY < QY
        ->  left_of(PX, PY, QX, QY, UX, UY, VX, VY)
        ;   left_of(QX, QY, PX, PY, UX, UY, VX, VY)
        )
    ->  Sign1 is -Sign0
    ;   Sign1 = Sign0
    ),
    ray_parity(Edges, UX, UY, VX, VY, Sign1, Sign).

left_of(PX, PY, QX, QY, UX, UY, VX, VY) :-
    orientation(PX, PY, QX, QY, UX, UY, S),
    (   S =:= 0
    ->  orientation(PX, PY, QX, QY, VX, VY, 1)
    ;   S > 0
    ).

%   edge_covered(+Edge, +Edges) is semidet: the stretches that Edge shares with Edges leave no gap in it.

edge_covered(Edge, Edges) :-
    contacts(Edges, Edge, _, Shared),
    sort(Shared, Stretches),
    Edge = e(X1,Y1,X2,Y2,_,_,_,_),
    sort([X1-Y1, X2-Y2], [From, To]),
    no_gap(Stretches, From, To).

no_gap(_, From, To) :-
    From @>= To,
    !.
no_gap([From1-To1|Stretches], From, To) :-
    From1 @=< From,
    ( To1 @> From -> From2 = To1 ; From2 = From ),
    no_gap(Stretches, From2, To).

%   lines_interiors_meet(+A, +B, +Boundary) is semidet: two lines share a point that is not one of Boundary.

lines_interiors_meet(A, B, Boundary) :-
    window(A, B, NearA, NearB),
    member(E, NearA),
    member(F, NearB),
    (   edges_cross(E, F)
    ->  \+ ( member(X-Y, Boundary),      % it is the crossing when both edges pass through it
             segment_meets_edges(X, Y, X, Y, [E]),
             segment_meets_edges(X, Y, X, Y, [F])
           )
    ;   contacts([F], E, Points, Shared),
        (   Shared \== []
        ->  true
        ;   member(Point, Points),
            \+ memberchk(Point, Boundary)
        )
    ),
    !.
