/// What is wrong with a rules file, and where.
package struct RuleFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable word for programs.
    package var kind: Kind
    /// The file, as it was named to the parser.
    package var path: String
    /// Where the wrong thing starts.
    package var start: Position
    /// Where it ends, exclusively.
    package var end: Position
    /// What was found and what was expected.
    package var message: String

    /// The sorts of errors.
    package enum Kind: String, Hashable, Sendable {
        /// The text is not made of calls with literal arguments.
        case syntax = "rulesSyntax"
        /// The calls can be read, and say something that makes no sense.
        case meaning = "rulesMeaning"
        /// An example of a rule shows that the rule means something else.
        case example = "rulesExample"
    }

    /// A place in the file.
    package struct Position: Hashable, Sendable {
        /// From 1.
        package var line: Int
        /// In Unicode scalars, from 1.
        package var column: Int

        /// Makes the value from its fields.
        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// The error as compilers print theirs.
    package var description: String { "\(path):\(start.line):\(start.column): \(message)" }
}
