"""Signs and codes of money that every language writes, before a number or after it."""

from __future__ import annotations

from guwah.instruments.amounts.tongues.shape import Unit

YUAN = "The sign ¥ is taken for the yuan; it is also the sign of the yen."
DOLLAR = "Dollars are taken for those of the United States."
SOM = "The som is taken for that of Kyrgyzstan."
MANAT = "The manat is taken for that of Azerbaijan; Turkmenistan's has the same name."
PESO = "The peso is taken for that of the Philippines; Mexico and others have one too."
SHILLING = "The shilling is taken for that of Kenya; Tanzania, Uganda and Somalia have one too."
LIRA = "The lira is taken for that of Turkey."
RUPEE = "The rupee is taken for that of India; Pakistan, Nepal and Sri Lanka have one too."
BOLIVIANO = "Bs is taken for the boliviano; the bolívar of Venezuela is written so too."
HUNDREDTH = "Written as hundredths of the whole unit."
TENTH = "Written as tenths of the whole unit."

_CODES = (
    "CNY", "USD", "EUR", "GBP", "RUB", "KZT", "TRY", "UZS", "KGS", "TJS", "TMT", "AZN", "JPY",
    "KRW", "HKD", "TWD", "CHF", "SEK", "NOK", "DKK", "CAD", "AUD", "UAH", "INR", "PKR", "AED",
    "SAR", "EGP", "MNT", "MYR", "THB", "PHP", "MMK", "VND", "IDR", "NPR", "BDT", "LKR", "KES",
    "NGN", "GEL", "PLN", "LAK", "KHR", "ZAR", "ZMW", "BRL", "BOB", "PEN", "ETB", "GHS", "AFN",
    "IRR", "OMR", "QAR", "YER", "SDG", "SYP", "LBP", "IQD", "JOD", "KWD", "LYD", "TND", "DZD",
    "MAD", "TZS", "UGX", "SOS", "XOF", "XAF", "CDF", "RWF", "CZK", "HUF", "RON", "BGN", "RSD",
    "BYN", "AMD", "MDL", "ILS", "MXN", "COP", "CLP", "ARS", "VES", "GTQ", "HNL", "NIO", "CRC",
    "PYG", "HTG", "AOA", "MZN", "MGA", "GMD", "SLL", "BWP", "SGD", "NZD",
)  # fmt: skip

SIGNS = (
    Unit(r"(?<![^\W\d_])(?:US|U\.S\.)\s?\$", "USD"),
    Unit(r"(?<![^\W\d_])HK\$", "HKD"),
    Unit(r"(?<![^\W\d_])NT\$", "TWD"),
    Unit(r"(?<![^\W\d_])(?:A|AU)\$", "AUD"),
    Unit(r"(?<![^\W\d_])(?:C|CA)\$", "CAD"),
    Unit(r"(?<![^\W\d_])(?:RMB|CN[¥￥]?)[¥￥]?(?![^\W\d_])", "CNY"),
    Unit(r"(?<![^\W\d_])(?:S|SG)\$", "SGD"),
    Unit(r"(?<![^\W\d_])NZ\$", "NZD"),
    Unit(r"(?<![^\W\d_])R\$", "BRL"),
    Unit(r"(?<![^\W\d_])(?-i:Bs)\.?(?![^\W\d_])", "BOB", BOLIVIANO),
    Unit(r"(?<![^\W\d_])(?-i:Rs)\.?(?![^\W\d_])", "INR", RUPEE),
    Unit(r"(?<![^\W\d_])(?-i:RM)(?![^\W\d_])", "MYR"),
    Unit(r"(?<![^\W\d_])(?-i:Rp)\.?(?![^\W\d_])", "IDR"),
    Unit(r"(?<![^\W\d_])(?-i:Tk)\.?(?![^\W\d_])", "BDT"),
    Unit(r"(?<![^\W\d_])(?-i:K[Ss]h)\.?(?![^\W\d_])", "KES"),
    Unit(r"(?<![^\W\d_])(?-i:T[Ss]h)\.?(?![^\W\d_])", "TZS"),
    Unit(r"(?<![^\W\d_])(?-i:U[Ss]h)\.?(?![^\W\d_])", "UGX"),
    Unit(r"\$", "USD", DOLLAR),
    Unit("€", "EUR"),
    Unit("£", "GBP"),
    Unit("[¥￥]", "CNY", YUAN),
    Unit("₽", "RUB"),
    Unit("₸", "KZT"),
    Unit("₺", "TRY"),
    Unit("₼", "AZN"),
    Unit("₴", "UAH"),
    Unit("₩", "KRW"),
    Unit("₹", "INR"),
    Unit("₱", "PHP"),
    Unit("฿", "THB"),
    Unit("₫", "VND"),
    Unit("₦", "NGN"),
    Unit("₾", "GEL"),
    *(Unit(rf"(?<![^\W\d_])(?-i:{code})(?![^\W\d_])", code) for code in _CODES),
)
AREA_SIGNS = (
    Unit(r"(?:sq\.?\s?m|m\s?[²2]|м\s?[²2]|кв\.?\s?м)(?![^\W_])\.?", "square-metre"),
    Unit(r"(?:sq\.?\s?km|km\s?[²2]|км\s?[²2]|кв\.?\s?км)(?![^\W_])\.?", "square-kilometre"),
    Unit(r"(?:ha|га)(?![^\W_])\.?", "hectare"),
)
