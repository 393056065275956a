import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.text import (
    MAX_CHARACTERS,
    MAX_SENTENCE_WORDS,
    MAX_WORDS,
    Span,
    clauses,
    cleaned,
    content_stems,
    graded_length,
    sentences,
    stem,
    words,
)

ANY_TEXT = st.text(
    st.one_of(st.sampled_from("ab cd. ,;!?\n\t-()'’👍🏽\u0301שلا1e.g"), st.characters()),
    max_size=300,
)


def quoted(text, spans):
    return [text[span.start : span.end] for span in spans]


def test_sentences_end_at_full_stops_but_not_inside_abbreviations_and_numbers():
    text = "It keeps rows, e.g. prices, for 1.5 s. Then it asks again! Why not?"
    assert quoted(text, sentences(text)) == [
        "It keeps rows, e.g. prices, for 1.5 s.",
        "Then it asks again!",
        "Why not?",
    ]


def test_clauses_break_at_commas_and_conjunctions_and_are_never_scraps():
    text = "The cache is fast, so the database does less work because it is asked less often."
    assert quoted(text, clauses(text, sentences(text)[0])) == [
        "The cache is fast",
        "so the database does less work",
        "because it is asked less often.",
    ]


def test_speech_without_full_stops_is_cut_all_the_same():
    text = "and then we looked at it and it was slow " * 30
    parts = sentences(text)
    assert len(parts) > 5
    assert all(len(words(text, part)) <= MAX_SENTENCE_WORDS for part in parts)


@given(ANY_TEXT)
def test_pieces_lie_in_order_inside_the_text_and_hold_a_word(text):
    end = 0
    for sentence in sentences(text):
        assert end <= sentence.start < sentence.end <= len(text)
        end = sentence.end
        inner = sentence.start
        for clause in clauses(text, sentence):
            assert inner <= clause.start < clause.end <= sentence.end
            assert words(text, clause)
            inner = clause.end


@given(ANY_TEXT)
def test_no_word_of_a_text_is_lost_between_its_clauses(text):
    kept = [
        word.form
        for sentence in sentences(text)
        for clause in clauses(text, sentence)
        for word in words(text, clause)
    ]
    assert kept == [word.form for word in words(text)]


@pytest.mark.parametrize(
    "family",
    [
        ["cache", "caches", "cached", "caching"],
        ["invalidate", "invalidated", "invalidation"],
        ["query", "queries", "queried"],
        ["run", "runs", "running"],
        ["server", "servers", "server's"],
    ],
)
def test_forms_of_a_word_share_their_stem(family):
    assert len({stem(form) for form in family}) == 1


def test_short_words_keep_their_ending():
    assert stem("css") == "css"
    assert stem("is") == "is"


def test_content_leaves_out_words_that_say_nothing():
    assert content_stems("It is not the database that would be slow") == {"databas", "slow"}


def test_fillers_go_and_every_character_knows_its_place():
    text = "Um, the cache is, you know, basically fast"
    result = cleaned(text, Span(0, len(text)))
    assert "you know" not in result.text
    assert "basically" not in result.text
    assert [text[i] for i in result.origin] == list(result.text)


def test_a_respelt_word_points_at_where_it_was_said():
    text = "the chache is fast"
    result = cleaned(text, Span(0, len(text)), lambda w: "cache" if w.form == "chache" else w.form)
    assert result.text == "the cache is fast"
    assert text[result.origin[result.text.index("fast")] :] == "fast"


def test_only_the_first_words_of_a_very_long_text_are_graded():
    text = "word " * 20_000
    assert len(words(text[: graded_length(text)])) == MAX_WORDS
    assert graded_length("x" * 100_000) == MAX_CHARACTERS
    assert graded_length("short") == len("short")
