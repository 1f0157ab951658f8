import { auditBench, entry } from './audit-bench.js';
import { systemClock } from '../../electron/core/ports/clock.js';
const b = auditBench({ clock: systemClock, secrets: () => ['my-secret-value-1', 'another-secret-2', 'third-secret-333', 'https://db.example.org/x?y', 'ghu_abcdefghijklmnopqrstuvwx'] });
const N = 20000; const ids = Array.from({length:N*3},(_, i)=>`call_${i}abcdefghijk`);
const args = Array.from({length:N*3},(_, i)=>({ pad: 'x'.repeat(100), path: `/home/u/file-${i}.ts`, n: i }));
let hot=0, fl=0;
for (let r=0;r<3;r++){ hot=0;fl=0;
for (let k=0;k<N;k+=200){
  const t=process.hrtime.bigint();
  for(let i=k;i<k+200;i++){ const j=r*N+i; b.audit.open(entry(ids[j]!,{arguments:args[j]! as never}),false); b.audit.close(ids[j]!,{outcome:'ok',durationMs:1.5,answerBytes:100}); }
  const u=process.hrtime.bigint(); b.audit.flush(); const v=process.hrtime.bigint();
  hot+=Number(u-t); fl+=Number(v-u);
}
console.log('queued+closed: hot us', hot/N/1e3, 'flush us', fl/N/1e3);}
async function dur(){ const t=process.hrtime.bigint(); const c0=process.cpuUsage(); for(let k=0;k<2000;k+=8){ await Promise.all(Array.from({length:8},(_, i)=>b.audit.open(entry(`d${k+i}`,{class:'write'}),true))); for(let i=0;i<8;i++) b.audit.close(`d${k+i}`,{outcome:'ok'});} const c=process.cpuUsage(c0); console.log('durable x8: wall us/call', Number(process.hrtime.bigint()-t)/2000/1e3,'cpu us/call',(c.user+c.system)/2000);
const t2=process.hrtime.bigint(); for(let k=0;k<500;k++){ await b.audit.open(entry(`e${k}`,{class:'write'}),true); b.audit.close(`e${k}`,{outcome:'ok'});} console.log('durable x1: wall us/call', Number(process.hrtime.bigint()-t2)/500/1e3);
const big={content:'line of code = 1;\n'.repeat(58000)}; const t3=process.hrtime.bigint(); for(let k=0;k<20;k++){ b.audit.open(entry(`f${k}`,{arguments:big as never}),false); b.audit.close(`f${k}`,{outcome:'ok'});} b.audit.flush(); console.log('1MB args: ms/call', Number(process.hrtime.bigint()-t3)/20/1e6);
const t4=process.hrtime.bigint(); const v=await b.audit.verify(); console.log('verify', v.records, v.problems.length, 'ms', Number(process.hrtime.bigint()-t4)/1e6);
b.end(); process.exit(0);}
void dur();
