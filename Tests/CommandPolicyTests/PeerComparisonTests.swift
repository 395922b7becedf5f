import CommandPolicy
import Testing

/// The Codex app-server, level 0.163, was given the same rules and commands. Its decisions stand here.
@Suite("Decisions of rules, beside those of the peer")
struct PeerComparisonTests {
    // MARK: - Programs and arguments

    private static let programRules = #"""
        prefix_rule(pattern=["git", ["status", "log"]], decision="allow")
        prefix_rule(pattern=["git", "push"], decision="prompt", justification="pushes")
        prefix_rule(pattern=["git", "push", ["-f", "--force"]], decision="forbidden")
        prefix_rule(pattern=["ls"])
        prefix_rule(pattern=[["cat", "head"], "-n"])
        prefix_rule(pattern=["rm"], decision="forbidden")
        prefix_rule(pattern=["npm", "run", "a b"])
        prefix_rule(pattern=["/opt/x/tool", "go"])
        prefix_rule(pattern=["tool"], decision="prompt")
        prefix_rule(pattern=["rg"])
        prefix_rule(pattern=["find"])
        prefix_rule(pattern=["find", "x", "-delete"])
        prefix_rule(pattern=["env"])
        prefix_rule(pattern=["env", "A=b", "make"])
        prefix_rule(pattern=["bash"])
        prefix_rule(pattern=["echo", ""])
        prefix_rule(pattern=["echo", "it's"])
        prefix_rule(pattern=["two"])
        prefix_rule(pattern=["two"], decision="prompt")
        prefix_rule(pattern=["K"])
        host_executable(name="rg", paths=["/usr/bin/rg"])
        host_executable(name="rm", paths=["/usr/bin/rm"])
        """#

    /// Words with `|` between them, the peer's decision without and with its resolution of paths, and Heddle's.
    static let programs = Table(
        ##"""
        git|status => allow allow allow
        git|log|-p => allow allow allow
        git|status|--short|x => allow allow allow
        git => open open open
        git|Status => open open open
        git|stat => open open open
        git|push => prompt prompt prompt
        git|push|origin => prompt prompt prompt
        git|push|-f => forbidden forbidden forbidden
        git|push|--force|x => forbidden forbidden forbidden
        git|push|x|--force => prompt prompt prompt
        git status => open open open
        ls => allow allow allow
        ls|-la => allow allow allow
        ls |x => open open open
        lsx => open open open
        cat|-n|x => allow allow allow
        head|-n => allow allow allow
        cat|x => open open open
        cat => open open open
        tail|-n => open open open
        rm => forbidden forbidden forbidden
        rm|-rf|x => forbidden forbidden forbidden
        RM|x => open open open
        npm|run|a b => allow allow allow
        npm|run|a|b => open open open
        /opt/x/tool => open prompt prompt
        /opt/x/../x/tool|go => open prompt prompt
        tool|go => prompt prompt prompt
        tool => prompt prompt prompt
        rg|x => allow allow allow
        rg|--files => allow allow allow
        find|. => allow allow allow
        find|x|-delete => allow allow allow
        find|x|-name|y => allow allow allow
        env => allow allow allow
        bash => allow allow allow
        bash|x.sh => allow allow allow
        echo|␀ => allow allow allow
        echo|a => open open open
        echo => open open open
        echo|it's => allow allow allow
        two => prompt prompt prompt
        K => allow allow allow
        ⟨212A⟩ => open open open
        make => open open open
        env|A=b|make => allow allow allow
        env|A=b|make|all => allow allow allow
        sudo|ls|x => open open open
        /bin/ls => open allow allow
        /usr/bin/rm|x => open forbidden forbidden
        /usr/bin/rg|x => open allow allow
        /tmp/rg|x => open open open
        /usr/bin/git|status => open allow allow
        /usr/bin/tool => open prompt prompt
        ./ls => open allow open
        /tmp/ls => open allow open
        ./rm|x => open open forbidden
        /tmp/rm|x => open open forbidden
        /opt/x/tool|go => allow allow prompt
        rg|--pre=x|y => allow allow open
        find|.|-delete => allow allow open
        find|.|-exec|ls => allow allow open
        env|ls => allow allow open
        env|rm|x => allow allow forbidden
        sudo|rm|x => open open forbidden
        timeout|5|rm => open open forbidden
        """##)

    @Test("about programs", arguments: programs.rows.indices)
    func decidesAboutPrograms(row: Int) throws {
        let (line, decisions) = Self.programs.rows[row]
        let argv = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let expected = decisions.split(separator: " ").map(String.init)
        let places = ["ls": "/bin/ls", "git": "/usr/bin/git", "rg": "/usr/bin/rg"]
        let verdict = try RuleSet(text: Self.programRules, path: "t").verdict(
            on: ParsedCommand(argv: argv), executables: ExecutableLookup { places[$0] })
        let decision = verdict.decision?.rawValue ?? "open"
        #expect(decision == expected[2], "\(argv)")
        // What the peer allows under neither of its rules for paths isn't allowed here.
        #expect(decision != "allow" || expected[..<2].contains("allow"), "\(argv)")
    }

    // MARK: - Scripts of a shell

    private static let scriptRules = #"""
        prefix_rule(pattern=["echo"])
        prefix_rule(pattern=["true"])
        prefix_rule(pattern=["git", "--version"])
        prefix_rule(pattern=["rm"], decision="forbidden", justification="no rm")
        prefix_rule(pattern=["touch"], decision="prompt", justification="why")
        prefix_rule(pattern=["cd"])
        """#

    /// Scripts about which both decide alike.
    static let agreed = Table(
        ##"""
        echo a => allow
        echo a && true => allow
        echo a; true => allow
        echo a | true => allow
        echo a || true => allow
        echo a && pwd => open
        pwd => open
        echo 'a b' "c" => allow
        echo a && touch b => prompt
        touch b; rm x => forbidden
        rm x => forbidden
        echo a; rm x => forbidden
        true | rm x => forbidden
        echo a > b => open
        echo $HOME => open
        echo "$HOME" => open
        echo `id` => open
        echo $(id) => open
        echo * => open
        echo ~ => open
        echo {a,b} => open
        A=b echo a => open
        echo a & => open
        (echo a) => open
        { echo a; } => open
        ! echo a => open
        if true; then echo a; fi => open
        for i in a; do echo a; done => open
        cat <<EOF => open
        echo 'a => open
        echo a && => open
        && echo a => open
        time echo a => open
        bash -c 'echo a' => open
        env echo a => open
        cd . && echo a => allow
        export A=b => open
        export A=b; echo a => open
        git --version => allow
        git -c a=b --version => open
        git --no-pager --version => open
        echo [a] => open
        echo -n => allow
        command echo a => open
        exec echo a => open
        eval echo a => open
        test -f x => open
        echo a=b => allow
        echo a␤echo b => allow
        echo a \␤ b => allow
        echo⟨A0⟩a => open
        echo é => allow
        """##)

    @Test("about scripts", arguments: agreed.rows.indices)
    func decidesAlike(row: Int) throws {
        let (script, expected) = Self.agreed.rows[row]
        #expect(try decision(script) == expected, "\(script)")
    }

    /// Scripts about which the decisions differ: the peer's, Heddle's, and why.
    static let different = Table(
        ##"""
        'echo' a => open allow quoted names are the same to a shell
        e'c'ho a => open allow quoted names are the same to a shell
        echo a # b => open allow comments are understood
        # c␤echo a => open allow comments are understood
        echo a#b => open allow this is no comment
        echo a\ b => open allow backslashes are understood
        echo \$HOME => open allow backslashes are understood
        echo "a\"b" => open allow backslashes are understood
        echo HEAD~1 => open allow this is no home directory
        echo a⟨D⟩␤echo b => allow open the shell would run something else: a carriage return belongs to the word
        echo ⟨202E⟩a => allow open the question would show something else
        echo a⟨37E⟩ rm x => allow open the question would show something else
        rm x > y => open forbidden what is forbidden stays so
        rm $X => open forbidden what is forbidden stays so
        env rm x => open forbidden what is forbidden stays so
        bash -c 'rm x' => open forbidden what is forbidden stays so
        """##)

    @Test("about scripts, where they differ for a reason", arguments: different.rows.indices)
    func decidesDifferently(row: Int) throws {
        let (script, decisions) = Self.different.rows[row]
        let words = decisions.split(separator: " ")
        #expect(try decision(script) == words[1], "\(script)")
        #expect(words[0] != words[1])
    }

    @Test("are about the words that the shell will see: the peer takes the second line for two words of the first")
    func continuation() {
        #expect(ShellScript("e\\\ncho a\\\nb").commands == [["echo", "ab"]])
    }

    private func decision(_ script: String) throws -> String {
        let command = ParsedCommand(argv: ["/bin/bash", "-lc", script])
        return try RuleSet(text: Self.scriptRules, path: "t").verdict(on: command).decision?.rawValue ?? "open"
    }
}
