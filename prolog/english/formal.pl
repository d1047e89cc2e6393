:- module(rune_english_formal, [formal_text/3, formal_formula/3]).

formal_text(_, Source, Text) :-
    term_to_atom(Source, Text).

formal_formula(_, _, _) :-
    fail.
