:- module(rune_conjunct,
          [ disjuncts/2,                % +Core, -Conjunctions
            conjunction/3,              % +Core, -Vars, -Literals
            from_conjunction/3,         % +Vars, +Literals, -Core
            domain/5,                   % +Kb, +V, +Literals, -Class, -Members
            inner_domains/3,            % +Kb, +Core, -Pairs
            positive_domains/3,         % +Kb, +Core, -Pairs
            told_apart/4,               % +Kb, +V, +W, +Literals
            needs/5,                    % +Kb, +Literal, +Siblings, +Mode, -Vars
            components/3,               % +Vars, +Needs, -Components
            untangle/3                  % +Kb, +Core, -Core1
          ]).
:- autoload(library(apply), [maplist/3, foldl/4, partition/4, include/3]).
:- autoload(library(lists), [append/2, append/3, member/2, select/3]).
:- autoload(library(terms), [mapargs/3]).
:- autoload(library(ordsets), [ord_union/2, ord_union/3, ord_intersection/3, ord_intersect/2, ord_memberchk/2]).
:- autoload(library(pairs), [pairs_keys/2, pairs_values/2]).
:- use_module(core, [free_vars/2, crisp/1, map_parts/3]).
:- use_module(vocabulary, [kb_members/3, kb_irreflexive/2]).

/** <module> Conjunctions: variables, literals, and how they hang together

A conjunction is what stands under a run of existential quantifiers: its variables and its literals. The
compiler takes it apart by its graph. Two things tie variables together: a literal that speaks of both, and, in
`score` mode, that both could be the same detection, which must then be paid once.
*/

%!  disjuncts(+Core, -Conjunctions:list) is det.

disjuncts(or(Fs), Ds) => Ds = Fs.
disjuncts(false, Ds) => Ds = [].
disjuncts(F, Ds) => Ds = [F].

%!  conjunction(+Core, -Vars, -Literals) is det.
%
%   The existential variables and the literals of a formula in normal form. An or with its own variables is a
%   literal.

conjunction(F, Vars, Literals) :-
    conjunction(F, Vars, [], Literals, []).

conjunction(and(Fs), Vs0, Vs, Ls0, Ls) =>
    foldl([F, V0-L0, V1-L1]>>conjunction(F, V0, V1, L0, L1), Fs, Vs0-Ls0, Vs-Ls).
conjunction(exists(V, F), Vs0, Vs, Ls0, Ls) =>
    Vs0 = [V|Vs1],
    conjunction(F, Vs1, Vs, Ls0, Ls).
conjunction(true, Vs0, Vs, Ls0, Ls) =>
    Vs0 = Vs, Ls0 = Ls.
conjunction(L, Vs0, Vs, Ls0, Ls) =>
    Vs0 = Vs, Ls0 = [L|Ls].

%!  from_conjunction(+Vars, +Literals, -Core) is det.

from_conjunction(Vars, Literals, Core) :-
    foldl([V, F, exists(V, F)]>>true, Vars, and(Literals), Core).

%!  domain(+Kb, +V, +Literals, -Class, -Members:ordset) is det.
%
%   The table V is read from, the narrowest class the literals say of it, and the classes it can be of.

domain(Kb, V, Literals, Class, Members) :-
    findall(N-(C-Ms), ( member(class(C, W), Literals), W == V, kb_members(Kb, C, Ms), length(Ms, N) ), Said),
    (   Said == []
    ->  Class = object, kb_members(Kb, object, Members)
    ;   keysort(Said, [_-(Class-Ms0)|More]),
        foldl([_-(_-Ms), In, Out]>>ord_intersection(Ms, In, Out), More, Ms0, Members)
    ).

%!  inner_domains(+Kb, +Core, -Pairs) is det.
%
%   `V-Members` of every variable that a quantifier in the formula binds, counts left out.

inner_domains(Kb, F, Pairs) :- bound_domains(all, Kb, F, Pairs).

%!  positive_domains(+Kb, +Core, -Pairs) is det.
%
%   The same of the variables whose witnesses the formula pays for: those not under a negation.

positive_domains(Kb, F, Pairs) :- bound_domains(positive, Kb, F, Pairs).

bound_domains(Which, Kb, not(_, F), Pairs) =>
    (   Which == all -> bound_domains(all, Kb, F, Pairs) ; Pairs = [] ).
bound_domains(Which, Kb, or(Fs), Pairs) =>
    maplist(bound_domains(Which, Kb), Fs, Pairss), append(Pairss, Pairs).
bound_domains(Which, Kb, atleast(_, V, F), Pairs) =>
    bound_domains(Which, Kb, exists(V, F), Pairs).
bound_domains(Which, Kb, F, Pairs), compound(F), functor(F, Name, _), memberchk(Name, [exists, and]) =>
    conjunction(F, Vars, Literals),
    findall(V-Ms, ( member(V, Vars), domain(Kb, V, Literals, _, Ms) ), Pairs0),
    maplist(bound_domains(Which, Kb), Literals, Pairss),
    append([Pairs0|Pairss], Pairs).
bound_domains(_, _, _, Pairs) => Pairs = [].

%!  told_apart(+Kb, +V, +W, +Literals) is semidet.
%
%   A literal keeps V and W from being one detection.

told_apart(Kb, V, W, Literals) :-
    member(L, Literals),
    apart(Kb, L, V, W),
    !.

apart(_, differ(A, B), V, W) :-
    ( A == V, B == W ; A == W, B == V ).
apart(Kb, rel(R, Vs, _), V, W) :-
    memberchk(V, Vs), memberchk(W, Vs),
    kb_irreflexive(Kb, R).
apart(Kb, graded(A), V, W) :-
    apart(Kb, A, V, W).

%!  needs(+Kb, +Literal, +Siblings, +Mode, -Vars:ordset) is det.
%
%   The variables that must be bound before the literal is done: its free ones, and in `score` mode each
%   detection that a witness inside it might be and that is paid for outside. Siblings are `V-Members`.

needs(_, L, _, crisp, Vars) =>
    free_vars(L, Vars).
needs(Kb, L, Siblings, score, Vars) =>
    free_vars(L, Vars0),
    positive_domains(Kb, L, Inner),
    findall(V, ( member(V-Ms, Siblings), member(_-Ms1, Inner), ord_intersect(Ms, Ms1) ), Vs1),
    findall(V, scope_need(Kb, L, Siblings, V), Vs2),
    append(Vs1, Vs2, Vs3),
    sort(Vs3, Vars1),
    ord_union(Vars0, Vars1, Vars).

scope_need(Kb, L, Siblings, V) :-
    negation_in(L, Scope, F),
    inner_domains(Kb, F, Inner),
    member(V, Scope),
    member(W-Ms, Siblings), W == V,
    member(_-Ms1, Inner),
    ord_intersect(Ms, Ms1).

negation_in(not(Scope, F), Scope, F).
negation_in(not(_, F), Scope, G) :- negation_in(F, Scope, G).
negation_in(and(Fs), Scope, G) :- member(F, Fs), negation_in(F, Scope, G).
negation_in(or(Fs), Scope, G) :- member(F, Fs), negation_in(F, Scope, G).
negation_in(exists(_, F), Scope, G) :- negation_in(F, Scope, G).
negation_in(atleast(_, _, F), Scope, G) :- negation_in(F, Scope, G).

%!  components(+Vars, +Needs, -Components) is det.
%
%   Needs is a list of `Literal-Vars`. Components are `comp(Vars, Literals)` that share no variable of Vars;
%   each literal that needs one of Vars is in one of them.

components(Vars, Needs, Components) :-
    sort(Vars, Open),
    findall(comp([V], []), member(V, Open), Singles),
    foldl(join(Open), Needs, Singles, Components).

join(Open, L-Vars, Comps0, Comps) :-
    ord_intersection(Vars, Open, Mine),
    (   Mine == []
    ->  Comps = Comps0
    ;   partition([comp(Vs, _)]>>ord_intersect(Vs, Mine), Comps0, Touched, Rest),
        foldl([comp(Vs, Ls), V0-L0, V1-L1]>>( ord_union(Vs, V0, V1), append(L0, Ls, L1) ), Touched, []-[], Vs-Ls),
        append(Rest, [comp(Vs, [L|Ls])], Comps)
    ).

%!  untangle(+Kb, +Core, -Core1) is det.
%
%   For `score` mode: where witnesses of two compound literals of one conjunction (disjunctions, counting
%   quantifiers) could be the same detection, one of the two is opened, so that all such witnesses become
%   variables of one conjunction, whose search pays each detection once. A counting quantifier inside the body
%   of another is opened too.

untangle(Kb, F0, F) :-
    map_parts(untangle(Kb), F0, F1),
    opened(Kb, F1, F).

opened(_, atleast(N, V, F0), F) =>
    without_counts(F0, F1),
    F = atleast(N, V, F1).
opened(Kb, F0, F), ( F0 = and(_) ; F0 = exists(_, _) ) =>
    conjunction(F0, Vars, Ls),
    (   tangled(Kb, Ls, L, Rest)
    ->  open_literal(L, Rest, Vars, F)
    ;   F = F0
    ).
opened(_, F0, F) => F = F0.

%   Every counting quantifier that is not under a negation, opened.

without_counts(atleast(N, V, F0), F) =>
    without_counts(F0, F1),
    expanded(N, V, F1, F).
without_counts(F0, F), F0 = not(_, _) =>
    F = F0.
without_counts(F0, F) =>
    map_parts(without_counts, F0, F).

%   A literal to open: a disjunction if one of the two is one, else the count with the smaller number.

tangled(Kb, Ls, L, Rest) :-
    append(_, [A|More], Ls), group(A),
    member(B, More), group(B),
    positive_domains(Kb, A, As), positive_domains(Kb, B, Bs),
    member(_-Ms, As), member(_-Ns, Bs), ord_intersect(Ms, Ns),
    !,
    (   A = or(_) -> L = A
    ;   B = or(_) -> L = B
    ;   A = atleast(N, _, _), B = atleast(M, _, _), N =< M -> L = A
    ;   L = B
    ),
    once(( select(X, Ls, Rest), X == L )).

group(or(Fs)) :- \+ crisp(or(Fs)).
group(atleast(_, _, _)).

open_literal(or(Ds), Rest, Vars, or(Fs)) :-
    maplist([D, F]>>from_conjunction(Vars, [D|Rest], F), Ds, Fs).
open_literal(atleast(N, V, G), Rest, Vars, F) :-
    expanded(N, V, G, E),
    from_conjunction(Vars, [E|Rest], F).

%   exists>=n V G as n variables told apart pairwise; rename_apart/4 must follow. The copies are numbered here
%   as `copy(V, I)`.

expanded(N, V, G, Core) :-
    numlist(1, N, Is),
    maplist([I, copy(V, I)]>>true, Is, Copies),
    maplist([C, G1]>>substitute(V, C, G, G1), Copies, Bodies),
    findall(differ(A, B), ( append(_, [A|More], Copies), member(B, More) ), Apart),
    append(Bodies, Apart, Ls),
    from_conjunction(Copies, Ls, Core).

substitute(V, C, T0, T), T0 == V => T = C.
substitute(V, C, T0, T), compound(T0) =>
    mapargs([A0, A]>>substitute(V, C, A0, A), T0, T).
substitute(_, _, T0, T) => T = T0.
