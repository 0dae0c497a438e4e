// Line icons on a 24 grid, drawn for this page.
const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  sun: "M12 4V2M12 22v-2M4 12H2M22 12h-2M5.6 5.6 4.2 4.200M19.8 19.800l-1.4-1.400M5.6 18.400l-1.4 1.400M19.8 4.200l-1.4 1.400M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z",
  moon: "M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500Z",
  panel: "M4 5h16v14H4zM15 5v14",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 4.500a3.5 3.5 0 0 1 0 6.500M18 14.500c2.3.8 3.5 2.7 3.5 5.5",
  story: "M4 5.500c3-1 5.500-.8 8 .7 2.500-1.500 5-1.700 8-.7V19c-3-1-5.500-.8-8 .7-2.500-1.500-5-1.700-8-.7ZM12 6.200v13.500",
  plus: "M12 5v14M5 12h14",
  close: "m6 6 12 12M18 6 6 18",
  more: "M12 6v.01M12 12v.01M12 18v.01",
  down: "m6 9 6 6 6-6",
  open: "M14 4h6v6M20 4l-9 9M18 14v5H5V6h5",
  send: "M4 12 20 4l-4.5 16-4-6.500L4 12ZM11.5 13.5 20 4",
  clip: "m20 11-8.5 8.500a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.800l-8.5 8.500a1.7 1.7 0 0 1-2.4-2.400L14 7.8",
  photo: "M4 5h16v14H4zM4 16l4.5-5 4 4.500L15 13l5 5M15.5 9.500v.01",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  pin: "M12 21s-7-6.2-7-11.500a7 7 0 0 1 14 0C19 14.8 12 21 12 21ZM12 7.500a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.400Z",
  contact: "M12 11.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM5 20c0-4 3-6 7-6s7 2 7 6",
  mic: "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11.500a6.5 6.5 0 0 0 13 0M12 18v3",
  keys: "M3 6h18v12H3zM7 10v.01M12 10v.01M17 10v.01M8 14.500h8",
  reply: "M10 6 4 11.500l6 5.500v-3.500c5 0 8 1.5 10 4.5-.5-5-3.5-9-10-9V6Z",
  forward: "m14 6 6 5.5-6 5.500v-3.500c-5 0-8 1.5-10 4.5.5-5 3.5-9 10-9V6Z",
  edit: "m4 20 1-4.500L16 4.500l3.5 3.500L8.5 19 4 20ZM14 6.500l3.5 3.5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM5.7 5.700l12.6 12.6",
  play: "M8 5.500v13l10.5-6.500z",
  pause: "M8 5v14M16 5v14",
  skip: "m5 5 9 7-9 7zM18.5 5v14",
  clock: "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.500V12l3 2",
  tick: "m5 12.5 4.5 4.500L19 7.5",
  ticks: "m2.5 12.5 4.5 4.5 9-9.500M11.5 16.500l.5.5 9.5-9.5",
  link: "M7 17 17 7M9 7h8v8",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM20 20l-4.8-4.8",
  left: "m15 5-7 7 7 7",
  right: "m9 5 7 7-7 7",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  bolt: "M13 3 5 13.500h6L10.5 21 19 10.500h-6z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
