/// What sort of program a name stands for, as far as rules that allow it are concerned.
enum ProgramKinds {
    /// Whether a program runs whatever its arguments say, so that no beginning of them is safe.
    static func runsAnything(_ name: String) -> Bool {
        runners.contains(name) || WrapperCommand.isWrapper(name)
    }

    /// Whether a program runs code from a file, from its arguments or from its input.
    static func isInterpreter(_ name: String) -> Bool {
        // python3.12, lua5.4
        let base = name.unicodeScalars.prefix { !("0"..."9").contains($0) && $0 != "." }
        return interpreters.contains(String(base)) || interpreters.contains(name)
    }

    /// Programs whose first argument says what they do: alone they stand for everything.
    static let families: Set<String> = [
        "adb", "ansible", "apk", "apt", "apt-get", "aws", "az", "bazel", "brew", "bundle", "cargo", "choco", "composer",
        "conda", "dnf", "docker", "docker-compose", "dotnet", "fly", "gcloud", "gem", "gh", "git", "glab", "go",
        "gradle",
        "gsutil", "heroku", "hg", "jj", "just", "kubectl", "launchctl", "make", "gmake", "mise", "mvn", "nix", "npm",
        "openssl", "pacman", "pip", "pip3", "pipx", "pnpm", "podman", "poetry", "port", "rake", "rustup", "snap", "svn",
        "swift", "systemctl", "task", "terraform", "turbo", "uv", "vagrant", "vercel", "xcodebuild", "xcrun", "yarn",
        "yum",
        "zypper",
    ]

    /// Programs that run what their arguments name, or take commands of a language of their own.
    private static let runners: Set<String> = [
        "-", ".", "ash", "at", "bash", "batch", "bunx", "cmd", "cmd.exe", "crontab", "csh", "dash", "ed", "elvish",
        "emacs",
        "eval", "ex", "exec", "expect", "fish", "gdb", "ksh", "lldb", "mksh", "nano", "npx", "nu", "nvim", "pnpx",
        "powershell", "powershell.exe", "pwsh", "rm", "rmdir", "screen", "sh", "shred", "source", "ssh", "su", "tclsh",
        "tcsh",
        "tmux", "uvx", "vi", "view", "vim", "wsl", "xonsh", "yash", "zsh",
    ]

    private static let interpreters: Set<String> = [
        "R", "Rscript", "awk", "bun", "deno", "elixir", "erl", "gawk", "ghci", "groovy", "guile", "iex", "ipython",
        "irb", "java",
        "jjs", "jshell", "julia", "kotlin", "lua", "luajit", "mawk", "mysql", "nawk", "node", "nodejs", "ocaml",
        "osascript",
        "perl", "php", "psql", "pwsh", "pypy", "python", "python3", "racket", "ruby", "runghc", "scala", "sqlite",
        "sqlite3",
        "swipl", "ts-node", "tsx", "wish",
    ]
}
