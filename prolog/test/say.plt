:- use_module(library(plunit)).
:- use_module('../english').
:- use_module('../english/say').
:- use_module('../english/formal').
:- use_module(small).

/*  What is said of a formula: said(Formula, Text). Made with what is there, then read through; where the grammar does
    not take what a person would say for the formula it is the formal register's text.  */

said(exists([x], class(ship, x)), 'there is a ship').
said(exists([x], class(small_vehicle, x)), 'there is a small vehicle').
said(exists([x], attr(flooded, x)), 'there is a flooded object').
said(exists([x], and([class(vehicle, x), attr(flooded, x)])), 'there is a flooded vehicle').
said(exists([x], and([class(ship, x), not(attr(flooded, x))])), 'there is a ship that is not flooded').
said(exists([x], and([class(vehicle, x), not(class(small_vehicle, x))])),
     'there is a vehicle that is not a small vehicle').
said(exists([x], and([or([class(ship, x), class(harbor, x)]), attr(flooded, x)])),
     'a flooded object is either a ship or a harbor').
said(exists([x, y], and([class(ship, x), class(harbor, y)])), 'there is a ship and there is a harbor').
said(and([exists([x], class(ship, x)), not(exists([y], class(harbor, y)))]),
          'there is a ship and there is no harbor').
said(or([exists([x], class(ship, x)), exists([x], class(harbor, x))]), 'either there is a ship or there is a harbor').
said(and([or([exists([x], class(ship, x)), exists([x], class(harbor, x))]), exists([x], class(vehicle, x))]),
     'there is a vehicle and either there is a ship or there is a harbor').
said(implies(exists([x], class(ship, x)), exists([y], class(harbor, y))),
     'if there is a ship, then there is a harbor').
said(not(and([exists([x], class(ship, x)), exists([x], class(harbor, x))])),
     'it is not the case that (there is a ship X and there is a harbor X)').
said(not(exists([x], class(ship, x))), 'there is no ship').
said(exists(>=, 3, x, class(ship, x)), 'there are at least 3 ships').
said(exists(=, 1, x, class(ship, x)), 'there is exactly 1 ship').
said(exists(=<, 2, x, class(small_vehicle, x)), 'there are at most 2 small vehicles').
said(exists(>, 2, x, and([class(vehicle, x), attr(flooded, x)])), 'more than 2 vehicles are flooded').
said(exists(<, 5, x, and([class(ship, x), exists([y], and([class(harbor, y), rel(near, [x, y], default)]))])),
     'fewer than 5 ships are near a harbor').
said(exists([x, y], and([class(ship, x), class(harbor, y), rel(near, [x, y], default)])),
          'there is a ship near a harbor').
said(exists([x, y], and([class(ship, x), class(harbor, y), rel(left_of, [y, x], default)])),
     'there is a ship right of a harbor').
said(exists([x, y], and([class(ship, x), class(harbor, y), rel(near, [y, x], metric(50.0, 1))])),
     'there is a ship within 50 m of a harbor').
said(exists([x, y], and([class(ship, x), class(harbor, y), rel(near, [y, x], num(20))])),
     'there is a ship within 20 px of a harbor').
said(exists([x, y], and([class(ship, x), class(harbor, y), cmp(>, distance(x, y), metric(50, 1))])),
     'there is a ship more than 50 m from a harbor').
said(exists([x, y], and([class(harbor, x), class(ship, y), rel(contains, [x, y], default)])),
     'there is a harbor that contains a ship').
said(exists([x, y], and([class(harbor, x), class(ship, y), not(rel(contains, [x, y], default))])),
     'there is a harbor X and a ship Y such that X does not contain Y').
said(exists([x, y], and([class(ship, x), class(ship, y), cmp(\=, var(x), var(y)), rel(near, [x, y], default)])),
     'at least 2 ships are near each other').
said(exists([x, y], and([class(ship, x), class(ship, y), cmp(\=, var(x), var(y)), rel(larger_than, [x, y],
          default)])),
     'there is a ship larger than another ship').
said(exists([x, y, z], and([class(ship, x), class(harbor, y), class(vehicle, z), rel(between, [x, y, z], default)])),
     'there is a ship between a harbor and a vehicle').
said(exists([x, y, z], and([class(ship, x), class(harbor, y), class(vehicle, z), rel(near, [x, y], default),
          rel(near, [y, z], default)])),
     'there is a harbor that is near a ship and is near a vehicle').
said(exists([x, y, z], and([class(ship, x), class(harbor, y), class(vehicle, z), rel(near, [x, y], default),
          rel(left_of, [x, z], default)])),
     'there is a ship that is near a harbor and is left of a vehicle').
said(exists([x, y, z], and([class(ship, x), class(harbor, y), class(vehicle, z), attr(flooded, z), rel(near, [x, y],
          default), rel(left_of, [y, z], default)])),
     'there is a harbor that is near a ship and is left of a flooded vehicle').
said(exists([x, y], and([class(ship, x), class(harbor, y), rel(near, [x, y], default), rel(larger_than, [y, x],
          default)])),
     'there is a harbor larger than a ship near it').
said(exists([x], and([class(ship, x), not(exists([y], and([class(harbor, y), rel(near, [x, y], default)])))])),
     'there is a ship that is not near a harbor').
said(exists([x], and([class(harbor, x), exists(>=, 3, y, and([class(ship, y), rel(near, [y, x], default)]))])),
     'there is a harbor near at least 3 ships').
said(exists([x], and([class(harbor, x), exists(=, 2, y, and([class(ship, y), rel(contains, [x, y], default)]))])),
     'there is a harbor that contains exactly 2 ships').
said(exists([x], and([class(ship, x), forall([y], implies(and([class(ship, y), cmp(\=, var(y), var(x))]),
          rel(larger_than, [x, y], default)))])),
     'there is a ship larger than every other ship').
said(exists([x], and([class(ship, x), or([attr(flooded, x), exists([y], and([class(harbor, y), rel(near, [x, y],
          default)]))])])),
     'there is a ship either flooded or near a harbor').
said(exists([x], and([class(ship, x), cmp(>=, col(score, x), num(0.8))])),
          'there is a ship with a score of at least 0.8').
said(exists([x], and([class(ship, x), cmp(>, col(area, x), metric(500, 2))])),
     'there is a ship with an area of more than 500 m²').
said(exists([x], and([class(ship, x), cmp(<, num(40), col(length, x))])),
     'there is a ship with a length of more than 40 px').
said(exists([x], and([class(ship, x), cmp(=<, col(angle, x), num(30))])),
     'there is a ship with an angle of at most 30 degrees').
said(exists([x], and([class(ship, x), cmp(>, value(length_m, x), num(3))])),
     'there is a ship with a length in metres of more than 3').
said(exists([x, y], and([class(ship, x), class(vehicle, y), cmp(>, col(length, x), col(length, y))])),
     'there is a ship longer than a vehicle').
said(exists([x], and([class(ship, x), cmp(>, op(/, col(length, x), col(width, x)), num(4))])),
     'there is a ship with a length to width ratio of more than 4').
said(exists([x], and([class(ship, x), cmp(<, col(cx, x), op(/, image(width), num(2)))])),
          'there is a ship in the left half').
said(exists([x, y], and([class(ship, x), not(exists([z], and([class(ship, z), cmp(>, col(area, z), col(area,
          x))]))), class(harbor, y), rel(near, [x, y], default)])),
     'the largest ship is near a harbor').
said(exists([x, y], and([class(harbor, x), class(ship, y), not(exists([z], and([class(ship, z), cmp(<, col(length,
          z), col(length, y))]))), rel(near, [x, y], default)])),
     'the shortest ship is near a harbor').
said(forall([x], implies(class(ship, x), exists([y], and([class(harbor, y), rel(near, [x, y], default)])))),
     'every ship is near a harbor').
said(forall([x], implies(class(ship, x), attr(flooded, x))), 'every ship is flooded').
said(forall([x], implies(and([class(vehicle, x), attr(flooded, x)]), class(small_vehicle, x))),
     'every flooded vehicle is a small vehicle').
said(forall([x], class(ship, x)), 'everything is a ship').
said(forall([x, y], implies(and([class(ship, x), class(harbor, y)]), rel(near, [x, y], default))),
     'every ship is near every harbor').
said(not(forall([x], implies(class(ship, x), attr(flooded, x)))), 'not every ship is flooded').
said(forall([x], implies(exists([y], and([class(harbor, y), rel(near, [x, y], default)])), class(ship, x))),
     'every object near a harbor is a ship').
said(not(exists([x, y], and([class(ship, x), class(harbor, y), rel(near, [x, y], default)]))),
          'no ship is near a harbor').
said(exists(=, 1, x, and([class(ship, x), not(exists([y], and([class(harbor, y), rel(near, [x, y], default)])))])),
     'exactly 1 ship is not near a harbor').
said(cmp(>, count(x, class(ship, x)), count(y, class(harbor, y))), 'there are more ships than harbors').
said(cmp(<, count(x, class(ship, x)), count(y, class(harbor, y))), 'there are fewer ships than harbors').
said(cmp(=, count(x, class(ship, x)), count(y, class(harbor, y))), 'there are as many ships as harbors').
said(cmp(=, count(x, class(ship, x)), op(*, num(2), count(y, class(harbor, y)))),
          'there are twice as many ships as harbors').
said(cmp(>=, count(x, class(ship, x)), num(3)), 'the number of ships is at least 3').
said(cmp(>, op(*, num(2), count(x, and([class(ship, x), attr(flooded, x)]))), count(y, class(ship, y))),
     'more than half of the ships are flooded').
said(cmp(>=, op(*, num(3), count(x, and([class(ship, x), exists([z], and([class(harbor, z), rel(near, [x, z],
          default)]))]))), count(y, class(ship, y))),
     'at least a third of the ships are near a harbor').
said(cmp(>, op(*, num(2), count(x, and([class(vehicle, x), class(small_vehicle, x)]))), count(y, class(vehicle, y))),
     'more than half of the vehicles are small vehicles').
said(tcmp(>, image(date), text('2020')), 'the image was taken after 2020').
said(and([tcmp(>=, image(date), text('2020-05')), tcmp(=<, image(date), text('2020-08')), exists([x], class(ship,
          x))]),
     'the image was taken between 2020-05 and 2020-08 and there is a ship').
said(cmp(<, image(gsd), num(0.5)), 'the image has a resolution better than 0.5 m').
said(exists([x, y, z], and([class(ship, x), class(ship, y), class(ship, z), rel(near, [x, y], default), rel(near,
          [x, z], default), rel(near, [y, z], default)])),
     'at least 3 ships are near each other').
said(exists([x, y, z], and([class(ship, x), class(ship, y), class(ship, z), rel(between, [y, x, z], default)])),
     'there is a ship between a ship and a ship').
said(exists([x], and([class(ship, x), exists([y], and([class(vehicle, y), rel(left_of, [y, x], default)])),
          exists([y], and([class(vehicle, y), rel(right_of, [y, x], default)]))])),
     'there is a ship that is right of a vehicle and is left of a vehicle').
said(exists([x], and([class(harbor, x), forall([y], implies(and([class(ship, y), rel(near, [y, x], default)]),
          attr(flooded, y)))])),
     'there is a harbor, and every ship near it is flooded').
said(exists([x], and([class(harbor, x), exists([y], and([class(ship, y), rel(inside, [y, x], default)]))])),
     'there is a ship inside a harbor').
said(class(ship, x), 'which X: X is a ship').
said(and([class(ship, x), not(exists([y], and([class(harbor, y), rel(near, [x, y], default)])))]),
     'which X: X is a ship and there is no harbor Y such that X is near Y').
said(exists([x], class(ship, x))xor exists([x], class(harbor, x)),
     'either there is a ship X or there is a harbor X but not both').
said(exists([x, y], and([class(ship, x), class(ship, y), cmp(=, col(area, x), col(area, y))])),
     'there is a ship X and a ship Y such that the area of X is equal to the area of Y').

%   The register each is in.
natural(Source, Text) :- said(Source, Text), \+ formal_text(kb_small, Source, Text).

:- begin_tests(say, [setup(small_kb(_))]).

test(said, [forall(said(Source, Text)), true(Said == Text)]) :-
    say_english(kb_small, Source, Said).
test(read, [forall(natural(Source, Text))]) :-
    reads_as(kb_small, Text, Source),
    !.
test(natural, true(N > 65)) :-
    aggregate_all(count, natural(_, _), N).
%   What the grammar takes for something else is not said so.
test(not_meant, fail) :-
    reads_as(kb_small, 'there is a ship', exists([x], class(harbor, x))).
test(not_meant, fail) :-
    reads_as(kb_small, 'every ship is near a harbor',
             exists([y], and([class(harbor, y), forall([x], implies(class(ship, x), rel(near, [x, y], default)))]))).
test(not_read, fail) :-
    reads_as(kb_small, 'the zebra sings', exists([x], class(ship, x))).

:- end_tests(say).
