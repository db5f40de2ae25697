extension GraphSVG {
    /// The style of pictures of runbooks, by day and by night.
    package static let style = """
        .g{font-family:system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
        .g-paper{fill:#fff}
        .g-line{fill:none;stroke:#8b98a9;stroke-width:1.3}
        .g-head{fill:#8b98a9}
        .g-ok .g-line{stroke:#4f9d69}
        .g-ok .g-head{fill:#4f9d69}
        .g-otherwise .g-line{stroke-dasharray:6 3}
        .g-fallback .g-line{stroke-dasharray:2 3}
        .g-jump .g-line{stroke-dasharray:8 3 2 3}
        .g-back .g-line{stroke:#b79bd3}
        .g-back .g-head{fill:#b79bd3}
        .g-walked .g-line{stroke:#1d6fdc;stroke-width:3}
        .g-walked .g-head{fill:#1d6fdc;stroke:#1d6fdc;stroke-width:1.5}
        .g-plate{fill:#fff;fill-opacity:.94}
        .g-label text{font-size:10.5px;text-anchor:middle;fill:#5b6675}
        .g-label.g-ok text{fill:#2f7a49}
        .g-label.g-otherwise text,.g-label.g-fallback text{font-style:italic}
        .g-label.g-walked text{fill:#1457b0;font-weight:600}
        .g-box{fill:#f6f8fa;stroke:#c3ccd6;stroke-width:1}
        .g-bar{fill:#9aa7b5}
        .g-start{fill:none;stroke:#9aa7b5;stroke-width:1;stroke-dasharray:3 3}
        .g-id{font:600 12.5px ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;fill:#1f2933}
        .g-tag{font-size:10px;text-anchor:end;fill:#76818d}
        .g-name{font-size:12px;fill:#3e4a57}
        .g-member,.g-branch,.g-number{font:10.5px ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;fill:#3e4a57}
        .g-branch{fill:#5b6675}
        .g-number{font-weight:700;text-anchor:end;fill:#5b6675}
        .g-taken{fill:#1457b0}
        .g-effect-change .g-box{fill:#fff8e8}
        .g-effect-change .g-bar{fill:#e0a100}
        .g-effect-destroy .g-box{fill:#fdf0ef}
        .g-effect-destroy .g-bar{fill:#d1382c}
        .g-effect-destroy .g-tag{fill:#b3261e}
        .g-outcome-resolved .g-box{fill:#e3f4e8;stroke:#7dbb91}
        .g-outcome-escalated .g-box{fill:#f4eafa;stroke:#b590cf}
        .g-outcome-unresolved .g-box{fill:#fdecea;stroke:#e0a09a}
        .g-kind-ask .g-bar,.g-kind-manual .g-bar{fill:#8457b3}
        .g-visited .g-box{stroke:#1d6fdc;stroke-width:2}
        .g-visited .g-start{stroke:#1d6fdc}
        .g-badge{fill:#1d6fdc;stroke:#fff;stroke-width:1.5}
        .g-visit text{font-size:11px;font-weight:700;text-anchor:middle;fill:#fff}
        .g-dot{fill:none;stroke:#aab4c0;stroke-width:1.2}
        .g-dot.g-good{fill:#2e9e57;stroke:#2e9e57}
        .g-dot.g-bad{fill:#d1382c;stroke:#d1382c}
        .g-dot.g-unknown{fill:#e0a100;stroke:#e0a100}
        @media screen and (prefers-color-scheme:dark){
        .g-paper{fill:#14181d}
        .g-line{stroke:#66727f}
        .g-head{fill:#66727f}
        .g-ok .g-line{stroke:#4c9064}
        .g-ok .g-head{fill:#4c9064}
        .g-back .g-line{stroke:#7d669b}
        .g-back .g-head{fill:#7d669b}
        .g-walked .g-line{stroke:#5aa2ff}
        .g-walked .g-head{fill:#5aa2ff;stroke:#5aa2ff}
        .g-plate{fill:#14181d}
        .g-label text{fill:#9aa7b5}
        .g-label.g-ok text{fill:#7cc796}
        .g-label.g-walked text{fill:#8fc0ff}
        .g-box{fill:#1d232a;stroke:#3a4552}
        .g-id{fill:#e8edf2}
        .g-tag{fill:#8c98a5}
        .g-name,.g-member{fill:#bac4cf}
        .g-branch,.g-number{fill:#9aa7b5}
        .g-taken{fill:#8fc0ff}
        .g-effect-change .g-box{fill:#2a2413}
        .g-effect-destroy .g-box{fill:#311917}
        .g-effect-destroy .g-tag{fill:#ff8f86}
        .g-outcome-resolved .g-box{fill:#16291d;stroke:#3d7552}
        .g-outcome-escalated .g-box{fill:#271c30;stroke:#715390}
        .g-outcome-unresolved .g-box{fill:#311917;stroke:#8a433d}
        .g-visited .g-box{stroke:#5aa2ff}
        .g-visited .g-start{stroke:#5aa2ff}
        .g-badge{fill:#2f7de0;stroke:#14181d}
        }
        """
}
