extension HTMLReport {
    /// The style of the page: on a phone, on a desk, at night and on paper.
    static let style = """
        :root{--paper:#fff;--card:#f6f8fa;--line:#dde3ea;--ink:#1f2933;--soft:#66727f;--link:#1457b0;
        --good:#1f7a43;--good-paper:#e3f4e8;--bad:#b3261e;--bad-paper:#fdecea;--odd:#8a6100;--odd-paper:#fff4d6;
        --call:#6b3fa0;--call-paper:#f4eafa}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);
        font:15px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
        main{max-width:68rem;margin:0 auto;padding:1.5rem 1rem 4rem}
        h1{font-size:1.7rem;line-height:1.2;margin:.1rem 0 .6rem}
        h2{font-size:1.2rem;margin:2.4rem 0 .8rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
        h3{font-size:1rem;margin:0 0 .4rem}
        p{margin:.4rem 0}
        a{color:var(--link)}
        code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;font-size:.86em}
        h3 code{font-weight:400;color:var(--soft)}
        .kind{margin:0;color:var(--soft);text-transform:uppercase;letter-spacing:.06em;font-size:.75rem}
        .quiet{color:var(--soft);font-size:.88em}
        .pill{display:inline-block;padding:.25rem .9rem;border-radius:1rem;font-weight:600;background:var(--card)}
        .pill.resolved,.tag.resolved,.tag.good{background:var(--good-paper);color:var(--good)}
        .pill.escalated,.tag.escalated,.tag.found{background:var(--call-paper);color:var(--call)}
        .pill.unresolved,.tag.unresolved,.tag.bad,.tag.destroy{background:var(--bad-paper);color:var(--bad)}
        .pill.open,.tag.unknown,.tag.change{background:var(--odd-paper);color:var(--odd)}
        .tag{display:inline-block;padding:0 .5rem;border-radius:.6rem;font-size:.82rem;font-weight:500;
        background:var(--card);white-space:nowrap;overflow-wrap:normal}
        .tag.destroy{font-weight:700}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:.6rem 1.2rem;margin:1rem 0}
        .facts dt{color:var(--soft);font-size:.78rem}
        .facts dd{margin:0}
        .cards{columns:3 19rem;column-gap:1rem}
        .cards .card{break-inside:avoid;margin-bottom:1rem}
        .card,article{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1rem}
        .card ul{margin:.3rem 0;padding-left:1.1rem}
        .card li{margin:.35rem 0}
        .card.called{border-color:var(--call)}
        blockquote{margin:.4rem 0;padding-left:.8rem;border-left:3px solid var(--call)}
        .way{margin:0 calc(50% - min(50vw - 1.2rem,62rem))}
        .way label{font-size:.88em;color:var(--soft)}
        .graph{overflow:auto;border:1px solid var(--line);border-radius:.6rem;margin-top:.4rem}
        .graph svg{display:block;max-width:100%;height:auto}
        .way input:checked~.graph{max-height:92vh}
        .way input:checked~.graph svg{max-width:none}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%}
        th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
        thead th{color:var(--soft);font-size:.78rem;font-weight:500}
        td.number,td.time,td.bar{white-space:nowrap;font-variant-numeric:tabular-nums}
        td.bar span{display:inline-block;height:.6rem;border-radius:.2rem}
        .work{background:#4a90e2}
        .wait{background:#c9b3e6}
        .plain td,.plain th{font-size:.9em;font-weight:400}
        tr.taken td{background:var(--good-paper)}
        .checks{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1rem 2rem}
        .list{list-style:none;margin:0;padding:0}
        .list li{display:flex;gap:.6rem;padding:.15rem 0}
        .mark{flex:none;width:1.1rem;text-align:center;font-weight:700}
        .good .mark{color:var(--good)}
        .bad .mark{color:var(--bad)}
        .unknown .mark,.skipped .mark{color:var(--odd)}
        .unseen{color:var(--soft)}
        article{margin:1rem 0}
        article:target{border-color:var(--link)}
        .badge{display:inline-block;min-width:1.6rem;padding:0 .4rem;border-radius:.8rem;background:#1d6fdc;color:#fff;
        text-align:center;font-size:.85rem}
        .said{border-left:3px solid var(--line);padding-left:.7rem}
        .looks details{border-bottom:1px solid var(--line);padding:.2rem 0}
        .action{margin:.6rem 0}
        summary{cursor:pointer}
        pre{margin:.3rem 0;padding:.6rem .8rem;background:var(--paper);border:1px solid var(--line);border-radius:.4rem;
        white-space:pre-wrap;overflow-wrap:anywhere;max-height:32rem;overflow:auto}
        pre.command{border-left:3px solid #4a90e2}
        .diff ins{color:var(--good);background:var(--good-paper);text-decoration:none}
        .diff del{color:var(--bad);background:var(--bad-paper);text-decoration:none}
        .next{color:var(--soft)}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#14181d;--card:#1b2128;--line:#313b46;--ink:#e3e9ef;
        --soft:#94a1ae;--link:#7db4ff;--good:#7cc796;--good-paper:#16291d;--bad:#ff8f86;--bad-paper:#311917;
        --odd:#f0c75e;--odd-paper:#2d2610;--call:#cba6ee;--call-paper:#271c30}}
        .timeline td:nth-child(3){min-width:11rem}
        @media (max-width:40rem){.way{margin:0}main{padding:1rem .7rem 3rem}h1{font-size:1.35rem}}
        @media print{body{font-size:10pt}main{max-width:none;padding:0}.way{margin:0}.way input,.way label{display:none}
        .graph{overflow:visible;max-height:none;border:0}.graph svg{max-height:24cm}pre{max-height:none}
        article,.card{break-inside:avoid-page;border-color:#bbb}a{color:inherit;text-decoration:none}}
        """
}
