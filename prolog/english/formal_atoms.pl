:- module(rune_formal_atoms,
          [ atom_said//2,               % +Kb, ?F
            sayable/2,                  % +Kb, +F
            radius//2                   % +Kb, ?Radius
          ]).
:- use_module(formal_words).
:- use_module(formal_terms, [term//3]).
:- use_module(formal_quantifiers, [article//2]).
:- use_module(wording, [wording/5]).
:- use_module('../vocabulary', [kb_relation/4]).

/** <module> What is said of a variable, in the formal register: `X is near Y`, `X does not contain Y`
*/

%!  atom_said(+Kb, ?F)// is semidet.

atom_said(Kb, F) -->
    { ignore(( nonvar(F), subject(F, Not, X, P) )) },
    variable(X),
    predicate(Kb, Not, P),
    { subject(F, Not, X, P) }.

%   subject(?F, ?Not, ?X, ?P): F says P of X, or denies it.

subject(F, Not, X, P), nonvar(F) =>
    (   F = not(G) -> Not = yes, said(G, X, P) ; Not = no, said(F, X, P) ).
subject(F, yes, X, P) => said(G, X, P), F = not(G).
subject(F, no, X, P) => said(F, X, P).

said(class(C, X), X, class(C)).
said(attr(A, X), X, attr(A)).
said(cmp(=, var(X), var(Y)), X, same(Y)).
said(cmp(\=, var(X), var(Y)), X, other(Y)).
said(rel(R, [X|Ys], Radius), X, rel(R, Ys, Radius)).

%!  sayable(+Kb, +F) is semidet.
%
%   F says something of a variable: a relation has a wording and as many detections as the vocabulary says.

sayable(Kb, F) :-
    subject(F, _, _, P),
    has_words(P, Kb).


has_words(rel(near, [_], Radius), _), Radius \== default => true.
has_words(rel(R, Ys, _), Kb) =>
    once(( wording(Kb, prep, R, _, _) ; wording(Kb, fin, R, _, _) )),
    once(kb_relation(Kb, R, Arity, _)),
    length(Ys, N),
    N > 0,
    Arity =:= N+1.
has_words(_, _) => true.

predicate(Kb, Not, P) -->
    style(Style, Kb, P),
    predicate(Style, Kb, Not, P).

style(Style, Kb, P, Tokens, Rest), nonvar(P) =>
    Rest = Tokens,
    (   P = rel(R, _, Radius), ( R \== near ; Radius == default ), wording(Kb, fin, R, _, _)
    ->  Style = verb
    ;   Style = be
    ).
style(Style, _, _, Tokens, Rest) =>
    Rest = Tokens,
    (   next(is, Tokens, _) -> Style = be ; Style = verb ).

predicate(be, Kb, Not, P) --> word(is), denied(Not, [not]), complement(Kind, P), complement(Kind, Kb, P).
predicate(verb, Kb, Not, rel(R, Ys, Radius)) -->
    denied(Not, [does, not]),
    { Not == yes -> Form = base ; Form = fin },
    named(Kb, Form, R),
    objects(Kb, R, Ys),
    radius(Kb, Radius).

denied(yes, Words) --> words(Words), !.
denied(no, _) --> [].

complement(Kind, P, Tokens, Rest), nonvar(P) =>
    Rest = Tokens,
    (   P = rel(near, [_], Radius), Radius \== default
    ->  Kind = within
    ;   functor(P, Kind, _)
    ).
complement(Kind, _, Tokens, Rest) =>
    Rest = Tokens,
    (   next(Word, Tokens, _), memberchk(Word-Kind0, [a-class, an-class, the-same, other-other, within-within])
    ->  Kind = Kind0
    ;   relation_next(Tokens, _)
    ->  Kind = rel
    ;   Kind = attr
    ).

complement(class, Kb, class(C)) --> article(Kb, C), named(Kb, noun(sg), C).
complement(attr, Kb, attr(A)) --> named(Kb, adj, A).
complement(same, _, same(Y)) --> words([the, same, as]), variable(Y).
complement(other, _, other(Y)) --> words([other, than]), variable(Y).
complement(within, Kb, rel(near, [Y], Radius)) --> word(within), term(Kb, px, Radius), word(of), variable(Y).
complement(rel, Kb, rel(R, Ys, Radius)) --> named(Kb, prep, R), objects(Kb, R, Ys), radius(Kb, Radius).

objects(Kb, R, Ys) -->
    { nonvar(Ys) -> true ; once(kb_relation(Kb, R, Arity, _)), N is Arity-1, N > 0, length(Ys, N) },
    variables(Ys).

variables([Y]) --> !, variable(Y).
variables([Y|Ys]) --> variable(Y), word(and), variables(Ys).

%!  radius(+Kb, ?Radius)// is semidet.

radius(_, Radius) --> { Radius == default }, !.
radius(Kb, Radius) --> { nonvar(Radius) }, !, words([with, a, radius, of]), term(Kb, px, Radius).
radius(Kb, Radius) --> words([with, a, radius, of]), !, term(Kb, px, Radius).
radius(_, default) --> [].
