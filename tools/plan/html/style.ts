/** The page's looks, light and dark. No font, image or script comes from elsewhere. */
export const style = `
:root { color-scheme: light dark;
  --paper: #f7f7f4; --card: #ffffff; --ink: #1d2327; --soft: #5d6871; --rule: #dfe2e0; --accent: #0f6a74; --warm: #b4541a;
  --internet: #eceef2; --edge: #f6ead9; --public: #fbeee6; --private: #e3f1f0; --isolated: #e9e8f6; --services: #eef0ea; --bar: #0f6a7433; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14181b; --card: #1c2226; --ink: #e6eaec; --soft: #9aa7af; --rule: #333c42; --accent: #5cc3cc; --warm: #eda06b;
  --internet: #222a33; --edge: #33291a; --public: #352620; --private: #16302f; --isolated: #26253d; --services: #252a22; --bar: #5cc3cc40; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1220px; margin: 0 auto; padding: 32px 20px 80px; }
h1 { margin: 0; font-size: 30px; letter-spacing: -0.01em; } h2 { margin: 44px 0 12px; font-size: 20px; }
p { margin: 6px 0; } .soft, small { color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 14px; margin: 24px 0 8px; padding: 0; list-style: none; }
.cards li { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: 14px 18px; }
.cards b { display: block; font-size: 26px; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; } 
.notice { border-left: 4px solid var(--warm); background: var(--card); padding: 10px 16px; border-radius: 0 10px 10px 0; margin: 12px 0; overflow-wrap: anywhere; }
figure, .panel { margin: 0; background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 8px; overflow-x: auto; }
.panel { padding: 6px 18px; } figure svg { display: block; width: 100%; min-width: 760px; height: auto; }
figcaption { padding: 6px 12px; }
svg text { fill: var(--ink); font-family: inherit; } svg .title { font-size: 14px; font-weight: 600; } svg .note, svg .detail { font-size: 11.5px; fill: var(--soft); }
svg .name { font-size: 12.5px; font-weight: 600; } svg .box rect { fill: var(--card); stroke: var(--rule); stroke-width: 1.2; }
svg .box:hover rect, svg .box:focus rect { stroke: var(--accent); stroke-width: 2.2; } svg .box:focus { outline: none; }
svg .line { fill: none; stroke: var(--accent); stroke-width: 1.4; opacity: 0.45; } svg.chosen .line { opacity: 0.08; } svg.chosen .line.on { opacity: 1; stroke-width: 2; }
svg .frame { fill: none; stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 5 5; opacity: 0.7; }
svg .internet { fill: var(--internet); } svg .edge { fill: var(--edge); } svg .public { fill: var(--public); }
svg .private { fill: var(--private); } svg .isolated { fill: var(--isolated); } svg .services { fill: var(--services); }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13px; }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: top; } tr:last-child td { border-bottom: 0; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } code { font: 13px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
td code { overflow-wrap: normal; } .share code { white-space: nowrap; } td.narrow { white-space: nowrap; } td small { overflow-wrap: anywhere; }
.share { background: linear-gradient(var(--bar), var(--bar)) no-repeat left center / var(--part, 0) 100%; padding-left: 8px; border-radius: 4px; }
.track { position: relative; height: 20px; min-width: 260px; } .track span { position: absolute; top: 3px; height: 14px; min-width: 3px; border-radius: 4px; background: var(--accent); }
.track span.assumed { opacity: 0.5; }
details > summary { cursor: pointer; padding: 4px 0; } details details, .leaves { margin-left: 22px; } .leaves { list-style: none; padding: 0; }
summary .kind, .leaves .kind { color: var(--accent); } summary .tail { float: right; color: var(--soft); font-variant-numeric: tabular-nums; }
pre { margin: 4px 0 12px; padding: 10px 14px; background: var(--paper); border: 1px solid var(--rule); border-radius: 8px; overflow: auto; max-height: 360px; font: 12.5px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
input[type=search] { width: 100%; max-width: 420px; padding: 8px 14px; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; margin-bottom: 10px; }
input:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
[hidden] { display: none !important; }
@media print { body { background: none; } input { display: none; } }
`;
