:- module(rune_formal_words,
          [ word//1,                    % ?Word
            words//1,                   % +Words
            phrase_of//2,               % +Table, ?Key
            next//1,                    % ?Word
            variable//1,                % ?X
            next_variable//0,
            text//1,                    % ?Text
            next_text//0,
            number//1,                  % ?Number
            measure//1,                 % ?Number
            named//3,                   % +Kb, ?Form, ?Name
            relation_next//0,
            tokens_text/2,              % +Tokens, -Text
            number_text/2               % +Number, -Text
          ]).
:- autoload(library(lists), [append/2, append/3, member/2]).
:- autoload(library(apply), [maplist/2, maplist/3]).
:- use_module(wording, [wording/5, worded/4]).

/** <module> The words of the formal register: made where what they say is known, read where it is not

Tokens are those of tokens.pl. In making, the word and how it is written are known and the places are not; in reading
all is. What is known tells which of the two it is.
*/

%!  word(?Word)// is semidet.

word(Word) -->
    [t(Word, Written, _, _)],
    { var(Written) -> Written = Word ; true }.

%!  words(+Words:list)// is semidet.

words([]) --> [].
words([W|Ws]) --> word(W), words(Ws).

%!  phrase_of(+Table, ?Key)// is semidet.
%
%   One of the table's `Key-Words`; of phrases that begin alike the longer comes first.

phrase_of(Table, Key) --> { member(Key-Words, Table) }, words(Words), !.

%!  next(?Word)// is semidet.
%
%   The word that comes next, which is not taken. Fails in making.

next(Word, Tokens, Tokens) :-
    nonvar(Tokens),
    Tokens = [t(Word, _, _, _)|_].

%!  variable(?X)// is semidet.
%
%   A capital letter, maybe with digits.

variable(X) --> { nonvar(X) }, !, { upcase_atom(X, Written) }, [t(X, Written, _, _)].
variable(X) --> next_variable, [t(X, _, _, _)].

next_variable(Tokens, Tokens) :-
    nonvar(Tokens),
    Tokens = [t(_, Written, _, _)|_],
    atom_codes(Written, [C|Digits]),
    C >= 0'A, C =< 0'Z, \+ memberchk(C, `AI`),
    maplist(digit, Digits).

digit(D) :- D >= 0'0, D =< 0'9.

%!  text(?Text)// is semidet.
%
%   A text in quotes, in several pairs of quotes where one does not do: `"a"` and `“"b"”` are one text.

text(Text) --> { nonvar(Text) }, !, { atom_codes(Text, Codes), pieces(Codes, Pieces) }, made(Pieces).
text(Text) --> piece(Piece), more_pieces(Pieces), { atomic_list_concat([Piece|Pieces], Text) }.

piece(Piece) --> [t(str(Piece), _, _, _)].

more_pieces([Piece|Pieces]) --> piece(Piece), !, more_pieces(Pieces).
more_pieces([]) --> [].

made([]) --> [].
made([Piece-Written|More]) --> [t(str(Piece), Written, _, _)], made(More).

%   As much as may stand between straight quotes, or as may stand between curly ones.
pieces(Codes, [Piece-Written|Pieces]) :-
    (   memberchk(0'", Codes), Codes \= [0'\u201D|_]
    ->  Open = '\u201C', Close = '\u201D', Stop = 0'\u201D
    ;   Open = '"', Close = '"', Stop = 0'"
    ),
    (   append(Before, [Stop|After], Codes)
    ->  Rest = [Stop|After]
    ;   Before = Codes, Rest = []
    ),
    atom_codes(Piece, Before),
    atomic_list_concat([Open, Piece, Close], Written),
    (   Rest == []
    ->  Pieces = []
    ;   pieces(Rest, Pieces)
    ).

next_text --> next(str(_)).

%!  number(?Number)// is semidet.
%
%   A number to the last digit, without an exponent: the tokens know none.

number(N) --> { number(N) }, !, number_words(N).
number(N) --> word(negative), !, number(M), { N is -M }.
number(N) --> word(infinity), !, { N is inf }.
number(N) --> word(num(N)).

number_words(N) --> { N < 0 }, !, word(negative), { M is -N }, number_words(M).
number_words(N) --> { N =:= inf }, !, word(infinity).
number_words(N) --> { number_text(N, Text) }, [t(num(N), Text, _, _)].

%!  number_text(+Number, -Text) is det.
%
%   The size of a number, to the last digit and without an exponent.

number_text(N, Text), integer(N) =>
    Size is abs(N),
    atom_number(Text, Size).
number_text(N, Text) =>
    Size is abs(N),                             % no minus before 0.0
    atom_codes(Size, Codes),
    (   append(Mantissa, [0'e|Exponent], Codes)
    ->  number_codes(Shift, Exponent)
    ;   Mantissa = Codes, Shift = 0
    ),
    append(Whole, [0'.|Fraction], Mantissa),
    shifted(Whole, Fraction, Shift, Whole1, Fraction1),
    digits_text(Whole1, Fraction1, Text).

%   The point moved to the right Shift times, to the left where that is negative.
shifted(W, F, 0, W, F) :- !.
shifted(W0, F0, Shift, W, F) :-
    Shift > 0,
    !,
    (   F0 = [D|F1] -> true ; D = 0'0, F1 = [] ),
    append(W0, [D], W1),
    Shift1 is Shift-1,
    shifted(W1, F1, Shift1, W, F).
shifted(W0, F0, Shift, W, F) :-
    append(W1, [D], W0),
    (   W1 == [] -> W2 = [0'0] ; W2 = W1 ),
    Shift1 is Shift+1,
    shifted(W2, [D|F0], Shift1, W, F).

digits_text(Whole0, Fraction0, Text) :-
    without_zeros(Whole0, Whole),
    (   append(Fraction, Zeros, Fraction0), maplist(==(0'0), Zeros)
    ->  true
    ),
    (   Fraction == []
    ->  Codes = Whole
    ;   append(Whole, [0'.|Fraction], Codes)
    ),
    atom_codes(Text, Codes).

without_zeros([0'0, D|Ds], Digits) :- !, without_zeros([D|Ds], Digits).
without_zeros(Digits, Digits).

%!  measure(?Number)// is semidet.
%
%   A number that may be any: where an integer is no longer exact as a float, it was one.

measure(N) --> { number(N) }, !, number(N).
measure(N) -->
    number(N0),
    { integer(N0), abs(N0) > 1<<53 -> N is float(N0) ; N = N0 }.

%!  named(+Kb, ?Form, ?Name)// is semidet.
%
%   A name of the vocabulary by its wording, or in quotes where it has none.

named(Kb, Form, Name) --> { nonvar(Name) }, !, name_words(Kb, Form, Name).
named(_, Form, Name) --> next_text, !, text(Text), end_of(Form), { quoted(Form, Text, Name) }.
named(Kb, Form, Name) -->
    stretch(Form, Words),
    { worded(Kb, Form, Words, Name) }.

name_words(Kb, Form, Name) --> { wording(Kb, Form, Name, Words, Written) }, !, written(Words, Written).
name_words(_, Form, Name) --> { quoted(Form, Text, Name) }, text(Text).

written([], []) --> [].
written([Word|Words], [As|Written]) --> [t(Word, As, _, _)], written(Words, Written).

quoted(value(detection), Text, value(Text)) :- !.
quoted(_, Text, Text).

%   stretch(?Form, -Words)//: the words up to one that ends a name. The name of a value may hold `of`; it ends before
%   `of X` or `of the image`, which tells what it is the value of.

stretch(value(Of), []) --> end_of(value(Of)), !.
stretch(Form, [Word|Words]) --> plain(Word), !, stretch(Form, Words).
stretch(Form, []) --> { Form \= value(_) }.

plain(Word) -->
    \+ next_variable,
    [t(Word, _, _, _)],
    { atom(Word), \+ memberchk(Word, [and, or, then, exactly, but, ',', '(', ')']) }.

end_of(value(Of), Tokens, Rest) =>
    Rest = Tokens,
    Tokens = [t(of, _, _, _)|After],
    (   next_variable(After, _)
    ->  Of = detection
    ;   words([the, image], After, _),
        Of = image
    ).
end_of(_, Tokens, Rest) =>
    Rest = Tokens.

%!  relation_next// is semidet.
%
%   Words and then a variable come next: a relation, where words alone are an attribute.

relation_next(Tokens, Tokens) :-
    stretch(prep, _, Tokens, After),
    next_variable(After, _).

%!  tokens_text(+Tokens:list, -Text:atom) is det.

tokens_text(Tokens, Text) :-
    spaced(Tokens, Parts),
    atomic_list_concat(Parts, Text).

spaced([], []).
spaced([t(_, W, _, _)|Tokens], [W|Parts]) :-
    (   ( Tokens == [] ; W == '(' ; Tokens = [t(_, Next, _, _)|_], memberchk(Next, [',', ')', ':']) )
    ->  spaced(Tokens, Parts)
    ;   Parts = [' '|Parts1],
        spaced(Tokens, Parts1)
    ).
