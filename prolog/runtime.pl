:- module(rune_runtime,
          [ counted/4,                  % +State, +Item, +N, -Items
            best_n/4,                   % +N, +Pairs, -Score, -Ids
            excluded/1,                 % ?Id
            excluding/2,                % +Ids, :Goal
            compare_text/3,             % +Op, +A, +B
            compare_date/3              % +Op, +Date, +Text
          ]).
:- autoload(library(pairs), [pairs_values/2]).
:- autoload(library(lists), [append/3, reverse/2, member/2]).
:- autoload(library(apply), [foldl/4]).

/** <module> What compiled queries call at run time
*/

%!  counted(+State, +Item, +N, -Items) is semidet.
%
%   Adds Item to the list in State, `items(Count, List)`, destructively so that it survives backtracking;
%   succeeds once there are N.

counted(State, Item, N, Items) :-
    State = items(Count0, Items0),
    Count is Count0+1,
    nb_setarg(1, State, Count),
    nb_setarg(2, State, [Item|Items0]),
    Count >= N,
    arg(2, State, Reversed),
    reverse(Reversed, Items).

%!  best_n(+N, +Pairs, -Score, -Ids) is semidet.
%
%   The N best of `Score-Id` pairs; Score is the product of theirs. Fails when there are fewer.

best_n(N, Pairs, Score, Ids) :-
    sort(1, @>=, Pairs, Sorted),
    length(Best, N),
    append(Best, _, Sorted),
    !,
    foldl([S-_, P0, P]>>(P is P0*S), Best, 1.0, Score),
    pairs_values(Best, Ids).

%!  excluded(?Id) is nondet.
%
%   Detections of the image in hand that no proof may rest on for now.

:- thread_local excluded/1.

%!  excluding(+Ids, :Goal) is semidet.
%
%   once(Goal), with these detections excluded.

:- meta_predicate excluding(+, 0).

excluding(Ids, Goal) :-
    setup_call_cleanup(
        forall(member(Id, Ids), assertz(excluded(Id))),
        once(Goal),
        retractall(excluded(_))).

%!  compare_text(+Op, +A, +B) is semidet.
%
%   Texts by the order of their characters.

compare_text(Op, A, B) :-
    atom_string(A, SA), atom_string(B, SB),
    compare(Order, SA, SB),
    order_satisfies(Order, Op).

%!  compare_date(+Op, +Date, +Text) is semidet.
%
%   Compares a date to the precision of Text: with '2020', all of 2020 is equal.

compare_date(Op, Date, Text) :-
    atom_length(Text, Len),
    atom_length(Date, DateLen),
    Take is min(Len, DateLen),
    sub_atom(Date, 0, Take, _, Prefix),
    compare_text(Op, Prefix, Text).

order_satisfies(<, Op) :- memberchk(Op, [<, =<, \=]).
order_satisfies(=, Op) :- memberchk(Op, [=, =<, >=]).
order_satisfies(>, Op) :- memberchk(Op, [>, >=, \=]).
