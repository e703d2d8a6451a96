"""What the demo's contracts are for: categories in UNSPSC segments, with invented products and prices."""

import random
from dataclasses import dataclass
from decimal import Decimal

from portfolio_tui.portfolio.demo.chance import heavy

PRODUCTS_PER_CATEGORY = 16


@dataclass(frozen=True)
class Category:
    """One category: its code, its words, what is sold in it, and what one unit typically lists for."""

    code: str
    """Eight digits: the segment is UNSPSC's, what follows is the demo's own choice within it."""
    words: str
    items: tuple[str, ...]
    typical_price: int
    """Typical list price of one unit, in whole dollars."""
    has_list_price: bool = True
    has_warranty: bool = False


@dataclass(frozen=True)
class Product:
    """One product of a category, sold by every contractor of that category at its own discount."""

    number: str
    category: Category
    description: str
    list_price: Decimal


def _goods(code: str, words: str, items: str, price: int, *, warranty: bool = False) -> Category:
    return Category(code, words, tuple(items.split("; ")), price, has_warranty=warranty)


def _services(code: str, words: str, items: str, price: int) -> Category:
    return Category(code, words, tuple(items.split("; ")), price, has_list_price=False)


SNOW_REMOVAL = _goods(
    "22101600",
    "Snow removal equipment",
    "Snow plow, truck mounted; Salt spreader; Snow blower, walk behind; Plow blade; Wing plow; Brine tank",
    6200,
    warranty=True,
)

CLOUD_SERVICES = _services(
    "81112000", "Cloud services", "Compute, month; Storage, month; Platform seat, month; Backup", 260
)

CATEGORIES: tuple[Category, ...] = (
    _goods(
        "43211500",
        "Computers",
        "Laptop; Desktop; Workstation; Tablet; Thin client; Dock",
        1150,
        warranty=True,
    ),
    _goods(
        "43222600",
        "Data communications",
        "Switch; Router; Access point; Firewall; Optic module; Rack",
        2400,
        warranty=True,
    ),
    _services(
        "43191500", "Wireless voice and data", "Voice line, month; Data plan, month; Hot spot, month", 42
    ),
    _goods(
        "43230000", "Software through a reseller", "Office suite licence; Database licence; Seat, year", 310
    ),
    CLOUD_SERVICES,
    _goods(
        "44101500",
        "Copiers and managed print",
        "Copier; Printer; Toner; Plotter; Page charge",
        890,
        warranty=True,
    ),
    _goods("44120000", "Office supplies", "Paper, carton; Pens, box; Binder; Toner cartridge; Envelopes", 38),
    _goods(
        "56100000", "Furniture", "Desk; Task chair; Shelving; Conference table; Partition", 640, warranty=True
    ),
    _goods("41100000", "Laboratory equipment", "Centrifuge; Pipette set; Freezer; Balance; Glassware", 1300),
    _goods("42130000", "Medical supplies", "Gloves, case; Gowns, case; Syringes, box; Dressing, box", 74),
    _goods("51100000", "Pharmaceuticals", "Vaccine, dose; Insulin, vial; Antibiotic, bottle; Inhaler", 118),
    _goods(
        "42180000",
        "Diagnostic equipment",
        "Monitor; Ultrasound probe; Defibrillator; Scale",
        5400,
        warranty=True,
    ),
    _goods(
        "25101500",
        "Vehicles",
        "Sedan; Pickup; Cargo van; Patrol vehicle; Electric sedan",
        39000,
        warranty=True,
    ),
    _goods("25101600", "Buses", "School bus; Transit bus; Shuttle bus", 142000, warranty=True),
    _goods(
        "25172500", "Tires, tubes and services", "Truck tire; Passenger tire; Retread; Tube; Alignment", 196
    ),
    _goods("25174000", "Automotive parts", "Brake set; Battery; Filter, case; Alternator; Lamp", 88),
    _goods(
        "22101500", "Construction equipment", "Loader; Excavator; Skid steer; Grader", 88000, warranty=True
    ),
    SNOW_REMOVAL,
    _goods(
        "21100000",
        "Grounds maintenance equipment",
        "Mower; Trimmer; Utility vehicle; Aerator",
        7400,
        warranty=True,
    ),
    _goods("46151500", "Body armor", "Vest; Plate; Helmet; Carrier", 720, warranty=True),
    _goods(
        "46170000",
        "Public safety radios",
        "Portable radio; Mobile radio; Base station; Battery",
        3100,
        warranty=True,
    ),
    _goods(
        "46171600",
        "Security and fire protection",
        "Camera; Door controller; Fire panel; Sensor",
        980,
        warranty=True,
    ),
    _goods("31160000", "Maintenance and repair supplies", "Fasteners, box; Bearing; Valve; Tape, case", 31),
    _goods("39110000", "Lighting", "LED panel; Street light; Ballast; Lamp, case", 145),
    _goods(
        "40100000",
        "Heating and cooling",
        "Rooftop unit; Heat pump; Filter, case; Boiler part",
        4100,
        warranty=True,
    ),
    _goods("47130000", "Cleaning supplies", "Disinfectant, case; Towels, case; Liners, case; Soap", 46),
    _goods("53101500", "Uniforms and apparel", "Shirt; Trousers; Jacket; Boots, pair", 64),
    _goods("50110000", "Food and kitchen supplies", "Produce, case; Frozen meals, case; Dairy, case", 52),
    _goods("60100000", "Classroom supplies", "Textbook set; Art kit; Science kit; Display board", 210),
    _goods(
        "49220000",
        "Playground equipment",
        "Climber; Swing set; Surface, pallet; Shelter",
        11800,
        warranty=True,
    ),
    _goods(
        "45111600",
        "Audiovisual equipment",
        "Projector; Interactive display; Speaker set; Camera",
        1700,
        warranty=True,
    ),
    _goods("15100000", "Fuel", "Diesel, 100 gal; Gasoline, 100 gal; Propane, 100 gal", 330),
    _services("72100000", "Building maintenance", "Electrical, hour; Plumbing, hour; Roofing, square", 118),
    _services("76110000", "Custodial services", "Cleaning, month; Floor care; Window cleaning", 1450),
    _services("76120000", "Waste and recycling", "Collection, month; Hazardous pickup; Recycling, ton", 410),
    _services("78100000", "Parcel delivery", "Ground parcel; Express parcel; Freight, pallet", 23),
    _services("80110000", "Temporary staffing", "Clerk, hour; Nurse, hour; Analyst, hour; Driver, hour", 54),
    _services("80101500", "Management consulting", "Consultant, hour; Project manager, hour; Study", 185),
    _services(
        "81110000", "Information technology services", "Developer, hour; Analyst, hour; Support, month", 128
    ),
    _services("84141600", "Commercial cards", "Card programme charge; Fuel card charge", 95),
    _services("90120000", "Travel and vehicle rental", "Rental day; Air fare; Lodging night", 98),
    _services("92120000", "Security guards", "Guard, hour; Patrol, shift; Event post", 44),
    _services("81141600", "Relocation and moving", "Office move; Storage, month; Crew, hour", 640),
    _goods("83110000", "Telephone systems", "Handset; Gateway; Licence, year; Headset", 230, warranty=True),
    _goods("55120000", "Signs and sign posts", "Sign panel; Post; Cone, set; Barrier", 86),
    _goods("30110000", "Road salt and aggregates", "Salt, ton; Gravel, ton; Asphalt, ton", 84),
    _goods("12160000", "Water treatment chemicals", "Chlorine, drum; Polymer, drum; Fluoride, drum", 420),
    _services("85120000", "Health services", "Screening; Telehealth visit; Therapy, hour", 132),
)


def build_products(chance: random.Random) -> list[Product]:
    """Return 16 products a category, in the categories' order, with list prices around the typical one."""
    products = []
    for category in CATEGORIES:
        for position in range(PRODUCTS_PER_CATEGORY):
            item = category.items[position % len(category.items)]
            model = "ABCDEFGH"[position // len(category.items)]
            price = max(1.0, category.typical_price * heavy(chance, 0.5))
            products.append(
                Product(
                    number=f"0{category.code[:4]}-{position:02d}{model}",
                    category=category,
                    description=f"{item}, model {model}",
                    list_price=Decimal(round(price * 100)).scaleb(-2),
                )
            )
    return products
