:- module(small, [small_kb/1, small_answers/3]).
:- use_module('../rune').

/** <module> A knowledge base of two images, for tests

Image `a` (no ground sample distance) has two ships and a harbor, `b` (0.5 m a pixel, 2020-05-17) a ship and two
vehicles, one of them flooded. All are squares of 10 pixels:

    a:  ship#0 0.9 at (10,10)   ship#1 0.6 at (50,10)   harbor#2 0.7 at (60,10)
    b:  ship#0 0.8 at (10,10)   small_vehicle#1 0.5 at (10,40)   large_vehicle#2 1.0 at (40,40), flooded
*/

small_kb(kb_small) :-
    drop_kb(kb_small),
    findall(class(C, Ms), class_members(C, Ms), Classes),
    findall(Fact, word(Fact), Words),
    append(Classes, Words, Facts),
    set_vocabulary(kb_small,
                   [ inverse(right_of, left_of), inverse(left_of, right_of), irreflexive(near),
                     defined(flooded_vehicle, x, and([class(vehicle, x), attr(flooded, x)]))
                   | Facts ]),
    add_rows(kb_small, image, image, [[a, 100, 100, none, none], [b, 100, 100, 0.5, '2020-05-17']]),
    add_rows(kb_small, flooded, attribute, [[b, 2, true]]),
    forall(class_members(C, Ms), tables(C, Ms)),
    findall([C, Is, N, Min, Max], stat(C, Is, N, Min, Max), Stats),
    set_stats(kb_small, Stats).

%   What things are called; near/2 and between/3 and their like have no facts of their own here.

word(label(class, C, L)) :-
    member(C-Ls, [ object-[object, thing], ship-[ship, boat], harbor-[harbor, harbour], vehicle-[vehicle],
                   small_vehicle-['small vehicle', car], large_vehicle-['large vehicle', truck],
                   flooded_vehicle-['flooded vehicle'] ]),
    member(L, Ls).
word(relation(R, N, Symmetric)) :- relation_word(R, N, Symmetric, _).
word(label(relation, R, L)) :- relation_word(R, _, _, Ls), member(L, Ls).
word(attribute(A, Of, Type)) :- attribute_word(A, Of, Type, _).
word(label(attribute, A, L)) :- attribute_word(A, _, _, Ls), member(L, Ls).

relation_word(near, 2, true, [near, 'close to']).
relation_word(far, 2, true, [far, 'far from']).
relation_word(adjacent, 2, true, [adjacent, 'adjacent to', 'next to']).
relation_word(left_of, 2, false, ['left of', left]).
relation_word(right_of, 2, false, ['right of', right]).
relation_word(inside, 2, false, [inside, in, within]).
relation_word(contains, 2, false, [contains, contain]).
relation_word(overlaps, 2, true, [overlaps, overlap]).
relation_word(between, 3, false, [between, 'in between']).
relation_word(larger_than, 2, false, ['larger than', larger]).

attribute_word(flooded, detection, boolean, [flooded, 'under water']).
attribute_word(storeys, detection, number, [storeys, 'number of storeys']).
attribute_word(flag, detection, text, [flag]).
attribute_word(length_m, detection, number, ['length in metres', 'length m']).
attribute_word(date, image, text, [date, 'acquisition date']).

class_members(object, [object, ship, harbor, vehicle, small_vehicle, large_vehicle]).
class_members(vehicle, [vehicle, small_vehicle, large_vehicle]).
class_members(C, [C]) :- member(C, [ship, harbor, small_vehicle, large_vehicle]).

d(a, 0, 0.9, ship, 10, 10).
d(a, 2, 0.7, harbor, 60, 10).
d(a, 1, 0.6, ship, 50, 10).
d(b, 2, 1.0, large_vehicle, 40, 40).
d(b, 0, 0.8, ship, 10, 10).
d(b, 1, 0.5, small_vehicle, 10, 40).

of(Ms, I, K, S, C, X, Y) :- d(I, K, S, C, X, Y), memberchk(C, Ms).

tables(C, Ms) :-
    findall([I, K, S, D, X, Y], of(Ms, I, K, S, D, X, Y), Points),
    findall(Full, ( of(Ms, I, K, S, D, X, Y), full(I, K, S, D, X, Y, Full) ), Fulls),
    findall([I, N, Best], aggregate_all(r(count, max(S)), of(Ms, I, _, S, _, _, _), r(N, Best), I), Images),
    add_rows(kb_small, C, point, Points),
    add_rows(kb_small, C, full, Fulls),
    add_rows(kb_small, C, images, Images).

aggregate_all(r(count, max(S)), Goal, r(N, Best), I) :-
    member(I, [a, b]),
    findall(S, Goal, Ss),
    Ss \== [],
    length(Ss, N),
    max_list(Ss, Best).

full(I, K, S, D, X, Y, [I, K, S, D, X, Y, X0, Y0, X1, Y1, 100, 10, 10, 0, [box, X0, Y0, X1, Y0, X1, Y1, X0, Y1]]) :-
    X0 is X-5, X1 is X+5, Y0 is Y-5, Y1 is Y+5.

stat(C, Is, N, Min, Max) :-
    class_members(C, Ms),
    findall(I-S, of(Ms, I, _, S, _, _, _), Pairs),
    Pairs \== [],
    findall(I, member(I-_, Pairs), Images0), sort(Images0, Images), length(Images, Is),
    findall(S, member(_-S, Pairs), Scores), length(Scores, N), min_list(Scores, Min), max_list(Scores, Max).

%!  small_answers(+Source, +Options, -Answers) is det.

small_answers(Source, Options, Answers) :-
    compile_query(kb_small, Source, Options, Query),
    run_query(Query, Options, Answers).
