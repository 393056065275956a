"""A job description gives concepts to accept, each with the words that ask for it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.items import Area, Concept
from app.assessment.proposals import MAX_PROPOSALS, propose_concepts, split_sentences
from tests.unit.assessment.ladders import make_item


def make_concept(slug: str, *keywords: str, area: Area = Area.BACKEND) -> Concept:
    return Concept(
        concept=slug,
        name=slug.replace("-", " ").capitalize(),
        area=area,
        summary=f"All about {' and '.join(keywords)}.",
        keywords=keywords,
        focus_areas=("one", "other"),
        items=(make_item(f"{slug}-1a", 1),),
    )


BANK = {
    concept.concept: concept
    for concept in (
        make_concept("caching", "cache", "redis", "ttl"),
        make_concept("message-queues", "kafka", "queue", "consumer"),
        make_concept("testing", "unit test", "test", "mock"),
        make_concept("scalability", "sharding", "load", "scale", area=Area.SYSTEM_DESIGN),
        make_concept("languages", "c++", "c#", ".net"),
        make_concept("go", "golang", "go developer", "goroutines"),
    )
}


def embed(texts: Sequence[str]) -> np.ndarray:
    """Texts that share words are alike: enough of a meaning for these tests."""
    rows = np.full((len(texts), 384), 1e-6)
    for row, text in zip(rows, texts, strict=True):
        for word in re.findall(r"\w{4,}", text.casefold()):
            row[zlib.crc32(word.encode()) % 384] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def propose(text: str, bank=BANK, **kwargs):
    return {one.concept: one for one in propose_concepts(text, bank, embed, **kwargs)}


def test_a_concept_that_is_named_is_proposed_with_the_words_that_name_it():
    found = propose("We sell tickets.\n- Run our Redis cluster\n- Be kind")
    assert list(found) == ["caching"]
    assert found["caching"].because == "Run our Redis cluster"
    assert found["caching"].name == "Caching"


def test_a_concept_meant_but_not_named_is_proposed():
    bank = {"caching": make_concept("caching", "keeping copies", "faster reads", "staleness")}
    found = propose("Keeping track of copies that make faster work of many reads, staleness", bank)
    assert "caching" in found


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "Cook for our guests and keep the kitchen clean.", "12 34", "???"]
)
def test_an_empty_or_unrelated_text_proposes_nothing(text):
    assert propose(text) == {}


def test_a_bank_without_concepts_proposes_nothing():
    assert propose("Redis and Kafka", {}) == {}


def test_parts_of_words_do_not_count():
    assert propose("Keep a fast pace, attest documents, download forms.") == {}


@pytest.mark.parametrize("text", ["You write modern C++ daily.", "Build apps on .NET together."])
def test_keywords_with_signs_are_found(text):
    assert "languages" in propose(text)


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Familiar with Kafka", 2),
        ("Familiarity with the design of a Kafka queue", 2),
        ("Understanding of Kafka", 2),
        ("Deep understanding of Kafka", 4),
        ("Hands-on work with Kafka", 3),
        ("Kafka in production", 3),
        ("Design our Kafka topics", 4),
    ],
)
def test_the_words_of_the_sentence_set_the_target(sentence, target):
    assert propose(sentence)["message-queues"].target == target


@pytest.mark.parametrize(
    ("seniority", "target"),
    [("junior", 2), ("mid", 3), ("senior", 4), ("staff", 4), ("lead", 4), ("principal", 5)],
)
def test_seniority_sets_the_target_where_the_sentence_does_not(seniority, target):
    assert propose("Kafka in production", seniority=seniority)["message-queues"].target == target


@pytest.mark.parametrize(
    ("title", "target"),
    [
        ("Senior engineer", 4),
        ("Junior developer", 2),
        ("Lead backend engineer", 4),
        ("Principal engineer", 5),
        ("You lead by example", 3),
        ("A graduate degree helps", 3),
    ],
)
def test_seniority_is_read_from_the_title(title, target):
    assert propose(f"{title}\nKafka in production")["message-queues"].target == target


def test_a_junior_is_not_asked_to_design_and_a_principal_not_to_recite():
    assert propose("Design Kafka topics", seniority="junior")["message-queues"].target == 3
    assert propose("Build on Kafka", seniority="principal")["message-queues"].target == 4


def test_the_subject_of_system_design_is_no_word_of_depth():
    found = propose("System design for scale", seniority="mid")
    assert found["scalability"].target == 3


def test_what_must_be_known_weighs_more_than_what_is_nice_to_have():
    found = propose("Redis is required.\nKafka is nice to have.\nYou write a unit test or two.")
    assert found["caching"].weight > found["testing"].weight > found["message-queues"].weight


def test_the_surest_come_first_and_eight_at_most():
    bank = {f"c-{n}": make_concept(f"c-{n}", f"alpha{n}", f"beta{n}", "gamma") for n in range(12)}
    text = "\n".join(f"Work with alpha{n}" + f" and beta{n}" * (n % 2) for n in range(12))
    found = propose_concepts(text, bank, embed)
    assert len(found) == MAX_PROPOSALS
    confidences = [one.confidence for one in found]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 < confidence <= 1 for confidence in confidences)


def test_a_long_description_is_read_within_bounds_and_its_keywords_still_found():
    calls: list[int] = []

    def counting(texts: Sequence[str]) -> np.ndarray:
        calls.append(sum(len(text) for text in texts))
        return embed(texts)

    filler = "".join(f"Sentence {n} is about the history of our firm. " for n in range(1000))
    text = filler[:49_000] + "\nYou run Redis.\n"
    found = propose_concepts(text, BANK, counting)
    assert [one.concept for one in found] == ["caching"]
    assert sum(calls) < 25_000


def test_one_endless_word_is_cut():
    assert [len(sentence) for sentence in split_sentences("x" * 50_000)] == [240]


@given(st.text(alphabet=st.sampled_from("redis kafka.\n;test-• mock!?:é"), max_size=600))
def test_every_quote_is_verbatim_and_every_proposal_valid(text):
    for one in propose_concepts(text, BANK, embed):
        assert one.because in text
        assert one.because.strip() == one.because != ""
        assert 1 <= one.target <= 5
        assert one.weight in {1, 2, 3}
        assert one.concept in BANK


def test_a_name_that_is_an_ordinary_word_is_known_by_its_keywords_alone():
    assert propose("Go the extra mile and let nothing go wrong") == {}
    assert list(propose("Three years as a Go developer")) == ["go"]
