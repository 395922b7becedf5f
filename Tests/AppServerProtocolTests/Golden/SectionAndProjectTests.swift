import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Sections, on the wire` {
    private let section = ThreadSection(id: "s1", name: "Work", appearance: ThreadSectionAppearance(icon: "i"))
    private let sectionText = #"{"id":"s1","name":"Work","appearance":{"icon":"i","color":null}}"#

    @Test func list() {
        checkCoding(section, sectionText, required: ["id", "name"])
        checkCoding(ThreadSectionListParams(cursor: "c", limit: 5), #"{"cursor":"c","limit":5}"#, required: [])
        checkCoding(
            ThreadSectionListResponse(data: [section], nextCursor: "n"),
            #"{"data":[\#(sectionText)],"nextCursor":"n"}"#, required: ["data"])
    }

    @Test func changes() {
        checkCoding(
            ThreadSectionCreateParams(name: "Work", appearance: ThreadSectionAppearance(color: "red")),
            #"{"name":"Work","appearance":{"icon":null,"color":"red"}}"#, required: ["name"])
        checkCoding(
            ThreadSectionCreateResponse(section: section), #"{"section":\#(sectionText)}"#, required: ["section"])
        checkCoding(
            ThreadSectionUpdateParams(
                sectionId: "s1", name: "Work", appearance: .set(ThreadSectionAppearance(color: "red"))),
            #"{"sectionId":"s1","name":"Work","appearance":{"icon":null,"color":"red"}}"#,
            required: ["sectionId", "name"])
        checkCoding(
            ThreadSectionUpdateParams(sectionId: "s1", name: "Work", appearance: .null),
            #"{"sectionId":"s1","name":"Work","appearance":null}"#)
        checkCoding(
            ThreadSectionUpdateParams(sectionId: "s1", name: "Work"), #"{"sectionId":"s1","name":"Work"}"#)
        checkCoding(
            ThreadSectionUpdateResponse(section: section), #"{"section":\#(sectionText)}"#, required: ["section"])
        checkCoding(ThreadSectionDeleteParams(sectionId: "s1"), #"{"sectionId":"s1"}"#, required: ["sectionId"])
        checkCoding(ThreadSectionDeleteResponse(), "{}")
    }

    @Test func `a move names its section, or says that it is none`() {
        checkCoding(
            ThreadSectionMoveParams(threadId: "t1", sectionId: "s1", beforeThreadId: "t2"),
            #"{"threadId":"t1","sectionId":"s1","beforeThreadId":"t2"}"#, required: ["threadId", "sectionId"])
        checkCoding(
            ThreadSectionMoveParams(threadId: "t1", sectionId: nil),
            #"{"threadId":"t1","sectionId":null,"beforeThreadId":null}"#)
        checkCoding(ThreadSectionMoveResponse(), "{}")
    }
}

@Suite struct `Attachments, on the wire` {
    @Test func list() {
        let attachment = ThreadAttachment(
            id: "a1", attachmentType: "pr", identityKey: "k", payload: ["n": 1.5], createdAt: 3)
        let text = #"{"id":"a1","attachmentType":"pr","identityKey":"k","payload":{"n":1.5},"createdAt":3}"#
        checkCoding(
            attachment, text, required: ["id", "attachmentType", "identityKey", "payload", "createdAt"])
        checkCoding(
            ThreadAttachmentListParams(threadId: "t1", cursor: "c", limit: 5),
            #"{"threadId":"t1","cursor":"c","limit":5}"#, required: ["threadId"])
        checkCoding(
            ThreadAttachmentListResponse(data: [attachment], nextCursor: "n"),
            #"{"data":[\#(text)],"nextCursor":"n"}"#, required: ["data"])
        checkCoding(
            ThreadAttachmentAddResponse(attachment: attachment, outcome: .created),
            #"{"attachment":\#(text),"outcome":"created"}"#, required: ["outcome", "attachment"])
        checkCoding(ThreadAttachmentAddOutcome.allCases, #"["created","existing"]"#)
    }

    @Test func changes() {
        checkCoding(
            ThreadAttachmentAddParams(
                threadId: "t1", attachmentType: "pr", identityKey: "k", payload: [1]),
            #"{"threadId":"t1","attachmentType":"pr","identityKey":"k","payload":[1]}"#,
            required: ["threadId", "attachmentType", "identityKey", "payload"])
        checkCoding(
            ThreadAttachmentAddParams(
                threadId: "t1", attachmentType: "pr", identityKey: "k", payload: .null),
            #"{"threadId":"t1","attachmentType":"pr","identityKey":"k","payload":null}"#,
            required: ["threadId", "attachmentType", "identityKey", "payload"])
        checkCoding(
            ThreadAttachmentRemoveParams(threadId: "t1", attachmentType: "pr", identityKey: "k"),
            #"{"threadId":"t1","attachmentType":"pr","identityKey":"k"}"#,
            required: ["threadId", "attachmentType", "identityKey"])
        checkCoding(ThreadAttachmentRemoveResponse(), "{}")
        checkCoding(
            ThreadAttachmentUpdatedNotification(
                threadId: "t1", attachmentId: "a1", attachmentType: "pr", identityKey: "k", operation: .deleted),
            """
            {"threadId":"t1","attachmentId":"a1","attachmentType":"pr","identityKey":"k","operation":"deleted"}
            """,
            required: ["threadId", "attachmentType", "identityKey", "attachmentId", "operation"])
        checkCoding(ThreadAttachmentOperation.allCases, #"["created","deleted"]"#)
    }

    @Test func owners() {
        checkCoding(
            ThreadAttachmentOwnerListParams(
                attachmentType: "pr", identityKey: "k", archived: false, cursor: "c", limit: 5),
            #"{"attachmentType":"pr","identityKey":"k","archived":false,"cursor":"c","limit":5}"#,
            required: ["attachmentType", "identityKey"])
        checkCoding(
            ThreadAttachmentOwnerListResponse(
                data: [ThreadAttachmentOwner(threadId: "t1", archived: true)], nextCursor: "n"),
            #"{"data":[{"threadId":"t1","archived":true}],"nextCursor":"n"}"#, required: ["data"])
        checkCoding(
            ThreadAttachmentOwner(threadId: "t1", archived: true), #"{"threadId":"t1","archived":true}"#,
            required: ["threadId", "archived"])
    }
}

@Suite struct `Projects, on the wire` {
    private let project = Project(
        id: "p1", name: "Loom", roots: [ProjectRoot(path: "/w")], metadata: ["a": "b"], position: 0, createdAt: 1,
        updatedAt: 2, recencyAt: 3)
    private let projectText = """
        {"id":"p1","name":"Loom","roots":[{"path":"/w"}],"metadata":{"a":"b"},"position":0,"createdAt":1,\
        "updatedAt":2,"recencyAt":3}
        """

    @Test func list() {
        checkCoding(
            project, projectText,
            required: ["id", "name", "roots", "metadata", "position", "createdAt", "updatedAt"])
        checkCoding(ProjectRoot(path: "/w"), #"{"path":"/w"}"#, required: ["path"])
        checkCoding(
            ProjectListParams(cursor: "c", limit: 5, sortKey: .recencyAt, sortDirection: .desc),
            #"{"cursor":"c","limit":5,"sortKey":"recencyAt","sortDirection":"desc"}"#, required: [])
        checkCoding(
            ProjectListResponse(data: [project], nextCursor: "n"),
            #"{"data":[\#(projectText)],"nextCursor":"n"}"#, required: ["data"])
        checkCoding(ProjectReadParams(projectId: "p1"), #"{"projectId":"p1"}"#, required: ["projectId"])
        checkCoding(ProjectReadResponse(project: project), #"{"project":\#(projectText)}"#, required: ["project"])
        checkCoding(ProjectSortKey.allCases, #"["position","recencyAt"]"#)
    }

    @Test func `create and import`() {
        checkCoding(
            ProjectCreateParams(
                idempotencyKey: "k", name: "Loom", roots: [ProjectRoot(path: "/w")], metadata: ["a": "b"]),
            #"{"idempotencyKey":"k","name":"Loom","roots":[{"path":"/w"}],"metadata":{"a":"b"}}"#,
            required: ["idempotencyKey", "name", "roots"])
        checkCoding(ProjectCreateResponse(project: project), #"{"project":\#(projectText)}"#, required: ["project"])
        checkCoding(
            ProjectImportParams(idempotencyKey: "k", name: "Loom", roots: [], metadata: [:], threads: ["t1"]),
            #"{"idempotencyKey":"k","name":"Loom","roots":[],"metadata":{},"threads":["t1"]}"#,
            required: ["idempotencyKey", "name", "roots"])
        checkCoding(ProjectImportResponse(project: project), #"{"project":\#(projectText)}"#, required: ["project"])
    }

    @Test func changes() {
        checkCoding(
            ProjectUpdateParams(projectId: "p1", name: "Loom", roots: [], metadata: ["a": "b"]),
            #"{"projectId":"p1","name":"Loom","roots":[],"metadata":{"a":"b"}}"#, required: ["projectId"])
        checkCoding(ProjectUpdateResponse(project: project), #"{"project":\#(projectText)}"#, required: ["project"])
        checkCoding(
            ProjectMoveParams(projectId: "p1", beforeProjectId: "p2"),
            #"{"projectId":"p1","beforeProjectId":"p2"}"#, required: ["projectId"])
        checkCoding(ProjectMoveResponse(), "{}")
        checkCoding(ProjectDeleteParams(projectId: "p1"), #"{"projectId":"p1"}"#, required: ["projectId"])
        checkCoding(ProjectDeleteResponse(), "{}")
    }

    @Test func news() {
        checkCoding(
            ProjectChangedNotification(projectId: "p1", changeType: .updated),
            #"{"projectId":"p1","changeType":"updated"}"#, required: ["projectId", "changeType"])
        checkCoding(ProjectChangeType.allCases, #"["created","updated","deleted"]"#)
        checkCoding(
            ThreadProjectUpdatedNotification(threadId: "t1", projectId: "p1"),
            #"{"threadId":"t1","projectId":"p1"}"#, required: ["threadId", "projectId"])
        checkCoding(
            ThreadProjectUpdatedNotification(threadId: "t1", projectId: nil), #"{"threadId":"t1","projectId":null}"#)
    }
}
