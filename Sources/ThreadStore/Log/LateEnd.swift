/// The end of an item that came after its turn: where its record stands, in bytes from the start of the log.
package struct LateEnd: Codable, Hashable, Sendable {
    /// How many of the newest are remembered: more commands than anybody leaves in the background of one thread, and few
    /// enough for every checkpoint. The items of older ones are shown as their turns have left them.
    static let limit = 512

    /// The item's turn.
    var turnId: String
    /// The place.
    var offset: Int
}
