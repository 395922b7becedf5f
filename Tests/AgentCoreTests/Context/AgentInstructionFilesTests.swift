import AgentCore
import Testing

@Suite("Instruction files")
struct AgentInstructionFilesTests {
    private func find(
        _ files: FakeFiles, from directory: String = "/w/a/b", home: String? = "/home/.heddle",
        _ settings: AgentInstructionSettings = .init()
    ) -> AgentInstructionFiles {
        AgentInstructionFiles(
            workingDirectory: directory, homeDirectory: home, settings: settings, files: files.access)
    }

    @Test("run from the home over the project's root down to the working directory")
    func order() {
        let found = find(
            FakeFiles(
                [
                    "/home/.heddle/AGENTS.md": "\n home \n", "/AGENTS.md": "above the root", "/w/AGENTS.md": "root\n",
                    "/w/a/AGENTS.md": "middle", "/w/a/b/AGENTS.md": "near", "/w/a/b/c/AGENTS.md": "below",
                ], directories: ["/w/.git"]))
        #expect(
            found.sources == ["/home/.heddle/AGENTS.md", "/w/AGENTS.md", "/w/a/AGENTS.md", "/w/a/b/AGENTS.md"])
        #expect(
            found.message(workingDirectory: "/w/a/b") == """
                # AGENTS.md instructions for /w/a/b

                <INSTRUCTIONS>
                home

                --- project-doc ---

                root


                middle

                near
                </INSTRUCTIONS>
                """)
    }

    @Test("give each directory one: the override, else the usual name, else a fallback name")
    func preference() {
        let found = find(
            FakeFiles(
                [
                    "/home/.heddle/AGENTS.override.md": "mine", "/home/.heddle/AGENTS.md": "unused",
                    "/w/AGENTS.md": "root", "/w/AGENTS.override.md": "root override", "/w/a/AGENTS.md": "middle",
                    "/w/a/RULES.md": "unused", "/w/a/b/OTHER.md": "unused", "/w/a/b/RULES.md": "rules",
                ], directories: ["/w/.git"]),
            AgentInstructionSettings(fallbackNames: ["RULES.md", "OTHER.md"]))
        #expect(
            found.sources == [
                "/home/.heddle/AGENTS.override.md", "/w/AGENTS.override.md", "/w/a/AGENTS.md", "/w/a/b/RULES.md",
            ])
    }

    @Test("that are blank are left out; a blank override silences its directory, but not the home")
    func blank() {
        let found = find(
            FakeFiles(
                [
                    "/home/.heddle/AGENTS.override.md": " \n", "/home/.heddle/AGENTS.md": "home",
                    "/w/AGENTS.md": "", "/w/a/AGENTS.override.md": "\n\t\n", "/w/a/AGENTS.md": "silenced",
                ], directories: ["/w/.git"]))
        #expect(found.sources == ["/home/.heddle/AGENTS.md"])
        #expect(
            found.message(workingDirectory: "/w")
                == "# AGENTS.md instructions\n\n<INSTRUCTIONS>\nhome\n</INSTRUCTIONS>")
    }

    @Test("of the working directory alone count outside a project")
    func withoutRoot() {
        let found = find(FakeFiles(["/w/AGENTS.md": "above", "/w/a/b/AGENTS.md": "here"]), home: nil)
        #expect(found.sources == ["/w/a/b/AGENTS.md"])
        #expect(
            found.message(workingDirectory: "/w/a/b")
                == "# AGENTS.md instructions for /w/a/b\n\n<INSTRUCTIONS>\nhere\n</INSTRUCTIONS>")
    }

    @Test("follow other root markers, and none if there are no markers")
    func markers() {
        let files = FakeFiles(["/w/AGENTS.md": "root", "/w/pkg.toml": "", "/w/a/b/AGENTS.md": "near"])
        #expect(
            find(files, AgentInstructionSettings(rootMarkers: ["pkg.toml"])).sources
                == ["/w/AGENTS.md", "/w/a/b/AGENTS.md"])
        #expect(find(files, AgentInstructionSettings(rootMarkers: [])).sources == ["/w/a/b/AGENTS.md"])
    }

    @Test("are cut between scalars at the cap, which the home file does not count for")
    func cap() {
        let files = FakeFiles(
            [
                "/home/.heddle/AGENTS.md": String(repeating: "h", count: 100), "/w/AGENTS.md": "12345",
                "/w/a/AGENTS.md": "ab€", "/w/a/b/AGENTS.md": "never reached",
            ], directories: ["/w/.git"])
        let cut = find(files, AgentInstructionSettings(maxBytes: 9))
        #expect(cut.project.map(\.text) == ["12345", "ab"])
        #expect(cut.home?.text.count == 100)

        let exact = find(files, AgentInstructionSettings(maxBytes: 10))
        #expect(exact.project.map(\.text) == ["12345", "ab€"])

        #expect(find(files, AgentInstructionSettings(maxBytes: 0)).project.isEmpty)
    }

    @Test("whose bytes are not UTF-8 are passed on with replacements")
    func invalidBytes() {
        var files = FakeFiles([:])
        files.entries["/w/a/b/AGENTS.md"] = [0x61, 0xFF, 0x62]
        #expect(find(files).project.map(\.text) == ["a\u{FFFD}b"])
    }

    @Test("that can't be read leave the others alone")
    func unreadable() {
        let found = find(
            FakeFiles(
                ["/w/AGENTS.md": "root", "/w/a/AGENTS.md": "secret", "/home/.heddle/AGENTS.md": "secret"],
                directories: ["/w/.git"], forbidden: ["/w/a/AGENTS.md", "/home/.heddle/AGENTS.md"]))
        #expect(found.sources == ["/w/AGENTS.md"])
    }

    @Test("are not said twice where the home is the working directory")
    func homeIsWorkingDirectory() {
        #expect(find(FakeFiles(["/h/AGENTS.md": "x"]), from: "/h", home: "/h/").sources == ["/h/AGENTS.md"])
    }

    @Test("don't exist where the working directory doesn't")
    func missingDirectory() {
        let found = find(FakeFiles([:]), from: "/gone/away")
        #expect(found.sources.isEmpty)
        #expect(found.message(workingDirectory: "/gone/away") == nil)
    }
}
