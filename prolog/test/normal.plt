:- use_module(library(plunit)).
:- use_module('../normal').
:- use_module('../formula').
:- use_module(small).

/*  Each rewrite rule with what it turns into what: fixture(Rule, Mode, Before, After). Mode `crisp` is classical
    truth, `score` keeps the score of the best proof too; Before == After shows where a rule must keep off.  */

fixture(flatten, crisp, and([and([a(1), a(2)]), a(3)]), and([a(1), a(2), a(3)])).
fixture(flatten, score, or([or([a(1), a(2)]), a(3)]), or([a(1), a(2), a(3)])).
fixture(flatten, score, and([a(1)]), a(1)).
fixture(flatten, score, not([], and([a(1)])), not([], a(1))).

fixture(constants, crisp, and([a(1), true]), a(1)).
fixture(constants, crisp, and([a(1), false, a(2)]), false).
fixture(constants, crisp, or([a(1), true]), true).
fixture(constants, crisp, or([]), false).
fixture(constants, crisp, not([], false), true).
fixture(constants, score, exists(v(1), false), false).
fixture(constants, score, atleast(2, v(1), false), false).
fixture(constants, score, and([class(c, v(1)), class(c, v(1))]), class(c, v(1))).
%   ~F & ~F scores (1-s)^2: a part that pays is not dropped.
fixture(constants, score, and([not([], exists(v(1), class(c, v(1)))), not([], exists(v(1), class(c, v(1))))]),
                          and([not([], exists(v(1), class(c, v(1)))), not([], exists(v(1), class(c, v(1))))])).

fixture(double_negation, score, not([], not([], exists(v(1), class(c, v(1))))), exists(v(1), class(c, v(1)))).
fixture(double_negation, crisp, not([], not([], not([], a(1)))), not([], a(1))).

fixture(de_morgan, crisp, not([s], and([exists(v(1), a(1)), exists(v(2), a(2))])),
                          or([not([s], exists(v(1), a(1))), not([s], exists(v(2), a(2)))])).
%   1 - s*t is not max(1-s, 1-t): two parts with scores stay together,
fixture(de_morgan, score, not([s], and([exists(v(1), a(1)), exists(v(2), a(2))])),
                          not([s], and([exists(v(1), a(1)), exists(v(2), a(2))]))).
%   one among crisp ones does not matter.
fixture(de_morgan, score, not([s], and([class(c, v(3)), exists(v(1), a(1))])),
                          or([not([s], class(c, v(3))), not([s], exists(v(1), a(1)))])).
fixture(de_morgan, score, not([s], or([class(c, v(3)), exists(v(1), a(1))])),
                          and([not([s], class(c, v(3))), not([s], exists(v(1), a(1)))])).
fixture(de_morgan, crisp, not([], same(v(1), v(2))), differ(v(1), v(2))).
fixture(de_morgan, score, not([], differ(v(1), v(2))), same(v(1), v(2))).
%   A count is classical whatever the scoring.
fixture(de_morgan, score, cmp(>, count(v(1), not([s], and([exists(v(2), a(2)), exists(v(3), a(3))]))), num(1)),
                          cmp(>, count(v(1), or([not([s], exists(v(2), a(2))), not([s], exists(v(3), a(3)))])), num(1))).

fixture(distribute, score, exists(v(1), or([a(1), a(2)])), or([exists(v(1), a(1)), exists(v(1), a(2))])).

fixture(pull_or, score, exists(v(1), and([or([class(ship, v(1)), class(harbor, v(1))]), a(1)])),
                        exists(v(1), or([and([class(ship, v(1)), a(1)]), and([class(harbor, v(1)), a(1)])]))).
%   The variable has a class already: nothing is gained.
fixture(pull_or, score, exists(v(1), and([class(ship, v(1)), or([class(ship, v(1)), class(harbor, v(1))])])),
                        exists(v(1), and([class(ship, v(1)), or([class(ship, v(1)), class(harbor, v(1))])]))).

fixture(empty_class, score, and([class(ship, v(1)), class(harbor, v(1)), a(1)]), false).
fixture(empty_class, score, and([class(vehicle, v(1)), class(small_vehicle, v(1))]),
                            and([class(vehicle, v(1)), class(small_vehicle, v(1))])).
fixture(empty_class, score, and([class(ship, v(1)), class(harbor, v(2))]),
                            and([class(ship, v(1)), class(harbor, v(2))])).

:- begin_tests(normal, [setup(small_kb(_))]).

test(rule, [forall(fixture(Rule, Mode, Before, After)), true(Got == After)]) :-
    rewrite(Rule, ctx(kb_small, Mode), Before, Got).

test(every_rule_has_a_fixture, Missing == []) :-
    findall(Rule, ( rewrite_rule(Rule, _), \+ fixture(Rule, _, _, _) ), Missing).

test(every_fixture_has_a_rule, Missing == []) :-
    findall(Rule, ( fixture(Rule, _, _, _), \+ rewrite_rule(Rule, _) ), Missing).

test(order_and_trace, [F-Trace == or([exists(v(1), a(1)), exists(v(1), a(2))])-[double_negation, distribute]]) :-
    normal(exists(v(1), not([], not([], or([a(1), a(2)])))), ctx(kb_small, score), F, Trace).

:- end_tests(normal).
