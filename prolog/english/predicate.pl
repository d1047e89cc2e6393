:- module(rune_english_predicate,
          [ modifier//4,                % -Property, +Number, -Shape, -Cost
            predicate/5,                % -Property, -Shape, -Cost, +I, -J
            class_said//4,              % +X, -Formula, -Shape, -Cost
            verb_phrase/6,              % -Property, +Number, -Shape, -Cost, +I, -J
            sides//1,                   % -N
            drop_predicates/0
          ]).
:- autoload(library(apply), [maplist/2]).
:- use_module(chart).
:- use_module(quantity).
:- use_module(meaning).
:- use_module(adjective).
:- use_module(noun_phrase).
:- use_module(relation_words).
:- use_module(measured).
:- use_module(place).
:- use_module(sentence, [clause/4]).

/** <module> What is said of a noun: after it, after `that`, after `is`

A property X^Formula, the shape of the phrase and its cost as in noun_phrase.pl.
*/

:- table predicate/5, verb_phrase/6.

%!  drop_predicates is det.

drop_predicates :-
    abolish_module_tables(rune_english_predicate).

% -- after a noun -----------------------------------------------------------------------------------------------------

%!  modifier(-Property, +Number, -Shape, -Cost)// is nondet.

modifier(P, _, Shape, C) --> opt_filler, predicate(P, Shape, C).
modifier(P, _, Shape, C) --> each_of_them, opt_filler, predicate(P, Shape, C0), { C is C0+1 }.
modifier(P, Number, Shape, C) --> any("that | which | who"), verb_phrase(P, Number, Shape, C).
modifier(P, _, Shape, C) --> any("that | which"), gapped(P, Shape, C).
modifier(P, _, Shape, C) --> gapped(P, Shape, C0), { C is C0+1 }.
modifier(X^exists([Y], and([R, rel(near, [Y, X], default), F])), _, Shape, C) -->
    w(whose), noun_group(Y^R, Number, _, C1), verb_phrase(Y^F, Number, Shape, C2), { C is C1+C2 }.
modifier(P, Number, Shape, C) --> w(','), ahead_modal, verb_phrase(P, Number, Shape, C).
modifier(_^F, _, shape(open, plain), C) --> any("where | such that | for which | in which"), clause(F, C0),
    { free_in(F, [_|_]), C is C0+2 }.
modifier(X^F, _, shape(closed, plain), C) --> relation_between(R), w(which), opt("there is | there are"), np(Np, _,
        C),
    { related(R, Y, X, B), apply_np(Np, X, Y^B, F) }.
modifier(X^F, _, shape(closed, plain), C) --> any("whose nearest neighbor is | whose closest neighbor is"), np(Np, _,
        C),
    { apply_np(Np, X, Y^and([cmp(\=, var(Y), var(X)),
                             not(exists([Z], and([class(object, Z), cmp(\=, var(Z), var(X)), cmp(<, distance(X, Z),
        distance(X, Y))])))]), F) }.
modifier(P, _, Shape, C) --> company(P, Shape, C).
modifier(P, _, Shape, C) --> each_of_them, company(P, Shape, C).
modifier(X^not(F), _, Shape, C) -->
    any("none of them | none of which | neither of which | neither of them | not one of them | none of these"),
    opt("is | are"), opt_filler, predicate(X^F, Shape, C).
modifier(X^F, _, shape(closed, plain), 0) --> w(whose), measure_said(X, F).
modifier(X^F, _, shape(closed, plain), 0) --> any("with | having | , with | +"), measured(X, F).

each_of_them --> any("each | both | all | each one | each of them | all of them | both of them | \c
                      both of which are | all of which are | each of which is").

opt_filler --> [].
opt_filler --> any("located | situated | lying | standing | sitting | found | positioned | placed | parked | \c
                    moored | docked | anchored | sited | seen | visible | that lie | that stand | that sit | \c
                    being | tied up | berthed | built | which lie | that lies | that stands | that sits | right | \c
                    directly | just | immediately | currently | packed | sailing | waiting | running | driving | \c
                    stationed | set | grouped | clustered").

%   `harbors that three ships are near`, `piers which ships are moored at`
gapped(X^F, shape(closed, plain), C) -->
    np(Np, _, C), { \+ mentions_it(Np) }, be(_), opt_filler, relation_between(R),
    { related(R, Y, X, B), apply_np(Np, X, Y^B, F) }.
gapped(X^F, shape(closed, plain), C) -->
    np(Np, _, C), { \+ mentions_it(Np) }, opt("do | does"), lex(relation(R, verb(Form))), { memberchk(Form,
        [fin, base]) },
    { related(R, Y, X, B), apply_np(Np, X, Y^B, F) }.

%   `a harbor with three ships`: they are near it, unless it is said where they are.
company(P, Shape, C) --> with_word, accompanied(P, Shape, C).
company(P, Shape, C) --> without_word, unaccompanied(P, Shape, C).
company(P, Shape, C) --> any("where | in which | at which"), any("there is | there are"),
    accompanied(P, Shape, C).
company(X^F, shape(closed, plain), C) --> where, np(Np, _, C), opt("is | are"), standing_there,
    { beside(Np, X, F) }.
company(X^F, Shape, C) --> any("where | for which"), np(Np, _, C1), be(_), predicate(Y^B, Shape, C2),
    { C is C1+C2+1, apply_np(Np, X, Y^and([B, rel(near, [Y, X], default)]), F) }.

with_word --> any("with | having | that has | that have | which have | which has | that had | accompanied by | \c
                   featuring | including | served by").
without_word --> any("without | that lacks | that lack | lacking | free of | that has no | that have no | with no | \c
                      having no | clear of | devoid of | with not a | which have no | which has no | with zero").

accompanied(X^F, shape(open, plain), C) -->
    np(Np, _, C0), { \+ denied(Np) }, opt_nearby(K),
    { C is C0+K, beside(Np, X, F) }.
accompanied(X^F, shape(closed, plain), C) -->
    np(Np, _, C), { \+ denied(Np), \+ mentions_it(Np) }, there(R),
    { related(R, Y, X, B), apply_np(Np, X, Y^B, F) }.
accompanied(X^and([F, G]), Shape, C) -->
    simple_np(Np, _, C1), { \+ denied(Np), \+ mentions_it(Np) }, there(R), any("and | , and | ,"), accompanied(X^G,
        Shape, C2),
    { C is C1+C2, related(R, Y, X, B), apply_np(Np, X, Y^B, F) }.
accompanied(X^F, shape(closed, plain), C) -->
    np(Np, _, C), sides(N), opt_of_it,
    { on_sides(N, Np, X, none, F) }.

denied(q(none, _, _)).
denied(other(none, _, _)).

unaccompanied(X^F, shape(open, denied), C) -->
    opt_any, nouns_denied(Np, _, C), opt_nearby(_),
    { beside(Np, X, F) }.

unaccompanied(X^F, shape(closed, denied), C) -->
    opt_any, nouns_denied(Np, _, C), there(R),
    { related(R, Y, X, B), apply_np(Np, X, Y^B, F) }.

ahead_modal --> ahead("has | have | must | should").

where --> any("where | in which | at which").

standing_there --> any("docked | moored | parked | anchored | berthed | stationed | located | waiting | standing | \c
                        lying | tied up").

%   Where the company is: `with a pool within 20 m`, `with no water inside`, `with a road to the west`.
there(within(D)) --> w(within), quantity(length, D).
there(within(D)) --> any("less than | at most | no more than | closer than"), quantity(length, D),
    w(away).
there(inside) --> any("inside | within | on the inside").
there(adjacent) --> any("alongside | beside | next door | right next door | adjacent").
there(on) --> any("on top").
there(left_of) --> any("to the left | on the left | to the west | west | left | on its left | to its left | on its west side | to its west").
there(right_of) --> any("to the right | on the right | to the east | east | right | on its right | to its right | on its east side | to its east").
there(above) --> any("to the north | on its north side | to its north | north | above").
there(below) --> any("to the south | on its south side | to its south | underneath | beneath | south | below").

opt_any --> any("any | a | an | a single | the").
opt_any --> [].

nouns_denied(q(none, Y, R), Shape, C) --> noun_group(Y^R, _, Shape, C).
nouns_denied(both(q(none, Y, R), Np), Shape, C) -->
    noun_group(Y^R, _, _, C1), any("or | and | or any | and any | nor | or a | , or"), nouns_denied(Np,
        Shape, C2),
    { C is C1+C2+1 }.
nouns_denied(other(none, Y, R), Shape, C) --> any("other | another"), noun_group(Y^R, _, Shape, C).

%   Where `it` has been said the phrase itself tells where they are.
beside(Np, X, F) :-
    mentions_it(Np),
    !,
    apply_np(Np, X, _^true, F),
    free_in(F, Free),
    maplist(stands_for(X, F), Free).
beside(Np, X, F) :-
    apply_np(Np, X, Y^rel(near, [Y, X], default), F).

%   `it` is the thing that has the company; `that ship` is for tidy.pl to find.
stands_for(X, F, V) :-
    (   ( V == X ; class_atom(F, _, W), W == V ) -> true ; V = X ).

opt_nearby(0) --> any("nearby | close by | in the vicinity | near by | in its vicinity | around | \c
                       in their vicinity | close at hand").
opt_nearby(0) --> [].

opt_of_it --> any("of it | of them").
opt_of_it --> [].

%!  sides(-N)// is nondet.

sides(N) --> any("parked | moored | docked | lying | standing | located"), sides(N).
sides(2) --> any("on both sides | along both sides | on either side | on each side | at both sides | to both sides").
sides(4) --> any("on all sides | on all four sides | all around | on every side").

% -- predicates -------------------------------------------------------------------------------------------------------

%!  predicate(-Property, -Shape, -Cost)// is nondet.
%
%   What can stand after `is`, and after a noun.

predicate(P, Shape, C) --> single_predicate(P, Shape, C).
predicate(X^and([F, G]), Shape, C) -->
    single_predicate(X^F, _, C1), any("and | but | , and | , but | , | and also"), opt_filler,
    predicate(X^G, Shape, C2),
    { C is C1+C2 }.
predicate(X^or([F, G]), Shape, C) -->
    opt("either"), single_predicate(X^F, _, C1), any("or | , or"), predicate(X^G, Shape, C2),
    { C is C1+C2 }.
predicate(X^and([not(F), not(G)]), Shape, C) -->
    w(neither), single_predicate(X^F, _, C1), w(nor), single_predicate(X^G, Shape, C2), { C is C1+C2 }.

single_predicate(X^not(F), Shape, C) --> w(not), opt_filler, single_predicate(X^F, Shape, C).
single_predicate(P, shape(closed, plain), 0) --> flag(P).
single_predicate(X^F, shape(closed, plain), 0) --> measured_predicate(X, F).
single_predicate(X^F, shape(closed, plain), 0) --> place(X, F).
single_predicate(X^F, shape(open, D), C) -->
    relation_between(R), np(Np, shape(_, D), C0),
    { denied_cost(D, K), top_denied(Np, K2), C is C0+K+K2,
      related(R, X, Y, B), apply_np(Np, X, Y^B, F) }.
single_predicate(X^F, shape(open, plain), C) --> any("closer | nearer"), any("to | than"), np(Np, _, C),
    w(than), quantity(length, D),
    { apply_np(Np, X, Y^rel(near, [X, Y], D), F) }.
single_predicate(X^forall([Y], implies(G, F)), shape(open, plain), C) -->
    against(X, Y^F), any("any | every | all | each | any of the | all the | all of the"), other(X, Y, Extra),
    noun_group(Y^R, _, _, C),
    { G = and([R|Extra]) }.
single_predicate(X^not(F), shape(open, plain), C) --> any("outside | outside of | out of"), np(Np, _, C),
    { apply_np(Np, X, Y^rel(inside, [X, Y], default), F) }.
single_predicate(P, Shape, C) --> any("free of | clear of | devoid of | without | lacking"), unaccompanied(P, Shape,
        C).
single_predicate(X^F, shape(open, plain), C) --> measured_against(X, Y^B), np(Np, _, C), { apply_np(Np, X, Y^B, F) }.
single_predicate(X^F, shape(open, plain), C) -->
    any("between | in between | somewhere between"), simple_np(N, _, C1), w(and), simple_np(M, _, C2),
    { C is C1+C2,
      apply_np(N, X, Y^G, F), apply_np(M, X, Z^rel(between, [X, Y, Z], default), G) }.
single_predicate(X^exists([Y, Z], and([F, G, rel(between, [X, Y, Z], default)])), shape(open, plain), C) -->
    any("between | in between"), opt("two | two different | two of the | pairs of | a pair of | the | the two | \c
                                      any two | a couple of"),
    noun_group(Y^F, pl, _, C),
    { second(Y^F, Z^G) }.
single_predicate(X^F, shape(open, plain), C) -->
    any("enclosed by | surrounded by | surrounded on all sides by | encircled by | ringed by | surrounded with"),
    opt_any_np, noun_group(Y^R, _, _, C),
    opt_all_sides,
    { on_sides(4, q(some, Y, R), X, none, F) }.
single_predicate(X^F, shape(open, plain), C) --> any("flanked by"), opt_any_np, noun_group(Y^R, _, _, C),
    { on_sides(2, q(some, Y, R), X, none, F) }.

against(X, Y^F) --> measured_against(X, Y^F).
against(X, Y^rel(R, [X, Y], default)) --> lex(relation(R, prep)), { memberchk(R, [larger_than, smaller_than]) }.

other(X, Y, [cmp(\=, var(Y), var(X))]) --> w(other).
other(_, _, []) --> [].

second(Y^F, Z^G) :- free_in(exists([Y], F), Free), copy_term(Free-(Y^F), Free-(Z^G)).

opt_all_sides --> any("on all sides | on all four sides | on every side").
opt_all_sides --> [].

opt_any_np --> any("the | some").
opt_any_np --> [].

%   `a ship near a harbor with no bridge`: that the harbor has none is one reading, that there is none the other.
denied_cost(denied, 2).
denied_cost(plain, 0).

top_denied(both(_, M), 2) :- denied(M), !.
top_denied(_, 0).

% -- verb phrases -----------------------------------------------------------------------------------------------------

%!  verb_phrase(-Property, ?Number, -Shape, -Cost)// is nondet.

verb_phrase(P, Number, Shape, C) --> single_verb_phrase(P, Number, Shape, C).
verb_phrase(X^and([F, G]), Number, Shape, C) -->
    single_verb_phrase(X^F, Number, _, C1), any("and | but | , and | , but | and that | and which | ,"),
    verb_phrase(X^G, Number, Shape, C2),
    { C is C1+C2 }.
verb_phrase(X^or([F, G]), Number, Shape, C) -->
    single_verb_phrase(X^F, Number, _, C1), any("or | or that | or which"), verb_phrase(X^G, Number, Shape,
        C2),
    { C is C1+C2 }.

single_verb_phrase(P, Number, Shape, C) --> be_of(Number, K), opt_filler, predicate(P, Shape, C0), { C is C0+K }.
single_verb_phrase(X^not(F), Number, Shape, C) --> be_of(Number, K), w(not), opt_filler, predicate(X^F, Shape, C0),
    { F = or(_) -> C is C0+K ; C is C0+K+1 }.
single_verb_phrase(X^not(F), _, Shape, C) --> any("must not be | should not be | may not be | can not be"),
    opt_filler,
    predicate(X^F, Shape, C).
single_verb_phrase(X^F, Number, Shape, C) --> be_of(Number, K), class_said(X, F, Shape, C0), { C is C0+K }.
single_verb_phrase(P, Number, Shape, C) --> have(Number), accompanied(P, Shape, C).
single_verb_phrase(P, Number, Shape, C) --> have(Number), w(no), unaccompanied(P, Shape, C).
single_verb_phrase(P, _, Shape, C) --> any("does not have | do not have"), unaccompanied(P, Shape, C).
single_verb_phrase(X^F, Number, shape(closed, plain), 0) --> have(Number), measured(X, F).
single_verb_phrase(X^F, Number, shape(open, D), C) -->
    lex(relation(R, verb(Form))), { agrees(Form, Number) }, np(Np, shape(_, D), C),
    { related(R, X, Y, B), apply_np(Np, X, Y^B, F) }.
single_verb_phrase(X^not(F), _, shape(open, plain), C) -->
    any("does not | do not | did not"), lex(relation(R, verb(base))), np(Np, _, C),
    { related(R, X, Y, B), apply_np(Np, X, Y^B, F) }.
single_verb_phrase(P, _, Shape, C) --> any("lacks | lack"), unaccompanied(P, Shape, C).
single_verb_phrase(P, Number, Shape, C) --> posture(Number), predicate(P, Shape, C).
single_verb_phrase(X^not(F), _, Shape, C) --> any("does not | do not"), any("lie | stand | sit | appear"),
    predicate(X^F, Shape, C).

be(sg) --> any("is | was | 's | has to be").
be(pl) --> any("are | were | have to be").
be(any) --> any("must be | should be | may be | can be | could be | will be").

%   `is` of what is plural is a slip, and shows to whom a relative clause belongs.
be_of(Number, C) --> be(N), { agreement(Number, N, C) }.
be_of(_, 1) --> w(be).

agreement(any, _, 0) :- !.
agreement(_, any, 0) :- !.
agreement(N, N, 0) :- !.
agreement(_, _, 2).

agrees(fin, Number) :- memberchk(Number, [sg, any]).
agrees(base, Number) :- memberchk(Number, [pl, any]).

have(sg) --> w(has).
have(pl) --> w(have).
have(any) --> any("has | have").

posture(sg) --> any("lies | runs | goes | stands | sits | appears | is located | exists").
posture(pl) --> any("lie | run | go | stand | sit | appear | exist").
posture(any) --> any("lies | stands | sits | lie | stand | sit").
posture(_) --> any("can be seen | can be found | could be seen").

%   `is a ship`, `are either ships or boats`, `is not a ship`
class_said(X, F, shape(closed, plain), C) --> opt("a | an"), noun(X^F, _, C).
class_said(X, and([not(F), not(G)]), shape(closed, plain), C) -->
    w(neither), opt("a | an"), noun(X^F, _, C1), w(nor), opt("a | an"), noun(X^G, _, C2), { C is C1+C2 }.
class_said(X, or([F, G]), shape(closed, plain), C) -->
    w(either), opt("a | an"), noun(X^F, _, C1), w(or), opt("a | an"), noun(X^G, _, C2), { C is C1+C2 }.
class_said(X, not(F), shape(closed, plain), C) --> w(not), opt("a | an"), noun(X^F, _, C).
