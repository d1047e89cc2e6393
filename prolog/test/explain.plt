:- use_module(small).
:- use_module('../explain').
:- use_module(library(plunit)).

/** <module> Proofs and misses of small.pl's two images, in plain swipl
*/

explained(Source, Image, Explanation) :-
    explained(Source, Image, [], [], Explanation).

explained(Source, Image, Bindings, Options, Explanation) :-
    explain(kb_small, Source, [min_score(0.05)|Options], Image, Bindings, Explanation).

%   rules(+Step, -Tree): the rules alone.

rules(step(Rule, _, _, _, _, _, _, Steps), Tree) :-
    maplist(rules, Steps, Trees),
    ( Trees == [] -> Tree = Rule ; Tree =.. [Rule|Trees] ).

:- begin_tests(explain, [setup(small_kb(_))]).

test(exists, [true(Tree-Score-Ks =@= exists(and(class, class, relation))-0.63-[0, 2])]) :-
    explained(exists([x, y], and([class(ship, x), class(harbor, y), rel(near, [x, y], default)])), a, proofs([Step])),
    rules(Step, Tree),
    Step = step(_, Score0, _, Ks, Ks, _, _, _),
    Score is round(Score0*100)/100.
test(measures, [true(Ms == [m([distance, 0, 1], 40.0, px, =<, 100)])]) :-
    explained(rel(near, [x, y], default), a, [x-0, y-2], [], proofs([Step])),
    Step = step(answer, _, _, _, _, _, _, [step(relation, _, _, _, _, Ms, none, [])]).
test(definition, [true(Tree == answer(definition(and(class, attribute))))]) :-
    explained(class(flooded_vehicle, x), b, [x-2], [], proofs([Step])),
    rules(Step, Tree).
test(denial, [true(Class-N-Ks == harbor-1-[2])]) :-
    explained(not(exists([x], class(harbor, x))), a, proofs([step(not, S, _, _, _, _, Search, [])])),
    assertion(abs(S-0.3) < 1.0e-9),
    Search = search(Class, N, step(exists, _, _, Ks, _, _, _, _), none).
test(near_miss, [true(K-M == 2-m([distance, 0, 1], 40.0, px, =<, 30))]) :-
    explained(not(exists([y], and([class(harbor, y), rel(near, [x, y], num(30))]))), a, [x-0], [], proofs([Step])),
    Step = step(answer, _, _, _, _, _, _, [step(not, _, _, _, _, _, search(harbor, 1, none, Miss), [])]),
    Miss = closest(harbor, 1, 1, K, parts([holds(1.0), atom([M])])).
test(double_negation, [true(Tree == 'double-neg'(exists(class)))]) :-
    explained(not(not(exists([x], class(harbor, x)))), a, proofs([Step])),
    rules(Step, Tree).
test(paid_once, [true(Paid == [[0], [2], [1], []])]) :-
    explained(exists(>=, 2, x, and([class(ship, x), exists([y], and([class(harbor, y), rel(near, [x, y], default)]))])),
              a, proofs([Step])),
    findall(P, ( sub_term(step(R, _, _, _, P, _, _, _), Step), memberchk(R, [member, exists]) ), Paid).
test(other_proofs, [true(Kss == [[0], [1]])]) :-
    explained(exists([x], class(ship, x)), a, [], [proofs(5)], proofs(Steps)),
    findall(Ks, member(step(_, _, _, Ks, _, _, _, _), Steps), Kss).
test(boolean, [true(S == 1.0)]) :-
    explained(exists([x], class(ship, x)), a, [], [scoring(boolean)], proofs([step(exists, S, _, _, [], _, _, _)])).
test(nothing, [true(Miss == nothing(harbor))]) :-
    explained(exists([x], class(harbor, x)), b, misses(Miss)).
test(few, [true(Miss == few(ship, 2, [0, 1], 3, none))]) :-
    explained(exists(>=, 3, x, class(ship, x)), a, misses(Miss)).
test(certain, [true(Ks == [2])]) :-
    explained(not(exists([x], class(large_vehicle, x))), b, misses(certain(step(exists, 1.0, _, Ks, _, _, _, _)))).
test(tables_that_are_not_there, [true(Tables \== [])]) :-
    rune_facts:drop_table(kb_small, harbor, point),
    rune_facts:drop_table(kb_small, harbor, full),
    explained(exists([x], class(harbor, x)), a, missing(Tables)),
    small_kb(_).

:- end_tests(explain).
