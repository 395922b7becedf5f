import Testing

@testable import FilePatch

/// Which commands are patches. The list was tried with the peer; the ones where Heddle is stricter say so.
@Suite struct InvocationTests {
    private static let body = "*** Begin Patch\n*** Update File: f\n@@\n-a\n+A\n*** End Patch\n"
    private static let call = "apply_patch <<'EOF'\n\(body)EOF\n"

    @Test(arguments: [
        call,
        "\n\n" + call + "\n\n",
        "apply_patch <<EOF\n\(body)EOF",
        "apply_patch <<\"EOF\"\n\(body)EOF\n",
        "apply_patch <<'PATCH'\n\(body)PATCH\n",
        "apply_patch << 'EOF'\n\(body)EOF\n",
        "apply_patch  <<'EOF' \n\(body)EOF\n",
        "apply_patch <<'E O'\n\(body)E O\n",
        "applypatch <<'EOF'\n\(body)EOF\n",
    ])
    func hereDocumentIsACall(_ script: String) {
        #expect(PatchInvocation(script: script) == .call(patch: String(Self.body.dropLast()), directory: nil))
    }

    @Test(arguments: [
        ("cd d && ", "d"), ("cd d&&", "d"), ("cd d &&\n", "d"), ("cd 'd e' && ", "d e"), ("cd \"d e\" && ", "d e"),
        ("cd ../d && ", "../d"), ("cd /tmp/x-1_2 && ", "/tmp/x-1_2"), ("cd ä && ", "ä"),
    ])
    func directoryMayBeChangedBefore(_ prefix: String, _ directory: String) {
        #expect(
            PatchInvocation(script: prefix + Self.call)
                == .call(patch: String(Self.body.dropLast()), directory: directory))
    }

    @Test(arguments: [
        "cd d; " + call, "cd d\n" + call, "cd d || " + call, "cd d && cd .. && " + call, "cd d e && " + call,
        "cd && " + call, "cd -- d && " + call, "cd - && " + call, "cd $PWD/d && " + call, "cd \"$PWD\" && " + call,
        "cd 'd && " + call, "cd && && " + call, "echo x && " + call, "cdx d && " + call,
        call + "echo x\n",
        "apply_patch <<'EOF' && echo x\n\(body)EOF\n", "apply_patch <<'EOF' | cat\n\(body)EOF\n",
        "apply_patch <<'EOF' > out\n\(body)EOF\n", "apply_patch <<'EOF' ;\n\(body)EOF\n",
        "apply_patch <<'EOF' # c\n\(body)EOF\n", "# c\n" + call, "cat <<'EOF' | apply_patch\n\(body)EOF\n",
        "apply_patch arg <<'EOF'\n\(body)EOF\n", "apply_patch '\(body)'",
        "apply_patch \"$(cat <<'EOF'\n\(body)EOF\n)\"",
        "apply_patch <<<'\(body)'", "bash -lc \"\(call)\"", "(\(call))", "{ \(call)}",
        "'apply_patch' <<'EOF'\n\(body)EOF\n",
        "/usr/bin/apply_patch <<'EOF'\n\(body)EOF\n", "<<'EOF' apply_patch\n\(body)EOF\n",
        "apply_patch 0<<'EOF'\n\(body)EOF\n", "apply_patch<<'EOF'\n\(body)EOF\n", "apply_patch <<'EOF'\n\(body)",
        "apply_patch <<'EOF'\n\(body)EOF\nEOF\n", "apply_patch <<''\n\(body)\n", "apply_patch <<$'EOF'\n\(body)EOF\n",
        "apply_patch\u{A0}<<'EOF'\n\(body)EOF\n", "\u{A0}" + call, "cd d &&\u{A0}" + call, "ls", "",
        // The peer takes these. A variable or a line that goes on is for a shell to read, not for us.
        "X=1 " + call, "\\\n" + call, "cd ~ && " + call, "cd d\\ e && " + call,
    ])
    func otherSpellingsAreNone(_ script: String) {
        #expect(PatchInvocation(script: script) == nil)
    }

    @Test func tabsAreStrippedWhereTheShellWould() {
        let script = "apply_patch <<-'EOF'\n\t*** Begin Patch\n\t*** Add File: n\n\t+\tx\n\t*** End Patch\n\tEOF\n"
        #expect(
            PatchInvocation(script: script)
                == .call(patch: "*** Begin Patch\n*** Add File: n\n+\tx\n*** End Patch", directory: nil))
    }

    @Test func carriageReturnsAreLeftToTheParser() throws {
        guard
            case .call(let patch, nil) = PatchInvocation(
                script: Self.call.split(separator: "\n").joined(separator: "\r\n"))
        else {
            Issue.record("not recognised")
            return
        }
        #expect(try PatchDocument(parsing: Array(patch.utf8)) == PatchDocument(parsing: Array(Self.body.utf8)))
    }

    @Test(arguments: [
        ["apply_patch", body], ["applypatch", body],
    ])
    func programWithOneArgumentIsACall(_ arguments: [String]) {
        #expect(PatchInvocation(arguments: arguments) == .call(patch: Self.body, directory: nil))
    }

    @Test(arguments: ["bash", "/bin/bash", "sh", "/bin/sh", "zsh", "/usr/bin/zsh"], ["-lc", "-c"])
    func scriptOfAShellIsACall(_ shell: String, _ flag: String) {
        #expect(
            PatchInvocation(arguments: [shell, flag, "cd d && " + Self.call])
                == .call(patch: String(Self.body.dropLast()), directory: "d"))
    }

    @Test(arguments: [
        ["apply_patch"], ["apply_patch", body, "x"], ["env", "apply_patch", body], ["bash", call],
        ["bash", "-lc", call, "x"], ["bash", "-x", call], ["python3", "-c", call], ["fish", "-c", call],
        ["/opt/bash/x", "-c", call], [],
    ])
    func otherCommandsAreNone(_ arguments: [String]) {
        #expect(PatchInvocation(arguments: arguments) == nil)
    }

    @Test func patchWithoutCallIsTold() {
        #expect(PatchInvocation(script: Self.body) == .withoutCall)
        #expect(PatchInvocation(arguments: [Self.body]) == .withoutCall)
        #expect(PatchInvocation(arguments: ["bash", "-lc", Self.body]) == .withoutCall)
    }

    /// A call is a call also if its patch is none: the model has to be told what is wrong with it.
    @Test func brokenPatchIsACall() {
        #expect(
            PatchInvocation(script: "apply_patch <<'EOF'\nbad\nEOF") == .call(patch: "bad", directory: nil))
    }
}
