/** Styles of the HTML report: reads on a screen, light or dark, and prints on paper without breaking rows. */
export const reportStyle = `:root{color-scheme:light dark;--text:#1a1a21;--quiet:#5a5a69;--line:#d8d8e0;--soft:#f5f5f7;--page:#fff;--danger:#b3261e;--caution:#855400;--read:#0d6b66;--write:#1b5aa8;--execute:#7637ad}
@media screen and (prefers-color-scheme:dark){:root{--text:#ededf2;--quiet:#a5a5b4;--line:#33333e;--soft:#22222a;--page:#17171c;--danger:#ff9184;--caution:#e6b04a;--read:#5cc5bd;--write:#7fb2ff;--execute:#c79bf5}}
body{font:14px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:var(--text);background:var(--page);max-width:66rem;margin:2.5rem auto;padding:0 1.5rem;overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.2;margin:0}header p{margin:.25rem 0 1.5rem}
h2{font-size:1.2rem;margin:2.25rem 0 .25rem}h3{font-size:1rem;margin:1.25rem 0 .25rem}p{margin:.25rem 0 .75rem;max-width:72ch}
ul,ol{margin:.25rem 0 .75rem;padding-inline-start:1.3rem}code{font-family:ui-monospace,'SF Mono',Consolas,monospace;font-size:.92em}
.figures{list-style:none;display:flex;flex-wrap:wrap;gap:.6rem;padding:0}
.figures li{padding:.5rem .9rem;border:1px solid var(--line);border-radius:8px;background:var(--soft)}
.figures strong{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.attention{border:1px solid var(--danger);border-radius:8px;padding:.25rem 1rem;margin:1.5rem 0}.attention h2{margin-top:.75rem}.attention strong{color:var(--danger)}
table{border-collapse:collapse;width:100%;font-size:12px}th,td{border-bottom:1px solid var(--line);padding:.35rem .6rem .35rem 0;text-align:start;vertical-align:top}
th{font-weight:600;color:var(--quiet)}th{white-space:nowrap}td:first-child{min-width:9rem}td:nth-child(n+2):nth-child(-n+5){overflow-wrap:normal}td:nth-child(2){white-space:nowrap}td:last-child{min-width:14rem}
.critical,.high{font-weight:600}.critical{color:var(--danger)}.high{color:var(--caution)}.quiet{color:var(--quiet)}
.class{white-space:nowrap}.destructive{color:var(--danger)}.financial{color:var(--caution)}.execute{color:var(--execute)}.write{color:var(--write)}.read{color:var(--read)}.unclassified{color:var(--quiet)}
@media print{body{margin:0;max-width:none;padding:0;font-size:11px}table{font-size:9.5px}h2,h3{break-after:avoid}tr,article,.attention li{break-inside:avoid}thead{display:table-header-group}}`;
