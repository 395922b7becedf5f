/// A command that is a patch and nothing else. Such a command isn't run as a program: its patch is applied, with everything
/// that holds for patches.
package enum PatchInvocation: Sendable, Hashable {
    /// The patch is to be applied in this directory, relative to that of the command; `nil` for the same.
    case call(patch: String, directory: String?)

    /// The command is the bare text of a patch. No shell could run it; the model is told what to write instead.
    case withoutCall

    /// What the command is, `nil` if it isn't a patch. Recognised are `apply_patch PATCH` as a program with one argument,
    /// and, as the script of a shell, `apply_patch <<'EOF' … EOF`, also behind `cd DIRECTORY &&`.
    package init?(arguments: [String]) {
        switch arguments.count {
        case 1:
            self.init(script: arguments[0])
        case 2 where PatchScript.names.contains(arguments[0]):
            self = .call(patch: arguments[1], directory: nil)
        case 3 where Self.isShell(arguments[0]) && ["-c", "-lc"].contains(arguments[1]):
            self.init(script: arguments[2])
        default:
            return nil
        }
    }

    /// What the script of a shell is, `nil` if it isn't a patch.
    package init?(script: String) {
        guard script.utf8.count <= PatchLimits.patchBytes else { return nil }
        let bytes = Array(script.utf8)
        if let call = PatchScript(bytes) {
            self = .call(patch: call.patch, directory: call.directory)
        } else if (try? PatchDocument(parsing: bytes)) != nil {
            self = .withoutCall
        } else {
            return nil
        }
    }

    private static func isShell(_ program: String) -> Bool {
        ["bash", "sh", "zsh"].contains(LexicalPath.name(of: program))
    }
}
