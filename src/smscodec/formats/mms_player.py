"""The player of a multimedia message: the style and the script, which no message ever changes.

They work on the markup of ``mms_page.player_markup``, on any number of players in a document. As
they never change, a Content-Security-Policy can name them by their hashes and forbid all others.

**Without the script** the pages stand below each other, each with its figures and with the
browser's own controls for what can be heard. **With it** there is one page at a time, and keys:
arrows turn, the space bar plays and pauses. Nothing moves before somebody asks for it, but for a
document opened with ``#play``. Whoever prefers reduced motion gets no fading and no creeping bars.
On paper all pages are there again.
"""

from __future__ import annotations

__all__ = ["PLAYER_SCRIPT", "PLAYER_STYLE"]

PLAYER_STYLE = r"""
.mms {
  --ink: #1c1e22; --soft: #6b7078; --screen: #fdfdfc; --rule: #e4e4e1; --body: #17181b;
  --edge: #34363b; --shade: 0 1.5rem 3.5rem -1rem rgb(30 32 40 / 35%);
  color: var(--ink); max-width: 23rem; margin: 0 auto; text-align: center;
  font: 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
@media (prefers-color-scheme: dark) {
  .mms {
    --ink: #ececea; --soft: #9a9ea6; --screen: #1d1e22; --rule: #33353a; --body: #050506;
    --edge: #3d4046; --shade: 0 1.5rem 3.5rem -1rem rgb(0 0 0 / 80%);
  }
}
.mms .phone {
  background: var(--body); border: 1px solid var(--edge); border-radius: 2.75rem; padding: .6rem;
  box-shadow: var(--shade);
}
.mms .screen { background: var(--screen); border-radius: 2.2rem; overflow: hidden; }
.mms h1 {
  font-size: 1rem; font-weight: 600; margin: 0; padding: 1.1rem 1.6rem .8rem;
  overflow-wrap: anywhere;
}
.mms .steps { display: none; gap: 4px; padding: 0 1.6rem .9rem; }
.mms .steps i { flex: 1; height: 3px; border-radius: 2px; overflow: hidden; }
.mms .steps i { background: var(--rule); }
.mms .steps b {
  display: block; height: 100%; background: var(--ink); transform: scaleX(0);
  transform-origin: left; transition: transform .1s linear;
}
.mms .steps:has(i:nth-child(31)) { gap: 0; }
.mms .pages { list-style: none; margin: 0; padding: 0; }
.mms .page { padding: 1.2rem 0 1.1rem; border-top: 1px solid var(--rule); }
.mms figure { margin: 0 0 1rem; }
.mms img, .mms video { display: block; width: 100%; max-height: 24rem; object-fit: contain; }
.mms p { margin: 0; }
.mms .text {
  padding: 0 1.6rem; text-align: start; white-space: pre-wrap; overflow-wrap: anywhere;
  font-size: 1.0625rem; line-height: 1.65;
}
.mms .sound { padding: 1rem 1.6rem 0; color: var(--soft); font-size: .875rem; }
.mms .sound::before { content: "\266A\2002"; color: var(--ink); }
.mms .sound a { color: inherit; }
.mms audio { display: block; width: 100%; margin-top: .6rem; }
.mms .note { padding: 1rem 1.6rem 0; color: var(--soft); font-size: .8125rem; }
.mms .sum { margin-top: 1.4rem; color: var(--soft); font-size: .875rem; }
.mms .keys { display: flex; justify-content: center; align-items: center; gap: 1.4rem; }
.mms .keys { padding: .8rem 0 1.3rem; }
.mms .keys[hidden], .mms .page[hidden] { display: none; }
.mms button {
  width: 2.75rem; height: 2.75rem; padding: 0; border: 0; border-radius: 50%; cursor: pointer;
  background: none; color: var(--ink);
}
.mms button:disabled { color: var(--rule); cursor: default; }
.mms button.play { width: 3.5rem; height: 3.5rem; background: var(--ink); color: var(--screen); }
.mms :focus-visible { outline: 2px solid #3b82f6; outline-offset: 2px; }
.mms svg { display: block; width: 1.5rem; height: 1.5rem; margin: auto; fill: currentColor; }
.mms .halt, .mms.playing .go { display: none; }
.mms.playing .halt { display: inline; }
@media screen {
  .mms.live .steps { display: flex; }
  .mms.live .page:not([hidden]) {
    display: flex; flex-direction: column; box-sizing: border-box; padding: 0; border: 0;
    height: min(34rem, max(18rem, 100vh - 17rem));
  }
  .mms.turned .page { animation: mms-in .3s ease-out; }
  .mms.live figure { flex: 1 1 0; min-height: 0; margin: 0; }
  .mms.live figure > * { height: 100%; max-height: none; }
  .mms.live figure:has(~ .text) { flex: 0 1 auto; min-height: 8rem; max-height: 65%; }
  .mms.live figure:has(~ .text) > * { height: auto; max-height: 100%; }
  .mms.live .text { flex: 0 1 auto; overflow-y: auto; padding-top: .9rem; }
  .mms.live figure ~ .text { min-height: 2.8rem; }
  .mms.live .sound, .mms.live :not(.sound) + .note { margin-top: auto; }
  .mms.live audio { display: none; }
}
@media print { .mms .page[hidden] { display: block; } .mms .keys { display: none; } }
@keyframes mms-in { from { opacity: 0; } }
@media (prefers-reduced-motion: reduce) {
  .mms.turned .page { animation: none; }
  .mms .steps b { transition: none; }
}
"""
"""For an element ``style``."""

PLAYER_SCRIPT = """
"use strict";
{
  const players = document.querySelectorAll(".mms");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (const player of players) {
    const pages = [...player.querySelectorAll(".page")];
    const steps = [...player.querySelectorAll(".steps b")];
    const [back, play, on] = player.querySelectorAll(".keys button");
    let at = 0, shown = 0, then = 0, timer = 0;

    const lasts = () => Number(pages[at].dataset.ms);
    const media = () => pages[at].querySelectorAll("audio, video");
    const over = () => at === pages.length - 1 && shown >= lasts();
    const sound = () => media().forEach((one) => one.play().catch(() => {}));

    function fill() {
      const part = still ? 1 : Math.min(shown / lasts(), 1);
      steps.forEach((step, n) => {
        step.style.transform = `scaleX(${n < at ? 1 : n > at ? 0 : part})`;
      });
    }
    function turn(to) {
      media().forEach((one) => { one.pause(); one.currentTime = 0; });
      player.classList.toggle("turned", to !== at);
      at = Math.max(0, Math.min(to, pages.length - 1));
      shown = 0;
      pages.forEach((page, n) => { page.hidden = n !== at; });
      back.disabled = at === 0;
      on.disabled = at === pages.length - 1;
      if (timer) sound();
      fill();
    }
    function tick() {
      const now = performance.now();
      shown += now - then;
      then = now;
      if (over()) stop();
      else if (shown >= lasts()) turn(at + 1);
      fill();
    }
    function start() {
      if (over()) turn(0);
      then = performance.now();
      timer = setInterval(tick, 100);
      sound();
      label();
    }
    function stop() {
      clearInterval(timer);
      timer = 0;
      media().forEach((one) => one.pause());
      label();
    }
    function label() {
      player.classList.toggle("playing", timer !== 0);
      player.querySelector(".pages").ariaLive = timer ? "off" : "polite";
      play.ariaLabel = play.title = timer ? play.dataset.pause : play.dataset.play;
    }
    const toggle = () => (timer ? stop() : start());

    back.onclick = () => turn(at - 1);
    play.onclick = toggle;
    on.onclick = () => turn(at + 1);
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if ((event.target.closest(".mms") ?? players[0]) !== player) return;
      if (event.key === "ArrowLeft") turn(at - 1);
      else if (event.key === "ArrowRight") turn(at + 1);
      else if (event.key === " " && !event.target.closest("button, a")) toggle();
      else return;
      event.preventDefault();
    });
    player.querySelectorAll("video").forEach((one) => { one.controls = false; });
    player.querySelector(".keys").hidden = false;
    player.classList.add("live");
    turn(0);
    label();
    if (location.hash === "#play" && !still) start();
  }
}
"""
"""For an element ``script`` after the players."""
