import FileEditing
import Glibc
import StepExecution
import YAMLEditing
import YAMLSyntax

// Writes a number into a YAML file again and again, until it is killed: what the tests of the edits kill.
// Usage: FileWriter FILE BACKUPS

let arguments = CommandLine.arguments
guard arguments.count == 3 else { exit(2) }
let editor = FileEditor()
var number = 0
while true {
    number += 1
    let tree = ValueTree.map([
        .init("number", .scalar(.int(Int64(number)))), .init("again", .scalar(.int(Int64(number)))),
    ])
    let request = FileEditRequest(path: arguments[1], change: .set(tree))
    do {
        let plan = try await editor.plan(request)
        let record = try await editor.write(request, as: plan, backup: arguments[2] + "/\(number % 5)")
        if number % 3 == 0 { try await editor.restore(record) }
    } catch {
        print(error)
        exit(1)
    }
    if number == 1 {
        print("begun")
        fflush(nil)
    }
}
