:- module(rune_english_sentence,
          [ question/4,                 % -Formula, -Cost, +I, -J
            clause/4,                   % -Formula, -Cost, +I, -J
            drop_sentences/0
          ]).
:- use_module(chart).
:- use_module(quantity).
:- use_module(meaning).
:- use_module(noun_phrase).
:- use_module(predicate).
:- use_module(image_words).
:- use_module(adjective).

:- autoload(library(lists), [member/2]).

/** <module> Questions and clauses

A question is a clause, or a noun phrase that is asked for, with what people put around them: `show me …`, `which
images have …`, `… in the image, please`.
*/

:- table clause/4, single_clause/4, image_said/4.

%!  drop_sentences is det.

drop_sentences :-
    abolish_module_tables(rune_english_sentence).

%!  question(-Formula, -Cost)// is nondet.

question(F, C) --> opening, asked(F, C), closing.

opening --> [].
opening --> polite, opening.
opening --> purpose, opening.

%   `For the insurance report: …`, `for our risk model we need …`: why somebody asks is no part of what is asked.
purpose --> w(for), stretch(8), one_of([':', [we, need], [i, need], [we, want], [i, want], [',', find], [',', show],
                                        [show, me], [',', list]]).

stretch(_) --> [].
stretch(N) --> { N > 0, N1 is N-1 }, w(Word), { Word \== ':' }, stretch(N1).

polite --> one_of([got, any, u, pls, plz, [got, any, pics, of], [any, pics, of], [has, it, got], [there, should, be],
                   here,
                   [in, some, images], [in, any, images], [is, there, a, picture, where], [please, find], [locate],
    [we, would, like], please, [show, me], show, find, [find, me], [give, me], list, get, [get, me], [search, for],
    [look, for], hi, hello, ok,
                   [i, want], [i, need], [i, am, looking, for], [looking, for], [i, would, like], [to, see], [to,
        find], [i, want, to, see],
                   [can, you], [could, you], [would, you], [do, you, have], [do, we, have], [have, we, got], [we,
        need], [we, want],
                   [can, i, see], [could, i, see], [may, i, see], [let, me, see], [display], [retrieve], [return],
    [select], [fetch],
                   [pull, up], [bring, up], [tell, me], [is, it, true, that], [any, chance, of], [what, about], [how,
        about], [all, of],
                   [i, am, interested, in], [interested, in], [searching, for], [need], [want], [identify], [locate],
    [us], ',', ':',
                   [query], [question], [do, you, see], [can, you, see], [filter, for], [filter], [check, for], [look,
        up], [spot]]).

closing --> [].
closing --> one_of([please, [',', please], thanks, [',', thanks], [thank, you], [',', thank, you]]), closing.

% -- what is asked for ------------------------------------------------------------------------------------------------

asked(F, C) --> clause(F, C).
asked(F, C) --> image_question(F, C).
asked(and([F, G]), C) --> image_question(F, C1), one_of([',', '.', and, but, [',', and], [',', but]]), clause(G, C2),
    { C is C1+C2+1 }.

image_question(F, C) --> one_of([[], which, what, in, [in, which], [in, what], [on, which], all, every, any, the,
                                 those, an, a, each, [all, the], [are, there, any], [are, there], [which, of, the],
                                 only, some, [what, are, the], [which, are, the]]),
    image_noun, image_list(F, C).
image_question(not(exists([X], class(object, X))), 0) --> one_of([[], all, every, any, the, an, a]), w(empty),
    image_noun.
image_question(F, C) --> one_of([where, when]), one_of([[], do, does, [can, i, see], [do, you, see], [can, we, see],
                                                        [do, we, have], [can, i, find], [can, you, find]]), clause(F,
        C).

%   What is said of the image, one thing after the other.
image_list(F, C) --> image_said(F, C).
image_list(and([F, G]), C) --> image_said(F, C1), one_of([[], and, but, ',', [',', and], [',', but], [and, that],
                                                          [but, that], [and, also]]), image_list(G, C2),
                                                          { C is C1+C2 }.
image_list(or([F, G]), C) --> image_said(F, C1), one_of([or, [',', or]]), image_list(G, C2), { C is C1+C2 }.

image_said(F, C) --> shows, np(Np, _, C), opt_image, { stands(Np, F) }.
image_said(F, C) --> shows, both_sides(F, C).
image_said(F, C) --> shows, counted(F, C).
image_said(F, C) --> lacks, absent(F, C), opt_image.
image_said(F, C) --> one_of([where, [in, which], [on, which], [for, which], [such, that], [that, show, that],
                             [with]]), clause(F, C).
image_said(F, C) --> one_of([[], is, are, there, [is, there], [are, there]]), clause(F, C0), { C is C0+1 }.
image_said(F, 0) --> image_fact(F).
image_said(not(F), 0) --> one_of([not, [that, were, not], [that, was, not], [were, not], [was, not]]), image_fact(F).
image_said(or([F, G]), C) --> shows, w(either), np(N, _, C1), or_else, np(M, _, C2), { stands(N, F), stands(M, G),
        C is C1+C2+1 }.

or_else --> one_of([or, [',', or]]).

% -- clauses ----------------------------------------------------------------------------------------------------------

%!  clause(-Formula, -Cost)// is nondet.

clause(F, C) --> single_clause(F, C).
clause(and([F, G]), C) --> single_clause(F, C1), joint, clause(G, C2), { C is C1+C2+1 }.
clause(or([F, G]), C) --> one_of([either, []]), single_clause(F, C1), one_of([or, [',', or]]), clause(G, C2),
    { C is C1+C2+1 }.
clause(implies(F, G), C) --> one_of([if, when, whenever]), clause(F, C1), one_of([then, [',', then], ',', []]),
    clause(G, C2), { C is C1+C2 }.
clause(not(F), C) --> one_of([[it, is, not, the, case, that], [it, is, not, true, that], not]), clause(F, C0),
    { C is C0+1 }.

clause(and([F, not(G)]), C) --> single_clause(F, C1), excluding, image_noun, image_list(G, C2), { C is C1+C2+1 }.
clause(and([F, G]), C) --> np(q(Det, X, R), _, C1), { stands(q(Det, X, R), F), fresh_property(X^R, Y^S) },
    one_of([',', [',', and], [',', with], [',', yet], [',', but]]), part_of_them(Part), one_of([[of, them], [of,
        which], [of, those], []]), one_of([[], is, are]), standing, predicate(Y^P, _, C2),
    { ( memberchk(Part, [none, every]) -> K = 2 ; K = 0 ), C is C1+C2+K,
      apply_np(q(Part, Y, S), none, Y^P, G) }.
clause(F, C) --> np(Np, _, C1), in_images, image_list(G, C2), { stands(Np, F0), F = and([F0, G]), C is C1+C2 }.

in_images --> one_of([in, from, within]), one_of([[], the, an, a, all, any]), image_noun.

excluding --> one_of([',', but, and, [',', but], []]), one_of([exclude, excluding, except, ignore, skip, [leave, out],
                                                               [leaving, out], not]),
    one_of([[], every, any, all, the, those, each]).

part_of_them(Det) --> amount(Det).
part_of_them(every) --> one_of([all, each, both]).
part_of_them(none) --> one_of([none, neither]).

standing --> one_of([docked, moored, parked, located, lying, standing]).
standing --> [].

joint --> one_of([and, but, ',', '.', [',', and], [',', but], [and, also], while, [and, yet], +, [',', while], [and,
        where], [but, where],
                  [',', where], [',', with], [',', also], [with], ['.', and], [and, with], [but, with], [and, that],
    [and, have], [yet], [',', yet]]).

single_clause(F, C) --> image_fact(F), { C = 1 }.
single_clause(F, C) --> np(Np, _, C), opt_image, { stands(Np, F) }.
single_clause(F, C) --> there_be(Holds), np(Np, _, C), opt_image, { stands(Np, F0), held(Holds, F0, F) }.
single_clause(F, C) --> there_be(yes), both_sides(F, C).
single_clause(F, C) --> both_sides(F, C).
single_clause(F, C) --> one_of([[is], [are], []]), subject(Np, Number, C1), verb_phrase(P, Number, _, C2),
    { C is C1+C2, apply_np(Np, none, P, F) }.
single_clause(F, C) --> one_of([is, are]), subject(Np, _, C1), said_of(P, C2), { C is C1+C2, apply_np(Np, none, P,
        F) }.
single_clause(F, C) --> one_of([is, are]), opt_the, noun_group(X^R, _, _, C1), one_of([all, each]), predicate(X^P, _,
        C2),
    { C is C1+C2, F = forall([X], implies(R, P)) }.
single_clause(F, C) --> opt_the, noun_group(X^R, _, _, C1), one_of([is, are]), one_of([all, each]), predicate(X^P, _,
        C2),
    { C is C1+C2, F = forall([X], implies(R, P)) }.
single_clause(F, C) --> opt_the, noun_group(X^R, _, _, C1), w(all), predicate(X^P, _, C2),
    { C is C1+C2, F = forall([X], implies(R, P)) }.
single_clause(and([F, forall([Y], S)]), C) --> np(q(Det, X, and([R|Fs])), _, C), one_of([',', '.', and, but]),
    ws([nothing, else]), opt_image,
    { stands(q(Det, X, and([R|Fs])), F), fresh_property(X^R, Y^S) }.
single_clause(F, C) --> one_of([is, are]), subject(Np, _, C1), predicate(P, _, C2), { C is C1+C2, apply_np(Np, none,
        P, F) }.
single_clause(F, C) --> one_of([do, does]), subject(Np, _, C1), verb_phrase(P, pl, _, C2), { C is C1+C2, apply_np(Np,
        none, P, F) }.
single_clause(F, C) --> one_of([which, what]), np(Np, _, C1), { P = _^true, C = C1, apply_np(Np, none, P, F) }.
single_clause(F, C) --> one_of([which, what]), subject(Np, Number, C1), verb_phrase(P, Number, _, C2), { C is C1+C2,
        apply_np(Np, none, P, F) }.
single_clause(not(F), C) --> one_of([no, [there, are, no], [there, is, no]]), np(group(N, R, Link), _, C),
    { stands(group(N, R, Link), F) }.
single_clause(F, C) --> keyed(F, C).
single_clause(F, C) --> the_image, image_said_of(F, C).
single_clause(F, C) --> one_of([does, do]), the_image, image_said_of(F, C).
single_clause(F, C) --> counted(F, C), opt_image.
single_clause(and([F, G]), C) --> np(Np, shape(Open, _), C1), { stands(Np, F) }, lacks, absent(G, C2), opt_image,
    { (Open == open -> K = 0 ; K = 2), C is C1+C2+K }.

%   `bridges: 2 to 5`, `Helicopters? None.`
keyed(F, C) --> noun_group(X^R, _, _, C), one_of([':', '.', =, []]), key_amount(Det), { apply_np(q(Det, X, R), none,
        _^true, F) }.
keyed(F, C) --> noun_group(X^R, _, _, C), { F = exists(Op, N, X, R) }, sign(Op), whole(N).

key_amount(Det) --> amount(Det).
key_amount(none) --> one_of([none, no, zero]).
key_amount(some) --> one_of([yes, [at, least, one]]).

sign(Op) --> { member(Op, [>, <, >=, =<, =]) }, w(Op).

opt_the --> w(the).
opt_the --> [].

said_of(P, C) --> class_said(X, F, _, C), { P = X^F }.

there_be(yes) --> one_of([[there, is], [there, are], [is, there], [are, there], [there, was], [there, were], [there,
        must, be], [there, exists], [there, exist],
                          [do, any, images, show], [do, any, images, have], [are, any], [there, should, be], [has,
        any, image, got]]).
there_be(no) --> one_of([[there, is, not], [there, are, not], [is, there, not], [are, there, not]]).

held(yes, F, F).
held(no, F, not(F)).

subject(Np, _, C) --> np(Np, _, C), opt_image.

both_sides(F, C) --> np(q(Det, X, R), _, C1), sides(N), w(of), np(M, _, C2),
    { Det \= none, C is C1+C2, apply_np(M, none, Y^G, F), on_sides(N, q(Det, X, R), Y, none, G) }.

image_said_of(F, C) --> image_list(F, C).
image_said_of(not(F), C) --> one_of([[does, not], [do, not]]), shows, np(Np, _, C), { stands(Np, F) }.

%   `without bridges or dams`: none of either.
absent(F, C) --> one_absent(F, C).
absent(and([F, G]), C) --> one_absent(F, C1), one_of([or, and, nor, [or, any], [and, any], ',', [',', or], [',', and],
                                                      [and, no], [or, no]]), absent(G, C2), { C is C1+C2 }.

one_absent(not(exists([X], R)), C) --> opt_words([any, a, an, the, [any, of, the]]), noun_group(X^R, _, _, C).

opt_words(Words) --> one_of(Words).
opt_words(_) --> [].

lacks --> one_of([without, [with, no], [with, not, a], [that, lack], [that, lacks], lacking, [free, of], [that, have,
        no], [that, has, no], [having, no], [showing, no], [containing, no], [devoid, of], [that, do, not, have],
                  [that, does, not, have], [that, do, not, show], [that, do, not, contain], [that, does, not,
        contain], [not, containing], [not, showing],
                  [which, have, no], [have, no], [has, no], [that, contain, no], [that, show, no], [clear, of], [in,
        the, absence, of], [with, zero], [',', without], [but, without], [',', but, without], [and, without],
                  [',', with, no], [but, with, no], [do, not, have], [does, not, have], [do, not, show], [do, not,
        contain], [does, not, show], [does, not, contain]]).

shows --> one_of([with, having, containing, showing, featuring, depicting, including, of, have, has, show, shows,
                  contain, contains, feature, features,
                  include, includes, depict, depicts, [that, have], [that, has], [that, show], [that, shows], [that,
        contain], [that, contains],
                  [which, have], [which, has], [which, show], [which, shows], [which, contain], [which, contains],
    [that, feature], [that, features],
                  [that, include], [that, includes], [that, depict], [that, depicts], [which, depict], [showing, us],
    [that, are, showing],
                  [where, i, can, see], [where, you, can, see], [where, you, see], [in, which, you, see], [where,
        there, is], [where, there, are],
                  [in, which, there, is], [in, which, there, are], [on, which, there, are], [is, there], [are, there],
                  [that, got], [got], [have, got], [both], [capturing], [captured]]).

% -- counts compared --------------------------------------------------------------------------------------------------

%   `more ships than harbors`, `twice as many ships as harbors`, `the number of ships exceeds that of harbors`
counted(F, C) --> opt_there, more(Op), counted_noun(N, C1), w(than), opt_there, counted_noun(M, C2), opt_do,
    { C is C1+C2, F = cmp(Op, N, M) }.
counted(F, C) --> opt_there, more(Op), noun(X^R, _, C1), { fresh_property(X^R, Y^S) }, predicate(X^P, _, C2), w(than),
    predicate(Y^Q, _, C3),
    { C is C1+C2+C3, F = cmp(Op, count(X, and([R, P])), count(Y, and([S, Q]))) }.
counted(F, C) --> opt_there, more(Op), adjective(A), noun(X^R, _, C1), { fresh_property(X^R, Y^S) }, w(than),
    adjective(B), one_of([ones, []]),
    { C = C1, qualified(A, X^R, X^P), qualified(B, Y^S, Y^Q), F = cmp(Op, count(X, P), count(Y, Q)) }.
counted(F, C) --> opt_there, as_many(Op, Factor), counted_noun(N, C1), w(as), opt_there, counted_noun(M, C2),
    { C is C1+C2, scaled(Factor, M, T), F = cmp(Op, N, T) }.
counted(F, C) --> opt_there, one_of([[the, same, number, of], [an, equal, number, of], [equal, numbers, of], [equally,
        many], [as, many]]),
    counted_noun(N, C1), one_of([and, as]), counted_noun(M, C2), { C is C1+C2, F = cmp(=, N, M) }.
counted(F, C) --> counted_noun(N, C1), w(outnumber), counted_noun(M, C2), { C is C1+C2, F = cmp(>, N, M) }.
counted(F, C) --> opt_there, counted_noun(N, C1), one_of([outnumbering]), counted_noun(M, C2), { C is C1+C2,
        F = cmp(>, N, M) }.
counted(F, C) --> number_of, counted_noun(N, C1), one_of([is, exceeds, are]), than_number(Op, T, C2), { C is C1+C2,
        F = cmp(Op, N, T) }.

number_of --> one_of([[the, number, of], [the, count, of], [number, of], [the, total, number, of]]).

than_number(>, T, C) --> opt_number_of, counted_noun(T, C).
than_number(Op, T, C) --> comparison(Op), opt_number_of, counted_noun(T, C).
than_number(=, T, C) --> ws([the, same, as]), opt_number_of, counted_noun(T, C).
than_number(Op, num(N), 0) --> comparison(Op), whole(N).
than_number(=, num(N), 0) --> whole(N).

opt_number_of --> number_of.
opt_number_of --> one_of([[that, of], [the, ones, of]]).
opt_number_of --> [].

counted_noun(count(X, R), C) --> opt_words([the]), noun_group(X^R, _, _, C).

opt_there --> one_of([[there, are], [there, is], [are, there], with]).
opt_there --> [].

opt_do --> [].

more(>) --> w(more).
more(<) --> one_of([fewer, less]).
more(>=) --> one_of([[no, fewer], [no, less], [not, fewer]]).
more(=<) --> one_of([[no, more], [not, more]]).

as_many(=, 1) --> one_of([[as, many], [exactly, as, many], [just, as, many]]).
as_many(>=, 1) --> ws([at, least, as, many]).
as_many(=<, 1) --> ws([at, most, as, many]).
as_many(Op, N) --> bound_of(Op), times_word(N), ws([as, many]).

bound_of(=) --> one_of([[], exactly]).
bound_of(>=) --> ws([at, least]).
bound_of(>) --> ws([more, than]).

times_word(2) --> one_of([twice, double]).
times_word(N) --> whole(N), w(times).
times_word(0.5) --> w(half).

scaled(1, T, T) :- !.
scaled(N, T, op(*, num(N), T)).
