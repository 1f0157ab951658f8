// A page that only shows what reached it: the shell is tested with it, the real interface has tests of its own.
const show = (id, value) => (document.getElementById(id).textContent = value);
const where = () => show('where', location.hash);
addEventListener('hashchange', where);
where();
globalThis.violations = [];
addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(event.violatedDirective));
globalThis.signals = [];
globalThis.toolgate.onSignal((signal) => {
  globalThis.signals.push(signal);
  show('signal', `${signal.topic} ${signal.revision}`);
});
document
  .getElementById('ask')
  .addEventListener('click', async () => show('answer', JSON.stringify(await globalThis.toolgate.invoke('gate.status', {}))));
