:- module(rune_english_relation_words, [ relation_between//1 ]).
:- use_module(chart).
:- use_module(quantity).

/** <module> The words between two things: `near`, `to the left of`, `within 50 m of`, `contained in`

The labels of the ontology's relations, and what people say for the relations that RUNE itself has.
*/

%!  relation_between(-Relation)// is nondet.
%
%   Relation is what related/4 of meaning.pl takes.

relation_between(R) -->
    opt("right | directly | just | immediately | situated | located | somewhere | found"),
    bare_relation(R).

bare_relation(R) --> lex(relation(R, prep)).
bare_relation(R) --> lex(relation(R, verb(ing))).
bare_relation(inverse(R)) --> lex(relation(R, verb(passive))), any("by | in | within").
bare_relation(R) --> said(R).
bare_relation(within(D)) --> up_to(D).
bare_relation(beyond(Op, D)) --> farther(Op), quantity(length, D), any("away from | from | of | off | off of").

up_to(D) --> any("within | near within | inside"), quantity(length, D), any("of | from | distance of").
up_to(D) --> any("less than | no more than | not more than | at most | up to | no further than | no farther than | under"),
    quantity(length, D), any("from | away from | of").
up_to(D) --> any("closer than | nearer than"), quantity(length, D), any("to | from").
up_to(D) --> quantity(length, D), any("or less from | at most from").
up_to(D) --> any("within a | in a"), quantity(length, D), any("radius of | radius around | distance of").
up_to(D) --> any("within a radius of | in a radius of | within a distance of"), quantity(length, D),
    any("of | around | from").

farther(>) --> any("more than | further than | farther than | over | beyond | not within | greater than").
farther(>=) --> any("at least | no less than | no closer than | not less than").

%   said(-Relation)//: what no label of the ontology says.
said(near) --> any("by | at | round | around | close by | near to | in the vicinity of | in proximity to | in close proximity to | \c
                    in the neighborhood of | along | along side | nearby | not far from | in the area of | tied up at | \c
                    docked in | moored in").
said(adjacent) --> any("right next to | directly next to | next door to | bordering on | side by side with | neighboring").
said(inside) --> any("into | within the bounds of | in the middle of | within the area of").
said(on) --> any("atop | upon | onto").
said(intersects) --> any("over | across | spanning | through | crossing").
said(far) --> any("far away from | away from | a long way from | distant from | nowhere near | not close to | well away from").
said(left_of) --> any("on the left side of | on the left hand side of | to the left side of | left from | \c
                       on the west side of | on the western side of | west from").
said(right_of) --> any("on the right side of | on the right hand side of | to the right side of | right from | \c
                        on the east side of | on the eastern side of | east from").
said(above) --> any("on the north side of | on the northern side of | higher than | up from").
said(below) --> any("on the south side of | on the southern side of | under | lower than").
said(parallel_to) --> any("aligned with | in parallel with | in parallel to | running parallel to | running parallel with").
said(perpendicular_to) --> any("at a right angle to | at right angles with").
