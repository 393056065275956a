"""The words that mark a duty, a deed, an outcome and so on in spoken and written English."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Cue(Enum):
    """Something a clause is seen to do."""

    OWN_ACTION = auto()
    VAGUE_ACTION = auto()
    SHARED_ACTION = auto()
    PROPOSED_ACTION = auto()
    DUTY = auto()
    SOFT_DUTY = auto()
    GOAL = auto()
    SETTING = auto()
    PROBLEM = auto()
    STAKES = auto()
    CONTRAST = auto()
    OUTCOME = auto()
    MEASURE = auto()
    PEOPLE = auto()
    LESSON = auto()
    STANCE = auto()
    HEDGE = auto()
    CAUSE = auto()
    EXAMPLE = auto()
    PAST = auto()
    HAPPENED = auto()


def any_of(*patterns: str) -> re.Pattern[str]:
    """A pattern for any of these, as whole words in any case."""
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns), re.I)


_NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|ninety|hundreds?|thousands?|half|a third|a quarter|double[d]?|triple[d]?|"
    r"halved|several|a few)"
)
_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|percent|per cent|times|points?)"
PATTERNS: Mapping[Cue, re.Pattern[str]] = {
    Cue.DUTY: any_of(
        r"my (?:own )?(?:\w+ )?(?:job|task|role|responsibility|assignment|part|brief|duty|goal|"
        r"aim|mission) (?:was|is|there was|had been|became|included|meant)",
        r"i (?:was|had been|got|was also|am|became) (?:\w+ly )?(?:asked|told|responsible|assigned|"
        r"tasked|in charge|supposed|expected|chosen|picked|appointed|made responsible|"
        r"accountable|brought in|put in charge|given|the (?:one|person) who|on call)",
        r"(?:my \w+|manager|boss|lead|director|head|client|customer|cto|ceo|she|he|they) "
        r"(?:asked|told|wanted|gave|assigned|trusted|expected|put) me",
        r"it was (?:up to me|my job|my task|my turn|my responsibility|on me)",
        r"fell to me|landed on (?:me|my desk)|i (?:volunteered|offered|agreed|stepped up) to|"
        r"i took (?:it on|on the|over the|ownership|responsibility|charge)",
        r"as (?:the )?(?:\w+ )?(?:lead|owner|manager|engineer on call|organiser),? i (?:had|was)",
    ),
    Cue.SOFT_DUTY: any_of(
        r"(?:i|we) (?:once |then |also |just )?(?:had|needed|have|need|wanted) to",
        r"(?:i|we) (?:was|were) (?:to|meant to|supposed to|asked to|told to)",
        r"(?:the|our) (?:goal|aim|task|plan|target|objective|idea|assignment|job) was",
        r"(?:i|we) must|had to be (?:done|fixed|ready|moved|finished)",
    ),
    Cue.GOAL: any_of(
        r"in order to|so that|so (?:we|they|it|the \w+) (?:could|would)|because|since i|as i was",
        r"by the (?:end|start)|by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
        r"january|february|march|april|may|june|july|august|september|october|november|december|"
        r"noon|midnight|christmas|easter|summer|spring|autumn|winter)",
        r"before (?:the|our|a|christmas|monday|launch|next)|within|without (?:\w+ing|any|a|losing)",
        rf"(?:under|below|at least|at most|no more than|in|to|in under) {_NUMBER} ?(?:%|{_UNIT})",
        rf"by {_NUMBER}|before i|deadline|no later than|in time for|again",
    ),
    Cue.SETTING: any_of(
        r"(?:at|in|for|with|during) (?:my|our|the|a|an|one)?\s*(?:\w+ ){0,2}(?:job|company|"
        r"internship|employer|team|university|college|school|role|project|position|department|"
        r"firm|start-?up|bank|shop|hospital|agency|office|restaurant|studies|degree|thesis|year|"
        r"semester|store|hotel|warehouse|clinic|library|lab|charity|club|course|placement|"
        r"newspaper|insurer|retailer|factory)",
        r"(?:last|this|that|previous|past) (?:year|month|week|summer|winter|spring|autumn|fall|"
        r"december|november|january|march|june|job|project|role|quarter)",
        r"(?:in|since|around|from) (?:19|20)\d\d",
        rf"{_NUMBER} (?:years?|months?|weeks?) ago|i was (?:a|an|the) \w+|(?:studying|living|"
        rf"working)"
        r" (?:in|at|for|as)",
        r"when i (?:was|worked|joined|started|led|ran|managed|studied)|while (?:i|we) (?:was|were|"
        r"worked)|i was (?:working|leading|running|part of|interning|studying|the)|i worked (?:at|"
        r"as|for|in|on)|i (?:had )?(?:just )?(?:joined|started (?:at|as|in))|as an? (?:\w+ ){0,2}"
        r"(?:engineer|developer|manager|intern|nurse|teacher|analyst|lead|student|assistant|"
        r"designer|tester|supervisor|trainee|consultant|volunteer)",
        r"our (?:\w+ )?(?:team|company|shop|department|office|startup|start-up|product|site|app|"
        r"group) (?:of|was|were|had|ran|sold|made|served|built)",
        r"we were (?:a|an|building|running|working|about|in the middle|preparing|moving|launching)",
    ),
    Cue.PROBLEM: any_of(
        r"problems?|issues?|bugs?|fail(?:ed|ing|ure|ures|s)?|crash(?:ed|ing|es)?|slow(?:ly|er)?|"
        r"broken?|broke down|outage|down for|went down|going down|mistakes?|errors?|wrong|"
        r"conflict|argument|disagree(?:d|ment)?|complain(?:ed|ing|ts?)|late|behind schedule|"
        r"delay(?:ed|s)?|stuck|struggl(?:ed|ing)|losing|lost|missing|missed|threatened|angry|"
        r"upset|unhappy|frustrated|overloaded|overwhelmed|chaos|confus(?:ed|ion|ing)|leak(?:ed|"
        r"ing)?|timed out|time-?outs?|backlog|shortage|understaffed|incidents?|flaky|"
        r"unreliable|blocked|resigned|quit|left the|fell ill|sick|off sick",
        r"(?:was|were|had been|kept|is) (?:taking|costing|waiting|dropping|rising|falling|growing|"
        r"asking|arguing|getting|piling|breaking|ignoring)",
        rf"took (?:\w+ )?(?:over |up to |about |more than |nearly |almost )?{_NUMBER} ?{_UNIT}",
        r"nobody|no one|no longer|not enough|too (?:much|many|late|long|few|slow|big|small|"
        r"expensive)|no (?:\w+ )?(?:tests|documentation|budget|time|plan|process|money|way|backup|"
        r"access|answer)|lack(?:ed|ing)? (?:of)?|without (?:any|a) (?:\w+)|"
        r"(?:did|could|would)(?:n't| not) (?:\w+)|refus(?:ed|ing)|only (?:had|one|two|three|"
        r"a|half)|hard|difficult|challeng(?:e|ing)|tricky|impossible|tough|unexpected(?:ly)?|"
        r"suddenly|obstacle|conflicting|cancelled|changed (?:his|her|their|its) mind|"
        r"died|die[sd]? every|forbade|forbidden|retired|closed|void|trouble|fell through|"
        r"fallen through|"
        r"guess(?:ed|ing)|wasted?|threw away|deleted|contained|unclear|out of date|outdated|"
        r"ran out|"
        r"no (?!longer|doubt)\w+|needed (?:six|more|twice|two|three|four|five|ten)|"
        r"(?:more|less|fewer) than|resist(?:ed|ance)|scepti\w+|skepti\w+|distrust\w*",
    ),
    Cue.STAKES: any_of(
        r"which meant|meaning that|this meant|it meant|so (?:that )?(?:customers?|users?|people|"
        r"clients?|patients?|orders?|the business)|at risk|risk(?:ed|s|ing)?|would (?:have )?"
        r"(?:lose|lost|cost|miss(?:ed)?|be(?:en)? (?:fined|late)|leave|left)|cost(?:ing)? us|"
        r"threaten(?:ed|ing) to|penalt(?:y|ies)|fines?|complain(?:ed|ing|ts?)|customers? (?:were|"
        r"was|had|could|left|got|kept|waited|saw)|users? (?:were|was|had|could|left|got|kept|"
        r"waited|saw)|(?:developers|colleagues|staff|people|families|guests|students|nurses|teams) "
        r"(?:were|had|could|left|waited)|clients? (?:were|was|had|could|left|got)|losing|"
        r"lost (?:orders|money|sales|"
        r"customers|trust)|revenue|contract|angry|patients?|legal|safety|unpaid|wages|deadline|"
        r"could not (?:work|order|pay|log|ship|sell|see)|couldn't (?:work|order|pay|log|ship|"
        r"sell|see)|woken|overtime|reputation|for the whole",
        rf"(?:every|per|each|a) (?:minute|hour|day|week|night|month|morning|evening)|{_NUMBER} "
        r"(?:people|users|customers|orders|shops|clients|patients|guests|students|colleagues)",
    ),
    Cue.CONTRAST: any_of(
        r"but|however|unfortunately|despite|although|though|yet|except|even so|on top of that|"
        r"to make (?:it|things|matters) worse|the (?:main |biggest |real |hard |only )?"
        r"(?:problem|obstacle|difficulty|hurdle|challenge|trouble|catch|hardest part|hard part|"
        r"hardest thing) (?:was|is|came)|what made (?:it|this) (?:hard|difficult)|stood in (?:the|"
        r"our|my) way|halfway through|then the|in the middle of",
    ),
    Cue.OUTCOME: any_of(
        r"as a result|in the end|the (?:end )?(?:result|outcome|effect) (?:was|is)|result(?:ed|ing)"
        r" in|led to|eventually|finally|ultimately|since then|afterwards|after that|thanks to|"
        r"from then on|to this day|ever since|within (?:a|two|three) (?:weeks?|months?|days?)|"
        r"by the (?:end|time)",
        r"(?:this|it|that|which|they|we|he|she|the \w+|the \w+ \w+|\w+ times?|\w+s) "
        r"(?:\w+ly |then |also |have |has |had )?(?:reduced|"
        r"increased|improved|dropped|fell|went (?:up|down|from|live|out|well|smoothly)|rose|grew|"
        r"cut|saved|halved|doubled|tripled|allowed|enabled|launched|shipped|delivered|finished|"
        r"completed|resolved|solved|won|passed|avoided|prevented|succeeded|worked|adopted|"
        r"accepted|agreed|stayed|renewed|signed|praised|thanked|stopped|disappeared|recovered|"
        r"met|reached|hit|decreased|gained|lowered|raised|brought|ran|runs|kept|earned|use|uses|"
        r"got better|held|came (?:in|back|down|through)|was (?:fixed|solved|adopted|accepted|"
        r"delivered|approved|live|finished|released|happy|pleased|on time|published|back)|"
        r"were (?:fixed|solved|"
        r"happy|pleased|delivered|paid|back|satisfied))",
        r"(?:reducing|increasing|improving|cutting|saving|halving|doubling|allowing|bringing|"
        r"raising|lowering) (?:the|our|us|their|it|costs?|time|errors?|sales)",
        r"(?:solved|fixed|resolved|settled|sorted|closed) (?:it|this|them|everything)|"
        r"nothing changed|(?:solution|way|agreement|compromise) was (?:found|reached)|made it|"
        r"on time|successful(?:ly)?|was a success|worked out|no (?:more|further)|"
        r"has(?:n't| not) (?:\w+ )?since|promoted|promotion|"
        r"i (?:managed to|was able to|reduced|cut|increased|improved|saved|raised|lowered|halved|"
        r"doubled|achieved|closed the|won|finished|delivered|completed|succeeded|passed)",
    ),
    Cue.MEASURE: re.compile(
        rf"\b\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twice|"
        rf"seconds|"
        r"minutes|never|not one|longer|faster|quicker|fewer|less|more) |"
        rf"\b(?:from|by|to|under|below|over|about|only|nearly|almost|than|within|with|in|for|of|"
        rf"after|saved|gained|won|cut|another|zero) (?:\w+ ){{0,2}}{_NUMBER}\b|\b\d[\d,.]* ?(?:%|"
        rf"percent|per cent|ms|k|x\b)|[$€£]\d|\b{_NUMBER} (?:{_UNIT}|percent)|\b(?:halved|doubled|"
        r"tripled|by half|in half|on time|ahead of schedule|a (?:day|week|month) early|zero|"
        r"no (?:more|further)|none of|stopped|disappeared|(?:a|one) (?:second|minute|day|week|"
        r"hour)|half)\b",
        re.I,
    ),
    Cue.PEOPLE: any_of(
        r"customers?|users?|clients?|teams?|colleagues?|business|company|revenue|sales|managers?|"
        r"management|boss|guests?|patients?|students?|people|everyone|everybody|nobody|no one|"
        r"complaints?|tickets|support|orders?|contract|developers?|engineers?|board|department|"
        r"on-?call|families|parents|readers|staff|churn|budget|turnover|profit|costs?|"
        r"she|they|owners?|schools?|shops?|callers?|overtime|departments?|classmates?|faculty|"
        r"booksellers|teachers?|public|woken|ratings?|reviews|trust|downtime|partners?|suppliers?|"
        r"nurses?|visitors|members|money|\$\d+",
    ),
    Cue.LESSON: any_of(
        r"(?:i|we) (?:\w+ly |also |have |'ve )?(?:learn(?:ed|t)|realised|realized|understood)|"
        r"taught (?:me|us)|lesson|since then|from then on|ever since|these days|nowadays|to this "
        r"day|(?:i|we) (?:now|still) \w+|next time|became (?:the|our|a) (?:\w+ )?(?:standard"
        r"|rule|habit|template|norm|practice)|is still (?:in use|used|running)|still (?:use|uses|"
        r"used)|in hindsight|looking back|other teams|adopted|promoted|praised|thanked|"
        r"(?:has|have)(?:n't| not) (?:\w+ ){1,4}since|i would (?:do|have)|feedback",
    ),
    Cue.STANCE: any_of(
        r"(?:personally,? )?i (?:\w+ly )?(?:think|believe|prefer|recommend|feel|find|agree|"
        r"disagree|would (?:choose|pick|use|go|say|always|rather|prefer|recommend|start|avoid|"
        r"not|argue|keep|take)|favour|favor|am (?:for|against|convinced|in favour|sure)|"
        r"consider|value|choose|always|never|like|don't think|do not think|don't believe|"
        r"argue|want|see|would)",
        r"^\W*(?:yes|no)|in my (?:opinion|view|experience)|my (?:\w+ )?(?:view|opinion|answer|"
        r"choice|preference|"
        r"strength|weakness|motivation|position) is|(?:to|for) me|as i see it",
        r"should(?:n't)?|ought to|must|(?:is|are) (?:\w+ )?(?:better|best|worth|essential|"
        r"important|the most|the best|key|crucial|overrated|underrated|necessary|worse|useful|"
        r"right|wrong|more (?:important|useful|valuable))|matters? (?:more|most|a lot)|the (?:best|"
        r"most important|right) \w+ (?:\w+ ){0,4}is",
    ),
    Cue.HEDGE: any_of(
        r"it (?:really |all )?depends|both sides|(?:can(?:'t|not)|don't want to|won't) (?:decide|"
        r"say)|"
        r"hard to say|not sure|maybe|perhaps|i guess|either (?:one|way)"
        r"|both (?:are|have)|could be either|sometimes|no strong opinion|whatever|it varies",
    ),
    Cue.CAUSE: any_of(
        r"because|since|so (?!that|much|many|far)|as (?:it|they|you|we|i|the|a|that) |"
        r"the (?:main )?reasons?|that(?:'s| is) "
        r"why|so that|this means|which means|it means|that means|due to|otherwise|therefore|"
        r"which (?:lets|makes|keeps|saves|allows|gives|helps|leads|leaves|forces)|it (?:lets|makes|"
        r"keeps|saves|allows|gives|helps|forces|leaves|shows|builds)|they (?:let|make|keep|save|"
        r"allow|give|help|catch)|this (?:lets|makes|keeps|saves|allows|gives|helps|builds)|without"
        r" (?:it|them|that)|if (?:you|we|they|it|nobody|people|a|the|something)|when (?:you|people|"
        r"nobody|everyone)|the more|thanks to",
    ),
    Cue.EXAMPLE: any_of(
        r"for example|for instance|e\.g|an example|one example|a good example|to give|such as|"
        r"like when|take (?:the|our|my)|as when|case in point|consider (?:the|our)|once|"
        r"(?:last|this|that|previous) (?:year|month|week|summer|winter|spring|autumn|job|project|"
        r"role|team|company)|in (?:19|20)\d\d|(?:years?|months?|weeks?) ago|"
        r"(?:in|at|on|with) (?:my|our|one) (?:\w+ )?(?:last|previous|first|current|former|old|"
        r"project|job|team|company|role|office)|when (?:i|we) (?!think)|i (?:saw|experienced|"
        r"noticed) (?:this|that|it)|i remember",
    ),
}
