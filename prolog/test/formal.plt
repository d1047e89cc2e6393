:- use_module(library(plunit)).
:- use_module('../english/formal').
:- use_module('../english/tokens').
:- use_module(small).

/*  What the formal register says: said(Formula, Text). Each text is read as the formula again.  */

said(exists([x], class(ship, x)), 'there is a ship X').
said(exists([x], attr(flooded, x)), 'there is something X such that X is flooded').
said(exists([x], and([class(ship, x), rel(near, [x, y], default), not(attr(flooded, x))])),
     'which Y: there is a ship X such that (X is near Y and X is not flooded)').
said(exists([x, y], and([class(ship, x), class(harbor, y), rel(near, [x, y], metric(50, 1))])),
     'there is a ship X and a harbor Y such that X is within 50 m of Y').
said(and([exists([x], class(ship, x)), exists([y], class(harbor, y))]), 'there is a ship X and there is a harbor Y').
said(not(exists([x], class(ship, x))), 'there is no ship X').
said(not(exists([x], attr(flooded, x))), 'there is nothing X such that X is flooded').
said(not(exists([x, y], rel(near, [x, y], default))),
     'it is not the case that there is something X and something Y such that X is near Y').
said(exists(>=, 3, x, class(ship, x)), 'there are at least 3 ships X').
said(exists(=, 1, x, attr(flooded, x)), 'there is exactly 1 thing X such that X is flooded').
said(exists(<, 2, x, and([class(small_vehicle, x), attr(flooded, x)])),
     'there are fewer than 2 small vehicles X such that X is flooded').
said(forall([x], implies(class(ship, x), exists([y], and([class(harbor, y), rel(near, [x, y], default)])))),
     'for every ship X, there is a harbor Y such that X is near Y').
said(forall([x], implies(and([class(ship, x), attr(flooded, x)]), rel(near, [x, y], default))),
     'which Y: for every ship X such that X is flooded, X is near Y').
said(forall([x], attr(flooded, x)), 'for everything X, X is flooded').
said(forall([x, y], implies(and([class(ship, x), class(ship, y)]), cmp(=, var(x), var(y)))),
     'for every ship X and every ship Y, X is the same as Y').
said(implies(exists([x], class(ship, x)), exists([x], class(harbor, x))),
     'if there is a ship X then there is a harbor X').
said(xor(class(ship, x), class(harbor, x)), 'which X: either X is a ship or X is a harbor but not both').
said(iff(attr(flooded, x), class(ship, x)), 'which X: X is flooded exactly when X is a ship').
said(or([class(ship, x), and([class(harbor, x), attr(flooded, x)])]),
     'which X: X is a ship or (X is a harbor and X is flooded)').
said(rel(between, [x, y, z], default), 'which X, Y, Z: X is between Y and Z').
said(not(rel(contains, [x, y], default)), 'which X, Y: X does not contain Y').
said(rel(overlaps, [x, y], default), 'which X, Y: X overlaps Y').
said(rel(far, [x, y], num(20)), 'which X, Y: X is far from Y with a radius of 20 px').
said(rel(near, [x, y], op(+, num(20), col(length, x))), 'which X, Y: X is within (20 px plus the length of X) of Y').
said(cmp(\=, var(x), var(y)), 'which X, Y: X is other than Y').
said(cmp(>, col(area, x), metric(500, 2)), 'which X: the area of X is more than 500 m²').
said(cmp(>, col(area, x), num(500)), 'which X: the area of X is more than 500 px²').
said(cmp(<, col(angle, x), num(30)), 'which X: the angle of X is less than 30 degrees').
said(cmp(=<, distance(x, y), num(30)), 'which X, Y: the distance between X and Y is at most 30 px').
said(cmp(>=, centre_distance(x, y), metric(0.5, 1)),
     'which X, Y: the distance between the centers of X and Y is at least 0.5 m').
said(cmp(>, op(*, num(2), count(x, and([class(ship, x), attr(flooded, x)]))), count(x, class(ship, x))),
     'the value of (2 times the number of ships X such that (X is flooded)) is more than the number of ships X').
said(cmp(<, abs(op(-, col(cx, x), col(cx, y))), num(10)),
     'which X, Y: the absolute value of (the x position of X minus the x position of Y) is less than 10 px').
said(cmp(=, col(score, x), neg(num(0.00001))), 'which X: the score of X is equal to minus 0.00001').
said(cmp(=, col(score, x), num(-1.5)), 'which X: the score of X is equal to negative 1.5').
said(cmp(=, metric(1.0e20, 3), num(0)), '100000000000000000000 m to the power of 3 is equal to 0').
said(cmp(<, image(gsd), num(0.5)), 'the ground sample distance of the image is less than 0.5').
said(tcmp(>=, image(date), text('2020-05')), 'the date of the image is at or after "2020-05"').
said(tcmp(=, value(flag, x), text('Malta')), 'which X: the flag of X is "Malta"').
said(cmp(>, value(storeys, x), num(3)), 'which X: the storeys of X is more than 3').
said(cmp(>, value(length_m, x), num(3)), 'which X: the length in metres of X is more than 3').
%   Names without a label of their own, or with one that means something else,
said(exists(>=, 2, x, class(zebra, x)), 'there are at least 2 "zebra" X').
said(attr(odd, x), 'which X: X is "odd"').
said(rel(odd, [x, y], default), 'which X, Y: the relation "odd" holds of (X, Y)').
said(cmp(=, value(area, x), value('say "hi"', x)), 'which X: the "area" of X is equal to the “say "hi"” of X').
%   odd names of variables,
said(rel(near, [boat, x], default), 'which Y called "boat", X: Y is near X').
said(class(ship, i), 'which X called "i": X is a ship').
%   texts with quotation marks, and what no formula written by a person has.
said(tcmp(=, value(flag, x), text('a"b\u201Dc')), 'which X: the flag of X is “a"b” "\u201Dc"').
said(tcmp(\=, value(flag, x), text('')), 'which X: the flag of X is not ""').
said(and([]), 'no condition').
said(or([class(ship, x)]), 'which X: X is a ship or no alternative').
said(forall([], exists([], class(ship, x))), 'which X: always there is such that X is a ship').
said(exists([x], and([class(ship, x), and([attr(flooded, x), class(ship, x)])])),
     'there is something X such that (X is a ship and (X is flooded and X is a ship))').

:- begin_tests(formal, [setup(small_kb(_))]).

test(said, [forall(said(Source, Text)), true(Said == Text)]) :-
    formal_text(kb_small, Source, Said).
test(read, [forall(said(Source, Text)), true(Read =@= Expected)]) :-
    text_tokens(Text, Tokens),
    formal_formula(kb_small, Tokens, Read0),
    floats(Read0, Read), floats(Source, Expected0),
    (   Source = rel(near, [boat|_], _) -> Expected = rel(near, [boat, x], default) ; Expected = Expected0 ),
    !.
test(unread, [forall(member(Text, ['', ship, 'there is a ship', 'there is a ship X such that', 'there is a zebra X',
                                   'X is', 'X is near', 'there is a ship X and', 'which X: ship'])), fail]) :-
    text_tokens(Text, Tokens),
    formal_formula(kb_small, Tokens, _).

floats(N, M), number(N) => M is float(N).
floats(T, U), compound(T) => T =.. [F|As], maplist(floats, As, Bs), U =.. [F|Bs].
floats(T, U) => U = T.

:- end_tests(formal).
