/// Characters with which a script shows a person something else than what the shell reads.
enum ScalarRisk {
    /// What is wrong with a character wherever it stands, also in quotes.
    static func anywhere(_ scalar: Unicode.Scalar) -> Opacity? {
        if scalar.isASCII {
            let isControl = scalar.value < 0x20 || scalar.value == 0x7F
            return isControl && scalar != "\t" && scalar != "\n" ? .controlCharacter : nil
        }
        switch scalar.properties.generalCategory {
        case .control: return .controlCharacter
        case .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse, .unassigned, .surrogate:
            return .invisibleCharacter
        default:
            return scalar.properties.isDefaultIgnorableCodePoint || scalar == "\u{2800}" ? .invisibleCharacter : nil
        }
    }

    /// What is wrong with a character outside of quotes, where signs beyond ASCII pass for those of the shell.
    static func outsideQuotes(_ scalar: Unicode.Scalar) -> Opacity? {
        if let reason = anywhere(scalar) { return reason }
        if scalar.isASCII { return nil }
        if letterLikeSigns.contains(where: { $0.contains(scalar) }) { return .lookAlike }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
            return nil
        default:
            return .lookAlike
        }
    }

    /// Letters by their category, signs to the eye.
    private static let letterLikeSigns: [ClosedRange<Unicode.Scalar>] = [
        // Clicks: two of them are bars, one an exclamation mark.
        "\u{01C0}"..."\u{01C3}",
        // Raised letters: apostrophes, colons, strokes.
        "\u{02B0}"..."\u{02FF}",
        // Strokes of Hangul and of Chinese.
        "\u{3163}"..."\u{3163}", "\u{4E28}"..."\u{4E28}", "\u{1175}"..."\u{1175}",
        "\u{A78B}"..."\u{A78C}",
        // The wide and narrow twins of ASCII.
        "\u{FF00}"..."\u{FFEF}",
    ]
}
