#include "report/plan_board_assets.h"

namespace opora {

const std::string_view kPlanBoardStyle = R"css(
body{max-width:104rem}
section.part{margin-top:2.6rem}
.finder{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;margin:1.6rem 0 0}
.finder[hidden]{display:none}
.finder input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--faint);border-radius:4px;padding:.35rem .7rem;width:26rem;max-width:100%}
.finder input:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.finder output{color:var(--quiet);font-size:.88rem}
.board{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:.9rem;margin-top:1.2rem;align-items:start}
.column{background:var(--soft);border-radius:6px;padding:.8rem .7rem;min-width:0}
.column>h2{font-size:1rem;display:flex;justify-content:space-between;gap:.5rem;margin:0 .2rem}
.column>h2 span{color:var(--quiet);font-weight:400}
.column>.hint{color:var(--quiet);font-size:.82rem;margin:.15rem .2rem .7rem;line-height:1.35;min-height:2.7em}
.column.alarming>h2{color:var(--limit)}
.column .cards{max-height:78vh;overflow-y:auto;overscroll-behavior:contain}
.cards{display:grid;grid-template-columns:minmax(0,1fr);gap:.55rem}
.card{background:var(--paper);border:1px solid var(--line);border-radius:5px;padding:.55rem .7rem .6rem;font-size:.9rem;line-height:1.38;min-width:0;
content-visibility:auto;contain-intrinsic-size:auto 9rem}
.card[hidden]{display:none}
.card .top{display:flex;justify-content:space-between;gap:.6rem;margin:0;color:var(--quiet);font-size:.82rem}
.card .top b{color:var(--ink);font-size:.95rem}
.card .measure{margin:.2rem 0 .35rem;overflow-wrap:anywhere}
.card .late{color:var(--limit);font-weight:600;font-size:.82rem;margin:.1rem 0}
.card details>summary,.who details>summary{cursor:pointer;color:var(--quiet);font-size:.84rem}
.card details p{margin:.35rem 0;font-size:.86rem}
.card details .aside{color:var(--quiet)}
.card ul,.who ul{margin:.3rem 0 0;padding:0;list-style:none;font-size:.84rem;display:grid;gap:.15rem}
.card li{display:flex;justify-content:space-between;gap:.6rem}
.card li i{font-style:normal;color:var(--quiet);white-space:nowrap}
.card li.owes i{color:var(--limit)}
.meter{display:block;height:.3rem;border-radius:2px;background:var(--soft);margin:.1rem 0 .35rem;overflow:hidden;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.meter i{display:block;height:100%;background:var(--accent)}
.wide-cards{grid-template-columns:repeat(auto-fill,minmax(15rem,1fr))}
.strip{max-width:none;margin-top:2rem;overflow-x:auto}
.strip svg{min-width:56rem}.strip svg text{font-size:13px}
svg .run{fill:var(--line)}svg .late{fill:var(--limit)}svg .today{stroke:var(--limit);stroke-width:2}
svg .year{font-weight:600}
.legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:2px;vertical-align:-.08em;margin:0 .35rem 0 .9rem;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.legend i:first-child{margin-left:0}
details.fold>summary{cursor:pointer;font-size:1.1rem;font-weight:600}
details.fold>.cards{margin-top:.8rem}
table.who td:first-child{width:22%}
@media(max-width:70rem){.board{grid-template-columns:repeat(2,minmax(0,1fr))}.column .cards{max-height:none}.column>.hint{min-height:0}}
@media(max-width:42rem){.board{grid-template-columns:minmax(0,1fr)}td,th{overflow-wrap:anywhere;hyphens:auto}}
@media print{.finder{display:none!important}.board{display:block}.column{background:none;padding:0;margin-top:1.2rem}.column>.hint{min-height:0}
.column .cards{max-height:none;overflow:visible}.cards,.wide-cards{display:block;columns:2;column-gap:.8rem}.card{break-inside:avoid;margin-bottom:.5rem;content-visibility:visible}.strip svg{min-width:0}}
)css";

const std::string_view kPlanBoardScript = R"js(
(function(){
  var finder=document.querySelector('.finder');if(!finder)return;
  var input=finder.querySelector('input'),output=finder.querySelector('output');
  var found=Array.from(document.querySelectorAll('[data-find]'));
  var texts=found.map(function(one){return one.textContent.toLowerCase()});
  var counts=Array.from(document.querySelectorAll('.column'));
  function show(){var wanted=input.value.toLowerCase().split(/\s+/).filter(Boolean),n=0;
    found.forEach(function(one,i){one.hidden=!wanted.every(function(w){return texts[i].indexOf(w)>=0});if(!one.hidden)n++;});
    counts.forEach(function(column){column.querySelector('h2 span').textContent=column.querySelectorAll('.card:not([hidden])').length});
    if(wanted.length)document.querySelectorAll('details.fold').forEach(function(fold){fold.open=!!fold.querySelector('[data-find]:not([hidden])')});
    output.textContent=n+' / '+found.length;}
  input.addEventListener('input',show);finder.hidden=false;show();
  window.addEventListener('beforeprint',function(){document.querySelectorAll('.who details').forEach(function(one){one.open=true})});
})();
)js";

}  // namespace opora
