// Keeps the projector's page up to date, and plays the networks' moments.
"use strict";

const $ = (id) => document.getElementById(id);
const room = () => $("room");
const base = `/r/${document.body.dataset.code}`;
const POLL = 1000, PATIENCE = 4000, LONGEST = 5000, FILM = 5000;
const still = matchMedia("(prefers-reduced-motion: reduce)");

let socket = null, tries = 0, pollTimer = 0, wanted = "", fetching = false, ends = null, lastBars = "", films = 0;

function connect() {
  let ws;
  try { ws = new WebSocket(`${location.origin.replace(/^http/, "ws")}${base}/live?role=screen`); } catch { return again(); }
  socket = ws;
  const late = setTimeout(() => ws.close(), PATIENCE);
  ws.onopen = () => clearTimeout(late);
  ws.onmessage = (event) => { tries = 0; clearTimeout(pollTimer); heard(JSON.parse(event.data)); };
  ws.onclose = () => { clearTimeout(late); if (socket === ws) { socket = null; again(); } };
}

function again() {
  const wait = Math.min(500 * 2 ** tries++, LONGEST) * (0.5 + Math.random());
  setTimeout(() => socket || connect(), wait);
  clearTimeout(pollTimer);
  pollTimer = setTimeout(poll, POLL / 2);
}

async function poll() {
  try { heard(await (await request(`${base}/state?role=screen`)).json()); } catch { gone(); }
  if (!socket || tries) { clearTimeout(pollTimer); pollTimer = setTimeout(poll, POLL); }
}

function request(url) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  return fetch(url, { signal: stop.signal, cache: "no-store" }).finally(() => clearTimeout(late));
}

const line = (words) => { if ($("line").textContent !== words) $("line").textContent = words; };
const gone = () => line("The room does not answer; trying again …");
const python = (value) => value === true ? "True" : value === false ? "False" : String(value);
const sign = (data) => ["version", "phase", "number", "open", "over"].map((name) => python(data[name])).join(" ");

function heard(data) {
  line("");
  ends = data.seconds_left === null ? null : performance.now() + 1000 * data.seconds_left;
  tick();
  const counts = $("counts"), { here, answered } = data.counts;
  const words = answered === null ? `${here} here` : `${answered} answered, ${here} here`;
  if (counts && counts.textContent !== words) counts.textContent = words;
  const bars = JSON.stringify(data.bars || null);
  wanted = sign(data);
  if (wanted !== room().dataset.sign || bars !== lastBars) { lastBars = bars; refresh(); }
}

async function refresh() {
  if (fetching) return;
  fetching = true;
  const bars = lastBars;
  try {
    const response = await request(`${base}/screen?part=1`);
    if (!response.ok) throw new Error(response.status);
    const text = await response.text();
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("room");
    if (fresh) { room().replaceWith(fresh); tick(); fit(); play(); }
    if (wanted !== room().dataset.sign || bars !== lastBars) setTimeout(refresh, 300);
  } catch { gone(); setTimeout(refresh, POLL); } finally { fetching = false; }
}

function tick() {
  if (!$("left")) return;
  const left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  const words = left === null ? "" : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if ($("left").textContent !== words) $("left").textContent = words;
}

// The type is as large as lets everything be seen.
function fit() {
  const section = room().querySelector("section");
  const over = () => section.scrollHeight > section.clientHeight + 1 || section.scrollWidth > section.clientWidth + 1;
  let scale = 1.5;
  do { section.style.setProperty("--scale", scale.toFixed(2)); scale -= 0.05; } while (over() && scale > 0.4);
}

async function play() {
  const figures = [...room().querySelectorAll("figure")], film = ++films;
  if (!figures.length || still.matches || room().dataset.phase !== "simulate") return;
  let runs;
  try { runs = (await (await request(`${base}/runs?as=svg`)).json()).runs; } catch { return; }
  for (const figure of figures) if (runs[figure.dataset.run]) show(figure, runs[figure.dataset.run].moments, film);
}

function show(figure, moments, film) {
  const place = figure.querySelector(".film"), caption = figure.querySelector("figcaption");
  const pictures = moments.map((each) => new DOMParser().parseFromString(each.svg, "image/svg+xml").documentElement);
  const began = performance.now();
  let shown = -1;
  const frame = () => {
    if (film !== films) return;
    const now = Math.min(moments.length - 1, Math.floor((performance.now() - began) / FILM * moments.length));
    if (now !== shown) {
      shown = now;
      place.replaceChildren(pictures[now]);
      const last = now === moments.length - 1;
      caption.textContent = last ? moments[now].sentence : `Step ${moments[now].step} of ${figure.dataset.steps}`;
      if (last) return;
    }
    requestAnimationFrame(frame);
  };
  frame();
}

// d turns dark to light and back, r plays the films again.
addEventListener("keydown", (event) => {
  if (event.key === "r") play();
  if (event.key !== "d") return;
  const root = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.look = (root.dataset.look || (dark ? "dark" : "light")) === "dark" ? "light" : "dark";
});
addEventListener("resize", fit);
addEventListener("online", () => { tries = 0; if (!socket) connect(); });
addEventListener("offline", () => { gone(); if (socket) socket.close(); });
setInterval(tick, 250);
fit();
play();
connect();
