// A message's menu under a finger: the browsers of iPhones tell a page nothing of a long press, others send "contextmenu".
const LONG = 550; // ms; where the browser tells it itself, it does so a moment before
const STRAY = 10; // px that a finger may wander

/** Listeners that `open(event)` the menu at a right click, at the menu key and at a long press. */
export function menuGestures(open) {
  let timer = 0;
  let held = null; // where the finger stands
  const forget = () => {
    clearTimeout(timer);
    held = null;
  };
  return {
    oncontextmenu: (event) => {
      forget();
      open(event);
    },
    ontouchstart: (event) => {
      forget();
      if (event.touches.length !== 1) return;
      const { clientX, clientY } = event.touches[0];
      const press = pressAt(event.currentTarget, clientX, clientY);
      held = { clientX, clientY, opened: false };
      timer = setTimeout(() => {
        held.opened = true;
        open(press);
      }, LONG);
    },
    ontouchmove: (event) => {
      if (held && !held.opened && strayed(event.touches[0], held)) forget();
    },
    ontouchend: (event) => {
      if (held?.opened) event.preventDefault(); // it was no press of what lies under the finger
      forget();
    },
    ontouchcancel: forget,
  };
}

const strayed = (touch, from) => Math.hypot(touch.clientX - from.clientX, touch.clientY - from.clientY) > STRAY;

/** What a long press would look like as an event. */
const pressAt = (node, clientX, clientY) => ({
  type: "contextmenu",
  pointerType: "touch",
  currentTarget: node,
  clientX,
  clientY,
  preventDefault: () => {},
  stopPropagation: () => {},
});
