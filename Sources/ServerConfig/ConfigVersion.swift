import Crypto
import WireJSON

extension ServerConfig.ConfigLayer {
    /// What identifies the layer's content, `sha256:` and 64 hexadecimal digits. Clients compare it as a whole.
    ///
    /// It is the digest of the settings as JSON with sorted keys, so that neither comments nor the order of keys in
    /// the file change it. Computed on each call: only `config/read` and the config writers ask.
    package var version: String {
        // Encoding a tree of plain values cannot fail; an empty text would still be a stable version.
        let canonical = (try? WireCoder.encode(JSONValue.object(settings.sortedByKey()))) ?? []
        let digits = Array("0123456789abcdef".utf8)
        var text = Array("sha256:".utf8)
        for byte in SHA256.hash(data: canonical) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
