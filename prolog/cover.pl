:- module(rune_cover,
          [ best_cover/6,               % +N, +Candidates, +Lower, -Score, -Ids, -Rest
            no_alternatives/1,          % -Found
            add_alternative/4,          % +Found, +PaidIds, +Factor, +Parts
            alternatives/2              % +Found, -Alternatives
          ]).
:- autoload(library(aggregate), [aggregate_all/3]).
:- autoload(library(apply), [foldl/4, maplist/3]).
:- autoload(library(lists), [member/2, append/3, reverse/2, flatten/2]).
:- autoload(library(ordsets), [ord_union/2, ord_union/3, ord_subtract/3]).
:- autoload(library(pairs), [pairs_keys/2]).
:- use_module(runtime, [best_n/4]).
:- use_module(mutual, [best_mutual/6]).

/** <module> Counting witnesses that share what they rest on

Three ships near a harbor: the harbor, doubtful as it may be, is paid for once if one will do for all three.
*/

%!  best_cover(+N, +Candidates, +Lower, -Score, -Ids, -Rest) is semidet.
%
%   The best N witnesses where each may rest on further detections, which are paid once however many
%   witnesses share them. Candidates are `c(Id, Score, Alternatives)`, an alternative `alt(Factor, Extras)`:
%   its own factor (negations) and the further detections, an ordset of `Id-Score`. Score is the greatest
%
%       product of the scores of all detections rested on  *  product of the factors
%
%   over N distinct candidates with an alternative each, or fails if none exceeds Lower. Rest are the further
%   detections.
%
%   For a fixed set H of paid detections the best N are simply the N best of those with an alternative inside
%   H. So the search is over H, grown one alternative's detections at a time. The bound: N candidates cost at
%   least what the dearest of them still lacks, so
%
%       product of their own scores  *  least, among them, of the best weight of an alternative beyond H
%
%   is no less than what H can still become; candidates are taken in falling order of that weight. Where extras
%   are candidates themselves (ships near ships) as many of the own scores as one alternative can hold are left
%   out of the product, lest a detection be counted twice.

best_cover(N, Candidates, Lower, Score, Ids, Rest) :-
    member(c(_, _, Alts), Candidates),
    member(alt(_, Extras), Alts),
    member(Id-_, Extras),
    memberchk(c(Id, _, _), Candidates),
    !,
    best_mutual(N, Candidates, Lower, Score, Ids, Rest).
best_cover(N, Candidates, Lower, Score, Ids, Rest) :-
    findall(alt(Extras, V), alternative_of(Candidates, Extras, V), Alts0),
    sort(0, @>=, Alts0, Alts),
    sets_of(Alts, Candidates, Sets0),
    sort(1, @>=, Sets0, Sets),                              % heaviest first
    aggregate_all(max(Own), member(set(_, _, _, Own), Sets), Shared),
    top_products(N, Candidates, Tops),
    Best = best(Lower, none, []),
    grow(h([], 1.0, 1.0, 0, 0), Sets, n(N, Shared), Tops, Candidates, Best),
    arg(2, Best, Ids0),
    Ids0 \== none,
    Ids = Ids0,
    arg(1, Best, Score),
    arg(3, Best, H),
    maplist(rests_on(Candidates, H), Ids, Rests),
    ord_union(Rests, Rest).

%   The further detections of the candidate Id, where H is paid for: of its best alternative that costs no more.

rests_on(Candidates, H, Id, Rest) :-
    memberchk(c(Id, _, Alts), Candidates),
    findall(F-Extras,
            ( member(alt(F, Extras), Alts), ord_subtract(Extras, H, New), weight(New, W), W >= 1.0 ),
            Free),
    sort(1, @>=, Free, [_-Extras|_]),
    pairs_keys(Extras, Rest).

alternative_of(Candidates, Extras, V) :-
    member(c(_, S, Alts), Candidates),
    member(alt(F, Extras), Alts),
    V is S*F.

weight(Extras, Weight) :-
    foldl([_-S, W0, W]>>(W is W0*S), Extras, 1.0, Weight).

%   Each set of extras once: set(Weight, Extras, Finest, Own). Finest is the best value of a candidate that has it as
%   an alternative, Own how many of it are candidates themselves.

sets_of([], _, []).
sets_of([alt(Extras, V)|Alts], Candidates, [set(Weight, Extras, V, Own)|Sets]) :-
    weight(Extras, Weight),
    aggregate_all(count, ( member(Id-_, Extras), memberchk(c(Id, _, _), Candidates) ), Own),
    other_set(Alts, Extras, Rest),
    sets_of(Rest, Candidates, Sets).

other_set([alt(Extras0, _)|Alts], Extras, Rest) :- Extras0 == Extras, !, other_set(Alts, Extras, Rest).
other_set(Rest, _, Rest).

%   tops(T0, ..., TN): T of K is the product of the K best values of candidates.

top_products(N, Candidates, Tops) :-
    findall(V, ( member(c(_, S, Alts), Candidates), aggregate_all(max(F), member(alt(F, _), Alts), F), V is S*F ), Vs0),
    sort(0, @>=, Vs0, Vs),
    length(Best, N),
    ( append(Best, _, Vs) -> true ; Best = [] ),
    foldl([V, [P0|Ps], [P, P0|Ps]]>>(P is P0*V), Best, [1.0], Reversed),
    reverse(Reversed, Products),
    Tops =.. [tops|Products].

%   grow(+State, +Sets, n(+N, +Shared), +Tops, +Candidates, !Best): tries what is paid for so far, and that with more of Sets. State
%   is h(H, Weight, Finest, K, Own): H is paid, of product Weight, made of K sets, Finest the product of their finest
%   candidates' values, Own of H are candidates. Candidates that cannot be in anything better are left out from here on.

grow(State, Sets, Ns, Tops, Candidates0, Best) :-
    Ns = n(N, Shared),
    State = h(H, Weight, _, K, _),
    findall(P, ( member(C, Candidates0), price(C, H, P) ), Prices0),
    sort(1, @>=, Prices0, Prices),
    arg(1, Best, Lower),
    Least is Lower/Weight,
    bound(Prices, N, Shared, [], 0.0, Bound),
    Bound > Least,
    !,
    findall(Here-Id, ( member(p(_, _, Here, _, c(Id, _, _)), Prices), Here > 0.0 ), Free),
    (   best_n(N, Free, Product, Ids),
        Product > Least
    ->  Score is Weight*Product,
        nb_setarg(1, Best, Score),
        nb_setarg(2, Best, Ids),
        nb_setarg(3, Best, H)
    ;   true
    ),
    arg(1, Best, Lower1),
    Least1 is Lower1/Weight,
    still_worth(Prices, Ns, Least1, Candidates, Growing),
    (   Growing == true, K < N -> grow_each(Sets, State, Ns, Tops, Candidates, Best) ; true ).
grow(_, _, _, _, _, _).

%   Each of the sets is used by a candidate of its own, or it would not be needed: so there are N at most, and each
%   brings no more than its finest candidate. (Where extras are candidates themselves, what they are worth is in the
%   weight already.)

grow_each([], _, _, _, _, _).
grow_each([set(_, Set, Finest1, Own1)|Sets], State, Ns, Tops, Candidates, Best) :-
    Ns = n(N, _),
    State = h(H, Weight, Finest, K, Own),
    ord_subtract(Set, H, New),
    (   New == []
    ->  true
    ;   weight(New, Price),
        Weight1 is Weight*Price,
        FinestAll is Finest*Finest1,
        K1 is K+1,
        OwnAll is Own+Own1,
        (   OwnAll =:= 0
        ->  Open is N-K1, At is Open+1, arg(At, Tops, Top), Bound is Weight1*FinestAll*Top
        ;   Open is max(0, N-OwnAll), At is Open+1, arg(At, Tops, Top), Bound is Weight1*Top
        ),
        arg(1, Best, Lower),
        Bound > Lower
    ->  ord_union(H, New, H1),
        grow(h(H1, Weight1, FinestAll, K1, OwnAll), Sets, Ns, Tops, Candidates, Best)
    ;   true
    ),
    grow_each(Sets, State, Ns, Tops, Candidates, Best).

%   price(+Candidate, +H, -Price): p(Lack, Value, Here, Beyond, Candidate). Lack is the best weight of an
%   alternative's detections beyond H, Value its own price with the best of its factors; Here its value with an
%   alternative inside H (0.0 without one), Beyond the best with one that is not.

price(c(Id, S, Alts), H, p(Lack, Value, Here, Beyond, c(Id, S, Alts))) :-
    (   memberchk(Id-_, H) -> Own = 1.0 ; Own = S ),
    foldl(alternative_price(H), Alts, v(0.0, 0.0, 0.0, 0.0), v(Lack, F, In, Out)),
    Value is Own*F,
    Here is Own*In,
    Beyond is Own*Out.

alternative_price(H, alt(F, Extras), v(Lack0, F0, In0, Out0), v(Lack, F1, In, Out)) :-
    ord_subtract(Extras, H, New),
    weight(New, W),
    Lack is max(Lack0, W),
    F1 is max(F0, F),
    (   W >= 1.0
    ->  In is max(In0, F), Out = Out0
    ;   In = In0, Out is max(Out0, W*F)
    ).

%   Candidates that can be in something better than Least; Growing if one of them could use more than H.

still_worth(Prices, n(N, Shared), Least, Candidates, Growing) :-
    findall(V, member(p(_, V, _, _, _), Prices), Vs0),
    sort(0, @>=, Vs0, Vs),
    Others is N-1,
    top_product(Others, Vs, 1.0, Rest),
    Apart is max(0, Others-Shared),
    top_product(Apart, Vs, 1.0, RestBeyond),
    findall(C,
            ( member(p(_, _, Here, Beyond, C), Prices), max(Here*Rest, Beyond*RestBeyond) > Least ),
            Candidates),
    (   member(p(_, _, Here, Beyond, _), Prices), Beyond > Here, Beyond*RestBeyond > Least
    ->  Growing = true
    ;   Growing = false
    ).

top_product(0, _, P, P) :- !.
top_product(N, [V|Vs], P0, P) :- !, P1 is P0*V, N1 is N-1, top_product(N1, Vs, P1, P).
top_product(_, [], P, P).

%   The greatest product of N prices times the least Lack among them, over prefixes of the order by Lack.

bound([], _, _, _, Bound, Bound).
bound([p(Lack, V, _, _, _)|Prices], N, Shared, Top0, Bound0, Bound) :-
    insert_top(V, Top0, Top1),
    length(Top1, Len),
    ( Len > N -> Top1 = [_|Top] ; Top = Top1 ),
    (   Len >= N
    ->  without_least(Shared, Top, Counted),
        foldl([X, P0, P]>>(P is P0*X), Counted, Lack, Product),
        Bound1 is max(Bound0, Product)
    ;   Bound1 = Bound0
    ),
    bound(Prices, N, Shared, Top, Bound1, Bound).

without_least(0, Top, Top) :- !.
without_least(_, [], []) :- !.
without_least(K, [_|Top0], Top) :- K1 is K-1, without_least(K1, Top0, Top).

%   The greatest values so far, least first.

insert_top(V, [W|Ws], [W|Top]) :- W < V, !, insert_top(V, Ws, Top).
insert_top(V, Ws, [V|Ws]).

%!  no_alternatives(-Found) is det.
%!  add_alternative(+Found, +PaidIds, +Factor, +Parts) is det.
%!  alternatives(+Found, -Alternatives:list) is det.
%
%   The proofs of one candidate, as they are found. Parts are nested lists of `Id-Score`; what is paid already
%   drops out. There can be far more proofs than sets of detections, so of those that rest on the same only the
%   greatest factor is kept, as it comes. alternatives/2 ends Found.

no_alternatives(Found) :-
    trie_new(Found).

add_alternative(Found, PaidIds, Factor, Parts) :-
    flatten(Parts, All),
    findall(Id-S, ( member(Id-S, All), \+ memberchk(Id, PaidIds) ), Unpaid),
    sort(Unpaid, Extras),
    (   trie_lookup(Found, Extras, Before), Before >= Factor
    ->  true
    ;   trie_update(Found, Extras, Factor)
    ).

alternatives(Found, Alternatives) :-
    findall(Extras-Factor, trie_gen(Found, Extras, Factor), Pairs0),
    trie_destroy(Found),
    sort(Pairs0, Pairs),
    findall(alt(Factor, Extras), member(Extras-Factor, Pairs), Alternatives).
