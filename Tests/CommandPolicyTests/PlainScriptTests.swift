import CommandPolicy
import Testing

@Suite("Scripts of plain words")
struct PlainScriptTests {
    /// Scripts, and the words of their commands: ` · ` between words, ` ¶ ` between commands.
    static let table = Table(
        ##"""
        ls => ls
        ls -la => ls · -la
          ls   -la   => ls · -la
        ␉ls␉-la␉ => ls · -la
        git status --short => git · status · --short
        cat a.txt b.txt => cat · a.txt · b.txt
        ./run.sh => ./run.sh
        /usr/bin/git log => /usr/bin/git · log
        ../x/y => ../x/y
        a@b:c,d.e/f_g-h+i%j^k => a@b:c,d.e/f_g-h+i%j^k
        echo a=b => echo · a=b
        dd if=x of=y => dd · if=x · of=y
        git log --format=%H => git · log · --format=%H
        swift test --filter A.B/c => swift · test · --filter · A.B/c
        echo '' => echo · ␀
        echo "" => echo · ␀
        echo ''"" => echo · ␀
        '' => ␀
        echo 'a b' => echo · a b
        echo "a b" => echo · a b
        echo a'b'c => echo · abc
        echo a"b"c => echo · abc
        echo 'a'"b"c => echo · abc
        echo 'a"b' => echo · a"b
        echo "a'b" => echo · a'b
        echo 'it'\''s' => echo · it's
        echo '$HOME' => echo · $HOME
        echo '`id`' => echo · `id`
        echo '$(id)' => echo · $(id)
        echo '*' '?' '[a]' => echo · * · ? · [a]
        echo "*" "?" "[a]" => echo · * · ? · [a]
        echo "~" '~' => echo · ~ · ~
        echo "{a,b}" => echo · {a,b}
        echo 'a;b' 'a&&b' 'a|b' => echo · a;b · a&&b · a|b
        echo "a;b" "a>b" "a<b" => echo · a;b · a>b · a<b
        echo "#a" => echo · #a
        echo '(a)' "(a)" => echo · (a) · (a)
        echo "a\"b" => echo · a"b
        echo "a\\b" => echo · a\b
        echo "a\$b" => echo · a$b
        echo "a\`b" => echo · a`b
        echo "a\nb" => echo · a\nb
        echo "a\'b" => echo · a\'b
        echo "a\ b" => echo · a\ b
        echo "a\!b" => echo · a\!b
        echo "wow!" => echo · wow!
        echo 'wow!' => echo · wow!
        echo '\' => echo · \
        echo '\\' => echo · \\
        echo 'a\nb' => echo · a\nb
        echo "\\" => echo · \
        echo "\\\\" => echo · \\
        echo \a => echo · a
        echo \\ => echo · \
        echo \$HOME => echo · $HOME
        echo \`id\` => echo · `id`
        echo \* \? \[a\] => echo · * · ? · [a]
        echo \{a,b\} => echo · {a,b}
        echo \~ => echo · ~
        echo \~/x => echo · ~/x
        echo \; \& \| => echo · ; · & · |
        echo \< \> => echo · < · >
        echo \( \) => echo · ( · )
        echo \# => echo · #
        echo \! => echo · !
        echo \' \" => echo · ' · "
        echo a\ b => echo · a b
        cat my\ file.txt => cat · my file.txt
        echo \␉ => echo · ␉
        echo \=a => echo · =a
        find . -name '*.swift' => find · . · -name · *.swift
        find . -exec rm '{}' \; => find · . · -exec · rm · {} · ;
        find . -exec rm '{}' ';' => find · . · -exec · rm · {} · ;
        grep -E 'a|b' x => grep · -E · a|b · x
        sed -n '1,5p' x => sed · -n · 1,5p · x
        sed -n 5,10p x => sed · -n · 5,10p · x
        awk '{print $1}' x => awk · {print $1} · x
        jq '.[] | select(.a > 1)' x => jq · .[] | select(.a > 1) · x
        git show HEAD~1 => git · show · HEAD~1
        git show HEAD~1:a/b => git · show · HEAD~1:a/b
        git show HEAD^ => git · show · HEAD^
        git log a..b => git · log · a..b
        echo a~ a_~ a-~ a.~ 9~ a/~ => echo · a~ · a_~ · a-~ · a.~ · 9~ · a/~
        grep ^foo x => grep · ^foo · x
        echo a#b => echo · a#b
        echo a# => echo · a#
        echo ''#a => echo · #a
        ls # a comment => ls
        ls #a => ls
        ls # it's => ls
        ls # $(id) `id` > x => ls
        # first␤ls => ls
        ls # one␤cat x # two => ls ¶ cat · x
        ls # back\␤cat x => ls ¶ cat · x
        #␤#␤ls => ls
        ls;# c␤cat x => ls ¶ cat · x
        ls &&# c␤cat x => ls ¶ cat · x
        ls | # c␤cat => ls ¶ cat
        ls; cat x => ls ¶ cat · x
        ls;cat x => ls ¶ cat · x
        ls; => ls
        ls ; => ls
        ls;␤ => ls
        ls;␤cat x => ls ¶ cat · x
        ls␤cat x => ls ¶ cat · x
        ␤␤ls␤␤␤cat x␤␤ => ls ¶ cat · x
        ls && cat x => ls ¶ cat · x
        ls&&cat x => ls ¶ cat · x
        ls &&␤cat x => ls ¶ cat · x
        ls &&␤␤  cat x => ls ¶ cat · x
        ls || cat x => ls ¶ cat · x
        ls||cat x => ls ¶ cat · x
        ls ||␤cat x => ls ¶ cat · x
        ls | cat => ls ¶ cat
        ls|cat => ls ¶ cat
        ls |␤cat => ls ¶ cat
        a && b || c; d | e => a ¶ b ¶ c ¶ d ¶ e
        git add -A && git commit -m "Fix it" && git push => git · add · -A ¶ git · commit · -m · Fix it ¶ git · push
        cd src && npm test => cd · src ¶ npm · test
        cd 'a b' && ls => cd · a b ¶ ls
        cd 'app/[id]' && ls => cd · app/[id] ¶ ls
        find . | xargs rm => find · . ¶ xargs · rm
        rg --pre=evil x => rg · --pre=evil · x
        git -c core.pager=evil status => git · -c · core.pager=evil · status
        env A=b ls => env · A=b · ls
        sudo rm x => sudo · rm · x
        nice ls => nice · ls
        timeout 5 ls => timeout · 5 · ls
        nohup ls => nohup · ls
        command ls => command · ls
        command -v git => command · -v · git
        exec ls => exec · ls
        eval ls => eval · ls
        source x => source · x
        . x => . · x
        sh -c 'rm x' => sh · -c · rm x
        bash -lc 'rm x; ls' => bash · -lc · rm x; ls
        busybox rm x => busybox · rm · x
        ls \␤-la => ls · -la
        ls\␤ -la => ls · -la
        l\␤s => ls
        cat a\␤b => cat · ab
        cat "a\␤b" => cat · ab
        cat 'a\␤b' => cat · a\␤b
        ls \␤\␤ -la => ls · -la
        ls &\␤& cat x => ls ¶ cat · x
        ls |\␤| cat x => ls ¶ cat · x
        ls \␤| cat => ls ¶ cat
        \␤ls => ls
        ls\␤ => ls
        ls \␤#a => ls
        ls a\␤#b => ls · a#b
        echo "a␤b" => echo · a␤b
        echo 'a␤b' => echo · a␤b
        echo "a␉b" => echo · a␉b
        echo é => echo · é
        echo "é è" => echo · é è
        cat Größe.txt => cat · Größe.txt
        cat 日本語.md => cat · 日本語.md
        echo "“quoted” — said" => echo · “quoted” — said
        echo '；' "；" => echo · ； · ；
        echo '✓' "→" => echo · ✓ · →
        echo e⟨0301⟩ => echo · e⟨0301⟩
        echo -- -x => echo · -- · -x
        echo - => echo · -
        printf %s x => printf · %s · x
        printf '%s\n' x => printf · %s\n · x
        test -f x => test · -f · x
        kill %1 => kill · %1
        make -j4 all => make · -j4 · all
        echo then fi do => echo · then · fi · do
        echo if => echo · if
        iffy => iffy
        times => times
        in-place => in-place
        true => true
        : => :
        1a => 1a
        """##)

    @Test("have exactly these words", arguments: table.rows.indices)
    func words(row: Int) {
        let (script, expected) = Self.table.rows[row]
        let commands = expected.split(separator: " ¶ ", omittingEmptySubsequences: false).map { command in
            command.split(separator: " · ", omittingEmptySubsequences: false).map { Array($0.utf8) }
        }
        // Bytes are compared: strings are equal also when their characters only look the same.
        let found = ShellScript(script).commands?.map { $0.map { Array($0.utf8) } }
        #expect(found == commands, "\(script) is read as \(ShellScript(script))")
    }

    @Test("keep what stands between their commands")
    func joints() {
        typealias Pipeline = ShellScript.Pipeline
        #expect(
            ShellScript("a && b | c || d; e\nf")
                == .plain([
                    Pipeline(joint: .start, commands: [["a"]]), Pipeline(joint: .and, commands: [["b"], ["c"]]),
                    Pipeline(joint: .or, commands: [["d"]]), Pipeline(joint: .then, commands: [["e"]]),
                    Pipeline(joint: .then, commands: [["f"]]),
                ]))
    }
}
