:- module(rune_mutual,
          [ best_mutual/6               % +N, +Candidates, +Lower, -Score, -Ids, -Rest
          ]).
:- autoload(library(apply), [foldl/4, maplist/3, exclude/3]).
:- autoload(library(lists), [append/3, member/2, select/3]).
:- autoload(library(ordsets), [ord_union/3, ord_subtract/3, ord_memberchk/2]).
:- autoload(library(pairs), [pairs_keys/2]).
:- autoload(library(ugraphs), [vertices_edges_to_ugraph/3, reachable/3, del_vertices/3]).

/** <module> Counting witnesses that rest on one another

Five ships each near another ship: what one of them rests on may be one of the five itself, and is then paid for
already. cover.pl, which searches over what is paid besides the witnesses, knows no good bound for this; here it is
the other way about.

  - Candidates fall into groups that share no detection. The best M of each group are found apart, for every M, and
    put together for the N of the whole.
  - Within a group candidates are taken one by one, dearest last; what is taken pays for itself and for the rest of
    one of its alternatives. M more cost at least what the M cheapest cost by themselves: that bound is met at once
    where the best of a group lie together. An alternative that with the cheapest of the others would be no better than
    what is known is forgotten, and with it, often, the candidate; so the bound falls.
*/

%!  best_mutual(+N, +Candidates, +Lower, -Score, -Ids, -Rest) is semidet.
%
%   As best_cover/6 of cover.pl.

best_mutual(N, Candidates, Lower, Score, Ids, Rest) :-
    groups(Candidates, Groups),
    foldl(with_group(N, Lower), Groups, [0-best(1.0, [], [])], Table),
    memberchk(N-best(Score, Ids, Rest), Table),
    Score > Lower.

%   groups(+Candidates, -Groups): Candidates in lists that share no detection.

groups(Candidates, Groups) :-
    findall(Id, detection_of(Candidates, Id), Ids0),
    sort(Ids0, Ids),
    findall(Edge, edge(Candidates, Edge), Edges),
    vertices_edges_to_ugraph(Ids, Edges, Graph),
    parted(Ids, Graph, Candidates, Groups).

detection_of(Candidates, Id) :-
    member(c(Own, _, Alts), Candidates),
    (   Id = Own
    ;   member(alt(_, Extras), Alts), member(Id-_, Extras)
    ).

edge(Candidates, Edge) :-
    member(c(Own, _, Alts), Candidates),
    member(alt(_, Extras), Alts),
    member(Id-_, Extras),
    ( Edge = Own-Id ; Edge = Id-Own ).

parted([], _, _, []).
parted([Id|Ids], Graph, Candidates, Groups) :-
    reachable(Id, Graph, Together),
    partition_candidates(Candidates, Together, Group, Others),
    ord_subtract([Id|Ids], Together, Rest),
    del_vertices(Graph, Together, Smaller),
    (   Group == [] -> Groups = More ; Groups = [Group|More] ),
    parted(Rest, Smaller, Others, More).

partition_candidates([], _, [], []).
partition_candidates([C|Cs], Together, Group, Others) :-
    C = c(Id, _, _),
    (   ord_memberchk(Id, Together)
    ->  Group = [C|Group1], Others = Others1
    ;   Group = Group1, Others = [C|Others1]
    ),
    partition_candidates(Cs, Together, Group1, Others1).

%   with_group(+N, +Lower, +Group, +Table0, -Table): a table has the best of what was looked at, `M-best(Score, Ids,
%   Rest)`, for each M up to N that is worth more than Lower.

with_group(N, Lower, Group, Table0, Table) :-
    length(Group, Size),
    Most is min(N, Size),
    best_of_group(Most, Group, Lower, none, [], Own),
    findall(M-best(S, Ids, Rest), combined(N, Lower, Table0, [0-best(1.0, [], [])|Own], M, S, Ids, Rest), Found),
    sort(0, @>=, Found, Sorted),
    best_of_each(Sorted, Table).

combined(N, Lower, Table, Own, M, S, Ids, Rest) :-
    member(M0-best(S0, Ids0, Rest0), Table),
    member(M1-best(S1, Ids1, Rest1), Own),
    M is M0+M1, M =< N,
    S is S0*S1, S > Lower,
    append(Ids0, Ids1, Ids),
    append(Rest0, Rest1, Rest).

best_of_each([], []).
best_of_each([M-Best|Pairs], [M-Best|Table]) :-
    exclude([M-_]>>true, Pairs, Others),
    best_of_each(Others, Table).

%   The best M of the group for M from Most down to 1; no fewer are worth less than what more of them are.

best_of_group(0, _, _, _, Table, Table) :- !.
best_of_group(M, Group, Lower, More, Table0, Table) :-
    Best = best(Lower, none, []),
    (   More = best(_, Ids0, Rest0)
    ->  fewer(M, Ids0, Rest0, Group, Best)
    ;   true
    ),
    taken(M, Group, [], 1.0, [], Best),
    (   Best = best(Score, Ids, Rest), Ids \== none
    ->  Found = best(Score, Ids, Rest), Table1 = [M-Found|Table0]
    ;   Found = More, Table1 = Table0
    ),
    M1 is M-1,
    best_of_group(M1, Group, Lower, Found, Table1, Table).

%   Where no factor is lost by it, M of M+1 witnesses are a first guess.

fewer(M, Ids0, Rest0, Group, Best) :-
    length(Ids, M),
    append(Ids, More, Ids0),
    \+ ( member(Id, Ids), memberchk(c(Id, _, Alts), Group), member(alt(F, _), Alts), F < 1.0 ),
    append(More, Rest0, Rest1),
    sort(Rest1, Rest),
    append(Ids, Rest, All0),
    sort(All0, All),
    maplist(score_in(Group), All, Scores),
    !,
    foldl([S, P0, P]>>(P is P0*S), Scores, 1.0, Score),
    better(Score, Ids, Rest, Best).
fewer(_, _, _, _, _).

score_in(Group, Id, S) :-
    (   memberchk(c(Id, S0, _), Group)
    ->  S = S0
    ;   member(c(_, _, Alts), Group), member(alt(_, Extras), Alts), memberchk(Id-S0, Extras)
    ->  S = S0
    ).

better(Score, Ids, Rest, Best) :-
    arg(1, Best, Lower),
    (   Score > Lower
    ->  nb_setarg(1, Best, Score), nb_setarg(2, Best, Ids), nb_setarg(3, Best, Rest)
    ;   true
    ).

%   taken(+M, +Candidates, +H, +Weight, +Ids, !Best): M more of the candidates, where H, an ordset of `Id-Score`, is paid,
%   of product Weight (factors of those taken too). Best is best(Score, Ids, Rest).

taken(0, _, H, Weight, Ids, Best) =>
    pairs_keys(H, Paid),
    better(Weight, Ids, Paid, Best).
taken(M, Candidates0, H, Weight, Ids, Best) =>
    (   worth_taking(Candidates0, M, H, Weight, Best, Candidates)
    ->  one_taken(M, Candidates, H, Weight, Ids, Best)
    ;   true
    ).

%   worth_taking(+Candidates0, +M, +H, +Weight, +Best, -Candidates) is semidet: leaves out every alternative that cannot
%   be part of something better, until that changes nothing; dearest last. Fails where the M cheapest together are too
%   dear.

worth_taking(Candidates0, M, H, Weight, Best, Candidates) :-
    maplist(priced(H), Candidates0, Priced0),
    sort(1, @>=, Priced0, Priced),
    arg(1, Best, Lower),
    Least is Lower/Weight,
    tops(M, Priced, Tops),
    arg(1, Tops, Bound),                                % of M
    Bound > Least,
    worthwhile(Priced, M, H, Tops, Least, Kept, Changed),
    (   Changed == true
    ->  worth_taking(Kept, M, H, Weight, Best, Candidates)
    ;   Candidates = Kept
    ).

priced(H, C, p(Price, C)) :-
    C = c(Id, S, Alts),
    best_factor(Alts, 0.0, F),
    (   memberchk(Id-_, H) -> Price = F ; Price is S*F ).

best_factor([], F, F).
best_factor([alt(F0, _)|Alts], F1, F) :-
    F2 is max(F0, F1),
    best_factor(Alts, F2, F).

%   tops(TM, ..., T1, T0): TK is the product of the K best prices.

tops(M, Priced, Tops) :-
    tops(M, Priced, 1.0, [1.0], Products),
    Tops =.. [tops|Products].

tops(0, _, _, Products, Products) :- !.
tops(M, [p(Price, _)|Priced], T0, Acc, Products) :-
    T is T0*Price,
    M1 is M-1,
    tops(M1, Priced, T, [T|Acc], Products).

worthwhile([], _, _, _, _, [], _).
worthwhile([p(_, c(Id, S, Alts0))|Priced], M, H, Tops, Least, Kept, Changed) :-
    ( memberchk(Id-_, H) -> Own = 1.0 ; Own = S ),
    alternatives_worth(Alts0, Own, M, H, Tops, Least, Alts, Changed),
    (   Alts == []
    ->  Kept = Kept1, Changed = true
    ;   Kept = [c(Id, S, Alts)|Kept1]
    ),
    worthwhile(Priced, M, H, Tops, Least, Kept1, Changed).

%   What an alternative adds may be witnesses as well, which then cost nothing more.

alternatives_worth([], _, _, _, _, _, [], _).
alternatives_worth([alt(F, Extras)|Alts0], Own, M, H, Tops, Least, Alts, Changed) :-
    ord_subtract(Extras, H, New),
    length(New, K),
    Others is max(0, M-1-K),
    At is M-Others+1,
    arg(At, Tops, Top),
    foldl(times_score, New, Own*F*Top, Most),
    (   Most > Least
    ->  Alts = [alt(F, Extras)|Alts1]
    ;   Alts = Alts1, Changed = true
    ),
    alternatives_worth(Alts0, Own, M, H, Tops, Least, Alts1, Changed).

times_score(_-S, P0, P) :- P is P0*S.

%   One that costs nothing more is taken without a second thought; else the cheapest is, or it is left out.

one_taken(M, Candidates, H, Weight, Ids, Best) :-
    H \== [],
    select(c(Id, _, Alts), Candidates, Others),
    memberchk(Id-_, H),
    member(alt(F, Extras), Alts), F >= 1.0,
    ord_subtract(Extras, H, []),
    !,
    M1 is M-1,
    taken(M1, Others, H, Weight, [Id|Ids], Best).
one_taken(M, [C|Others], H, Weight, Ids, Best) :-
    C = c(Id, S, Alts),
    M1 is M-1,
    findall(W-H1, paying(Id, S, Alts, H, Weight, W, H1), Ways0),
    sort(0, @>=, Ways0, Ways),
    forall(( member(W-H1, Ways), arg(1, Best, Lower), W > Lower ),
           taken(M1, Others, H1, W, [Id|Ids], Best)),
    taken(M, Others, H, Weight, Ids, Best).

paying(Id, S, Alts, H, Weight, W, H1) :-
    member(alt(F, Extras), Alts),
    ord_union([Id-S], Extras, All),
    ord_subtract(All, H, New),
    foldl(times_score, New, Weight*F, W),
    ord_union(H, New, H1).
