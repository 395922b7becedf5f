import AgentCore
import AppServerProtocol
import Testing

/// An action in short, so that tables stay readable.
enum Expected: Hashable, CustomStringConvertible {
    case read(String, path: String)
    case list(String, path: String?)
    case search(String, query: String?, path: String?)

    init?(_ action: CommandAction) {
        switch action {
        case .read(let action): self = .read(action.command, path: action.path)
        case .listFiles(let action): self = .list(action.command, path: action.path)
        case .search(let action): self = .search(action.command, query: action.query, path: action.path)
        case .unknown: return nil
        }
    }

    var description: String {
        switch self {
        case .read(let command, let path): "read \(path) by `\(command)`"
        case .list(let command, let path): "list \(path ?? "-") by `\(command)`"
        case .search(let command, let query, let path): "search \(query ?? "-") in \(path ?? "-") by `\(command)`"
        }
    }
}

@Suite("Actions of command lines")
struct CommandLineActionsTests {
    private func classify(_ line: String) -> [CommandAction] {
        CommandLineActions.classify(line, workingDirectory: "/w")
    }

    @Test(
        "of one command",
        arguments: [
            ("ls", .list("ls", path: nil)), ("ls -la src/", .list("ls -la src/", path: "src")),
            ("ls -I foo src", .list("ls -I foo src", path: "src")), ("ls a b", .list("ls a b", path: "a")),
            ("tree -L 2 src", .list("tree -L 2 src", path: "src")), ("du -sh .", .list("du -sh .", path: ".")),
            ("du -d 1 src", .list("du -d 1 src", path: "src")), ("find .", .list("find .", path: ".")),
            ("find . -maxdepth 1 -type d", .list("find . -maxdepth 1 -type d", path: ".")),
            ("find . -name '*.md'", .search("find . -name '*.md'", query: "*.md", path: ".")),
            ("find src -path '*x*'", .search("find src -path '*x*'", query: "*x*", path: "src")),
            ("find -iname a.txt", .search("find -iname a.txt", query: "a.txt", path: nil)),
            ("rg --files", .list("rg --files", path: nil)), ("rg --files src", .list("rg --files src", path: "src")),
            ("rg -n \"foo bar\" src", .search("rg -n 'foo bar' src", query: "foo bar", path: "src")),
            ("rg -nC 3 foo src", .search("rg -nC 3 foo src", query: "foo", path: "src")),
            ("rg -A3 foo", .search("rg -A3 foo", query: "foo", path: nil)),
            ("rg -e foo src", .search("rg -e foo src", query: "foo", path: "src")),
            ("rg -g '*.swift' -- -x src", .search("rg -g '*.swift' -- -x src", query: "-x", path: "src")),
            ("grep \"foo\" -r src", .search("grep foo -r src", query: "foo", path: "src")),
            ("grep --include='*.c' -rn foo .", .search("grep '--include=*.c' -rn foo .", query: "foo", path: ".")),
            ("egrep 'a|b' x", .search("egrep 'a|b' x", query: "a|b", path: "x")),
            ("git grep foo src", .search("git grep foo src", query: "foo", path: "src")),
            ("git ls-files", .list("git ls-files", path: nil)), ("fd", .list("fd", path: nil)),
            ("fd -e swift foo src", .search("fd -e swift foo src", query: "foo", path: "src")),
            ("ag foo src", .search("ag foo src", query: "foo", path: "src")),
            ("cat x.txt", .read("cat x.txt", path: "/w/x.txt")), ("cat -n ../x", .read("cat -n ../x", path: "/x")),
            ("cat -- -x", .read("cat -- -x", path: "/w/-x")),
            ("cat /etc/hosts", .read("cat /etc/hosts", path: "/etc/hosts")),
            ("cat 'x y'", .read("cat 'x y'", path: "/w/x y")), ("cat 'a'\"b\"", .read("cat ab", path: "/w/ab")),
            ("head -n 5 x", .read("head -n 5 x", path: "/w/x")), ("head -n5 x", .read("head -n5 x", path: "/w/x")),
            ("head -5 x", .read("head -5 x", path: "/w/x")), ("tail -n +5 x", .read("tail -n +5 x", path: "/w/x")),
            ("sed -n 1,5p x", .read("sed -n '1,5p' x", path: "/w/x")),
            ("sed -n '5,$p' x", .read("sed -n '5,$p' x", path: "/w/x")), ("nl -ba x", .read("nl -ba x", path: "/w/x")),
            ("bat -n x", .read("bat -n x", path: "/w/x")), ("less x", .read("less x", path: "/w/x")),
            ("awk '{print $1}' x", .read("awk '{print $1}' x", path: "/w/x")),
            ("awk -F : '{print $1}' x", .read("awk -F : '{print $1}' x", path: "/w/x")),
        ] as [(String, Expected)])
    func single(line: String, expected: Expected) {
        #expect(classify(line).map(Expected.init) == [expected])
    }

    @Test(
        "of several commands",
        arguments: [
            ("cd src && cat a.txt", [.read("cat a.txt", path: "/w/src/a.txt")]),
            ("cd src && cd a && cat b", [.read("cat b", path: "/w/src/a/b")]),
            ("cd /x; ls", [.list("ls", path: nil)]), ("ls | wc -l", [.list("ls", path: nil)]),
            ("rg --files | head -n 5", [.list("rg --files", path: nil)]),
            ("find . -name x | sort | head", [.search("find . -name x", query: "x", path: ".")]),
            ("nl -ba x | sed -n 1,5p", [.read("nl -ba x", path: "/w/x")]),
            ("cat x | grep foo", [.read("cat x", path: "/w/x"), .search("grep foo", query: "foo", path: nil)]),
            ("ls && cat x", [.list("ls", path: nil), .read("cat x", path: "/w/x")]),
            ("ls; cat x;", [.list("ls", path: nil), .read("cat x", path: "/w/x")]),
            ("ls\n\ncat x\n", [.list("ls", path: nil), .read("cat x", path: "/w/x")]),
            ("ls &&\ncat x", [.list("ls", path: nil), .read("cat x", path: "/w/x")]),
            ("echo -- && ls", [.list("ls", path: nil)]), ("ls || true", [.list("ls", path: nil)]),
        ] as [(String, [Expected])])
    func several(line: String, expected: [Expected]) {
        #expect(classify(line).map(Expected.init) == expected)
    }

    @Test(
        "are unknown as a whole if any part is",
        arguments: [
            "swift test", "echo hi", "cd src", "pwd && ls", "ls && rm -rf x", "npm test | tail -n 5", "yes | head -n 1",
            "printf hi | cat", "cat a b", "cat", "cat -", "grep", "rg", "wc -l x", "git status", "git -C x grep y",
            "sed s/a/b/ x", "sed -i -n 5p x", "sed -n 5p", "sed -n 5w x", "awk '{print > \"y\"}' x",
            "awk 'BEGIN{system(\"id\")}' x", "awk -f prog x", "find . -exec rm x", "find . -delete", "find . -name",
            "fd -x rm", "rg --pre=cat foo", "git grep -Ovi foo", "tree -o out", "cat x | tee y", "cat x | xargs rm",
            // What only a shell can tell:
            "cat x > y", "cat < x", "ls 2>/dev/null", "cat $HOME/x", "cat \"$x\"", "cat *.txt", "cat `echo x`", "ls &",
            "(ls)", "{ ls; }", "cat ~/x", "cat a\\ b", "cat x # y", "cat <<EOF", "cat 'x", "ls |", "ls &&", "| ls",
            "; ls", "ls ;; ls", "ls |& cat", "FOO=1 ls", "! ls", "if ls; then cat x; fi", "cat {a,b}", "",
            "cd - && ls", "cd && ls", "cd x || cat y", "cd x | cat y", "bash -lc ls",
        ])
    func unknown(line: String) {
        #expect(classify(line) == [.unknown(UnknownCommandAction(command: line))])
    }

    @Test("are looked for behind a shell that is given a command line")
    func arguments() {
        func classify(_ argv: [String]) -> [CommandAction] {
            CommandLineActions.classify(argv: argv, workingDirectory: "/w")
        }
        let read = Expected.read("cat x", path: "/w/x")
        #expect(classify(["/bin/bash", "-lc", "cat x"]).map(Expected.init) == [read])
        #expect(classify(["sh", "-c", "cat x"]).map(Expected.init) == [read])
        #expect(classify(["cat", "x"]).map(Expected.init) == [read])
        #expect(classify(["cat", "a*b"]).map(Expected.init) == [.read("cat 'a*b'", path: "/w/a*b")])
        #expect(classify(["bash", "-x", "y z"]) == [.unknown(UnknownCommandAction(command: "bash -x 'y z'"))])
        #expect(classify([]) == [.unknown(UnknownCommandAction(command: ""))])
    }

    @Test("name the file read")
    func fileName() {
        guard case .read(let action) = classify("cat src/a.txt").first else {
            Issue.record("no read action")
            return
        }
        #expect(action.name == "a.txt")
    }
}
