/// The byte of the lease file that stands for a thread.
///
/// A lock needs no byte to be there, so the 63 bits of an offset are a table that costs nothing. Two ids with the same
/// offset (one chance in a million for four million threads) share a lease: one process may hold both, and two
/// processes can't hold one each, which is refused in the words for an owned thread. Nothing is ever written twice.
struct LeaseSlot: Hashable, Sendable {
    /// The offset, above 0: that byte of a marker file says that its process lives.
    let offset: Int64

    /// The slot of a canonical thread id. The same in every process and version: FNV-1a over the id's text.
    init(_ id: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        // The last byte of all offsets stays unused, because a lock's end must still be a number.
        offset = max(1, Int64(hash >> 1) & (Int64.max - 1))
    }
}
