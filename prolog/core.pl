:- module(rune_core,
          [ map_parts/3,                % :Goal, +Core, -Core1
            free_vars/2,                % +Core, -Vars
            inner_vars/2,               % +Core, -Vars
            crisp/1,                    % +Core
            soften/2,                   % +Core, -Core1
            rename_apart/4              % +Core, +Names0, -Core1, -Names
          ]).
:- autoload(library(apply), [maplist/3, foldl/4]).
:- autoload(library(lists), [append/2, member/2]).
:- autoload(library(ordsets), [ord_union/2, ord_union/3, ord_del_element/3]).
:- use_module(relations, [relation_degree/4]).

/** <module> The core language: going over a formula

Formulas reach it from formula.pl, which describes it. Here is what every later step needs: the parts of a
formula, its variables, and variables told apart again after a rule has copied a part.
*/

%!  map_parts(:Goal, +Core, -Core1) is det.
%
%   Core1 is Core with call(Goal, Part, Part1) done on each formula directly below, those in count terms too.

:- meta_predicate map_parts(2, +, -).

map_parts(G, not(Scope, F), R) => call(G, F, F1), R = not(Scope, F1).
map_parts(G, and(Fs), R) => maplist(G, Fs, Fs1), R = and(Fs1).
map_parts(G, or(Fs), R) => maplist(G, Fs, Fs1), R = or(Fs1).
map_parts(G, exists(V, F), R) => call(G, F, F1), R = exists(V, F1).
map_parts(G, atleast(N, V, F), R) => call(G, F, F1), R = atleast(N, V, F1).
map_parts(G, cmp(Op, A, B), R) => term_parts(G, A, A1), term_parts(G, B, B1), R = cmp(Op, A1, B1).
map_parts(G, rel(N, Vs, T), R) => term_parts(G, T, T1), R = rel(N, Vs, T1).
map_parts(G, graded(A), R) => map_parts(G, A, A1), R = graded(A1).
map_parts(_, F, R) => R = F.

term_parts(G, count(V, F), R) => call(G, F, F1), R = count(V, F1).
term_parts(G, abs(A), R) => term_parts(G, A, A1), R = abs(A1).
term_parts(G, neg(A), R) => term_parts(G, A, A1), R = neg(A1).
term_parts(G, op(Op, A, B), R) => term_parts(G, A, A1), term_parts(G, B, B1), R = op(Op, A1, B1).
term_parts(_, T, R) => R = T.

%!  free_vars(+Core, -Vars:ordset) is det.
%
%   The free variables of a core formula or term. The Scope of a negation is no occurrence.

free_vars(F, Vars) :- vars(F, Vars).

vars(class(_, V), Vs) => Vs = [V].
vars(attr(_, V), Vs) => Vs = [V].
vars(rel(_, Vs0, T), Vs) => sort(Vs0, Vs1), vars(T, Vs2), ord_union(Vs1, Vs2, Vs).
vars(graded(A), Vs) => vars(A, Vs).
vars(same(V, W), Vs) => sort([V, W], Vs).
vars(differ(V, W), Vs) => sort([V, W], Vs).
vars(cmp(_, A, B), Vs) => vars_of([A, B], Vs).
vars(tcmp(_, A, B), Vs) => vars_of([A, B], Vs).
vars(not(_, F), Vs) => vars(F, Vs).
vars(and(Fs), Vs) => vars_of(Fs, Vs).
vars(or(Fs), Vs) => vars_of(Fs, Vs).
vars(exists(V, F), Vs) => vars(F, Vs0), ord_del_element(Vs0, V, Vs).
vars(atleast(_, V, F), Vs) => vars(F, Vs0), ord_del_element(Vs0, V, Vs).
vars(count(V, F), Vs) => vars(F, Vs0), ord_del_element(Vs0, V, Vs).
vars(col(_, V), Vs) => Vs = [V].
vars(value(_, V), Vs) => Vs = [V].
vars(distance(V, W), Vs) => sort([V, W], Vs).
vars(centre_distance(V, W), Vs) => sort([V, W], Vs).
vars(abs(A), Vs) => vars(A, Vs).
vars(neg(A), Vs) => vars(A, Vs).
vars(op(_, A, B), Vs) => vars_of([A, B], Vs).
vars(_, Vs) => Vs = [].

vars_of(Fs, Vs) :-
    maplist(vars, Fs, Vss),
    ord_union(Vss, Vs).

%!  inner_vars(+Core, -Vars:list) is det.
%
%   The variables that a quantifier anywhere in the formula binds, those of count terms left out: a count
%   pays for nothing.

inner_vars(not(_, F), Vs) => inner_vars(F, Vs).
inner_vars(and(Fs), Vs) => inner_of(Fs, Vs).
inner_vars(or(Fs), Vs) => inner_of(Fs, Vs).
inner_vars(exists(V, F), Vs) => inner_vars(F, Vs0), Vs = [V|Vs0].
inner_vars(atleast(_, V, F), Vs) => inner_vars(F, Vs0), Vs = [V|Vs0].
inner_vars(_, Vs) => Vs = [].

inner_of(Fs, Vs) :-
    maplist(inner_vars, Fs, Vss),
    append(Vss, Vs).

%!  crisp(+Core) is semidet.
%
%   The formula is 0 or 1 in every scoring once its free variables are bound: no quantifier outside a count, no
%   relation that is graded.

crisp(F) :-
    inner_vars(F, []),
    \+ grades(F).

grades(graded(_)).
grades(not(_, F)) :- grades(F).
grades(and(Fs)) :- member(F, Fs), grades(F), !.
grades(or(Fs)) :- member(F, Fs), grades(F), !.

%!  soften(+Core, -Core1) is det.
%
%   Core1 is Core with graded(A) for every relation A that has degrees. In a count term, and so in a radius, relations
%   stay as they are.

soften(rel(R, Vs, Radius), F), relation_degree(R, _, _, _) => F = graded(rel(R, Vs, Radius)).
soften(rel(R, Vs, Radius), F) => F = rel(R, Vs, Radius).
soften(cmp(Op, A, B), F) => F = cmp(Op, A, B).
soften(F0, F) => map_parts(soften, F0, F).

%!  rename_apart(+Core, +Names0, -Core1, -Names) is det.
%
%   Gives every quantifier a variable of its own again, after a rule has copied a part. Copies keep the name.

rename_apart(F0, Names0, F, Names) :-
    foldl([v(N)-_, M0, M]>>(M is max(M0, N)), Names0, 0, Max),
    Next is Max+1,
    rename(F0, [], F, r(Next, Names0, []), r(_, Names, _)).

%   State r(Next, Names, Used): a binder whose variable was used before gets a fresh one.

rename(exists(V, F0), Env, F, S0, S) =>
    fresh(V, V1, S0, S1), rename(F0, [V-V1|Env], F1, S1, S), F = exists(V1, F1).
rename(atleast(N, V, F0), Env, F, S0, S) =>
    fresh(V, V1, S0, S1), rename(F0, [V-V1|Env], F1, S1, S), F = atleast(N, V1, F1).
rename(count(V, F0), Env, F, S0, S) =>
    fresh(V, V1, S0, S1), rename(F0, [V-V1|Env], F1, S1, S), F = count(V1, F1).
rename(not(Scope0, F0), Env, F, S0, S) =>
    maplist(renamed(Env), Scope0, Scope), rename(F0, Env, F1, S0, S), F = not(Scope, F1).
rename(and(Fs0), Env, F, S0, S) => rename_list(Fs0, Env, Fs, S0, S), F = and(Fs).
rename(or(Fs0), Env, F, S0, S) => rename_list(Fs0, Env, Fs, S0, S), F = or(Fs).
rename(class(C, V), Env, F, S0, S) => renamed(Env, V, V1), F = class(C, V1), S = S0.
rename(attr(A, V), Env, F, S0, S) => renamed(Env, V, V1), F = attr(A, V1), S = S0.
rename(rel(R, Vs, T), Env, F, S0, S) =>
    maplist(renamed(Env), Vs, Vs1), rename(T, Env, T1, S0, S), F = rel(R, Vs1, T1).
rename(graded(A), Env, F, S0, S) => rename(A, Env, A1, S0, S), F = graded(A1).
rename(same(V, W), Env, F, S0, S) =>
    maplist(renamed(Env), [V, W], [V1, W1]), F = same(V1, W1), S = S0.
rename(differ(V, W), Env, F, S0, S) =>
    maplist(renamed(Env), [V, W], [V1, W1]), F = differ(V1, W1), S = S0.
rename(cmp(Op, A, B), Env, F, S0, S) => rename_list([A, B], Env, [A1, B1], S0, S), F = cmp(Op, A1, B1).
rename(tcmp(Op, A, B), Env, F, S0, S) => rename_list([A, B], Env, [A1, B1], S0, S), F = tcmp(Op, A1, B1).
rename(col(C, V), Env, T, S0, S) => renamed(Env, V, V1), T = col(C, V1), S = S0.
rename(value(A, V), Env, T, S0, S) => renamed(Env, V, V1), T = value(A, V1), S = S0.
rename(distance(V, W), Env, T, S0, S) =>
    maplist(renamed(Env), [V, W], [V1, W1]), T = distance(V1, W1), S = S0.
rename(centre_distance(V, W), Env, T, S0, S) =>
    maplist(renamed(Env), [V, W], [V1, W1]), T = centre_distance(V1, W1), S = S0.
rename(abs(A), Env, T, S0, S) => rename(A, Env, A1, S0, S), T = abs(A1).
rename(neg(A), Env, T, S0, S) => rename(A, Env, A1, S0, S), T = neg(A1).
rename(op(Op, A, B), Env, T, S0, S) => rename_list([A, B], Env, [A1, B1], S0, S), T = op(Op, A1, B1).
rename(X, _, Y, S0, S) => Y = X, S = S0.

rename_list([], _, [], S, S).
rename_list([X|Xs], Env, [Y|Ys], S0, S) :-
    rename(X, Env, Y, S0, S1),
    rename_list(Xs, Env, Ys, S1, S).

renamed(Env, V, V1) :-
    (   memberchk(V-W, Env) -> V1 = W ; V1 = V ).

original(copy(V, _), W) => original(V, W).
original(V, W) => W = V.

%   A copy(V, I) is the I-th of several witnesses of one counting quantifier: its name is many(Name).

fresh(copy(V, _), V1, r(Next, Names, Used), S) =>
    V1 = v(Next), After is Next+1,
    original(V, W),
    memberchk(W-Name0, Names),
    (   Name0 = many(_) -> Name = Name0 ; Name = many(Name0) ),
    S = r(After, [V1-Name|Names], Used).
fresh(V, V1, r(Next, Names, Used), S), memberchk(V, Used) =>
    V1 = v(Next), After is Next+1,
    memberchk(V-Name, Names),
    S = r(After, [V1-Name|Names], Used).
fresh(V, V1, r(Next, Names, Used), S) =>
    V1 = V,
    S = r(Next, Names, [V|Used]).
