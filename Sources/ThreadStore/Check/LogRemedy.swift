/// What a repair does about each kind of damage.
enum LogRemedy {
    /// In words.
    static func text(for kind: LogDamage.Kind) -> String {
        switch kind {
        case .tornTail: "cut off the torn end"
        case .missingLineFeed: "end the last line"
        case .unreadableLine, .lineTooLong: "take the line out; what a later checkpoint still knows of it is kept"
        case .gluedRecords: "give each whole record a line of its own"
        case .missingHeader:
            "put a header together from the settings; what client made the thread, and when, is not known any more"
        case LogInspector.Kind.headerNotFirst: "move the header to the beginning"
        case .secondHeader: "take the second header out"
        case .foreignHeader: "write the id that the file's name says into the header"
        case .sequenceRepeated: "take the event's number away"
        case .repeatedTurn: "take the second beginning out"
        case .missingTurn: "write down a beginning of the turn"
        case .missingPiece: "write down in its place that it is missing"
        case LogInspector.Kind.missingItemEnd: "write down its end, as far as it is known"
        case .orphanOutput: "take the output out of the model's history"
        default: "take the checkpoint out"
        }
    }

    /// What a repair does about a header that the log has lost, when the index still knows it.
    static func text(for header: ThreadHeader) -> String {
        let client = header.originator.map { " by \($0)" } ?? ""
        return "put the header together from the index: made\(client) (version \(header.cliVersion)) in \(header.cwd), "
            + "provider \(header.modelProvider); instructions that were given with it are lost"
    }
}
