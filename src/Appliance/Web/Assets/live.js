'use strict';
// One file for two places: a page, and the worker that all pages of a browser share, so that fifty of them cost the box one stream.
(() => {
  const silence = 25000, again = 3000;

  // The stream for a set of topics. Tells what each part says when it is another, and whether the box is out of reach.
  const connect = (language, tell) => {
    const parts = new Map();
    let topics = [], source, timer, isAway = false;
    const say = away => { if (away !== isAway) tell({ away: isAway = away }); };
    const later = (what, wait) => { clearTimeout(timer); timer = setTimeout(what, wait); };
    const heard = () => { say(false); later(() => { say(true); open(); }, silence); };
    const open = () => {
      source?.close();
      clearTimeout(timer);
      if (!topics.length) return;
      source = new EventSource(`/api/live?language=${language}&topics=${topics.map(encodeURIComponent)}`);
      source.addEventListener('beat', heard);
      source.addEventListener('part', event => {
        heard();
        const { topic, html } = JSON.parse(event.data);
        if (parts.get(topic) === html) return;
        parts.set(topic, html);
        tell({ topic, html });
      });
      source.onerror = () => {
        say(true);
        later(open, again);
      };
      later(() => { say(true); open(); }, silence);
    };
    return {
      parts,
      get isAway() { return isAway; },
      ask: wanted => {
        if (wanted.join() === topics.join()) return;
        topics = wanted;
        for (const topic of [...parts.keys()]) if (!topics.includes(topic)) parts.delete(topic);
        open();
      }
    };
  };

  if (typeof document === 'undefined') {
    const pages = new Map();
    const feed = connect(name, message => pages.forEach((topics, page) => {
      if (!message.topic || topics.includes(message.topic)) page.postMessage(message);
    }));
    onconnect = ({ ports: [page] }) => {
      page.onmessage = ({ data: topics }) => {
        if (topics.length) pages.set(page, topics); else pages.delete(page);
        feed.ask([...new Set([...pages.values()].flat())].sort().slice(-32));
        page.postMessage({ away: feed.isAway });
        topics.filter(topic => feed.parts.has(topic)).forEach(topic => page.postMessage({ topic, html: feed.parts.get(topic) }));
      };
    };
    return;
  }

  const topics = [...new Set([...document.querySelectorAll('[data-live]')].map(part => part.dataset.live))];
  if (!topics.length) return;
  const state = document.getElementById('live'), language = document.documentElement.lang;
  let timer, isAway = false, stop = () => { };

  // Away: is it the box, the session, or only the worker? (One may not go past a warning of the certificate that the page went past.)
  const look = async () => {
    state.textContent = state.dataset.away;
    try {
      const answer = await fetch('/api/session');
      if (answer.status === 401) {
        stop();
        state.textContent = state.dataset.out;
        return;
      }
      timer = setTimeout(() => { stop(); alone(); }, 2 * again);
    } catch {
      timer = setTimeout(look, again);
    }
  };

  // What is the same thing stays the same element, so that it keeps the focus, a selection, what is typed (half a Chinese word, too) and what is
  // folded out. Something that acts is the same only if it does the same: nobody shall hang up the call that moved into another's row.
  const acts = new Set(['A', 'BUTTON', 'INPUT', 'SELECT', 'TEXTAREA', 'FORM']);
  const isSame = (old, wanted) => old.nodeName === wanted.nodeName && old.id === wanted.id
    && (!acts.has(old.nodeName) || ['type', 'name', 'href', 'form', 'formaction'].every(name => old.getAttribute(name) === wanted.getAttribute(name))
      && (old.nodeName !== 'BUTTON' || old.value === wanted.value));
  const become = (old, wanted) => {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== wanted.data) old.data = wanted.data;
      return;
    }
    for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name) && !(name === 'open' && old.id)) old.removeAttribute(name);
    for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    becomeInside(old, wanted);
  };
  const becomeInside = (old, wanted) => {
    let at = old.firstChild;
    for (const child of [...wanted.childNodes]) {
      let same = at;
      if (child.id) while (same && !isSame(same, child)) same = same.nextSibling;
      if (!same || !isSame(same, child)) {
        old.insertBefore(child, at);
        continue;
      }
      while (at !== same) {
        const gone = at;
        at = at.nextSibling;
        gone.remove();
      }
      at = same.nextSibling;
      become(same, child);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  };

  // While somebody presses, nothing is put in the place of what is pressed, or the press would be lost. What came meanwhile is shown after it.
  const longest = 10000, held = new Map();
  let pressed = -longest;
  const press = () => { pressed = performance.now(); };
  const release = () => setTimeout(() => {
    pressed = -longest;
    const parts = [...held];
    held.clear();
    parts.forEach(([topic, html]) => show({ topic, html }));
  });
  addEventListener('pointerdown', press, true);
  addEventListener('keydown', event => { if (event.key === ' ') press(); }, true);
  for (const end of ['pointerup', 'pointercancel', 'keyup', 'blur']) addEventListener(end, release, true);

  const show = ({ away, topic, html }) => {
    if (!topic) {
      if (away === isAway) return;
      isAway = away;
      clearTimeout(timer);
      // A page that is being left loses its stream too: nobody has to read that.
      if (away) timer = setTimeout(look, 1000); else state.textContent = '';
      return;
    }
    if (performance.now() - pressed < longest) {
      held.set(topic, html);
      return;
    }
    for (const part of document.querySelectorAll('[data-live]')) {
      if (part.dataset.live !== topic) continue;
      const wanted = document.createElement('template');
      wanted.innerHTML = html;
      becomeInside(part, wanted.content);
      part.dispatchEvent(new Event('live', { bubbles: true }));
    }
  };

  // Without a shared worker each page has its own stream, while it is looked at: a browser gives an address few connections.
  const alone = () => {
    const feed = connect(language, show);
    const watch = () => feed.ask(document.hidden ? [] : topics);
    document.addEventListener('visibilitychange', watch);
    addEventListener('pagehide', () => feed.ask([]));
    addEventListener('pageshow', watch);
    stop = () => feed.ask([]);
    watch();
  };

  try {
    const worker = new SharedWorker(document.currentScript.src, language);
    let isMine = true;
    const ask = wanted => { if (isMine) worker.port.postMessage(wanted); };
    stop = () => { ask([]); isMine = false; worker.port.close(); };
    worker.onerror = event => { event.preventDefault(); stop(); alone(); };
    worker.port.onmessage = ({ data }) => { if (isMine) show(data); };
    ask(topics);
    addEventListener('pagehide', () => ask([]));
    addEventListener('pageshow', event => { if (event.persisted) ask(topics); });
  } catch {
    alone();
  }
})();
