:- module(rune_english_adjective,
          [ adjective//1,               % -Adjective
            qualified/3,                % +Adjective, +Property0, -Property
            after_noun//1,              % -Adjective
            flag//1,                    % -Property
            measure//1                  % -Measure
          ]).
:- use_module(chart).
:- use_module(meaning).

/** <module> Adjectives, before a noun and after `is`

An adjective is a property, or it needs to know the noun: superlative(Op, Measure) (`the largest ship`: no ship is
larger) and alone(Relation) (`an isolated ship`: no other near it).
*/

%!  adjective(-Adjective)// is nondet.

adjective(P) --> flag(P).
adjective(superlative(Op, M)) --> superlative(Op, M).
adjective(rank(N, Op, M)) --> rank(N), superlative(Op, M).
adjective(alone) --> any("isolated | lone | lonely | solitary | standalone | stand alone").

rank(1) --> w(second).
rank(2) --> w(third).

%!  after_noun(-Adjective)// is nondet.
%
%   What only stands after the noun.

after_noun(alone) --> any("on its own | by itself | by themselves | on their own | alone | isolated | all alone | \c
                           all by itself").
after_noun(superlative(Op, M)) --> opt("the"), superlative(Op, M).
after_noun(superlative(<, cx)) --> any("furthest left | furthest to the left | furthest west | farthest left | \c
                                        farthest west").
after_noun(superlative(>, cx)) --> any("furthest right | furthest to the right | furthest east | farthest right | \c
                                        farthest east").
after_noun(superlative(<, cy)) --> any("furthest north | furthest up | farthest north | highest up").
after_noun(superlative(>, cy)) --> any("furthest south | furthest down | farthest south | lowest down").

%!  qualified(+Adjective, +Property0, -Property) is det.

qualified(superlative(Op, M), X^R, X^and([R, not(exists([Y], and([S, cmp(Op, col(M, Y), col(M, X))])))])) :-
    !,
    fresh_property(X^R, Y^S).
qualified(rank(N, Op, M), X^R, X^and([R, exists(=, N, Y, and([S, cmp(Op, col(M, Y), col(M, X))]))])) :-
    !,
    fresh_property(X^R, Y^S).
qualified(alone, X^R, X^and([R, not(exists([Y], and([S, rel(near, [Y, X], default)])))])) :-
    !,
    fresh_property(X^R, Y^S).
qualified(X^F, X^R, X^and([R, F])).


%!  flag(-Property)// is nondet.
%
%   What is simply so or not: a boolean attribute, or how sure the detector is.

flag(X^attr(A, X)) --> lex(adj(A)).
flag(X^not(attr(A, X))) --> lex(lacks(A)).
flag(X^cmp(>=, col(score, X), num(0.8))) -->
    any("confident | sure | certain | reliable | high confidence | highly confident | confidently detected | \c
         very confident").
flag(X^cmp(<, col(score, X), num(0.5))) -->
    any("uncertain | doubtful | unsure | unreliable | low confidence | questionable | dubious | not confident").

superlative(>, area) --> any("largest | biggest").
superlative(<, area) --> w(smallest).
superlative(>, length) --> w(longest).
superlative(<, length) --> w(shortest).
superlative(>, width) --> w(widest).
superlative(<, width) --> w(narrowest).
superlative(>, score) --> any("most confident | surest | most certain | most reliable").
superlative(<, score) --> any("least confident | least certain").
superlative(<, cy) --> any("northernmost | topmost | uppermost | most northern | most northerly | highest").
superlative(>, cy) --> any("southernmost | bottommost | lowermost | most southern | most southerly | lowest").
superlative(<, cx) --> any("leftmost | westernmost | most western | most westerly").
superlative(>, cx) --> any("rightmost | easternmost | most eastern | most easterly").

%!  measure(-Measure)// is nondet.
%
%   col(Column) of a detection, value(Attribute) of the ontology.

measure(col(area)) --> any("area | size | footprint | surface area").
measure(col(length)) --> w(length).
measure(col(width)) --> w(width).
measure(col(score)) --> any("score | confidence | probability | certainty | confidence score | detection score | \c
                             detection confidence | score value | confidence level").
measure(col(angle)) --> any("angle | orientation").
measure(ratio(length, width)) --> any("length to width ratio | aspect ratio | ratio of length to width | \c
                                       length / width ratio | length width ratio").
measure(value(A)) --> lex(value(A, detection)).
