"""Lists of English words the text functions need, kept small and put together by hand."""

_STOPWORDS = """
a about actually all also am an and any anyway are as at be because been being both but by can
could did do does doing done each either else etc even ever every for from get gets getting go
goes going gone got had has have having he her here him his how i if in into is it its itself
just kind know let lets like made make makes many may maybe me might more most much must my
myself no nor not of off oh ok okay on one only onto or other our out over own per put quite
rather really say says she should so some somehow something sort such than that the their them
then there these they thing things think this those though through to too under up upon us use
used uses using very was way we well were what whatever when where whether which while who whom
whose why will with within without would yes yet you your yourself
"""
_NEGATORS = """
arent barely cannot cant couldnt didnt doesnt dont hadnt hardly hasnt havent isnt n't neither
never no nobody none nor not nothing shouldnt wasnt werent without wont wouldnt
"""
_RELATIONS = """
always better bigger cheap cheaper different extra fast faster fewer higher less lower more
often same slow slower smaller sometimes worse
"""
_ENDINGS = "ations ation ating ators ated ates ator ate ings ing ers ies ied ely ed ly es er s e y"

# Words that carry no content of their own.
STOPWORDS = frozenset(_STOPWORDS.split())
# Words that turn a statement round, with the apostrophes people leave out.
NEGATORS = frozenset(_NEGATORS.split())
# Words that state a relation; notes such as "less load, more memory" are an answer, not a list.
RELATION_WORDS = frozenset(_RELATIONS.split())
# Endings a stem goes without, tried in this order.
ENDINGS = tuple(_ENDINGS.split())
