/// What a repair does about each kind of damage.
enum LogRemedy {
    /// In words.
    static func text(for kind: LogDamage.Kind) -> String {
        switch kind {
        case .tornTail: "cut off the torn end"
        case .missingLineFeed: "end the last line"
        case .unreadableLine, .lineTooLong: "take the line out; what a later checkpoint still knows of it is kept"
        case .gluedRecords: "give each whole record a line of its own"
        case .missingHeader: "put the header together from the rest"
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
}
