:- module(rune_relations,
          [ relation_rule/3,            % +Name, -Params, -Body
            relation_definition/3,      % +Name, -Params, -Source
            relation_radius/2,          % +Name, -Default
            relation_measures/3,        % +Name, -Params, -Measures
            relation_degree/4,          % +Name, -Params, -Degree, -Body
            column/1                    % ?Column
          ]).

/** <module> The rules of the spatial relations

A relation is declared in ontology/rune.ttl (name, arity, label, inverse, symmetry); here stands its rule.
What has an inverse with a rule (`right_of`, `contains`) needs none of its own. Frame: x right, y down, pixels.

A rule is rule(Name, Params, Body). Body is a Prolog goal in which `Column(Param)` stands for a column of the
detection (see column/1) and `image(Column)` for one of the image; the compiler replaces them by variables and
puts the goal into the query, so a rule costs no call. Bounding boxes are compared first.

measures/3 says what a proof tells of the relation, m(Label, Expression, Unit, Op, Bound): what was measured, and
what was asked of it (Op `none`: nothing). gap(O, P) is the distance between two outlines.

degree(Name, Params, Degree, Body) grades a relation: with the option soft(true) its Body, written like that of a rule,
binds Degree, above 0 and at most 1, or fails where the degree is 0 (docs/scoring.md, "Soft relations"). What is true
by the rule has the degree 1.

A relation whose meaning needs a quantifier is a definition/3 instead: a source formula (see formula.pl) that
is unfolded, so that scores and proofs see through it.
*/

:- multifile rule/3, definition/3, radius/2, measures/3, degree/4.
:- dynamic rule/3, definition/3, radius/2, measures/3, degree/4.

%!  column(?Column) is nondet.
%
%   The columns of a detection: its number in the image, score and class; the centre; the bounding box; area
%   (px^2), length and width (px), angle of the long axis (degrees from x towards y, in [0, 180)); its outline.

column(id).     column(score).  column(class).
column(cx).     column(cy).
column(minx).   column(miny).   column(maxx).   column(maxy).
column(area).   column(length). column(width).  column(angle).
column(outline).

%!  relation_rule(+Name, -Params, -Body) is semidet.

relation_rule(Name, Params, Body) :-
    rule(Name, Params, Body),
    !.

%!  relation_definition(+Name, -Params, -Source) is semidet.

relation_definition(Name, Params, Source) :-
    definition(Name, Params, Source),
    !.

%!  relation_radius(+Name, -Default) is semidet.
%
%   The relation takes a distance; Default is the goal expression when none is given.

relation_radius(Name, Default) :-
    radius(Name, Default),
    !.

%!  relation_measures(+Name, -Params, -Measures:list) is det.
%
%   Of a relation that says nothing of its measures: the distance of its first two.

relation_measures(Name, Params, Measures) :-
    (   measures(Name, Params0, Measures0)
    ->  Params = Params0, Measures = Measures0
    ;   relation_rule(Name, Params, _), Params = [A, B|_]
    ->  Measures = [m(distance(A, B), gap(outline(A), outline(B)), px, none, none)]
    ;   Measures = []
    ).

%!  relation_degree(+Name, -Params, -Degree, -Body) is semidet.
%
%   The relation is graded.

relation_degree(Name, Params, Degree, Body) :-
    degree(Name, Params, Degree, Body),
    !.

% -- by distance ---------------------------------------------------------------------------------------------

radius(near, image(near_radius)).

rule(near, [A, B, R],
     ( id(A) =\= id(B),
       minx(A)-maxx(B) =< R, minx(B)-maxx(A) =< R,
       miny(A)-maxy(B) =< R, miny(B)-maxy(A) =< R,
       rune_geometry:outline_within(outline(A), outline(B), R) )).

%   1 up to the radius, falling to 0 at twice that. (No 2*R: it may overflow.)
degree(near, [A, B, R], Degree,
       ( id(A) =\= id(B),
         minx(A)-maxx(B)-R =< R, minx(B)-maxx(A)-R =< R,
         miny(A)-maxy(B)-R =< R, miny(B)-maxy(A)-R =< R,
         rune_geometry:outline_distance(outline(A), outline(B), D),
         (   D =< R
         ->  Degree = 1.0
         ;   D-R < R, Degree is 2.0-D/R, Degree > 0.0
         ) )).

measures(near, [A, B, R], [m(distance(A, B), gap(outline(A), outline(B)), px, =<, R)]).

rule(far, [A, B],
     ( R is 4*image(near_radius),
       (   ( minx(A)-maxx(B) > R ; minx(B)-maxx(A) > R ; miny(A)-maxy(B) > R ; miny(B)-maxy(A) > R )
       ->  true
       ;   \+ rune_geometry:outline_within(outline(A), outline(B), R)
       ) )).

%   0 up to two radii, rising to 1 at four.
degree(far, [A, B], Degree,
       ( R is 2*image(near_radius),
         (   ( minx(A)-maxx(B) > 2*R ; minx(B)-maxx(A) > 2*R ; miny(A)-maxy(B) > 2*R ; miny(B)-maxy(A) > 2*R )
         ->  Degree = 1.0
         ;   rune_geometry:outline_distance(outline(A), outline(B), D),
             (   D > 2*R
             ->  Degree = 1.0
             ;   D > R, Degree is D/R-1.0, Degree > 0.0
             )
         ) )).

measures(far, [A, B], [m(distance(A, B), gap(outline(A), outline(B)), px, >, 4*image(near_radius))]).

definition(adjacent, [x, y],
           and([ rel(near, [x, y], default),
                 not(exists([z], rel(between, [z, x, y], default))) ])).

% -- by centres: within the 90 degree cone of the direction --------------------------------------------------

rule(left_of, [A, B],
     ( cx(A) < cx(B), abs(cx(A)-cx(B)) >= abs(cy(A)-cy(B)) )).
rule(above, [A, B],
     ( cy(A) < cy(B), abs(cy(A)-cy(B)) > abs(cx(A)-cx(B)) )).

measures(left_of, [A, B],
         [ m(cx(A), cx(A), px, <, cx(B)),
           m(dx(A, B), abs(cx(A)-cx(B)), px, >=, abs(cy(A)-cy(B))) ]).
measures(above, [A, B],
         [ m(cy(A), cy(A), px, <, cy(B)),
           m(dy(A, B), abs(cy(A)-cy(B)), px, >, abs(cx(A)-cx(B))) ]).

% -- by outlines ---------------------------------------------------------------------------------------------

rule(inside, [A, B],
     ( id(A) =\= id(B),
       minx(A) >= minx(B), maxx(A) =< maxx(B), miny(A) >= miny(B), maxy(A) =< maxy(B),
       rune_geometry:outline_covered_by(outline(A), outline(B)) )).
rule(overlaps, [A, B],
     ( id(A) =\= id(B),
       minx(A) =< maxx(B), minx(B) =< maxx(A), miny(A) =< maxy(B), miny(B) =< maxy(A),
       rune_geometry:outline_interiors_meet(outline(A), outline(B)) )).
rule(touches, [A, B],
     ( minx(A) =< maxx(B), minx(B) =< maxx(A), miny(A) =< maxy(B), miny(B) =< maxy(A),
       rune_geometry:outline_touches(outline(A), outline(B)) )).
rule(intersects, [A, B],
     ( minx(A) =< maxx(B), minx(B) =< maxx(A), miny(A) =< maxy(B), miny(B) =< maxy(A),
       rune_geometry:outline_intersects(outline(A), outline(B)) )).
rule(on, [A, B],
     ( cx(A) >= minx(B), cx(A) =< maxx(B), cy(A) >= miny(B), cy(A) =< maxy(B),
       rune_geometry:outline_covers_point(outline(B), cx(A), cy(A)) )).
rule(between, [A, B, C],
     ( id(A) =\= id(B), id(A) =\= id(C), id(B) =\= id(C),
       minx(A) =< max(cx(B), cx(C)), maxx(A) >= min(cx(B), cx(C)),
       miny(A) =< max(cy(B), cy(C)), maxy(A) >= min(cy(B), cy(C)),
       rune_geometry:outline_meets_segment(outline(A), cx(B), cy(B), cx(C), cy(C)) )).

% -- by size and direction -----------------------------------------------------------------------------------

rule(larger_than, [A, B],
     ( area(A) > area(B) )).
rule(parallel_to, [A, B],
     ( min(abs(angle(A)-angle(B)), 180-abs(angle(A)-angle(B))) =< 15 )).
rule(perpendicular_to, [A, B],
     ( abs(min(abs(angle(A)-angle(B)), 180-abs(angle(A)-angle(B))) - 90) =< 15 )).

measures(larger_than, [A, B], [m(area(A), area(A), px2, >, area(B))]).
measures(parallel_to, [A, B],
         [m(turn(A, B), min(abs(angle(A)-angle(B)), 180-abs(angle(A)-angle(B))), deg, =<, 15)]).
measures(perpendicular_to, [A, B],
         [m(turn(A, B), min(abs(angle(A)-angle(B)), 180-abs(angle(A)-angle(B))), deg, >=, 75)]).
