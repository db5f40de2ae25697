/// Where the lines of a text begin, so that no look at a line costs more than the line.
struct LineTable {
    private var starts: [Int] = [0]
    private let size: Int

    /// How many lines there are.
    var count: Int { starts.count }

    /// The lines of a text; they end at LF, CR LF or a lone CR.
    init(_ bytes: [UInt8]) {
        size = bytes.count
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)) {
                starts.append(index)
            }
        }
    }

    /// The number of the line that holds an offset, from 1.
    func line(of offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// The first byte of the line that holds an offset.
    func start(of offset: Int) -> Int { starts[line(of: offset) - 1] }

    /// The first byte of a line by its number from 0.
    func start(ofIndex index: Int) -> Int { starts[index] }

    /// The first byte of the line after the one that holds an offset; the text's end for the last.
    func next(after offset: Int) -> Int {
        let line = line(of: offset)
        return line < starts.count ? starts[line] : size
    }
}
