pub mod axes;
pub mod field;
pub mod import;
pub mod net;
pub mod scene;
