// Charts beside their tables: the table says everything, the chart only draws it.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  if (!window.echarts) return;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();

  document.querySelectorAll("[data-chart=trend]").forEach((place) => {
    const told = JSON.parse(place.dataset.weeks);
    place.hidden = false;
    const chart = echarts.init(place, null, { renderer: "svg" });
    const series = (name, key, extra) => ({ name, data: told.weeks.map((week) => week[key]), ...extra });
    chart.setOption({
      animation: false,
      aria: { enabled: true },
      color: [colour("--line-strong"), colour("--calm"), colour("--accent")],
      textStyle: { fontFamily: style.getPropertyValue("--font"), color: colour("--ink-soft") },
      legend: { bottom: 0, textStyle: { color: colour("--ink-soft") } },
      grid: { left: 40, right: 16, top: 28, bottom: 56 },
      tooltip: { trigger: "axis", renderMode: "richText" },
      xAxis: { type: "category", data: told.weeks.map((week) => week.week), axisLabel: { color: colour("--ink-soft") }, axisLine: { lineStyle: { color: colour("--line-strong") } } },
      yAxis: { type: "value", min: 0, minInterval: 1, axisLabel: { color: colour("--ink-soft") }, splitLine: { lineStyle: { color: colour("--line") } } },
      series: [
        series(told.names.new, "new", { type: "bar", barMaxWidth: 28 }),
        series(told.names.off, "off", { type: "bar", barMaxWidth: 28 }),
        series(told.names.closing, "closing", { type: "line", symbolSize: 9, lineStyle: { width: 3 }, label: { show: true, color: colour("--ink") } }),
      ],
    });
    new ResizeObserver(() => chart.resize()).observe(place);
  });
});
