/// Text that is safe to show on a terminal.
enum TerminalText {
    /// The text with control characters made visible, except line breaks and tabs.
    ///
    /// Commands, their output and answers come from programs and models. Escape sequences in them could hide what is
    /// about to be approved, or take over the terminal.
    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var safe = String.UnicodeScalarView()
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            // Windows line ends are line ends.
            if scalar == "\r", scalars.first == "\n" { continue }
            safe.append(isUnsafe(scalar) ? visible(scalar) : scalar)
        }
        return String(safe)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0: true
        // Marks that change the direction of the text around them, and so its order on the screen.
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// The picture that Unicode has for a control character, else the sign for an unknown one.
    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x7F: "\u{2421}"
        default: "\u{FFFD}"
        }
    }
}
