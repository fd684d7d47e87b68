/**
 * How a report looks: light and dark, on a screen of any width and on A4. Every pair of colours has a contrast of 4.5 or more
 * (WCAG 2.2, 1.4.3).
 * @internal
 */
export const STYLE = `
:root{color-scheme:light dark;--page:#fff;--panel:#f5f7f9;--text:#1b2430;--soft:#566173;--line:#d3dae2;--good:#17653a;--bad:#b0231b;--note:#1f4e8c;--on:#fff;--goodwash:#e7f4ec;--badwash:#fdecea;--notewash:#e9f0fa;--wait:#7d4f00;--waitwash:#fbf1df;--open:#5a4690;--openwash:#f0edf8}
@media screen and (prefers-color-scheme:dark){:root{--page:#11151b;--panel:#191f27;--text:#e6ebf1;--soft:#a5b0bf;--line:#37414e;--good:#74d69f;--bad:#ff9a91;--note:#93bdff;--on:#11151b;--goodwash:#14291d;--badwash:#331917;--notewash:#16243a;--wait:#f0c069;--waitwash:#33270f;--open:#c3b2f2;--openwash:#251e38}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%}
main{max-width:58rem;margin:0 auto;padding:1.25rem 1rem 3rem}
h1{font-size:1.35rem;line-height:1.35;margin:0 0 .75rem;font-weight:650;text-wrap:pretty}
h2{font-size:1.1rem;margin:2.25rem 0 .6rem;padding-top:.9rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:0}
p{margin:.35rem 0}
.verdict{border-left:.4rem solid var(--tone);background:var(--wash);padding:1rem 1.1rem;border-radius:.3rem}
.verdict p b{color:var(--tone)}
.refused,.blocking{--tone:var(--bad);--wash:var(--badwash)}
.conforming{--tone:var(--good);--wash:var(--goodwash)}
.pending{--tone:var(--wait);--wash:var(--waitwash)}
.unverifiable,.not-verifiable{--tone:var(--open);--wash:var(--openwash)}
.justified,.info,.review{--tone:var(--note);--wash:var(--notewash)}
.badge{display:inline-block;background:var(--tone);color:var(--on);font-size:.85rem;font-weight:650;letter-spacing:.02em;padding:.12rem .55rem;border-radius:1rem;margin-right:.4rem;vertical-align:.1em;white-space:nowrap}
.soft{color:var(--soft)}
small,.small{font-size:.875rem}
dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:.15rem .9rem}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
.facts{margin-top:1rem}
figure{margin:0}
figcaption{color:var(--soft);font-size:.875rem;margin-top:.4rem}
svg{display:block;width:100%;height:auto}
svg text{fill:var(--text);font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
svg .tiny{font-size:11.5px;fill:var(--soft)}
svg .name,svg .tiny{paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
svg .name{font-weight:650}
svg .mid{text-anchor:middle}
svg .lane{stroke:var(--line);stroke-width:1}
svg .tick{stroke:var(--line);stroke-width:1;stroke-dasharray:2 4}
svg .node{stroke-width:2.5;stroke:var(--tone);fill:var(--tone)}
svg .out{fill:var(--page);stroke-dasharray:4 3}
svg .digit{font-weight:700;fill:var(--on)}
svg .out+.digit{fill:var(--tone)}
svg .good{--tone:var(--good)}
svg .bad{--tone:var(--bad)}
svg .plain{--tone:var(--soft)}
svg .wait{--tone:var(--wait)}
svg .open{--tone:var(--open)}
svg .paid{--tone:var(--note)}
svg .link{fill:none;stroke:var(--tone);stroke-width:2.5}
svg .link.bad{stroke-dasharray:7 4}
svg .sign circle{fill:var(--page);stroke:var(--tone);stroke-width:1.5}
svg .sign text{fill:var(--tone);font-weight:700}
svg .arc{fill:none;stroke:var(--note);stroke-width:1.8;stroke-dasharray:3 3}
svg .tip{fill:var(--note)}
svg.narrow text{font-size:12px}
svg.narrow .tiny{font-size:10.5px}
svg .alert{fill:var(--bad);font-weight:650}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.925rem}
caption{text-align:left;color:var(--soft);font-size:.875rem;padding-bottom:.4rem}
th,td{border-bottom:1px solid var(--line);padding:.32rem .5rem;text-align:center;vertical-align:middle}
th:first-child{text-align:left}
thead th{color:var(--soft);font-weight:600}
tbody th{font-weight:500}
tr.odd th{font-weight:700;color:var(--bad)}
.money td:last-child,.money th:last-child{text-align:right;white-space:nowrap}
.money td,.money thead th:not(:last-child){text-align:left}
.chip{display:inline-block;min-width:1.7rem;padding:.05rem .4rem;border-radius:.3rem;border:1.5px solid var(--tone,var(--soft));color:var(--tone,var(--soft));font-weight:650;white-space:nowrap}
.chip.good{--tone:var(--good);background:var(--goodwash)}
.chip.wait{--tone:var(--wait);background:var(--waitwash)}
.chip.open{--tone:var(--open);background:var(--openwash)}
.chip.bad{--tone:var(--bad);background:var(--badwash)}
ol{margin:0;padding:0;list-style:none}
.item{border:1px solid var(--line);border-left:.3rem solid var(--tone,var(--line));border-radius:.3rem;padding:.65rem .85rem;margin:.55rem 0;background:var(--panel)}
.counts{--tone:var(--good)}
.item h3 .no{display:inline-block;min-width:1.6rem;text-align:center;border-radius:1rem;background:var(--tone,var(--soft));color:var(--on);font-size:.85rem;margin-right:.45rem;padding:0 .35rem}
.item dl{margin-top:.35rem;font-size:.925rem}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
footer{margin-top:2.25rem;padding-top:.9rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
.narrow{display:none}
@media screen and (max-width:640px){.wide{display:none}.narrow{display:block}h1{font-size:1.15rem}dl{grid-template-columns:1fr}dt{margin-top:.3rem}table{font-size:.75rem}th,td{padding:.25rem .1rem}.chip{min-width:1.2rem;padding:.05rem .18rem;border-width:1px}thead th{font-weight:500;font-size:.68rem}}
@page{size:A4;margin:14mm}
@media print{html{font-size:10pt}body{print-color-adjust:exact;-webkit-print-color-adjust:exact}main{max-width:none;padding:0}h2{break-after:avoid;margin-top:1.2rem}.item,tr,figure,.verdict,.facts{break-inside:avoid}.item{padding:.4rem .6rem;margin:.35rem 0}thead{display:table-header-group}}
`;
