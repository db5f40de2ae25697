import CEL
import Testing

/// The run-time cost is counted as cel-go counts it; most rows are those of its own test of the interpreter.
@Suite struct CostTests {
    private static let text500: Value = .string(String(repeating: "x", count: 500))

    static let table: [(expression: String, variables: Variables, cost: UInt64)] = [
        (#""Hello World!""#, [:], 0),
        ("input", ["input": [1, 2]], 1),
        ("input['key']", ["input": ["key": "v"]], 2),
        ("input[0]", ["input": ["v"]], 2),
        ("input.field", ["input": ["field": 1]], 2),
        ("input['ke' + 'y']", ["input": ["key": "v"]], 3),
        ("input[3-3]", ["input": ["v"]], 3),
        ("has(input.field)", ["input": ["field": 1]], 2),
        ("has(input.testAttr.nestedAttr)", ["input": ["testAttr": ["nestedAttr": "0"]]], 3),
        ("[1, 2, 3]", [:], 10),
        (#"{"a": 1, "b": 2, "c": 3}"#, [:], 30),
        ("input.all(x, true)", ["input": []], 2),
        ("input.all(x, x.all(y, true))", ["input": []], 2),
        ("[1, 2, 3].all(x, true)", [:], 20),
        ("input.matches('[0-9]')", ["input": text500], 103),
        ("'123'.matches('[0-9]')", [:], 2),
        ("false || false", [:], 0),
        ("true || false", [:], 0),
        ("a || b || c || d", ["a": false, "b": false, "c": false, "d": false], 4),
        ("true && false", [:], 0),
        ("a && b && c && d", ["a": true, "b": true, "c": true, "d": true], 4),
        ("1 < 2", [:], 1),
        ("1 <= 2", [:], 1),
        ("1 == 2", [:], 1),
        ("2 > 1", [:], 1),
        ("2 >= 1", [:], 1),
        ("2 in [1, 2, 3]", [:], 13),
        ("1 + 1", [:], 1),
        ("1 - 1", [:], 1),
        ("1 / 1", [:], 1),
        ("1 * 1", [:], 1),
        ("1 % 1", [:], 1),
        ("true ? 1 : 2", [:], 0),
        (#"size("123")"#, [:], 1),
        ("'12345678901234567890' == '123456789012345678901234567890'", [:], 2),
        ("string(input)", ["input": .bytes(Bytes(Array(repeating: 65, count: 500)))], 51),
        ("bytes(input)", ["input": text500], 51),
        ("string(1)", [:], 1),
        ("input.contains(arg1)", ["input": text500, "arg1": text500], 2_502),
        (#"input.matches('\\d+a\\d+b')"#, ["input": text500], 103),
        ("input.startsWith(arg1)", ["input": "idc", "arg1": text500], 3),
        ("input.endsWith(arg1)", ["input": "idc", "arg1": text500], 3),
        ("input.size()", ["input": "500"], 2),
        ("size(input)", ["input": "500"], 2),
        ("(x > 2 ? input1 : input2).all(y, true)", ["input1": [0], "input2": [0], "x": 1], 6),
        ("true ? false : 1 > 3", [:], 0),
        ("false ? false : 1 > 3", [:], 1),
        ("input.all(k, input[k].single > 3)", ["input": ["val": ["single": 0]]], 9),
        ("input.all(k, k.contains(k))", ["input": [:]], 2),
        ("(list1 + list2).all(x, true)", ["list1": [], "list2": []], 4),
        (#""abcdefg".contains(str1 + str2)"#, ["str1": "val1", "str2": "val2222222"], 6),
        ("(1 > 2 ? 5 : 3) > 1", [:], 2),
        ("(1 > 2 || 2 > 1) == true", [:], 3),
        ("[{'k1': 1}, {'k2': 2}].all(x, true)", [:], 77),
        ("[1,2,3,4,5].filter(x, x % 2 == 0)", [:], 62),
        ("[1,2,3,4,5].map(x, x)", [:], 86),
        ("[1,2,3,4,5].map(x, x).filter(x, x % 2 == 0)", [:], 138),
        ("[1,2,3,4,5].map(x, x).exists(x, x == 5) == true", [:], 118),
        ("[1,2,3,4,5].map(x, x).map(x, x)", [:], 162),
        ("[1,2,3,4,5].map(x, [x, x]).filter(z, z.size() == 2)", [:], 232),
        ("[1,2,3,4,5].map(x, [x, x]).all(y, y.all(y, y == 1))", [:], 171),
        ("[1,2,3,4,5].map(x, x).map(x, x) + [1]", [:], 173),
        ("[1,2,3].all(i, i in [1,2,3].map(j, j + j))", [:], 86),
    ]

    @Test(arguments: table)
    func `an evaluation costs what the reference counts`(
        expression: String, variables: Variables, cost: UInt64
    ) throws {
        var environment = Environment()
        for (name, value) in variables.values { environment.declare(variable: name, type: value.type) }
        let program = try environment.compile(expression)
        #expect(program.evaluateWithCost(variables).cost == cost)
    }

    @Test func `an evaluation at its cost limit passes and one above it fails`() throws {
        let program = try Environment().compile(#""abcdefg".contains("val1" + "val2222222")"#)
        var limits = Limits()
        limits.cost = 4
        #expect(try program.evaluate(limits: limits) == false)
        limits.cost = 3
        #expect(throws: EvaluationError.self) { try program.evaluate(limits: limits) }
    }
}
