/// The images of all threads: each is what its name says. What logs refer to and is not there, the check of the logs tells.
struct BlobCheck: StoreCheck {
    var title: String { "blobs" }

    func check(_ run: CheckRun) {
        let blobs = BlobFolder(run.paths)
        for folder in StorePaths.names(in: blobs.path).sorted() where TreeCheck.isFolderName(folder) {
            for name in StorePaths.names(in: "\(blobs.path)/\(folder)").sorted() {
                check(name, in: "\(blobs.path)/\(folder)", blobs, run)
            }
        }
    }

    private func check(_ name: String, in folder: String, _ blobs: BlobFolder, _ run: CheckRun) {
        let path = "\(folder)/\(name)"
        guard !name.hasSuffix(".new") else {
            // Another process may be about to give it its name.
            run.note(
                CheckFinding(
                    "leftover", .note, path: path, "an image that is being stored, or whose storing was cut short"))
            return
        }
        guard BlobFolder.isHash(name), blobs.file(name) == path else {
            return run.note(.foreign(path))
        }
        do throws(ThreadStoreError) {
            // One that is not there any more was collected in the meantime.
            guard case .wrong = try blobs.read(name) else { return }
        } catch {
            return run.note(.unreadable(path, error.description))
        }
        let finding = CheckFinding(
            "wrongBlob", .damage, path: path, "the image is not what was stored", remedy: "move the file away")
        run.note([finding]) { () throws(ThreadStoreError) in try run.copies.takeAway(path) }
    }
}
