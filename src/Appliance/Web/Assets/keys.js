// Keys of every page: ? shows them, / goes to the search field, g and a letter to a page. Never while somebody types, never with Ctrl, Alt or Meta.
(() => {
  // In the worker that pages share there is nobody who types.
  if (typeof document === 'undefined') return;
  const kept = 'landline-keys', patience = 1500;
  const list = document.getElementById('keys');
  const switches = [...document.querySelectorAll('[data-keys] input')];
  let goes = -patience, isOn = true;

  // A browser may forbid a page to keep anything.
  try { isOn = localStorage.getItem(kept) !== 'off'; } catch { }
  const show = () => switches.forEach(one => { one.checked = isOn; one.closest('[data-keys]').hidden = false; });
  const choose = event => {
    isOn = event.target.checked;
    try { if (isOn) localStorage.removeItem(kept); else localStorage.setItem(kept, 'off'); } catch { }
    show();
  };
  switches.forEach(one => one.addEventListener('change', choose));
  addEventListener('storage', event => { if (event.key === kept || event.key === null) { isOn = event.newValue !== 'off'; show(); } });
  show();

  const search = () => {
    const field = document.querySelector('main [role=search] input:not([type=hidden])');
    if (field) field.focus(); else location.assign('/help#q');
  };
  if (location.hash === '#q') document.getElementById('q')?.focus();

  const isTyping = target => target instanceof Element && target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');

  addEventListener('keydown', event => {
    const { key } = event;
    if (!isOn || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat || isTyping(event.target)) return;
    if (list.open) return;
    const isGoing = event.timeStamp - goes < patience;
    goes = key === 'g' ? event.timeStamp : -patience;
    const way = isGoing && [...document.querySelectorAll('header nav a[data-key]')].find(link => link.dataset.key === key);
    if (way) way.click();
    else if (key === '/') search();
    else if (key === '?') list.showModal();
    else return;
    event.preventDefault();
  });
})();
