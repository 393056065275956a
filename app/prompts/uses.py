"""What prompts of each type are used for, in words for whoever writes them."""

from __future__ import annotations

from app.prompts.models import PromptType

USES: dict[PromptType, str] = {
    PromptType.RESUME_ANALYSIS: (
        "What a language model is told before it reads a résumé. The built-in engine goes by the "
        "requisition alone."
    ),
    PromptType.INTERVIEW: (
        "What a language model is told about how to word an interview. What is asked and how it "
        "is graded stay the same; the built-in interviewer goes by its persona’s style alone."
    ),
    PromptType.EVALUATION: (
        "Used by nothing here: an evaluation follows stated rules from the report’s evidence, "
        "whichever engine is in use. It is kept, checked and previewed for programs of yours."
    ),
    PromptType.INTERVIEW_EMAIL: (
        "The letter with a candidate’s own link, whichever engine is in use."
    ),
}
UNUSED = frozenset({PromptType.EVALUATION})
"""Types of which no prompt is in use, even where one is the default."""
