:- module(rune_english_complaint,
          [ complaints/4                % +Kb, +Tokens, +Read, -Complaints
          ]).
:- autoload(library(apply), [maplist/3]).
:- autoload(library(lists), [append/3, last/2, member/2, nth0/3]).
:- use_module(chart).
:- use_module(tokens).
:- use_module(spelling).
:- use_module(lexicon).
:- use_module(beyond).

/** <module> What of a question is not understood, and what would be

Complaints are, in the order of the words:

| unknown(Start, End, Word,
          Likes)      | no word of the vocabulary or the grammar; Likes are words it may be meant for |
| beyond(Start, End, Words, Why)        | understood,
    but nothing that detections could tell                             |
| stuck(Start, End, Read)               | the words are known; up to Start the question is read,
    from there not          |

english.pl adds unsure(Start, End, English): there is a reading, and it is far-fetched.

Start and End are characters of the question.
*/

:- dynamic grammar_word/1.

%!  complaints(+Kb, +Tokens, +Read:integer, -Complaints:list) is det.
%
%   Read is the number of words, from the first, that can be read as a question. There is at least one complaint.

complaints(Kb, Tokens, Read, Complaints) :-
    findall(Complaint, of_word(Kb, Tokens, Complaint), Found),
    (   Found == []
    ->  stuck(Tokens, Read, Complaint),
        Complaints = [Complaint]
    ;   Complaints = Found
    ).

of_word(_, Tokens, beyond(Start, End, Text, Why)) :-
    append(Before, After, Tokens),
    length(Before, I),
    beyond(Words, Why),
    words_of(Words, After, Start, End),
    \+ within_label(I),
    \+ ( Words = [_], append(_, [t(how, _, _, _)], Before) ),
    ( Words = [Word], word_of_grammar(Word) -> says_of_noun(I) ; true ),
    words_text(Words, Text).
of_word(Kb, Tokens, unknown(Start, End, Written, Likes)) :-
    member(t(Word, Written, Start, End), Tokens),
    atom(Word),
    \+ known(Kb, Word),
    \+ ( beyond(Words, _), memberchk(Word, Words) ),
    likes(Kb, Word, Likes).

%   A word that the grammar has for something else (`50 m long`) is meant when a noun follows.
says_of_noun(I) :-
    J is I+1,
    phrase_from(noun(_, _), J).

within_label(I) :-
    lex(noun(_, _), J, K),
    J =< I, I < K,
    !.

phrase_from(Lexeme, I) :- lex(Lexeme, I, _), !.

words_of([Word|Words], [t(Word, _, Start, End0)|Ts], Start, End) :-
    words_end(Words, Ts, End0, End).

words_end([], _, End, End).
words_end([Word|Words], [t(Word, _, _, End0)|Ts], _, End) :-
    words_end(Words, Ts, End0, End).

known(_, Word) :- \+ atom_letters(Word), !.
known(Kb, Word) :- vocabulary_word(Kb, Word), !.
known(_, Word) :- word_of_grammar(Word), !.

atom_letters(Word) :- sub_atom(Word, 0, 1, _, C), char_type(C, alpha), !.

likes(Kb, Word, Likes) :-
    findall(Like, ( label_like(Kb, Word, Like) ; word_of_grammar(Like), atom_length(Like, N), N > 3, resembles(Word,
        Like) ),
            Likes0),
    sort(Likes0, Likes1),
    length(Likes1, N),
    (   N > 3 -> length(Likes, 3), append(Likes, _, Likes1) ; Likes = Likes1 ).

stuck(Tokens, Read, stuck(Start, End, Text)) :-
    length(Before, Read),
    append(Before, After, Tokens),
    (   After = [t(_, _, Start, _)|_] -> true ; Start = 0 ),
    (   last(Tokens, t(_, _, _, End)) -> true ; End = 0 ),
    maplist([t(_, W, _, _), W]>>true, Before, Written),
    words_text(Written, Text).

%   word_of_grammar(?Word): Word stands in a rule of the grammar. The rules themselves are asked, once, so that no list
%   of words has to be kept beside them.

word_of_grammar(Word) :-
    (   grammar_word(_) -> true ; with_mutex(rune_english_words, collect) ),
    grammar_word(Word).

collect :-
    grammar_word(_),
    !.
collect :-
    forall(( grammar_module(Module), grammar_clause(Module, Body), terminal(Body, Word), \+ grammar_word(Word) ),
           assertz(grammar_word(Word))).

grammar_module(Module) :-
    member(Module, [ rune_english_quantity, rune_english_adjective, rune_english_relation_words,
                    rune_english_measured,
                     rune_english_place, rune_english_image_words, rune_english_noun_phrase, rune_english_predicate,
                     rune_english_sentence ]).

grammar_clause(Module, Head-Body) :-
    current_predicate(Module:Name/Arity),
    functor(Head, Name, Arity),
    \+ predicate_property(Module:Head, imported_from(_)),
    \+ predicate_property(Module:Head, foreign),
    catch(clause(Module:Head, Body), _, fail).

terminal(T, Word) :-
    atom(T), !,
    Word = T, T \== [], atom_letters(T).
terminal(T, Word) :-
    compound(T),
    arg(_, T, A),
    terminal(A, Word).
