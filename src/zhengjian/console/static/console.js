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

/* The map of a province's cities: shown only where the register's cities are those of the shapes. */
window.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-map]");
  if (!box || !window.echarts) return;
  const read = (address) => fetch(address, { credentials: "same-origin" }).then((answer) => answer.json());
  Promise.all([read(box.dataset.map), read(box.dataset.shapes)]).then(([data, shapes]) => {
    const names = shapes.features.map((shape) => shape.properties.name);
    const rows = data.rows
      .map((row) => ({ ...row, shape: names.find((name) => name.startsWith(row.name.replace(/[市州]$/, ""))) }))
      .filter((row) => row.shape);
    if (rows.length < names.length / 2) return;
    document.querySelector("[data-map-panel]").hidden = false;
    window.echarts.registerMap("cities", shapes);
    const most = Math.max(1, ...rows.map((row) => row.counting));
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption({
      animation: false,
      aria: { enabled: true },
      textStyle: { fontFamily: "inherit" },
      tooltip: {
        renderMode: "richText",
        formatter: ({ data: row }) => (row ? `${row.short}\n已确认问题 ${row.value} 条\n不合格网站 ${row.sites} 个，不合格新媒体 ${row.accounts} 个` : ""),
      },
      visualMap: {
        type: "continuous", min: 0, max: most, orient: "horizontal", left: "center", bottom: 0, text: [`${most} 条`, "0"],
        inRange: { color: ["#f3f7fc", "#8fb0d8", "#2f5f9e"] },
      },
      series: [{
        type: "map", map: "cities", roam: false, layoutCenter: ["50%", "46%"], layoutSize: Math.min(box.clientWidth, box.clientHeight - 40),
        label: { show: true, fontSize: 11, color: "#1c2733", textBorderColor: "#fff", textBorderWidth: 2, formatter: ({ data: row }) => (row ? row.short : "") },
        itemStyle: { areaColor: "#f3f5f8", borderColor: "#8795a5" },
        emphasis: { itemStyle: { areaColor: "#ffd97a" }, label: { color: "#1c2733" } },
        select: { disabled: true },
        data: rows.map((row) => ({ name: row.shape, short: row.name, value: row.counting, sites: row.site_failed, accounts: row.account_failed, code: row.code })),
      }],
    });
    chart.on("click", ({ data: row }) => {
      if (row) window.location = `${box.dataset.list}?under=${encodeURIComponent(row.code)}&counts=yes`;
    });
    window.addEventListener("resize", () => chart.resize());
  });
});
