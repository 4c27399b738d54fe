//! The files that a stack names: which they are, where they lie, and what is wrong with those of no use.

use std::fs;

use receptive::files::assets;
use receptive::import::document;
use receptive::net::Stack;
use receptive::value::{Asset, AssetError, Tensor, write_npy};

fn stack(values: &str) -> Stack {
    let text = format!("input = \"1x7x7\"\nlayers = [\"conv k3 c2\", \"relu\", \"conv k3\"]\n[values]\n{values}");
    document::read_any(text.as_bytes()).unwrap().stack
}

#[test]
fn every_named_file_is_listed() {
    let stack = stack(
        "input = { picture = \"photo.jpg\", fit = \"crop\" }\n\
         layer = [{ layer = \"conv1\", kernel = { array = \"w.npy\" }, bias = { array = \"b.npy\" }, \
         filters = [{ filter = 1, kernel = { array = \"one.npy\" } }] }, \
         { layer = \"conv2\", kernel = { array = \"w.npy\" } }]\n",
    );
    assert_eq!(stack.named_files().into_iter().collect::<Vec<_>>(), ["b.npy", "one.npy", "photo.jpg", "w.npy"]);
    let none = self::stack("input = \"ramp\"\nlayer = [{ layer = \"conv1\", kernel = \"box\", bias = [1, 2] }]\n");
    assert!(none.named_files().is_empty());
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn files_lie_beside_the_document() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let array = write_npy(&Tensor::from_elem(vec![2, 3], 5.0));
    fs::write(folder.path().join("data/a.npy"), &array).unwrap();
    // Bytes tell what a file is, unless its name says that it is an array.
    fs::write(folder.path().join("a"), &array).unwrap();
    let picture = folder.path().join("grey.bin");
    image::GrayImage::new(4, 2).save_with_format(picture, image::ImageFormat::Png).unwrap();
    let whole = folder.path().join("a").to_str().unwrap().to_owned();
    let read = assets::read(Some(folder.path()), names(&["data/a.npy", "a", "grey.bin", &whole]));
    for name in ["data/a.npy", "a", &whole] {
        let Ok(Asset::Array(array)) = &read[name] else { panic!("{name} is no array") };
        assert_eq!((array.shape(), array.sum()), (&[2, 3][..], 30.0), "{name}");
    }
    let Ok(Asset::Picture(picture)) = &read["grey.bin"] else { panic!("no picture") };
    assert_eq!((picture.width(), picture.height()), (4, 2));
}

#[test]
fn files_of_no_use_say_why() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    image::GrayImage::new(4, 2).save(folder.path().join("grey.png")).unwrap();
    fs::rename(folder.path().join("grey.png"), folder.path().join("grey.npy")).unwrap();
    fs::write(folder.path().join("empty.png"), "").unwrap();
    // Larger than any file that is read, though it takes no room on the disk.
    fs::File::create(folder.path().join("huge.npy")).unwrap().set_len(assets::MAX_ASSET_BYTES + 1).unwrap();
    let reasons = [
        ("none.png", "there is no such file; choose another one"),
        ("folder", "this is a folder; name a file in it"),
        ("grey.npy", "this is no array of NumPy; save one with numpy.save"),
        ("empty.png", "this is no picture that can be read; save it as PNG, JPEG, WebP or GIF"),
        ("huge.npy", "the file is larger than 1073741824 bytes; choose a smaller one"),
    ];
    let read = assets::read(Some(folder.path()), reasons.iter().map(|(name, _)| (*name).to_owned()));
    for (name, reason) in reasons {
        assert_eq!(read[name].as_ref().unwrap_err().to_string(), reason, "{name}");
    }
    assert_eq!(read["none.png"].as_ref().unwrap_err(), &AssetError::Missing);
}

/// Whoever opens a document of somebody else must not wait for ever, or read a device to the limit.
#[cfg(unix)]
#[test]
fn devices_are_not_opened() {
    let read = assets::read(None, names(&["/dev/zero"]));
    for (name, asset) in read {
        let reason = asset.unwrap_err().to_string();
        assert!(reason.contains("choose an ordinary file"), "{name}: {reason}");
    }
}
