"""The table of interviews: what its address says is what it shows."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from app.interviews.listing import MAX_PAGE
from state.interviews import InterviewsState, Query
from state.tables import FAILED, READY
from tests.support.interviews import engine, invite, make_position
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, Screen, cookie_of

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def parameters_of(address: str) -> dict[str, str]:
    from reflex.istate.data import ReflexURL

    return dict(ReflexURL(ORIGIN + address).query_parameters)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["q", *Query().filters, "sort", "order", "page"]),
        st.text(max_size=40) | st.sampled_from(["completed", "hire", "1", "name", "asc", "3"]),
    )
)
def test_an_address_is_read_the_same_when_it_is_written_again(parameters) -> None:
    query = Query.of(parameters)
    assert 1 <= query.page <= MAX_PAGE
    assert Query.of(parameters_of(query.address(page=query.page))) == query


def test_the_plain_address_is_the_default() -> None:
    assert Query.of({}) == Query()
    assert Query().address() == "/interviews"


def test_a_change_goes_back_to_the_first_page() -> None:
    query = Query(search="ada", page=4)
    assert Query.of(parameters_of(query.address(status="completed"))).page == 1
    assert Query.of(parameters_of(query.address(page=5))).page == 5


def test_sorting_again_reverses_the_order() -> None:
    query = Query.of(parameters_of(Query().sorted_by("name")))
    assert (query.sort, query.order) == ("name", "asc")
    query = Query.of(parameters_of(query.sorted_by("name")))
    assert (query.sort, query.order) == ("name", "desc")
    query = Query.of(parameters_of(query.sorted_by("score")))
    assert (query.sort, query.order) == ("score", "desc")


@pytest.fixture
def scripted(database: str):
    with engine() as evaluator:
        yield evaluator


@sqlite
async def test_the_table_shows_what_its_address_asks_for(database: str, scripted) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    for name in ("Ada Example", "Bela Example"):
        await invite(actor, position, full_name=name)
    cookie = await cookie_of(actor)
    for path, names in (
        ("/interviews", ["Bela Example", "Ada Example"]),
        ("/interviews?sort=name", ["Ada Example", "Bela Example"]),
        ("/interviews?q=ada", ["Ada Example"]),
        ("/interviews?status=completed", []),
        ("/interviews?human=1", []),
        ("/interviews?expiring=1", []),
        ("/interviews?expiring=yes", ["Bela Example", "Ada Example"]),
        (f"/interviews?position={position.id}", ["Bela Example", "Ada Example"]),
        ("/interviews?status=nonsense&page=%00&sort=x", ["Bela Example", "Ada Example"]),
    ):
        screen = Screen(InterviewsState, path, cookie)
        await screen.load()
        assert screen.phase == READY
        assert [row.name for row in screen.rows] == names, path


@sqlite
async def test_a_page_beyond_the_last_leads_to_the_first(database: str, scripted) -> None:
    actor = await make_actor()
    screen = Screen(InterviewsState, "/interviews?q=ada&page=7", await cookie_of(actor))
    (gone,) = await screen.load()
    assert "page" not in str(gone.args)
    assert "q=ada" in str(gone.args)


@sqlite
async def test_another_organisation_s_interviews_are_not_in_the_table(
    database: str, scripted
) -> None:
    owner = await make_actor()
    await invite(owner, await make_position(owner))
    screen = Screen(InterviewsState, "/interviews", await cookie_of(await make_actor()))
    await screen.load()
    assert screen.rows == []
    assert screen.positions == []


@sqlite
async def test_a_filter_changes_the_address_and_nothing_else_does(database: str, scripted) -> None:
    cookie = await cookie_of(await make_actor())
    screen = Screen(InterviewsState, "/interviews?q=ada&page=3", cookie)
    (gone,) = await screen.narrow("status", "completed")
    assert "q=ada&status=completed" in str(gone.args)
    assert "page" not in str(gone.args)
    assert await screen.narrow("status", ["completed"]) == []
    assert await screen.narrow("sort", "name") == []
    assert await screen.narrow({}, None) == []
    for name in Query().filters:
        (gone,) = await screen.narrow(name, "nonsense")
        assert "nonsense" not in str(gone.args)


@sqlite
@pytest.mark.parametrize("typed", [None, 7, ["ada"], {"q": "ada"}], ids=repr)
async def test_a_search_that_is_no_text_is_no_search(database: str, scripted, typed) -> None:
    cookie = await cookie_of(await make_actor())
    screen = Screen(InterviewsState, "/interviews?q=ada", cookie)
    (gone,) = await screen.find(typed)
    assert "ada" not in str(gone.args)


@sqlite
async def test_a_database_that_fails_is_said_and_can_be_tried_again(
    database: str, scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = await cookie_of(await make_actor())
    screen = Screen(InterviewsState, "/interviews", cookie)
    with monkeypatch.context() as broken:
        broken.setattr("state.interviews.list_interviews", fail)
        await screen.load()
        assert screen.phase == FAILED
    await screen.load()
    assert screen.phase == READY


async def fail(*_: object, **__: object) -> None:
    raise OperationalError("select", {}, OSError("disk"))
