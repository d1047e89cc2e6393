:- module(rune_english_tokens,
          [ text_tokens/2,              % +Text, -Tokens
            token_word/2,               % +Token, -Word
            usual_stops/2,              % +Tokens0, -Tokens
            words_text/2                % +Words, -Text
          ]).
:- autoload(library(apply), [maplist/2, maplist/3]).
:- autoload(library(lists), [append/3, reverse/2]).
:- autoload(library(dcg/basics), [digits//1]).
:- use_module(spelling, [usual_spelling/2]).

/** <module> A question as tokens

A token is t(Word, Written, Start, End): Word is an atom in small letters and American spelling, num(N), date(Atom)
for 2020-05-17, or str(Atom) for what stood in quotes; Written is as it stood there,
    from character Start (from 0) up to End.

Hyphens between letters part words, contractions are written out (`isn't`: is, not; `w/o`: without), a dash or
a semicolon is a comma, a question or exclamation mark a full stop; what stops the text at its end is left out.

    ?- text_tokens("Which harbours have 3+ ships?", Ts), maplist(token_word, Ts, Ws).
    Ws = [which, harbor, s, ...]
*/

%!  token_word(+Token, -Word) is det.

token_word(t(Word, _, _, _), Word).

%!  words_text(+Words:list, -Text:atom) is det.
%
%   The words with a blank between them.

words_text(Words, Text) :-
    atomic_list_concat(Words, ' ', Text).

%!  text_tokens(+Text, -Tokens:list) is det.

text_tokens(Text, Tokens) :-
    string_codes(Text, Codes),
    phrase(tokens(0, Tokens0), Codes),
    dashes(Tokens0, Tokens1),
    usual_stops(Tokens1, Tokens).

%   A dash is `to` between numbers, a comma between blanks, and nothing within a word.
dashes([t(num(A), WA, S, E1), t(-, W, E1, E2), t(num(B), WB, E2, E)|Ts0], Ts) =>
    Ts = [t(num(A), WA, S, E1), t(to, W, E1, E2)|Ts1],
    dashes([t(num(B), WB, E2, E)|Ts0], Ts1).
dashes([t(A, WA, S1, E1), t(-, W, S2, E2), t(B, WB, S3, E3)|Ts0], Ts), E1 < S2, E2 < S3 =>
    Ts = [t(A, WA, S1, E1), t(',', W, S2, E2)|Ts1],
    dashes([t(B, WB, S3, E3)|Ts0], Ts1).
dashes([t(-, _, _, _)|Ts0], Ts) => dashes(Ts0, Ts).
dashes([T|Ts0], Ts) => Ts = [T|Ts1], dashes(Ts0, Ts1).
dashes([], Ts) => Ts = [].

%!  usual_stops(+Tokens0:list, -Tokens:list) is det.
%
%   Without stops at either end, and without two in a row.

usual_stops([t(Stop, _, _, _)|Ts0], Ts), stop(Stop) =>
    usual_stops(Ts0, Ts).
usual_stops(Ts0, Ts) =>
    single_stops(Ts0, Ts1),
    without_stops(Ts1, Ts).

single_stops([t(A, _, _, _), T|Ts0], Ts), stop(A), T = t(B, _, _, _), stop(B) =>
    single_stops([T|Ts0], Ts).
single_stops([T|Ts0], Ts) => Ts = [T|Ts1], single_stops(Ts0, Ts1).
single_stops([], Ts) => Ts = [].

stop(',').
stop('.').

without_stops(Tokens0, Tokens) :-
    reverse(Tokens0, [t(Stop, _, _, _)|Rest0]),
    stop(Stop),
    !,
    reverse(Rest0, Rest),
    without_stops(Rest, Tokens).
without_stops(Tokens, Tokens).

tokens(_, []) --> [].
tokens(At, Tokens) -->
    blank(N),
    !,
    { Next is At+N },
    tokens(Next, Tokens).
tokens(At, Tokens) -->
    consumed(Words, Codes),
    { length(Codes, Length), End is At+Length,
      atom_codes(Written, Codes),
      maplist(placed(Written, At, End), Words, New),
      append(New, Rest, Tokens) },
    tokens(End, Rest).

placed(Written, Start, End, Word, t(Word, Written, Start, End)).

blank(1) --> [C], { code_type(C, space) }, !.
blank(1) --> "_", !.

%   consumed(-Words, -Codes)//: Words for the Codes that come next.

consumed(Words, Codes) -->
    run(Kind, Codes0),
    !,
    { run_words(Kind, Codes0, Words) -> Codes = Codes0 ; Words = [], Codes = Codes0 }.
consumed([], [C]) --> [C].

run(quoted, [Open|Codes]) --> [Open], { quote(Open, Close) }, quoted(Close, Codes), !.
run(shorthand(Ws), Codes) --> shorthand(Codes, Ws), !.
run(date, Codes) --> date(Codes), !.
run(number, Codes) --> number(Codes), !.
run(word, Codes) --> [C], { letter(C) }, word(Cs), { Codes = [C|Cs] }, !.
run(sign(Word), Codes) --> sign(Codes, Word), !.

quote(0'", 0'").
quote(0'\u201C, 0'\u201D).

quoted(Close, [Close]) --> [Close], !.
quoted(Close, [C|Cs]) --> [C], quoted(Close, Cs).

shorthand(Codes, Ws) --> { member_shorthand(Text, Ws), atom_codes(Text, Pattern) }, cased(Pattern, Codes), !.

member_shorthand('w/out', [without]).
member_shorthand('w/o', [without]).
member_shorthand('w/', [with]).
member_shorthand('and/or', [or]).

cased([], []) --> [].
cased([P|Ps], [C|Cs]) --> [C], { code_type(P, to_lower(L)), code_type(C, to_lower(L)) }, cased(Ps, Cs).

%   2020-05 and 2020-05-17
date(Codes) -->
    [A, B, C, D, 0'-, M1, M2],
    { maplist(digit, [A, B, C, D, M1, M2]) },
    (   "-", [D1, D2], { maplist(digit, [D1, D2]) }
    ->  { Codes = [A, B, C, D, 0'-, M1, M2, 0'-, D1, D2] }
    ;   { Codes = [A, B, C, D, 0'-, M1, M2] }
    ),
    not_digit.

number(Codes) -->
    digits([D|Ds]),
    grouped([D|Ds], Whole),
    (   ".", digits([F|Fs])
    ->  { append(Whole, [0'., F|Fs], Codes) }
    ;   { Codes = Whole }
    ).

%   `1,200` is one number.
grouped(Ds, Codes) -->
    { length(Ds, N), N =< 3 },
    ",", [A, B, C], { maplist(digit, [A, B, C]) },
    not_digit,
    !,
    { append(Ds, [0',, A, B, C], Codes0) },
    grouped_more(Codes0, Codes).
grouped(Ds, Ds) --> [].

grouped_more(Codes0, Codes) -->
    ",", [A, B, C], { maplist(digit, [A, B, C]) },
    not_digit,
    !,
    { append(Codes0, [0',, A, B, C], Codes1) },
    grouped_more(Codes1, Codes).
grouped_more(Codes, Codes) --> [].

digit(C) :- code_type(C, digit).

not_digit, [C] --> [C], { \+ digit(C) }, !.
not_digit([], []).

letter(C) :- code_type(C, alpha), C \== 0'_, \+ digit(C).

word([C|Cs]) --> [C], { word_code(C) }, !, word(Cs).
word([A, C|Cs]) --> [A, C], { apostrophe(A), letter(C) }, !, word(Cs).
word([]) --> [].

word_code(C) :- letter(C), !.
word_code(C) :- digit(C), !.
word_code(0'\u00B2).

apostrophe(0'\').
apostrophe(0'\u2019).

sign(Codes, Word) --> { member_sign(Text, Word), atom_codes(Text, Codes) }, Codes, !.

member_sign(>=, >=).   member_sign(=<, =<).   member_sign(<=, =<).   member_sign(≥, >=).  member_sign(≤, =<).
member_sign(>, >).     member_sign(<, <).     member_sign(=, =).     member_sign(',', ',').
member_sign(;, ',').   member_sign('\u2013', '-'). member_sign('\u2014', ','). member_sign(-, -).
member_sign('.', '.'). member_sign(?, '.').   member_sign(!, '.').   member_sign(:, ':').
member_sign(&, and).   member_sign(+, +).     member_sign(/, /).     member_sign('(', '(').
member_sign(')', ')'). member_sign('%', percent). member_sign('°', degrees).

run_words(quoted, Codes, [str(Text)]) :-
    append([_|Inside], [_], Codes),
    atom_codes(Text, Inside).
run_words(shorthand(Words), _, Words).
run_words(date, Codes, [date(Date)]) :-
    atom_codes(Date, Codes).
run_words(number, Codes, [num(N)]) :-
    exclude_commas(Codes, Plain),
    number_codes(N, Plain).
run_words(word, Codes, Words) :-
    atom_codes(Written, Codes),
    downcase_atom(Written, Small0),
    squares(Small0, Small),
    (   contraction(Small, Words)
    ->  true
    ;   usual_spelling(Small, Word),
        Words = [Word]
    ).
run_words(sign(Word), _, Words) :-
    Words = [Word].

exclude_commas([], []).
exclude_commas([0',|Cs], Ds) :- !, exclude_commas(Cs, Ds).
exclude_commas([C|Cs], [C|Ds]) :- exclude_commas(Cs, Ds).

squares(Word0, Word) :-
    sub_atom(Word0, Before, 1, 0, '\u00B2'),
    !,
    sub_atom(Word0, 0, Before, _, Root),
    atom_concat(Root, '2', Word).
squares(Word, Word).

contraction(Small0, Words) :-
    atomic_list_concat(Parts, '\u2019', Small0),
    atomic_list_concat(Parts, '''', Small),
    sub_atom(Small, B, 1, A, ''''),
    !,
    sub_atom(Small, 0, B, _, Head),
    sub_atom(Small, _, A, 0, Tail),
    contracted(Head, Tail, Words).

contracted(can, t, [can, not]) :- !.
contracted(won, t, [will, not]) :- !.
contracted(Head, t, [Verb, not]) :- atom_concat(Verb, n, Head), !.
contracted(Head, s, [Head, is]) :- memberchk(Head, [there, what, where, it, that, here]), !.
contracted(i, m, [i, am]) :- !.
contracted(Head, d, [Head, would]) :- !.
contracted(Head, re, [Head, are]) :- !.
contracted(Head, ve, [Head, have]) :- !.
contracted(Head0, s, [Head, '''s']) :- !, usual_spelling(Head0, Head).
contracted(Head0, '', [Head, '''s']) :- !, usual_spelling(Head0, Head).
contracted(Head, Tail, [Word]) :- atomic_list_concat([Head, '''', Tail], Word).
