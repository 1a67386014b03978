'use strict';
// Says whether the browser's clock and the box's agree. Nothing else depends on the browser's: sessions are counted by the box.
(() => {
  if (typeof document === 'undefined') return;
  const line = document.getElementById('browser-clock');
  if (!line?.dataset.box) return;
  const seconds = Math.round((Date.now() - Number(line.dataset.box)) / 1000), apart = Math.abs(seconds);
  const time = apart < 7200 ? `${Math.round(apart / 60)} min` : apart < 172800 ? `${Math.round(apart / 3600)} h` : `${Math.round(apart / 86400)} d`;
  line.className = apart < 60 ? 'small' : 'poor';
  line.textContent = apart < 60 ? line.dataset.same : (seconds > 0 ? line.dataset.ahead : line.dataset.behind).replace('#', time);
})();
