:- module(rune, []).
:- reexport([vocabulary, facts, query, views]).
:- use_module(formula, []).
:- use_module(relations, []).
:- use_module(explain, []).
:- use_module(english, []).
:- use_module('english/say', []).

/** <module> RUNE, the reasoner

Loads the parts; everything here works in plain `swipl`, without Python.

  - formula, core: formulas as terms; normal: rewriting; conjunct, plan: how they come apart; code, lift: how code is
    put together; crisp: classical truth; score, cover, mutual: the best proof; query, answers: a formula's answers
  - explain: proofs and misses of one image; parts, image_rows: what they ask of it; proof, miss: how they are made
  - vocabulary: what the ontology says; relations: the rules of the spatial relations; geometry: outlines
  - facts: the tables of detections; views: the tables as a person reads them
  - english: questions in English as formulas, by the modules of english/; english/say: formulas in English
  - border: what Python calls (loaded by it)

    ?- compile_query(kb_1, exists([x], class(ship, x)), [min_score(0.05)], Q), run_query(Q, [top(5)], Answers).
*/
