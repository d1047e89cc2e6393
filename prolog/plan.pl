:- module(rune_plan,
          [ first_variable/5,           % +Kb, +Bound, +Vars, +Literals, -V
            image_classes/4             % +Kb, +Vars, +Literals, -Wanted
          ]).
:- autoload(library(apply), [maplist/3]).
:- autoload(library(lists), [member/2]).
:- autoload(library(pairs), [pairs_keys/2]).
:- autoload(library(ordsets), [ord_subset/2, ord_memberchk/2]).
:- use_module(conjunct, [domain/5, conjunction/3]).
:- use_module(core, [free_vars/2]).
:- use_module(facts, [class_stat/4]).

/** <module> Which variable next, which images at all
*/

%!  first_variable(+Kb, +Bound, +Vars, +Literals, -V) is det.
%
%   The variable to scan for next: the one with the fewest detections to an image, a tenth of them expected
%   for each literal that binding it decides. Literals is `All-Open`: all of the conjunction, and those not yet
%   decided.

first_variable(Kb, Bound, Vars, All-Open, V) :-
    pairs_keys(Bound, Known),
    maplist(estimate(Kb, Known, All, Open), Vars, Costs),
    keysort(Costs, [_-V|_]).

estimate(Kb, Known, All, Open, V, Cost-V) :-
    domain(Kb, V, All, Class, _),
    per_image(Kb, Class, N),
    sort([V|Known], Now),
    findall(L, ( member(L, Open), free_vars(L, Vs), ord_memberchk(V, Vs), Vs \= [V], ord_subset(Vs, Now) ), Decided),
    length(Decided, D),
    Cost is N * 0.1**D.

per_image(Kb, Class, N) :-
    class_stat(Kb, Class, detections, Detections),
    class_stat(Kb, Class, images, Images),
    Images > 0,
    !,
    N is Detections/Images.
per_image(_, _, 1.0e6).

%!  image_classes(+Kb, +Vars, +Literals, -Wanted:list) is det.
%
%   What an image must have for the conjunction to hold in it: `Class-N`, rarest class first. Vars are all the
%   variables of the conjunction, free ones too.

image_classes(Kb, Vars, Literals, Wanted) :-
    findall(Images-(Class-N),
            ( wanted(Kb, Vars, Literals, Class, N),
              ( class_stat(Kb, Class, images, Images) -> true ; Images = inf ) ),
            Pairs),
    sort(Pairs, Sorted),
    findall(W, member(_-W, Sorted), Wanted).

wanted(Kb, Vars, Literals, Class, 1) :-
    member(V, Vars),
    domain(Kb, V, Literals, Class, _).
wanted(Kb, _, Literals, Class, N) :-
    member(atleast(N, V, F), Literals),
    conjunction(F, _, Inner),
    domain(Kb, V, Inner, Class, _).
