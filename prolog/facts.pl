:- module(rune_facts,
          [ table_columns/2,            % ?Projection, -Columns
            table_goal/3,               % +Name, +Args, -Goal
            class_stat/4,               % +Kb, +Class, ?What, -Value
            set_stats/2,                % +Kb, +Stats
            load_table/4,               % +Kb, +Class, +Projection, +File
            compile_table/4,            % +Class, +Chunks, +Next, +File
            drop_table/3,               % +Kb, +Class, +Projection
            table_loaded/3,             % +Kb, ?Class, ?Projection
            add_rows/4,                 % +Kb, +Class, +Projection, +Rows
            drop_kb/1                   % +Kb
          ]).
:- autoload(library(error), [must_be/2, existence_error/2]).
:- autoload(library(lists), [member/2, same_length/2]).
:- autoload(library(apply), [maplist/2, maplist/3]).

/** <module> Tables: one predicate a class, the image first

A knowledge base is a Prolog module. In it, of every class that was asked for, superclasses too:

| ship(Image, N, Best)                            | `images`: how many ships, the best score     |
| ship(Image, Id, Score, Class, Cx, Cy)           | projection `point`                           |
| ship(Image, Id, ..., Area, ..., Outline)        | projection `full`: all of table_columns/2    |

and image(Image, Width, Height, Gsd, Date) (`none` where unknown), and flooded(Image, Id, Value) of an
attribute. Detections of an image stand in the order of their scores, best first, so a scan
may stop at the first that is too weak. Id is the detection's number in the image, an integer.

Tables are loaded from `.qlf` files, one for a class and projection; they are caches of the store.
*/

:- dynamic
    stat/6,             % stat(Kb, Class, Images, Detections, MinScore, MaxScore)
    loaded/4.           % loaded(Kb, Class, Projection, file(Source) or memory)

%!  table_columns(?Projection, -Columns) is nondet.
%
%   The columns of a projection after the image, narrowest projection first.

table_columns(point, [id, score, class, cx, cy]).
table_columns(full, [id, score, class, cx, cy, minx, miny, maxx, maxy, area, length, width, angle, outline]).

%!  table_goal(+Name, +Args, -Goal) is det.
%
%   The row of a table as a goal. A name that Prolog keeps to itself (an attribute `arg`) gets an underscore.

table_goal(Name, Args, Goal) :-
    length(Args, Arity),
    safe_name(Name, Arity, Safe),
    Goal =.. [Safe|Args].

safe_name(Name, Arity, Safe) :-
    functor(Head, Name, Arity),
    (   predicate_property(system:Head, system)
    ->  atom_concat(Name, '_', Safe)
    ;   Safe = Name
    ).

%!  class_stat(+Kb, +Class, +What, -Value) is semidet.
%
%   What is one of images, detections, min_score, max_score.

class_stat(Kb, Class, What, Value) :-
    stat(Kb, Class, Images, Detections, Min, Max),
    !,
    part(What, Images, Detections, Min, Max, Value).

part(images, V, _, _, _, V).
part(detections, _, V, _, _, V).
part(min_score, _, _, V, _, V).
part(max_score, _, _, _, V, V).

%!  set_stats(+Kb, +Stats:list) is det.
%
%   Replaces what is known of the classes' sizes; Stats are `[Class, Images, Detections, MinScore, MaxScore]`.

set_stats(Kb, Stats) :-
    must_be(atom, Kb),
    retractall(stat(Kb, _, _, _, _, _)),
    maplist(add_stat(Kb), Stats).

add_stat(Kb, [Class, Images, Detections, Min, Max]) :-
    assertz(stat(Kb, Class, Images, Detections, Min, Max)).

%!  table_loaded(+Kb, ?Class, ?Projection) is nondet.

table_loaded(Kb, Class, Projection) :-
    loaded(Kb, Class, Projection, _).

%!  load_table(+Kb, +Class, +Projection, +File) is det.
%
%   Reads the table from its cache file.

load_table(Kb, Class, Projection, File) :-
    drop_table(Kb, Class, Projection),
    (   exists_file(File) -> true ; existence_error(file, File) ),
    load_files(Kb:File, [silent(true)]),
    table_head(Class, Projection, Head),
    (   predicate_property(Kb:Head, file(Source))
    ->  assertz(loaded(Kb, Class, Projection, file(Source)))
    ;   functor(Head, Name, Arity),
        dynamic(Kb:Name/Arity),                         % an empty table
        assertz(loaded(Kb, Class, Projection, memory))
    ).

%!  compile_table(+Class, +Chunks, :Next, +File) is det.
%
%   Writes File.qlf from rows that call(Next, Rows) gives, Chunks times: lists of columns, the image first. The
%   rows are data and never pass through text: a stub of one term a chunk is compiled, each term expanded into
%   its chunk's facts. File has no extension.

:- meta_predicate compile_table(+, +, 1, +).

compile_table(Class, Chunks, Next, File) :-
    file_name_extension(File, pl, Stub),
    setup_call_cleanup(
        open(Stub, write, Out, [encoding(utf8)]),
        forall(between(1, Chunks, _), format(Out, '\'rune chunk\'.~n', [])),
        close(Out)),
    setup_call_cleanup(
        assertz(chunk_source(Class, Next), Ref),
        qcompile(rune_table:Stub),                      % loads it too: into a module where nothing else is
        ( erase(Ref), unload_file(Stub), delete_file(Stub) )).

:- dynamic chunk_source/2.
:- multifile user:term_expansion/2.
:- dynamic user:term_expansion/2.

user:term_expansion('rune chunk', Facts) :-
    rune_facts:chunk_source(Class, Next),
    call(Next, Rows),
    rune_facts:rows_facts(Rows, Class, Facts).

%   All rows of a table are of one length.

rows_facts([], _, []).
rows_facts([Row|Rows], Class, Facts) :-
    length(Row, Arity),
    safe_name(Class, Arity, Name),
    maplist(row_fact(Name), [Row|Rows], Facts).

row_fact(Name, Row0, Fact) :-
    cells(Row0, Row),
    Fact =.. [Name|Row].

cells([], []).
cells([C0|Cs0], [C|Cs]) :-
    (   C0 = [_|_] -> outline(C0, C) ; C = C0 ),
    cells(Cs0, Cs).

%   An outline crosses the border as a list: [box, X1, Y1, ...], [poly, Ring, ...], [line, Part, ...].

outline([box|Cs], T) => T =.. [box|Cs].
outline([poly|Rings], T) => T = poly(Rings).
outline([line|Parts], T) => T = line(Parts).

%!  add_rows(+Kb, +Class, +Projection, +Rows:list) is det.
%
%   Adds rows (lists of columns, the image first) to a table from memory.

add_rows(Kb, Class, Projection, Rows) :-
    (   loaded(Kb, Class, Projection, memory)
    ->  true
    ;   drop_table(Kb, Class, Projection),
        table_head(Class, Projection, Head),
        functor(Head, Name, Arity),
        dynamic(Kb:Name/Arity),
        assertz(loaded(Kb, Class, Projection, memory))
    ),
    rows_facts(Rows, Class, Facts),
    maplist(add_fact(Kb), Facts).

add_fact(Kb, Fact) :-
    assertz(Kb:Fact).

%!  drop_table(+Kb, +Class, +Projection) is det.

drop_table(Kb, Class, Projection) :-
    forall(retract(loaded(Kb, Class, Projection, From)),
           forget(From, Kb, Class, Projection)).

forget(file(Source), _, _, _) :-
    unload_file(Source).
forget(memory, Kb, Class, Projection) :-
    table_head(Class, Projection, Head),
    retractall(Kb:Head).

%   The most general row of a table.

table_head(Name, Projection, Head) :-
    (   memberchk(Projection-Arity, [images-3, attribute-3, image-5])
    ->  length(Args, Arity)
    ;   table_columns(Projection, Columns),
        same_length([image|Columns], Args)
    ),
    table_goal(Name, Args, Head).

%!  drop_kb(+Kb) is det.

drop_kb(Kb) :-
    findall(C-P, loaded(Kb, C, P, _), Tables),
    forall(member(C-P, Tables), drop_table(Kb, C, P)),
    retractall(stat(Kb, _, _, _, _, _)).
