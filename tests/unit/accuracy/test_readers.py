"""Reading sets of graded answers in the formats they are published in."""

from __future__ import annotations

import pytest

from app.accuracy.readers import ASAP_REFERENCES, read
from app.accuracy.sets import DataError, Label

SEMEVAL = """<?xml version="1.0"?>
<question id="Q1" module="M"><questionText>Why is it wet?</questionText>
<referenceAnswers><referenceAnswer id="r">It rained.</referenceAnswer></referenceAnswers>
<studentAnswers>
<studentAnswer id="a" accuracy="correct">Because of  rain.</studentAnswer>
<studentAnswer id="b" accuracy="contradictory">It was dry.</studentAnswer>
<studentAnswer id="c" accuracy="irrelevant">I like tea.</studentAnswer>
</studentAnswers></question>"""
SAF = """<question id="1"><questionText>Why?</questionText>
<referenceAnswers><referenceAnswer id="r">So that it fits.</referenceAnswer></referenceAnswers>
<studentAnswers>
<studentAnswer id="x"><response>To fit.</response><score>2.0</score></studentAnswer>
<studentAnswer id="y"><response>No.</response><score>0.5</score></studentAnswer>
</studentAnswers></question>"""
MOHLER = """id,question,desired_answer,student_answer,score_me,score_other,score_avg
1.1,What is tea?,A drink.,"A hot, brown drink",5,4,4.5
1.1,What is tea?,A drink.,A leaf,2,3,2.5
1.2,What is milk?,A drink of cows.,White,1,1,1
"""


def test_a_folder_of_semeval_is_a_set_with_labels(tmp_path) -> None:
    folder = tmp_path / "training" / "3way" / "beetle"
    folder.mkdir(parents=True)
    (folder / "q.xml").write_text(SEMEVAL)
    [found] = read(tmp_path).sets
    assert (found.name, found.corpus) == ("training/3way/beetle", "beetle")
    assert found.is_training
    assert found.is_labelled
    [question] = found.questions
    assert question.references == ("It rained.",)
    assert [(one.text, one.gold, one.label) for one in question.answers] == [
        ("Because of rain.", 1, Label.CORRECT),
        ("It was dry.", 0, Label.CONTRADICTORY),
        ("I like tea.", 0, Label.INCORRECT),
    ]


def test_points_of_saf_are_fractions_of_full_marks(tmp_path) -> None:
    (tmp_path / "1.xml").write_text(SAF)
    [found] = read(tmp_path).sets
    assert [one.gold for one in found.questions[0].answers] == [1, 0.25]
    assert not found.is_labelled


def test_mohlers_table_is_grouped_by_question(tmp_path) -> None:
    file = tmp_path / "mohler.csv"
    file.write_text(MOHLER)
    [found] = read(file).sets
    assert [len(one.answers) for one in found.questions] == [2, 1]
    assert [one.gold for one in found.questions[0].answers] == [0.9, 0.5]
    assert (found.steps, found.size) == (5, 3)


def test_in_asap_the_first_answers_with_full_marks_are_the_references(tmp_path) -> None:
    rows = [f"{n}\t1\t{2 if n < 8 else n % 2}\t2\tanswer {n}" for n in range(12)]
    file = tmp_path / "train.tsv"
    file.write_text("Id\tEssaySet\tScore1\tScore2\tEssayText\n" + "\n".join(rows))
    [found] = read(file).sets
    [question] = found.questions
    assert question.references == tuple(f"answer {n}" for n in range(ASAP_REFERENCES))
    assert len(question.answers) == 12 - ASAP_REFERENCES
    assert not {one.text for one in question.answers} & set(question.references)


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.csv", "a,b\n1,2\n"), ("x.csv", ""), ("x.xml", "<question>"), ("x.txt", "words")],
)
def test_what_is_in_no_known_format_is_refused_by_name(tmp_path, name, content) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(DataError, match=str(tmp_path)):
        read(tmp_path)


def test_a_broken_file_is_named_and_the_others_are_read(tmp_path) -> None:
    folder = tmp_path / "beetle" / "test-unseen-questions"
    folder.mkdir(parents=True)
    (folder / "good.xml").write_text(SEMEVAL)
    (folder / "bad.xml").write_text("<question>")
    found = read(tmp_path)
    assert [len(one.questions) for one in found.sets] == [1]
    assert [str(folder / "bad.xml") in problem for problem in found.broken] == [True]


def test_a_test_split_belongs_to_the_corpus_above_it(tmp_path) -> None:
    folder = tmp_path / "3way" / "sciEntsBank" / "test-unseen-domains"
    folder.mkdir(parents=True)
    (folder / "1.xml").write_text(SEMEVAL)
    [found] = read(tmp_path).sets
    assert (found.corpus, found.is_training) == ("scientsbank", False)
    assert found.name == "3way/sciEntsBank/test-unseen-domains"


def test_a_single_question_can_be_read(tmp_path) -> None:
    (tmp_path / "1.xml").write_text(SEMEVAL)
    [found] = read(tmp_path / "1.xml").sets
    assert found.size == 3


def test_a_path_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read(tmp_path / "nothing")
