:- module(geometry_speed, []).
:- use_module(library(aggregate)).
:- use_module(library(apply)).
:- use_module(library(lists)).
:- use_module(library(random)).
:- use_module(library(solution_sequences)).
:- use_module('../geometry').

/** <module> How long one question about two boxes takes

    $ swipl prolog/test/geometry_speed.pl

prints the median of seven runs, in microseconds a call, with the loop's own time taken off. The boxes are rotated
rectangles with sides of 8 to 48 px in a square image.
*/

:- initialization(main, main).

main :-
    set_random(seed(1)),
    forall(member(R, [100.0, 10.0]),
           (   pairs(1000, 1000, bounds_within(R), Pairs),
               partition([A-B]>>outline_within(A, B, R), Pairs, Near, Far),
               report(within(R), 'bounds apart, distance below', Near),
               report(within(R), 'bounds apart, distance above', Far),
               (   R =:= 100.0
               ->  report(distance, 'bounds apart', Pairs)
               ;   true
               )
           )),
    pairs(1000, 1000, bounds_apart, Apart),
    report(interiors_meet, 'bounds apart', Apart),
    pairs(1000, 100, bounds_meet, Close),
    partition([A-B]>>outline_intersects(A, B), Close, Meet, Miss),
    forall(member(Question, [distance, intersects, interiors_meet, touches]),
           (   report(Question, 'boxes meet', Meet),
               report(Question, 'bounds meet, boxes do not', Miss)
           )),
    report(covered_by, 'boxes meet', Meet),
    maplist([A-B,Half-B]>>halved(B, Half), Meet, Covered),
    report(covered_by, 'covered', Covered),
    report(covers_point, 'bounds meet', Close),
    report(meets_segment, 'bounds meet', Close).

ask(nothing, _, _).
ask(within(R), A, B) :- outline_within(A, B, R).
ask(distance, A, B) :- outline_distance(A, B, _).
ask(intersects, A, B) :- outline_intersects(A, B).
ask(interiors_meet, A, B) :- outline_interiors_meet(A, B).
ask(touches, A, B) :- outline_touches(A, B).
ask(covered_by, A, B) :- outline_covered_by(A, B).
ask(covers_point, A, box(X,Y,_,_,_,_,_,_)) :- outline_covers_point(A, X, Y).
ask(meets_segment, A, box(X,Y,_,_,U,V,_,_)) :- outline_meets_segment(A, X, Y, U, V).

report(Question, Case, Pairs) :-
    length(Pairs, N),
    Rounds is max(1, 20_000//N),
    findall(T, ( between(1, 7, _), timed(Question, Pairs, Rounds, T) ), Times),
    msort(Times, Sorted),
    nth1(4, Sorted, Median),
    aggregate_all(count, ( member(A-B, Pairs), once(ask(Question, A, B)) ), Yes),
    format("~w~t~20|~w~t~52|~2f us~t~64|(~d of ~d hold)~n", [Question, Case, Median, Yes, N]).

timed(Question, Pairs, Rounds, Microseconds) :-
    cpu(run(Rounds, Pairs, Question), T1),
    cpu(run(Rounds, Pairs, nothing), T0),
    length(Pairs, N),
    Microseconds is (T1-T0)*1.0e6/(Rounds*N).

cpu(Goal, Time) :-
    statistics(cputime, T0),
    call(Goal),
    statistics(cputime, T1),
    Time is T1-T0.

run(Rounds, Pairs, Question) :-
    forall(between(1, Rounds, _), run(Pairs, Question)).

run([], _).
run([A-B|Pairs], Question) :-
    ( ask(Question, A, B) -> true ; true ),
    run(Pairs, Question).

pairs(N, Span, Condition, Pairs) :-
    findall(A-B, limit(N, ( repeat, box(Span, A), box(Span, B), call(Condition, A, B) )), Pairs).

box(Span, box(X1,Y1,X2,Y2,X3,Y3,X4,Y4)) :-
    random(0.0, Span, CX), random(0.0, Span, CY),
    random(4.0, 24.0, W), random(4.0, 24.0, H),
    random(0.0, 6.3, Angle),
    UX is W*cos(Angle), UY is W*sin(Angle),
    VX is -H*sin(Angle), VY is H*cos(Angle),
    X1 is CX-UX-VX, Y1 is CY-UY-VY, X2 is CX+UX-VX, Y2 is CY+UY-VY,
    X3 is CX+UX+VX, Y3 is CY+UY+VY, X4 is CX-UX+VX, Y4 is CY-UY+VY.

halved(box(X1,Y1,X2,Y2,X3,Y3,X4,Y4), box(A,B,C,D,E,F,G,H)) :-
    CX is (X1+X2+X3+X4)/4, CY is (Y1+Y2+Y3+Y4)/4,
    maplist([Z0,M,Z]>>(Z is (Z0+M)/2),
            [X1,Y1,X2,Y2,X3,Y3,X4,Y4], [CX,CY,CX,CY,CX,CY,CX,CY], [A,B,C,D,E,F,G,H]).

bounds_gaps(A, B, GX, GY) :-
    outline_bounds(A, ALX, ALY, AHX, AHY),
    outline_bounds(B, BLX, BLY, BHX, BHY),
    GX is max(max(ALX-BHX, BLX-AHX), 0.0),
    GY is max(max(ALY-BHY, BLY-AHY), 0.0).

bounds_within(R, A, B) :- bounds_gaps(A, B, GX, GY), GX =< R, GY =< R, GX+GY > 0.
bounds_apart(A, B) :- bounds_gaps(A, B, GX, GY), GX+GY > 0.
bounds_meet(A, B) :- bounds_gaps(A, B, 0.0, 0.0).
