:- module(rune_english_say, [say_english/3]).
:- use_module(formal, [formal_text/3]).

say_english(Kb, Source, Text) :-
    formal_text(Kb, Source, Text).
