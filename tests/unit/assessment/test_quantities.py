import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.quantities import quantities


def only(text):
    [found] = quantities(text)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("50 ms", "0.05 s"),
        ("50ms", "fifty milliseconds"),
        ("10 %", "10 percent"),
        ("ten per cent", "10%"),
        ("two servers", "2 machines"),
        ("1,000 rows", "1000 rows"),
        ("2 million users", "2,000,000 users"),
        ("10k requests", "ten thousand requests"),
        ("twenty-five users", "25 users"),
        ("24 hours", "one day"),
        ("1 KB", "1024 bytes"),
        ("O(n log n)", "O of n log n"),
        ("O(1)", "constant time"),
        ("O(n²)", "quadratic time"),
        ("port 443", "443"),
    ],
)
def test_an_amount_is_the_same_however_it_is_written(one, other):
    assert only(one).equals(only(other))
    assert only(other).equals(only(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("port 443", "port 80"),
        ("O(n log n)", "O(n)"),
        ("1 KB", "1 MB"),
        ("50 ms", "50 s"),
        ("99.9 percent", "99.99 percent"),
        ("5 minutes", "5 percent"),
    ],
)
def test_another_amount_or_another_unit_is_not_the_same(one, other):
    assert not only(one).equals(only(other))


@pytest.mark.parametrize(
    "text",
    [
        "1. Retries come first",
        "(2) then the cache",
        "SHA-256 and IPv6 at p99 over HTTP/2",
        "In 2019 it was rewritten",
        "169.254.169.254 at 14:06 on 31/12/2025",
        "one of them, at one point",
        "the 2nd request",
    ],
)
def test_marks_names_years_and_addresses_are_no_amounts(text):
    assert quantities(text) == ()


@pytest.mark.parametrize(
    "text", ["say 50 users", "at least 3 replicas", "Python 3.12", "about 40 minutes", "2-3 days"]
)
def test_examples_limits_and_versions_are_loose(text):
    assert all(one.loose for one in quantities(text))


@given(st.integers(1, 900), st.sampled_from(["ms", "KB", "percent", "users"]))
def test_a_whole_number_is_read_with_its_unit_and_place(number, unit):
    text = f"That takes {number} {unit} here"
    found = only(text)
    assert text[found.start :].startswith(str(number))
    assert found.equals(only(f"{number:,} {unit}"))
    assert not found.equals(only(f"{number * 2} {unit}"))


@given(st.text(max_size=80))
def test_any_text_has_its_amounts_in_order_and_within_it(text):
    found = quantities(text)
    assert list(found) == sorted(found, key=lambda one: one.start)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
