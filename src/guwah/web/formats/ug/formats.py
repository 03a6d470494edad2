"""Uyghur (Unicode CLDR, ug): day, month, year, joined as the script joins them; European digits."""

DATE_FORMAT = "j-F، Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j-F، Y، H:i"
YEAR_MONTH_FORMAT = "F، Y"
MONTH_DAY_FORMAT = "j-F"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d H:i"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
