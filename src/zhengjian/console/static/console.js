/* Keyboard for the review queue, a menu that folds on small screens, charts from JSON. Pages work without it. */
"use strict";
(() => {
  const menu = document.querySelector("[data-menu]");
  const narrow = window.matchMedia("(max-width: 60rem)");
  const fold = () => { if (menu) menu.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();

  /* a table wider than its box can be reached and scrolled by keyboard */
  const reach = () => document.querySelectorAll(".scroll").forEach((box) => {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "可横向滚动的表格");
    }
  });
  window.addEventListener("resize", reach);
  document.addEventListener("htmx:afterSwap", reach);
  reach();

  const queue = () => document.querySelector("[data-queue]");
  const entries = () => Array.from(queue()?.querySelectorAll("a[data-id]") ?? []);
  const at = () => entries().findIndex((entry) => entry.hasAttribute("aria-current"));

  function go(step) {
    const target = entries()[at() + step];
    if (target) target.click();
  }

  function following() {
    const all = entries();
    return (all[at() + 1] ?? all[at() - 1])?.dataset.id ?? "";
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-decide]")) {
      form.elements.next.value = following();
      const reason = form.elements.reason;
      if (event.submitter?.value === "dismiss" && !reason.value.trim()) {
        event.preventDefault();
        reason.setAttribute("aria-invalid", "true");
        reason.focus();
        return;
      }
    }
    if (form.dataset.sent && form.method === "post") event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));

  document.addEventListener("keydown", (event) => {
    if (!queue() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input, textarea, select");
    if (typing) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "j") go(1);
    else if (key === "k") go(-1);
    else if (key === "u") document.querySelector("[data-undo] button")?.click();
    else {
      const button = document.querySelector(`[data-decide] button[data-key="${CSS.escape(key)}"]`);
      if (!button) return;
      event.preventDefault();
      button.click();
      return;
    }
    event.preventDefault();
  });
  queue()?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
})();

window.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-chart]");
  if (!box || !window.echarts) return;
  fetch(box.dataset.chart, { credentials: "same-origin" })
    .then((answer) => answer.json())
    .then((data) => {
      const line = (name, key, color) => ({ name, type: "line", data: data.series[key], symbolSize: 8, itemStyle: { color }, lineStyle: { color } });
      const chart = window.echarts.init(box, null, { renderer: "svg" });
      chart.setOption({
        animation: false,
        aria: { enabled: true },
        textStyle: { fontFamily: "inherit" },
        tooltip: { trigger: "axis", renderMode: "richText" },
        legend: { top: 0, itemGap: 26 },
        grid: { left: 48, right: 24, top: 40, bottom: 32 },
        xAxis: { type: "category", data: data.periods },
        yAxis: { type: "value", minInterval: 1 },
        series: [
          line("网站不合格", "site_failed", "#b3261e"),
          line("网站未结论", "site_inconclusive", "#c58a00"),
          line("新媒体不合格", "account_failed", "#17467f"),
          line("新媒体未结论", "account_inconclusive", "#5b6b7c"),
        ],
      });
      window.addEventListener("resize", () => chart.resize());
    });
});
