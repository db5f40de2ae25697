import TerminalIO
import Testing

@Suite struct LiveRegionTests {
    private func lines(_ texts: String...) -> LiveRegion.Content { LiveRegion.Content(texts.map { StyledLine($0) }) }

    @Test func `what is said stands above the region, which is drawn anew below it`() {
        var region = LiveRegion(isColoured: false)
        #expect(region.redraw(lines("status", "keys"), width: 80) == "status\nkeys")
        #expect(
            region.redraw(saying: "said\n", lines("status", "keys"), width: 80)
                == "\r\u{1B}[1A\u{1B}[Jsaid\nstatus\nkeys")
    }

    @Test func `nothing is written where nothing changed, and only the lines that did`() {
        var region = LiveRegion(isColoured: false)
        _ = region.redraw(lines("0:01", "same", "keys"), width: 80)
        #expect(region.redraw(lines("0:01", "same", "keys"), width: 80) == "")
        let patch = region.redraw(lines("0:02", "same", "keys"), width: 80)
        #expect(patch == "\r\u{1B}[2A0:02\u{1B}[K\u{1B}[2B\r\u{1B}[4C")
    }

    @Test func `after the screen became narrow, the rows that the terminal made of a line are counted`() {
        var region = LiveRegion(isColoured: false)
        _ = region.redraw(lines(String(repeating: "x", count: 70), "keys"), width: 80)
        let redrawn = region.redraw(lines("new", "keys"), width: 40)
        #expect(redrawn.hasPrefix("\r\u{1B}[2A\u{1B}[J"), "\(redrawn.debugDescription)")
    }

    @Test func `a line is cut before the edge, wide characters counted as two`() {
        var region = LiveRegion(isColoured: false)
        let drawn = region.redraw(lines(String(repeating: "漢", count: 50)), width: 20)
        #expect(drawn.displayWidth <= 19 && drawn.hasSuffix("…"))
    }

    @Test func `nothing that stands in a line can act on the terminal`() {
        var region = LiveRegion(isColoured: true)
        let drawn = region.redraw(lines("\u{1B}]0;title\u{7}\u{1B}[2J\r\u{9B}5A\u{202E}"), width: 200)
        #expect(!drawn.utf8.contains(0x1B) && !drawn.utf8.contains(0x07) && !drawn.utf8.contains(0x0D))
    }

    @Test func `erasing leaves the cursor where the region began`() {
        var region = LiveRegion(isColoured: false)
        _ = region.redraw(
            LiveRegion.Content([StyledLine("a"), StyledLine("b"), StyledLine("c")], cursor: (1, 5)), width: 80)
        #expect(region.erase(width: 80) == "\r\u{1B}[1A\u{1B}[J")
        #expect(region.erase(width: 80) == "")
    }
}
