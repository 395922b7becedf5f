import CommandPolicy
import Testing

@Suite("What commands do")
struct ActivityTests {
    private func activities(_ script: String) -> [CommandActivity] {
        ParsedCommand(argv: ["/bin/bash", "-lc", script]).activities
    }

    /// Scripts, and what they do: the kind, for a search its query, behind `@` the path, behind `:` the command.
    static let table = Table(
        ##"""
        ls => list @ - : ls
        ls -la src/ => list @ src : ls -la src/
        ls -I foo src => list @ src : ls -I foo src
        ls a b => list @ a : ls a b
        ls / => list @ / : ls /
        ls .. => list @ .. : ls ..
        ls -l --time-style=iso src => list @ src : ls -l '--time-style=iso' src
        ls -a -- -x => list @ -x : ls -a -- -x
        exa src => list @ src : exa src
        eza --tree src => list @ src : eza --tree src
        tree -L 2 src => list @ src : tree -L 2 src
        du -sh . => list @ . : du -sh .
        du -d 1 src => list @ src : du -d 1 src
        find . => list @ . : find .
        find a b => list @ a : find a b
        find . -maxdepth 1 -type d => list @ . : find . -maxdepth 1 -type d
        find . -name '*.md' => search *.md @ . : find . -name '*.md'
        find src -path '*x*' => search *x* @ src : find src -path '*x*'
        find -iname a.txt => search a.txt @ - : find -iname a.txt
        find -L src -name x => search x @ src : find -L src -name x
        rg --files => list @ - : rg --files
        rg --files src => list @ src : rg --files src
        rg --files -g '*.md' => list @ - : rg --files -g '*.md'
        rg --files | head -n 5 => list @ - : rg --files
        rg foo => search foo @ - : rg foo
        rg -n "foo bar" src => search foo bar @ src : rg -n 'foo bar' src
        rg -nC 3 foo src => search foo @ src : rg -nC 3 foo src
        rg -A3 foo => search foo @ - : rg -A3 foo
        rg -e foo src => search foo @ src : rg -e foo src
        rg -m 3 foo src => search foo @ src : rg -m 3 foo src
        rg -tjs foo => search foo @ - : rg -tjs foo
        rg --type js foo => search foo @ - : rg --type js foo
        rg -g '*.swift' -- -x src => search -x @ src : rg -g '*.swift' -- -x src
        rg foo a b => search foo @ a : rg foo a b
        rg -l foo src/ | head => search foo @ src : rg -l foo src/
        rg -uu --hidden foo . => search foo @ . : rg -uu --hidden foo .
        rg -i "a|b" -g '!x' src => search a|b @ src : rg -i 'a|b' -g '!x' src
        grep foo x => search foo @ x : grep foo x
        grep -n foo x y => search foo @ x : grep -n foo x y
        grep "foo" -r src => search foo @ src : grep foo -r src
        grep -e foo x => search foo @ x : grep -e foo x
        grep --include='*.c' -rn foo . => search foo @ . : grep '--include=*.c' -rn foo .
        egrep 'a|b' x => search a|b @ x : egrep 'a|b' x
        git grep foo src => search foo @ src : git grep foo src
        git grep -n foo -- src => search foo @ src : git grep -n foo -- src
        git ls-files => list @ - : git ls-files
        git ls-files -- src => list @ src : git ls-files -- src
        git ls-files --exclude x => list @ - : git ls-files --exclude x
        fd => list @ - : fd
        fd foo => search foo @ - : fd foo
        fd -t f => list @ - : fd -t f
        fd -e swift foo src => search foo @ src : fd -e swift foo src
        ag foo src => search foo @ src : ag foo src
        ag -G x foo src => search foo @ src : ag -G x foo src
        ack foo => search foo @ - : ack foo
        pt foo => search foo @ - : pt foo
        cat x.txt => read @ x.txt : cat x.txt
        cat -n ../x => read @ ../x : cat -n ../x
        cat -- -x => read @ -x : cat -- -x
        cat /etc/hosts => read @ /etc/hosts : cat /etc/hosts
        cat 'x y' => read @ x y : cat 'x y'
        cat a\ b => read @ a b : cat 'a b'
        cat 'a'"b" => read @ ab : cat ab
        cat a\␤b => read @ ab : cat ab
        cat x # why => read @ x : cat x
        cat a=b => read @ a=b : cat 'a=b'
        head x => read @ x : head x
        head -n 5 x => read @ x : head -n 5 x
        head -n5 x => read @ x : head -n5 x
        head -5 x => read @ x : head -5 x
        head --lines=5 x => read @ x : head '--lines=5' x
        tail x => read @ x : tail x
        tail -n +5 x => read @ x : tail -n +5 x
        tail -c 5 x => read @ x : tail -c 5 x
        sed -n 1,5p x => read @ x : sed -n '1,5p' x
        sed -n 5p x => read @ x : sed -n 5p x
        sed -n '5,$p' x => read @ x : sed -n '5,$p' x
        sed -n -e 1,5p x => read @ x : sed -n -e '1,5p' x
        sed -n "1,5p" x | cat => read @ x : sed -n '1,5p' x
        nl -ba x => read @ x : nl -ba x
        nl -ba x | sed -n 1,5p => read @ x : nl -ba x
        bat -n x => read @ x : bat -n x
        batcat f => read @ f : batcat f
        bat --theme x f => read @ f : bat --theme x f
        less x => read @ x : less x
        more x => read @ x : more x
        awk '{print $1}' x => read @ x : awk '{print $1}' x
        awk -F : '{print $1}' x => read @ x : awk -F : '{print $1}' x
        awk -F, '{print $1}' a => read @ a : awk '-F,' '{print $1}' a
        cd src && cat a.txt => read @ src/a.txt : cat a.txt
        cd src && cd a && cat b => read @ src/a/b : cat b
        cd src/ && cat b => read @ src/b : cat b
        cd /x && cat b => read @ /x/b : cat b
        cd / && cat b => read @ /b : cat b
        cd src && cat /b => read @ /b : cat /b
        cd src && cat ../b => read @ src/../b : cat ../b
        cd -P a && cat x => read @ a/x : cat x
        cd -- a && cat x => read @ a/x : cat x
        cd /x; ls => list @ - : ls
        cd .. && ls src => list @ src : ls src
        ls | wc -l => list @ - : ls
        ls src | head -3 => list @ src : ls src
        ls -la | tail -n +2 => list @ - : ls -la
        find . -name x | sort | head => search x @ . : find . -name x
        git grep foo | head => search foo @ - : git grep foo
        cat x | head -n 5 => read @ x : cat x
        cat x | sort | uniq -c => read @ x : cat x
        cat x | sed s/a/b/ => read @ x : cat x
        cat x | tr a b => read @ x : cat x
        cat x | awk '{print $1}' => read @ x : cat x
        cat x | grep foo => read @ x : cat x ¶ search foo @ - : grep foo
        ls | grep foo | wc -l => list @ - : ls ¶ search foo @ - : grep foo
        rg --files | rg foo => list @ - : rg --files ¶ search foo @ - : rg foo
        ls && cat x => list @ - : ls ¶ read @ x : cat x
        ls; cat x; => list @ - : ls ¶ read @ x : cat x
        ls␤␤cat x␤ => list @ - : ls ¶ read @ x : cat x
        ls &&␤cat x => list @ - : ls ¶ read @ x : cat x
        cat a || cat b => read @ a : cat a ¶ read @ b : cat b
        echo -- && ls => list @ - : ls
        true && ls => list @ - : ls
        ls || true => list @ - : ls
        """##)

    @Test("is told from their words", arguments: table.rows.indices)
    func told(row: Int) {
        let (script, expected) = Self.table.rows[row]
        #expect(activities(script).map(Self.short).joined(separator: " ¶ ") == expected, "\(script)")
    }

    private static func short(_ activity: CommandActivity) -> String {
        switch activity {
        case .read(let command, let path): "read @ \(path) : \(command)"
        case .listFiles(let command, let path): "list @ \(path ?? "-") : \(command)"
        case .search(let command, let query, let path): "search \(query ?? "-") @ \(path ?? "-") : \(command)"
        case .unknown(let command): "unknown : \(command)"
        }
    }

    @Test(
        "is unknown as a whole if any part is",
        arguments: [
            "swift test", "echo hi", "cd src", "pwd && ls", "ls && rm -rf x", "npm test | tail -n 5", "yes | head -n 1",
            "printf hi | cat", "cat a b", "cat", "cat -", "grep", "rg", "wc -l x", "git status", "git -C x grep y",
            "sed s/a/b/ x", "sed -i -n 5p x", "sed -n 5p", "sed -n 5w x", "sed -n '1e id' x", "awk '{print > \"y\"}' x",
            "awk 'BEGIN{system(\"id\")}' x", "awk '{\"id\" | getline}' x", "awk -f prog x", "find . -name",
            "cat x | tee y", "cat x | xargs rm", "cat x | bash", "cat x | sort -o y", "cat x | uniq - y",
            "cat x | sed 's/a/b/w y'", "cat x | sed '1e id'", "find . | xargs rm", "rg foo | xargs rm",
            // What runs other programs, or writes, is no reading.
            "find . -exec rm x", "find . -delete", "find . -fprint x", "fd -x rm", "fd foo --exec rm",
            "rg --pre=cat foo",
            "rg -z foo", "rg --hostname-bin=x foo", "git grep -Ovi foo", "git grep --open-files-in-pager=vi foo",
            "tree -o out", "git -c core.pager=x grep foo", "less -o x y", "bat --pager=x y",
            // Wrappers, and shells within.
            "env cat x", "sudo ls", "nohup ls", "command ls", "bash -lc ls", "sh -c 'cat x'", "/bin/ls", "./ls",
            "./cat x",
            // What only a shell can tell:
            "cat x > y", "cat < x", "ls 2>/dev/null", "cat $HOME/x", "cat \"$x\"", "cat *.txt", "cat `echo x`", "ls &",
            "(ls)", "{ ls; }", "cat ~/x", "cat <<EOF", "cat 'x", "ls |", "ls &&", "| ls", "; ls", "ls ;; ls",
            "ls |& cat", "FOO=1 ls", "! ls", "if ls; then cat x; fi", "cat {a,b}", "", "time ls", "cat \u{202E}x",
            "ls\r\ncat x", "cd - && ls", "cd && ls", "cd a b && ls", "cd x || cat y", "cd x | cat y", "pushd x && ls",
        ])
    func unknown(script: String) {
        #expect(activities(script) == [.unknown(command: script)])
    }

    @Test("is told also without a shell")
    func programs() {
        func activities(_ argv: [String]) -> [CommandActivity] { ParsedCommand(argv: argv).activities }
        #expect(activities(["cat", "x"]) == [.read(command: "cat x", path: "x")])
        #expect(activities(["cat", "a*b"]) == [.read(command: "cat 'a*b'", path: "a*b")])
        #expect(activities(["sh", "-c", "cat x"]) == [.read(command: "cat x", path: "x")])
        #expect(activities(["bash", "-x", "y z"]) == [.unknown(command: "bash -x 'y z'")])
        #expect(activities(["./bash", "-lc", "cat x"]) == [.unknown(command: "./bash -lc 'cat x'")])
        #expect(activities([]) == [.unknown(command: "")])
    }
}
