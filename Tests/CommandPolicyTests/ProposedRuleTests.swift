import CommandPolicy
import Testing

@Suite("Rules that are offered")
struct ProposedRuleTests {
    private func proposal(_ script: String, requested: [String]? = nil) throws -> [String]? {
        let rules = try RuleSet(text: "prefix_rule(['ls']); prefix_rule(['touch'], 'prompt')", path: "t")
        let command = ParsedCommand(argv: ["/bin/bash", "-lc", script])
        return ProposedRule.prefix(for: command, verdict: rules.verdict(on: command), requested: requested)
    }

    /// Scripts, and the words offered.
    static let table = Table(
        ##"""
        npm test => npm test
        npm test -- x => npm test -- x
        git commit -m 'a b' => git commit -m a b
        cat x => cat x
        cat 'x' | wc -l => cat x
        ls && npm test => npm test
        npm test && ls => npm test
        cd src && npm test => cd src
        cargo test => cargo test
        make all => make all
        python3 x.py => python3 x.py
        python3.12 x.py => python3.12 x.py
        node x.js => node x.js
        ./x.sh => ./x.sh
        /opt/x => /opt/x
        pwd => pwd
        rg foo src => rg foo src
        find . -name x => find . -name x
        git grep foo => git grep foo
        git status => git status
        ls => none
        touch x => none
        ls; touch x => none
        npm test; touch x => none
        cat x > y => none
        cat $HOME => none
        cat *.txt => none
        A=b cat x => none
        (cat x) => none
        cat x & => none
        export A=b => none
        bash -c 'cat x' => none
        bash -lc 'cat x' => none
        bash x.sh => none
        bash => none
        sh x => none
        zsh -c x => none
        python => none
        python3 => none
        python3 -c 'print(1)' => none
        python3 -m x => none
        python3.12 -c x => none
        node => none
        node -e 1 => none
        perl -e 1 => none
        ruby -e 1 => none
        php -r x => none
        lua5.4 -e x => none
        osascript -e x => none
        awk '{print}' x => none
        sudo cat x => none
        env cat x => none
        env A=b cat x => none
        nice cat x => none
        timeout 5 cat x => none
        nohup cat x => none
        command cat x => none
        exec cat x => none
        eval cat x => none
        source x => none
        . x => none
        xargs cat => none
        cat x | xargs rm => none
        busybox cat x => none
        ssh host => none
        vim x => none
        npx x => none
        rm x => none
        rm -rf build => none
        git => none
        npm => none
        docker => none
        make => none
        git -c a=b status => none
        git -C x status => none
        git --exec-path=x status => none
        git config core.pager x => none
        find . -exec cat x => none
        find . -delete => none
        rg --pre=x y => none
        rg -z y => none
        tar xf x --to-command=y => none
        sort -o x y => none
        sed -i s/a/b/ x => none
        npm test && python3 -c x => none
        cat '' => none
        /usr/bin/python3 -c x => none
        /bin/bash x => none
        /tmp/env cat x => none
        """##)

    @Test("for what a question is about", arguments: table.rows.indices)
    func offers(row: Int) throws {
        let (script, expected) = Self.table.rows[row]
        #expect(try proposal(script)?.joined(separator: " ") ?? "none" == expected, "\(script)")
    }

    @Test("not if they are longer than anybody reads")
    func length() throws {
        let word = String(repeating: "a", count: CommandLimits.proposedPrefixBytes)
        #expect(try proposal("cat \(word)") == nil)
        #expect(try proposal("c\(word.dropFirst())") != nil)
    }

    @Test("as the model would have them, if that is fit and enough")
    func requests() throws {
        #expect(try proposal("npm test x", requested: ["npm", "test"]) == ["npm", "test"])
        #expect(try proposal("ls; npm test x", requested: ["npm", "test"]) == ["npm", "test"])
        #expect(try proposal("cargo test", requested: ["cargo", "test"]) == ["cargo", "test"])
        #expect(try proposal("rg foo", requested: ["rg"]) == ["rg"])
        for unfit in [["npm"], ["npm", "run"], ["cargo"], [], [""], ["npm", ""], ["bash"], ["sudo"]] {
            #expect(try proposal("npm test x", requested: unfit) == ["npm", "test", "x"])
        }
        #expect(try proposal("npm a; git push", requested: ["git", "push"]) == ["npm", "a"])
        #expect(try proposal("python3 x.py", requested: ["python3"]) == ["python3", "x.py"])
        #expect(try proposal("python3 -c x", requested: ["python3"]) == nil)
        #expect(try proposal("cat x > y", requested: ["cat"]) == nil)
        #expect(try proposal("find . -delete", requested: ["find"]) == nil)
    }

    @Test("allow what they were offered for", arguments: table.rows.indices)
    func effect(row: Int) throws {
        let script = Self.table.rows[row].left
        guard let words = try proposal(script) else { return }
        var text = "prefix_rule(['ls'])\nprefix_rule(['wc'])\nprefix_rule(['npm', 'test'])"
        text = RuleWriter.appending(PrefixRule(pattern: words.map { [$0] }), to: text)
        let verdict = try RuleSet(text: text, path: "t").verdict(on: ParsedCommand(argv: ["sh", "-c", script]))
        #expect(verdict.decision == .allow, "\(script)")
    }
}
