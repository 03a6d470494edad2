"""The invented case of `guwah demo` (DESIGN §17): a school cook, flour money, and a bakery licence."""
