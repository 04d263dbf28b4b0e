// What is wrong with this page: text that is hard to read (WCAG 2.2, 1.4.3, level AA), a
// body or a panel's table that scrolls sideways, rates that stand outside of their box, controls without
// a name. Computed styles are asked, so that every color scheme and medium is seen as it is shown.
(() => {
	const wrong = [];
	for (const d of document.querySelectorAll("details")) d.open = true;

	const root = document.scrollingElement;
	if (root.scrollWidth > root.clientWidth) {
		const wide = [...document.querySelectorAll("body *")].filter(e => {
			if (e.closest(".scroll") && !e.matches(".scroll") && getComputedStyle(e.closest(".scroll")).overflowX !== "visible") return false;
			return e.getBoundingClientRect().right > root.clientWidth + 1;
		});
		wrong.push(`the page is ${root.scrollWidth} pixels wide in a window of ${root.clientWidth}: ` +
			wide.slice(0, 3).map(e => e.tagName.toLowerCase() + "." + (e.getAttribute("class") || "")).join(", "));
	}

	for (const e of document.querySelectorAll("td.rate")) { // what a table is there for
		const box = e.closest(".scroll");
		if (box && e.checkVisibility() && e.getBoundingClientRect().right > box.getBoundingClientRect().left + box.clientWidth + 1) {
			wrong.push(`a rate is seen only after a scroll: ${e.textContent.trim()} of ${e.parentElement.children[0].textContent.trim()}`);
		}
	}
	for (const e of document.querySelectorAll(".panel[id] .scroll > table")) { // ours, not that of somebody's statement
		const box = e.parentElement;
		if (e.checkVisibility() && box.scrollWidth > box.clientWidth + 1) {
			const head = [...e.querySelectorAll("thead th, tr:first-child > *")].filter(h => h.getBoundingClientRect().right > box.getBoundingClientRect().left + box.clientWidth + 1);
			wrong.push(`a table of ${e.closest("section").id} is seen whole only after a scroll: ${head.map(h => h.textContent.trim()).join(", ")}`);
		}
	}

	const parse = text => {
		const n = (text.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
		return { r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1 };
	};
	const over = (top, below) => ({
		r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a),
		b: top.b * top.a + below.b * (1 - top.a), a: 1,
	});
	const canvas = parse(getComputedStyle(document.body).backgroundColor);
	const behind = e => {
		const layers = [];
		for (let at = e; at instanceof Element; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
		return layers.reduceRight((below, layer) => over(layer, below), canvas.a ? canvas : { r: 255, g: 255, b: 255, a: 1 });
	};
	const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	const light = c => 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
	const contrast = (a, b) => {
		const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
		return (x + 0.05) / (y + 0.05);
	};

	const seen = new Set();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const text = walker.currentNode.textContent.trim();
		const e = walker.currentNode.parentElement;
		if (!text || !e || e.closest("style, title, desc, defs")) continue;
		if (!e.checkVisibility({ visibilityProperty: true })) continue;
		const style = getComputedStyle(e);
		const back = behind(e);
		const front = over(parse(e instanceof SVGElement ? style.fill : style.color), back);
		const size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
		const least = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
		const got = contrast(front, back);
		const key = `${e.tagName}.${e.getAttribute("class")}.${style.color}.${back.r}`;
		if (got < least && !seen.has(key)) {
			seen.add(key);
			wrong.push(`contrast ${got.toFixed(2)} of "${text.slice(0, 40)}" is below ${least}`);
		}
	}

	const labeled = e => [...(e.labels ?? [])].some(l => l.textContent.trim());
	for (const e of document.querySelectorAll("a, button, summary, input:not([type=hidden]), textarea, [tabindex]")) {
		if (!(labeled(e) || e.textContent.trim() || e.getAttribute("aria-label") || e.getAttribute("aria-labelledby"))) {
			wrong.push(`a control without a name: ${e.outerHTML.slice(0, 80)}`);
		}
	}
	for (const e of document.querySelectorAll("[aria-labelledby]")) {
		for (const id of e.getAttribute("aria-labelledby").split(/\s+/)) {
			if (!document.getElementById(id)) wrong.push(`aria-labelledby names ${id}, which is not there`);
		}
	}
	return wrong;
})()
