#[path = "it/cli.rs"]
mod cli;
#[path = "it/document.rs"]
mod document;
#[path = "it/locale.rs"]
mod locale;
