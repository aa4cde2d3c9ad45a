//! What went wrong elsewhere must not go wrong here: a file a group of lessons, with the numbers of `docs/lessons.md`.

mod appointments;
mod code_that_comes_later;
mod cost;
mod dust;
mod eth_receivers;
mod foreign_signatures;
mod hostile_registrar;
mod late_clearing;
mod no_escape;
mod odd_tokens;
mod order;
mod poisoned_entries;
mod register;
mod set_up;
mod signing_accounts;
mod timeline;
mod tiny_slashes;
mod views_and_slashes;
