import Support

/// A program and its arguments, with what a shell among them would run.
package struct ParsedCommand: Hashable, Sendable {
    /// The words that are started, a shell around them included.
    package let argv: [String]
    /// The script that the words give to a shell, if they do.
    package let script: String?
    /// The simple commands that will run, or why they can't be told.
    package let reading: ShellScript

    /// Looks into a command; a shell that is given a script is looked through.
    ///
    /// - Parameter trustedShells: See ``ShellInvocation/script(of:trustedShells:)``.
    package init(argv: [String], trustedShells: Set<String> = []) {
        self.argv = argv
        script = ShellInvocation.script(of: argv, trustedShells: trustedShells)
        if let script {
            reading = ShellScript(script)
        } else if argv.isEmpty {
            reading = .opaque(OpaqueScript(reason: .empty, offset: 0, recognised: []))
        } else {
            reading = .plain([.init(joint: .start, commands: [argv])])
        }
    }

    /// The whole command as one line, as clients show it and a shell would read it back: `/bin/bash -lc 'echo hi'`.
    package var text: String { ShellQuoting.join(argv) }

    /// Why it can only be judged as a whole, if it is so.
    package var opacity: Opacity? {
        guard case .opaque(let script) = reading else { return nil }
        return script.reason
    }
}
