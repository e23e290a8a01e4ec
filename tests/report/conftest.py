"""A hand-made answer to Lahore-Almaty: every figure is made up, so that each face can be read against it."""

from datetime import date

import pytest

from karwan.answers.question import RoutesQuestion
from karwan.answers.routes import Lost, NotOffered, Offer, RoutesAnswer, Variant
from karwan.operations.permission import Reason
from karwan.words.evidence import Evidence, Figure
from karwan.words.mode import Mode
from karwan.words.place import Place
from karwan.words.route import Route
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step
from karwan.words.weights import Weights

M, P, A = Evidence.MEASURED, Evidence.PUBLISHED, Evidence.ASSUMED
LAHORE = Place("PKLHE", "Lahore", 74.34, 31.55, territory="PK")
ALMATY = Place("KZALA", "Almaty", 76.95, 43.24, territory="KZ")
POSITIONS = {
    "PKLHE": (74.34, 31.55),
    "KZALA": (76.95, 43.24),
    "sost-khunjerab": (74.9, 36.7),
    "torugart": (75.4, 40.55),
    "irkeshtam": (73.9, 39.7),
    "kordai": (74.7, 43.03),
    "khorgos": (80.4, 44.2),
    "taftan": (61.59, 28.97),
    "sarakhs": (61.15, 36.53),
    "farap": (63.6, 39.2),
    "yallama": (68.6, 40.95),
    "port-karachi": (66.98, 24.84),
    "port-bandar-abbas": (56.2, 27.12),
    "sarakhs-rail": (61.2, 36.5),
    "saryagash": (69.16, 41.45),
    "port-lianyungang": (119.45, 34.74),
    "dostyk": (82.49, 45.25),
    "air-lhe": (74.4, 31.52),
    "air-ala": (77.04, 43.35),
    "torkham": (71.09, 34.12),
    "hairatan": (67.42, 37.22),
    "chaman": (66.45, 30.92),
    "torghundi": (62.28, 35.26),
}
NAMES = {
    **{id_: id_.replace("-", " ").title() for id_ in POSITIONS},
    "PKLHE": "Lahore",
    "KZALA": "Almaty",
    "sost-khunjerab": "Sost–Khunjerab",
    "port-karachi": "Karachi (KPT: KICT, PICT, SAPT)",
    "port-bandar-abbas": "Bandar Abbas",
    "port-lianyungang": "Lianyungang",
    "sarakhs-rail": "Sarakhs (rail)",
    "farap": "Farap–Alat",
    "yallama": "Konysbayeva–Yallama",
    "air-lhe": "Lahore airport",
    "air-ala": "Almaty airport",
}


def leg(mode, origin, destination, territory, km, hours, cost, evidence=(M, P)):
    return Step(
        "leg",
        Operation.HAUL,
        mode,
        origin,
        destination,
        territory,
        km,
        Figure(hours, evidence[0], ("cpmm-2023",)),
        hours * 0.2,
        Figure(cost, evidence[1], ("carec-rates",)),
        Figure(km * {"road": 1.9, "rail": 0.5, "sea": 0.2, "air": 14}[mode], P, ("glec-3",)),
    )


def stop(operation, where, mode, territory, hours, cost, evidence=M):
    return Step(
        "transfer",
        operation,
        mode,
        where,
        where,
        territory,
        0.0,
        Figure(hours, evidence, ("cpmm-2023",) if evidence is M else ("default-handling",)),
        hours * 0.5,
        Figure(cost, evidence),
        Figure(0.0),
    )


def cross(where, mode, territory, hours, cost, evidence=M):
    return stop(Operation.CROSS, where, mode, territory, hours, cost, evidence)


ROAD, RAIL, SEA, AIR = Mode.ROAD, Mode.RAIL, Mode.SEA, Mode.AIR


def torugart():
    return Route(
        (
            stop(Operation.LOAD, "PKLHE", ROAD, "PK", 6, 120, A),
            leg(ROAD, "PKLHE", "sost-khunjerab", "PK", 1190, 34, 1450),
            cross("sost-khunjerab", ROAD, "CN", 48, 320),
            leg(ROAD, "sost-khunjerab", "torugart", "CN", 575, 14, 900, (P, P)),
            cross("torugart", ROAD, "KG", 50.4, 620),
            leg(ROAD, "torugart", "kordai", "KG", 490, 14, 700),
            cross("kordai", ROAD, "KZ", 6, 90),
            leg(ROAD, "kordai", "KZALA", "KZ", 240, 5, 260),
            stop(Operation.UNLOAD, "KZALA", ROAD, "KZ", 6, 120, A),
        )
    )


def khorgos():
    return Route(
        (
            leg(ROAD, "PKLHE", "sost-khunjerab", "PK", 1190, 34, 1450),
            cross("sost-khunjerab", ROAD, "CN", 48, 320),
            leg(ROAD, "sost-khunjerab", "khorgos", "CN", 1900, 44, 2900, (P, P)),
            cross("khorgos", ROAD, "KZ", 78, 1400),
            leg(ROAD, "khorgos", "KZALA", "KZ", 330, 7, 380),
        )
    )


def iran():
    return Route(
        (
            leg(ROAD, "PKLHE", "taftan", "PK", 1600, 48, 1900),
            cross("taftan", ROAD, "IR", 70, 500, P),
            leg(ROAD, "taftan", "sarakhs", "IR", 1270, 30, 1100, (A, A)),
            cross("sarakhs", ROAD, "TM", 40, 600),
            leg(ROAD, "sarakhs", "farap", "TM", 420, 12, 600, (A, A)),
            cross("farap", ROAD, "UZ", 20, 300),
            leg(ROAD, "farap", "yallama", "UZ", 690, 16, 700),
            cross("yallama", ROAD, "KZ", 14, 200),
            leg(ROAD, "yallama", "KZALA", "KZ", 800, 18, 800),
        )
    )


def sea_and_rail():
    return Route(
        (
            leg(RAIL, "PKLHE", "port-karachi", "PK", 1219, 40, 800),
            stop(Operation.TRANSSHIP, "port-karachi", SEA, None, 60, 260, P),
            stop(Operation.WAIT, "port-karachi", SEA, None, 72, 0, A),
            leg(SEA, "port-karachi", "port-bandar-abbas", None, 1250, 46, 500, (P, P)),
            stop(Operation.TRANSSHIP, "port-bandar-abbas", RAIL, "IR", 96, 300, A),
            leg(RAIL, "port-bandar-abbas", "sarakhs-rail", "IR", 1900, 80, 1200, (A, A)),
            stop(Operation.CHANGE_GAUGE, "sarakhs-rail", RAIL, "TM", 60, 250, P),
            leg(RAIL, "sarakhs-rail", "saryagash", "TM", 1400, 70, 1000, (A, A)),
            cross("saryagash", RAIL, "KZ", 30, 150),
            leg(RAIL, "saryagash", "KZALA", "KZ", 840, 30, 500),
        )
    )


def sea_and_china():
    return Route(
        (
            leg(RAIL, "PKLHE", "port-karachi", "PK", 1219, 40, 800),
            stop(Operation.WAIT, "port-karachi", SEA, None, 130, 260, A),
            leg(SEA, "port-karachi", "port-lianyungang", None, 10300, 400, 1500, (P, P)),
            stop(Operation.TRANSSHIP, "port-lianyungang", RAIL, "CN", 80, 300, A),
            leg(RAIL, "port-lianyungang", "dostyk", "CN", 4100, 120, 3100, (P, P)),
            stop(Operation.CHANGE_GAUGE, "dostyk", RAIL, "KZ", 46, 400),
            leg(RAIL, "dostyk", "KZALA", "KZ", 830, 30, 500),
        )
    )


def air():
    return Route(
        (
            leg(ROAD, "PKLHE", "air-lhe", "PK", 18, 1, 60),
            stop(Operation.TRANSSHIP, "air-lhe", AIR, None, 14, 400, A),
            leg(AIR, "air-lhe", "air-ala", None, 1330, 3, 56000, (P, P)),
            stop(Operation.TRANSSHIP, "air-ala", ROAD, "KZ", 12, 400, A),
            leg(ROAD, "air-ala", "KZALA", "KZ", 20, 1, 60),
        )
    )


def afghan(first, last):
    return Route(
        (
            leg(ROAD, "PKLHE", first, "PK", 480, 16, 600),
            cross(first, ROAD, "AF", 40, 400),
            leg(ROAD, first, last, "AF", 660, 24, 900, (A, A)),
            cross(last, ROAD, "UZ", 30, 300),
            leg(ROAD, last, "yallama", "UZ", 700, 18, 800),
            cross("yallama", ROAD, "KZ", 14, 200),
            leg(ROAD, "yallama", "KZALA", "KZ", 800, 18, 800),
        )
    )


def offer(number, label, route, *, loses=None, variants=()):
    gateways = tuple(dict.fromkeys(step.destination for step in route.steps))[:-1]
    return Offer(
        id=f"r{number:07x}",
        label=label,
        family=label.lower().replace(" ", "-"),
        gateways=gateways,
        route=route,
        generalised_usd=route.cost_usd + 3 * route.time_h,
        is_pareto=loses is None,
        loses=loses,
        variants=tuple(
            Variant(f"v{number}{k}", gate, route, h, usd) for k, (gate, h, usd) in enumerate(variants)
        ),
    )


@pytest.fixture(scope="session")
def answer():
    by_torugart = (("sost-khunjerab", "irkeshtam", "kordai"), 16.4, 240.0)
    by_rail = (("port-karachi", "port-bandar-abbas", "sarakhs-rail", "saryagash"), 30.0, -90.0)
    offers = (
        offer(1, "Road by the Karakoram Highway, Torugart and Kordai", torugart(), variants=[by_torugart]),
        offer(2, "Road by the Karakoram Highway and Khorgos", khorgos()),
        offer(3, "Road by Taftan, Sarakhs, Farap–Alat and Yallama", iran()),
        offer(
            4,
            "Rail to Karachi, sea to Bandar Abbas, rail by Sarakhs and Saryagash",
            sea_and_rail(),
            variants=[by_rail],
        ),
        offer(5, "Air to Almaty airport", air()),
        offer(
            6,
            "Rail to Karachi, sea to Lianyungang, rail by Dostyk",
            sea_and_china(),
            loses=Lost("r0000004", 262.0, 235.2, 290.4, 1900.0, 620.0),
        ),
    )
    not_offered = (
        NotOffered(
            "Road by Torkham, Hairatan and Yallama",
            "pk-af-uz-kz",
            ("torkham", "hairatan", "yallama"),
            (Reason("closed: shut to trade after clashes", "torkham", date(2025, 10, 12), ("npr-2026-01",)),),
            afghan("torkham", "hairatan"),
        ),
        NotOffered(
            "Road by Chaman, Torghundi and Yallama",
            "pk-af-tm-uz-kz",
            ("chaman", "torghundi", "yallama"),
            (
                Reason("closed: shut to trade after clashes", "chaman", date(2025, 10, 12), ("npr-2026-01",)),
                Reason("excluded by the user", "torghundi"),
            ),
            afghan("chaman", "torghundi"),
        ),
    )
    question = RoutesQuestion(
        origin=LAHORE,
        destination=ALMATY,
        shipment=Shipment("40ft", "40ft", 1, 1, 1, 19.5, 2, 2, "general", 60000, 3.2),
        on=date(2026, 1, 12),
        weights=Weights(1.0, 3.2, 0.05, 0.8),
        ranked_by="generalised",
    )
    return RoutesAnswer(question, "0123abcd", offers, not_offered, NAMES, POSITIONS)


@pytest.fixture(scope="session")
def shapes(answer):
    """Ways as straight lines from gateway to gateway, a stretch a leg; air has its two ends only."""
    drawn = {}
    for way in answer.routes:
        stretches = []
        for step in way.route.legs:
            line = [POSITIONS[step.origin], POSITIONS[step.destination]]
            if step.mode is not Mode.AIR:
                (ax, ay), (bx, by) = line
                line = [(ax + (bx - ax) * k / 8, ay + (by - ay) * k / 8) for k in range(9)]
            stretches.append((step.mode, line))
        drawn[way.id] = stretches
    return drawn
