/// Programs that run the program named in their arguments.
enum WrapperCommand {
    /// Where the program stands that a wrapper would run; nil if this is no wrapper, or runs nothing.
    static func innerStart(of argv: [String]) -> Int? {
        guard let program = argv.first, let shape = shapes[ExactText.name(ofPath: program)] else { return nil }
        // `command -v` only tells what would run.
        if argv[0] == "command", argv.count > 1, ["-v", "-V", "-pv", "-pV"].contains(argv[1]) { return nil }
        var operandsLeft = shape.operands
        var index = 1
        while index < argv.count {
            let word = argv[index]
            if word == "--", operandsLeft == 0 {
                index += 1
                break
            }
            if isOption(word) {
                index += takesNextWord(word, shape) ? 2 : 1
            } else if shape.takesAssignments, word.utf8.contains(UInt8(ascii: "=")) {
                index += 1
            } else if operandsLeft > 0 {
                operandsLeft -= 1
                index += 1
            } else {
                break
            }
        }
        return index < argv.count ? index : nil
    }

    /// Whether a name is that of a program that runs others.
    static func isWrapper(_ name: String) -> Bool { shapes[name] != nil }

    /// How a wrapper's arguments are laid out before the program.
    private struct Shape {
        /// Short options that take a value.
        var valued = ""
        /// Long options that take the next word as their value.
        var longValued: Set<String> = []
        /// How many words stand before the program.
        var operands = 0
        var takesAssignments = false
    }

    private static func isOption(_ word: String) -> Bool {
        ExactText.starts(word, with: "-")
    }

    private static func takesNextWord(_ word: String, _ shape: Shape) -> Bool {
        if ExactText.starts(word, with: "--") { return shape.longValued.contains(word) }
        // In a group only the last letter's value can be the next word.
        guard let first = word.unicodeScalars.dropFirst().firstIndex(where: shape.valued.unicodeScalars.contains) else {
            return false
        }
        return word.unicodeScalars.index(after: first) == word.unicodeScalars.endIndex
    }

    private static let shapes: [String: Shape] = [
        "-": Shape(),
        "arch": Shape(),
        "builtin": Shape(),
        "busybox": Shape(),
        "caffeinate": Shape(valued: "tw"),
        "chroot": Shape(operands: 1),
        "chrt": Shape(valued: "TPD", operands: 1),
        "command": Shape(),
        "doas": Shape(valued: "Cu"),
        "entr": Shape(),
        "env": Shape(valued: "uCPS", longValued: ["--unset", "--chdir", "--split-string"], takesAssignments: true),
        "eval": Shape(),
        "exec": Shape(valued: "a"),
        "firejail": Shape(),
        "flock": Shape(valued: "wE", longValued: ["--timeout", "--wait", "--conflict-exit-code"], operands: 1),
        "ionice": Shape(valued: "cnpPu", longValued: ["--class", "--classdata"]),
        "ltrace": Shape(valued: "aeExlnopsuw"),
        "nice": Shape(valued: "n", longValued: ["--adjustment"]),
        "nocorrect": Shape(),
        "noglob": Shape(),
        "nohup": Shape(),
        "nsenter": Shape(valued: "tSG"),
        "numactl": Shape(valued: "iNCmp"),
        "parallel": Shape(valued: "jnNLaIdS", longValued: ["--jobs", "--max-args", "--arg-file", "--delimiter"]),
        "pkexec": Shape(longValued: ["--user"]),
        "proxychains": Shape(valued: "f"),
        "proxychains4": Shape(valued: "f"),
        "script": Shape(valued: "cEIOBT"),
        "setarch": Shape(),
        "setpriv": Shape(),
        "setsid": Shape(),
        "ssh-agent": Shape(valued: "aEtP"),
        "stdbuf": Shape(valued: "ioe", longValued: ["--input", "--output", "--error"]),
        "strace": Shape(valued: "abeEIoOpPsSuUX"),
        "sudo": Shape(
            valued: "CDghpRrtTuU",
            longValued: ["--user", "--group", "--host", "--prompt", "--chdir", "--chroot", "--role", "--type"],
            takesAssignments: true),
        "systemd-run": Shape(valued: "HMptupE", longValued: ["--unit", "--property", "--slice"]),
        "taskset": Shape(operands: 1),
        "time": Shape(valued: "fo", longValued: ["--format", "--output"]),
        "timeout": Shape(valued: "ks", longValued: ["--kill-after", "--signal"], operands: 1),
        "toybox": Shape(),
        "unbuffer": Shape(),
        "unshare": Shape(valued: "RwSG"),
        "valgrind": Shape(),
        "watch": Shape(valued: "n", longValued: ["--interval"]),
        "winpty": Shape(),
        "xargs": Shape(
            valued: "aEeIiLlnPRsSd",
            longValued: ["--arg-file", "--delimiter", "--max-args", "--max-lines", "--max-procs", "--max-chars"]),
        "xvfb-run": Shape(valued: "enfps"),
        "gtimeout": Shape(valued: "ks", longValued: ["--kill-after", "--signal"], operands: 1),
        "genv": Shape(valued: "uCPS", longValued: ["--unset", "--chdir", "--split-string"], takesAssignments: true),
        "gnice": Shape(valued: "n", longValued: ["--adjustment"]),
        "gnohup": Shape(),
        "gxargs": Shape(valued: "aEeIiLlnPRsSd"),
        "gtime": Shape(valued: "fo"),
    ]
}
