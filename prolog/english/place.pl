:- module(rune_english_place, [ place//2 ]).
:- use_module(chart).

/** <module> Where in the image: `in the left half`, `at the top`, `in the upper right corner`
*/

%!  place(+X, -Formula)// is nondet.

place(X, F) --> any("in | on | at | inside | within | towards | toward"), w(the), half(X, F), of_image.
place(X, and([F, G])) --> any("in | on | at | inside | within"), w(the), vertical(X, F), horizontal(X, G),
    any("corner | quarter | quadrant | part"), of_image.
place(X, F) --> any("in | on"), w(the), direction(X, F), of_image.

half(X, F) --> vertical(X, F), part.
half(X, F) --> horizontal(X, F), part.

part --> any("half | part | side | hand side | edge").
part --> [].

direction(X, and([F, G])) --> corner(X, F, G), opt("corner | quarter | part").

corner(X, F, G) --> w(northwest), { upper(X, F), left(X, G) }.
corner(X, F, G) --> w(northeast), { upper(X, F), right(X, G) }.
corner(X, F, G) --> w(southwest), { lower(X, F), left(X, G) }.
corner(X, F, G) --> w(southeast), { lower(X, F), right(X, G) }.

vertical(X, F) --> any("upper | top | northern | north"), { upper(X, F) }.
vertical(X, F) --> any("lower | bottom | southern | south"), { lower(X, F) }.
horizontal(X, F) --> any("left | western | west"), { left(X, F) }.
horizontal(X, F) --> any("right | eastern | east"), { right(X, F) }.

upper(X, cmp(<, col(cy, X), op(/, image(height), num(2)))).
lower(X, cmp(>, col(cy, X), op(/, image(height), num(2)))).
left(X, cmp(<, col(cx, X), op(/, image(width), num(2)))).
right(X, cmp(>, col(cx, X), op(/, image(width), num(2)))).

of_image --> any("of | in"), any("the | each | every | an"), any("image | picture | scene | photo | frame | tile").
of_image --> [].
