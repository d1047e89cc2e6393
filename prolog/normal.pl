:- module(rune_normal,
          [ normal/4,                   % +Core, +Context, -Normal, -Trace
            rewrite_rule/2,             % ?Name, ?Doc
            rewrite/4                   % +Name, +Context, +Core, -Core1
          ]).
:- autoload(library(lists), [append/3, member/2, select/3, subtract/3]).
:- autoload(library(apply), [maplist/2, maplist/3, partition/4, foldl/4, exclude/3, include/3]).
:- autoload(library(ordsets), [ord_memberchk/2, ord_intersection/3, ord_insert/3]).
:- autoload(library(option), [option/2]).
:- use_module(core, [map_parts/3, crisp/1]).
:- use_module(vocabulary, [kb_members/3]).

/** <module> Rewriting core formulas into normal form

A rule is pure: a name, a line of doc, and step/4, which rewrites one node. normal/4 does the rules in the
order in which rewrite_rule/2 lists them, each bottom-up until it finds nothing, the list again until nothing
changes. Context is ctx(Kb, Mode); Mode is `crisp` (classical truth: `boolean` scoring, and counts) or `score`.

Every rule keeps the score of DESIGN 4.2, not only the truth. So a negation passes a conjunction in `score`
mode only where at most one conjunct is not crisp: 1 - s*t is not max(1-s, 1-t).
*/

%!  rewrite_rule(?Name, ?Doc) is nondet.
%
%   The rules in the order in which they are done.

rewrite_rule(flatten,        "and/or inside and/or become one; a single part stands alone").
rewrite_rule(constants,      "true and false are absorbed; a duplicate part is dropped").
rewrite_rule(double_negation,"not not F is F").
rewrite_rule(de_morgan,      "not passes and/or where the score allows it").
rewrite_rule(distribute,     "exists V (F or G) is exists V F or exists V G").
rewrite_rule(pull_or,        "F and (G or H) under exists is (F and G) or (F and H), where the exists needs it").
rewrite_rule(empty_class,    "a variable that must be of two disjoint classes: false").

%!  normal(+Core, +Context, -Normal, -Trace) is det.
%
%   Trace lists the names of the rules that changed something, in order.

normal(Core, Context, Normal, Trace) :-
    findall(Name, rewrite_rule(Name, _), Names),
    rounds(Names, Context, Core, Normal, Trace).

rounds(Names, Context, F0, F, Trace) :-
    foldl(pass(Context), Names, F0-[], F1-Reversed),
    (   F1 == F0
    ->  F = F0, Trace = []
    ;   reverse(Reversed, Here),
        rounds(Names, Context, F1, F, After),
        append(Here, After, Trace)
    ).

pass(Context, Name, F0-Trace, F-Trace1) :-
    rewrite(Name, Context, F0, F),
    (   F == F0 -> Trace1 = Trace ; Trace1 = [Name|Trace] ).

%!  rewrite(+Name, +Context, +Core, -Core1) is det.
%
%   One rule, everywhere in the formula.

rewrite(Name, Context, F0, F) :-
    inner_context(F0, Context, Context1),
    map_parts(rewrite(Name, Context1), F0, F1),
    (   step(Name, Context, F1, F2), F2 \== F1
    ->  rewrite(Name, Context, F2, F)
    ;   F = F1
    ).

%   The body of a count is classical in every scoring.

inner_context(cmp(_, _, _), ctx(Kb, _), Context) => Context = ctx(Kb, crisp).
inner_context(rel(_, _, _), ctx(Kb, _), Context) => Context = ctx(Kb, crisp).
inner_context(graded(_), ctx(Kb, _), Context) => Context = ctx(Kb, crisp).
inner_context(_, Context0, Context) => Context = Context0.

%   step(+Name, +Context, +Node, -Node1) is semidet.

step(flatten, _, and(Fs0), F) :-
    splice(and, Fs0, Fs),
    one_or(and, Fs, F).
step(flatten, _, or(Fs0), F) :-
    splice(or, Fs0, Fs),
    one_or(or, Fs, F).

step(constants, _, and(Fs0), F) :-
    (   memberchk(false, Fs0)
    ->  F = false
    ;   exclude(==(true), Fs0, Fs1),
        unique_crisp(Fs1, Fs),
        one_or(and, Fs, F)
    ).
step(constants, _, or(Fs0), F) :-
    (   memberchk(true, Fs0)
    ->  F = true
    ;   exclude(==(false), Fs0, Fs1),
        unique_crisp(Fs1, Fs),
        one_or(or, Fs, F)
    ).
step(constants, _, not(_, true), false).
step(constants, _, not(_, false), true).
step(constants, _, exists(_, false), false).
step(constants, _, atleast(_, _, false), false).

step(double_negation, _, not(_, not(_, F)), F).

step(de_morgan, ctx(_, Mode), not(Scope, and(Fs)), or(Gs)) :-
    passes(Mode, Fs),
    maplist(negated(Scope), Fs, Gs).
step(de_morgan, ctx(_, Mode), not(Scope, or(Fs)), and(Gs)) :-
    passes(Mode, Fs),
    maplist(negated(Scope), Fs, Gs).
step(de_morgan, _, not(_, same(V, W)), differ(V, W)).
step(de_morgan, _, not(_, differ(V, W)), same(V, W)).

step(distribute, _, exists(V, or(Fs)), or(Gs)) :-
    maplist([F, exists(V, F)]>>true, Fs, Gs).

%   Only a disjunction of which every part says something of V's class helps to choose a table for V.
step(pull_or, _, exists(V, and(Fs)), exists(V, or(Gs))) :-
    \+ says_class(V, and(Fs)),
    select(or(Ds), Fs, Rest),
    forall(member(D, Ds), says_class(V, D)),
    !,
    maplist([D, and([D|Rest])]>>true, Ds, Gs).

step(empty_class, ctx(Kb, _), and(Fs), false) :-
    member(class(C, V), Fs),
    member(class(D, W), Fs), W == V, C @< D,
    kb_members(Kb, C, Cs),
    kb_members(Kb, D, Ds),
    ord_intersection(Cs, Ds, []),
    !.

negated(Scope, F, not(Scope, F)).

%   At most one of the parts has a score that is neither 0 nor 1. It is not a negation either: ~(C & ~F) scores
%   as ~C | F does, but the latter has F's witnesses, which others could share.

passes(crisp, _).
passes(score, Fs) :-
    exclude(crisp, Fs, Soft),
    (   Soft = [] -> true
    ;   Soft = [One], One \= not(_, _)
    ).

says_class(V, class(_, V)).
says_class(V, and(Fs)) :-
    member(F, Fs), says_class(V, F), !.
says_class(V, exists(_, F)) :-
    says_class(V, F).

splice(Op, Fs0, Fs) :-
    foldl(spliced(Op), Fs0, [], Reversed),
    reverse(Reversed, Fs).

spliced(and, and(Fs), Acc0, Acc) => foldl([F, A, [F|A]]>>true, Fs, Acc0, Acc).
spliced(or, or(Fs), Acc0, Acc) => foldl([F, A, [F|A]]>>true, Fs, Acc0, Acc).
spliced(_, F, Acc0, Acc) => Acc = [F|Acc0].

one_or(and, [], F) => F = true.
one_or(or, [], F) => F = false.
one_or(_, [One], F) => F = One.
one_or(Op, Fs, F) => F =.. [Op, Fs].

%   A crisp part twice is the part once; a part that pays is left alone: ~F & ~F scores (1-s)^2.

unique_crisp(Fs0, Fs) :-
    foldl([F, Acc0, Acc]>>( crisp(F), memberchk_eq(F, Acc0) -> Acc = Acc0 ; Acc = [F|Acc0] ), Fs0, [], Reversed),
    reverse(Reversed, Fs).

memberchk_eq(X, [Y|Ys]) :-
    (   X == Y -> true ; memberchk_eq(X, Ys) ).
