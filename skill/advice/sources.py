"""The studies and guidelines the advice stands on: one table, by id.

What each found is said in words by ``speech``; here is only what a reader needs to look it up.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A publication.

    Attributes:
        id: first author and year, as used in the decision table.
        citation: authors, year and journal.
        link: DOI, PubMed or PMC number, or None for a web page or guideline.
        participants: how many people were studied, where it was small enough to say so.
    """

    id: str
    citation: str
    link: str | None = None
    participants: int | None = None

    @property
    def address(self) -> str | None:
        """Where it can be read on the web; None where there is no link."""
        link = self.link or ""
        return next(
            (page.format(link.removeprefix(cut)) for start, cut, page in _PAGES if link.startswith(start)), None
        )


_PAGES = (
    ("10.", "", "https://doi.org/{}"),
    ("PMC", "", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    ("PMID", "PMID ", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    ("CD", "", "https://doi.org/10.1002/14651858.{}"),
)
"""How a link begins, what of that is left out, and where it leads: DOI, PubMed Central, PubMed, Cochrane."""


_ALL = (
    Source("vickers2001", "Vickers 2001, BMC Musculoskelet Disord", "10.1186/1471-2474-2-5"),
    Source("doma2015", "Doma 2015, Eur J Appl Physiol 115:1789", "10.1007/s00421-015-3159-z", 14),
    Source("doma2017", "Doma 2017, Appl Physiol Nutr Metab 42:978", "10.1139/apnm-2017-0214"),
    Source("moran2017", "Morán-Navarro 2017, Eur J Appl Physiol 117:2387", "10.1007/s00421-017-3725-7"),
    Source("fernandes2019", "Fernandes 2019, Sports 7:132", "PMC6628445"),
    Source("burt2023", "Burt, Doma & Connor 2023, Science & Sports 38:647", "10.1016/j.scispo.2022.04.003"),
    Source("doma2014", "Doma 2014, Eur J Sport Sci", "PMID 24533516"),
    Source("doma2013order", "Doma & Deakin 2013, Appl Physiol Nutr Metab 38:651", "10.1139/apnm-2012-0362"),
    Source(
        "marcora2007",
        "Marcora & Bosio 2007, Scand J Med Sci Sports 17:662",
        "10.1111/j.1600-0838.2006.00627.x",
    ),
    Source("robineau2016", "Robineau 2016, J Strength Cond Res 30:672", "10.1519/JSC.0000000000000798"),
    Source("schumann2022", "Schumann 2022, Sports Med", "PMC8891239"),
    Source("chen2008", "Chen 2008, J Sci Med Sport 11:271", "10.1016/j.jsams.2007.02.015", 50),
    Source("dupuy2018", "Dupuy 2018, Front Physiol", "10.3389/fphys.2018.00403"),
    Source("vanhooren2018", "Van Hooren & Peake 2018, Sports Med", "10.1007/s40279-018-0916-2"),
    Source("wiewelhove2019", "Wiewelhove 2019, Front Physiol", "10.3389/fphys.2019.00376"),
    Source("pearcey2015", "Pearcey 2015, J Athl Train 50:5", "PMC4299735", 8),
    Source("herbert2011", "Herbert 2011, Cochrane review", "CD004577"),
    Source("behm2016", "Behm 2016, Appl Physiol Nutr Metab 41:1", "10.1139/apnm-2015-0235"),
    Source("craven2022", "Craven 2022, Sports Med 52:2669", "10.1007/s40279-022-01706-y"),
    Source("tsatalas2010", "Tsatalas 2010, Eur J Appl Physiol", "10.1007/s00421-010-1589-1"),
    Source("silbernagel2007", "Silbernagel 2007, Am J Sports Med 35:897"),
    Source("bartsch2021", "Bartsch 2021, J Clin Med", "10.3390/jcm10225360"),
    Source("acsm", "Garber 2011, American College of Sports Medicine position stand"),
    Source("saw2016", "Saw 2016, Br J Sports Med 50:281", "10.1136/bjsports-2015-094758"),
    Source("niosh", "NIOSH, symptoms of rhabdomyolysis"),
    Source("parq", "PAR-Q+, physical activity readiness questionnaire"),
)

SOURCES: dict[str, Source] = {source.id: source for source in _ALL}
