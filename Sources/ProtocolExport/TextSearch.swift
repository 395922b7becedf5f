// The standard library's own search and replace live in its regular expression module, which would be most of the
// executable's size.

extension StringProtocol {
    /// Where a text first stands in this one; nil if it doesn't.
    func range(ofText text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }

    /// The text with every occurrence of another one exchanged.
    func exchanging(_ old: String, for new: String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.range(ofText: old) {
            result += rest[..<range.lowerBound]
            result += new
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
