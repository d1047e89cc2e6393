:- use_module(library(plunit)).
:- use_module('../rune').
:- use_module('../counts').
:- use_module(small).

%   The lineages of a formula in the images of small_kb, `Image-Ids-Lineage`.

lineages(F, Found) :- lineages(F, 10.0, Found).

lineages(F, Seconds, Found) :-
    small_kb(Kb),
    compile_query(Kb, F, [scoring(lineage), min_score(0.05)], Q),
    State = found([]),
    run_lineage(Q, [budget(Seconds), threshold(0.0)], keep(State), _),
    arg(1, State, Grounded),
    findall(I-Ids-L, ( member([I, _, _, Rows], Grounded), member([Ids, L], Rows) ), Found0),
    msort(Found0, Found).

keep(State, Grounded, 0.0) :-
    arg(1, State, Before),
    append(Before, Grounded, All),
    nb_setarg(1, State, All).

near(X, Y, R, rel(near, [X, Y], num(R))).

:- begin_tests(lineage, [setup(small_kb(_))]).

test(exists, L == [a-[]-[or, 0, 1], b-[]-0]) :-
    lineages(exists([x], class(ship, x)), L).
test(only_what_satisfies_the_relation_is_in_it, all(L == [[a-[]-[and, 2, 1]]])) :-
    near(x, y, 10, Near),
    lineages(exists([x, y], and([class(ship, x), class(harbor, y), Near])), L).
test(free_variable, L == [a-[0]-true, a-[1]-true, b-[0]-true]) :-
    lineages(class(ship, x), L).
test(negation, L == [a-[]-[and, [not, [or, 0, 1]], 2]]) :-
    lineages(and([exists([x], class(harbor, x)), not(exists([y], class(ship, y)))]), L).
test(what_is_not_there_is_truly_absent, L == [b-[]-0]) :-
    lineages(and([exists([x], class(ship, x)), not(exists([y], class(harbor, y)))]), L0),
    include([I-_-_]>>(I == b), L0, L).
test(counting, L == [a-[]-[atleast, 2, 0, 1]]) :-
    lineages(exists(>=, 2, x, class(ship, x)), L).
test(counts_compared, L == [a-[]-[sum, >=, 1, [1, 0, 1], [-2, 2]], b-[]-[sum, >=, 1, [1, 0], [-2]]]) :-
    lineages(cmp(>, count(x, class(ship, x)), op(*, num(2), count(y, class(harbor, y)))), L).
test(counts_divided, L == [a-[]-[cases, [[2, 1]], [0, 1], [2]]]) :-
    lineages(cmp(=, op(/, count(x, class(ship, x)), count(y, class(harbor, y))), num(2)), L).
test(no_time_is_said, L == [a-[]-unknown, b-[]-unknown]) :-
    lineages(exists([x], class(ship, x)), -1.0, L).

:- end_tests(lineage).

:- begin_tests(counts).

test(greater, S == sums([sum(>=, 1, [1, -1])])) :-
    A = count(v(1), true), B = count(v(2), true),
    linear(cmp(>, A, B), [A, B], S).
test(less, S == sums([sum(>=, -2, [-1])])) :-
    A = count(v(1), true),
    linear(cmp(<, A, num(3.0)), [A], S).
test(unequal, S == sums([sum(>=, -1, [-1]), sum(>=, 3, [1])])) :-
    A = count(v(1), true),
    linear(cmp(\=, A, num(2)), [A], S).
test(a_fraction_is_not_whole, fail) :-
    A = count(v(1), true),
    linear(cmp(>, A, num(0.5)), [A], _).
test(a_product_of_counts_is_not_linear, fail) :-
    A = count(v(1), true), B = count(v(2), true),
    linear(cmp(>, op(*, A, B), num(1)), [A, B], _).

:- end_tests(counts).
