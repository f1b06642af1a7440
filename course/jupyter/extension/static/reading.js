/*
 * A lesson as a page to read. The lesson itself says what stands in the bar, by an event "course:progress" that bubbles
 * up from its head: {record, done, total, label, words}. No word for learners stands here.
 */

const NARROW = '(max-width: 899px)';
const PHONE = '(max-width: 599px)';
const SETTLED_MS = 4000;
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'];

const isReadingPage = panel => Boolean(panel && panel.node && panel.node.classList.contains('course-reading'));

/* --- Room: what stands beside and above a lesson gives way where the window is narrow --- */

const partsOf = shell => Object.fromEntries([...(shell.layout || [])].filter(part => part.id).map(part => [part.id, part]));

const setShown = (part, shown) => part && part.setHidden && part.setHidden(!shown);

const setSideTabs = (shell, shown) => {
  for (const side of ['left', 'right']) {
    if (shell.isSideTabBarVisible && shell.isSideTabBarVisible(side) !== shown) shell.toggleSideTabBarVisibility(side);
  }
};

const isLeftOpen = shell => !shell.leftCollapsed;

const makeRoom = ({ app, tracker }) => {
  const { shell } = app;
  if (!shell.collapseLeft) return; // Notebook 7 has no sidebars that take the room
  const reading = isReadingPage(tracker.currentWidget);
  const narrow = reading && window.matchMedia(NARROW).matches;
  const phone = reading && window.matchMedia(PHONE).matches;
  setSideTabs(shell, !narrow);
  const parts = partsOf(shell);
  setShown(parts['jp-top-panel'], !phone);
  setShown(parts['jp-bottom-panel'], !phone);
  if (narrow) {
    shell.collapseLeft();
    shell.collapseRight();
  }
};

/* --- The bar --- */

const button = (label, title, press) => {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: label, title });
  made.setAttribute('aria-label', title);
  made.addEventListener('click', press);
  return made;
};

const drawBar = (lab, panel, bar, told) => {
  const { app } = lab;
  const { words } = told;
  const progress = Object.assign(document.createElement('progress'), { max: told.total, value: told.done });
  progress.setAttribute('aria-label', words.progress);
  const label = Object.assign(document.createElement('span'), { textContent: told.label });
  const line = document.createElement('div');
  line.className = 'course-bar-told';
  line.append(progress, label);
  const showLessons = () => (isLeftOpen(app.shell) ? app.shell.collapseLeft() : app.shell.expandLeft());
  const showTools = event => {
    panel.toolbar.setHidden(!panel.toolbar.isHidden);
    event.currentTarget.setAttribute('aria-pressed', String(!panel.toolbar.isHidden));
  };
  const print = () => document.dispatchEvent(new CustomEvent('course:print', { detail: { panel, answers: true } }));
  bar.replaceChildren(
    ...(app.shell.expandLeft ? [button('☰', words.lessons, showLessons)] : []),
    line,
    button('⎙', words.print, print),
    button('⋯', words.tools, showTools),
  );
};

/* --- The last place of work --- */

const scrollerOf = panel => panel.content.node.querySelector('.jp-WindowedPanel-outer') || panel.content.node;

const placeKey = (panel, record) => `course-place:${record}:${panel.context.model.getMetadata('course').kind}:${panel.context.model.getMetadata('course').stem}`;

const firstSeen = panel => {
  const top = scrollerOf(panel).getBoundingClientRect().top;
  return panel.content.widgets.find(cell => cell.node.isConnected && cell.node.getBoundingClientRect().bottom > top + 48);
};

/* Keeps in mind where the learner is, and goes there again; never against the learner's own hand. */
const followPlace = (panel, record) => {
  const key = placeKey(panel, record);
  const scroller = scrollerOf(panel);
  let hand = false;
  const touched = () => { hand = true; };
  SIGNS.forEach(sign => panel.node.addEventListener(sign, touched, { capture: true, passive: true }));
  let timer = 0;
  scroller.addEventListener('scroll', () => {
    if (!hand) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const cell = firstSeen(panel);
      if (!cell) return;
      const inside = Math.round(scroller.getBoundingClientRect().top - cell.node.getBoundingClientRect().top);
      try { localStorage.setItem(key, JSON.stringify({ cell: cell.model.id, inside })); } catch { /* private window */ }
    }, 300);
  }, { passive: true });
  let place = null;
  try { place = JSON.parse(localStorage.getItem(key)); } catch { /* nothing kept */ }
  if (!place || typeof place.cell !== 'string') return;
  const goThere = () => {
    const cell = panel.content.widgets.find(candidate => candidate.model.id === place.cell);
    if (!cell || !cell.node.isConnected) return;
    const away = cell.node.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    const wanted = -(Number(place.inside) || 0);
    if (Math.abs(away - wanted) > 2) scroller.scrollTop += away - wanted;
  };
  // Cells above grow until everything is drawn, so the place is held until it has been still for a while.
  let still = Date.now();
  const watch = new ResizeObserver(() => { still = Date.now(); });
  watch.observe(scroller.firstElementChild || scroller);
  const hold = () => {
    if (hand || panel.isDisposed || Date.now() - still > SETTLED_MS) { watch.disconnect(); return; }
    goThere();
    requestAnimationFrame(hold);
  };
  hold();
};

/* --- A page is opened --- */

export const openPage = (lab, panel) => {
  panel.node.classList.add('course-reading');
  panel.toolbar.setHidden(true);
  const bar = document.createElement('div');
  bar.className = 'course-bar';
  bar.setAttribute('role', 'group');
  panel.contentHeader.addWidget(new lab.Widget({ node: bar }));
  let followed = '';
  panel.node.addEventListener('course:progress', event => {
    drawBar(lab, panel, bar, event.detail);
    if (followed === event.detail.record) return;
    followed = event.detail.record;
    followPlace(panel, followed);
  });
  makeRoom(lab);
};

export const begin = lab => {
  const fit = () => makeRoom(lab);
  for (const query of [NARROW, PHONE]) window.matchMedia(query).addEventListener('change', fit);
  lab.tracker.currentChanged.connect(fit);
  if (lab.app.restored) lab.app.restored.then(fit);
};
