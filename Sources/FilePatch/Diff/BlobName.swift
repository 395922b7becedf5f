internal import Crypto

/// The name under which git would keep a content.
enum BlobName {
    /// The name that stands for no file.
    static let none = String(repeating: "0", count: 40)

    /// Forty hexadecimal digits: the SHA-1 of a header and the content. Git's format demands it; nothing is secured by it.
    static func of(_ content: [UInt8]) -> String {
        var hash = Insecure.SHA1()
        hash.update(data: Array("blob \(content.count)\0".utf8))
        hash.update(data: content)
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
    }
}
