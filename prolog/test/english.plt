:- use_module(library(plunit)).
:- use_module('../rune').
:- use_module('../english').
:- use_module('../english/tokens').
:- use_module('../english/spelling').
:- use_module('../english/tidy').

/*  The grammar over a vocabulary of its own, which has nothing to do with aircraft and ships: reads(Question, Source)
    is the preferred reading, refuses(Question, Complaints) what is said where there is none.  */

vocabulary(zoo).

set_up :-
    vocabulary(Kb),
    set_vocabulary(Kb,
                   [ class(object, [object, cat, dog, guinea_pig]), class(cat, [cat]), class(dog, [dog]),
                     class(guinea_pig, [guinea_pig]),
                     relation(near, 2, true), relation(chases, 2, false), relation(left_of, 2, false),
                     attribute(asleep, detection, boolean), attribute(weight, detection, number),
                     label(class, object, thing), label(class, cat, cat), label(class, cat, pussy),
                     label(class, dog, dog), label(class, guinea_pig, 'guinea pig'),
                     label(relation, near, near), label(relation, chases, chases),
                     label(relation, left_of, 'left of'),
                     label(attribute, asleep, asleep), label(attribute, weight, weight) ]).

reads("cats", exists([x], class(cat, x))).
reads("a pussy", exists([x], class(cat, x))).
reads("Show me the guinea-pigs, please!", exists([x], class(guinea_pig, x))).
reads("cats near a dog", exists([x, y], and([class(cat, x), class(dog, y), rel(near, [x, y], default)]))).
reads("a cat chases a dog", exists([x, y], and([class(cat, x), class(dog, y), rel(chases, [x, y], default)]))).
reads("dogs chasing cats", exists([x, y], and([class(dog, x), class(cat, y), rel(chases, [x, y], default)]))).
reads("a cat chased by a dog", exists([x, y], and([class(cat, x), class(dog, y), rel(chases, [y, x], default)]))).
reads("no dog chases a cat",
      not(exists([x, y], and([class(dog, x), class(cat, y), rel(chases, [x, y], default)])))).
reads("every cat is asleep", forall([x], implies(class(cat, x), attr(asleep, x)))).
reads("a dog that is not asleep", exists([x], and([class(dog, x), not(attr(asleep, x))]))).
reads("unasleep dogs", exists([x], and([class(dog, x), not(attr(asleep, x))]))).
reads("cats with a weight over 5", exists([x], and([class(cat, x), cmp(>, value(weight, x), num(5))]))).
reads("two cats but no dog", and([exists(>=, 2, x, class(cat, x)), not(exists([y], class(dog, y)))])).
reads("more cats than dogs", cmp(>, count(x, class(cat, x)), count(y, class(dog, y)))).
reads("if a dog is asleep, a cat is near it",
      forall([x], implies(and([class(dog, x), attr(asleep, x)]),
                          exists([y], and([class(cat, y), rel(near, [y, x], default)]))))).
reads("two cats near each other",
      exists([x, y], and([class(cat, x), class(cat, y), cmp(\=, var(x), var(y)), rel(near, [x, y], default)]))).
reads("the cat furthest left",
      exists([x], and([class(cat, x), not(exists([y], and([class(cat, y), cmp(<, col(cx, y), col(cx, x))])))]))).
reads("more cats than asleep ones",
      cmp(>, count(x, class(cat, x)), count(y, and([class(cat, y), attr(asleep, y)])))).

refuses("kats near a dog", [unknown(0, 4, kats, [cats])]).
refuses("red dogs", [beyond(0, 3, red, colour)]).
refuses("cats near than", [stuck(5, 14, cats)]).
refuses("", [stuck(0, 0, '')]).

:- begin_tests(english, [setup(set_up)]).

test(reads, [forall(reads(Question, Source)), First == Source]) :-
    english_readings(zoo, Question, Result),
    Result = readings([First|_]).
test(refuses, [forall(refuses(Question, Complaints)), Found == Complaints]) :-
    english_readings(zoo, Question, not_understood(Found)).
test(a_new_vocabulary_is_known_at_once, First == exists([x], class(emu, x))) :-
    set_vocabulary(zoo2, [class(emu, [emu]), label(class, emu, emu)]),
    english_readings(zoo2, "emus", readings([First|_])),
    drop_vocabulary(zoo2).
test(all_readings, true(N > 1)) :-
    english_readings(zoo, "cats left of a dog near a guinea pig", readings(Readings)),
    length(Readings, N).

:- end_tests(english).

words("Which harbours have 3+ ships?", [which, harbors, have, num(3), +, ships]).
words("1,200 m² or 0.5km", [num(1200), m2, or, num(0.5), km]).
words("isn't w/o", [is, not, without]).
words("2020-05-17; T-junction", [date('2020-05-17'), ',', t, junction]).
words("2-4 ships - none", [num(2), to, num(4), ships, ',', none]).
words("\"Malta\"", [str('Malta')]).

:- begin_tests(english_tokens).

test(words, [forall(words(Text, Words)), Found == Words]) :-
    text_tokens(Text, Tokens),
    findall(W, ( member(T, Tokens), token_word(T, W) ), Found).
test(places, Token == t(ships, 'Ships', 2, 7)) :-
    text_tokens("  Ships", [Token]).
test(plurals, [forall(member(S-P, [ship-ships, ferry-ferries, bus-buses, wharf-wharves, aircraft-aircraft])), Q == P]) :-
    once(plural(S, Q)).
test(verbs, [forall(member(V-B-I, [contains-contain-containing, touches-touch-touching, crosses-cross-crossing])),
             B1-I1 == B-I]) :-
    verb_forms(V, B1, I1).

:- end_tests(english_tokens).
