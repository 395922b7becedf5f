/// Scripts of sed that can do no more than print.
enum SedScript {
    /// The place of the first word with which sed may write files or run programs; nil if there is none.
    static func escapeIndex(in argv: [String]) -> Int? {
        var scriptSeen = false
        var scriptIsNext = false
        var optionsEnded = false
        for (index, word) in argv.enumerated().dropFirst() {
            if scriptIsNext {
                guard isHarmless(word) else { return index }
                scriptIsNext = false
            } else if !optionsEnded, word == "--" {
                optionsEnded = true
            } else if !optionsEnded, word == "-e" {
                scriptIsNext = true
                scriptSeen = true
            } else if !optionsEnded, ExactText.starts(word, with: "-"), word.utf8.count > 1 {
                guard harmlessOptions.contains(word) else { return index }
            } else if !scriptSeen {
                guard isHarmless(word) else { return index }
                scriptSeen = true
            }
        }
        return nil
    }

    /// Whether a script only prints or deletes lines by their numbers, or replaces text without a flag that writes or
    /// runs: `5p`, `1,20p`, `5,$p`, `3d`, `$!d`, `s/a/b/g`.
    static func isHarmless(_ script: String) -> Bool {
        isPrinting(script) || isReplacing(script)
    }

    /// Whether a script prints or deletes lines by their numbers, and does nothing else.
    static func isPrinting(_ script: String) -> Bool {
        let bytes = Array(script.utf8)
        guard let last = bytes.last, last == UInt8(ascii: "p") || last == UInt8(ascii: "d") else { return false }
        let bounds = bytes.dropLast().split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return bounds.count <= 2 && bounds.allSatisfy(isLine)
    }

    private static func isLine(_ bound: ArraySlice<UInt8>) -> Bool {
        bound == [UInt8(ascii: "$")] || (!bound.isEmpty && bound.allSatisfy { (0x30...0x39).contains($0) })
    }

    /// `s/pattern/replacement/flags` with nothing escaped, nothing behind it, and no flag but `g`, `p`, `i` and numbers.
    private static func isReplacing(_ script: String) -> Bool {
        let bytes = Array(script.utf8)
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "s"), isDelimiter(bytes[1]) else { return false }
        guard !bytes.contains(UInt8(ascii: "\\")), !bytes.contains(UInt8(ascii: "\n")) else { return false }
        let parts = bytes.dropFirst(2).split(separator: bytes[1], omittingEmptySubsequences: false)
        // A delimiter inside brackets does not end the pattern.
        guard parts.count == 3, !parts[0].contains(UInt8(ascii: "[")) else { return false }
        return parts[2].allSatisfy { "gpiI0123456789".utf8.contains($0) }
    }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        "/|,:#@%".utf8.contains(byte)
    }

    private static let harmlessOptions: Set<String> = [
        "-n", "-E", "-r", "-u", "-s", "-z", "-nE", "-En", "-nr", "-rn", "--quiet", "--silent", "--regexp-extended",
        "--posix",
        "--sandbox", "--debug", "--null-data", "--separate", "--unbuffered",
    ]
}
