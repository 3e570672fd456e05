#include "report/document_html_assets.h"

#include "base/files.h"
#include "base/installation.h"

namespace opora {

const std::string_view kDocumentStyle = R"css(
:root{--desk:#e9edf1;--serif:"PT Serif","Liberation Serif","Times New Roman",serif;--s1:#1f5b8f;--s2:#b4560f;--s3:#3c7a3f;--s4:#7a4a94;--s5:#8a6d00;--s6:#5b6875;--shade:125 180 226}
@media(prefers-color-scheme:dark){:root{--desk:#0b0f14;--s1:#7db4e2;--s2:#f0a066;--s3:#86c98a;--s4:#c79be0;--s5:#dcc05e;--s6:#a3afbb;--shade:42 93 138}}
:root.printing{--paper:#fff;--ink:#000;--quiet:#444;--faint:#777;--line:#bbb;--limit:#a8480f;--s1:#1f5b8f;--s2:#b4560f;--s3:#3c7a3f;--s4:#7a4a94;--s5:#8a6d00;--s6:#5b6875}
html{background:var(--desk);scroll-padding-top:1rem}
body{max-width:none;padding:1.5rem 1rem 4rem}
.skip{position:absolute;left:-99rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;z-index:9;border-radius:4px}
.skip:focus{left:1rem}
header{border:0;padding:0;overflow-wrap:anywhere}
header,main,.contents,footer{max-width:56rem;margin-left:auto;margin-right:auto}
header{color:var(--quiet);font-size:.88rem;margin-bottom:.8rem}
header h1{color:var(--ink);font-size:1.7rem}
.contents{background:var(--soft);border-radius:6px;padding:1rem 1.3rem;margin-bottom:1.2rem}
.contents h2{font-size:1rem}.contents ol{list-style:none;margin:.4rem 0 0;padding:0;columns:2 20rem;column-gap:2.5rem}
.contents li{break-inside:avoid;padding:.12rem 0}.contents .l2{padding-left:1.2rem;font-size:.93rem}
.contents a{text-decoration:none}.contents a:hover{text-decoration:underline}
main{max-width:none}
.sheet{background:var(--paper);border-radius:3px;box-shadow:0 1px 2px #0002,0 6px 24px #00000014;max-width:56rem;margin:0 auto 1.5rem;padding:3.5rem 4rem 4rem}
.sheet.across{max-width:82rem}.sheet:has(.many){max-width:72rem}
.sheet>:first-child{margin-top:0}
.sheet p,.sheet li,.sheet h1,td,th,dd,dt{white-space:pre-line;overflow-wrap:anywhere}
td,th{overflow-wrap:break-word}.long{overflow-wrap:anywhere;min-width:12rem}
.sheet h1{font-size:1.7rem;text-align:center;max-width:40rem;margin:1.4rem auto 1.6rem}
.sheet h2{font-size:1.4rem;margin:2.4rem 0 .8rem}.sheet h3{font-size:1.15rem;margin:1.9rem 0 .6rem}.sheet h4{font-size:1rem;line-height:1.3;font-weight:600;margin:1.4rem 0 .4rem}
.sheet h1,.sheet h2,.sheet h3,.sheet h4{overflow-wrap:anywhere}
.sheet p{max-width:48rem;margin:.55rem 0}
.sheet .title{font-weight:600;font-size:1.25rem;text-align:center;margin:1.4rem auto}
.sheet .requisites{text-align:center;margin:.2rem auto}
.sheet .caption{font-weight:600;margin:1.6rem 0 .4rem}
.sheet .remark,.sheet .note{color:var(--quiet);font-size:.88rem}
.numbered{padding-left:2.2rem;text-indent:-2.2rem}.numbered .number{display:inline-block;min-width:2.2rem;margin-right:-.25em;text-indent:0}
.level-2{margin-left:2.2rem!important;padding-left:2.8rem;text-indent:-2.8rem}.level-3{margin-left:5rem!important;padding-left:3.6rem;text-indent:-3.6rem}.level-2 .number{min-width:2.8rem}.level-3 .number{min-width:3.6rem}
.sheet ul{margin:.5rem 0;padding-left:2.2rem;max-width:48rem}.sheet li{padding:.12rem 0}
.mark{margin:0 0 2rem auto;width:fit-content;max-width:min(24rem,70%)}.mark p{margin:0}.mark.approval p:first-child{font-weight:600}
.signature{display:grid;grid-template-columns:minmax(0,2fr) minmax(5rem,1fr) minmax(0,1.4fr);gap:1.2rem;align-items:end;margin:2.8rem 0 1rem;max-width:48rem;break-inside:avoid;overflow-wrap:anywhere}
.signature .line{border-bottom:1px solid var(--faint)}
.ref{font-size:.75em;line-height:0;vertical-align:super}.ref a{text-decoration:none;padding:0 .1em}
.footnotes{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:.6rem;color:var(--quiet);font-size:.88rem}.footnotes ol{padding-left:1.6rem;margin:.3rem 0}
.key{display:grid;grid-template-columns:repeat(auto-fill,minmax(11.5rem,1fr));gap:.9rem;margin:1.4rem 0}
.key div{background:var(--soft);border-radius:6px;padding:.8rem 1rem;min-width:0;display:flex;flex-direction:column}
.key dt{font-size:.88rem;line-height:1.3}.key .value{font-size:1.55rem;line-height:1.25;font-weight:600;color:var(--accent)}.key .value.words{font-size:1.05rem;padding:.25rem 0}.more{white-space:nowrap;color:var(--quiet);font-size:.93em}.key .more{display:block;font-size:.85rem;font-weight:400}
.key dd.note{color:var(--quiet);font-size:.85rem;margin:0}
.tools{margin-top:1rem}
.wide{overflow-x:auto;margin:1.2rem 0 .4rem;scrollbar-width:thin}.wide:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
.wide table{font-size:.93rem}.sheet caption{font-size:1rem;margin:0 0 .5rem;padding-bottom:.5rem}
.wide tbody th{font-weight:400;color:inherit;font-size:inherit;line-height:inherit;vertical-align:top}
.wide th,.wide td{padding-right:.9rem;white-space:pre-line}.wide th:last-child,.wide td:last-child{padding-right:.2rem}
.wide thead th{position:sticky;top:0;background:var(--paper);z-index:1}.wide thead tr.group th{position:static;text-align:center;border-bottom:1px solid var(--line)}
.wide tbody tr:hover>*{background:var(--soft)}
.shade{print-color-adjust:exact;-webkit-print-color-adjust:exact}.wide tbody .shade,.wide tfoot .shade,.shade .more{color:var(--ink)}
.wide tr>.s1{background:rgb(var(--shade)/.1)!important}.wide tr>.s2{background:rgb(var(--shade)/.2)!important}.wide tr>.s3{background:rgb(var(--shade)/.3)!important}.wide tr>.s4{background:rgb(var(--shade)/.4)!important}.wide tr>.s5{background:rgb(var(--shade)/.5)!important}
.wide tr>.s6{background:rgb(var(--shade)/.6)!important}.wide tr>.s7{background:rgb(var(--shade)/.7)!important}.wide tr>.s8{background:rgb(var(--shade)/.8)!important}.wide tr>.s9{background:rgb(var(--shade)/.9)!important}.wide tr>.s10{background:rgb(var(--shade)/1)!important}
.wide .num{white-space:pre-line}.wide td.missing{color:var(--quiet);font-size:.88rem}
.strong,.wide tbody th.strong,tfoot td,tfoot th{font-weight:600}tfoot td,tfoot th{border-top:2px solid var(--faint);border-bottom:0;color:inherit;font-size:inherit;vertical-align:top}
figure.chart{max-width:none;margin:1.8rem 0}figure.chart figcaption{font-size:1rem;margin:0 0 .6rem}
.plot{position:relative;height:22rem}.plot[hidden]{display:none}
figure details{font-size:.9rem}figure summary{color:var(--quiet);cursor:pointer;width:fit-content;padding:.2rem 0}
footer{border-top:1px solid var(--line);margin-top:1.5rem}footer p{margin:.2rem 0;overflow-wrap:anywhere}footer ul{margin:.3rem 0;padding-left:1.2rem}footer code{font-size:.85em}
footer p.running{color:var(--ink)}
@media(min-width:48rem){.body{text-align:justify;text-indent:2rem;hyphens:auto}
.kind-order .sheet,.kind-contract .sheet{font-family:var(--serif);font-size:1.06rem}}
@media(min-width:62rem){.wide:not(.many){overflow:visible}}
@media(max-width:60rem){.sheet{padding:2rem 1.5rem 2.5rem}}
@media(max-width:42rem){body{padding:0 0 2rem}header,.contents,footer{padding-left:1rem;padding-right:1rem;margin-bottom:0}header{padding-top:.8rem;padding-bottom:.8rem}.contents{border-radius:0}
.sheet{border-radius:0;box-shadow:none;padding:1.4rem 1rem 2rem;margin-bottom:.8rem}.sheet h1{font-size:1.35rem}.sheet h2{font-size:1.2rem}
.key{grid-template-columns:1fr 1fr;gap:.6rem}.key .value{font-size:1.3rem}.key div{padding:.6rem .7rem}
.level-2{margin-left:.8rem!important}.level-3{margin-left:1.6rem!important}.mark{max-width:85%}
.signature{grid-template-columns:1fr;gap:.6rem}.signature .line{height:1.6rem;width:60%}.wide table{font-size:.88rem}caption span{display:block;position:sticky;left:0;max-width:calc(100vw - 2rem)}.plot{height:17rem}}
@media print{
@page{size:A4 portrait;margin:20mm 10mm 20mm 20mm;@top-center{content:counter(page);font:9pt sans-serif;color:#444}}
@page across{size:A4 landscape;margin:20mm 15mm 12mm 15mm}
@page:first{@top-center{content:none}}
:root{--desk:#fff;--shade:125 180 226}html{font-size:11pt;background:#fff}body{padding:0}
.skip,.contents,.tools,.running,header .running,details{display:none!important}
.unscripted details{display:block!important}
header,main,footer,.sheet,.sheet.across,.sheet:has(.many){max-width:none;margin:0;padding:0;box-shadow:none;border-radius:0}
.sheet+.sheet{break-before:page}.sheet.across{page:across}
.sheet p,.sheet ul,.signature{max-width:none;orphans:3;widows:3}
.sheet h1{font-size:15pt}.sheet h2{font-size:13.5pt}.sheet h3{font-size:12pt}.sheet h4{font-size:11pt}
h1,h2,h3,h4,caption,.caption,figcaption{break-after:avoid}
.body{text-align:justify;text-indent:12.5mm;hyphens:auto}
.mark{max-width:85mm}
.wide{overflow:visible;margin:4mm 0 2mm}.wide table{font-size:9pt}.wide th{font-size:8.5pt}
.wide th,.wide td{padding:1mm 2mm 1mm 0}.wide thead th{position:static}.long{min-width:0;overflow-wrap:anywhere}
.wide th button{display:contents}.wide th[aria-sort] button::after{content:""}
tfoot{display:table-row-group}tr{break-inside:avoid}tfoot tr{break-before:avoid}
.key{grid-template-columns:repeat(4,1fr);gap:2mm;margin:4mm 0}.key div{background:#fff;border:1px solid var(--line);border-radius:1mm;padding:2mm;break-inside:avoid}.key .value{font-size:14pt;color:#000}.key dt,.key dd.note,.key .more{font-size:8.5pt}
figure.chart{break-inside:avoid;margin:5mm 0}.plot{height:auto}.plot canvas{width:100%!important;height:auto!important}
.ref a{color:inherit}footer{font-size:8.5pt;margin-top:6mm;padding-top:2mm;break-inside:avoid}}
)css";

const std::string_view kChartScript = R"js(
(function(){
if(typeof Chart==='undefined')return;
var root=document.documentElement,lang=root.lang||undefined,number=new Intl.NumberFormat(lang,{maximumFractionDigits:2});
root.classList.remove('unscripted');
function colour(name){return getComputedStyle(root).getPropertyValue('--'+name).trim()}
function day(n){return new Date(n*864e5).toLocaleDateString(lang,{timeZone:'UTC'})}
function label(text){text=String(text);return text.length>40?text.slice(0,39)+'…':text}
var extras={id:'extras',afterDatasetsDraw:function(chart){
  var c=chart.ctx,area=chart.chartArea,spec=chart.config.options.spec,flat=spec.kind==='timeline';
  c.save();c.lineWidth=1.5;
  chart.data.datasets.forEach(function(set,i){if(flat||!chart.isDatasetVisible(i))return;
    set.points.forEach(function(p,k){if(!p||p.low===undefined||p.high===undefined)return;
      var at=chart.getDatasetMeta(i).data[k];if(!at)return;
      var top=chart.scales.y.getPixelForValue(p.high),end=chart.scales.y.getPixelForValue(p.low);
      c.strokeStyle=set.type==='bar'?colour('ink'):set.borderColor;c.beginPath();c.moveTo(at.x,top);c.lineTo(at.x,end);
      c.moveTo(at.x-4,top);c.lineTo(at.x+4,top);c.moveTo(at.x-4,end);c.lineTo(at.x+4,end);c.stroke()})});
  c.strokeStyle=c.fillStyle=colour('limit');c.font='600 12px '+Chart.defaults.font.family;
  var taken=[];
  spec.marks.forEach(function(mark){
    var at=chart.scales[mark.vertical?'x':'y'].getPixelForValue(mark.at);
    if(mark.vertical?at<area.left-1||at>area.right+1:at<area.top-1||at>area.bottom+1)return;
    c.setLineDash([6,4]);c.beginPath();if(mark.vertical){c.moveTo(at,area.top-4);c.lineTo(at,area.bottom)}else{c.moveTo(area.left,at);c.lineTo(area.right,at)}c.stroke();
    if(!mark.vertical)return; // those across are named in the legend
    var text=label(mark.label),wide=c.measureText(text).width,x=Math.max(0,Math.min(at-wide/2,chart.width-wide)),y=area.top-8;
    while(taken.some(function(o){return o.y===y&&x<o.x+o.wide+8&&o.x<x+wide+8}))y-=15;
    taken.push({x:x,y:y,wide:wide});c.fillText(text,x,y)});
  c.restore()}};
function sets(spec,names){
  return spec.series.map(function(series,i){
    var tone=colour('s'+(i%6+1)),line=spec.kind==='lines'||spec.kind==='histogram'&&i>0,points=series.points;
    if(names)points=names.map(function(name){return series.points.find(function(p){return p.label===name})});
    return{label:series.name,points:points,type:line?'line':spec.kind==='scatter'?'scatter':'bar',
      data:points.map(function(p){return p===undefined?null:spec.kind==='timeline'?[p.x,p.y]:names?p.y:{x:p.x,y:p.y}}),
      backgroundColor:line||spec.kind!=='scatter'?tone:tone+'b0',borderColor:tone,borderWidth:line?2:0,pointRadius:line&&points.length>40?0:spec.kind==='scatter'?4:3.5,
      pointStyle:['circle','rectRot','triangle','rect','star','cross'][i%6],borderDash:line&&i>0?[[6,3],[2,2],[8,3,2,3]][(i-1)%3]:[],
      spanGaps:true,order:line?0:1,maxBarThickness:spec.kind==='histogram'?undefined:56,
      barPercentage:spec.kind==='histogram'?1:.85,categoryPercentage:spec.kind==='histogram'?.94:.8,grouped:spec.kind!=='timeline'&&spec.kind!=='histogram'}})}
function axis(title,more){return Object.assign({title:{display:!!title,text:label(title),color:colour('quiet')},grid:{color:colour('line'),borderColor:colour('faint')},ticks:{color:colour('quiet')}},more)}
function build(spec){
  var flat=spec.kind==='timeline',names=null,all=[].concat.apply([],spec.series.map(function(s){return s.points}));
  if(flat||spec.categories){names=[];var known={};all.forEach(function(p){var key='$'+p.label;if(!known[key]){known[key]=1;names.push(p.label)}})}
  var list={type:'category'},ticks={color:colour('quiet'),callback:function(v){return label(this.getLabelForValue(v))}},values={color:colour('quiet'),callback:function(v){return flat?day(v):number.format(v)}};
  var across=spec.marks.filter(function(m){return!m.vertical}),ups=spec.marks.length-across.length,zero=spec.kind==='bars'||spec.kind==='histogram';
  var x=flat?axis(spec.x_title,{type:'linear',ticks:Object.assign({maxTicksLimit:8},values),min:Math.min.apply(null,all.map(function(p){return p.x})),max:Math.max.apply(null,all.map(function(p){return p.y}))}):
    names?axis(spec.x_title,Object.assign(list,{ticks:ticks})):axis(spec.x_title,{type:'linear',ticks:values,offset:spec.kind==='histogram',grace:spec.kind==='scatter'?'4%':0});
  var y=flat?axis('',Object.assign(list,{ticks:ticks})):axis(spec.y_title,{type:'linear',ticks:values,beginAtZero:zero,grace:spec.kind==='scatter'?'4%':0,
    suggestedMax:Math.max.apply(null,all.map(function(p){return p.high===undefined?p.y:p.high}).concat(across.map(function(m){return m.at})))});
  if(zero)x.grid.display=false;if(flat)y.grid.display=false;
  return{type:spec.kind==='scatter'?'scatter':'bar',data:{labels:names||undefined,datasets:sets(spec,names)},plugins:[extras],
    options:{spec:spec,animation:false,responsive:true,maintainAspectRatio:false,indexAxis:flat?'y':'x',locale:lang,scales:{x:x,y:y},
      interaction:{mode:spec.kind==='scatter'||flat?'nearest':'index',intersect:spec.kind==='scatter'},layout:{padding:{top:ups>2?52:ups>0?24:6}},
      plugins:{legend:{display:spec.series.length>1||across.length>0,position:'bottom',onClick:function(event,item,legend){if(item.datasetIndex<spec.series.length)Chart.defaults.plugins.legend.onClick.call(this,event,item,legend)},
        labels:{color:colour('ink'),usePointStyle:true,boxHeight:7,sort:function(a,b){return a.datasetIndex-b.datasetIndex},generateLabels:function(chart){
          return Chart.defaults.plugins.legend.labels.generateLabels(chart).filter(function(one){return one.text}).concat(across.map(function(mark,i){
            return{text:label(mark.label),fontColor:colour('ink'),pointStyle:'line',strokeStyle:colour('limit'),lineWidth:2,lineDash:[4,3],datasetIndex:spec.series.length+i}}))}}},
        tooltip:{callbacks:{title:function(items){var p=items[0]&&items[0].dataset.points[items[0].dataIndex];return p?label(p.label||(spec.x_title+' '+number.format(p.x)).trim()):''},
          label:function(item){var p=item.dataset.points[item.dataIndex],name=item.dataset.label?label(item.dataset.label)+': ':'';
            if(flat)return name+day(p.x)+' – '+day(p.y);
            if(spec.kind==='scatter')return[name.slice(0,-2),label(spec.x_title)+': '+number.format(p.x),label(spec.y_title)+': '+number.format(p.y)].filter(Boolean);
            return name+number.format(p.y)+(p.low!==undefined&&p.high!==undefined?' ['+number.format(p.low)+'–'+number.format(p.high)+']':'')}}}}}}}
Chart.defaults.font.family=getComputedStyle(document.body).fontFamily;
var charts=Array.from(document.querySelectorAll('figure.chart')).map(function(figure){
  var spec=JSON.parse(figure.querySelector('script').textContent),plot=figure.querySelector('.plot');
  spec.categories=figure.dataset.categories==='1';spec.series.forEach(function(s){s.points=s.points.filter(function(p){return typeof p.x==='number'&&typeof p.y==='number'})});
  plot.hidden=false;figure.querySelector('details').open=false;
  if(spec.kind==='timeline')plot.style.height=Math.max(8,spec.series.reduce(function(n,s){return n+s.points.length},0)*1.9+5)+'rem';
  return{spec:spec,chart:new Chart(plot.querySelector('canvas'),build(spec))}});
function redraw(){charts.forEach(function(one){var fresh=build(one.spec);one.chart.data=fresh.data;one.chart.options=fresh.options;one.chart.update('none')})}
matchMedia('(prefers-color-scheme:dark)').addEventListener('change',redraw);
addEventListener('beforeprint',function(){root.classList.add('printing');charts.forEach(function(one){one.chart.resize(680,one.spec.kind==='timeline'?one.chart.height:270)});redraw()});
addEventListener('afterprint',function(){root.classList.remove('printing');charts.forEach(function(one){one.chart.resize()});redraw()});
})();
)js";

std::string_view chart_library() {
  static const std::string kept = [] {
    for (const std::filesystem::path& file : {installation().data / "assets" / "chart.min.js", std::filesystem::path("/usr/share/javascript/chart.js/chart.min.js")}) {
      const auto bytes = read_whole(file);
      if (bytes && bytes->find("</script") == std::string::npos) return *bytes;
    }
    return std::string();
  }();
  return kept;
}

}  // namespace opora
