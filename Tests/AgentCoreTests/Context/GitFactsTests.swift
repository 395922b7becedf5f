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

    @Test(arguments: [
        "ref: ../../secret", "ref: refs/../../secret", "ref: refs/heads/..", "ref: /secret", "ref: HEAD", "ref:", "ref",
    ])
    func aHeadThatLeadsOutOfTheReferencesIsNotFollowed(_ head: String) {
        let files = FakeFiles([
            "/p/.git/HEAD": head, "/secret": commit, "/p/.git/../../secret": commit,
            "/p/.git/refs/../../secret": commit, "/p/.git/refs/heads/..": commit, "/p/.git//secret": commit,
            "/p/.git/packed-refs": "\(commit) ../../secret\n\(commit) refs/../../secret\n",
            "/p/.git/config": "[remote \"origin\"]\nurl = u\n",
        ])
        #expect(GitFacts.read("/p", files: files.access) == GitInfo(originUrl: "u"))
    }

    @Test(arguments: [
        "password", "0123456789abcdef0123456789abcdef0123456", "0123456789abcdef0123456789abcdef012345678",
        "0123456789abcdef0123456789abcdef0123456g", "0123456789abcdef 123456789abcdef01234567",
        "\u{FF10}123456789abcdef0123456789abcdef01234567",
    ])
    func whatIsNoHashIsNoCommit(_ text: String) {
        let detached = FakeFiles(["/p/.git/HEAD": text])
        #expect(GitFacts.read("/p", files: detached.access) == GitInfo())
        let branch = FakeFiles(["/p/.git/HEAD": "ref: refs/heads/main", "/p/.git/refs/heads/main": text])
        #expect(GitFacts.read("/p", files: branch.access) == GitInfo(branch: "main"))
        let packed = FakeFiles([
            "/p/.git/HEAD": "ref: refs/heads/main", "/p/.git/packed-refs": "\(text) refs/heads/main\n",
        ])
        #expect(GitFacts.read("/p", files: packed.access) == GitInfo(branch: "main"))
    }

    @Test func aCommitMayBeNamedBySHA256() {
        let long = String(repeating: "0123456789abcDEF", count: 4)
        #expect(GitFacts.read("/p", files: FakeFiles(["/p/.git/HEAD": long]).access) == GitInfo(sha: long))
    }

    @Test func ofFilesThatAreTooLongOnlyWholeLinesCount() {
        let filler = String(repeating: "#", count: 64 << 10)
        let long = FakeFiles(["/p/.git/HEAD": "ref: refs/heads/" + String(repeating: "a", count: 300)])
        #expect(GitFacts.read("/p", files: long.access) == nil)
        let hidden = FakeFiles(["/p/.git/HEAD": commit, "/p/.git/config": filler + "\n[remote \"origin\"]\nurl = u\n"])
        #expect(GitFacts.read("/p", files: hidden.access) == GitInfo(sha: commit))
        let kept = FakeFiles(["/p/.git/HEAD": commit, "/p/.git/config": "[remote \"origin\"]\nurl = u\n" + filler])
        #expect(GitFacts.read("/p", files: kept.access) == GitInfo(sha: commit, originUrl: "u"))
    }

    @Test func withoutARepositoryThereIsNothing() {
        #expect(GitFacts.read("/p/q", files: FakeFiles(["/p/q/f": ""]).access) == nil)
        #expect(GitFacts.read("/p", files: FakeFiles(["/p/.git": "nonsense"]).access) == nil)
    }
}
