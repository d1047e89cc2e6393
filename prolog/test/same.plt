:- use_module(library(plunit)).
:- use_module('../english/same').
:- use_module(small).

/*  Which formulas are one said in two ways: same(F, G), and which are not: other(F, G).  */

same(exists([x], class(ship, x)), exists([y], class(ship, y))).
same(and([class(ship, x), attr(flooded, x)]), and([attr(flooded, x), class(ship, x)])).
same(and([class(ship, x), and([attr(flooded, x), class(harbor, x)])]),
     and([and([class(ship, x), attr(flooded, x)]), class(harbor, x)])).
same(and([class(ship, x)]), class(ship, x)).
same(not(not(class(ship, x))), class(ship, x)).
same(exists([x, y], and([class(ship, x), class(harbor, y), rel(near, [x, y], default)])),
     exists([a], and([class(harbor, a), exists([b], and([class(ship, b), rel(near, [a, b], default)]))]))).
same(and([exists([x], class(ship, x)), exists([x], class(harbor, x))]),
     exists([x, y], and([class(harbor, x), class(ship, y)]))).
same(exists([x], exists([y], rel(left_of, [x, y], default))), exists([x, y], rel(right_of, [x, y], default))).
same(rel(left_of, [x, y], default), rel(right_of, [y, x], default)).
same(rel(near, [x, y], metric(50, 1)), rel(near, [y, x], metric(50.0, 1))).
same(rel(between, [x, y, z], default), rel(between, [x, z, y], default)).
same(cmp(<, col(area, x), num(3)), cmp(>, num(3.0), col(area, x))).
same(cmp(=<, col(area, x), col(area, y)), cmp(>=, col(area, y), col(area, x))).
same(tcmp(<, image(date), text('2020')), tcmp(>, text('2020'), image(date))).
same(cmp(=, distance(x, y), num(3)), cmp(=, num(3), distance(y, x))).
same(cmp(\=, var(x), var(y)), not(cmp(=, var(y), var(x)))).
same(and([class(ship, x), cmp(\=, var(x), var(y)), rel(near, [x, y], default)]),
     and([class(ship, x), rel(near, [x, y], default)])).
same(exists([x, y], and([cmp(\=, var(x), var(y)), exists([z], rel(near, [y, x], default))])),
     exists([x, y, z], rel(near, [y, x], default))).
same(forall([x], implies(class(ship, x), attr(flooded, x))), forall([z], or([attr(flooded, z), not(class(ship, z))]))).
same(forall([x], attr(flooded, x)), not(exists([x], not(attr(flooded, x))))).
same(forall([x], forall([y], rel(near, [x, y], default))), forall([y, x], rel(near, [x, y], default))).
same(exists(>=, 1, x, class(ship, x)), exists([x], class(ship, x))).
same(exists(>, 2, x, class(ship, x)), exists(>=, 3, x, class(ship, x))).
same(exists(=<, 2, x, class(ship, x)), not(exists(>=, 3, x, class(ship, x)))).
same(exists(<, 1, x, class(ship, x)), not(exists([x], class(ship, x)))).
same(exists(=, 0, x, class(ship, x)), not(exists([x], class(ship, x)))).
same(xor(class(ship, x), class(harbor, x)), xor(class(harbor, x), class(ship, x))).
same(iff(class(ship, x), class(harbor, x)), iff(class(harbor, x), class(ship, x))).
same(exists([x], and([class(object, x), attr(flooded, x)])), exists([x], attr(flooded, x))).
same(class(flooded_vehicle, x), and([class(vehicle, x), attr(flooded, x)])).
same(cmp(>, op(*, num(2), count(x, and([class(ship, x), attr(flooded, x)]))), count(x, class(ship, x))),
     cmp(<, count(z, class(ship, z)), op(*, count(y, and([attr(flooded, y), class(ship, y)])), num(2.0)))).
same(cmp(<, num(-3), col(cx, x)), cmp(>, col(cx, x), neg(num(3)))).
%   Three ships in a circle, whichever is called first.
same(exists([x, y, z], and([rel(left_of, [x, y], default), rel(left_of, [y, z], default),
                          rel(left_of, [z, x], default)])),
     exists([a, b, c], and([rel(left_of, [b, a], default), rel(left_of, [a, c], default),
                          rel(left_of, [c, b], default)]))).
same(exists([y, z], xor(cmp(=, var(z), var(y)), cmp(\=, var(z), var(y)))),
     exists([z, y], xor(cmp(\=, var(z), var(y)), cmp(=, var(y), var(z))))).
%   All but one are crisp: no ship is near a harbor, every ship is not near one.
same(not(exists([x, y], and([class(ship, x), class(harbor, y), rel(left_of, [x, y], default)]))),
     forall([x, y], implies(and([class(ship, x), class(harbor, y)]), not(rel(left_of, [x, y], default))))).
same(not(and([class(ship, x), exists([y], rel(near, [x, y], default))])),
     or([not(class(ship, x)), not(exists([y], rel(near, [x, y], default)))])).
same(forall([x], implies(class(ship, x), implies(attr(flooded, x), class(boat, x)))),
     forall([x], implies(and([class(ship, x), attr(flooded, x)]), class(boat, x)))).
same(exists([x], exists([x], class(ship, x))), exists([y, x], class(ship, y))).

other(exists([x], class(ship, x)), exists([x], class(harbor, x))).
other(class(ship, x), class(ship, y)).
other(rel(left_of, [x, y], default), rel(left_of, [y, x], default)).
other(rel(near, [x, y], default), rel(near, [x, y], metric(30, 1))).
other(exists([x, y], and([class(ship, x), class(ship, y)])), exists([x], class(ship, x))).
other(exists([x, y], and([class(ship, x), class(ship, y)])),
      exists([x, y], and([class(ship, x), class(ship, y), cmp(\=, var(x), var(y))]))).
other(exists([x], and([class(ship, x), attr(flooded, x)])),
      and([exists([x], class(ship, x)), exists([x], attr(flooded, x))])).
other(forall([x], exists([y], rel(near, [x, y], default))), exists([y], forall([x], rel(near, [x, y], default)))).
other(not(and([exists([x], class(ship, x)), exists([x], class(harbor, x))])),
      or([not(exists([x], class(ship, x))), not(exists([x], class(harbor, x)))])).
other(not(and([class(ship, x), attr(flooded, x)])), and([not(class(ship, x)), not(attr(flooded, x))])).
other(not(cmp(<, value(storeys, x), num(3))), cmp(>=, value(storeys, x), num(3))).
other(cmp(<, col(area, x), num(3)), cmp(=<, col(area, x), num(3))).
other(exists([x, y, z], and([rel(left_of, [x, y], default), rel(left_of, [y, z], default),
                          rel(left_of, [z, x], default)])),
      exists([x, y, z], and([rel(left_of, [x, y], default), rel(left_of, [y, z], default),
                          rel(left_of, [x, z], default)]))).
other(exists(>=, 2, x, class(ship, x)), exists(>=, 3, x, class(ship, x))).

:- begin_tests(same, [setup(small_kb(_))]).

test(same, [forall(same(F, G))]) :-
    same_formula(kb_small, F, G),
    same_formula(kb_small, G, F),
    !.
test(other, [forall(other(F, G)), fail]) :-
    same_formula(kb_small, F, G).

:- end_tests(same).
