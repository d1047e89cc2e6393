:- module(rune_miss,
          [ miss/5                      % +C, +F, +Env, +Most, -Miss
          ]).
:- autoload(library(apply), [foldl/4, maplist/3, partition/4]).
:- autoload(library(terms), [mapargs/3]).
:- autoload(library(lists), [append/3, member/2, subtract/3]).
:- autoload(library(pairs), [pairs_values/2]).
:- use_module(parts).
:- use_module(image_rows).
:- use_module(proof, [proof_in_scope/4, denial/3]).

/** <module> Why a formula does not hold: what came closest

Of a formula that has no proof in the image, miss/5 says which part fails and, where something is looked for, which
candidate came closest and which part that one fails. A miss is one of

| holds(Score)                        | this part is none: it has a proof                           |
| atom(Measures)                      | an atom, false of what its variables stand for              |
| definition(Miss)                    | of the definition's body                                    |
| parts(Misses)                       | of each conjunct, disjunct or side, in order; some may hold |
| nothing(Class)                      | there is none of that class to look at                      |
| closest(Class, N, Tried, K, Miss)   | of N candidates, Tried of them tried, K came closest        |
| few(Class, N, Found, Wanted, Closest) | Found satisfy the body; Closest of the others is `K-Miss` or `none` |
| certain(Step)                       | what is denied holds for sure, as Step proves; of `exists=n`, that there are more |

Closest is who fails the fewest conjuncts, then whose first failing measure lacks the least of its bound.
*/

%!  miss(+C, +F, +Env, +Most, -Miss) is det.
%
%   Most candidates are tried for a variable; an eighth as many for one inside its scope. They are tried nearest
%   first, to what was bound last, or best score first.

miss(C, F, Env, Most, Miss) :-
    miss(C, F, Env, Most, Miss0, _),
    told(C, Miss0, Miss).

%   certain(F, Env), what is denied, becomes certain(Step): of what is chosen only, as it takes a search.

told(C, certain(F, Env), Miss) =>
    proof_in_scope(C, F, Env, Step),
    Miss = certain(Step).
told(C, Miss0, Miss), compound(Miss0) =>
    mapargs(told(C), Miss0, Miss).
told(_, Miss0, Miss) =>
    Miss = Miss0.

%   miss(..., -Miss, -Lack): Lack is lack(Parts, Part): how many atoms fail, and by how much.

miss(C, F, Env, _, Miss, Lack), part_value(C, F, Env, Score, _) =>
    Miss = holds(Score), Lack = lack(0, 0.0).
miss(C, F, Env, Most, Miss, Lack), C = c(Kb, _, _, _), unfolded(Kb, F, Env, Body-Env1) =>
    miss(C, Body, Env1, Most, Miss0, Lack),
    Miss = definition(Miss0).
miss(_, class(_, _), _, _, Miss, Lack) =>
    Miss = atom([]), Lack = lack(1, 1.0).
miss(C, F, Env, _, Miss, Lack), atomic_part(F) =>
    part_test(C, F, Env, _, Measures),
    Miss = atom(Measures),
    shortage(Measures, Short),
    Lack = lack(1, Short).
miss(C, F, Env, Most, Miss, Lack), all_of(F, Fs) =>
    misses(Fs, C, Env, Most, Misses, Lacks),
    Miss = parts(Misses),
    foldl(add_lack, Lacks, lack(0, 0.0), Lack).
miss(C, F, Env, Most, Miss, Lack), sides(F, Fs) =>
    misses(Fs, C, Env, Most, Misses, Lacks),
    Miss = parts(Misses),
    sort(Lacks, [Lack|_]).
miss(C, exists(Xs, F), Env, Most, Miss, Lack) =>
    Xs = [V|Vs],
    ( Vs == [] -> Body = F ; Body = exists(Vs, F) ),
    C = c(Kb, _, _, _),
    guard(Kb, V, Body, Class),
    candidates(C, Class, Env, Ks),
    length(Ks, N),
    closest(C, V, Body, Env, Ks, Most, Tried, Closest, Lack),
    (   Closest = K-Miss0
    ->  Miss = closest(Class, N, Tried, K, Miss0)
    ;   Miss = nothing(Class)
    ).
miss(C, exists(Op, N0, V, F), Env, Most, Miss, Lack), wanted(Op, N0, N) =>
    C = c(Kb, _, _, _),
    guard(Kb, V, F, Class),
    candidates(C, Class, Env, Ks),
    length(Ks, All),
    findall(K, ( member(K, Ks), part_value(C, F, [V-K|Env], _, _) ), Found),
    length(Found, M),
    (   M >= N
    ->  Miss = certain(exists(>, N, V, F), Env), Lack = lack(1, 1.0)            % of exists=N
    ;   subtract(Ks, Found, Others),
        closest(C, V, F, Env, Others, Most, _, Closest, lack(Parts, Short)),
        Missing is N-M,
        Lack = lack(Lacking, Short), Lacking is Parts*Missing,
        Miss = few(Class, All, Found, N, Closest)
    ).
miss(_, F, Env, _, Miss, Lack), denial(F, _, G) =>
    Miss = certain(G, Env), Lack = lack(1, 1.0).

wanted(>=, N, N).
wanted(>, N0, N) :- N is N0+1.
wanted(=, N, N) :- N > 0.

all_of(and(Fs), Fs).
all_of(not(implies(F, G)), [F, not(G)]).
all_of(not(or(Fs)), Gs) :- maplist([F, not(F)]>>true, Fs, Gs).

sides(not(and(Fs)), Gs) :- maplist([F, not(F)]>>true, Fs, Gs).
sides(or(Fs), Fs).
sides(implies(F, G), [not(F), G]).
sides(iff(F, G), [F, G]).
sides(xor(F, G), [F, G]).
sides(not(not(F)), [F]).

misses([], _, _, _, [], []).
misses([F|Fs], C, Env, Most, [Miss|Misses], [Lack|Lacks]) :-
    miss(C, F, Env, Most, Miss, Lack),
    misses(Fs, C, Env, Most, Misses, Lacks).

add_lack(lack(N, S), lack(N0, S0), lack(N1, S1)) :-
    N1 is N0+N, S1 is S0+S.

%   How much the first measure lacks of its bound, as a part of it.

shortage(Measures, Short) :-
    (   member(m(_, Value, _, Op, Bound), Measures),
        number(Value), number(Bound),
        \+ satisfied(Op, Value, Bound)
    ->  Short is abs(Value-Bound)/max(1.0, abs(Bound))
    ;   Short = 1.0
    ).

satisfied(<, A, B) :- A < B.
satisfied(=<, A, B) :- A =< B.
satisfied(>, A, B) :- A > B.
satisfied(>=, A, B) :- A >= B.
satisfied(=, A, B) :- A =:= B.
satisfied(\=, A, B) :- A =\= B.

%   candidates(+C, +Class, +Env, -Ks): nearest to what was bound last first, by centres; else best first. What is bound
%   already comes last: that nothing is near itself explains little.

candidates(C, Class, Env, Ks) :-
    (   Env = [_-Last|_]
    ->  centre_of(C, Last, X, Y),
        findall(D-K, ( one_of(C, Class, K, X1, Y1), D is (X1-X)**2+(Y1-Y)**2 ), Pairs0),
        keysort(Pairs0, Pairs),
        pairs_values(Pairs, Ks0),
        pairs_values(Env, Bound),
        partition([K]>>memberchk(K, Bound), Ks0, Own, Others),
        append(Others, Own, Ks)
    ;   ids_of(C, Class, Ks)
    ).

closest(_, _, _, _, [], _, 0, none, lack(2, 1.0)) :- !.
closest(C, V, F, Env, Ks, Most, Tried, Closest, Lack) :-
    first(Most, Ks, First),
    length(First, Tried),
    Within is max(3, Most//8),
    findall(L-(K-M), ( member(K, First), miss(C, F, [V-K|Env], Within, M, L) ), Found),
    keysort(Found, [Lack-Closest|_]).

first(N, Ks, First) :-
    (   length(First, N), append(First, _, Ks) -> true ; First = Ks ).
