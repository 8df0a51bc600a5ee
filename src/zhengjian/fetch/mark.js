/* Runs in a world of our own on a stored page: hands out its text to be masked, finds the place of a finding and marks it. */
globalThis.zhengjian = (() => {
  "use strict";
  const INLINE = new Set(["inline", "contents"]);
  const squeeze = (text) => text.replace(/[\s\u200b\ufeff]+/g, "");
  const style = (element) => getComputedStyle(element);
  let groups = [];

  /* Text nodes that read on without a break belong together: a number may be spread over several. */
  function block(node) {
    let at = node.parentElement;
    while (at && at.parentElement && INLINE.has(style(at).display)) at = at.parentElement;
    return at;
  }

  function texts() {
    groups = [];
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || ["SCRIPT", "STYLE"].includes(node.parentElement.tagName)) continue;
      const owner = block(node);
      if (last && last.owner === owner) last.nodes.push(node);
      else groups.push((last = { owner, nodes: [node] }));
    }
    for (const field of document.querySelectorAll("input, textarea")) groups.push({ owner: field, field });
    for (const image of document.querySelectorAll("[alt]")) groups.push({ owner: image, image });
    return groups.map((group) => text(group));
  }

  const text = (group) =>
    group.field ? group.field.value || group.field.placeholder : group.image ? group.image.alt : group.nodes.map((node) => node.data).join("");

  function rewrite(changed) {
    for (const [number, words] of Object.entries(changed)) {
      const group = groups[number];
      if (group.field) { group.field.value = words; group.field.placeholder = ""; }
      else if (group.image) group.image.alt = words;
      else group.nodes.forEach((node, index) => { node.data = index ? "" : words; });
    }
  }

  const area = (box) => (box && box.width > 1 && box.height > 1 ? box : null);
  const onPage = (box) => box && box.right + scrollX > 0 && box.bottom + scrollY > 0 && box.left < document.documentElement.scrollWidth;
  function visible(element) {
    const box = area(element.getBoundingClientRect());
    return onPage(box) && element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ? box : null;
  }

  function byAddress(wanted) {
    const plain = (url) => { try { return decodeURI(new URL(url, document.baseURI).href).replace(/#.*$/, "").replace(/\/$/, ""); } catch { return url; } };
    const address = plain(wanted);
    const all = [...document.querySelectorAll("a[href], area[href], iframe[src], img[src], link[href], script[src], frame[src], form[action]")]
      .filter((one) => plain(one.getAttribute("href") || one.getAttribute("src") || one.getAttribute("action")) === address);
    return all.find(visible) || all[0];
  }

  function byWords(words) {
    const wanted = squeeze(words);
    if (wanted.length < 2) return null;
    let hidden = null;
    for (const group of groups) {
      if (group.field || group.image || !squeeze(text(group)).includes(wanted)) continue;
      const alone = group.nodes.find((node) => node.data.includes(words));
      if (alone) {
        const range = document.createRange();
        range.setStart(alone, alone.data.indexOf(words));
        range.setEnd(alone, alone.data.indexOf(words) + words.length);
        const box = area(range.getBoundingClientRect());
        if (box && visible(alone.parentElement)) return { box };
      }
      const box = visible(group.owner);
      if (box) return { box };
      hidden = hidden || group.owner;
    }
    return hidden && { element: hidden };
  }

  function foot() {
    const named = [...document.querySelectorAll("footer, [class*=foot i], [id*=foot i], [class*=bottom i], [id*=bottom i], [class*=copyright i]")]
      .map((one) => visible(one)).filter(Boolean).sort((one, other) => other.bottom - one.bottom);
    const whole = document.documentElement.scrollHeight;
    const bottom = named.find((box) => box.bottom + scrollY > whole - 400);
    return bottom || new DOMRect(0, Math.max(0, whole - 240) - scrollY, document.documentElement.scrollWidth, Math.min(240, whole));
  }

  function find(aim) {
    for (const one of aim.selectors) { try { const element = document.querySelector(one); if (element) return { element }; } catch { /* no selector */ } }
    for (const one of aim.addresses) { const element = byAddress(one); if (element) return { element }; }
    for (const one of aim.words) { const found = byWords(one); if (found) return found; }
    return aim.foot ? { box: foot() } : null;
  }

  /* Where a hidden element would be: a small parent that is seen, else a strip below what is seen before it. */
  function around(element) {
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      const box = visible(at);
      if (box && box.height < 400 && at !== document.body) return box;
      for (let before = at.previousElementSibling; before; before = before.previousElementSibling) {
        const above = visible(before);
        if (above) return new DOMRect(above.left, above.bottom, above.width, 8);
      }
    }
    const box = document.body && visible(document.body);
    return box && new DOMRect(box.left, box.top, box.width, 8);
  }

  /* How far down anything is drawn: a short page needs no empty picture. */
  function bottom() {
    const all = [...document.querySelectorAll("body *")].slice(0, 5000).map((one) => one.getBoundingClientRect());
    const drawn = Math.max(0, ...all.filter((box) => box.width && box.height).map((box) => box.bottom + scrollY));
    const whole = Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0);
    return all.length < 5000 ? Math.min(whole, drawn + 40) : whole;
  }

  function mark(aim) {
    const place = find(aim);
    const page = Math.max(200, bottom());
    if (!place) return { found: "none", top: 0, height: 0, page };
    let box = place.box || visible(place.element), found = "seen";
    if (!box) { found = "hidden"; box = around(place.element); }
    if (!box) return { found: "none", top: 0, height: 0, page };
    const wide = document.documentElement.clientWidth;
    const left = Math.max(2, box.left + scrollX - 6), top = Math.max(2, box.top + scrollY - 6);
    const width = Math.min(box.width + 12, wide - left - 4), height = box.height + 12;
    const frame = document.createElement("div");
    const fixed = "all:initial;position:absolute;z-index:2147483647;box-sizing:border-box;pointer-events:none;";
    frame.style.cssText = `${fixed}left:${left}px;top:${top}px;width:${width}px;height:${height}px;border:4px solid #c8102e;${found === "hidden" ? "border-style:dashed;" : ""}${aim.cover ? "background:#111;" : ""}`;
    const label = document.createElement("div");
    const above = top > 40;
    label.style.cssText = `${fixed}left:${Math.max(2, Math.min(left, wide - 420))}px;top:${above ? top - 34 : height > 500 ? top + 8 : top + height + 4}px;max-width:700px;padding:4px 10px;background:#c8102e;color:#fff;font:16px/22px sans-serif;white-space:nowrap;overflow:hidden;text-overflow:ellipsis`;
    label.textContent = aim.label + (found === "hidden" ? "（该处对访问者不可见，标出其所在位置）" : "");
    document.documentElement.append(frame, label);
    return { found, top, height, page: Math.max(page, top + height) };
  }

  return { texts, rewrite, mark };
})();
