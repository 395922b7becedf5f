import CommandPolicy
import Testing

@Suite("Scripts that can only be judged as a whole")
struct OpaqueScriptTests {
    /// Scripts, and the first thing in them that a shell would not take as plain words.
    static let table = Table(
        ##"""
        ␀ => empty
        ␤␤ => empty
        # nothing => empty
        \␤ => empty
        ls > out => redirection
        ls >out => redirection
        ls>out => redirection
        ls >> out => redirection
        ls >| out => redirection
        cat < in => redirection
        cat <in => redirection
        cat <> in => redirection
        ls 2> err => redirection
        ls 2>/dev/null => redirection
        ls 2>&1 => redirection
        ls >&2 => redirection
        ls &> all => redirection
        ls &>> all => redirection
        ls |& cat => redirection
        ls >&- => redirection
        > out => redirection
        >out ls => redirection
        cat <&3 => redirection
        cat << EOF => hereDocument
        cat <<EOF␤rm -rf /␤EOF => hereDocument
        cat <<'EOF'␤$(id)␤EOF => hereDocument
        cat <<-EOF␤␉a␤␉EOF => hereDocument
        cat <<< word => hereDocument
        bash <<< 'rm x' => hereDocument
        echo $(id) => commandSubstitution
        $(echo rm) x => commandSubstitution
        echo "$(id)" => commandSubstitution
        echo "a $(rm x) b" => commandSubstitution
        echo `id` => commandSubstitution
        echo "`id`" => commandSubstitution
        `echo rm` x => commandSubstitution
        git log $(git rev-parse HEAD) => commandSubstitution
        echo $((1+1)) => commandSubstitution
        echo "$((1+1))" => commandSubstitution
        ls a$(id)b => commandSubstitution
        cat <(id) => processSubstitution
        diff <(ls a) <(ls b) => processSubstitution
        tee >(rm x) => processSubstitution
        cat < (id) => redirection
        echo $HOME => expansion
        echo "$HOME" => expansion
        echo ${HOME} => expansion
        echo "${HOME}" => expansion
        echo ${x:-$(id)} => expansion
        echo $1 $@ $* => expansion
        echo $? => expansion
        echo $$ => expansion
        echo $! => expansion
        echo $ => expansion
        echo a$ => expansion
        echo "a$" => expansion
        $CMD x => expansion
        "$CMD" x => expansion
        echo $[1+1] => expansion
        echo "a\\$b" => expansion
        echo \\$b => expansion
        =ls => expansion
        ls =cat => expansion
        echo $'a\nb' => dollarQuote
        $'rm' x => dollarQuote
        echo $"a" => dollarQuote
        ls *.txt => glob
        ls * => glob
        ls ? => glob
        ls [ab] => glob
        ls a]b => glob
        rm -rf ./* => glob
        cat a*b => glob
        echo "a"* => glob
        ls !(a) => history
        ls @(a|b) => parenthesis
        [ -f x ] => glob
        [[ -f x ]] => glob
        echo {a,b} => brace
        echo {1..3} => brace
        echo {} => brace
        echo a{b => brace
        echo a}b => brace
        find . -exec rm {} \; => brace
        git show stash@{0} => brace
        {a,b} => brace
        cat ~ => tilde
        cat ~/x => tilde
        cat ~root/x => tilde
        cat ~+ => tilde
        ~/bin/x => tilde
        echo a=~/x => tilde
        echo --x=~/y => tilde
        echo a:~ => tilde
        echo x@~ => tilde
        echo ''~ => tilde
        echo a\␤~ => tilde
        A=b ls => environmentPrefix
        A=b => environmentPrefix
        A= ls => environmentPrefix
        A=b C=d ls => environmentPrefix
        LD_PRELOAD=./evil.so ls => environmentPrefix
        PATH=/tmp ls => environmentPrefix
        GIT_SSH_COMMAND='rm x' git fetch => environmentPrefix
        a+=b ls => environmentPrefix
        ls && A=b rm x => environmentPrefix
        'A=b' ls => environmentPrefix
        A\=b ls => environmentPrefix
        a[0]=b ls => environmentPrefix
        a=$(id) => environmentPrefix
        if true; then ls; fi => reservedWord
        for x in a b; do ls; done => reservedWord
        for ((;;)); do ls; done => reservedWord
        while true; do ls; done => reservedWord
        until false; do ls; done => reservedWord
        case x in x) ls;; esac => reservedWord
        select x in a; do ls; done => reservedWord
        function f { ls; } => reservedWord
        f() { ls; } => parenthesis
        f () (ls) => parenthesis
        time ls => reservedWord
        time -p ls => reservedWord
        coproc ls => reservedWord
        repeat 3 ls => reservedWord
        foreach x (a b) => reservedWord
        noglob ls => reservedWord
        nocorrect ls => reservedWord
        ls; then => reservedWord
        ls && if => reservedWord
        ls | time cat => reservedWord
        'if' true => reservedWord
        %1 => reservedWord
        '%'x => reservedWord
        ! ls => history
        ls && ! cat x => history
        echo !! => history
        !ls => history
        echo a!b => history
        ls !$ => history
        { ls; } => brace
        (ls) => parenthesis
        ( ls; rm x ) => parenthesis
        ls (a) => parenthesis
        ls ) => parenthesis
        ((1+1)) => parenthesis
        echo a(b) => parenthesis
        ls & => background
        ls & cat x => background
        sleep 1 & wait => background
        ls &␤cat x => background
        ls&cat x => background
        alias ls='rm -rf'␤ls => stateChange
        alias ls=rm => stateChange
        export PATH=/tmp/evil && git status => stateChange
        export A => stateChange
        hash -p /tmp/evil git && git status => stateChange
        set -k => stateChange
        shopt -s expand_aliases => stateChange
        setopt x => stateChange
        declare x=y => stateChange
        typeset -f x => stateChange
        local x => stateChange
        readonly x => stateChange
        unset PATH => stateChange
        read x => stateChange
        mapfile -C 'rm x' => stateChange
        trap 'rm x' EXIT => stateChange
        enable -f ./evil.so evil => stateChange
        let 'a[$(id)]=1' => stateChange
        getopts a b => stateChange
        history -s x => stateChange
        fc -s => stateChange
        complete -C 'rm x' y => stateChange
        compgen -C 'rm x' => stateChange
        bind -x '"a": rm x' => stateChange
        jobs -x rm y => stateChange
        pushd /tmp => stateChange
        zmodload zsh/system => stateChange
        ls && export A && cat x => stateChange
        command export A=b && ls => stateChange
        builtin -- set -k => stateChange
        command builtin alias a=b => stateChange
        command printf -v PATH x => evaluatedArgument
        test -v 'a[$(id)]' => evaluatedArgument
        '[' -v 'a[$(id)]' ']' => evaluatedArgument
        printf -v PATH /tmp/evil => evaluatedArgument
        printf %d 'a[$(id)]' => evaluatedArgument
        test 1 -eq 'a[`id`]' => evaluatedArgument
        exit 'a[$(id)]' => evaluatedArgument
        wait -p x => evaluatedArgument
        shift 'a[$(id)]' => evaluatedArgument
        echo 'a => unterminated
        echo "a => unterminated
        echo 'a" => unterminated
        echo "a\" => unterminated
        echo 'it's' => unterminated
        echo a\ => unterminated
        ' => unterminated
        " => unterminated
        ls && => syntax
        ls || => syntax
        ls | => syntax
        ls &&␤ => syntax
        && ls => syntax
        || ls => syntax
        | ls => syntax
        ; ls => syntax
        ;; => syntax
        ls ;; cat x => syntax
        ls ; ; cat x => syntax
        ls ;␤; cat x => syntax
        ls && && cat x => syntax
        ls && ; cat x => syntax
        ls && | cat => syntax
        ls | | cat => syntax
        ls ;& cat x => syntax
        ls⟨D⟩␤cat x => controlCharacter
        ls⟨D⟩ => controlCharacter
        ls '⟨D⟩rm x' => controlCharacter
        echo "⟨1B⟩[2K" => controlCharacter
        ls ⟨7F⟩ => controlCharacter
        ls ⟨1⟩ => controlCharacter
        ls ⟨B⟩-l => controlCharacter
        ls ⟨C⟩-l => controlCharacter
        ls # ⟨1B⟩[2K => controlCharacter
        ls⟨85⟩rm x => controlCharacter
        ls⟨A0⟩-l => invisibleCharacter
        ls "a⟨A0⟩b" => invisibleCharacter
        ls⟨2003⟩-l => invisibleCharacter
        ls⟨3000⟩-l => invisibleCharacter
        ls⟨2028⟩rm x => invisibleCharacter
        ls⟨2029⟩rm x => invisibleCharacter
        ls⟨200B⟩ x => invisibleCharacter
        r⟨200B⟩m x => invisibleCharacter
        ls⟨200D⟩ x => invisibleCharacter
        ls⟨FEFF⟩ => invisibleCharacter
        ⟨FEFF⟩ls => invisibleCharacter
        ls⟨2060⟩ => invisibleCharacter
        ls⟨AD⟩ => invisibleCharacter
        ls '⟨202E⟩x' => invisibleCharacter
        ls # ⟨202E⟩ => invisibleCharacter
        ls ⟨202A⟩x => invisibleCharacter
        ls ⟨2066⟩x => invisibleCharacter
        ls ⟨200F⟩x => invisibleCharacter
        ls ⟨61C⟩x => invisibleCharacter
        ls ⟨E0041⟩ => invisibleCharacter
        ls ⟨2800⟩ => invisibleCharacter
        ls ⟨3164⟩ => invisibleCharacter
        ls ⟨FE0F⟩ => invisibleCharacter
        ls ⟨E000⟩ => invisibleCharacter
        ls⟨37E⟩ rm x => lookAlike
        echo ⟨37E⟩ rm x => lookAlike
        ls； rm x => lookAlike
        ls ＆＆ rm x => lookAlike
        ls ｜ rm x => lookAlike
        ls ＞ x => lookAlike
        ls ⟨FE54⟩ rm x => lookAlike
        ls ⟨2223⟩ rm x => lookAlike
        ls ⟨1C0⟩ rm x => lookAlike
        ls ⟨1C0⟩⟨1C0⟩ rm x => lookAlike
        echo “a; rm x” => lookAlike
        echo “a b” => lookAlike
        echo ‘a b’ => lookAlike
        echo ⟨2BC⟩a⟨2BC⟩ => lookAlike
        echo ⟨1FEF⟩id⟨1FEF⟩ => lookAlike
        ls —la => lookAlike
        ls –la => lookAlike
        ls ⟨2212⟩la => lookAlike
        cat a⟨2215⟩b => lookAlike
        cat a⟨2044⟩b => lookAlike
        cat a⟨FF0F⟩b => lookAlike
        cat ⟨FF41⟩ => lookAlike
        cat \； => lookAlike
        gіt status => lookAlike
        ｌｓ => lookAlike
        ⟨212A⟩ill 1 => lookAlike
        é => lookAlike
        "é" x => lookAlike
        ⟨301⟩ls => lookAlike
        echo ✓ => lookAlike
        ls; rм x => lookAlike
        """##)

    @Test("for these reasons", arguments: table.rows.indices)
    func reasons(row: Int) {
        let (script, expected) = Self.table.rows[row]
        guard case .opaque(let opaque) = ShellScript(script) else {
            Issue.record("\(script) is read as \(ShellScript(script))")
            return
        }
        #expect(opaque.reason.rawValue == expected, "\(script)")
    }

    @Test("each for at least one, which is in the table", arguments: Opacity.allCases)
    func completeness(reason: Opacity) {
        #expect(reason == .tooLong || Self.table.rows.contains { $0.right == reason.rawValue })
    }

    @Test("if there is more of them than anybody reads")
    func length() {
        func reason(_ script: String) -> Opacity? { ParsedCommand(argv: ["sh", "-c", script]).opacity }
        let longest = "echo " + String(repeating: "a", count: CommandLimits.scriptScalars - 5)
        #expect(reason(longest) == nil)
        #expect(reason(longest + "a") == .tooLong)
        let most = String(repeating: "ls\n", count: CommandLimits.scriptCommands)
        #expect(reason(most) == nil)
        #expect(reason(most + "ls") == .tooLong)
    }

    @Test("are found out also behind thousands of words that stand in their way")
    func depth() {
        let script = String(repeating: "command ", count: 4_000) + "export"
        #expect(ParsedCommand(argv: ["sh", "-c", script]).opacity == .stateChange)
    }

    @Test("say where it stands")
    func offset() {
        func offset(_ script: String) -> Int? {
            guard case .opaque(let opaque) = ShellScript(script) else { return nil }
            return opaque.offset
        }
        #expect(offset("ls > x") == 3)
        #expect(offset("ls; A=b cat") == 4)
        #expect(offset("ls \"$x\"") == 4)
        #expect(offset("ls 'x") == 3)
        #expect(offset("ls *; cat > y") == 3)
    }

    /// Scripts, and the beginnings of commands that can be told nevertheless.
    static let beginnings = Table(
        ##"""
        rm x > log => rm · x
        > log rm x => rm · x
        2>&1 rm x 2> y => rm · x
        rm x & => rm · x
        A=b rm x => rm · x
        A=b C=$d rm x => rm · x
        rm *.txt y => rm
        git push $REMOTE main => git · push
        ls; rm "$x" => ls ¶ rm
        (rm x; ls) => rm · x ¶ ls
        { rm x; } => rm · x
        ! rm x => rm · x
        time rm x => rm · x
        if true; then rm x; fi => true ¶ rm · x
        for f in a; do rm x; done => f · in · a ¶ rm · x
        echo $(rm x) => echo ¶ rm · x
        echo `rm x` => echo ¶ rm · x
        cat <(rm x) => cat ¶ rm · x
        rm x <<EOF␤git push␤EOF => rm · x
        rm x; echo "$(git push)" => rm · x ¶ echo
        f() { rm x; } => f ¶ rm · x
        ls && => ls
        rm x 'y => rm · x
        export A=b; rm x => export · A=b ¶ rm · x
        """##)

    @Test("show what can be told for rules that forbid", arguments: beginnings.rows.indices)
    func recognised(row: Int) {
        let (script, expected) = Self.beginnings.rows[row]
        guard case .opaque(let opaque) = ShellScript(script) else {
            Issue.record("\(script) is read as \(ShellScript(script))")
            return
        }
        let found = opaque.recognised.map { $0.joined(separator: " · ") }.joined(separator: " ¶ ")
        #expect(found == expected, "\(script)")
    }
}
