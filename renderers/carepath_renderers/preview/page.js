// The live preview in the browser: shows what the server sends, nothing is asked of it but /events.
// Texts are only ever set as text; a picture is read as XML, and nothing in it can run.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const AROUND = 6; // lines of the definition before and after the one that is shown
const STEP = 1.25; // from one size to the next
const [SMALLEST, LARGEST] = [0.1, 6];
const ROOM = { changed: 6, chosen: 2.5, back: 2.5, here: 2.5 }; // between a step and the frame about it, in points

const by = (id) => document.getElementById(id);
const sheets = by("sheets");

let picture = { steps: [], changed: [], texts: [] };
let zoom = "width"; // "width", "sheet", or how many times print size
let chosen = null; // the id of the step whose lines are shown
let current = null; // the id of the step that Tab leads to

function made(name, text, classes) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  if (classes) element.className = classes;
  return element;
}

// What the server tells

function showNews(news) {
  by("name").textContent = news.file;
  document.title = `${news.standing === "good" ? "" : "! "}${news.file}: live preview`;
  by("news").textContent = news.sentence;
  by("news").dataset.standing = news.standing;
  by("problems").hidden = !news.problems;
  by("problems").dataset.standing = news.standing;
  by("problems").querySelector("pre").textContent = news.problems;
  sheets.classList.toggle("old", news.standing !== "good");
}

function showPicture(sent) {
  const place = [sheets.scrollLeft, sheets.scrollTop];
  const focused = sheets.contains(document.activeElement);
  const redrawn = !picture.sheets || picture.sheets.join() !== sent.sheets.join();
  picture = sent;
  if (redrawn) sheets.replaceChildren(...sent.sheets.map(drawing));
  const ids = sent.steps.map((step) => step.id);
  if (!ids.includes(current)) current = ids[0] ?? null;
  if (!ids.includes(chosen)) chosen = null;
  sent.steps.forEach(asButton);
  sized();
  framed("new");
  by("to-change").hidden = !sent.changed.length;
  by("warnings").hidden = !sent.warnings.length;
  by("warnings").querySelector("ul").replaceChildren(...sent.warnings.map((each) => made("li", each)));
  if (chosen) showStep(chosen);
  if (focused && redrawn && current) shape(current)?.focus({ preventScroll: true });
  [sheets.scrollLeft, sheets.scrollTop] = place;
}

function showCases(told) {
  by("cases").classList.toggle("running", told.running);
  by("cases-news").textContent = told.running ? "Being tried." : told.sentence;
  by("cases-problems").hidden = !told.problems;
  by("cases-problems").textContent = told.problems;
  const failed = told.cases.filter((each) => each.text).map(failedCase);
  const passed = told.cases.filter((each) => !each.text);
  by("cases-list").replaceChildren(...failed, ...(passed.length ? [passedCases(passed)] : []));
}

function failedCase(told) {
  const details = made("details", "", "failed");
  const text = made("pre", told.text);
  text.tabIndex = 0;
  text.setAttribute("aria-label", `What differs: ${told.name}`);
  details.open = true;
  details.append(made("summary", `Not as expected: ${told.name}`), text);
  return details;
}

function passedCases(told) {
  const details = made("details");
  const list = made("ul");
  details.open = by("cases-list").querySelector("details:not(.failed)")?.open ?? false;
  list.append(...told.map((each) => made("li", `${each.name} (${each.place})`)));
  details.append(made("summary", `As expected: ${told.length}`), list);
  return details;
}

// The picture

function drawing(text) {
  const read = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  read.querySelectorAll("script, foreignObject, title, desc").forEach((each) => each.remove());
  // The drawing is a list for those who listen; here its steps are buttons instead, and frames stand among them.
  read.querySelectorAll("[role]").forEach((each) => each.removeAttribute("role"));
  const steps = new Map(picture.steps.map((step) => [step.shape, step.id]));
  read.querySelectorAll("[id]").forEach((each) => {
    if (steps.has(each.id)) each.dataset.step = steps.get(each.id);
    each.removeAttribute("id"); // several sheets share the page
  });
  const svg = document.importNode(read, true);
  const { width, height } = svg.viewBox.baseVal;
  Object.assign(svg.dataset, { width, height });
  ["aria-labelledby", "aria-roledescription"].forEach((each) => svg.removeAttribute(each));
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", `${picture.title}, steps`);
  return svg;
}

const shape = (id) => sheets.querySelector(`[data-step="${CSS.escape(id)}"]`);

function asButton(step) {
  const group = shape(step.id);
  if (!group) return;
  group.setAttribute("role", "button");
  // The name is what is to be seen, so that who speaks to the computer can say it; the sentence describes it.
  const seen = [...group.querySelectorAll("text")].map((each) => each.textContent.trim()).join(" ");
  group.setAttribute("aria-label", seen || step.title);
  group.setAttribute("aria-description", step.told + (picture.changed.includes(step.id) ? " Changed by the last save." : ""));
  group.setAttribute("aria-pressed", String(step.id === chosen));
  group.setAttribute("tabindex", step.id === current ? "0" : "-1");
}

function drawn(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// A frame comes after everything else on its sheet, so that it lies above the step in every drawing.
function frame(id, kind, classes = "") {
  const group = shape(id);
  if (!group) return;
  const { x, y, width, height } = group.getBBox();
  const room = ROOM[kind];
  const sides = { x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room, rx: 4 };
  const sheet = group.closest(".pathway") ?? group.parentNode;
  sheet.append(drawn("rect", { ...sides, class: `frame ${kind} ${classes}` }));
  if (kind !== "changed") return;
  const tag = { x: x + width + room - 38, y: y - room - 11, width: 38, height: 11 };
  const word = drawn("text", { x: tag.x + 4, y: tag.y + 8.5, "font-size": 8, class: "frame word" });
  word.textContent = "changed";
  sheet.append(drawn("rect", { ...tag, class: "frame tag" }), word);
}

function framed(classes) {
  sheets.querySelectorAll(".frame").forEach((each) => each.remove());
  for (const id of picture.changed) frame(id, "changed", classes);
  if (chosen) frame(chosen, "chosen");
  const here = document.activeElement?.closest?.("[data-step]");
  if (here?.matches(":focus-visible")) {
    frame(here.dataset.step, "back");
    frame(here.dataset.step, "here");
  }
}

function choose(id) {
  chosen = current = id;
  picture.steps.forEach(asButton);
  framed();
  showStep(id);
}

function goTo(id) {
  if (!id || !shape(id)) return;
  current = id;
  picture.steps.forEach(asButton);
  shape(id).focus({ preventScroll: true });
  shape(id).scrollIntoView({ block: "nearest", inline: "nearest" });
}

sheets.addEventListener("click", (event) => {
  const group = event.target.closest("[data-step]");
  if (!group) return;
  choose(group.dataset.step);
  group.focus({ preventScroll: true });
});

sheets.addEventListener("keydown", (event) => {
  const group = event.target.closest("[data-step]");
  if (!group || event.ctrlKey || event.metaKey || event.altKey) return;
  const ids = picture.steps.map((step) => step.id).filter(shape);
  const at = ids.indexOf(group.dataset.step);
  const moves = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 };
  if (event.key === "Enter" || event.key === " ") choose(group.dataset.step);
  else if (event.key in moves) goTo(ids[moves[event.key]]);
  else return;
  event.preventDefault();
});

sheets.addEventListener("focusin", () => framed());
sheets.addEventListener("focusout", () => requestAnimationFrame(() => framed()));

by("to-change").addEventListener("click", () => {
  const at = picture.changed.indexOf(current);
  const id = picture.changed[(at + 1) % picture.changed.length];
  goTo(id);
  shape(id)?.scrollIntoView({ block: "center", inline: "center" });
});

// The lines of the definition

function showStep(id) {
  const step = picture.steps.find((each) => each.id === id);
  const lines = picture.texts.find(([file]) => file === step.file)?.[1] ?? [];
  const facts = made("dl");
  facts.append(made("dt", "Rests on"), made("dd", step.cite || "Nothing is cited."));
  by("chosen").replaceChildren(
    made("h3", step.title),
    made("p", step.told),
    made("p", `${step.file}, line ${step.line}`, "place"),
    yaml(lines, step.line),
    facts,
  );
}

function yaml(lines, line) {
  const text = made("pre", "", "yaml");
  text.tabIndex = 0;
  text.setAttribute("aria-label", `Lines about line ${line}`);
  for (let number = Math.max(1, line - AROUND); number <= Math.min(lines.length, line + 2 * AROUND); number += 1) {
    const row = made("span", "", number === line ? "row it" : "row");
    row.append(made("span", String(number), "number"), `${lines[number - 1]}\n`);
    text.append(row);
  }
  return text;
}

// Sizes

const POINT = 4 / 3; // pixels of a point at print size

function sized() {
  const drawn = [...sheets.querySelectorAll("svg")];
  if (!drawn.length) return;
  const style = getComputedStyle(sheets);
  const room = sheets.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const widest = Math.max(...drawn.map((svg) => svg.dataset.width * POINT));
  const tallest = Math.max(...drawn.map((svg) => svg.dataset.height * POINT));
  const fits = { width: room / widest, sheet: Math.min(room / widest, (sheets.clientHeight - 20) / tallest) };
  const times = Math.max(SMALLEST, fits[zoom] ?? zoom);
  for (const svg of drawn) {
    svg.style.width = `${svg.dataset.width * POINT * times}px`;
    svg.style.height = `${svg.dataset.height * POINT * times}px`;
  }
  by("size").textContent = `${Math.round(times * 100)} %`;
  by("size").dataset.times = times;
  for (const [name, value] of [["width", "width"], ["sheet", "sheet"], ["full", 1]])
    document.querySelector(`[data-zoom=${name}]`).setAttribute("aria-pressed", String(zoom === value));
}

by("tools").addEventListener("click", (event) => {
  const asked = event.target.dataset.zoom;
  if (!asked) return;
  const times = Number(by("size").dataset.times ?? 1);
  const place = (sheets.scrollTop + sheets.clientHeight / 2) / sheets.scrollHeight;
  const middle = [...sheets.querySelectorAll("svg")].find((svg) => svg.getBoundingClientRect().bottom > innerHeight / 2);
  const next = { smaller: Math.max(SMALLEST, times / STEP), larger: Math.min(LARGEST, times * STEP), full: 1 };
  zoom = next[asked] ?? asked;
  sized();
  sheets.scrollTop = place * sheets.scrollHeight - sheets.clientHeight / 2;
  if (asked === "sheet") middle?.scrollIntoView({ block: "start" });
});

new ResizeObserver(sized).observe(sheets);

// The stream

const stream = new EventSource("/events");
const heard = { news: showNews, picture: showPicture, cases: showCases };
for (const [name, show] of Object.entries(heard))
  stream.addEventListener(name, (event) => show(JSON.parse(event.data)));

function stopped() {
  by("news").dataset.standing = "over";
  by("news").textContent = "The preview has stopped. Start it again with carepath watch, and open the address that it prints.";
  sheets.classList.add("old");
}

stream.addEventListener("over", () => {
  stream.close();
  stopped();
});
stream.addEventListener("error", stopped); // the browser goes on asking, and what is then sent replaces the sentence
