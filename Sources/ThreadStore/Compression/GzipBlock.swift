internal import CPlatform

/// One block of a compressed log: a gzip member.
enum GzipBlock {
    /// The block of some bytes; nil when memory is short.
    static func pack(_ plain: [UInt8]) -> [UInt8]? {
        let capacity = heddle_gzip_bound(plain.count)
        let packed = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = plain.withUnsafeBytes { plain in
                guard let bytes = plain.baseAddress, let packed = buffer.baseAddress else { return 0 }
                return heddle_gzip(bytes, plain.count, packed, capacity)
            }
        }
        return packed.isEmpty ? nil : packed
    }

    /// The bytes of a block, and how long the block is; nil when it is damaged.
    static func unpack(_ packed: [UInt8]) -> (plain: [UInt8], taken: Int)? {
        var taken = 0
        var isWhole = false
        let plain = [UInt8](unsafeUninitializedCapacity: PackedFormat.blockBytes) { buffer, count in
            let length = packed.withUnsafeBytes { packed -> Int in
                guard let bytes = packed.baseAddress, let plain = buffer.baseAddress else { return -1 }
                return heddle_gunzip(bytes, packed.count, plain, PackedFormat.blockBytes, &taken)
            }
            isWhole = length >= 0
            count = max(length, 0)
        }
        return isWhole ? (plain, taken) : nil
    }

    /// What stands in a damaged block before its first fault. The last lines of it may be wrong: a fault is noticed a
    /// little behind its place, or not before the block's checksum is compared.
    static func salvage(_ packed: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: PackedFormat.blockBytes) { buffer, count in
            count = packed.withUnsafeBytes { packed in
                guard let bytes = packed.baseAddress, let plain = buffer.baseAddress else { return 0 }
                return heddle_gunzip_start(bytes, packed.count, plain, PackedFormat.blockBytes)
            }
        }
    }
}
