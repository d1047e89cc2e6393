:- module(rune_vocabulary,
          [ set_vocabulary/2,           % +Kb, +Facts
            drop_vocabulary/1,          % +Kb
            kb_members/3,               % +Kb, +Class, -Members
            kb_class/2,                 % +Kb, ?Class
            kb_isa/3,                   % +Kb, ?Member, ?Class
            kb_definition/4,            % +Kb, +Class, -Param, -Body
            kb_inverse/3,               % +Kb, +Relation, -Inverse
            kb_irreflexive/2,           % +Kb, +Relation
            kb_label/4,                 % +Kb, ?Kind, ?Name, ?Label
            kb_relation/4,              % +Kb, ?Name, -Arity, -Symmetric
            kb_attribute/4,             % +Kb, ?Name, ?Of, ?Type
            kb_version/2                % +Kb, -Version
          ]).
:- autoload(library(error), [must_be/2, domain_error/2]).
:- autoload(library(lists), [member/2]).
:- autoload(library(apply), [maplist/2]).

/** <module> The vocabulary of a knowledge base

What the ontology says, as facts: the closure of the class tree, defined classes, properties of relations.
Every fact is keyed by the knowledge base, a Prolog module whose predicates are the tables of its classes.
*/

:- dynamic
    members/3,          % members(Kb, Class, Members:ordset): the class and all below it
    isa/3,              % isa(Kb, Member, Class), the same pairwise
    definition/4,       % definition(Kb, Class, Param, Source)
    inverse/3,          % inverse(Kb, Relation, Inverse)
    irreflexive/2,      % irreflexive(Kb, Relation)
    label/4,            % label(Kb, Kind, Name, Label): what people call it, the usual label first
    relation/4,         % relation(Kb, Name, Arity, Symmetric)
    attribute/4,        % attribute(Kb, Name, Of, Type)
    version/2.          % version(Kb, N): another number after each change

%!  set_vocabulary(+Kb, +Facts:list) is det.
%
%   Replaces the vocabulary of Kb. Facts are class(Name, Members), defined(Name, Param, Source),
%   inverse(Relation, Inverse), irreflexive(Relation), relation(Name, Arity, Symmetric), attribute(Name, Of, Type)
%   with Of detection or image and Type boolean, number or text, and label(Kind, Name, Label) with Kind class,
%   relation or attribute.

set_vocabulary(Kb, Facts) :-
    must_be(atom, Kb),
    transaction(( drop_vocabulary(Kb),
                  maplist(add(Kb), Facts),
                  flag(rune_vocabulary_version, N, N+1),
                  assertz(version(Kb, N)) )).

add(Kb, class(Name, Members0)) =>
    sort(Members0, Members),
    assertz(members(Kb, Name, Members)),
    forall(member(M, Members), assertz(isa(Kb, M, Name))).
add(Kb, defined(Name, Param, Source)) =>
    assertz(definition(Kb, Name, Param, Source)).
add(Kb, inverse(R, Inverse)) =>
    assertz(inverse(Kb, R, Inverse)).
add(Kb, irreflexive(R)) =>
    assertz(irreflexive(Kb, R)).
add(Kb, relation(R, Arity, Symmetric)) =>
    assertz(relation(Kb, R, Arity, Symmetric)).
add(Kb, attribute(A, Of, Type)) =>
    assertz(attribute(Kb, A, Of, Type)).
add(Kb, label(Kind, Name, Label)) =>
    assertz(label(Kb, Kind, Name, Label)).
add(_, Other) =>
    domain_error(vocabulary_fact, Other).

%!  drop_vocabulary(+Kb) is det.

drop_vocabulary(Kb) :-
    retractall(members(Kb, _, _)),
    retractall(isa(Kb, _, _)),
    retractall(definition(Kb, _, _, _)),
    retractall(inverse(Kb, _, _)),
    retractall(irreflexive(Kb, _)),
    retractall(relation(Kb, _, _, _)),
    retractall(attribute(Kb, _, _, _)),
    retractall(label(Kb, _, _, _)),
    retractall(version(Kb, _)).

%!  kb_members(+Kb, +Class, -Members:ordset) is det.
%
%   The class and the classes below it; of an unknown class, itself alone.

kb_members(Kb, Class, Members) :-
    (   members(Kb, Class, Found)
    ->  Members = Found
    ;   Members = [Class]
    ).

%!  kb_class(+Kb, ?Class) is nondet.

kb_class(Kb, Class) :-
    members(Kb, Class, _).

%!  kb_isa(+Kb, ?Member, ?Class) is nondet.
%
%   Member is Class or below it.

kb_isa(Kb, Member, Class) :-
    isa(Kb, Member, Class).

%!  kb_definition(+Kb, +Class, -Param, -Source) is semidet.

kb_definition(Kb, Class, Param, Source) :-
    definition(Kb, Class, Param, Source),
    !.

%!  kb_inverse(+Kb, +Relation, -Inverse) is semidet.

kb_inverse(Kb, Relation, Inverse) :-
    inverse(Kb, Relation, Inverse),
    !.

%!  kb_irreflexive(+Kb, +Relation) is semidet.
%
%   The relation never holds between a detection and itself.

kb_irreflexive(Kb, Relation) :-
    irreflexive(Kb, Relation),
    !.

%!  kb_label(+Kb, ?Kind, ?Name, ?Label) is nondet.
%
%   Label is what people call the class, relation or attribute (Kind) Name; its usual label comes first.

kb_label(Kb, Kind, Name, Label) :-
    label(Kb, Kind, Name, Label).

%!  kb_relation(+Kb, ?Name, -Arity, -Symmetric) is nondet.

kb_relation(Kb, Name, Arity, Symmetric) :-
    relation(Kb, Name, Arity, Symmetric).

%!  kb_attribute(+Kb, ?Name, ?Of, ?Type) is nondet.

kb_attribute(Kb, Name, Of, Type) :-
    attribute(Kb, Name, Of, Type).

%!  kb_version(+Kb, -Version:integer) is semidet.
%
%   Another number for every vocabulary that Kb has had. Fails where it has none.

kb_version(Kb, Version) :-
    version(Kb, Version),
    !.
