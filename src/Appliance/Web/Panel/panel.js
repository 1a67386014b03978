'use strict';
(() => {
  const find = id => document.getElementById(id);
  const panel = find('panel'), screen = find('screen'), lamps = find('lamps'), state = find('state');
  let stream = '', sending = Promise.resolve(), clocks = [];

  const draw = picture => {
    panel.dataset.layout = picture.layout;
    panel.dataset.screen = picture.screen ? 'some' : 'none';
    if (!picture.screen) return;
    const { width, height, pages } = picture.screen;
    const bytes = Uint8Array.from(atob(pages), letter => letter.charCodeAt(0));
    [screen.width, screen.height] = [width, height];
    const brush = screen.getContext('2d');
    brush.clearRect(0, 0, width, height);
    brush.fillStyle = getComputedStyle(screen).color;
    brush.globalAlpha = picture.brightness === 'dimmed' ? 0.45 : 1;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (bytes[(y >> 3) * width + x] >> (y & 7) & 1) brush.fillRect(x, y, 1, 1);
  };

  // A rhythm is milliseconds lit (above zero) and dark (below), over and over; one step alone is steady.
  const beat = (lamp, rhythm) => {
    const round = rhythm.reduce((sum, step) => sum + Math.abs(step), 0);
    const clock = { timer: 0 };
    const turn = () => {
      let rest = performance.now() % round, step = 0;
      while (rest >= Math.abs(rhythm[step])) rest -= Math.abs(rhythm[step++]);
      lamp.classList.toggle('lit', rhythm[step] > 0);
      clock.timer = setTimeout(turn, Math.abs(rhythm[step]) - rest + 1);
    };
    if (rhythm.length > 1) turn();
    else lamp.classList.toggle('lit', rhythm.length === 1);
    return clock;
  };

  let told = '';
  const light = all => {
    if (JSON.stringify(all) === told) return;
    told = JSON.stringify(all);
    clocks.forEach(clock => clearTimeout(clock.timer));
    clocks = [];
    lamps.replaceChildren(...all.map(one => {
      const item = document.createElement('li'), lamp = document.createElement('span'), words = document.createElement('span');
      lamp.className = `lamp ${one.colour}`;
      words.textContent = one.words;
      clocks.push(beat(lamp, one.rhythm));
      item.append(lamp, words);
      return item;
    }));
  };

  const connect = () => {
    const source = new EventSource('/panel/events');
    source.addEventListener('hello', event => {
      stream = event.data;
      panel.classList.remove('lost');
      state.textContent = '';
    });
    source.addEventListener('panel', event => {
      const picture = JSON.parse(event.data);
      draw(picture);
      light(picture.lamps);
      document.querySelectorAll('[data-button]').forEach(button => button.classList.toggle('held', picture.down.includes(button.dataset.button)));
    });
    source.onerror = () => {
      panel.classList.add('lost');
      state.textContent = panel.dataset.lost;
      held.clear();
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
    };
  };

  // One after another, so that a release never overtakes its press, nor comes so soon that it looks like a contact's bounce.
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const send = (button, isDown) => {
    sending = sending.then(() => isDown || pause(30)).then(() => fetch('/panel/buttons', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Landline-Panel': '1' },
      body: JSON.stringify({ stream, button, isDown })
    })).catch(() => { });
  };

  const held = new Set();
  const press = button => { if (button && !held.has(button)) { held.add(button); send(button, true); } };
  const release = button => { if (held.delete(button)) send(button, false); };

  document.querySelectorAll('[data-button]').forEach(element => {
    const button = element.dataset.button;
    element.addEventListener('pointerdown', event => {
      if (event.button) return;
      element.setPointerCapture(event.pointerId);
      press(button);
    });
    ['pointerup', 'pointercancel', 'lostpointercapture'].forEach(name => element.addEventListener(name, () => release(button)));
    element.addEventListener('contextmenu', event => event.preventDefault());
  });

  const named = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', 1: 'key1', 2: 'key2', 3: 'key3' };
  const chosen = event => {
    if (event.key !== 'Enter' && event.key !== ' ') return named[event.key];
    if (event.target.dataset?.button) return event.target.dataset.button;
    return panel.dataset.layout === 'joystick' ? 'centre' : panel.dataset.layout === 'two' && event.key === 'Enter' ? 'key2' : 'key1';
  };
  const keys = new Map();
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const button = chosen(event);
    if (!button) return;
    event.preventDefault();
    if (!event.repeat) { keys.set(event.code, button); press(button); }
  });
  document.addEventListener('keyup', event => { release(keys.get(event.code)); keys.delete(event.code); });
  addEventListener('blur', () => held.forEach(release));
  connect();
})();
