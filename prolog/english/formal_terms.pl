:- module(rune_formal_terms,
          [ comparison//2,              % +Kb, ?Source
            term//3                     % +Kb, ?Unit, ?Term
          ]).
:- use_module(formal_words).
:- use_module(formal_quantifiers, [number_of//3]).

/** <module> Terms and comparisons in the formal register

A term shows by its first word what it is; arithmetic stands in parentheses. Numbers in pixels are said with a unit
where what they are compared with has one (`30 px`, `500 px²`, `45 degrees`), metric ones always.
*/

%!  comparison(+Kb, ?Source)//
%
%   A comparison of numbers or texts that does not begin with a variable.

comparison(Kb, Source) -->
    { ignore(( nonvar(Source), sides(Source, _, _, Left, Right) )), units(Left, Right, LeftUnit, RightUnit) },
    left(Kb, LeftUnit, Left),
    word(is),
    compared(Source),
    { sides(Source, _, _, Left, Right) },
    term(Kb, RightUnit, Right),
    !.

sides(cmp(Op, Left, Right), cmp, Op, Left, Right).
sides(tcmp(Op, Left, Right), tcmp, Op, Left, Right).

%   A formula that begins with a parenthesis is no comparison.
left(Kb, Unit, Term) --> { nonvar(Term), Term \= op(_, _, _) }, !, term(Kb, Unit, Term).
left(Kb, Unit, Term) --> words([the, value, of]), !, term(Kb, Unit, Term).
left(Kb, Unit, Term) --> term(Kb, Unit, Term).

compared(Source) --> { nonvar(Source), !, sides(Source, Kind, Op, _, _), comparative(Kind, Op, Words) }, words(Words).
compared(Source) --> { comparative(Kind, Op, Words) }, words(Words), !, { sides(Source, Kind, Op, _, _) }.

comparative(cmp, <, [less, than]).             comparative(cmp, =<, [at, most]).
comparative(cmp, >, [more, than]).             comparative(cmp, >=, [at, least]).
comparative(cmp, =, [equal, to]).              comparative(cmp, \=, [not, equal, to]).
comparative(tcmp, <, [before]).                comparative(tcmp, =<, [at, or, before]).
comparative(tcmp, >, [after]).                 comparative(tcmp, >=, [at, or, after]).
comparative(tcmp, \=, [not]).                  comparative(tcmp, =, []).

%   units(?Left, ?Right, -LeftUnit, -RightUnit): what a bare number is said in.

units(Left, Right, LeftUnit, RightUnit) :-
    unit_of(Right, LeftUnit),
    unit_of(Left, RightUnit).

unit_of(Term, Unit), var(Term) => Unit = none.
unit_of(col(angle, _), Unit) => Unit = degrees.
unit_of(col(area, _), Unit) => Unit = 'px\u00B2'.
unit_of(col(score, _), Unit) => Unit = none.
unit_of(col(_, _), Unit) => Unit = px.
unit_of(image(width), Unit) => Unit = px.
unit_of(image(height), Unit) => Unit = px.
unit_of(distance(_, _), Unit) => Unit = px.
unit_of(centre_distance(_, _), Unit) => Unit = px.
unit_of(neg(T), Unit) => unit_of(T, Unit).
unit_of(abs(T), Unit) => unit_of(T, Unit).
unit_of(op(Op, A, B), Unit), memberchk(Op, [+, -]) =>
    unit_of(A, UnitA),
    (   UnitA == none -> unit_of(B, Unit) ; Unit = UnitA ).
unit_of(_, Unit) => Unit = none.

%!  term(+Kb, ?Unit, ?Term)//
%
%   Unit is that of bare numbers in making; in reading it is told by nothing.

term(Kb, Unit, Term) -->
    kind(Kind, Term),
    !,
    term(Kind, Kb, Unit, Term).

%   kind(-Kind, ?Term)//: by the term, or by the words that come next.

kind(Kind, Term, Tokens, Rest), nonvar(Term) =>
    Rest = Tokens,
    functor(Term, Name, Arity),
    of_functor(Name/Arity, Kind).
kind(Kind, _, Tokens, Rest) =>
    Rest = Tokens,
    (   next_text(Tokens, _) -> Kind = text
    ;   next(the, Tokens, [_|More]) -> ( More = [t(W, _, _, _)|_], of_word(W, Kind0) -> Kind = Kind0 ; Kind = value )
    ;   next(minus, Tokens, _) -> Kind = neg
    ;   next('(', Tokens, _) -> Kind = op
    ;   Kind = number
    ).

of_functor(num/1, number).      of_functor(metric/2, number).       of_functor(text/1, text).
of_functor(neg/1, neg).         of_functor(abs/1, abs).             of_functor(op/3, op).
of_functor(col/2, value).       of_functor(value/2, value).         of_functor(image/1, value).
of_functor(var/1, thing).       of_functor(count/2, count).
of_functor(distance/2, distance).                                   of_functor(centre_distance/2, distance).

of_word(number, count).         of_word(distance, distance).        of_word(absolute, abs).
of_word(thing, thing).

term(number, _, Unit, Number) --> number_term(Unit, Number).
term(text, _, _, text(Text)) --> text(Text).
term(neg, Kb, Unit, neg(Term)) --> word(minus), term(Kb, Unit, Term).
term(abs, Kb, Unit, abs(Term)) --> words([the, absolute, value, of]), term(Kb, Unit, Term).
term(thing, _, _, var(X)) --> words([the, thing]), variable(X).
term(op, Kb, Unit0, op(Op, A, B)) -->
    { inner_units(Op, Unit0, A, B, UnitA, UnitB) },
    word('('), term(Kb, UnitA, A), phrase_of([(+)-[plus], (-)-[minus], (*)-[times], (/)-[divided, by]], Op),
    term(Kb, UnitB, B), word(')').
term(distance, _, _, Distance) -->
    words([the, distance, between]),
    between_what(Distance, X, Y),
    variable(X), word(and), variable(Y).
term(count, Kb, _, count(X, F)) --> number_of(Kb, X, F).
term(value, Kb, _, Value) --> word(the), { value(Value, Of, Name, X) }, value_of(Kb, Of, Name, X, Value).

number_term(Unit, Number) --> { nonvar(Number) }, !, made_number(Number, Unit).
number_term(_, Number) --> measure(N), read_unit(N, Number).

made_number(num(N), Unit) --> measure(N), ( { var(Unit) ; Unit == none } -> [] ; unit_word(Unit) ).
made_number(metric(N, Power), _) --> measure(N), metric_power(Power).

unit_word(Unit) --> [t(_, Unit, _, _)].

metric_power(1) --> !, word(m).
metric_power(2) --> !, unit_word('m\u00B2').
metric_power(Power) --> words([m, to, the, power, of]), number(Power).

read_unit(N, metric(N, Power)) --> words([m, to, the, power, of]), !, number(Power).
read_unit(N, metric(N, 1)) --> word(m), !.
read_unit(N, metric(N, 2)) --> word(m2), !.
read_unit(N, num(N)) --> pixels, !.
read_unit(N, num(N)) --> [].

pixels --> word(px), !.
pixels --> word(px2), !.
pixels --> word(degrees).

inner_units(Op, Unit0, A, B, UnitA, UnitB) :-
    (   nonvar(Op), memberchk(Op, [+, -])
    ->  units(A, B, UnitA0, UnitB0),
        ( UnitA0 == none -> UnitA = Unit0 ; UnitA = UnitA0 ),
        ( UnitB0 == none -> UnitB = Unit0 ; UnitB = UnitB0 )
    ;   UnitA = none, UnitB = none
    ).

between_what(Distance, X, Y) --> { nonvar(Distance) }, !, between_made(Distance, X, Y).
between_what(centre_distance(X, Y), X, Y) --> word(the), !, words([centers, of]).
between_what(distance(X, Y), X, Y) --> [].

between_made(distance(X, Y), X, Y) --> [].
between_made(centre_distance(X, Y), X, Y) --> words([the, centers, of]).

%   value(?Value, ?Of, ?Name, ?X): Name is what wording/4 knows it as.

value(Value, _, _, _) :- var(Value), !.
value(col(C, X), detection, col(C), X).
value(value(A, X), detection, value(A), X).
value(image(C), image, C, image).

value_of(_, Of, Name, X, Value) -->
    { nonvar(Name), Name = col(Column), \+ known_column(Column) }, !,
    word(column), text(Column), word(of), of_what(Of, X), { value(Value, Of, Name, X) }.
value_of(_, detection, col(Column), X, col(Column, X)) --> next(column), !, word(column), text(Column), word(of),
    variable(X).
value_of(Kb, Of, Name, X, Value) -->
    named(Kb, value(Of), Name),
    word(of),
    of_what(Of, X),
    { value_made(Of, Name, X, Value) }.

known_column(Column) :- memberchk(Column, [score, area, length, width, angle, cx, cy]).

of_what(detection, X) --> variable(X).
of_what(image, image) --> words([the, image]).

value_made(detection, col(C), X, col(C, X)).
value_made(detection, value(A), X, value(A, X)).
value_made(image, C, _, image(C)).
