:- module(rune_answers,
          [ rows/5,                     % +Kind, +Module, +Top, +Threshold, -Rows
            by_bound/3,                 % +Module, +Threshold, -Images
            flat/2                      % +Witness0, -Witness
          ]).
:- autoload(library(apply), [maplist/2, maplist/3]).
:- autoload(library(lists), [append/2, append/3, member/2]).
:- autoload(library(solution_sequences), [limit/2]).

/** <module> Over all images: the rows of a compiled query, best first

The module holds the predicates that query.pl describes, candidate/2 and query/2 or query/4. A row is
row(Score, Image, Witness), a witness a list of `V-Id` and `V-Ids`.
*/

%!  rows(+Kind, +Module, +Top, +Threshold, -Rows:list) is det.
%
%   Rows of equal score stand in the order of their images. Top is a number or `inf`.

rows(closed(boolean), M, Top, _, Rows) =>
    findall(I, M:candidate(I, _), Is0),
    sort(Is0, Is),
    findall(row(1.0, I, W), limit(Top, ( member(I, Is), M:query(I, W) )), Rows).
rows(open(boolean, Free), M, Top, _, Rows) =>
    findall(I, M:candidate(I, _), Is0),
    sort(Is0, Is),
    findall(row(1.0, I, W), ( member(I, Is), M:query(I, W) ), Rows0),
    distinct_rows(Free, Rows0, Rows1),
    first(Top, Rows1, Rows).
rows(closed(best), M, Top, Threshold, Rows) =>
    by_bound(M, Threshold, Images),
    Below is Threshold*(1-1.0e-12),
    best_images(Images, M, Top, Below, [], 0, Rows0),
    sort_rows(Rows0, Rows1),
    first(Top, Rows1, Rows).
rows(open(best, Free), M, Top, Threshold, Rows) =>
    by_bound(M, Threshold, Images),
    Below is Threshold*(1-1.0e-12),
    findall(row(S, I, W), ( member(_-I, Images), M:query(I, Below, S, W0), flat(W0, W) ), Rows0),
    distinct_rows(Free, Rows0, Rows1),
    first(Top, Rows1, Rows).

first(inf, Rows, First) =>
    First = Rows.
first(N, Rows, First) =>
    length(Rows, Len),
    (   Len =< N -> First = Rows
    ;   length(First, N), append(First, _, Rows)
    ).

%!  by_bound(+Module, +Threshold, -Images) is det.
%
%   `Bound-Image` pairs, greatest bound first, then by image.

by_bound(M, Threshold, Images) :-
    findall(I-B, ( M:candidate(I, B), B >= Threshold*(1-1.0e-9) ), Pairs0),
    sort(0, @>=, Pairs0, Pairs1),
    greatest(Pairs1, Pairs2),
    findall(B-I, member(I-B, Pairs2), Pairs3),
    sort(2, @=<, Pairs3, Pairs4),
    sort(1, @>=, Pairs4, Images).

greatest([], []).
greatest([I-B|Pairs0], [I-B|Pairs]) :-
    skip(Pairs0, I, Rest),
    greatest(Rest, Pairs).

skip([I-_|Pairs], J, Rest) :- I == J, !, skip(Pairs, J, Rest).
skip(Pairs, _, Pairs).

%   best_images(+Images, +M, +Top, +Lower, +Kept, +Count, -Rows): once Top are found, an image must do better than
%   the least of them, or as well and come earlier. Kept is in falling order of the standard order of
%   `Score-Image`, least first, as a list of `k(Score, Image, Witness)`.

best_images([], _, _, _, Kept, _, Kept).
best_images([Bound-I|Images], M, Top, Lower, Kept, Count, Rows) :-
    (   Count >= Top, Kept = [k(Least, _, _)|_], Bound < Least
    ->  Rows = Kept
    ;   (   M:query(I, Lower, S, W)
        ->  keep(Count, Top, k(S, I, W), Kept, Kept1, Count1),
            raised(Count1, Top, Kept1, Lower, Lower1)
        ;   Kept1 = Kept, Count1 = Count, Lower1 = Lower
        ),
        best_images(Images, M, Top, Lower1, Kept1, Count1, Rows)
    ).

keep(Count, Top, K, Kept0, Kept, Count) :-
    Count >= Top,
    !,
    Kept0 = [Least|Others],
    (   worse(Least, K) -> insert(K, Others, Kept) ; Kept = Kept0 ).
keep(Count0, inf, K, Kept, [K|Kept], Count) :-
    !,
    Count is Count0+1.
keep(Count0, _, K, Kept0, Kept, Count) :-
    Count is Count0+1,
    insert(K, Kept0, Kept).

insert(K, [L|Ls], [L|Kept]) :- worse(L, K), !, insert(K, Ls, Kept).
insert(K, Ls, [K|Ls]).

worse(k(S1, I1, _), k(S2, I2, _)) :-
    (   S1 < S2 -> true ; S1 =:= S2, I1 @> I2 ).

%   Equal scores still count, by image: so the bound stays just below the least.

raised(Count, Top, [k(Least, _, _)|_], Lower0, Lower), Count >= Top =>
    Lower is max(Lower0, Least*(1-1.0e-12)).
raised(_, _, _, Lower0, Lower) =>
    Lower = Lower0.

sort_rows(Kept, Rows) :-
    findall(row(S, I, W), ( member(k(S, I, W0), Kept), flat(W0, W) ), Rows0),
    sort(2, @=<, Rows0, Rows1),
    sort(1, @>=, Rows1, Rows).

%   Of equal bindings of the free variables the best row stays. Best first, then by image, then by binding.

distinct_rows(Free, Rows0, Rows) :-
    maplist(keyed(Free), Rows0, Keyed0),
    sort(1, @>=, Keyed0, Keyed1),                   % by score
    sort(2, @=<, Keyed1, Keyed2),                   % stable: the best of each binding comes first
    one_each(Keyed2, Keyed3),
    sort(1, @>=, Keyed3, Keyed),
    findall(Row, member(keyed(_, _, Row), Keyed), Rows).

keyed(Free, row(S, I, W), keyed(S, I-Ids, row(S, I, W))) :-
    findall(Id, ( member(V, Free), memberchk(V-Id, W) ), Ids).

one_each([], []).
one_each([K|Ks0], [K|Ks]) :-
    arg(2, K, Key),
    skip_key(Ks0, Key, Rest),
    one_each(Rest, Ks).

skip_key([keyed(_, Key0, _)|Ks], Key, Rest) :- Key0 == Key, !, skip_key(Ks, Key, Rest).
skip_key(Ks, _, Ks).

%!  flat(+Witness0, -Witness:list) is det.

flat(parts(Parts), W) => maplist(flat, Parts, Ws), append(Ws, W).
flat(none, W) => W = [].
flat(W0, W) => W = W0.
