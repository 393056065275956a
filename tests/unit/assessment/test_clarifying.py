"""A question about the question is heard as one; an answer never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.clarifying import is_clarifying_question

QUESTION = "How would you keep the throughput of a cache high while its entries stay consistent?"

ABOUT_THE_QUESTION = [
    "Can you rephrase?",
    "can you rephrase that please",
    "Could you please rephrase the question?",
    "Please rephrase.",
    "Rephrase please",
    "Sorry, could you reword that?",
    "Would you mind rephrasing the question?",
    "I'd like you to restate the question.",
    "Could you put that differently?",
    "Could you say that in simpler words?",
    "In other words?",
    "Could you repeat the question?",
    "Can you repeat that, please?",
    "Please repeat.",
    "repeat the question please",
    "What was the question again?",
    "Sorry, come again?",
    "Pardon?",
    "What?",
    "Can you clarify?",
    "Hi! Thanks. Before I answer, can you clarify what you mean by consistent?",
    "Could you be more specific?",
    "Can you elaborate on that?",
    "What do you mean by throughput?",
    "what do you mean by consistent exactly",
    "What does throughput mean?",
    "What is meant by consistent here?",
    "Could you explain what you mean by that?",
    "Could you explain the question?",
    "Can you give me an example?",
    "May I have some more context?",
    "Do you mean a cache in the process or a shared one?",
    "Sorry, when you say consistent, do you mean across replicas or within one transaction?",
    "Are you asking about reads or about writes?",
    "Are you looking for a concrete product or the general idea?",
    "Is the question about a web cache?",
    "I don't understand the question.",
    "I don’t understand the question",
    "Sorry, I didn't catch that.",
    "I'm not sure I understand the question.",
    "I'm not sure what you are asking.",
    "I don't know what you mean.",
    "It's unclear to me what you want to hear.",
    "What exactly are you asking?",
    "Should I assume a single data centre?",
    "Can I assume that writes are rare?",
    "Throughput?",
    "Which cache are we talking about?",
    "How many users are there?",
    "Hmm, the question is a bit vague. Could you narrow it down, can you be more specific?",
]

ANSWERS = [
    "I don't know.",
    "Sorry, I don't know. Can you move on?",
    "No idea",
    "I don't know what it does.",
    "",
    "   ",
    "???",
    "A cache?",
    "Isn't it just a copy of the data?",
    "Is it a hash map?",
    "Maybe by adding a time to live?",
    "I would set a time to live and delete the key on write.",
    "Why does that help? Because the readers no longer wait for the database, so throughput rises.",
    (
        "What does it mean to be consistent? It means that a read sees the last write, so I would "
        "delete the key in the same transaction and let the next reader fill it."
    ),
    (
        "Can you rephrase? I mean, as I see it one keeps a short time to live and "
        "invalidates the key "
        "whenever the row changes, which bounds how stale a reader can get."
    ),
    "Could you repeat a request safely? Only if it is idempotent, so I'd send a key with it.",
    "To put it differently, the cache holds a copy that may be old.",
    "In other words, the copy may be old.",
    "If the call fails I repeat it.",
    "I would repeat the task until it succeeds.",
    "I'd restate the requirements to the team and write them down.",
    "Rephrase the query so that it can use an index.",
    "Users often don't understand it.",
    "That depends on what you mean by large: below a million rows a plain index is fine.",
    "I'm not sure you need a cache here at all, since an index might do.",
    "I'm not sure, but you can put an expiry on each key.",
    "We can specify a time to live for each key.",
    "This will clarify who owns the key.",
    "By throughput I mean requests a second, and it goes up with more shards.",
    "You ask the team: do we need strong consistency? Mostly we do not, so we accept stale reads.",
    "First I'd ask how often the data changes? Then I'd pick an expiry to match that.",
    "So what happens on a miss? One process takes a lock, fills the entry, and the rest wait.",
    "Eviction, expiry, and invalidation. Does that answer it?",
    "I'd shard by key, right?",
    (
        "Use write-through. Do you want me to go on? The write goes to the cache and "
        "the database in "
        "one step."
    ),
    "Pass",
    "yes",
    "We asked the customers what they mean by fast and measured that.",
    "I explained the question to my manager and we agreed on a deadline.",
    "Sorry, I got lost, but the main thing is to delete the key after the commit.",
    "My manager said he did not understand the problem, so I drew the data flow for him.",
    "What I do is invalidate on write.",
]


@pytest.mark.parametrize("text", ABOUT_THE_QUESTION)
def test_a_question_about_the_question_is_clarifying(text):
    assert is_clarifying_question(text, QUESTION)


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_is_not_clarifying(text):
    assert not is_clarifying_question(text, QUESTION)


def test_a_very_long_message_is_an_answer_whatever_it_says():
    assert not is_clarifying_question("Can you rephrase? " * 10_000, QUESTION)


@given(st.text(max_size=400))
def test_any_text_gets_a_verdict(text):
    assert is_clarifying_question(text, QUESTION) in {True, False}


@given(st.lists(st.sampled_from(["keys", "expire", "after", "writes", "because"]), min_size=8))
def test_a_request_with_much_else_beside_it_is_an_answer(words):
    assert not is_clarifying_question(f"Can you rephrase? {' '.join(words)}.", QUESTION)
