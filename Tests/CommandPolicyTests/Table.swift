/// Rows of two columns as text, which stays readable with hundreds of them.
///
/// `␤` stands for a line break, `␉` for a tab, `␀` for nothing at all, `⟨XXXX⟩` for the character of that number.
struct Table {
    /// The columns of each row.
    let rows: [(left: String, right: String)]

    init(_ text: String) {
        rows = text.split(separator: "\n").map { line in
            guard let arrow = line.range(of: " => ") else { fatalError("a row without an arrow: \(line)") }
            return (Self.plain(line[..<arrow.lowerBound]), Self.plain(line[arrow.upperBound...]))
        }
    }

    private static func plain(_ text: Substring) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars.drop { $0 == " " }
        while let last = rest.last, last == " " { rest.removeLast() }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "␤": result.append("\n")
            case "␉": result.append("\t")
            case "␀": continue
            case "⟨":
                let digits = String(rest.prefix { $0 != "⟩" })
                rest = rest.drop { $0 != "⟩" }.dropFirst()
                guard let value = UInt32(digits, radix: 16), let named = Unicode.Scalar(value) else {
                    fatalError("no character has the number \(digits)")
                }
                result.append(named)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

extension Substring {
    /// Where a text stands in it.
    fileprivate func range(of text: String) -> Range<Index>? {
        ranges(of: text).first
    }
}
