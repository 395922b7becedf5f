/// Words in a command that make it run another program, or write where it otherwise only reads.
///
/// `rg --pre=evil`, `find -exec`, `tar --to-command`: a rule that allows the command without naming such a word was not
/// written with it in mind.
enum EscapingOption {
    /// The place of the first such word; nil if there is none.
    static func firstIndex(in argv: [String]) -> Int? {
        guard let program = argv.first else { return nil }
        let name = ExactText.name(ofPath: program)
        if sedNames.contains(name) { return SedScript.escapeIndex(in: argv) }
        if awkNames.contains(name) { return awkProgram(in: argv) }
        if name == "git" { return gitIndex(in: argv) }
        guard let table = tables[name] else { return nil }
        return table.firstIndex(in: argv, from: 1)
    }

    /// What is dangerous about one program.
    private struct Table {
        /// Short options that escape.
        var short = ""
        /// Other short options with a value, behind which a group of letters ends.
        var valued = ""
        /// Long options that escape, without `--`. Many programs take any beginning of them.
        var long: [String] = []
        /// Words that escape as they are, or before `=`.
        var words: Set<String> = []
        /// Whether the first argument is a group of options also without `-`, as in `tar xf`.
        var hasBareGroup = false

        func firstIndex(in argv: [String], from start: Int) -> Int? {
            argv.indices.dropFirst(start).first { escapes(argv[$0], isFirst: $0 == 1) }
        }

        private func escapes(_ word: String, isFirst: Bool) -> Bool {
            let name = word.utf8.prefix { $0 != UInt8(ascii: "=") }
            if words.contains(String(decoding: name, as: UTF8.self)) { return true }
            if ExactText.starts(word, with: "--") {
                let bare = name.dropFirst(2)
                return !bare.isEmpty && long.contains { $0.utf8.starts(with: bare) }
            }
            if ExactText.starts(word, with: "-") { return groupEscapes(word.unicodeScalars.dropFirst()) }
            return isFirst && hasBareGroup && groupEscapes(word.unicodeScalars[...])
        }

        private func groupEscapes(_ letters: Substring.UnicodeScalarView) -> Bool {
            for letter in letters {
                if short.unicodeScalars.contains(letter) { return true }
                if valued.unicodeScalars.contains(letter) { return false }
            }
            return false
        }
    }

    private static let find = Table(words: [
        "-exec", "-execdir", "-ok", "-okdir", "-delete", "-fprint", "-fprint0", "-fprintf", "-fls",
    ])
    private static let fd = Table(short: "xX", valued: "edtEScoj", long: ["exec", "exec-batch"])
    private static let ripgrep = Table(
        short: "z", valued: "ABCEMTdefgjmrt", long: ["pre", "hostname-bin", "search-zip"])
    private static let tar = Table(
        short: "IFP", valued: "fCTXbgKNVL",
        long: [
            "use-compress-program", "to-command", "checkpoint-action", "rsh-command", "info-script",
            "new-volume-script",
            "absolute-names", "rmt-command",
        ],
        hasBareGroup: true)
    private static let ssh = Table(short: "oFIPSJWLRD", valued: "bcEeilmOpQw", long: [])

    private static let tables: [String: Table] = [
        "cargo": Table(long: ["config"]),
        "find": find, "gfind": find,
        "fd": fd, "fdfind": fd,
        "rg": ripgrep,
        "rga": ripgrep,
        "ag": Table(long: ["pager"]),
        "ack": Table(long: ["pager", "ackrc", "output"]),
        "tar": tar, "gtar": tar, "bsdtar": tar,
        "sort": Table(short: "o", valued: "kStT", long: ["output", "compress-program"]),
        "tree": Table(short: "o", valued: "LPIHT"),
        "ssh": ssh, "scp": ssh, "sftp": ssh,
        "rsync": Table(short: "e", valued: "fBTM", long: ["rsh", "rsync-path"]),
        "man": Table(short: "PHC", valued: "LmMSsreRTEp", long: ["pager", "html", "config-file"]),
        "less": Table(short: "oOkT", long: ["log-file", "LOG-FILE", "lesskey-file", "lesskey-src", "tag-file"]),
        "bat": Table(long: ["pager", "map-syntax"]), "batcat": Table(long: ["pager", "map-syntax"]),
        "go": Table(words: ["-exec", "--exec", "-toolexec", "--toolexec", "-vettool", "--vettool", "-ldflags", "-C"]),
        "zip": Table(short: "T", long: ["test", "unzip-command"], words: ["-TT"]),
        "curl": Table(
            short: "oOKTD", valued: "AbcdeEFHmPQrtuUwxXyYz",
            long: ["output", "remote-name", "config", "upload-file", "dump-header"]),
        "wget": Table(short: "oOaP", long: ["output", "append-output", "use-askpass", "execute", "directory-prefix"]),
    ]

    // MARK: - git

    private static let gitGlobals = Table(
        short: "cC", valued: "", long: ["exec-path", "config-env", "git-dir", "work-tree", "super-prefix", "namespace"])
    private static let gitAnywhere = Table(
        long: [
            "ext-diff", "output", "output-directory", "open-files-in-pager", "upload-pack", "receive-pack", "exec",
            "extcmd", "template", "tool", "gpg-program", "run", "server-option", "config",
        ])
    private static let gitShort: [String: Table] = [
        "archive": Table(short: "o"), "clone": Table(short: "uc"), "difftool": Table(short: "xt"),
        "format-patch": Table(short: "o"), "grep": Table(short: "O", valued: "efABCm"), "mergetool": Table(short: "t"),
        "rebase": Table(short: "x", valued: "sXC"),
    ]
    /// Subcommands that run or store what their next words say.
    private static let gitRunners: Set<String> = [
        "bisect", "config", "credential", "daemon", "difftool", "filter-branch", "for-each-repo", "hook", "init-db",
        "instaweb", "mergetool", "send-email", "shell", "submodule", "upload-pack", "web--browse",
    ]

    /// The subcommand is the first word that is no option; whatever stands before it changes what git is.
    private static func gitIndex(in argv: [String]) -> Int? {
        guard argv.count > 1 else { return nil }
        var index = 1
        while index < argv.count, ExactText.starts(argv[index], with: "-") {
            guard gitHarmless.contains(argv[index]) else { return index }
            index += 1
        }
        guard index < argv.count else { return nil }
        let subcommand = argv[index]
        // Whether they escape depends on the word behind them.
        if gitRunners.contains(subcommand) { return min(index + 1, argv.count - 1) }
        let rest = index + 1
        let places = [gitAnywhere, gitShort[subcommand]].compactMap { $0?.firstIndex(in: argv, from: rest) }
        return places.min()
    }

    private static let gitHarmless: Set<String> = [
        "--no-pager", "-P", "--version", "-v", "--help", "-h", "--no-optional-locks", "--literal-pathspecs", "--bare",
        "--no-replace-objects", "--icase-pathspecs", "--glob-pathspecs", "--noglob-pathspecs", "--no-advice",
    ]

    // MARK: - sed and awk

    private static let sedNames: Set<String> = ["sed", "gsed"]
    private static let awkNames: Set<String> = ["awk", "gawk", "mawk", "nawk"]

    /// Every awk program may run others; it stands behind the options.
    private static func awkProgram(in argv: [String]) -> Int? {
        var index = 1
        while index < argv.count {
            let word = argv[index]
            if word == "-F" || word == "-v" {
                index += 2
            } else if ExactText.starts(word, with: "-F") || ExactText.starts(word, with: "-v") {
                index += 1
            } else {
                return index
            }
        }
        return nil
    }
}
