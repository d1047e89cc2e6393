:- module(rune_formula,
          [ list_formula/2,             % +List, -Source
            formula_list/2,             % +Source, -List
            source_free/2,              % +Source, -Free
            core/5,                     % +Source, +Kb, -Core, -Free, -Names
            core_in/6                   % +Source, +Kb, +Xs, -Core, -Vs, -Names
          ]).
:- autoload(library(apply), [maplist/3, foldl/4]).
:- autoload(library(lists), [append/3, member/2, reverse/2]).
:- autoload(library(pairs), [pairs_keys_values/3, pairs_values/2]).
:- autoload(library(error), [domain_error/2]).
:- use_module(vocabulary, [kb_definition/4, kb_inverse/3]).
:- use_module(relations, [relation_rule/3, relation_definition/3]).

/** <module> Formulas as terms: what comes in, and the core language

A formula arrives as a *source* term: the whole language of DESIGN 4.1, its variables atoms.

| class(C, X), attr(A, X)         | X is a C; the boolean attribute A holds of X       |
| rel(R, [X, ...], Radius)        | a relation; Radius is `default` or a term          |
| cmp(Op, T1, T2), tcmp(Op, T1, T2) | numbers, texts; Op is one of < =< > >= = \=     |
| not(F), and(Fs), or(Fs)         |                                                    |
| implies(F, G), iff(F, G), xor(F, G)                                                 ||
| exists(Xs, F), forall(Xs, F)    |                                                    |
| exists(Op, N, X, F)             | a counting quantifier                              |

Terms: var(X), num(N) in pixels, metric(N, Dim) in metres to the power Dim, text(T), col(Column, X),
value(Attribute, X), image(Column), distance(X, Y), centre_distance(X, Y), abs(T), neg(T), op(Op, T1, T2),
count(X, F).

core/5 turns it into the *core* language, in which variables are v(1), v(2), ..., each bound once:

| true, false, class(C, V), attr(A, V), rel(R, Vs, Radius), cmp(Op, T1, T2), tcmp(Op, T1, T2), same(V, W), differ(V, W) ||
| not(Scope, F)     | negation; Scope are the variables in whose scope it stands       |
| and(Fs), or(Fs)   |                                                                   |
| exists(V, F)      |                                                                   |
| atleast(N, V, F)  | N distinct V satisfy F                                            |

With the option soft(true) soften/2 of core.pl makes graded(rel(R, Vs, Radius)) of relations that have degrees.

Scope matters to `best` scoring alone: inside a negation the detections bound outside are paid for, so a
rewriting may move a negation but must not forget where it was written.
*/

%!  list_formula(+List, -Source) is det.
%
%   The border's form, nested lists `[Functor, Arg, ...]` from Python, as a source term. Lists of formulas or
%   variables arrive as `[list, X, ...]`, so that data can never be mistaken for structure.

list_formula([list|Items], Terms) =>
    maplist(list_formula, Items, Terms).
list_formula([atom, Name], Term) =>
    Term = Name.
list_formula([Functor|Args], Term), length(Args, Arity), node(Functor, Arity) =>
    maplist(list_formula, Args, Terms),
    Term =.. [Functor|Terms].
list_formula([Functor|_], _) =>
    domain_error(formula_node, Functor).
list_formula(Number, Term), number(Number) =>
    Term = Number.

%!  formula_list(+Source, -List) is det.
%
%   The inverse of list_formula/2.

formula_list(Source, List), is_list(Source) =>
    maplist(formula_list, Source, Items),
    List = [list|Items].
formula_list(Source, List), compound(Source) =>
    Source =.. [Functor|Args],
    maplist(formula_list, Args, Lists),
    List = [Functor|Lists].
formula_list(Number, List), number(Number) =>
    List = Number.
formula_list(Name, List) =>
    List = [atom, Name].

node(class, 2).    node(attr, 2).      node(rel, 3).       node(cmp, 3).    node(tcmp, 3).
node(not, 1).      node(and, 1).       node(or, 1).        node(implies, 2).
node(iff, 2).      node(xor, 2).       node(exists, 2).    node(forall, 2).
node(exists, 4).   node(var, 1).       node(num, 1).       node(metric, 2).
node(text, 1).     node(col, 2).       node(value, 2).     node(image, 1).
node(distance, 2). node(abs, 1).       node(neg, 1).       node(op, 3).
node(count, 2).    node(centre_distance, 2).

%!  core(+Source, +Kb, -Core, -Free, -Names) is det.
%
%   Eliminates derived connectives by their definitions in DESIGN 4.2, unfolds defined classes and relations
%   of Kb, and renames variables apart. Free are the free variables in the order of their appearance, Names a list
%   of `V-Name` of all variables.

core(Source, Kb, Core, Free, Names) :-
    source_free(Source, FreeNamed),
    core_in(Source, Kb, FreeNamed, Core, Free, Names).

%!  core_in(+Source, +Kb, +Xs, -Core, -Vs, -Names) is det.
%
%   The same of a part of a formula. Xs are all variables in whose scope it stands, the innermost first (a name
%   may come twice), Vs what they become.

core_in(Source, Kb, Xs, Core, Vs, Names) :-
    number_vars(Xs, 1, Env, Next),
    findall(V-X, member(X-V, Env), FreeNames),
    pairs_values(Env, Vs),
    core_of(Source, c(Kb, Env, Vs), Core, s(Next, []), s(_, BoundNames)),
    append(FreeNames, BoundNames, Names).

number_vars([], N, [], N).
number_vars([X|Xs], N, [X-v(N)|Env], Next) :-
    N1 is N+1,
    number_vars(Xs, N1, Env, Next).

%   core_of(+Source, +Context, -Core, +State0, -State): Context is c(Kb, Env, Scope), State s(NextVar, Names).

core_of(class(C, X), Ctx, Core, S0, S) =>
    Ctx = c(Kb, _, _),
    (   kb_definition(Kb, C, Param, Body)
    ->  lookup(X, Ctx, V),
        unfold([Param-V], Body, Ctx, Core, S0, S)
    ;   lookup(X, Ctx, V), Core = class(C, V), S = S0
    ).
core_of(attr(A, X), Ctx, Core, S0, S) =>
    lookup(X, Ctx, V), Core = attr(A, V), S = S0.
core_of(rel(R, Xs, Radius0), Ctx, Core, S0, S) =>
    relation(R, Xs, Radius0, Ctx, Core, S0, S).
core_of(cmp(Op, var(X), var(Y)), Ctx, Core, S0, S) =>
    lookup(X, Ctx, V), lookup(Y, Ctx, W), S = S0,
    identity(Op, V, W, Core).
core_of(cmp(Op, T10, T20), Ctx, Core, S0, S) =>
    core_term(T10, Ctx, T1, S0, S1), core_term(T20, Ctx, T2, S1, S),
    Core = cmp(Op, T1, T2).
core_of(tcmp(Op, T10, T20), Ctx, Core, S0, S) =>
    core_term(T10, Ctx, T1, S0, S1), core_term(T20, Ctx, T2, S1, S),
    Core = tcmp(Op, T1, T2).
core_of(not(F), Ctx, Core, S0, S) =>
    Ctx = c(_, _, Scope),
    core_of(F, Ctx, F1, S0, S),
    Core = not(Scope, F1).
core_of(and(Fs), Ctx, Core, S0, S) =>
    core_list(Fs, Ctx, Cores, S0, S), Core = and(Cores).
core_of(or(Fs), Ctx, Core, S0, S) =>
    core_list(Fs, Ctx, Cores, S0, S), Core = or(Cores).
core_of(implies(F, G), Ctx, Core, S0, S) =>
    core_of(or([not(F), G]), Ctx, Core, S0, S).
core_of(iff(F, G), Ctx, Core, S0, S) =>
    core_of(or([and([F, G]), and([not(F), not(G)])]), Ctx, Core, S0, S).
core_of(xor(F, G), Ctx, Core, S0, S) =>
    core_of(or([and([F, not(G)]), and([not(F), G])]), Ctx, Core, S0, S).
core_of(exists([], F), Ctx, Core, S0, S) =>
    core_of(F, Ctx, Core, S0, S).
core_of(exists([X|Xs], F), Ctx, Core, S0, S) =>
    bind(X, Ctx, V, Ctx1, S0, S1),
    core_of(exists(Xs, F), Ctx1, F1, S1, S),
    Core = exists(V, F1).
core_of(forall(Xs, F), Ctx, Core, S0, S) =>
    core_of(not(exists(Xs, not(F))), Ctx, Core, S0, S).
core_of(exists(Op, N, X, F), Ctx, Core, S0, S) =>
    counting(Op, N, X, F, Ctx, Core, S0, S).

core_list([], _, [], S, S).
core_list([F|Fs], Ctx, [C|Cs], S0, S) :-
    core_of(F, Ctx, C, S0, S1),
    core_list(Fs, Ctx, Cs, S1, S).

identity(=, V, V, Core) => Core = true.
identity(=, V, W, Core) => Core = same(V, W).
identity(\=, V, V, Core) => Core = false.
identity(\=, V, W, Core) => Core = differ(V, W).

%   A counting quantifier by `exists>=n` (DESIGN 4.2).

counting(>=, N, X, F, Ctx, Core, S0, S), N =< 0 =>
    Core = true, S0 = S, ignore(X-F-Ctx = _).
counting(>=, N, X, F, Ctx, Core, S0, S) =>
    bind(X, Ctx, V, Ctx1, S0, S1),
    core_of(F, Ctx1, F1, S1, S),
    Core = atleast(N, V, F1).
counting(>, N, X, F, Ctx, Core, S0, S) =>
    N1 is N+1,
    counting(>=, N1, X, F, Ctx, Core, S0, S).
counting(=<, N, X, F, Ctx, Core, S0, S) =>
    core_of(not(exists(>, N, X, F)), Ctx, Core, S0, S).
counting(<, N, X, F, Ctx, Core, S0, S) =>
    core_of(not(exists(>=, N, X, F)), Ctx, Core, S0, S).
counting(=, N, X, F, Ctx, Core, S0, S) =>
    core_of(and([exists(>=, N, X, F), not(exists(>, N, X, F))]), Ctx, Core, S0, S).

relation(R, Xs, Radius, Ctx, Core, S0, S), relation_definition(R, Params, Body) =>
    maplist(lookup_in(Ctx), Xs, Vs),
    pairs_keys_values(Pairs, Params, Vs),
    ignore(Radius = _),
    unfold(Pairs, Body, Ctx, Core, S0, S).
relation(R, [X, Y], Radius, Ctx, Core, S0, S),
        \+ relation_rule(R, _, _), Ctx = c(Kb, _, _), kb_inverse(Kb, R, Inverse) =>
    relation(Inverse, [Y, X], Radius, Ctx, Core, S0, S).
relation(R, Xs, Radius0, Ctx, Core, S0, S) =>
    maplist(lookup_in(Ctx), Xs, Vs),
    (   Radius0 == default
    ->  Radius = default, S = S0
    ;   core_term(Radius0, Ctx, Radius, S0, S)
    ),
    Core = rel(R, Vs, Radius).

%   The body of a definition sees its parameters alone, but stands in the scope of its use.

unfold(Params, Body, c(Kb, _, Scope), Core, S0, S) :-
    core_of(Body, c(Kb, Params, Scope), Core, S0, S).

bind(X, c(Kb, Env, Scope), v(N), c(Kb, [X-v(N)|Env], [v(N)|Scope]), s(N, Names), s(Next, [v(N)-X|Names])) :-
    Next is N+1.

lookup(X, c(_, Env, _), V) :-
    memberchk(X-V, Env).

lookup_in(Ctx, X, V) :-
    lookup(X, Ctx, V).

core_term(col(Column, X), Ctx, T, S0, S) => lookup(X, Ctx, V), T = col(Column, V), S = S0.
core_term(value(A, X), Ctx, T, S0, S) => lookup(X, Ctx, V), T = value(A, V), S = S0.
core_term(distance(X, Y), Ctx, T, S0, S) =>
    lookup(X, Ctx, V), lookup(Y, Ctx, W), T = distance(V, W), S = S0.
core_term(centre_distance(X, Y), Ctx, T, S0, S) =>
    lookup(X, Ctx, V), lookup(Y, Ctx, W), T = centre_distance(V, W), S = S0.
core_term(abs(A), Ctx, T, S0, S) => core_term(A, Ctx, A1, S0, S), T = abs(A1).
core_term(neg(A), Ctx, T, S0, S) => core_term(A, Ctx, A1, S0, S), T = neg(A1).
core_term(op(Op, A, B), Ctx, T, S0, S) =>
    core_term(A, Ctx, A1, S0, S1), core_term(B, Ctx, B1, S1, S), T = op(Op, A1, B1).
core_term(count(X, F), Ctx, T, S0, S) =>
    bind(X, Ctx, V, Ctx1, S0, S1), core_of(F, Ctx1, F1, S1, S), T = count(V, F1).
core_term(T0, _, T, S0, S) => T = T0, S = S0.       % num, metric, text, image

%!  source_free(+Source, -Free:list) is det.
%
%   The free variables of a source formula, in the order of their appearance.

source_free(F, Free) :-
    source_free(F, [], [], Reversed),
    reverse(Reversed, Free).

source_free(F, Bound, Acc0, Acc), binds(F, Xs, Body) =>
    append(Xs, Bound, Bound1),
    source_free(Body, Bound1, Acc0, Acc).
source_free(class(_, X), Bound, Acc0, Acc) => free_var(X, Bound, Acc0, Acc).
source_free(attr(_, X), Bound, Acc0, Acc) => free_var(X, Bound, Acc0, Acc).
source_free(col(_, X), Bound, Acc0, Acc) => free_var(X, Bound, Acc0, Acc).
source_free(value(_, X), Bound, Acc0, Acc) => free_var(X, Bound, Acc0, Acc).
source_free(var(X), Bound, Acc0, Acc) => free_var(X, Bound, Acc0, Acc).
source_free(distance(X, Y), Bound, Acc0, Acc) => foldl(free_in(Bound), [X, Y], Acc0, Acc).
source_free(centre_distance(X, Y), Bound, Acc0, Acc) => foldl(free_in(Bound), [X, Y], Acc0, Acc).
source_free(rel(_, Xs, Radius), Bound, Acc0, Acc) =>
    foldl(free_in(Bound), Xs, Acc0, Acc1),
    source_free(Radius, Bound, Acc1, Acc).
source_free(text(_), _, Acc0, Acc) => Acc = Acc0.
source_free(image(_), _, Acc0, Acc) => Acc = Acc0.
source_free(Compound, Bound, Acc0, Acc), compound(Compound) =>
    Compound =.. [_|Args],
    foldl([A, B0, B]>>source_free(A, Bound, B0, B), Args, Acc0, Acc).
source_free(_, _, Acc0, Acc) => Acc = Acc0.

binds(exists(Xs, F), Xs, F).
binds(forall(Xs, F), Xs, F).
binds(exists(_, _, X, F), [X], F).
binds(count(X, F), [X], F).

free_in(Bound, X, Acc0, Acc) :-
    free_var(X, Bound, Acc0, Acc).

free_var(X, Bound, Acc0, Acc) :-
    (   ( memberchk(X, Bound) ; memberchk(X, Acc0) )
    ->  Acc = Acc0
    ;   Acc = [X|Acc0]
    ).
