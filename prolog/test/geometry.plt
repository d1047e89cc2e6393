:- module(test_geometry, []).
:- use_module(library(lists)).
:- use_module(library(plunit)).
:- use_module('../geometry').
:- use_module('../geometry/orientation').

/** <module> Outlines by hand: each case names what it is about

tests/test_geometry_prolog.py holds the same predicates to GEOS and to exact fractions on thousands of random pairs.
*/

%   relation(?Name, ?A, ?B, ?Holds): Holds are the relations that hold of A and B, of the five of holding/3.

relation(apart, box(0,0,2,0,2,2,0,2), box(3,0,5,0,5,2,3,2), []).
relation(shared_edge, box(0,0,2,0,2,2,0,2), box(2,0,4,0,4,2,2,2), [intersects, touches]).
relation(shared_corner, box(0,0,2,0,2,2,0,2), box(2,2,2,4,4,4,4,2), [intersects, touches]).
relation(corner_on_edge, box(0,0,2,0,2,2,0,2), box(2,1,3,0,4,1,3,2), [intersects, touches]).
relation(bounds_meet_only, box(0,0,4,4,3,5,-1,1), box(3,0,5,0,5,2,3,2), []).
relation(overlap, box(0,0,2,0,2,2,0,2), box(1,1,3,1,3,3,1,3), [intersects, interiors_meet]).
relation(cross_without_corners_inside, box(0,1,3,1,3,2,0,2), box(1,0,2,0,2,3,1,3),
         [intersects, interiors_meet]).
relation(equal_turned, box(0,0,2,0,2,2,0,2), box(2,2,2,0,0,0,0,2),
         [intersects, interiors_meet, covered_by, covers]).
relation(inside_along_edge, box(0,0,1,0,1,1,0,1), box(0,0,2,0,2,2,0,2),
         [intersects, interiors_meet, covered_by]).
relation(in_the_mouth_of_a_dart, box(3,2,4,2,4,2.5,3,2.5), box(0,0,2,2,0,4,6,2),
         [intersects, interiors_meet, covered_by]).
relation(behind_a_dart, box(0,1.5,1,1.5,1,2.5,0,2.5), box(0,0,2,2,0,4,6,2), []).
relation(straight_corner, box(0,0,1,0,2,0,1,2), box(1,-2,2,0,0,0,1,-1), [intersects, touches]).
relation(fills_the_hole, box(2,2,4,2,4,4,2,4), poly([[0,0,6,0,6,6,0,6], [2,2,2,4,4,4,4,2]]),
         [intersects, touches]).
relation(within_the_hole, box(2.5,2.5,3,2.5,3,3,2.5,3), poly([[0,0,6,0,6,6,0,6], [2,2,2,4,4,4,4,2]]), []).
relation(larger_than_the_hole, box(1,1,5,1,5,5,1,5), poly([[0,0,6,0,6,6,0,6], [2,2,2,4,4,4,4,2]]),
         [intersects, interiors_meet]).
relation(island_in_the_hole, poly([[0,0,9,0,9,9,0,9], [2,2,7,2,7,7,2,7], [3,3,6,3,6,6,3,6]]), box(4,4,5,4,5,5,4,5)
         ,
         [intersects, interiors_meet, covers]).
relation(two_parts_cover_along_the_seam, poly([[0,0,4,0,4,2,0,2]]), poly([[0,0,2,0,2,2,0,2], [3,0,5,0,5,2,3,2]])
         ,
         [intersects, interiors_meet]).
relation(parts_touch_in_points, poly([[0,0,2,0,2,2,0,2], [2,2,4,2,4,4,2,4]]), box(2,0,4,0,4,2,2,2),
         [intersects, touches]).
relation(line_through, line([[-1,1,3,1]]), box(0,0,2,0,2,2,0,2), [intersects, interiors_meet]).
relation(line_along_edge, line([[0,0,2,0]]), box(0,0,2,0,2,2,0,2), [intersects, touches, covered_by]).
relation(line_ends_on_edge, line([[1,2,1,5]]), box(0,0,2,0,2,2,0,2), [intersects, touches]).
relation(line_corner_to_corner, line([[0,0,2,2]]), box(0,0,2,0,2,2,0,2),
         [intersects, interiors_meet, covered_by]).
relation(lines_cross, line([[0,0,2,2]]), line([[0,2,2,0]]), [intersects, interiors_meet]).
relation(lines_end_to_end, line([[0,0,1,0]]), line([[1,0,2,0]]), [intersects, touches]).
relation(line_ends_in_the_middle, line([[1,0,1,1]]), line([[0,0,2,0]]), [intersects, touches]).
relation(closed_line_has_no_boundary, line([[0,0,2,0,1,1,0,0]]), line([[0,0,0,-1]]), [intersects, touches]).
relation(two_ends_are_no_boundary, line([[0,0,1,0], [1,0,2,0]]), line([[1,-1,1,1]]),
         [intersects, interiors_meet]).
relation(covered_by_several_edges, line([[0,0,4,0]]), line([[3,0,5,0], [-1,0,2,0,3,0]]),
         [intersects, interiors_meet, covered_by]).
relation(line_with_a_gap, line([[0,0,4,0]]), line([[0,0,1,0], [2,0,4,0]]),
         [intersects, interiors_meet, covers]).

holding(intersects, A, B) :- outline_intersects(A, B).
holding(touches, A, B) :- outline_touches(A, B).
holding(interiors_meet, A, B) :- outline_interiors_meet(A, B).
holding(covered_by, A, B) :- outline_covered_by(A, B).
holding(covers, A, B) :- outline_covered_by(B, A).

converse(covers, covered_by) :- !.
converse(covered_by, covers) :- !.
converse(Relation, Relation).

:- begin_tests(relations).

test(holds, [forall(relation(_, A, B, Expected)), Holds == Expected]) :-
    findall(R, holding(R, A, B), Holds).
test(converse, [forall(relation(_, A, B, Expected)), Holds == Sorted]) :-
    findall(R, (member(E, Expected), converse(E, R)), Converse),
    sort(Converse, Sorted),
    findall(R, holding(R, B, A), Holds0),
    sort(Holds0, Holds).
test(distance_is_0_when_they_meet, [forall(relation(_, A, B, [intersects|_])), D == 0.0]) :-
    outline_distance(A, B, D).
test(box_or_polygon, [forall((relation(_, A, B, Expected), as_polygon(A, P), as_polygon(B, Q))), Holds == Expected]) :-
    findall(R, holding(R, P, Q), Holds).

as_polygon(Box, poly([Ring])) :- compound_name_arguments(Box, box, Ring).

:- end_tests(relations).

:- begin_tests(exactness).

test(one_ulp_above_the_line, S == 1) :-
    Y is nexttoward(0.3, 1),
    orientation(0.0, 0.0, 1.0, 1.0, 0.3, Y, S).
test(on_the_line, S == 0) :-
    orientation(0.1, 0.1, 0.7, 0.7, 0.3, 0.3, S).
test(products_that_underflow, S == 1) :-
    orientation(0.0, 0.0, 1.0e-170, 0.0, 1.0e-170, 1.0e-170, S).
test(products_of_large_integers, S == -1) :-
    orientation(0, 0, 9007199254740991, 9007199254740990, 9007199254740990, 9007199254740989, S).
test(overlap_of_one_ulp, true) :-
    X is nexttoward(1.1, 2),
    outline_interiors_meet(box(0.1,0.1,X,0.1,X,1.1,0.1,1.1), box(1.1,0.1,2.1,0.1,2.1,1.1,1.1,1.1)),
    outline_touches(box(0.1,0.1,1.1,0.1,1.1,1.1,0.1,1.1), box(1.1,0.1,2.1,0.1,2.1,1.1,1.1,1.1)).

:- end_tests(exactness).

:- begin_tests(distance).

test(corner_to_corner, D == 5.0) :-
    outline_distance(box(0,0,4,0,4,2,0,2), box(7,6,9,6,9,8,7,8), D).
test(corner_to_edge, D == 1.5) :-
    outline_distance(box(0,0,4,0,4,4,0,4), box(5.5,2,7,0,9,2,7,4), D).
test(line_to_polygon, D == 2.0) :-
    outline_distance(line([[0,-2,9,-2]]), poly([[0,0,4,0,4,2]]), D).
test(inside_a_hole, D == 0.5) :-
    outline_distance(box(2.5,2.5,3,2.5,3,3,2.5,3), poly([[0,0,6,0,6,6,0,6], [2,2,2,4,4,4,4,2]]), D).
test(doubled_corner, D == 1.0) :-
    outline_distance(box(0,0,2,0,2,0,0,2), box(0,-3,2,-3,2,-1,0,-1), D).
test(within, true) :-
    A = box(0,0,4,0,4,2,0,2), B = box(7,6,9,6,9,8,7,8),
    outline_within(A, B, 5),
    \+ outline_within(A, B, 4.999999999999999),
    outline_within(A, B, 1.0e300).
test(within_0_of_the_container, true) :-
    outline_within(box(4,4,5,4,5,5,4,5), box(0,0,9,0,9,9,0,9), 0).
test(never_within_a_negative_radius, fail) :-
    outline_within(box(0,0,4,0,4,2,0,2), box(0,0,4,0,4,2,0,2), -1).
test(never_within_a_negative_radius_of_a_line, fail) :-
    outline_within(poly([[0,0,4,0,4,2]]), line([[0,0,4,0]]), -1).

:- end_tests(distance).

:- begin_tests(points_and_segments).

hole(poly([[0,0,6,0,6,6,0,6], [2,2,2,4,4,4,4,2]])).

test(point, Covered == [1-1, 0-3, 2-3, 6-6]) :-
    hole(H),
    findall(X-Y, (member(X-Y, [1-1, 3-3, 0-3, 2-3, 6-6, 7-3]), outline_covers_point(H, X, Y)), Covered).
test(point_of_a_dart, true) :-
    outline_covers_point(box(0,0,2,2,0,4,6,2), 2, 2),
    \+ outline_covers_point(box(0,0,2,2,0,4,6,2), 1.5, 2).
test(point_of_a_line, true) :-
    outline_covers_point(line([[0,0,4,4]]), 1, 1),
    \+ outline_covers_point(line([[0,0,4,4]]), 1, 2).
test(segment_in_the_hole, fail) :-
    hole(H), outline_meets_segment(H, 2.5, 2.5, 3.5, 3.5).
test(segment_in_the_area, true) :-
    hole(H), outline_meets_segment(H, 1, 1, 1, 1).
test(segment_past_a_corner, fail) :-
    outline_meets_segment(box(0,0,2,0,2,2,0,2), 1, 4, 4, 1).
test(segment_at_a_corner, true) :-
    outline_meets_segment(box(0,0,2,0,2,2,0,2), 1, 3, 3, 1).
test(segment_along_an_edge, true) :-
    outline_meets_segment(box(0,0,4,0,4,2,0,2), 1, 0, 2, 0).
test(segment_inside, true) :-
    outline_meets_segment(box(0,0,4,0,4,2,0,2), 1, 1, 2, 1).
test(bounds, b(A,B,C,D) == b(-1,0,5,7)) :-
    outline_bounds(line([[0,0,5,1], [-1,7,2,2]]), A, B, C, D).

:- end_tests(points_and_segments).
