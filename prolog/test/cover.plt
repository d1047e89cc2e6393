:- use_module('../cover').
:- use_module(library(plunit)).

/** <module> The best witnesses of a counting quantifier, against trying all of them
*/

%   slow_cover(+N, +Candidates, -Score): every choice of N candidates with an alternative each.

slow_cover(N, Candidates, Score) :-
    aggregate_all(max(V), chosen(N, Candidates, [], 1.0, V), Score).

chosen(0, _, Paid, F, V) :- !, foldl([_-S, V0, V1]>>( V1 is V0*S ), Paid, F, V).
chosen(N, Candidates, Paid, F0, V) :-
    append(_, [c(Id, S, Alts)|More], Candidates),
    member(alt(F, Extras), Alts),
    ord_union([Id-S], Extras, All),
    ord_union(All, Paid, Paid1),
    F1 is F0*F,
    N1 is N-1,
    chosen(N1, More, Paid1, F1, V).

%   random_candidates(-Candidates): up to 6 of 8 detections; each rests on up to two of all, by up to three ways.

random_candidates(Candidates) :-
    numlist(1, 8, Ks),
    maplist([_, S]>>( random_member(S, [1.0, 0.9, 0.8, 0.5, 0.25]) ), Ks, Ss),
    pairs_keys_values(Scores, Ks, Ss),
    random_between(1, 6, Size),
    length(Own, Size), append(Own, _, Scores),
    maplist(candidate(Scores), Own, Candidates).

candidate(Scores, Id-S, c(Id, S, Alts)) :-
    random_between(1, 3, Count),
    findall(alt(F, Extras), ( between(1, Count, _), alternative(Id, Scores, F, Extras) ), Alts).

alternative(Id, Scores, F, Extras) :-
    random_member(F, [1.0, 1.0, 0.5]),
    random_between(0, 2, Size),
    findall(K-S, ( between(1, Size, _), random_member(K-S, Scores), K \== Id ), Extras0),
    sort(Extras0, Extras).

:- begin_tests(cover).

test(pairs, [Score =:= 0.9*0.8]) :-
    best_cover(2, [c(1, 0.9, [alt(1.0, [2-0.8])]), c(2, 0.8, [alt(1.0, [1-0.9])])], 0.0, Score, Ids, _),
    msort(Ids, [1, 2]).
test(shared, [Score-Rest == Wanted-[9]]) :-
    Wanted is 0.5*(0.9*0.8),
    best_cover(2, [c(1, 0.9, [alt(1.0, [9-0.5])]), c(2, 0.8, [alt(1.0, [9-0.5])])], 0.0, Score0, _, Rest),
    ( abs(Score0-Wanted) < 1.0e-12 -> Score = Wanted ; Score = Score0 ).
test(too_few, [fail]) :-
    best_cover(2, [c(1, 0.9, [alt(1.0, [])])], 0.0, _, _, _).
test(lower, [fail]) :-
    best_cover(1, [c(1, 0.9, [alt(1.0, [2-0.5])])], 0.5, _, _, _).
test(free_extras_are_told, [Rest == [2]]) :-
    best_cover(1, [c(1, 0.9, [alt(1.0, [2-1.0])])], 0.0, _, _, Rest).
test(any, [forall(between(1, 400, Seed))]) :-
    set_random(seed(Seed)),
    random_candidates(Candidates),
    random_between(1, 4, N),
    (   slow_cover(N, Candidates, Wanted), number(Wanted)
    ->  best_cover(N, Candidates, 0.0, Score, Ids, Rest),
        assertion(abs(Score-Wanted) < 1.0e-12),
        length(Ids, Found), assertion(Found == N),
        assertion(paid_for(Candidates, Ids, Rest))
    ;   assertion(\+ best_cover(N, Candidates, 0.0, _, _, _))
    ).

%   Every witness has an alternative among what is said to be rested on.

paid_for(Candidates, Ids, Rest) :-
    append(Ids, Rest, All),
    forall(member(Id, Ids),
           ( memberchk(c(Id, _, Alts), Candidates),
             once(( member(alt(_, Extras), Alts), forall(member(K-_, Extras), memberchk(K, All)) )) )).

:- end_tests(cover).
