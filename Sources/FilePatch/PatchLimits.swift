/// The bounds of patches and diffs, each with its reason. Beyond one a patch is refused as `tooLarge`, before anything
/// is touched.
package enum PatchLimits {
    /// The longest patch, in bytes. Models write some hundred kilobytes in one answer at most.
    package static let patchBytes = 8 << 20

    /// The most sections (files) of one patch. Every one becomes an entry of the item that clients show.
    package static let sections = 2_000

    /// The most chunks of one patch: each may cost one look over a whole file.
    package static let chunks = 20_000

    /// The largest file that a patch may change or delete, in bytes: its old and its new content are in memory at once.
    package static let fileBytes = 32 << 20

    /// The most bytes of old and new contents that one plan may hold.
    package static let planBytes = 256 << 20

    /// How many lines matching may look at for one file, all chunks together. An honest patch looks at every line a few
    /// times; a patch made to be slow would look at each of a million lines ten thousand times.
    package static let lookedAtLines = 200_000_000

    /// The most symbolic links on the way to one file; what Linux allows.
    package static let symbolicLinks = 40

    /// The longest diff of one file that is shown to clients, in bytes. Beyond it the text is cut at a line's end and says
    /// so: a client has to draw it, and every event that carries it has to be kept.
    package static let shownDiffBytes = 4 << 20

    /// How many edits from each end the search for the shortest edit goes before it takes the best path found so far.
    /// The diff stays right beyond it; it may be longer than needed. The work grows with the square.
    package static let editDistance = 256
}
