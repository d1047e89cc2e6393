:- module(rune_mutual,
          [ best_mutual/6               % +N, +Candidates, +Lower, -Score, -Ids, -Rest
          ]).
:- autoload(library(apply), [foldl/4, maplist/3, exclude/3]).
:- autoload(library(lists), [append/3, member/2, select/3]).
:- autoload(library(ordsets), [ord_union/3, ord_subtract/3, ord_memberchk/2]).
:- autoload(library(pairs), [pairs_keys/2, pairs_values/2, map_list_to_pairs/3]).
:- autoload(library(ugraphs), [vertices_edges_to_ugraph/3, reachable/3, del_vertices/3]).

/** <module> Counting witnesses that rest on one another

Five ships each near another ship: what one of them rests on may be one of the five itself, and is then paid for
already. cover.pl, which searches over what is paid besides the witnesses, knows no good bound for this; here it is
the other way about.

  - Candidates fall into groups that share no detection. The best M of each group are found apart, for every M, and
    put together for the N of the whole.
  - Within a group candidates are taken one by one, dearest last; what is taken pays for itself and for the rest of
    one of its alternatives. M more cost at least what the M cheapest cost by themselves: that bound is met at once
    where the best of a group lie together.
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
    map_list_to_pairs(own_price([]), Group, Pairs0),
    sort(1, @>=, Pairs0, Pairs),
    pairs_values(Pairs, Ordered),
    taken(M, Ordered, [], 1.0, [], Best),
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
    append(More, Rest0, Rest1),
    sort(Rest1, Rest),
    findall(S, ( ( member(Id, Ids) ; member(Id, Rest), \+ memberchk(Id, Ids) ), score_in(Group, Id, S) ), Scores),
    length(Scores, Known),
    append(Ids, Rest, All0), sort(All0, All), length(All, Known),
    \+ ( member(Id, Ids), memberchk(c(Id, _, Alts), Group), member(alt(F, _), Alts), F < 1.0 ),
    !,
    foldl([S, P0, P]>>(P is P0*S), Scores, 1.0, Score),
    arg(1, Best, Lower),
    (   Score > Lower
    ->  nb_setarg(1, Best, Score), nb_setarg(2, Best, Ids), nb_setarg(3, Best, Rest)
    ;   true
    ).
fewer(_, _, _, _, _).

score_in(Group, Id, S) :-
    (   memberchk(c(Id, S0, _), Group)
    ->  S = S0
    ;   member(c(_, _, Alts), Group), member(alt(_, Extras), Alts), memberchk(Id-S0, Extras)
    ->  S = S0
    ).

%   own_price(+H, +Candidate, -Price): what it costs by itself where H, an ordset of `Id-Score`, is paid.

own_price(H, c(Id, S, Alts), Price) :-
    foldl([alt(F, _), F0, F1]>>( F1 is max(F0, F) ), Alts, 0.0, Factor),
    (   memberchk(Id-_, H) -> Price = Factor ; Price is S*Factor ).

%   taken(+M, +Candidates, +H, +Weight, +Ids, !Best): M more of the candidates, where H is paid, of product Weight (factors
%   of those taken too). Best is best(Score, Ids, Rest).

taken(0, _, H, Weight, Ids, Best) =>
    arg(1, Best, Lower),
    (   Weight > Lower
    ->  pairs_keys(H, Paid),
        nb_setarg(1, Best, Weight),
        nb_setarg(2, Best, Ids),
        nb_setarg(3, Best, Paid)
    ;   true
    ).
taken(M, Candidates, H, Weight, Ids, Best) =>
    map_list_to_pairs(own_price(H), Candidates, Pairs0),
    sort(1, @>=, Pairs0, Pairs),
    arg(1, Best, Lower),
    (   product_of(M, Pairs, Weight, Bound), Bound > Lower
    ->  pairs_values(Pairs, Ordered),
        one_taken(M, Ordered, H, Weight, Ids, Best)
    ;   true
    ).

product_of(0, _, P, P) :- !.
product_of(M, [Price-_|Pairs], P0, P) :-
    P1 is P0*Price,
    M1 is M-1,
    product_of(M1, Pairs, P1, P).

%   One that costs nothing more is taken without a second thought; else the cheapest is, or it is left out.

one_taken(M, Candidates, H, Weight, Ids, Best) :-
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
    forall(member(W-H1, Ways),
           ( arg(1, Best, Lower), W > Lower
           -> taken(M1, Others, H1, W, [Id|Ids], Best)
           ;  true )),
    taken(M, Others, H, Weight, Ids, Best).

paying(Id, S, Alts, H, Weight, W, H1) :-
    member(alt(F, Extras), Alts),
    ord_union([Id-S], Extras, All),
    ord_subtract(All, H, New),
    foldl([_-S1, W0, W1]>>( W1 is W0*S1 ), New, Weight*F, W2),
    W is W2,
    ord_union(H, New, H1).
