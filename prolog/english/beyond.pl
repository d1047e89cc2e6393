:- module(rune_english_beyond, [ beyond/2 ]).
:- autoload(library(lists), [member/2]).

/** <module> What no detection tells

Words that people use of images and that no formula can say, with the reason. A detector finds objects of classes and
their outlines; colours, activities, the weather and vague amounts are not among what it finds.
*/

%!  beyond(-Words:list, -Why) is nondet.
%
%   Words is a list of words in a row; Why is colour, amount, count, size, activity, state or scene.

beyond([Word], colour) :-
    member(Word, [red, green, blue, yellow, white, black, gray, brown, orange, purple, pink, silver, dark, bright,
                  colored, colorful,
                  color, beige, turquoise, golden]).
beyond([Word], amount) :-
    member(Word, [many, few, lots, crowded, busy, numerous, countless, plenty, loads, tons, dense, densely, sparse,
                  packed, full,
                  hardly, barely, bunch]).
beyond([a, lot, of], amount).
beyond([how, many], count).
beyond([how, much], count).
beyond([Word], size) :-
    member(Word, [big, huge, tiny, giant, enormous, massive, medium, tall, wide, narrow, deep, heavy, sized, midsize,
                  large, small, long,
                  short, high, low]).
beyond([Word], activity) :-
    member(Word, [moving, flying, swimming, driving, playing, burning, sinking, unloading, loading, refueling,
                  taxiing, landing,
                  working, fishing, racing, turning, overtaking, towing, walking, departing, arriving, speeding,
    delivering, flooding]).
beyond([taking, off], activity).
beyond([Word], state) :-
    member(Word, [new, old, broken, damaged, destroyed, abandoned, rusty, modern, ruined, collapsed, unfinished,
                  wooden, beautiful,
                  expensive, military, commercial, civilian, private, luxury, passenger, cargo, electric, illegal,
    legal, suspicious,
                  dangerous, safe, clean, dirty, polluted, famous, rich, poor, residential, ugly, nice, happy, shiny,
    derelict, closed,
                  occupied, vacant, owned, strange, unusual, interesting, good, bad]).
beyond([Word], scene) :-
    member(Word, [sunny, cloudy, rainy, foggy, snowy, night, nighttime, daytime, morning, evening, noon, winter,
                  summer, spring, autumn,
                  weather, clouds, cloud, fog, snow, shadow, shadows, sunset, sunrise, storm, rain, haze, hazy, windy,
    dusk, dawn]).
