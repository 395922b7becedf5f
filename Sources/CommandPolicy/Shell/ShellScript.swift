/// What a shell would do with a script, as far as it can be told from its text.
package enum ShellScript: Hashable, Sendable {
    /// Nothing but simple commands of literal words: each runs with exactly these words, or not at all.
    case plain([Pipeline])
    /// Anything else.
    case opaque(OpaqueScript)

    /// Commands joined by `|`.
    package struct Pipeline: Hashable, Sendable {
        /// What stands before it.
        package var joint: Joint
        /// The words of each command; at least one command, each with at least one word.
        package var commands: [[String]]

        /// Makes the value from its fields.
        package init(joint: Joint, commands: [[String]]) {
            self.joint = joint
            self.commands = commands
        }
    }

    /// What stands between a pipeline and the one before it.
    package enum Joint: Hashable, Sendable {
        /// Nothing: it is the first.
        case start
        /// `&&`
        case and
        /// `||`
        case or
        /// `;` or a line break
        case then
    }

    /// Reads a script as bash, dash and zsh do when they get it by `-c`.
    package init(_ text: String) {
        self = ShellParser.parse(text)
    }

    /// The words of every simple command in order; nil if the script is opaque.
    package var commands: [[String]]? {
        guard case .plain(let pipelines) = self else { return nil }
        return pipelines.flatMap(\.commands)
    }
}

/// A script that can only be judged as a whole.
package struct OpaqueScript: Hashable, Sendable {
    /// The first thing in it that makes it opaque.
    package var reason: Opacity
    /// Where that stands, in Unicode scalars from the start.
    package var offset: Int
    /// The beginnings of the commands that can be told nevertheless, each up to its first word that is not literal.
    ///
    /// They are a guess, and not all of them: good for being stricter, never for allowing anything.
    package var recognised: [[String]]
}
