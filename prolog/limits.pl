:- module(rune_limits,
          [ limit_groups/3,             % +Min, +Members, -Groups
            least_limit/3,              % +Min, +Members, -Least
            raised/3                    % +Min0, +Least, -Min
          ]).
:- autoload(library(apply), [maplist/3]).
:- autoload(library(lists), [member/2, min_list/2, selectchk/3]).
:- autoload(library(pairs), [pairs_keys/2, group_pairs_by_key/2]).

/** <module> The least score with which a detection exists

One number for all detections, or by_class(Default, Limits), where Limits is a list of `Class-Number`, each for
that very class and not for those below it (rune_kb/limits.py has spread them).
*/

%!  limit_groups(+Min, +Members, -Groups:list) is det.
%
%   The Members by their limits, `Limit-Classes`; the first group is that of the default if any member has it.

limit_groups(by_class(Default, Limits), Members, Groups) =>
    findall(L-C, ( member(C, Members), ( memberchk(C-L0, Limits) -> L = L0 ; L = Default ) ), Pairs0),
    keysort(Pairs0, Pairs),
    group_pairs_by_key(Pairs, Groups0),
    (   selectchk(Default-Cs, Groups0, Others)
    ->  Groups = [Default-Cs|Others]
    ;   Groups0 == []
    ->  Groups = [Default-[]]
    ;   Groups = Groups0
    ).
limit_groups(Min, Members, Groups) => Groups = [Min-Members].

%!  least_limit(+Min, +Members, -Least:number) is det.
%
%   No detection of one of Members that is weaker than Least exists.

least_limit(Min, Members, Least) :-
    limit_groups(Min, Members, Groups),
    pairs_keys(Groups, Limits),
    min_list(Limits, Least).

%!  raised(+Min0, +Least:number, -Min) is det.
%
%   Min is Min0 with every limit at least Least.

raised(by_class(Default0, Limits0), Least, Min) =>
    raised(Default0, Least, Default),
    maplist([C-L0, C-L]>>raised(L0, Least, L), Limits0, Limits),
    Min = by_class(Default, Limits).
raised(Min0, Least, Min) => Min is max(Min0, Least).
