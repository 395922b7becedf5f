internal import AppServerProtocol

extension ThreadStore {
    /// How many places a page has when the client does not say.
    private static let defaultOccurrenceLimit = 25

    /// The places in a thread's messages where a text stands, upper and lower case being the same.
    ///
    /// - Parameters:
    ///   - cursor: `nextCursor` of an earlier page; nil for the oldest places.
    ///   - end: how many bytes of the log count; nil for all of them.
    ///
    /// Errors: `invalidCursor`, and as for ``state(_:)``.
    package func occurrences(
        _ id: String, term: String, cursor: String?, limit: Int?, upTo end: Int? = nil
    ) async throws(ThreadStoreError) -> StoredOccurrencesPage {
        let place = try await place(of: id)
        let limit = max(limit ?? Self.defaultOccurrenceLimit, 1)
        return try await readers.run { () throws(ThreadStoreError) in
            try Self.occurrences(TurnWalker(place, upTo: end), TextSearch(term), cursor, limit)
        }
    }

    private static func occurrences(
        _ walker: consuming TurnWalker, _ search: TextSearch, _ cursor: String?, _ limit: Int
    ) throws(ThreadStoreError) -> StoredOccurrencesPage {
        var skipped = 0
        var next: TurnPlace?
        if let cursor {
            let place = try HistoryCursor(parsing: cursor, kind: .match)
            next = try walker.place(of: place)
            skipped = place.index ?? 0
        } else {
            next = try walker.oldestTurn()
        }
        var page = StoredOccurrencesPage()
        while let place = next {
            let turn = try walker.turn(at: place)
            let found = turn.occurrences(of: search)
            for (index, occurrence) in found.enumerated().dropFirst(skipped) {
                guard page.occurrences.count < limit else {
                    page.nextCursor =
                        HistoryCursor(
                            kind: .match, offset: place.offset, turnId: turn.id, index: index, isInclusive: true
                        )
                        .text
                    return page
                }
                page.occurrences.append(occurrence)
            }
            skipped = 0
            next = try walker.turn(after: place)
        }
        return page
    }
}

extension TurnState {
    fileprivate func occurrences(of search: TextSearch) -> [ThreadSearchOccurrence] {
        let cursor = HistoryCursor(kind: .turn, offset: offset, turnId: id, isInclusive: true).text
        return items.flatMap { state -> [ThreadSearchOccurrence] in
            guard let text = state.item.searchText else { return [] }
            return search.matches(in: text).map { match in
                ThreadSearchOccurrence(
                    turnId: id, itemId: state.item.id, snippet: match.snippet,
                    snippetMatchRange: ThreadSearchTextRange(start: match.start, end: match.end), turnCursor: cursor)
            }
        }
    }
}

extension ThreadItem {
    /// The text by which the item is found: what user and agent said. Nil for all other items.
    var searchText: String? {
        switch self {
        case .userMessage(let message): ThreadPreview.wholeText(of: message.content)
        case .agentMessage(let message): message.text
        default: nil
        }
    }
}

/// Finds a literal text, upper and lower case being the same.
struct TextSearch: Sendable {
    /// How much text stands around a match in its snippet, in characters on each side.
    static let contextCharacters = 60

    /// A place where the text stands.
    struct Match: Hashable {
        /// The match with some text around it.
        var snippet: String
        /// Where in the snippet the match begins, in UTF-16 code units.
        var start: Int
        /// Where it ends.
        var end: Int
    }

    private let term: [Character]
    /// The term in UTF-8.
    private let termBytes: [UInt8]

    init(_ term: String) {
        let term = term.lowercased()
        self.term = Array(term)
        termBytes = Array(term.utf8)
    }

    /// Every match, none overlapping another.
    func matches(in text: String) -> [Match] {
        guard mayStand(in: text) else { return [] }
        let characters = Array(text)
        // Folding character by character keeps the places of the original.
        let folded = characters.map { $0.lowercased() }
        let wanted = term.map(String.init)
        guard !wanted.isEmpty, folded.count >= wanted.count else { return [] }
        var matches: [Match] = []
        var position = 0
        while position <= folded.count - wanted.count {
            guard folded[position] == wanted[0], folded[position..<position + wanted.count].elementsEqual(wanted) else {
                position += 1
                continue
            }
            matches.append(Self.match(characters, position..<position + wanted.count))
            position += wanted.count
        }
        return matches
    }

    /// Whether it is worth looking closer. Most texts are ASCII and don't have the term, which takes no characters to see.
    private func mayStand(in text: String) -> Bool {
        let answer = text.utf8.withContiguousStorageIfAvailable { bytes -> Bool in
            guard let first = termBytes.first, bytes.allSatisfy({ $0 < 0x80 }) else { return true }
            func folded(_ index: Int) -> UInt8 {
                let byte = bytes[index]
                return (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            }
            for start in bytes.indices.dropLast(termBytes.count - 1) where folded(start) == first {
                if termBytes.indices.allSatisfy({ folded(start + $0) == termBytes[$0] }) { return true }
            }
            return false
        }
        return answer ?? true
    }

    private static func match(_ characters: [Character], _ range: Range<Int>) -> Match {
        let from = max(0, range.lowerBound - contextCharacters)
        let to = min(characters.count, range.upperBound + contextCharacters)
        let before = (from > 0 ? "…" : "") + String(characters[from..<range.lowerBound])
        let inside = String(characters[range])
        let after = String(characters[range.upperBound..<to]) + (to < characters.count ? "…" : "")
        let start = before.utf16.count
        return Match(snippet: before + inside + after, start: start, end: start + inside.utf16.count)
    }
}
