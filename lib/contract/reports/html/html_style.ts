/** The page's looks. Every pair of text and ground has a contrast of 4.5 to 1 or more, in both schemes. */
export const STYLE = `
:root {
  --ground: #ffffff; --raised: #f5f7f9; --line: #d5dbe1; --text: #1c2127; --quiet: #55606b; --link: #0a53a8;
  --failed: #b3201a; --warned: #7a4b00; --skipped: #55606b; --passed: #16692f;
  --failed-ground: #fdecea; --warned-ground: #fdf3dc; --passed-ground: #e4f5e8; --focus: #0a53a8;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1318; --raised: #181e25; --line: #313a45; --text: #e4e9ee; --quiet: #9ba7b4; --link: #83bbff;
    --failed: #ff938a; --warned: #edb64d; --skipped: #9ba7b4; --passed: #63d183;
    --failed-ground: #3b191a; --warned-ground: #352a12; --passed-ground: #12301d; --focus: #83bbff;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 4.5rem; }
body { margin: 0 auto; max-width: 84rem; padding: 0 clamp(.75rem, 3vw, 2rem) 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
code, pre, .diff td { font-family: var(--mono); font-size: .8125rem; }
a { color: var(--link); text-underline-offset: .2em; }
summary { cursor: pointer; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.failed > .sign, .failed > summary > .sign, li.failed, td.failed { color: var(--failed); }
.warned > .sign, .warned > summary > .sign, li.warned, td.warned { color: var(--warned); }
.skipped > .sign, li.skipped, td.skipped, .expected > .sign, li.expected, td.expected { color: var(--skipped); }
.passed > .sign, .passed > summary > .sign, li.passed, td.passed { color: var(--passed); }
.counts .zero { color: var(--quiet); } .counts .zero .sign { color: inherit; }

header { padding: 2rem 0 1.25rem; }
.kind { margin: 0; color: var(--quiet); font-size: .8125rem; letter-spacing: .06em; text-transform: uppercase; }
h1 { margin: .1rem 0 .35rem; font-size: clamp(1.6rem, 5vw, 2.4rem); line-height: 1.15; letter-spacing: -.02em; text-wrap: balance; }
header.failed h1 .sign { color: var(--failed); } header.warned h1 .sign { color: var(--warned); } header.passed h1 .sign { color: var(--passed); }
.run { margin: 0 0 1rem; color: var(--quiet); font-size: .875rem; }
.run span + span::before, .facts span + span::before { content: "\\00b7"; margin: 0 .45em 0 .2em; color: var(--quiet); }
.proportions { display: block; width: 100%; height: .5rem; border-radius: .25rem; background: var(--raised); }
rect.failed { fill: var(--failed); } rect.warned { fill: var(--warned); } rect.skipped, rect.expected { fill: var(--skipped); } rect.passed { fill: var(--passed); }
.counts { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .75rem 0 1rem; padding: 0; list-style: none; }
.counts b { font-size: 1.125rem; font-variant-numeric: tabular-nums; }
.targets { border-collapse: collapse; font-size: .875rem; }
.targets th, .targets td { padding: .15rem 1.25rem .15rem 0; text-align: left; font-variant-numeric: tabular-nums; vertical-align: baseline; }

.filter { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .35rem 1rem; margin: 0 0 .5rem; padding: .6rem 0;
  background: var(--ground); border-bottom: 1px solid var(--line); font-size: .875rem; }
.filter input[type=search] { flex: 1 1 14rem; min-width: 0; padding: .4rem .6rem; border: 1px solid var(--quiet); border-radius: .375rem; background: var(--ground); color: var(--text); font: inherit; }
.filter fieldset { display: flex; flex-wrap: wrap; gap: .25rem .9rem; margin: 0; padding: 0; border: 0; }
.filter label { display: inline-flex; align-items: center; gap: .3rem; min-height: 1.75rem; }
.filter output { color: var(--quiet); font-variant-numeric: tabular-nums; }
.filtered #statements, .filtered #warnings { display: none; }

section { margin-top: 2.25rem; }
h2 { margin: 0 0 .75rem; font-size: 1.25rem; letter-spacing: -.01em; }
h2 small { margin-left: .5rem; color: var(--quiet); font-size: .875rem; font-weight: 400; letter-spacing: 0; }
h4 { margin: 1.1rem 0 .35rem; font-size: .875rem; }
h5 { margin: 0 0 .25rem; color: var(--quiet); font-size: .8125rem; font-weight: 600; }
pre { margin: 0; padding: .6rem .75rem; overflow: auto; max-height: 24rem; border-radius: .375rem; background: var(--raised); line-height: 1.45; white-space: pre-wrap; }
pre.command { user-select: all; -webkit-user-select: all; }
.warnings { margin: 0; padding: .75rem 1rem .75rem 2rem; border-radius: .375rem; background: var(--warned-ground); }

.card { margin: 0 0 .75rem; border: 1px solid var(--line); border-left: .25rem solid var(--failed); border-radius: .5rem; content-visibility: auto; contain-intrinsic-size: auto 4rem; }
.card.warned { border-left-color: var(--warned); }
.card > details > summary { padding: .65rem .9rem; border-radius: .4rem; }
.card > details[open] > summary { background: var(--failed-ground); border-bottom-left-radius: 0; border-bottom-right-radius: 0; }
.card.warned > details[open] > summary { background: var(--warned-ground); }
.card .sign { font-weight: 600; } .card.failed .sign { color: var(--failed); } .card.warned .sign { color: var(--warned); }
.card .id { font-weight: 600; }
.card .title { display: block; }
.card .facts { display: block; color: var(--quiet); font-size: .8125rem; }
.inside { padding: .25rem .9rem 1rem; }
.place { margin: .6rem 0 0; color: var(--quiet); font-size: .875rem; }
.note { color: var(--quiet); font-weight: 400; }
.pair { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
.pair > div:first-child pre { background: var(--passed-ground); } .pair > div:last-child pre { background: var(--failed-ground); }
.wanted { margin: 0 0 .35rem; font-family: var(--mono); font-size: .8125rem; }
.scroll { overflow: auto; max-height: 30rem; border-radius: .375rem; background: var(--raised); }
.diff { width: 100%; border-collapse: collapse; table-layout: fixed; }
.diff th { position: sticky; top: 0; padding: .35rem .75rem; background: var(--raised); color: var(--quiet); font-size: .8125rem; text-align: left; }
.diff td { padding: 0 .5rem 0 1.5rem; text-indent: -1rem; vertical-align: top; line-height: 1.5; white-space: pre-wrap; }
.diff td + td { border-left: 1px solid var(--line); }
.diff td::before { content: "\\a0"; display: inline-block; width: 1rem; text-indent: 0; }
.diff .lost { background: var(--passed-ground); } .diff .lost::before { content: "\\2212"; color: var(--passed); }
.diff .new { background: var(--failed-ground); } .diff .new::before { content: "+"; color: var(--failed); }
.headers { margin-bottom: .35rem; font-size: .8125rem; } .headers summary { color: var(--quiet); } .headers pre { margin-top: .25rem; }

.statements { width: 100%; margin-top: .75rem; border-collapse: collapse; font-size: .875rem; }
.statements th, .statements td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; font-variant-numeric: tabular-nums; }
.statements thead th { color: var(--quiet); font-size: .8125rem; }
.statements tbody th { font-weight: 600; }
.statements td:nth-child(n + 3), .statements th:nth-child(n + 3) { width: 1%; padding: .3rem .6rem; white-space: nowrap; text-align: right; }
.statements td.failed { background: var(--failed-ground); font-weight: 600; } .statements td.warned { background: var(--warned-ground); }
#statements summary { color: var(--quiet); font-size: .875rem; }

.heads, .group > summary { display: grid; grid-template-columns: 1.25rem minmax(10rem, 1fr) 6rem minmax(6rem, 14rem) 4rem 4rem minmax(6rem, 22rem); gap: 0 .75rem; align-items: center; }
.heads { padding: 0 .6rem .35rem; color: var(--quiet); font-size: .8125rem; }
.group { border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 2.25rem; }
.group > summary { padding: .4rem .6rem; list-style: none; font-size: .9375rem; }
.group > summary::-webkit-details-marker { display: none; }
.group > summary:hover { background: var(--raised); }
.group[open] > summary { background: var(--raised); font-weight: 600; }
.group .label, .group .result { font-size: .875rem; }
.time { text-align: right; font-size: .8125rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar { display: block; width: 100%; height: .5rem; border-radius: .25rem; background: var(--raised); }
.group[open] > summary .bar { background: var(--line); }
.bar rect { fill: currentColor; stroke: currentColor; stroke-width: 1.5px; vector-effect: non-scaling-stroke; }
.bar { color: var(--link); } li.failed > .bar, .group.failed > summary > .bar { color: var(--failed); }
.group ol { margin: 0; padding: .35rem 0 .9rem; list-style: none; font-size: .875rem; }
.group li { display: grid; grid-template-columns: 1.25rem minmax(12rem, 2fr) minmax(12rem, 3fr) minmax(2.5rem, auto) 4.25rem minmax(6rem, 16rem); gap: 0 .75rem; align-items: baseline; padding: .1rem .6rem; }
.group li .id, .group li .title { color: var(--text); }
.group li a .id { color: var(--link); }
.group li.again .title { display: none; }
.group li.again > :nth-child(2) { grid-column: 2 / 4; }
.group li .why { color: var(--quiet); }
.group li .proves, .group li .time { color: var(--quiet); font-size: .8125rem; }
.group li .bar { align-self: center; height: .375rem; }
.group li:hover { background: var(--raised); }

@media (max-width: 60rem) {
  html { scroll-padding-top: 6.5rem; }
  .heads { display: none; }
  .group > summary { grid-template-columns: 1.25rem 1fr auto auto; }
  .group > summary .label { grid-column: 3 / 5; text-align: right; }
  .group > summary .result { grid-column: 2; color: var(--quiet); }
  .group > summary .bar { grid-column: 1 / -1; margin-top: .3rem; height: .375rem; }
  .group > summary .time:nth-of-type(5)::before { content: "p50 "; } .group > summary .time:nth-of-type(6)::before { content: "p95 "; }
  .group li { grid-template-columns: 1.25rem 1fr auto; padding: .3rem .6rem; }
  .group li .title { grid-column: 2 / -1; grid-row: 2; }
  .group li.again > :nth-child(2) { grid-column: auto; }
  .group li .proves { display: none; }
  .group li .bar { grid-column: 1 / -1; margin-top: .2rem; }
  .targets, .targets tbody, .targets tr { display: block; } .targets tr { padding: .25rem 0; } .targets th, .targets td { display: inline-block; padding-right: .75rem; }
  .statements td:nth-child(n + 3), .statements th:nth-child(n + 3) { padding: .3rem .35rem; }
  .statements td small { display: block; }
}
@media print { .filter { display: none; } .card { content-visibility: visible; } }
`;
