"""The next item is the most telling one the time allows, and the interview ends when it should."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.estimation import GRID, PRIOR, Observation
from app.assessment.scoring import concept_score
from app.assessment.selection import (
    MAX_QUESTIONS,
    PRECISE_WIDTH,
    Choice,
    Stop,
    StopReason,
    choose_next,
    expected_gain,
)
from app.assessment.targets import (
    Asked,
    ConceptTarget,
    must_haves,
    posteriors,
    typical_time,
)
from tests.unit.assessment.ladders import (
    ladder,
    ladders,
    make_item,
    make_targets,
    take_interview,
)

HOUR = timedelta(hours=1)
ALPHA = ConceptTarget("alpha", weight=1, target=3)
BETA = ConceptTarget("beta", weight=1, target=3)


def next_item(targets, asked=(), time_left=HOUR, *, items=None, seed=1):
    return choose_next(targets, items or ladders(targets), list(asked), time_left, seed=seed)


def asked_of(concept: str, *answers: tuple[int, float]) -> list[Asked]:
    return [
        Asked(concept, f"{concept}-{depth}{letter}", depth, score, 0.9)
        for letter, (depth, score) in zip("abcdef", answers, strict=False)
    ]


def test_the_first_question_is_neither_the_easiest_nor_the_hardest():
    assert next_item([ALPHA]).item.depth in {2, 3, 4}


def test_after_a_full_answer_the_next_question_goes_deeper():
    first = next_item([ALPHA]).item
    then = next_item([ALPHA], [Asked("alpha", first.id, first.depth, 1.0, 0.9)]).item
    assert then.depth > first.depth


def test_after_i_dont_know_the_next_question_is_simpler():
    first = next_item([ALPHA]).item
    then = next_item([ALPHA], [Asked("alpha", first.id, first.depth, 0.0, 0.95)]).item
    assert then.depth < first.depth


def test_the_heavier_concept_is_asked_first():
    heavy = ConceptTarget("heavy", weight=2, target=3)
    assert next_item([ALPHA, heavy]).concept == "heavy"


def test_the_less_known_concept_is_asked_next():
    assert next_item([ALPHA, BETA], asked_of("alpha", (2, 1.0))).concept == "beta"


def test_an_item_on_a_focus_area_comes_before_its_equals():
    target = ConceptTarget("alpha", weight=1, target=3, focus=("Expiry",))
    plain = ladder("alpha", "abc")
    best = next_item([target], items={"alpha": plain}).item
    focused = make_item(f"alpha-{best.depth}z", best.depth, focus=("expiry",))
    for seed in range(10):
        chosen = next_item([target], items={"alpha": (*plain, focused)}, seed=seed)
        assert chosen.item == focused


def test_the_seed_decides_between_equals_and_nothing_else():
    by_seed = [next_item([ALPHA], seed=seed).item for seed in range(30)]
    assert len({item.id for item in by_seed}) == 2
    assert len({item.depth for item in by_seed}) == 1
    assert by_seed == [next_item([ALPHA], seed=seed).item for seed in range(30)]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_items_are_listed_makes_no_difference(order):
    items = {"alpha": ladder("alpha", "abc")[::order]}
    assert next_item([ALPHA], items=items, seed=4) == next_item(
        [ALPHA], items={"alpha": ladder("alpha", "abc")}, seed=4
    )


def test_when_time_is_scarce_concepts_not_asked_yet_come_first():
    heavy = ConceptTarget("heavy", weight=2.5, target=3)
    asked = asked_of("heavy", (3, 0.5))
    assert next_item([heavy, ALPHA], asked, timedelta(minutes=30)).concept == "heavy"
    assert next_item([heavy, ALPHA], asked, timedelta(minutes=3)).concept == "alpha"


def test_when_time_is_scarcer_still_must_haves_come_first():
    must = ConceptTarget("must", weight=0.5, target=3, must_have=True)
    assert next_item([ALPHA, BETA, must], time_left=timedelta(minutes=3)).concept == "must"


def test_a_must_have_of_little_weight_is_asked_at_least_once():
    must = ConceptTarget("must", weight=0.1, target=3, must_have=True)
    targets = [*make_targets(6), must]
    asked, _ = take_interview(targets, timedelta(minutes=20), lambda _: (0.7, 0.8))
    assert "must" in {one.concept for one in asked}


def test_a_concept_of_much_weight_is_a_must_have():
    targets = [ConceptTarget("heavy", weight=3, target=3), ALPHA, BETA]
    assert must_haves(targets) == {"heavy"}
    assert must_haves([ALPHA, BETA]) == frozenset()
    assert must_haves([]) == frozenset()


def test_it_stops_when_the_time_left_is_less_than_the_shortest_item():
    assert isinstance(next_item([ALPHA], time_left=timedelta(minutes=1.5)), Choice)
    assert next_item([ALPHA], time_left=timedelta(seconds=89)) == Stop(StopReason.TIME_UP)
    assert next_item([ALPHA], time_left=timedelta(minutes=-3)) == Stop(StopReason.TIME_UP)


def test_it_asks_only_what_fits_in_the_time_left():
    assert next_item([ALPHA], time_left=timedelta(minutes=1.6)).item.depth == 1


def test_it_stops_when_there_is_nothing_left_to_ask():
    items = {"alpha": ladder("alpha", "a")[:1]}
    asked = [Asked("alpha", "alpha-1a", 1, 1.0, 0.9)]
    assert next_item([ALPHA], asked, items=items) == Stop(StopReason.EXHAUSTED)
    assert next_item([]) == Stop(StopReason.EXHAUSTED)
    assert next_item([ALPHA], items={"other": ()}) == Stop(StopReason.EXHAUSTED)


def test_it_stops_when_every_concept_is_known_precisely():
    asked = asked_of("alpha", (3, 0.0), (1, 0.0))
    assert posteriors([ALPHA], asked)["alpha"].width <= PRECISE_WIDTH
    assert next_item([ALPHA], asked) == Stop(StopReason.PRECISE)
    assert next_item([ALPHA, BETA], asked).concept == "beta"


def test_one_answer_never_settles_a_concept():
    asked = asked_of("alpha", (1, 0.0))
    assert posteriors([ALPHA], asked)["alpha"].width <= PRECISE_WIDTH
    assert isinstance(next_item([ALPHA], asked), Choice)


def test_a_concept_that_stays_unclear_is_given_up_after_five_questions():
    items = {"alpha": ladder("alpha", "abc")}
    asked, stop = take_interview([ALPHA], HOUR, lambda _: (0.5, 0.1), items=items)
    assert len(asked) == MAX_QUESTIONS
    assert stop == Stop(StopReason.PRECISE)


def test_an_answer_without_a_grade_counts_as_asked_but_tells_nothing():
    asked = [Asked("alpha", "alpha-3a", 3)]
    assert posteriors([ALPHA], asked)["alpha"].mean == PRIOR.mean
    assert next_item([ALPHA], asked).item.id != "alpha-3a"


def test_a_generic_item_is_expected_to_tell_less():
    items = {
        "alpha": tuple(make_item(f"alpha-{d}a", d, generic=True) for d in range(1, 6)),
        "beta": ladder("beta"),
    }
    assert next_item([ALPHA, BETA], items=items).concept == "beta"


def test_three_quarters_of_an_hour_holds_some_fifteen_questions_on_six_concepts():
    targets = make_targets(6)
    asked, _ = take_interview(targets, timedelta(minutes=45), lambda _: (0.8, 0.8))
    assert 12 <= len(asked) <= 18
    assert {one.concept for one in asked} == {target.concept for target in targets}


@given(st.integers(1, 5), st.lists(st.tuples(st.integers(1, 5), st.floats(0, 1)), max_size=4))
def test_asking_takes_away_some_of_the_variance_and_no_more_than_there_is(target, answers):
    concept = ConceptTarget("alpha", weight=1, target=target)
    known = PRIOR
    for depth, score in answers:
        known = known.update(Observation(depth, score, 0.8))
    gain = expected_gain([concept], {"alpha": known}, 0.75)
    assert gain.shape == (1, 5)
    assert (gain >= 0).all()
    points = concept_score(GRID, target)
    variance = known.probabilities @ points**2 - (known.probabilities @ points) ** 2
    assert (gain <= variance + 1e-9).all()


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(0.1, 5), st.integers(1, 5), st.booleans()), min_size=1, max_size=6
    ),
    st.integers(0, 60),
    st.randoms(use_true_random=False),
    st.integers(0, 2**64),
)
def test_any_interview_ends_in_time_and_repeats_no_item(concepts, minutes, random, seed):
    targets = [
        ConceptTarget(f"concept-{n}", weight, target, must)
        for n, (weight, target, must) in enumerate(concepts)
    ]
    asked, stop = take_interview(
        targets, timedelta(minutes=minutes), lambda _: (random.random(), random.random()), seed=seed
    )
    ids = [one.item_id for one in asked]
    assert isinstance(stop, Stop)
    assert len(set(ids)) == len(ids)
    taken = sum((typical_time(one.depth) for one in asked), timedelta())
    assert taken <= timedelta(minutes=minutes)
    asked_concepts = {one.concept for one in asked}
    if minutes >= 4 * len(targets):
        assert asked_concepts == {target.concept for target in targets}
    musts = must_haves(targets)
    if minutes >= 4 * len(musts) and minutes >= 4:
        assert musts <= asked_concepts


@pytest.mark.parametrize(("weight", "target"), [(0, 3), (-1, 3), (1, 0), (1, 6)])
def test_a_target_that_cannot_be_scored_is_refused(weight, target):
    with pytest.raises(ValueError, match="alpha"):
        ConceptTarget("alpha", weight, target)
