// Keeps a participant's page up to date, and sends votes until the room has acknowledged them.
"use strict";

const $ = (id) => document.getElementById(id);
const room = () => $("room");
const code = room().dataset.code;
const base = `/r/${code}`;
const STORE = `quizapp ${code}`;
const POLL = 2000, PATIENCE = 4000, LONGEST = 15000;
const NOBODY = "The room does not answer. ";
const KEPT = "Your answer is kept on this phone and will be sent.";

let socket = null, tries = 0, pollTimer = 0, silentSince = 0, wanted = room().dataset.sign, fetching = false, stale = false;
let ends = null, dirty = false, sendTimer = 0, resends = 0;

// Storage that is forbidden, or full, is replaced by the memory of this page.
const memory = {};
const kept = {
  get: () => { try { return JSON.parse(localStorage.getItem(STORE)); } catch { return memory.vote || null; } },
  set: (vote) => { memory.vote = vote; try { localStorage.setItem(STORE, JSON.stringify(vote)); } catch { /* memory */ } },
  drop: () => { delete memory.vote; try { localStorage.removeItem(STORE); } catch { /* memory */ } },
};

function say(id, words, look = "") {
  const line = $(id);
  if (line.textContent !== words) line.textContent = words;
  line.className = id === "said" ? "unseen" : look;
}

function tell(words, look) {
  say("status", words, look);
  $("status").scrollIntoView({ block: "nearest" });
}

// Hearing of the room

function connect() {
  let ws;
  try { ws = new WebSocket(`${location.origin.replace(/^http/, "ws")}${base}/live`); } catch { return again(); }
  socket = ws;
  const late = setTimeout(() => ws.close(), PATIENCE);
  ws.onopen = () => clearTimeout(late);
  ws.onmessage = (event) => {
    tries = 0;
    clearTimeout(pollTimer);
    answered();
    const data = JSON.parse(event.data);
    if (data.receipt) receipt(data.receipt);
    else if (data.refused) refused(data.refused);
    else heard(data);
  };
  ws.onclose = () => { clearTimeout(late); if (socket === ws) { socket = null; again(); } };
}

const isLive = () => socket && socket.readyState === 1 && tries === 0;

function again() {
  const wait = Math.min(500 * 2 ** tries++, LONGEST) * (0.5 + Math.random());
  setTimeout(() => socket || connect(), wait);
  pollSoon(POLL / 2);
}

function pollSoon(wait) {
  clearTimeout(pollTimer);
  pollTimer = setTimeout(poll, wait * (0.75 + Math.random() / 2));
}

async function poll() {
  try {
    const response = await request(`${base}/state?since=${room().dataset.sign.split(" ")[0]}`);
    const data = await response.json();
    if (response.ok) {
      answered();
      if (data.unchanged) return;
      heard(data);
      if (isLive() && sign(data) !== room().dataset.sign) socket.close();
    }
  } catch { unanswered(); } finally { if (!isLive()) pollSoon(POLL); }
}

function request(url, options = {}) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  return fetch(url, { ...options, signal: stop.signal, cache: "no-store" }).finally(() => clearTimeout(late));
}

function answered() {
  const wasSilent = silentSince;
  silentSince = 0;
  say("line", "");
  if (wasSilent && kept.get()) { resends = 0; send(); }
}

const isOver = () => wanted.endsWith("True");

function unanswered() {
  if (isOver()) return say("line", "The session is over. Thank you for taking part.");
  silentSince ||= Date.now();
  say("line", NOBODY + (kept.get() ? KEPT : "This page goes on trying."), "bad");
}

// Showing what is heard

const sign = (data) => ["version", "phase", "number", "open", "over"].map((name) => python(data[name])).join(" ");
const python = (value) => value === true ? "True" : value === false ? "False" : String(value);

function heard(data) {
  setEnd(data.seconds_left);
  wanted = sign(data);
  if (wanted !== room().dataset.sign) refresh(Math.random() * room().dataset.spread);
}

async function refresh(wait = 0) {
  if (fetching) { stale = true; return; }
  fetching = true;
  stale = false;
  try {
    await new Promise((done) => setTimeout(done, wait));
    const response = await request(`${base}?part=1`);
    if (!response.ok) throw new Error(response.status);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("room");
    if (!fresh) return location.reload();
    swap(fresh);
    answered();
  } catch { unanswered(); stale = false; } finally { fetching = false; }
  if (stale) refresh();
  else if (wanted !== room().dataset.sign) setTimeout(refresh, POLL * (0.5 + Math.random()));
}

// What is being typed, an open hint and the focus outlast the change.
function swap(fresh) {
  const main = room(), before = main.dataset.sign, form = $("vote"), focus = document.activeElement;
  const stays = (old, next) => old.isEqualNode(next) || (old.dataset.keep && old.dataset.keep === next.dataset.keep &&
    (old.tagName !== "FORM" || dirty || old.contains(focus)));
  let place = main.firstElementChild;
  for (const next of [...fresh.children]) {
    const old = next.id && $(next.id);
    if (old && stays(old, next)) {
      while (place !== old) { const gone = place; place = place.nextElementSibling; gone.remove(); }
      place = old.nextElementSibling;
    } else {
      if (old) { if (place === old) place = old.nextElementSibling; old.remove(); }
      main.insertBefore(next, place);
      if (next.id === "vote") dress(next);
    }
  }
  while (place) { const gone = place; place = place.nextElementSibling; gone.remove(); }
  if (dirty && $("vote") !== form) {
    dirty = false;
    say("status", "Not saved: the round was closed, and you had not sent your answer.", "bad");
  }
  for (const name of ["sign", "spread"]) main.dataset[name] = fresh.dataset[name];
  if (fresh.dataset.left !== undefined) setEnd(Number(fresh.dataset.left));
  if (before !== main.dataset.sign) moved(main, before);
  if (focus && focus !== document.body && !document.contains(focus)) {
    ($(focus.id) || main.querySelector("h1")).focus({ preventScroll: true });
  }
}

function moved(main, before) {
  // What went wrong is said until the next answer.
  if (!kept.get() && !dirty && $("status").className !== "bad") say("status", "");
  const place = (words) => words.split(" ").slice(1, 3).join();
  if (place(before) !== place(main.dataset.sign) && !dirty) scrollTo(0, 0);
  const words = [...main.querySelectorAll("#head h1, #head .phase")].map((each) => each.textContent);
  say("said", words.join(". "));
}

function setEnd(seconds) {
  ends = seconds === null || Number.isNaN(seconds) ? null : performance.now() + 1000 * seconds;
  tick();
}

function tick() {
  const line = $("left");
  if (!line) return;
  const left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  const words = left === null ? "" : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`;
  if (line.textContent !== words) {
    line.textContent = words;
    if (left === 30 || left === 10) say("said", `${left} seconds left`);
  }
  if (left === 1 && dirty && $("vote").checkValidity()) vote($("vote"));
}

// Voting

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const MISSING = { pick_one: "pick an answer", enter_number: "type a number", enter_text: "type your answer" };
const missing = (form) => tell(`Not sent: ${MISSING[form.dataset.form] || "fill in what is missing"} first.`, "bad");

// None of several is an answer, if it is meant.
function forgot(form) {
  const none = form.dataset.form === "pick_many" && !form.querySelector("[name=choice]:checked");
  if (!none || form.dataset.none) return false;
  form.dataset.none = "meant";
  tell("Nothing is ticked. Tick what is right, or send again if you mean none.", "bad");
  return true;
}

function vote(form) {
  const fields = new FormData(form), question = form.dataset.form;
  const answer = { form: question };
  if (question.startsWith("pick")) answer.picked = fields.getAll("choice");
  else if (question === "enter_number") answer.number = { text: fields.get("number").trim() };
  else if (question === "enter_text") answer.text = fields.get("text").trim();
  else if (question === "put_in_order") answer.order = order(form).map((row) => row.querySelector("select").name.slice(6));
  else answer.knobs = Object.fromEntries([...form.querySelectorAll(".knob [type=number]")].map((each) => [each.name.slice(5), Number(each.value)]));
  kept.set({ key: newKey(), round: Number(fields.get("round")), question: fields.get("question"), answer, certainty: fields.get("certainty") });
  dirty = false;
  resends = 0;
  tell("Sending …");
  send();
}

function send() {
  clearTimeout(sendTimer);
  const message = kept.get();
  if (!message) { sendTimer = 0; return; }
  const wait = Math.min(1000 * 2 ** resends, LONGEST) * (0.75 + Math.random() / 2);
  sendTimer = setTimeout(() => { notSaved(); send(); }, Math.max(wait, resends ? 0 : 1500));
  if (isLive() && resends < 1) socket.send(JSON.stringify(message));
  else post(message);
  resends++;
}

async function post(message) {
  try {
    const response = await request(`${base}/vote`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(message),
    });
    const data = await response.json();
    if (response.ok) receipt({ ...data, key: message.key });
    else refused({ ...data, key: message.key });
  } catch { notSaved(); unanswered(); }
}

const notSaved = () => tell("Not saved yet; trying again …", "bad");

function done(key) {
  const message = kept.get();
  if (!message || message.key !== key) return null;
  kept.drop();
  clearTimeout(sendTimer);
  sendTimer = resends = 0;
  return message;
}

function receipt(data) {
  if (!done(data.key)) return;
  if ($("vote")) $("vote").querySelector(".send").textContent = "Send the changed answer";
  if (!dirty) tell("✓ Saved.", "good");
  refresh(Math.random() * room().dataset.spread);
}

function refused(data) {
  if (["too-fast", "not-saved"].includes(data.code)) return notSaved();
  if (!done(data.key)) return;
  if (data.code === "not-joined") location.reload();
  const why = data.code === "closed" ? "the round was closed before your answer arrived" : data.error;
  tell(`Not saved: ${why}.`, "bad");
  refresh();
}

// What scripts add to a form

function dress(form) {
  form.querySelectorAll(".order").forEach(dressOrder);
  form.querySelectorAll(".knob").forEach(dressKnob);
}

const order = (form) => [...form.querySelectorAll(".order > li")];

function dressOrder(list) {
  list.classList.add("moving");
  for (const row of list.children) {
    for (const [way, sign] of [["up", "↑"], ["down", "↓"]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: sign, className: way, onclick: () => move(row, way) });
      button.setAttribute("aria-label", `Move ${row.querySelector(".letter").textContent} ${way}`);
      row.append(button);
    }
  }
  number(list);
}

function move(row, way) {
  const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (way === "up") other.before(row); else other.after(row);
  number(row.parentElement);
  row.querySelector(`.${way}`).focus();
  changed();
  say("said", `${row.querySelector(".letter").textContent} is number ${[...row.parentElement.children].indexOf(row) + 1}`);
}

function number(list) {
  [...list.children].forEach((row, place) => {
    row.querySelector("select").value = String(place + 1);
    row.querySelector(".up").setAttribute("aria-disabled", String(place === 0));
    row.querySelector(".down").setAttribute("aria-disabled", String(place === list.children.length - 1));
  });
}

function dressKnob(knob) {
  const field = knob.querySelector("input"), slider = document.createElement("input");
  const low = Number(field.min), high = Number(field.max), log = "log" in knob.dataset;
  const share = (value) => log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  const at = (part) => log ? low * (high / low) ** part : low + (high - low) * part;
  const rounded = (value) => "whole" in knob.dataset ? Math.round(value) : Number(value.toPrecision(3));
  Object.assign(slider, { type: "range", min: 0, max: 1, step: 0.005 });
  slider.setAttribute("aria-label", knob.querySelector("label").textContent);
  const show = () => { slider.value = share(Number(field.value)); slider.setAttribute("aria-valuetext", field.value); };
  slider.oninput = () => {
    field.value = Math.min(Math.max(rounded(at(Number(slider.value))), low), high);
    slider.setAttribute("aria-valuetext", field.value);
  };
  field.addEventListener("input", show);
  show();
  field.before(slider);
}

function changed() {
  dirty = true;
  if (!kept.get()) say("status", "Not sent yet.");
}

// Beginning

document.addEventListener("input", (event) => { if (event.target.form === $("vote")) changed(); });
document.addEventListener("submit", (event) => {
  if (event.target.id !== "vote") return;
  event.preventDefault();
  if (!forgot(event.target)) vote(event.target);
});
document.addEventListener("invalid", (event) => missing(event.target.form), true);
addEventListener("storage", (event) => { if (event.key === STORE && !event.newValue) refresh(); }); // another tab's vote
addEventListener("online", () => { tries = 0; socket ? poll() : connect(); });
addEventListener("offline", () => { unanswered(); if (socket) socket.close(); });
addEventListener("pageshow", (event) => { if (event.persisted) poll(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) poll(); });
setInterval(tick, 250);

const said = document.createElement("p");
Object.assign(said, { id: "said", className: "unseen" });
said.setAttribute("role", "status");
document.body.append(said);
if ($("vote")) dress($("vote"));
if (room().dataset.left) setEnd(Number(room().dataset.left));
if (kept.get()) { tell("Sending …"); send(); }
connect();
pollSoon(PATIENCE);
