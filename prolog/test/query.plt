:- use_module(library(plunit)).
:- use_module('../rune').
:- use_module(small).

near(X, Y, R, rel(near, [X, Y], num(R))).

ship_near_harbor(R, exists([x, y], and([class(ship, x), class(harbor, y), rel(near, [x, y], num(R))]))).

best([min_score(0.05), threshold(0.1), top(20)]).
boolean([scoring(boolean), min_score(0.5), threshold(0.1), top(20)]).

:- begin_tests(query, [setup(small_kb(_))]).

test(one_class, A == [answer(a, 0.9, [x-0]), answer(b, 0.8, [x-0])]) :-
    best(O), small_answers(exists([x], class(ship, x)), O, A).
test(superclass, A == [answer(b, 1.0, [x-2])]) :-
    best(O), small_answers(exists([x], class(vehicle, x)), O, A).
test(best_witness_pays_each_detection, [nondet, true(S =:= 0.9*0.7), true(B == [x-0, y-2])]) :-
    best(O), ship_near_harbor(50, F), small_answers(F, O, [answer(a, S, B)]).
test(relation_decides_the_witness, [nondet, true(S =:= 0.6*0.7), true(B == [x-1, y-2])]) :-
    best(O), ship_near_harbor(10, F), small_answers(F, O, [answer(a, S, B)]).
test(one_detection_for_two_variables_is_paid_once, [nondet, true(S =:= 0.9)]) :-
    best(O),
    small_answers(exists([x, y], and([class(ship, x), class(ship, y)])), O, [answer(a, S, _)|_]).
test(two_told_apart_are_paid_both, [nondet, true(S =:= 0.9*0.6)]) :-
    best(O),
    small_answers(exists([x, y], and([class(ship, x), class(ship, y), cmp(\=, var(x), var(y))])), O, [answer(a, S, _)]).
test(counting, [nondet, true(S =:= 0.9*0.6), true(B == [x-[0, 1]])]) :-
    best(O), small_answers(exists(>=, 2, x, class(ship, x)), O, [answer(a, S, B)]).
test(shared_detection_under_a_count_is_paid_once, [nondet, true(S =:= 0.9*0.6*0.7)]) :-
    best(O),
    near(x, y, 90, Near),
    small_answers(exists(>=, 2, x, and([class(ship, x), exists([y], and([class(harbor, y), Near]))])), O, [answer(a, S, _)]).
test(negation, [nondet, true(Is == [b, a]), true(abs(S-0.3) < 1.0e-12)]) :-
    best(O),
    small_answers(and([exists([x], class(object, x)), not(exists([y], class(harbor, y)))]), O, A),
    findall(I, member(answer(I, _, _), A), Is),
    memberchk(answer(a, S0, _), A), S is S0/0.9.
test(for_all, A == [answer(b, 1.0, [])]) :-
    boolean(O), small_answers(forall([x], implies(class(ship, x), cmp(>=, col(score, x), num(0.7)))), O, A).
test(counts_compared, A == [answer(b, 1.0, [])]) :-
    boolean(O),
    small_answers(cmp(>, count(x, class(vehicle, x)), count(y, class(ship, y))), O, A).
test(inverse, A == [answer(a, 1.0, [x-2, y-0])]) :-
    boolean(O),
    small_answers(exists([x, y], and([class(harbor, x), class(ship, y), rel(right_of, [x, y], default)])), O, A).
test(defined_class, A == [answer(b, 1.0, [x-2])]) :-
    boolean(O), small_answers(exists([x], class(flooded_vehicle, x)), O, A).
test(free_variable, A == [answer(a, 0.9, [x-0]), answer(b, 0.8, [x-0]), answer(a, 0.6, [x-1])]) :-
    best(O), small_answers(class(ship, x), O, A).
test(metres, [nondet, true(Is == [b])]) :-
    boolean(O),
    small_answers(exists([x], cmp(>=, col(length, x), metric(5, 1))), O, A),
    findall(I, member(answer(I, _, _), A), Is).
test(date_by_year, [nondet, true(Is == [b])]) :-
    boolean(O),
    small_answers(tcmp(=, image(date), text('2020')), O, A),
    findall(I, member(answer(I, _, _), A), Is).
test(disjoint_classes_answer_nothing, A == []) :-
    best(O), small_answers(exists([x], and([class(ship, x), class(harbor, x)])), O, A).
test(min_score, A == [answer(a, 0.9, [x-0])]) :-
    small_answers(exists([x], class(ship, x)), [min_score(0.85), top(20)], A).
test(min_score_by_class, Ss == [0.9, 0.8, 0.6]) :-
    Least = by_class(0.95, [ship-0.5, harbor-0.8]),
    small_answers(and([class(object, x), cmp(<, col(score, x), num(1))]), [min_score(Least), top(20)], A),
    findall(S, member(answer(_, S, _), A), Ss).
test(top, A == [answer(a, 0.9, [x-0])]) :-
    small_answers(exists([x], class(ship, x)), [min_score(0.05), top(1)], A).
test(threshold, A == [answer(a, 0.9, [x-0])]) :-
    small_answers(exists([x], class(ship, x)), [min_score(0.05), threshold(0.85)], A).
test(missing_tables, Missing == [plane-images, plane-point]) :-
    best(O),
    compile_query(kb_small, exists([x], class(plane, x)), O, Query),
    missing_tables(Query, Missing).
test(unknown_node, error(domain_error(formula_node, shell))) :-
    rune_formula:list_formula([shell, [atom, ls]], _).

:- end_tests(query).

:- begin_tests(views, [setup(( small_kb(Kb), define_views(Kb, [ship, harbor, object]) ))]).

rows(Text, Rows) :- rows_of(kb_small, Text, inf, _, Rows).

test(class, R == [[a, 'a#0'], [a, 'a#1'], [b, 'b#0']]) :- rows("ship(I, D)", R).
test(bound_detection, R == [[0.9]]) :- rows("value(a#0, score, S)", R).
test(relation, R == [['a#2', 'a#1'], ['a#1', 'a#2']]) :- rows("near(a, D, E, 5)", R).
test(default_radius, R == [['a#0'], ['a#1']]) :- rows("ship(a, D), near(a, D, _E), harbor(a, _E)", R).
test(inverse, R == [['a#2'], ['a#1']]) :- rows("right_of(a, D, a#0)", R).
test(limit, R == [[a, 'a#0']]) :- rows_of(kb_small, "ship(I, D)", 1, _, R).
test(names, N == ['I', 'D']) :- rows_of(kb_small, "ship(I, D), _X = 1", 1, N, _).
test(needs, Ts == [plane-point]) :- rune_views:text_goal(kb_plane, "plane(I, D)", G, _), needs(G, Ts).

needs(G, Ts) :-
    set_vocabulary(kb_plane, [class(plane, [plane])]),
    goal_needs(kb_plane, G, Ts).

:- end_tests(views).
