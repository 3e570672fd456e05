#include "report/list_page_assets.h"

namespace opora {

const std::string_view kListPageStyle = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2733;--quiet:#5b6875;--faint:#8a96a3;--line:#d9dfe5;--soft:#f4f6f8;
--accent:#1f5b8f;--accent-soft:#e3edf6;--bar:#b9c8d6;--limit:#a8480f;--note:#fdf6e3;--note-line:#d9b24c}
@media(prefers-color-scheme:dark){:root{--paper:#12181f;--ink:#e4e9ee;--quiet:#a3afbb;--faint:#7c8894;--line:#2c3742;--soft:#1a222b;
--accent:#7db4e2;--accent-soft:#1d3347;--bar:#43566a;--limit:#f0a066;--note:#2b2617;--note-line:#8a7330}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:16px/1.5 "PT Sans","Source Sans 3","Segoe UI",Roboto,"Noto Sans","DejaVu Sans",Arial,sans-serif;
-webkit-text-size-adjust:100%;font-variant-numeric:tabular-nums lining-nums}
body{margin:0 auto;max-width:76rem;padding:2.5rem 1.5rem 4rem}
h1,h2,h3{line-height:1.2;font-weight:600;margin:0;text-wrap:balance}
h1{font-size:2.1rem;letter-spacing:-.01em}
h2{font-size:1.55rem}
h3{font-size:1.1rem;margin:2.2rem 0 .7rem}
p{margin:.4rem 0}
a{color:var(--accent)}
header{border-top:4px solid var(--accent);padding-top:1.2rem}
.subtitle{color:var(--quiet);font-size:1.15rem;max-width:60ch}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.9rem 1.5rem;margin:1.6rem 0 0;padding:1rem 0;
border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.facts div{min-width:0}
dt{color:var(--quiet);font-size:.82rem}
dd{margin:0;overflow-wrap:anywhere}
.answers{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1rem;margin:1.6rem 0 0;padding:0;list-style:none}
.answers li{background:var(--soft);border-radius:6px;padding:1rem 1.1rem}
.answers a{text-decoration:none;color:inherit}
.answers a:hover .name{text-decoration:underline}
.answers .name{font-weight:600}
.answers .count{display:block;font-size:2rem;line-height:1.15;font-weight:600;color:var(--accent)}
.answers .rest{color:var(--quiet);font-size:.88rem}
section.category{margin-top:3.6rem;border-top:1px solid var(--line);padding-top:1.8rem}
.overline{color:var(--accent);font-size:.85rem;font-weight:600;letter-spacing:.06em}
.lead{color:var(--quiet);max-width:75ch}
.marker{background:var(--note);border-left:4px solid var(--note-line);padding:.7rem 1rem;margin:1rem 0;max-width:75ch}
figure{margin:0;max-width:46rem}
table.small{max-width:58rem}
dl.grounds{max-width:75ch}dl.grounds dt{font-weight:600;margin-top:.7rem}dl.grounds dd{margin:0;color:var(--quiet)}
figcaption,caption{color:var(--ink);text-align:left;font-weight:600;font-size:1.1rem;margin:2.2rem 0 .7rem;line-height:1.3}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{fill:var(--quiet);font-size:12px;font-family:inherit}
svg .limit-text{fill:var(--limit);font-weight:600}
svg .grid{stroke:var(--line)}svg .axis{stroke:var(--faint)}svg .limit{stroke:var(--limit);stroke-width:2;stroke-dasharray:6 4}
svg .in{fill:var(--accent)}svg .out{fill:var(--bar)}
table{border-collapse:collapse;width:100%}
th{font-weight:600;text-align:left;color:var(--quiet);font-size:.85rem;vertical-align:bottom;line-height:1.3}
th,td{padding:.45rem .7rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top}
thead th{border-bottom:2px solid var(--faint)}
tbody tr:last-child>td{border-bottom-color:var(--faint)}
.num{text-align:right;white-space:nowrap}
th.num{white-space:normal}
.list td{padding-top:.7rem;padding-bottom:.7rem}
.list .no{color:var(--quiet);width:2.8rem}
.list .school{width:25%}
.list .place{width:16%}
.school b{font-weight:600}
.code{color:var(--quiet);font-size:.85rem;white-space:nowrap}
.place{color:var(--quiet);font-size:.92rem}
ul.why{margin:0;padding:0;list-style:none;display:grid;gap:.35rem}
ul.why li{display:grid;grid-template-columns:minmax(11rem,1fr) 5.5rem 4.6rem 4rem 5.2rem 4.2rem;gap:0 .7rem;align-items:baseline;font-size:.93rem}
ul.why .title.wide{grid-column:span 2}
ul.why li.open{color:var(--quiet)}
ul.why .value{font-weight:600;text-align:right}
ul.why .open .value{font-weight:400}
ul.why .n,ul.why .limit-value,ul.why .gap{color:var(--quiet);text-align:right;white-space:nowrap;font-size:.88rem}
ul.why .gap{white-space:nowrap}
.track{position:relative;height:.55rem;background:var(--soft);border-radius:2px;align-self:center;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.track i{position:absolute;inset:0 auto 0 0;background:var(--bar);border-radius:2px}
li.met .track i{background:var(--accent)}
.track s{position:absolute;top:-.2rem;bottom:-.2rem;width:2px;background:var(--limit)}
.note{color:var(--quiet);font-size:.93rem;margin:.35rem 0 0}
.legend{color:var(--quiet);font-size:.85rem;margin:.2rem 0 .8rem}
.tools{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;margin:.4rem 0 .6rem}
.tools[hidden]{display:none}
.tools input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--faint);border-radius:4px;padding:.3rem .6rem;width:22rem;max-width:100%}
.tools output{color:var(--quiet);font-size:.88rem}
th button{all:unset;cursor:pointer;border-bottom:1px dotted var(--faint)}
th button:focus-visible,.tools input:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
.share{display:inline-block;width:4rem;height:.55rem;background:var(--soft);border-radius:2px;vertical-align:.05em;margin-left:.6rem;position:relative;
print-color-adjust:exact;-webkit-print-color-adjust:exact}
.share i{position:absolute;inset:0 auto 0 0;background:var(--accent);border-radius:2px}
footer{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.9rem;max-width:75ch}
@media(max-width:60rem){.list .school{width:30%}
ul.why li{grid-template-columns:minmax(0,1fr) 4.6rem 3.8rem 3.2rem;gap:0 .5rem}
ul.why .title,ul.why .title.wide{grid-column:1/-1}ul.why .wide+.value{grid-column:2}ul.why .track{grid-column:1/2;grid-row:2;min-width:4rem}
ul.why .limit-value{display:none}}
@media(max-width:42rem){.share{display:none}table.small td,table.small th{overflow-wrap:anywhere;hyphens:auto}html{font-size:15px}body{padding:1.2rem 1rem 3rem}h1{font-size:1.6rem}h2{font-size:1.3rem}
.list thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.list,.list tbody{display:block}
.list tr{display:grid;grid-template-columns:2.4rem minmax(0,1fr);border-bottom:1px solid var(--line);padding:.7rem 0}
.list td,.list td.school,.list td.place{display:block;border:0;padding:0;width:auto}
.list td.no{grid-row:1/4;text-align:left;width:auto}.list td.why-cell{margin-top:.5rem}
svg text{font-size:20px}}
@media print{@page{size:A4;margin:14mm 12mm 16mm}
:root{--paper:#fff;--ink:#000;--quiet:#444;--faint:#777;--line:#bbb;--soft:#eee;--accent:#1f5b8f;--bar:#b9c8d6;--limit:#a8480f;--note:#fff;--note-line:#888}
html{font-size:9pt}body{max-width:none;padding:0}.tools{display:none!important}
section.category{break-before:page;border-top:0;padding-top:0;margin-top:0}
thead{display:table-header-group}tr,li,figure{break-inside:avoid}h2,h3,caption{break-after:avoid}
.list .school{width:24%}.list .place{width:15%}.list td{padding-top:.4rem;padding-bottom:.4rem}
ul.why{gap:.15rem}ul.why li{grid-template-columns:minmax(0,1fr) 4.4rem 4.2rem 4.4rem 3.4rem;gap:0 .5rem;font-size:.95rem}
ul.why .title,ul.why .title.wide,ul.why .wide+.value{grid-column:auto}ul.why .track{display:none}ul.why .limit-value{display:block}
.list td,.list td.school,.list td.place,.list td.no{display:table-cell;border-bottom:1px solid var(--line)}.list tr{display:table-row}.list tbody{display:table-row-group}.list{display:table}.list thead{position:static;clip-path:none;width:auto;height:auto}
a{color:inherit;text-decoration:none}}
)css";

const std::string_view kListPageScript = R"js(
document.querySelectorAll('.tools').forEach(function(tools){
  var rows=Array.from(document.getElementById(tools.dataset.table).tBodies[0].rows),texts=null;
  var input=tools.querySelector('input'),output=tools.querySelector('output');
  function show(){var wanted=input.value.toLowerCase().split(/\s+/).filter(Boolean),n=0;
    texts=texts||rows.map(function(row){return row.textContent.toLowerCase()});
    rows.forEach(function(row,i){row.hidden=!wanted.every(function(w){return texts[i].indexOf(w)>=0});if(!row.hidden)n++});
    output.textContent=n+' / '+rows.length}
  input.addEventListener('input',show);tools.hidden=false;show();
});
(function(){var words=new Intl.Collator(document.documentElement.lang||undefined,{numeric:true});
function order(a,b){if(typeof a==='string'||typeof b==='string')return words.compare(a,b);return a-b}
document.querySelectorAll('th[data-sort]').forEach(function(head){
  var table=head.closest('table'),body=table.tBodies[0],column=head.cellIndex;
  var button=document.createElement('button');button.type='button';
  while(head.firstChild)button.appendChild(head.firstChild);head.appendChild(button);
  function key(row){var cell=row.cells[column];return cell.dataset.key!==undefined?parseFloat(cell.dataset.key):cell.textContent.trim()}
  function missing(value){return typeof value==='number'&&isNaN(value)}
  button.addEventListener('click',function(){
    var up=head.getAttribute('aria-sort')!=='ascending',sorted=document.createDocumentFragment();
    table.querySelectorAll('th[aria-sort]').forEach(function(other){other.removeAttribute('aria-sort')});
    head.setAttribute('aria-sort',up?'ascending':'descending');
    Array.from(body.rows).map(function(row){return{row:row,key:key(row)}}).sort(function(a,b){
      if(missing(a.key)||missing(b.key))return missing(a.key)-missing(b.key);
      return up?order(a.key,b.key):order(b.key,a.key)}).forEach(function(one){sorted.appendChild(one.row)});
    body.appendChild(sorted);});});
})();
)js";

}  // namespace opora
