:- module(rune_say_counts,
          [ counts/5                    % +Kb, +Op, +Term1, +Term2, -Text
          ]).
:- autoload(library(apply), [maplist/3]).
:- autoload(library(lists), [memberchk/2]).
:- use_module(say_words).
:- use_module(say_things).
:- use_module(say_predicates).
:- use_module(formal_words, [number_text/2]).

/** <module> Counts compared: `more than half of the ships are flooded`, `there are more ships than harbors`
*/

%!  counts(+Kb, +Op, +Term1, +Term2, -Text) is nondet.

counts(Kb, Op, A, B, Text) :-
    share(Op, A, B, X, Parts, Said, Words),
    thing(Kb, bare, X, Parts, Things),
    predicates(Kb, X, Said, Predicates),
    claims(Predicates, pl, Claim),
    atomic_list_concat([Words, of, the, Things, Claim], ' ', Text).
counts(Kb, Op, A, B, Text) :-
    ordered(Op, A, B, Op1, count(X, F), count(Y, G)),
    memberchk(Op1-Start-Than, [(>)-'there are more'-than, (<)-'there are fewer'-than, (=)-'there are as many'-as]),
    things(Kb, X, F, One),
    things(Kb, Y, G, Other),
    atomic_list_concat([Start, One, Than, Other], ' ', Text).
counts(Kb, Op, A, B, Text) :-
    ordered(Op, A, B, Op1, count(X, F), T),
    ( Op1 == (=) -> Bound = '' ; compared(Op1, Words), atom_concat(Words, ' ', Bound) ),
    times(T, N, count(Y, G)),
    N > 1,
    ( N =:= 2 -> Many = twice ; number_text(N, Digits), atom_concat(Digits, ' times', Many) ),
    things(Kb, X, F, One),
    things(Kb, Y, G, Other),
    atomic_list_concat(['there are ', Bound, Many, ' as many ', One, ' as ', Other], Text).
counts(Kb, Op, A, B, Text) :-
    ordered(Op, A, B, Op1, count(X, F), Number),
    compared(Op1, Words),
    things(Kb, X, F, One),
    (   quantity(Number, plain, Said) -> true
    ;   Number = count(Y, G),
        things(Kb, Y, G, Other),
        atomic_list_concat([the, number, of, Other], ' ', Said)
    ),
    atomic_list_concat([the, number, of, One, is, Words, Said], ' ', Text).

ordered(Op, A, B, Op, A, B).
ordered(Op0, A, B, Op, B, A) :-
    memberchk(Op0-Op, [(<)-(>), (>)-(<), (=<)-(>=), (>=)-(=<), (=)-(=)]).

things(Kb, X, F, Text) :-
    conjuncts(F, Parts),
    pieces(Parts, [X], [_]),
    thing(Kb, bare, X, Parts, Text).

%   share(+Op, +A, +B, -X, -Parts, -Said, -Words): how many of the things that Parts describe Said is true of.

share(Op0, A0, B0, X, Parts, Said, Words) :-
    ordered(Op0, A0, B0, Op, A, B),
    times(A, M, count(X, F)),
    times(B, N, count(Y, All)),
    conjuncts(All, AllParts),
    maplist(as_of(Y, X), AllParts, Parts),
    conjuncts(F, FParts),
    without(FParts, Parts, Said),
    Said = [_|_],
    fraction(M, N, Fraction),
    compared(Op, Compared),
    atomic_list_concat([Compared, Fraction], ' ', Words).

times(count(X, F), 1, count(X, F)).
times(op(*, num(N), count(X, F)), N, count(X, F)).
times(op(*, count(X, F), num(N)), N, count(X, F)).

as_of(Y, X, class(C, Y), class(C, X)).
as_of(Y, X, attr(A, Y), attr(A, X)).

fraction(M, N, Words) :- part(A, B, Words), M =:= A, N =:= B, !.
fraction(M, N, Words) :- M =:= 100, number_text(N, Text), atom_concat(Text, ' percent', Words).

part(2, 1, half).       part(3, 1, 'a third').      part(3, 2, 'two thirds').       part(4, 1, 'a quarter').
part(4, 3, 'three quarters').                       part(5, 1, 'a fifth').          part(10, 1, 'a tenth').
