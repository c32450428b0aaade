import type { Markup } from './markup.ts';
import { darkPalette, lightPalette, paletteVariables } from './palette.ts';

/** The report's style sheet. The only text that reaches the page unescaped: it holds nothing but constants. */
export function stylesheet(): Markup {
  return { markup: `${themes()}${TYPE}${LAYOUT}${TABLES}${CHARTS}${DIFF}${NARROW}${PRINT}` };
}

function themes(): string {
  return `:root{color-scheme:light dark;${paletteVariables(lightPalette)}}
@media (prefers-color-scheme:dark){:root{${paletteVariables(darkPalette)}}}
@media print{:root{color-scheme:light;${paletteVariables(lightPalette)}}}
`;
}

const TYPE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;font-variant-numeric:lining-nums}
h1,h2,h3,h4{line-height:1.2;text-wrap:balance;font-weight:650;letter-spacing:-.01em}
h1{font-size:clamp(1.6rem,4.2vw,2.55rem);margin:.2em 0 .5em;max-width:26em;letter-spacing:-.02em}
h2{font-size:1.45rem;margin:0 0 .6em}
h3{font-size:1.05rem;margin:2em 0 .6em}
h4{font-size:.95rem;margin:0 0 .4em}
p{max-width:68ch;margin:.6em 0}
code,pre{font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em;unicode-bidi:isolate;direction:ltr}
code{overflow-wrap:anywhere}
bdi{overflow-wrap:anywhere}
small,.note,.by,.key,figcaption,footer{color:var(--muted);font-size:.88rem}
a{color:var(--run-text)}
summary{cursor:pointer}
summary:focus-visible{outline:2px solid var(--run);outline-offset:2px}
.eyebrow{color:var(--muted);font-size:.95rem;letter-spacing:.02em;margin:0}
.lead{font-size:1.12rem;max-width:62ch}
.value{white-space:nowrap;color:var(--run-text);font-variant-numeric:tabular-nums}
.number{font-variant-numeric:tabular-nums}
.hash{font-size:.78em;color:var(--muted)}
`;

const LAYOUT = `
main{max-width:1040px;margin:0 auto;padding:56px 40px 0}
footer{max-width:1040px;margin:0 auto;padding:24px 40px 64px}
section{margin-top:72px;padding-top:28px;border-top:1px solid var(--rule)}
figure{margin:24px 0}
figcaption{max-width:76ch;margin-top:8px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;background:var(--rule);border:1px solid var(--rule);border-radius:8px;overflow:hidden;margin:32px 0}
.tiles div{background:var(--paper);padding:14px 16px;min-width:0}
.tiles dt{color:var(--muted);font-size:.85rem;overflow-wrap:anywhere}
.tiles dd{margin:2px 0 0;font-size:1.5rem;font-weight:600;line-height:1.25;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.tiles small{display:block;font-weight:400;font-size:.82rem;margin-top:2px}
.grade-line{display:grid;grid-template-columns:10.5em 1fr;gap:12px;align-items:baseline;margin:8px 0;max-width:80ch}
.grade{flex:none;border:1.5px solid var(--held-out);color:var(--held-out-text);border-radius:99px;padding:1px 12px;font-weight:600;font-size:.88rem;text-align:center;justify-self:start}
.description{color:var(--muted)}
.notice,.callout{background:var(--panel);border-left:4px solid var(--control);padding:12px 18px;border-radius:0 8px 8px 0;max-width:none}
.callout h3{margin-top:.2em}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px;padding:0;margin:8px 0 0}
.swatch{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.45em;vertical-align:-.04em}
.group{border-bottom:1px solid var(--rule);padding:8px 0}
.group summary b{display:inline-block;min-width:3.4em;text-align:right;margin-right:.5em;font-variant-numeric:tabular-nums}
.cases{list-style:none;padding:0;margin:.6em 0}
.cases li{padding:8px 0 8px 14px;border-left:2px solid var(--rule);margin:8px 0;overflow-wrap:anywhere}
.reason{display:block;unicode-bidi:isolate;font-size:.93rem}
.by{unicode-bidi:isolate}
.step{font-weight:600;margin-right:.4em}
.evidence{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--panel);padding:8px 12px;border-radius:6px;margin:6px 0 0;max-height:16em;overflow:auto}
.lineage{list-style:none;padding:0;margin:0 0 0 7px;border-left:2px solid var(--rule)}
.lineage li{position:relative;padding:5px 0 5px 20px;overflow-wrap:anywhere}
.lineage li::before{content:"";position:absolute;left:-6px;top:.85em;width:10px;height:10px;border-radius:50%;background:var(--paper);border:2px solid var(--muted)}
.lineage li.kept::before{background:var(--run);border-color:var(--run)}
.lineage li.gap::before{display:none}
.lineage li.gap{color:var(--muted)}
.lineage .number{color:var(--run-text);margin-right:.5em}
.lineage .by{display:block}
.grade-mark{display:block;color:var(--muted);font-size:.72rem;font-weight:400;white-space:nowrap}
.cases .grade-mark,.lineage .grade-mark,.comparisons .grade-mark,h1 .grade-mark{display:inline;margin-left:.4em}
h1 .grade-mark{font-size:.45em}
.grades{padding:0;list-style:none}
.grades li{padding:5px 14px;border-left:4px solid var(--rule);color:var(--muted)}
.grades li.reached{border-color:var(--held-out);color:var(--ink);background:var(--panel)}
.grades b{display:inline-block;min-width:9.5em}
.facts,.commands{display:grid;grid-template-columns:minmax(9em,auto) 1fr;gap:4px 24px;margin:.4em 0}
.facts dt,.commands dt{color:var(--muted)}
.facts dd,.commands dd{margin:0;min-width:0;overflow-wrap:anywhere}
.commands code{display:block;background:var(--panel);padding:6px 12px;border-radius:6px;white-space:pre-wrap}
.panels{display:flex;flex-wrap:wrap;gap:32px;margin-top:20px}
.panel{min-width:0;max-width:100%}
`;

const TABLES = `
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th{text-align:left;font-weight:600;color:var(--muted);font-size:.85rem;vertical-align:bottom}
th,td{padding:7px 14px 7px 0;border-bottom:1px solid var(--rule)}
td{vertical-align:top}
th.number,td.number{text-align:right;white-space:nowrap}
tr.winner td{background:var(--panel)}
tr.winner td:first-child{font-weight:700;box-shadow:inset 4px 0 var(--run);padding-left:10px}
tr.gap td{color:var(--muted);text-align:center}
td:first-child bdi{display:inline-block;min-width:9em}
td.change{min-width:18em;overflow-wrap:anywhere}
td .hash{display:block;max-width:9em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.metric{white-space:nowrap;margin-right:.8em}
.comparisons{list-style:none;display:flex;flex-wrap:wrap;gap:0 18px;padding:0;margin:2px 0 0;font-size:.85rem;color:var(--muted)}
.holds{color:var(--held-out-text)}
.fails{color:var(--control-text)}
`;

const CHARTS = `
.chart{display:block;max-width:100%;height:auto;overflow:visible;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
.chart text{fill:var(--muted);font-variant-numeric:tabular-nums}
.chart .grid{stroke:var(--rule);stroke-width:1}
.chart .axis{stroke:var(--muted);stroke-width:1}
.chart .axis-title{fill:var(--ink)}
.chart .label{font-weight:600}
.line{fill:none;stroke-width:2.5;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.line.dashed{stroke-width:2;stroke-dasharray:6 4}
.line.thin{stroke-width:1;opacity:.75}
.line.tone-muted{stroke-width:1.2;stroke-dasharray:2 4}
.line.tone-held-out,.line.tone-held-out-other{stroke-width:1.6}
.line.tone-run{stroke:var(--run)}.line.tone-control{stroke:var(--control)}.line.tone-held-out{stroke:var(--held-out)}.line.tone-held-out-other{stroke:var(--held-out-other)}.line.tone-muted{stroke:var(--muted)}
.mark{stroke:var(--paper);stroke-width:1}
.mark.tone-run{fill:var(--run)}.mark.tone-control{fill:var(--control)}.mark.tone-held-out{fill:var(--held-out)}.mark.tone-held-out-other{fill:var(--held-out-other)}
.chart .label.tone-run{fill:var(--run-text)}.chart .label.tone-control{fill:var(--control-text)}.chart .label.tone-held-out{fill:var(--held-out-text)}.chart .label.tone-held-out-other{fill:var(--held-out-other-text)}.chart .label.tone-muted{fill:var(--muted)}
.fill-kept{fill:var(--run)}.fill-discarded{fill:var(--discarded)}.fill-invalid{fill:var(--invalid)}.fill-inconclusive{fill:var(--held-out-other)}.fill-escalated{fill:var(--held-out)}.fill-refused{fill:var(--refused)}
.back-kept{background:var(--run)}.back-discarded{background:var(--discarded)}.back-invalid{background:var(--invalid)}.back-inconclusive{background:var(--held-out-other)}.back-escalated{background:var(--held-out)}.back-refused{background:var(--refused)}
.no-value{fill:var(--panel)}
.shape{stroke:var(--panel);stroke-width:.75}
.frame{fill:none;stroke:currentColor;stroke-width:1}
.narrow{display:none}
`;

const DIFF = `
.diff{font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.84rem;border:1px solid var(--rule);border-radius:6px}
.diff td{border:0;padding:1px 8px;line-height:1.5}
.diff .line{color:var(--muted);text-align:right;width:1%;user-select:none;white-space:nowrap;padding-right:4px}
.diff .sign{width:1%;padding-right:0;user-select:none}
.diff .text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate;direction:ltr}
.diff .hunk td{color:var(--muted);background:var(--panel)}
.diff .added td{background:var(--added)}
.diff .removed td{background:var(--removed)}
.diff mark{color:inherit;border-radius:3px}
.diff .added mark{background:var(--added-strong)}
.diff .removed mark{background:var(--removed-strong)}
pre.code{background:var(--panel);padding:14px 18px;border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5}
`;

const NARROW = `
@media (max-width:720px){
main{padding:28px 20px 0}footer{padding:24px 20px 48px}
section{margin-top:48px}
.wide{display:none}.narrow{display:block}
.tiles{grid-template-columns:1fr 1fr}.tiles dd{font-size:1.2rem}
.facts,.commands{grid-template-columns:1fr;gap:0}.facts dd,.commands dd{margin-bottom:10px}
.grade-line{grid-template-columns:1fr;gap:4px}
.grades b{display:block}
.aside,th.change{display:none}
#keeps tr{display:flex;flex-wrap:wrap;border-bottom:1px solid var(--rule)}
#keeps th,#keeps td{flex:1 1 4em;border:0;text-align:left}
#keeps td.change{flex-basis:100%;min-width:0;padding-top:0}
}
`;

const PRINT = `
@media print{
body{font-size:10.5pt}main,footer{max-width:none;padding:0}
section{margin-top:28px;padding-top:14px}
h2,h3{break-after:avoid}figure,.tiles,.cases li,tr{break-inside:avoid}
.scroll{overflow:visible}.evidence{max-height:none}
details::details-content{content-visibility:visible;block-size:auto}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
