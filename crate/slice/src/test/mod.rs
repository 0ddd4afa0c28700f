//! One behaviour each, on texts as programs have them.

mod first;
