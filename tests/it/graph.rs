//! The view Graph, seen from outside.

use crate::networks;

#[test]
fn dump() {
    for (name, stack) in [
        ("resnet50", networks::resnet50()),
        ("inception", networks::inception()),
        ("unet", networks::unet()),
        ("densenet", networks::densenet121()),
        ("res2000", networks::residual(2000)),
        ("chain3", networks::chain(3)),
        ("chain300", networks::chain(300)),
    ] {
        let text = receptive::export::document::write(&receptive::net::Document::new(stack)).unwrap();
        std::fs::create_dir_all("/tmp/nets").unwrap();
        std::fs::write(format!("/tmp/nets/{name}.toml"), text).unwrap();
    }
}
