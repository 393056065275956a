"""Countries and what their people are called, to recognise origin where it is told."""

from __future__ import annotations

import re

_COUNTRIES = """
Afghanistan|Albania|Algeria|Argentina|Armenia|Australia|Austria|Azerbaijan|Bangladesh|Belarus
Belgium|Bolivia|Bosnia|Brazil|Bulgaria|Cambodia|Cameroon|Canada|Chile|China|Colombia|Costa Rica
Croatia|Cuba|Cyprus|Czech Republic|Czechia|Denmark|Ecuador|Egypt|England|Eritrea|Estonia|Ethiopia
Finland|France|Germany|Ghana|Greece|Guatemala|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia
Iran|Iraq|Ireland|Israel|Italy|Jamaica|Japan|Kazakhstan|Kenya|Kosovo|Kuwait|Latvia|Lebanon|Libya
Lithuania|Luxembourg|Malaysia|Malta|Mexico|Moldova|Mongolia|Morocco|Mozambique|Myanmar|Nepal
Netherlands|New Zealand|Nicaragua|Nigeria|North Macedonia|Norway|Pakistan|Palestine|Panama|Paraguay
Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Saudi Arabia|Scotland|Senegal|Serbia
Sierra Leone|Singapore|Slovakia|Slovenia|Somalia|South Africa|South Korea|Spain|Sri Lanka|Sudan
Sweden|Switzerland|Syria|Taiwan|Tanzania|Thailand|Tunisia|Turkey|Türkiye|Uganda|Ukraine|UAE
United Arab Emirates|United Kingdom|United States|USA|U.S.A.|Uruguay|Uzbekistan|Venezuela|Vietnam
Wales|Yemen|Zambia|Zimbabwe
"""
_PEOPLE = """
Afghan|African|Albanian|Algerian|American|Arab|Argentine|Argentinian|Armenian|Asian|Australian
Austrian|Bangladeshi|Belarusian|Belgian|Black|Bolivian|Bosnian|Brazilian|British|Bulgarian
Cameroonian|Canadian|Chilean|Chinese|Colombian|Croatian|Cuban|Cypriot|Czech|Danish|Dutch|Ecuadorian
Egyptian|English|Eritrean|Estonian|Ethiopian|European|Filipino|Filipina|Finnish|French|Georgian
German|Ghanaian|Greek|Guatemalan|Hispanic|Hungarian|Icelandic|Indian|Indonesian|Iranian|Iraqi|Irish
Israeli|Italian|Jamaican|Japanese|Jordanian|Kazakh|Kenyan|Korean|Kurdish|Kuwaiti|Latin American
Latina|Latino|Latvian|Lebanese|Libyan|Lithuanian|Malaysian|Maltese|Mexican|Moldovan|Mongolian
Moroccan|Nepalese|Nepali|New Zealander|Nigerian|Norwegian|Pakistani|Palestinian|Peruvian|Polish
Portuguese|Romanian|Roma|Russian|Rwandan|Saudi|Scottish|Senegalese|Serbian|Singaporean|Slovak
Slovenian|Somali|South African|Spanish|Sri Lankan|Sudanese|Swedish|Swiss|Syrian|Taiwanese|Tanzanian
Thai|Tunisian|Turkish|Ugandan|Ukrainian|Uruguayan|Uzbek|Venezuelan|Vietnamese|Welsh|Yemeni|Zambian
Zimbabwean
"""


def _either(names: str) -> str:
    found = [name for line in names.strip().splitlines() for name in line.split("|")]
    return "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))


COUNTRY = re.compile(rf"(?<!\w)(?:the )?(?:{_either(_COUNTRIES)})(?!\w)")
"""A country's name as it is written; capitals count."""

PEOPLE = _either(_PEOPLE)
"""For use in other expressions: an adjective of origin."""
