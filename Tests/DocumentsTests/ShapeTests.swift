import Documents
import Testing

@Suite struct ShapeTests {
    @Test func `one declaration says what a schema needs`() throws {
        guard case .object(let object) = Garden.spec.shape.form else {
            Issue.record("a garden is no object")
            return
        }
        #expect(object.name == "a garden")
        #expect(object.keys.filter(\.isRequired).map(\.name) == ["owner"])
        let soil = try #require(object.keys.first { $0.name == "soil" })
        #expect(soil.value.form == .enumeration(["clay", "loam", "sand"]))
        #expect(soil.defaultText == "loam")
        #expect(soil.summary == "What the ground is.")
        let beds = try #require(object.keys.first { $0.name == "beds" })
        guard case .map(let pattern, let bed) = beds.value.form, case .object(let inner) = bed.form else {
            Issue.record("the beds are no map of objects")
            return
        }
        #expect(pattern == "[a-z]+")
        #expect(inner.keys.map(\.name) == ["plant", "count"])
        #expect(inner.keys[1].value.form == .integer(minimum: 1, maximum: 100))
    }
}
