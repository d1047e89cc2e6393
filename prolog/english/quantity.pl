:- module(rune_english_quantity,
          [ whole//1,                   % -N
            amount//1,                  % -Det
            quantity//2,                % -Dimension, -Term
            comparison//1,              % -Op
            compared//2,                % +Dimension, -Bounds
            time_stated//1,             % -Comparisons
            number_word/2               % ?Word, ?N
          ]).
:- autoload(library(lists), [member/2]).
:- use_module(chart).

/** <module> Numbers, amounts, measures and dates
*/

number_word(zero, 0).     number_word(one, 1).       number_word(two, 2).        number_word(three, 3).
number_word(four, 4).     number_word(five, 5).      number_word(six, 6).        number_word(seven, 7).
number_word(eight, 8).    number_word(nine, 9).      number_word(ten, 10).       number_word(eleven, 11).
number_word(twelve, 12).  number_word(thirteen, 13). number_word(fourteen, 14).  number_word(fifteen, 15).
number_word(sixteen, 16). number_word(seventeen, 17). number_word(eighteen, 18). number_word(nineteen, 19).
number_word(twenty, 20).  number_word(thirty, 30).   number_word(forty, 40).     number_word(fifty, 50).
number_word(sixty, 60).   number_word(seventy, 70).  number_word(eighty, 80).    number_word(ninety, 90).

%!  whole(-N:integer)// is nondet.

whole(N) --> w(num(N)), { integer(N) }.
whole(N) --> spelt(N).
whole(N) --> spelt(T), { T >= 20 }, spelt(O), { O > 0, O < 10, N is T+O }.
whole(N) --> opt("a | one"), w(hundred), { N = 100 }.
whole(N) --> spelt(H), { H > 1, H < 10 }, w(hundred), { N is 100*H }.
whole(12) --> opt("a | one"), w(dozen).
whole(6) --> any("half a dozen").
whole(N) --> spelt(K), { K > 1 }, w(dozen), { N is 12*K }.
whole(24) --> opt("some | several"), w(dozens).

spelt(N) --> w(Word), { atom(Word), number_word(Word, N) }.

%!  amount(-Det)// is nondet.
%
%   How many: a determiner count(Op, N) or range(Least, Most).

amount(count(>=, N)) --> plain_amount(N), of.
amount(count(Op, N)) --> bound(Op), whole(N), of.
amount(count(>=, N)) --> whole(N), or_more, of.
amount(count(=<, N)) --> whole(N), or_fewer, of.
amount(count(=, N)) --> whole(N), any("and no more | and not more"), of.
amount(both(Op1-N1, Op2-N2)) --> bound(Op1), whole(N1), any("and | but | , but"), bound(Op2), whole(N2), of.
amount(count(=, 1)) --> any("a single | one single | a lone | only a single | just a single | exactly a single | \c
                             single").
amount(range(A, B)) --> any("between | anywhere between"), whole(A), w(and), whole(B), of.
amount(range(A, B)) --> opt("from | anywhere from"), whole(A), any("to | through"), whole(B), of.
amount(range(A, B)) --> whole(A), w(or), whole(B), { B =:= A+1 }, of.

plain_amount(N) --> whole(N).
plain_amount(2) --> any("a couple | a pair | couple | pair | multiple | more than one | two different").
plain_amount(3) --> any("several | a trio | trio | a few | a group | a handful | quite a few | groups").

of --> w(of).
of --> any("of the").
of --> [].

bound(>=) --> any("at least | no fewer than | no less than | not fewer than | not less than | >= | a minimum of | \c
                   minimum of | minimum | min").
bound(=<) --> any("at most | no more than | not more than | up to | =< | a maximum of | maximum of | maximum | \c
                   max | not over").
bound(>) --> any("more than | over | > | above | greater than | upwards of").
bound(<) --> any("fewer than | less than | under | < | below").
bound(=) --> any("exactly | precisely | = | just | only | a total of | no more and no less than").

or_more --> any("or more | + | or greater | and more | or above | and up | at least").
or_fewer --> any("or fewer | or less | at most | or below").

%!  quantity(?Dimension, -Term)// is nondet.
%
%   A number with its unit, as a term of source formulas. Dimension is length, area, angle, or plain.

quantity(Dimension, Term) --> magnitude(N), unit(Dimension, Term0), { scaled(Term0, N, Term) }.
quantity(Dimension, Term) --> fraction_of_unit(N), unit(Dimension, Term0), { scaled(Term0, N, Term) }.
quantity(plain, num(N)) --> magnitude(N).
quantity(plain, num(N)) --> magnitude(N0), any("percent | per cent"), { N is N0/100.0 }.

fraction_of_unit(0.5) --> any("half a | half an | a half").
fraction_of_unit(0.25) --> any("a quarter of a | quarter of a").
fraction_of_unit(1) --> any("a | one").

magnitude(N) --> w(num(N)).
magnitude(N) --> spelt(N).

scaled(px, N, num(N)).
scaled(metric(Factor, Power), N, metric(M, Power)) :- M is N*Factor.

unit(length, px) --> any("px | pixel | pixels").
unit(length, metric(1, 1)) --> any("m | meter | meters").
unit(length, metric(1000, 1)) --> any("km | kilometer | kilometers").
unit(length, metric(0.01, 1)) --> any("cm | centimeter | centimeters").
unit(length, metric(0.3048, 1)) --> any("ft | foot | feet").
unit(area, px) --> any("px2 | square pixels | square px | sq px | square pixel").
unit(area, metric(1, 2)) --> any("m2 | sqm | square meters | square meter | sq m | sq . m | square m | sq meters").
unit(area, metric(1000000, 2)) --> any("km2 | square kilometers | square km | sq km").
unit(area, metric(10000, 2)) --> any("ha | hectare | hectares").
unit(angle, px) --> any("degrees | degree | deg").

%!  comparison(-Op)// is nondet.
%
%   How a measure is compared with what follows.

comparison(>) --> any("more than | greater than | over | above | > | exceeding | larger than | higher than | \c
                       bigger than | better than | beyond | in excess of").
comparison(<) --> any("less than | under | below | < | smaller than | lower than | fewer than").
comparison(>=) --> any("at least | >= | no less than | not less than | of at least | no lower than | a minimum of | \c
                        not below").
comparison(=<) --> any("at most | =< | no more than | not more than | up to | of at most | no higher than | \c
                        not above").
comparison(=) --> any("exactly | = | equal to | of exactly").

%!  compared(?Dimension, -Bounds:list)// is nondet.
%
%   One or two bounds Op-Term: `more than 50 m`, `between 50 and 100 m`, `50 m or more`.

compared(Dimension, [Op-T]) --> opt("of"), comparison(Op), opt("a | about"), quantity(Dimension, T).
compared(Dimension, [>= -T]) --> opt("of"), quantity(Dimension, T), or_more.
compared(Dimension, [=< -T]) --> opt("of"), quantity(Dimension, T), or_fewer.
compared(Dimension, [>= -A, =< -B]) -->
    any("between | of between | from"), quantity(D0, A0), any("and | to"), quantity(Dimension, B),
    { same_unit(D0, A0, Dimension, B, A) }.

%   `between 50 and 100 m`: the unit is that of the second number.
same_unit(D, A, D, _, A) :- !.
same_unit(plain, num(N), _, num(_), num(N)) :- !.
same_unit(plain, num(N), _, metric(_, P), metric(N, P)).

%!  time_stated(-Comparisons:list)// is nondet.
%
%   When: comparisons of the date of the image, `after 2020`, `in May 2021`, `since 2019-05`, `between 2019 and 2021`.

time_stated([tcmp(Op, image(date), text(D))]) --> when(Op), day(D).
time_stated([tcmp(>=, image(date), text(A)), tcmp(=<, image(date), text(B))]) -->
    any("between | from"), day(A), any("and | to | until"), day(B).

time_stated([tcmp(>=, image(date), text(A)), tcmp(=<, image(date), text(B))]) -->
    opt("between | from"), month(M), any("and | to | until"), month(N), opt("of | ,"), w(num(Y)),
    { integer(Y), Y > 999, in_month(Y, M, A), in_month(Y, N, B) }.
time_stated([tcmp(>=, image(date), text(A)), tcmp(=<, image(date), text(B))]) -->
    opt("between | from"), w(num(D)), any("and | to | until"), w(num(E)), month(M), w(num(Y)),
    { integer(D), D < 32, integer(E), E < 32, integer(Y), Y > 999, on_day(Y, M, D, A), on_day(Y, M, E, B) }.
time_stated([tcmp(>=, image(date), text(D))]) --> day(D), any("onwards | onward | or later | and later | and after").
time_stated([tcmp(=<, image(date), text(D))]) --> day(D), any("or earlier | and before | or before").

time_stated([not(tcmp(=, image(date),
                      text(D)))]) --> any("any year but | any year except | not in | any time but in"), day(D).

in_month(Y, M, D) :- format(atom(D), '~d-~|~`0t~d~2+', [Y, M]).
on_day(Y, M, N, D) :- format(atom(D), '~d-~|~`0t~d~2+-~|~`0t~d~2+', [Y, M, N]).

when(>) --> any("after | later than | newer than | more recently than | more recent than | past").
when(<) --> any("before | earlier than | prior to | older than").
when(=) --> any("in | on | during | from | at").
when(>=) --> any("since | in or after | from | no earlier than | not before | on or after | starting in"),
             opt("onwards").
when(=<) --> any("until | up to | no later than | not after | by | in or before | on or before").

day(D) --> opt("the"), opt("year"), w(num(Y)), { integer(Y), Y >= 1000, Y =< 9999, atom_number(D, Y) }.
day(D) --> w(date(D)).
day(D) --> month(M), opt(", | of"), w(num(Y)), { integer(Y), Y > 999, in_month(Y, M, D) }.
day(D) --> month(M), w(num(N)), { integer(N), N < 32 }, opt(","), w(num(Y)),
    { integer(Y), Y > 999, on_day(Y, M, N, D) }.
day(D) --> w(num(N)), { integer(N), N < 32 }, month(M), w(num(Y)),
    { integer(Y), Y > 999, on_day(Y, M, N, D) }.

month(M) --> w(Word), { atom(Word), month_word(Word, M) }.

month_word(january, 1).  month_word(february, 2).  month_word(march, 3).      month_word(april, 4).
month_word(may, 5).      month_word(june, 6).      month_word(july, 7).       month_word(august, 8).
month_word(september, 9). month_word(october, 10). month_word(november, 11).  month_word(december, 12).
month_word(jan, 1).      month_word(feb, 2).       month_word(mar, 3).        month_word(apr, 4).
month_word(jun, 6).      month_word(jul, 7).       month_word(aug, 8).        month_word(sep, 9).
month_word(oct, 10).     month_word(nov, 11).      month_word(dec, 12).
