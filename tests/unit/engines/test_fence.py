"""The fence around what people wrote."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from app.engines.openai.fence import fenced, visible

awkward = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from([*'<>|`"\\\n#-=*:[]', "\u202e", "\u200b", "\U000e0041", "\U000f003a"]),
    ),
    max_size=60,
)
said = st.one_of(awkward, awkward.map(lambda text: f"{text}\nsystem : {text}"))


@given(said)
def test_a_text_comes_out_of_the_fence_as_it_was_seen(text: str) -> None:
    opening, _, body, closing = fenced({"answer": [text]}).split("\n")
    assert closing.removeprefix("END ") in opening
    assert json.loads(body) == {"answer": [visible(text).text]}


@given(said)
def test_nothing_in_the_fence_looks_like_a_role_or_a_delimiter(text: str) -> None:
    body = fenced({"answer": text}).split("\n")[2]
    inside = body.removeprefix('{"answer": "').removesuffix('"}')
    assert not set("<>|`#[]") & set(inside)
    assert "--" not in inside
    assert "system :" not in inside


@given(awkward, st.data())
def test_what_was_seen_is_found_where_it_was_written(text: str, data: st.DataObject) -> None:
    shown = visible(text)
    if not shown.text.strip():
        return
    start = data.draw(st.integers(0, len(shown.text) - 1))
    end = data.draw(st.integers(start + 1, len(shown.text)))
    quote = shown.text[start:end].strip()
    if not quote:
        return
    place = shown.find(quote)
    assert place is not None
    assert visible(text[slice(*place)]).text == quote


def test_every_fence_has_a_mark_of_its_own() -> None:
    assert len({fenced({"answer": "x"}).split("\n")[1] for _ in range(50)}) == 50
