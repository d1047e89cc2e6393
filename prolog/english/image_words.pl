:- module(rune_english_image_words,
          [ image_noun//0,
            the_image//0,
            opt_image//0,
            image_fact//1               % -Formula
          ]).
:- autoload(library(apply), [maplist/3]).
:- use_module(chart).
:- use_module(quantity).

/** <module> Words about the image itself: when it was taken, how fine it is
*/

%!  image_noun// is nondet.

image_noun --> one_of([[], aerial, satellite, [satellite, or, aerial], drone, uav, overhead, sample, recent]),
    one_of([images, image, scenes, scene, pictures, picture, photos, photo, photographs, photograph, tiles, tile,
            frames, frame,
                       shots, shot, imagery, views, view, pics, pic, snapshots, patches, patch, areas, area, places,
    locations, sites, spots, chips, chip, place, location, site, spot, scenery]).

%!  the_image// is nondet.

the_image --> one_of([the, this, that, an, any, some, a, which, what]), image_noun.

%!  opt_image// is nondet.
%
%   `in the image`, at the end of what is said of it.

opt_image --> [].
opt_image --> one_of([in, on, within, across, [visible, in], [shown, in], [present, in], anywhere, [anywhere, in],
                      [to, be, seen, in], [somewhere, in], [in, all, of]]),
    one_of([the, this, that, an, a, one, each, the, same, [the, same], [the, whole], [the, entire], any, your, my,
            our]), image_noun.
opt_image --> one_of([visible, present, anywhere, [in, view], [in, sight], [in, it], [at, all], [can, be, seen], [to,
        be, seen], [in, frame], [are, visible],
                      [is, visible], [are, present], [is, present], [in, there], [can, be, found], [be, seen],
    somewhere, [is, there], [are, there],
                      [in, the, collection], [in, the, dataset], together, [at, the, same, time], [at, once]]).

%!  image_fact(-Formula)// is nondet.
%
%   `taken after 2020`, `with a resolution better than 0.5 m`

image_fact(F) --> opt_were, one_of([taken, captured, acquired, shot, dated, photographed, recorded, collected, imaged,
                                    flown, from, [',', taken], [that, date, from], made, [taken, on], []]),
                                    time_stated(Fs), { joined(Fs, F) }.
image_fact(F) --> opt_with, one_of([[a, resolution], resolution, [a, gsd], gsd, [a, ground, sample, distance],
                                    [ground, sample, distance], [the, resolution], [a, pixel, size], [pixel, size],
                                    [a, ground, sampling, distance], [the, gsd], [a, spatial, resolution], [spatial,
        resolution]]),
    opt_of, finer(Op), quantity(D, T0), per_pixel, { memberchk(D, [length, plain]), plain(T0, T), F = cmp(Op,
        image(gsd), T) }.
image_fact(F) --> opt_with, opt_article, finer(Op), quantity(D, T0), per_pixel, one_of([resolution, gsd, [ground,
        sample, distance], [pixel, size]]),
    { memberchk(D, [length, plain]), plain(T0, T), F = cmp(Op, image(gsd), T) }.
image_fact(F) --> opt_with, opt_article, one_of([[]]), quantity(length, T0), per_pixel, one_of([resolution, gsd]),
    one_of([[or, better], [or, finer]]), { plain(T0, T), F = cmp(=<, image(gsd), T) }.
image_fact(not(exists([X], class(object, X)))) --> one_of([empty, [that, are, empty], [is, empty], [are, empty],
                                                           [with, nothing, in, them], [with, nothing, in, it], [that,
        show, nothing], [with, no, objects, at, all], [without, anything]]).

opt_were --> one_of([[that, were], [that, was], [which, were], were, was, are, [that, are], [which, was], [is], [that,
        is], [has, been], [that, have, been], [have, been]]).
opt_were --> [].

opt_with --> one_of([with, at, having, [that, have], of, whose, [has], [have], [that, has], [where], [which, have],
                     [in]]).
opt_with --> [].

opt_article --> one_of([a, an]).
opt_article --> [].

opt_of --> one_of([of, is, [that, is]]).
opt_of --> [].

per_pixel --> one_of([[], [per, pixel], [a, pixel], [/, pixel], [/, px], [per, px]]).

%   A finer resolution is fewer metres a pixel.
finer(<) --> one_of([[better, than], [finer, than], [less, than], below, under, [smaller, than], <, [higher, than],
                     [sharper, than], [lower, than]]).
finer(=<) --> one_of([[at, most], =<, [no, more, than], [up, to], [no, worse, than], [no, coarser, than], [or,
        better]]).
finer(>) --> one_of([[worse, than], [coarser, than], [more, than], above, over, [greater, than], [larger, than], >,
                     [poorer, than]]).
finer(>=) --> one_of([[at, least], >=, [no, less, than]]).
finer(=) --> one_of([exactly, =, [equal, to]]).

%   The ground sample distance is a plain number, metres a pixel.
plain(metric(N, 1), num(N)) :- !.
plain(num(N), num(N)).

joined([F], F) :- !.
joined(Fs, and(Fs)).
