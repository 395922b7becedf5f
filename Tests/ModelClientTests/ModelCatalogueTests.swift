import Testing

@testable import ModelClient

@Suite("The model catalogue")
struct ModelCatalogueTests {
    @Test("lists the protocol level's models and the offline one, each once, one of them the default")
    func list() {
        let ids = ModelCatalogue.models.map(\.id)
        #expect(
            ids == [
                "gpt-6.1-sol", "gpt-6-astra", "gpt-6-sol", "gpt-6-luna", "gpt-5.6-sol", "gpt-5.6-terra", "gpt-5.6-luna",
                "gpt-daybreak-blue-latest", "gpt-daybreak-red-latest", "gpt-5.5", "codex-auto-review", "heddle-offline",
            ])
        #expect(ModelCatalogue.models.filter(\.isDefault).map(\.id) == ["gpt-6.1-sol"])
        for model in ModelCatalogue.models {
            #expect(model.efforts.contains { $0.name == model.defaultEffort }, "\(model.id)")
            #expect(!model.description.isEmpty && !model.displayName.isEmpty)
        }
    }

    @Test("knows which efforts a model takes")
    func efforts() {
        #expect(
            ModelCatalogue.lookup("gpt-6.1-sol").efforts.map(\.name)
                == ["low", "medium", "high", "xhigh", "max", "ultra"])
        #expect(ModelCatalogue.lookup("gpt-5.5").efforts.map(\.name) == ["low", "medium", "high", "xhigh"])
    }

    @Test("answers for unknown models with the fallback's numbers")
    func fallback() {
        let model = ModelCatalogue.lookup("llama")
        #expect(model.id == "llama")
        #expect(model.contextWindow == 272_000)
        #expect(model.effectiveContextWindow == 258_400)
        #expect(model.isHidden && !model.isDefault)
    }
}

@Suite("A UTC time")
struct UTCTimeTests {
    @Test(
        "is written as date and time",
        arguments: [
            (0, "1970-01-01 00:00"), (951_782_399, "2000-02-28 23:59"), (951_782_400, "2000-02-29 00:00"),
            (1_795_225_980, "2026-11-21 01:53"), (4_107_542_400, "2100-03-01 00:00"), (-1, "1969-12-31 23:59"),
        ])
    func text(_ seconds: Int, _ text: String) {
        #expect(UTCTime(unixSeconds: seconds).description == text)
    }
}
