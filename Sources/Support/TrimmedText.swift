extension String {
    /// The text without blanks and line ends around it.
    package var trimmed: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        let start = drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...last])
    }
}
