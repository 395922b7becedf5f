import CommandPolicy
import Testing

@Suite("What rules say")
struct RuleVerdictTests {
    /// The rules of these tests.
    private static let text = #"""
        prefix_rule(["git", ["status", "diff", "grep"]])
        prefix_rule(["ls"])
        prefix_rule(["cat"])
        prefix_rule(["cd"])
        prefix_rule(["npm", "test"], "allow")
        prefix_rule(["npm"], "prompt", justification="npm asks")
        prefix_rule(["git", "push"], "prompt")
        prefix_rule(["git", "push", "--force"], "forbidden", justification="never force")
        prefix_rule(["rm"], "forbidden", justification="use trash")
        prefix_rule(["/opt/tool"])
        prefix_rule(["./build.sh"])
        prefix_rule(["/usr/bin/halt"], "forbidden")
        prefix_rule(["rg"])
        prefix_rule(["find"])
        prefix_rule(["find", "build", "-delete"])
        prefix_rule(["timeout"])
        prefix_rule(["timeout", "60", "swift"])
        prefix_rule(["env", "A=b", "swift"])
        prefix_rule(["tar"])
        prefix_rule(["sed"])
        prefix_rule(["sort"])
        prefix_rule(["xargs", "cat"])
        prefix_rule(["bash"])
        prefix_rule(["bash", "-c", "ls > x"])
        prefix_rule(["node"])
        prefix_rule(["command", "-v"])
        prefix_rule(["tool"])
        host_executable("tool", ["/opt/bin/tool"])
        """#

    private static let programs = [
        "git": "/usr/bin/git", "ls": "/bin/ls", "halt": "/usr/bin/halt", "tool": "/opt/bin/tool", "cat": "/bin/cat",
    ]

    private func verdict(_ argv: [String], _ rules: String = text) throws -> RuleVerdict {
        let programs = Self.programs
        return try RuleSet(text: rules, path: "t").verdict(
            on: ParsedCommand(argv: argv), executables: ExecutableLookup { programs[$0] })
    }

    /// Scripts, and what is decided about them.
    static let aboutScripts = Table(
        ##"""
        git status => allow
        git status --short => allow
        git diff && git status => allow
        git status; ls | cat => allow
        git => open
        git statusx => open
        git 'status' => allow
        git "sta"tus => allow
        g\it status => allow
        git status # rm x => allow
        cd a && ls => allow
        ls && make => open
        make => open
        npm test => prompt
        npm run x => prompt
        git push => prompt
        git push origin => prompt
        git push --force => forbidden
        git push origin --force => prompt
        ls && rm x => forbidden
        rm x || ls => forbidden
        ls | rm => forbidden
        make; rm x => forbidden
        make; git push => prompt
        git push; rm x => forbidden
        /opt/tool x => allow
        tool => allow
        /opt/bin/tool x => allow
        /tmp/tool x => open
        ./build.sh x => allow
        build.sh => open
        ../build.sh => open
        /bin/ls => allow
        /tmp/ls => open
        ./ls => open
        ../ls => open
        bin/ls => open
        /bin/../tmp/ls => open
        /usr/bin/git status => allow
        /tmp/git status => open
        ./git status => open
        /bin/rm x => forbidden
        ./rm x => forbidden
        halt => forbidden
        /usr/bin/halt => forbidden
        git -c core.pager=evil status => open
        git -C /tmp status => open
        git --exec-path=/tmp status => open
        git --git-dir=/tmp/x status => open
        git --config-env=core.pager=X status => open
        git --no-pager status => open
        git grep x => allow
        git grep -n x => allow
        git grep -Oevil x => open
        git grep -nO x => open
        git grep --open-files-in-pager=evil x => open
        git grep --open=evil x => open
        git diff --output=x => open
        git diff --ext-diff => open
        git diff --stat => allow
        rg x => allow
        rg -n x src => allow
        rg --pre=evil x => open
        rg --pre evil x => open
        rg --pre-glob '*.pdf' x => allow
        rg --hostname-bin=evil x => open
        rg -z x => open
        rg -nz x => open
        rg --search-zip x => open
        rg -gz x => allow
        find . => allow
        find . -name x => allow
        find . -exec cat x => open
        find . -execdir cat x => open
        find . -ok cat x => open
        find . -okdir cat x => open
        find . -delete => open
        find . -fprint x => open
        find . -fls x => open
        find . -exec rm x => forbidden
        find . -exec /bin/rm x => forbidden
        find build -delete => allow
        find build -delete -exec cat x => allow
        timeout 5 ls => open
        timeout 60 swift test => allow
        timeout 60 swiftx => open
        timeout 60 make => open
        timeout -k 1 60 rm x => forbidden
        timeout 5 rm x => forbidden
        timeout 5 grep rm => open
        env A=b swift test => allow
        env A=c swift test => open
        env rm x => forbidden
        env A=b C=d rm x => forbidden
        env -u A -i rm x => forbidden
        env -uA rm x => forbidden
        env -- rm x => forbidden
        env nice -n 5 timeout 5 rm x => forbidden
        sudo -u root rm x => forbidden
        sudo git push --force => forbidden
        nice rm x => forbidden
        nohup rm x => forbidden
        command rm x => forbidden
        exec rm x => forbidden
        eval 'rm x' => forbidden
        eval rm x => forbidden
        builtin rm x => forbidden
        busybox rm x => forbidden
        xargs rm => forbidden
        xargs -n 1 rm => forbidden
        xargs -n1 -I X rm X => forbidden
        xargs cat => allow
        xargs -n 1 cat => open
        find . | xargs rm => forbidden
        bash -c 'rm x' => forbidden
        bash -c 'ls && rm x' => forbidden
        bash -c 'rm x > y' => forbidden
        bash -c "bash -c 'rm x'" => forbidden
        /tmp/bash -c 'rm x' => forbidden
        zsh -ic 'rm x' => forbidden
        bash -o pipefail -c 'rm x' => forbidden
        bash -e x.sh -c 'rm x' => allow
        su -c 'rm x' root => forbidden
        su - root -c 'rm x' => open
        script -c 'rm x' => forbidden
        watch -n 5 'ls; rm x' => forbidden
        env -S 'rm x' => forbidden
        env '-Srm x' => forbidden
        env --split-string='rm x' => forbidden
        env - rm x => forbidden
        nice -5 rm x => forbidden
        stdbuf -oL rm x => forbidden
        sudo --user=root rm x => forbidden
        command -v git => allow
        command -v rm => allow
        command -p rm x => forbidden
        command export A=b => open
        fd x -x rm => forbidden
        git bisect run rm x => forbidden
        find . -name a -exec ls ';' -exec rm '{}' + => forbidden
        find . -exec sh -c 'rm x' ';' => forbidden
        xargs sh -c 'rm x' => forbidden
        sh -e -c 'rm x' => forbidden
        bash -c ls => open
        bash -c 'ls > x' => allow
        bash -c 'ls > y' => open
        bash x.sh => allow
        tar tf x => allow
        tar xf x --to-command=evil => open
        tar --to-comm evil -xf x => open
        tar -I evil -xf x => open
        tar xIf evil x => open
        tar xf x --checkpoint-action=exec=evil => open
        sed -n 1,5p x => allow
        sed s/a/b/g x => allow
        sed '1e evil' x => open
        sed 's/a/b/e' x => open
        sed 's/a/b/w y' x => open
        sed -i s/a/b/ x => open
        sed -n 1p x -i => open
        sed -f x y => open
        sort x => allow
        sort -o y x => open
        sort --compress-prog=evil x => open
        node x.js => allow
        node -e 1 => allow
        ls > x => open
        ls $X => open
        ls *.txt => open
        A=b ls => open
        ls & => open
        ls $(rm x) => forbidden
        rm x > y => forbidden
        rm $X => forbidden
        rm *.o => forbidden
        A=b rm x => forbidden
        rm x & => forbidden
        (rm x) => forbidden
        if true; then rm x; fi => forbidden
        git push $X => prompt
        export A=b; ls => open
        ls ⟨202E⟩ => open
        """##)

    @Test("about scripts of a shell", arguments: aboutScripts.rows.indices)
    func scripts(row: Int) throws {
        let (script, expected) = Self.aboutScripts.rows[row]
        let verdict = try verdict(["/bin/bash", "-lc", script])
        #expect(verdict.decision?.rawValue ?? "open" == expected, "\(script): \(verdict)")
    }

    @Test("about programs without a shell")
    func programs() throws {
        #expect(try verdict(["ls", "-la"]).decision == .allow)
        #expect(try verdict(["ls", "; rm x"]).decision == .allow)
        #expect(try verdict(["ls -la"]).decision == nil)
        #expect(try verdict([]).decision == nil)
        #expect(try verdict([""]).decision == nil)
        #expect(try verdict(["/bin/rm"]).decision == .forbidden)
        #expect(try verdict(["bash", "-lc", "ls"]).decision == .allow)
        #expect(try verdict(["./bash", "-lc", "ls"]).decision == nil)
        #expect(try verdict(["/tmp/bash", "-lc", "ls"]).decision == nil)
        #expect(try verdict(["/tmp/bash", "-lc", "rm x"]).decision == .forbidden)
        #expect(try verdict(["bash", "-lc", "ls", "x"]).decision == nil)
        #expect(try verdict(["bash", "-c", "ls > x"]).decision == .allow)
        #expect(try verdict(["bash", "-c", "ls > x", "y"]).decision == nil)
    }

    @Test("are found out soon, however deep commands are wrapped")
    func nesting() throws {
        let wrapped = Array(repeating: ["find", ".", "-exec"], count: 500).flatMap { $0 } + ["rm", "x"]
        #expect(try verdict(wrapped).decision == nil)
        #expect(try verdict(Array(wrapped.suffix(2 + 3 * CommandLimits.wrapperDepth))).decision == .forbidden)
        let niced = Array(repeating: "nice", count: CommandLimits.wrapperDepth)
        #expect(try verdict(niced + ["rm"]).decision == .forbidden)
        #expect(try verdict(niced + ["nice", "rm"]).decision == nil)
    }

    @Test("are about the very same bytes")
    func bytes() throws {
        let rules = "prefix_rule(['x', 'K'])\nprefix_rule(['x', ';'])\nprefix_rule(['x', 'é'])"
        func decision(_ word: String) throws -> RuleDecision? { try verdict(["x", word], rules).decision }
        #expect(try decision("K") == .allow)
        #expect(try decision("\u{212A}") == nil)
        #expect(try decision(";") == .allow)
        #expect(try decision("\u{37E}") == nil)
        #expect(try decision("\u{E9}") == .allow)
        #expect(try decision("e\u{301}") == nil)
    }

    @Test("come with the words of the rule that decided, and with what is left open")
    func explanation() throws {
        let forbidden = try verdict(["sh", "-c", "make && npm x && rm x"])
        #expect(forbidden.justification == "use trash")
        #expect(forbidden.matches.map(\.command) == [["npm", "x"], ["rm", "x"]])
        #expect(forbidden.undecided == [["make"]])
        #expect(try verdict(["sh", "-c", "npm x"]).justification == "npm asks")
        #expect(try verdict(["sh", "-c", "git push"]).justification == nil)
        #expect(try verdict(["sh", "-c", "ls; make a; cat x; make b"]).undecided == [["make", "a"], ["make", "b"]])
        #expect(try verdict(["sh", "-c", "ls > x"]).undecided == [["sh", "-c", "ls > x"]])
        #expect(try verdict(["sh", "-c", "timeout 5 rm x"]).matches.last?.command == ["rm", "x"])
    }

    @Test("about a name end where its declared paths do")
    func hostExecutables() throws {
        func decision(_ program: String, _ found: String?) throws -> RuleDecision? {
            let rules = try RuleSet(text: "prefix_rule(['a'])\nhost_executable('a', ['/x/a', '/y/a'])", path: "t")
            return rules.verdict(on: ParsedCommand(argv: [program]), executables: ExecutableLookup { _ in found })
                .decision
        }
        #expect(try decision("a", "/x/a") == .allow)
        #expect(try decision("a", "/y/a") == .allow)
        #expect(try decision("a", "/tmp/a") == nil)
        #expect(try decision("a", nil) == .allow)
        #expect(try decision("/x/a", nil) == .allow)
        #expect(try decision("/tmp/a", "/tmp/a") == nil)
    }

    @Test("know where programs stand by the absolute directories of a PATH")
    func lookup() {
        func find(_ name: String, _ path: String) -> String? {
            ExecutableLookup.searching(path: path) { ["/a/x", "/b/x", "/b/y", "./z", "z"].contains($0) }.find(name)
        }
        #expect(find("x", "/a:/b") == "/a/x")
        #expect(find("x", "/b/:/a") == "/b/x")
        #expect(find("y", "/a:/b") == "/b/y")
        #expect(find("q", "/a:/b") == nil)
        #expect(find("y", "/a:.:/b") == nil)
        #expect(find("y", "/a::/b") == nil)
        #expect(find("x", "/a:.") == "/a/x")
        #expect(find("./x", "/a") == nil)
        #expect(find("", "/a") == nil)
    }

    @Test("is nothing where there are none")
    func none() {
        let verdict = RuleSet().verdict(on: ParsedCommand(argv: ["sh", "-c", "ls; cat x"]))
        #expect(verdict.decision == nil)
        #expect(verdict.undecided == [["ls"], ["cat", "x"]])
    }
}
