"use strict";
(() => {
  const root = document.documentElement;
  const theme = document.getElementById("theme");
  const remembered = (value) => {
    try {
      if (value === undefined) return localStorage.getItem("thankgen-theme") || "";
      localStorage.setItem("thankgen-theme", value);
    } catch { /* a page opened from a file may have no storage */ }
    return value || "";
  };
  const paint = (value) => {
    if (value) root.dataset.theme = value;
    else delete root.dataset.theme;
  };
  theme.value = remembered();
  paint(theme.value);
  theme.closest("label").hidden = false;
  theme.addEventListener("change", () => paint(remembered(theme.value)));

  const form = document.getElementById("filters");
  const count = document.getElementById("count");
  const none = document.getElementById("none");
  const cases = [...document.querySelectorAll(".case")].map((element) => ({
    element,
    language: element.dataset.language,
    words: element.dataset.words,
    byVersion: [...element.querySelectorAll("[data-version]")],
    outcomes: [...element.querySelectorAll(".outcome")].map((outcome) => ({
      version: outcome.closest(".side").dataset.version,
      stage: outcome.dataset.stage,
      guardrails: outcome.dataset.guardrails.split(" "),
    })),
  }));

  const filter = () => {
    const want = Object.fromEntries(new FormData(form));
    const words = want.word.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (outcome) =>
      (!want.version || outcome.version === want.version) &&
      (!want.stage || outcome.stage === want.stage) &&
      (!want.guardrail || outcome.guardrails.includes(want.guardrail));
    const chooses = want.version || want.stage || want.guardrail;
    let shown = 0;
    for (const one of cases) {
      const show =
        (!want.language || one.language === want.language) &&
        words.every((word) => one.words.includes(word)) &&
        (!chooses || one.outcomes.some(fits));
      one.element.hidden = !show;
      shown += show;
      for (const part of one.byVersion) part.hidden = Boolean(want.version) && part.dataset.version !== want.version;
    }
    count.value = `${shown} of ${cases.length} cases`;
    none.hidden = shown > 0;
  };
  const openAll = (open) => {
    for (const one of cases) if (!open || !one.element.hidden) one.element.open = open;
  };
  for (const event of ["input", "change"]) form.addEventListener(event, filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("open").addEventListener("click", () => openAll(true));
  document.getElementById("close").addEventListener("click", () => openAll(false));
  form.hidden = false;
  filter();

  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    const within = target && target.closest(".case");
    if (within) {
      within.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
