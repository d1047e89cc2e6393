:- module(rune_english_relation_words, [ relation_between//1 ]).
:- use_module(chart).
:- use_module(quantity).

/** <module> The words between two things: `near`, `to the left of`, `within 50 m of`, `contained in`

The labels of the ontology's relations, and what people say for the relations that RUNE itself has.
*/

%!  relation_between(-Relation)// is nondet.
%
%   Relation is what related/4 of meaning.pl takes.

relation_between(R) --> opt_exactly, bare_relation(R).

bare_relation(R) --> lex(relation(R, prep)).
bare_relation(R) --> lex(relation(R, verb(ing))).
bare_relation(inverse(R)) --> lex(relation(R, verb(passive))), one_of([by, in, within]).
bare_relation(R) --> { said(R, Phrases) }, one_of(Phrases).
bare_relation(within(D)) --> { within_words(Before, After) }, ws(Before), quantity(length, D), one_of(After).
bare_relation(within(D)) --> one_of([[within, a], [in, a]]), quantity(length, D), one_of([[radius, of], [radius,
        around], [distance, of]]).
bare_relation(within(D)) --> one_of([[within, a, radius, of], [in, a, radius, of], [within, a, distance, of]]),
    quantity(length, D), one_of([of, around, from]).
bare_relation(beyond(>, D)) --> one_of([[more, than], [further, than], [farther, than], over, beyond, [not, within],
                                        [greater, than]]),
    quantity(length, D), one_of([[away, from], from, of, off, [off, of]]).
bare_relation(beyond(>=, D)) --> one_of([[at, least], [no, less, than], [no, closer, than], [not, less, than]]),
    quantity(length, D),
    one_of([[away, from], from, [of]]).

opt_exactly --> [].
opt_exactly --> one_of([right, directly, just, immediately, situated, located, somewhere, found]).

within_words([within], [of, from, [distance, of]]).
within_words([less, than], [from, [away, from], of]).
within_words([under], [from, [away, from]]).
within_words([inside], [of]).
within_words([], [or, less, from]).
within_words([closer, than], [to, from]).
within_words([no, more, than], [from, [away, from], of]).
within_words([not, more, than], [from, [away, from], of]).
within_words([at, most], [from, [away, from], of]).
within_words([up, to], [from, [away, from]]).
within_words([no, further, than], [from, [away, from]]).
within_words([no, farther, than], [from, [away, from]]).
within_words([nearer, than], [to]).
within_words([near, within], [of]).

said(near, [by, at, around, [close, by], [near, to], [in, the, vicinity, of], [in, proximity, to], [in, close,
        proximity, to],
            [in, the, neighborhood, of], along, [nearby], [not, far, from], [in, the, area, of], [tied, up, at],
    [docked, in],
            [moored, in], [along, side]]).
said(adjacent, [[right, next, to], [directly, next, to], [next, door, to], [bordering, on], [side, by, side, with],
                [neighboring]]).
said(inside, [into, [within, the, bounds, of], [in, the, middle, of], [within, the, area, of]]).
said(on, [atop, upon, onto, [on, top, of]]).
said(intersects, [over, across, spanning, through, crossing]).
said(far, [[far, away, from], [away, from], [a, long, way, from], [distant, from], [nowhere, near], [not, close, to],
           [well, away, from]]).
said(left_of, [[on, the, left, side, of], [on, the, left, hand, side, of], [to, the, left, side, of], [to, the, left,
        of], [left, from],
               [on, the, west, side, of], [to, the, west, of], [on, the, western, side, of], [west, from]]).
said(right_of, [[on, the, right, side, of], [on, the, right, hand, side, of], [to, the, right, of], [right, from],
                [on, the, east, side, of], [to, the, east, of], [on, the, eastern, side, of]]).
said(above, [[on, the, north, side, of], [to, the, north, of], [on, the, northern, side, of], [higher, than], [up,
        from]]).
said(below, [[on, the, south, side, of], [to, the, south, of], [on, the, southern, side, of], under, [lower, than]]).
said(parallel_to, [[aligned, with], [in, parallel, with], [in, parallel, to], [running, parallel, to], [running,
        parallel, with]]).
said(perpendicular_to, [[at, a, right, angle, to], [at, right, angles, with]]).
