import AppServerProtocol
import Testing

@testable import AgentCore

@Suite struct GitFactsTests {
    private let commit = "0123456789abcdef0123456789abcdef01234567"

    @Test func aBranchItsCommitAndOriginAreFoundFromADeepDirectory() {
        let files = FakeFiles([
            "/p/.git/HEAD": "ref: refs/heads/topic/x\n", "/p/.git/refs/heads/topic/x": commit + "\n",
            "/p/.git/config": "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = git@host:me/p.git\n\tfetch = +x\n",
            "/p/a/b/file": "",
        ])
        #expect(
            GitFacts.read("/p/a/b", files: files.access)
                == GitInfo(sha: commit, branch: "topic/x", originUrl: "git@host:me/p.git"))
    }

    @Test func aPackedBranchAndADetachedHeadHaveACommit() {
        let packed = FakeFiles([
            "/p/.git/HEAD": "ref: refs/heads/main", "/p/.git/packed-refs": "# pack\n\(commit) refs/heads/main\n",
        ])
        #expect(GitFacts.read("/p", files: packed.access) == GitInfo(sha: commit, branch: "main"))
        let detached = FakeFiles(["/p/.git/HEAD": commit])
        #expect(GitFacts.read("/p", files: detached.access) == GitInfo(sha: commit))
    }

    @Test func aLinkedWorkTreeReadsTheCommonDirectory() {
        let files = FakeFiles([
            "/w/.git": "gitdir: /p/.git/worktrees/w\n", "/p/.git/worktrees/w/HEAD": "ref: refs/heads/side\n",
            "/p/.git/worktrees/w/commondir": "../..\n", "/p/.git/refs/heads/side": commit,
        ])
        #expect(GitFacts.read("/w", files: files.access) == GitInfo(sha: commit, branch: "side"))
    }

    @Test(arguments: [
        ("https://me:secret@host/p.git", "https://host/p.git"), ("http://token@host:81/p", "http://host:81/p"),
        ("https://host/a@b", "https://host/a@b"), ("ssh://git@host/p", "ssh://git@host/p"),
    ])
    func credentialsInAnURLAreLeftOut(_ url: String, _ kept: String) {
        let files = FakeFiles([
            "/p/.git/HEAD": commit, "/p/.git/config": "[remote \"origin\"]\nurl=\(url)\n",
        ])
        #expect(GitFacts.read("/p", files: files.access)?.originUrl == kept)
    }

    @Test func withoutARepositoryThereIsNothing() {
        #expect(GitFacts.read("/p/q", files: FakeFiles(["/p/q/f": ""]).access) == nil)
        #expect(GitFacts.read("/p", files: FakeFiles(["/p/.git": "nonsense"]).access) == nil)
    }
}
