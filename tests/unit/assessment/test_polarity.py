import pytest

from app.assessment.polarity import are_opposite, contradicts, negations
from app.assessment.text import stem


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("A queue increases the availability.", "A queue decreases the availability."),
        ("An index makes reads faster.", "An index makes reads slower."),
        ("The cache is checked before the database.", "The cache is checked after the database."),
        ("The call is synchronous and blocks.", "The call is asynchronous and blocks."),
        ("Consumers must be idempotent.", "Consumers don't have to be idempotent."),
        ("Replicas can return stale data.", "Replicas can never return stale data."),
        ("The token is not stored on the server.", "The token is stored on the server."),
        ("The header is trusted by the proxy.", "The header is untrusted by the proxy."),
    ],
)
def test_the_opposite_contradicts(reference, said):
    assert contradicts([reference], said)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("An index makes reads faster.", "Reads get faster with an index."),
        ("An index makes reads faster.", "An index doesn't make reads slower."),
        ("It takes read load off the database.", "You do not have to go to the database."),
        ("A queue buffers sudden peaks.", "A queue not only buffers peaks but sudden bursts too."),
        ("Consumers must be idempotent.", "I don't know."),
        ("Retries cause duplicates.", "The weather is never good here."),
    ],
)
def test_agreement_and_unrelated_words_do_not_contradict(reference, said):
    assert not contradicts([reference], said)


def test_agreeing_with_one_wording_is_enough():
    wordings = ["The two services are not connected.", "The two services are separated."]
    assert not contradicts(wordings, "The two services are separated.")


def test_negations_are_counted_with_and_without_apostrophe():
    assert negations("It doesn't wait, and it can't fail") == 2
    assert negations("It doesn’t wait") == 1
    assert negations("No doubt it is not only fast") == 0


def test_opposites_go_both_ways_and_by_prefix():
    assert are_opposite(stem("increase"), stem("decreases"))
    assert are_opposite(stem("decrease"), stem("increased"))
    assert are_opposite(stem("valid"), stem("invalid"))
    assert not are_opposite(stem("cache"), stem("database"))
