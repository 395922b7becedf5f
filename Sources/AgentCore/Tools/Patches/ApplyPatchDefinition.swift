import ModelClient
import WireJSON

/// How the tool `apply_patch` is described to models.
enum ApplyPatchDefinition {
    /// The tool's name.
    static let name = "apply_patch"

    /// For models that can write free text: the patch stands alone, and follows the grammar.
    static let freeform = RawJSON([
        "type": "custom", "name": .string(name),
        "description": "Changes files. This is a FREEFORM tool: write the patch itself, not wrapped in JSON.",
        "format": ["type": "grammar", "syntax": "lark", "definition": .string(grammar)],
    ])

    /// For all others.
    static let function = ToolDefinition(
        name: name,
        description: """
            Changes files by a patch: all of it or nothing. Paths are relative to the working directory.

            *** Begin Patch
            *** Add File: path/new.txt
            +each line of the new file
            *** Update File: path/old.txt
            *** Move to: path/renamed.txt
            @@ a line above the change, if the place is not unique
             a line that stays
            -a line that goes
            +a line that comes
            *** Delete File: path/gone.txt
            *** End Patch

            `Move to` is only for renaming. Give three lines that stay before and after each change.
            """,
        parameters: [
            "type": "object",
            "properties": ["input": ["type": "string", "description": "The whole patch."]],
            "required": ["input"], "additionalProperties": false,
        ])

    /// The format that the parser reads, in the words of Lark.
    private static let grammar = #"""
        start: begin section+ end
        begin: "*** Begin Patch" LF
        end: "*** End Patch" LF?

        section: added | deleted | updated
        added: "*** Add File: " path LF plus+
        deleted: "*** Delete File: " path LF
        updated: "*** Update File: " path LF moved? chunks?
        moved: "*** Move to: " path LF

        chunks: (mark | line)+ last?
        mark: ("@@" | "@@ " /(.+)/) LF
        line: ("+" | "-" | " ") /(.*)/ LF
        last: "*** End of File" LF
        plus: "+" /(.*)/ LF
        path: /(.+)/

        %import common.LF
        """#
}

extension ModelInfo {
    /// Whether the model can call tools with free text: those that providers list can.
    var takesFreeformTools: Bool { !efforts.isEmpty && id != ModelCatalogue.offlineModelID }
}
