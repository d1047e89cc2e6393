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

:- table clause/4, joined_clauses/4, single_clause/4, image_said/4.

%!  drop_sentences is det.

drop_sentences :-
    abolish_module_tables(rune_english_sentence).

%!  question(-Formula, -Cost)// is nondet.

question(F, C) --> opening, asked(F, C), closing.

opening --> [].
opening --> polite, opening.
opening --> purpose, opening.

%   `For the insurance report: …`, `for our risk model we need …`: why somebody asks is no part of what is asked.
purpose --> any("as a | as an"), stretch(5), any("i need | we need | i want | i would like | ,").
%   `coast guard patrol: …`: a heading that holds no word of the vocabulary.
purpose --> heading(6), w(':').
purpose --> w(for), stretch(8), any(": | we need | i need | we want | i want | , find | , show | show me | , list").

heading(N) --> idle_word, heading_more(N).

heading_more(_) --> [].
heading_more(N) --> { N > 1, N1 is N-1 }, heading(N1).

idle_word(I, J) :-
    w(Word, I, J),
    atom(Word),
    \+ lex(_, I, _),
    \+ memberchk(Word, [no, not, none, without, all, every, only, ':']),
    \+ number_word(Word, _).

stretch(_) --> [].
stretch(N) --> { N > 0, N1 is N-1 }, w(Word), { Word \== ':' }, stretch(N1).

polite --> any("got | any | u | pls | plz | got any pics of | any pics of | has it got | there should be | here | \c
                in some images | in any images | is there a picture where | please find | locate | we would like | \c
                please | show me | show | find | find me | give me | list | get | get me | search for | look for | \c
                hi | hello | ok | i want | i need | i am looking for | looking for | i would like | to see | \c
                to find | i want to see | can you | could you | would you | do you have | do we have | \c
                have we got | we need | we want | can i see | could i see | may i see | let me see | display | \c
                retrieve | return | select | fetch | pull up | bring up | tell me | is it true that | \c
                any chance of | what about | how about | all of | i am interested in | interested in | \c
                searching for | need | want | identify | us | , | : | query | question | do you see | can you see | \c
                filter for | filter | check for | look up | spot | name | which of the | do any of the | i would say | did anyone photograph | has anyone photographed").

closing --> [].
closing --> any("either | , either | please | , please | thanks | , thanks | thank you | , thank you"), closing.

% -- what is asked for ------------------------------------------------------------------------------------------------

asked(F, C) --> clause(F, C).
asked(F, C) --> image_question(F, C).
asked(and([F, G]), C) --> image_question(F, C1), any(", | . | and | but | , and | , but"), clause(G, C2),
    { C is C1+C2+1 }.

image_question(F, C) -->
    opt("how many | which | what | in | in which | in what | on which | all | every | any | the | those | \c
                              an | a | each | all the | are there any | are there | which of the | only | some | \c
                              what are the | which are the"),
    image_noun, image_list(F, C).
image_question(not(exists([X], class(object, X))), 0) --> opt("all | every | any | the | an | a"), w(empty),
    image_noun.
image_question(F, C) --> any("where | when"), opt("do | does | can i see | do you see | can we see | do we have | \c
                                                   can i find | can you find"), clause(F,
        C).

%   What is said of the image, one thing after the other.
image_list(F, C) --> image_said(F, C).
image_list(and([F, G]), C) --> image_said(F, C1), image_list(G, C2), { C is C1+C2+1 }.
image_list(and([F, G]), C) --> image_said(F, C1), any("and | but | , | , and | , but | and that | but that | \c
                                                       and also"), image_list(G, C2),
                                                          { C is C1+C2 }.
image_list(or([F, G]), C) --> image_said(F, C1), any("or | , or"), image_list(G, C2), { C is C1+C2 }.

image_said(F, C) --> shows, np(Np, _, C), opt_image, { stands(Np, F) }.
image_said(F, C) --> shows, both_sides(F, C).
image_said(F, C) --> shows, counted(F, C).
image_said(F, C) --> lacks, absent(F, C), opt_image.
image_said(F, C) --> any("where | in which | on which | for which | such that | that show that"), clause(F, C).
image_said(F, C) --> w(with), clause(F, C0), { C is C0+1 }.
image_said(F, C) --> opt("is | are | there | is there | are there"), clause(F, C0), { C is C0+1 }.
image_said(F, 0) --> image_fact(F).
image_said(not(F), 0) --> any("not | that were not | that was not | were not | was not"), image_fact(F).
image_said(or([F, G]), C) --> shows, w(either), np(N, _, C1), or_else, np(M, _, C2), { stands(N, F), stands(M, G),
        C is C1+C2+1 }.

or_else --> any("or | , or").

% -- clauses ----------------------------------------------------------------------------------------------------------

%!  clause(-Formula, -Cost)// is nondet.

clause(F, C) --> joined_clauses(F, C).
clause(or([F, G]), C) --> opt("either"), joined_clauses(F, C1), any("or | , or"), clause(G, C2), { C is C1+C2+1 }.
clause(and([F, not(G)]), C) --> joined_clauses(F, C1), any("unless | , unless"), clause(G, C2), { C is C1+C2 }.

clause(implies(F, G), C) --> any("if | when | whenever"), clause(F, C1), opt("then | , then | ,"),
    clause(G, C2), { C is C1+C2 }.
clause(not(F), C) --> any("it is not the case that | it is not true that | not"), clause(F, C0),
    { C is C0+1 }.

clause(and([F, not(G)]), C) --> single_clause(F, C1), excluding, image_noun, image_list(G, C2), { C is C1+C2+1 }.
clause(and([F, G]), C) --> np(q(Det, X, R), _, C1), { stands(q(Det, X, R), F), fresh_property(X^R, Y^S) },
    any(", | , and | , with | , yet | , but"), part_of_them(Part), opt("of them | of which | of those"), opt("is | \c
                                                                                                              are"), standing, predicate(Y^P, _, C2),
    { ( memberchk(Part, [none, every]) -> K = 2 ; K = 0 ), C is C1+C2+K,
      apply_np(q(Part, Y, S), none, Y^P, G) }.
clause(and([F, G]), C) --> np(q(Det, X, R), _, C1), { stands(q(Det, X, R), F) },
    any(", | , with | with"), group_part(N), any("of them | of which"), opt("are"), linked(N, N, Link),
    { C = C1, fresh_property(X^R, P), apply_np(group(N, P, Link), none, _^true, G) }.
clause(F, C) --> np(Np, _, C1), in_images, image_list(G, C2), { stands(Np, F0), F = and([F0, G]), C is C1+C2 }.

joined_clauses(F, C) --> single_clause(F, C).
joined_clauses(and([F, G]), C) --> single_clause(F, C1), joint, joined_clauses(G, C2), { C is C1+C2+1 }.

in_images --> any("in | from | within"), opt("the | an | a | all | any"), image_noun.

excluding --> opt(", | but | and | , but"), any("exclude | excluding | except | ignore | skip | leave out | \c
                                                 leaving out | not"),
    opt("every | any | all | the | those | each").

group_part(N) --> amount(count(>=, N)), { N =< 6, N > 1 }.

part_of_them(Det) --> amount(Det).
part_of_them(every) --> any("all | each | both").
part_of_them(none) --> any("none | neither").

standing --> any("docked | moored | parked | located | lying | standing").
standing --> [].

joint --> any("although | though | , although | , though | whereas | , whereas | and | but | , | . | , and | , but | and also | while | and yet | + | , while | and where | \c
               but where | , where | , with | , also | with | . and | and with | but with | and that | and have | \c
               yet | , yet").

single_clause(F, C) --> image_fact(F), { C = 1 }.
single_clause(F, C) --> np(Np, _, C), opt_image, { stands(Np, F) }.
single_clause(F, C) --> there_be(Holds), np(Np, _, C), opt_image, { stands(Np, F0), held(Holds, F0, F) }.
single_clause(F, C) --> there_be(yes), both_sides(F, C).
single_clause(F, C) --> both_sides(F, C).
single_clause(F, C) --> opt("is | are"), subject(Np, Number, C1), verb_phrase(P, Number, _, C2),
    { C is C1+C2, apply_np(Np, none, P, F) }.
single_clause(F, C) --> any("is | are"), subject(Np, _, C1), said_of(P, C2), { C is C1+C2, apply_np(Np, none, P,
        F) }.
single_clause(F, C) --> any("is | are"), opt_the, noun_group(X^R, _, _, C1), any("all | each"), predicate(X^P, _,
        C2),
    { C is C1+C2, F = forall([X], implies(R, P)) }.
single_clause(F, C) --> opt_the, noun_group(X^R, _, _, C1), any("is | are"), any("all | each"), predicate(X^P, _,
        C2),
    { C is C1+C2, F = forall([X], implies(R, P)) }.
single_clause(F, C) --> opt_the, noun_group(X^R, _, _, C1), w(all), predicate(X^P, _, C2),
    { C is C1+C2, F = forall([X], implies(R, P)) }.
single_clause(and([F, forall([Y], S)]), C) --> np(q(Det, X, and([R|Fs])), _, C), any(", | . | and | but"),
    any("nothing else"), opt_image,
    { stands(q(Det, X, and([R|Fs])), F), fresh_property(X^R, Y^S) }.
single_clause(F, C) --> any("is | are"), subject(Np, _, C1), predicate(P, _, C2), { C is C1+C2, apply_np(Np, none,
        P, F) }.
single_clause(F, C) --> any("do | does"), subject(Np, _, C1), verb_phrase(P, pl, _, C2), { C is C1+C2, apply_np(Np,
        none, P, F) }.
single_clause(F, C) --> any("which | what"), np(Np, _, C1), { P = _^true, C = C1, apply_np(Np, none, P, F) }.
single_clause(F, C) --> any("which | what"), subject(Np, Number, C1), verb_phrase(P, Number, _, C2), { C is C1+C2,
        apply_np(Np, none, P, F) }.
single_clause(not(F), C) --> any("no | there are no | there is no"), np(group(N, R, Link), _, C),
    { stands(group(N, R, Link), F) }.
single_clause(or([F, G]), C) --> w(either), single_clause(F, C1), any("or | , or"), single_clause(G, C2),
    { C is C1+C2 }.
single_clause(not(F), C) --> w(not), np(Np, _, C), opt_image, { stands(Np, F) }.
single_clause(F, C) --> keyed(F, C).
single_clause(F, C) --> any("what is | what are | is anything | is something | are any things"), predicate(X^P, _, C),
    { F = exists([X], and([class(object, X), P])) }.
single_clause(F, C) --> opt("which | what"), opt_the, noun(X^R, _, C), any("is | are"), opt_the, after_noun(A),
    { qualified(A, X^R, Y^P), F = exists([Y], P) }.
single_clause(F, C) --> any("which is | what is | which are | what are | where is | where are"), np(Np, _, C),
    { stands(Np, F) }.
single_clause(free(X, F), C) --> counting, noun_group(X^R, _, _, C), opt("are there | is there | are | do we have"),
    opt_image, { F = R }.
single_clause(free(X, and([R, F])), C) --> counting, noun_group(X^R, _, _, C1), opt("are there | is there"),
    in_images, image_list(F, C2),
    { C is C1+C2 }.
single_clause(free(X, F), C) --> counting, noun_group(X^R, Number, _, C1), verb_phrase(X^P, Number, _, C2), opt_image,
    { C is C1+C2, F = and([R, P]) }.
single_clause(F, C) --> the_image, image_said_of(F, C).
single_clause(F, C) --> any("does | do"), the_image, image_said_of(F, C).
single_clause(F, C) --> counted(F, C), opt_image.
single_clause(and([F, G]), C) --> np(Np, shape(Open, _), C1), { stands(Np, F) }, lacks, absent(G, C2), opt_image,
    { (Open == open -> K = 0 ; K = 2), C is C1+C2+K }.

%   `bridges: 2 to 5`, `Helicopters? None.`
keyed(F, C) --> noun_group(X^R, _, _, C), opt(": | . | ="), key_amount(Det), { apply_np(q(Det, X, R), none,
        _^true, F) }.
keyed(F, C) --> noun_group(X^R, _, _, C), { F = exists(Op, N, X, R) }, sign(Op), whole(N).

key_amount(Det) --> amount(Det).
key_amount(none) --> any("none | no | zero").
key_amount(some) --> any("yes | at least one").

sign(Op) --> { member(Op, [>, <, >=, =<, =]) }, w(Op).

opt_the --> w(the).
opt_the --> [].

said_of(P, C) --> class_said(X, F, _, C), { P = X^F }.

%   `how many ships are near a pier`: the ships; there are as many answers as there are of them.
counting --> any("how many | count the | count | count all | count all the | the number of | number of | how many of the").

there_be(yes) --> any("there is | there are | is there | are there | there was | there were | there must be | \c
                       there exists | there exist | do any images show | do any images have | are any | \c
                       there should be | has any image got").
there_be(no) --> any("there is not | there are not | is there not | are there not").

held(yes, F, F).
held(no, F, not(F)).

subject(Np, _, C) --> np(Np, _, C), opt_image.

both_sides(F, C) --> np(q(Det, X, R), _, C1), sides(N), w(of), np(M, _, C2),
    { Det \= none, M \= it(_), C is C1+C2, apply_np(M, none, Y^G, F), on_sides(N, q(Det, X, R), Y, none, G) }.

image_said_of(F, C) --> image_list(F, C).
image_said_of(not(F), C) --> any("does not | do not"), shows, np(Np, _, C),
    { Np \= q(every, _, _), stands(Np, F) }.

%   `without bridges or dams`: none of either.
absent(F, C) --> one_absent(F, C).
absent(and([F, G]), C) --> one_absent(F, C1), any("or | and | nor | or any | and any | , | , or | , and | and no | \c
                                                   or no"), absent(G, C2), { C is C1+C2 }.

one_absent(not(exists([X], R)), C) --> opt("any | a | an | the | any of the"), noun_group(X^R, _, _, C).

lacks --> any("without | with no | with not a | that lack | that lacks | lacking | free of | that have no | \c
               that has no | having no | showing no | containing no | devoid of | that do not have | \c
               that does not have | that do not show | that do not contain | that does not contain | \c
               not containing | not showing | which have no | have no | has no | that contain no | that show no | \c
               clear of | in the absence of | with zero | , without | but without | , but without | and without | \c
               , with no | but with no | do not have | does not have | do not show | do not contain | \c
               does not show | does not contain").

shows --> any("with | having | containing | showing | featuring | depicting | including | of | have | has | show | \c
               shows | contain | contains | feature | features | include | includes | depict | depicts | \c
               that have | that has | that show | that shows | that contain | that contains | which have | \c
               which has | which show | which shows | which contain | which contains | that feature | \c
               that features | that include | that includes | that depict | that depicts | which depict | \c
               showing us | that are showing | where i can see | where you can see | where you see | \c
               in which you see | where there is | where there are | in which there is | in which there are | \c
               on which there are | is there | are there | that got | got | have got | both | capturing | captured").

% -- counts compared --------------------------------------------------------------------------------------------------

%   `more ships than harbors`, `twice as many ships as harbors`, `the number of ships exceeds that of harbors`
counted(F, C) --> opt_there, more(Op), counted_noun(N, C1), w(than), opt_there, counted_noun(M, C2),
    { C is C1+C2, F = cmp(Op, N, M) }.
counted(F, C) --> opt_there, more(Op), noun(X^R, _, C1), { fresh_property(X^R, Y^S) }, predicate(X^P, _, C2), w(than),
    predicate(Y^Q, _, C3),
    { C is C1+C2+C3, F = cmp(Op, count(X, and([R, P])), count(Y, and([S, Q]))) }.
counted(F, C) --> opt_there, more(Op), adjective(A), noun(X^R, _, C1), { fresh_property(X^R, Y^S) }, w(than),
    adjective(B), opt("ones"),
    { C = C1, qualified(A, X^R, X^P), qualified(B, Y^S, Y^Q), F = cmp(Op, count(X, P), count(Y, Q)) }.
counted(F, C) --> opt("are"), more(Op), noun_group(X^R, _, _, C1), { fresh_property(X^R, Y^S) }, opt("are"),
    predicate(X^P, _, C2),
    any("than not | than are not"), { fresh_property(X^P, Y^Q), C is C1+C2, F = cmp(Op, count(X, and([R, P])),
        count(Y, and([S, not(Q)]))) }.
counted(F, C) --> opt_there, as_many(Op, Factor), counted_noun(N, C1), w(as), opt_there, counted_noun(M, C2),
    { C is C1+C2, scaled(Factor, M, T), F = cmp(Op, N, T) }.
counted(F, C) --> opt_there, any("the same number of | an equal number of | equal numbers of | equally many | \c
                                  as many"),
    counted_noun(N, C1), any("and | as"), counted_noun(M, C2), { C is C1+C2, F = cmp(=, N, M) }.
counted(F, C) --> counted_noun(N, C1), w(outnumber), counted_noun(M, C2), { C is C1+C2, F = cmp(>, N, M) }.
counted(F, C) --> opt_there, counted_noun(N, C1), any("outnumbering"), counted_noun(M, C2), { C is C1+C2,
        F = cmp(>, N, M) }.
counted(F, C) --> number_of, counted_noun(N, C1), any("is | exceeds | are"), than_number(Op, T, C2), { C is C1+C2,
        F = cmp(Op, N, T) }.

number_of --> any("the number of | the count of | number of | the total number of").

than_number(>, T, C) --> opt_number_of, counted_noun(T, C).
than_number(Op, T, C) --> comparison(Op), opt_number_of, counted_noun(T, C).
than_number(=, T, C) --> any("the same as"), opt_number_of, counted_noun(T, C).
than_number(Op, num(N), 0) --> comparison(Op), whole(N).
than_number(=, num(N), 0) --> whole(N).

opt_number_of --> number_of.
opt_number_of --> any("that of | the ones of").
opt_number_of --> [].

counted_noun(count(X, R), C) --> opt("the"), noun_group(X^R, _, _, C).

opt_there --> any("there are | there is | are there | with").
opt_there --> [].

more(>) --> w(more).
more(<) --> any("fewer | less").
more(>=) --> any("no fewer | no less | not fewer").
more(=<) --> any("no more | not more").

as_many(=, 1) --> any("as many | exactly as many | just as many").
as_many(>=, 1) --> any("at least as many").
as_many(=<, 1) --> any("at most as many").
as_many(Op, N) --> bound_of(Op), times_word(N), any("as many").

bound_of(=) --> opt("exactly").
bound_of(>=) --> any("at least").
bound_of(>) --> any("more than").

times_word(2) --> any("twice | double").
times_word(N) --> whole(N), w(times).
times_word(0.5) --> w(half).

scaled(1, T, T) :- !.
scaled(N, T, op(*, num(N), T)).
