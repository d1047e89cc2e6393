:- module(rune_english_image_words,
          [ image_noun//0,
            the_image//0,
            opt_image//0,
            image_fact//1               % -Formula
          ]).
:- use_module(chart).
:- use_module(quantity).

/** <module> Words about the image itself: when it was taken, how fine it is
*/

%!  image_noun// is nondet.

image_noun --> opt("aerial | satellite | satellite or aerial | drone | uav | overhead | sample | recent"),
    any("images | image | scenes | scene | pictures | picture | photos | photo | photographs | photograph | tiles | \c
         tile | frames | frame | shots | shot | imagery | views | view | pics | pic | snapshots | patches | patch | \c
         areas | area | places | locations | sites | spots | chips | chip | place | location | site | spot | scenery").

%!  the_image// is nondet.

the_image --> any("the | this | that | an | any | some | a | which | what"), image_noun.

%!  opt_image// is nondet.
%
%   `in the image`, at the end of what is said of it.

opt_image --> [].
opt_image --> any("in | on | within | across | can be seen in | can be found in | are in | is in | are visible in | is visible in | \c
         are found in | are shown in | visible in | shown in | present in | anywhere | anywhere in | \c
                   to be seen in | somewhere in | in all of"),
    any("the | this | that | an | a | one | each | every | all | all the | its | their | same | the same | the whole | the entire | any | your | my | our"),
    image_noun.
opt_image --> any("visible | present | anywhere | in view | in sight | in it | at all | can be seen | to be seen | \c
                   in frame | are visible | is visible | are present | is present | in there | can be found | \c
                   be seen | somewhere | is there | are there | in the collection | in the dataset | anywhere in the collection | per image | per picture | per scene | anywhere in the dataset | in total | in all | whatsoever | of any kind | of any sort | overall | together | \c
                   at the same time | at once").

%!  image_fact(-Formula)// is nondet.
%
%   `taken after 2020`, `with a resolution better than 0.5 m`

image_fact(F) --> opt_were, opt("taken | captured | acquired | shot | dated | photographed | recorded | collected | \c
                                 imaged | flown | from | , taken | that date from | made | taken on"),
                                    time_stated(Fs), { joined(Fs, F) }.
image_fact(F) --> opt_with, any("a resolution | resolution | a gsd | gsd | a ground sample distance | \c
                                 ground sample distance | the resolution | a pixel size | pixel size | \c
                                 a ground sampling distance | the gsd | a spatial resolution | spatial resolution"),
    opt_of, finer(Op), quantity(D, T0), per_pixel, { memberchk(D, [length, plain]), plain(T0, T), F = cmp(Op,
        image(gsd), T) }.
image_fact(F) --> opt_with, opt_article, finer(Op), quantity(D, T0), per_pixel, any("resolution | gsd | \c
                                                                                     ground sample distance | \c
                                                                                     pixel size"),
    { memberchk(D, [length, plain]), plain(T0, T), F = cmp(Op, image(gsd), T) }.
image_fact(F) --> opt_with, opt_article, [], quantity(length, T0), per_pixel, any("resolution | gsd"),
    any("or better | or finer"), { plain(T0, T), F = cmp(=<, image(gsd), T) }.
image_fact(not(exists([X], class(object, X)))) --> any("empty | that are empty | is empty | are empty | \c
                                                        with nothing in them | with nothing in it | \c
                                                        that show nothing | with no objects at all | \c
                                                        without anything").

opt_were --> any("that were | that was | which were | were | was | are | that are | which was | is | that is | \c
                  has been | that have been | have been").
opt_were --> [].

opt_with --> any("with | at | having | that have | of | whose | has | have | that has | where | which have | in").
opt_with --> [].

opt_article --> any("a | an").
opt_article --> [].

opt_of --> any("of | is | that is").
opt_of --> [].

per_pixel --> opt("per pixel | a pixel | / pixel | / px | per px").

%   A finer resolution is fewer metres a pixel.
finer(<) --> any("better than | finer than | less than | below | under | smaller than | < | higher than | \c
                  sharper than | lower than").
finer(=<) --> any("at most | =< | no more than | up to | no worse than | no coarser than | or better").
finer(>) --> any("worse than | coarser than | more than | above | over | greater than | larger than | > | \c
                  poorer than").
finer(>=) --> any("at least | >= | no less than").
finer(=) --> any("exactly | = | equal to").

%   The ground sample distance is a plain number, metres a pixel.
plain(metric(N, 1), num(N)) :- !.
plain(num(N), num(N)).

joined([F], F) :- !.
joined(Fs, and(Fs)).
