:- module(rune_english_variables,
          [ source_names/2,             % +Source, -Names
            renamed/3,                  % :Rename, +Source0, -Source
            letters/2,                  % +Names, -Pairs
            distinct_variables/2        % +Source0, -Source
          ]).
:- autoload(library(apply), [maplist/3, foldl/5]).
:- autoload(library(lists), [list_to_set/2, member/2, subtract/3]).

/** <module> The variables of a source formula, and what they are called in English
*/

:- meta_predicate renamed(2, +, -).

%!  source_names(+Source, -Names:list) is det.
%
%   The names of all variables, bound and free, in the order of their appearance.

source_names(Source, Names) :-
    names(Source, All, []),
    list_to_set(All, Names).

names(Source) --> { own(Source, Own, Parts, Own, Parts, _) }, !, listed(Own), all_names(Parts).
names(_) --> [].

all_names([]) --> [].
all_names([Part|Parts]) --> names(Part), all_names(Parts).

listed([]) --> [].
listed([X|Xs]) --> [X], listed(Xs).

%!  renamed(:Rename, +Source0, -Source) is det.
%
%   Calls Rename(X0, X) for every occurrence of a variable, where it is bound as where it is used.

renamed(Rename, Source0, Source), own(Source0, Xs0, Parts0, Xs, Parts, Source1) =>
    maplist(Rename, Xs0, Xs),
    maplist(renamed(Rename), Parts0, Parts),
    Source = Source1.
renamed(_, Source0, Source) =>                  % numbers, texts, values of the image
    Source = Source0.

%   own(+Source0, -Xs0, -Parts0, ?Xs, ?Parts, -Source) is semidet.
%
%   Xs0 are the variables that stand in Source0 itself, Parts0 the formulas and terms below it; Source has Xs and Parts
%   in their place.

own(class(C, X), [X], [], [Y], [], class(C, Y)).
own(attr(A, X), [X], [], [Y], [], attr(A, Y)).
own(rel(R, Xs, Radius), Xs, [Radius], Ys, [New], rel(R, Ys, New)).
own(cmp(Op, A, B), [], [A, B], [], [C, D], cmp(Op, C, D)).
own(tcmp(Op, A, B), [], [A, B], [], [C, D], tcmp(Op, C, D)).
own(not(F), [], [F], [], [G], not(G)).
own(and(Fs), [], Fs, [], Gs, and(Gs)).
own(or(Fs), [], Fs, [], Gs, or(Gs)).
own(implies(A, B), [], [A, B], [], [C, D], implies(C, D)).
own(iff(A, B), [], [A, B], [], [C, D], iff(C, D)).
own(xor(A, B), [], [A, B], [], [C, D], xor(C, D)).
own(exists(Xs, F), Xs, [F], Ys, [G], exists(Ys, G)).
own(forall(Xs, F), Xs, [F], Ys, [G], forall(Ys, G)).
own(exists(Op, N, X, F), [X], [F], [Y], [G], exists(Op, N, Y, G)).
own(var(X), [X], [], [Y], [], var(Y)).
own(col(C, X), [X], [], [Y], [], col(C, Y)).
own(value(A, X), [X], [], [Y], [], value(A, Y)).
own(distance(X, Y), [X, Y], [], [V, W], [], distance(V, W)).
own(centre_distance(X, Y), [X, Y], [], [V, W], [], centre_distance(V, W)).
own(abs(T), [], [T], [], [U], abs(U)).
own(neg(T), [], [T], [], [U], neg(U)).
own(op(Op, A, B), [], [A, B], [], [C, D], op(Op, C, D)).
own(count(X, F), [X], [F], [Y], [G], count(Y, G)).

%!  letters(+Names:list, -Pairs:list) is det.
%
%   `Name-Letter` for each name: a small letter, maybe with digits, none of them twice. What is such a letter stays; `a`
%   and `i` are not, being words when written as capitals.

letters(Names, Pairs) :-
    findall(X, ( member(X, Names), letter(X) ), Kept),
    foldl(letter_for, Names, Pairs, Kept, _).

letter_for(X, X-X, Taken, Taken) :- letter(X), !.
letter_for(X, X-New, Taken, [New|Taken]) :- fresh(Taken, New).

letter(X) :-
    atom(X),
    atom_codes(X, [C|Digits]),
    C >= 0'a, C =< 0'z, \+ memberchk(C, `ai`),
    forall(member(D, Digits), ( D >= 0'0, D =< 0'9 )).

fresh(Taken, New) :-
    subtract([x, y, z, w, v, u], Taken, [New|_]),
    !.
fresh(Taken, New) :-
    between(1, inf, N),
    atom_concat(x, N, New),
    \+ memberchk(New, Taken),
    !.

%!  distinct_variables(+Source0, -Source) is semidet.
%
%   Every quantifier gets variables of its own, 1, 2, 3, …. Fails where a variable is free.

distinct_variables(Source0, Source) :-
    distinct(Source0, [], Source, 1, _).

distinct(F0, Env, F, N0, N), binder(F0, Xs, B0, Ys, B, F1) =>
    numbered(Xs, Ys, Env, Env1, N0, N1),
    distinct(B0, Env1, B, N1, N),
    F = F1.
distinct(F0, Env, F, N0, N), own(F0, Xs0, Parts0, Xs, Parts, F1) =>
    maplist(bound_as(Env), Xs0, Xs),
    distinct_each(Parts0, Env, Parts, N0, N),
    F = F1.
distinct(F0, _, F, N0, N) => F = F0, N = N0.

distinct_each([], _, [], N, N).
distinct_each([F0|Fs0], Env, [F|Fs], N0, N) :-
    distinct(F0, Env, F, N0, N1),
    distinct_each(Fs0, Env, Fs, N1, N).

bound_as(Env, X, Y) :-
    memberchk(X-Y, Env).

numbered([], [], Env, Env, N, N).
numbered([X|Xs], [N0|Ys], Env0, Env, N0, N) :-
    N1 is N0+1,
    numbered(Xs, Ys, [X-N0|Env0], Env, N1, N).

binder(exists(Xs, F), Xs, F, Ys, G, exists(Ys, G)).
binder(forall(Xs, F), Xs, F, Ys, G, forall(Ys, G)).
binder(exists(Op, N, X, F), [X], F, [Y], G, exists(Op, N, Y, G)).
binder(count(X, F), [X], F, [Y], G, count(Y, G)).
