/**
 * What the page does when it may run a script: filters, and a link that keeps them. It shows and hides what is there and
 * writes numbers; no text of a report becomes markup. Its hash stands in the page's policy.
 */
export const SCRIPT = String.raw`"use strict";
(() => {
    const forms = [...document.querySelectorAll("form[data-of]")].map((form) => {
        const list = document.getElementById(form.dataset.of + "-list");
        const items = [...list.querySelectorAll("[data-item]")].map((element) => {
            const group = element.closest("details[data-rule]");
            return { element, values: { ...group?.dataset, ...element.dataset }, group, text: undefined };
        });
        const groups = [...list.querySelectorAll("details")];
        const parts = [...list.querySelectorAll("tbody")];
        return { form, list, items, groups, parts, opened: new Set(), output: form.querySelector("output") };
    });

    // What a search looks through: read once, when first asked for.
    const textOf = (item) => {
        const heading = item.group ? item.group.querySelector("summary").textContent + " " : "";
        item.text ??= (heading + item.element.textContent).toLowerCase();
        return item.text;
    };

    const asked = (form) => [...new FormData(form)].filter(([, value]) => value.trim() !== "");

    // More than these are not opened by a filter: they would be drawn for nobody.
    const MOST_OPENED = 300;

    function narrow({ form, items, groups, parts, opened, output }) {
        const wanted = new Map();
        for (const [name, value] of asked(form)) wanted.set(name, [...(wanted.get(name) ?? []), value]);
        const tests = [...wanted].map(([name, values]) => {
            if (form.elements[name].type !== "search") return (item) => values.includes(item.values[name]);
            const words = values[0].toLowerCase().split(/\s+/).filter(Boolean);
            return (item) => words.every((word) => textOf(item).includes(word));
        });
        const counts = new Map([...groups, ...parts].map((part) => [part, 0]));
        let shown = 0;
        for (const item of items) {
            const fits = tests.every((test) => test(item));
            item.element.hidden = !fits;
            if (!fits) continue;
            shown++;
            for (let at = item.element.parentElement; at !== null && at !== document.body; at = at.parentElement) {
                if (counts.has(at)) counts.set(at, counts.get(at) + 1);
            }
        }
        const isNarrow = tests.length > 0;
        for (const [part, count] of counts) part.hidden = isNarrow && count === 0;
        for (const group of groups) {
            const count = counts.get(group);
            const isWanted = isNarrow && count > 0 && shown <= MOST_OPENED;
            if (isWanted && !group.open) opened.add(group);
            if (isWanted) group.open = true;
            else if (opened.delete(group)) group.open = false;
            const said = group.querySelector(":scope > summary [data-shown]");
            if (said) said.textContent = isNarrow ? count + " shown" : "";
        }
        output.textContent = isNarrow ? shown + " of " + output.dataset.all + " shown" : output.dataset.all;
    }

    // So that what is shown can be linked.
    function remember() {
        const all = forms.flatMap(({ form }) => asked(form));
        const hash = all.length > 0 ? "#" + new URLSearchParams(all) : location.pathname + location.search;
        // A page within a frame may not be allowed to.
        try { history.replaceState(null, "", hash); } catch {}
    }

    function restore(written) {
        const wanted = new URLSearchParams(written);
        let first;
        for (const of of forms) {
            for (const field of of.form.elements) {
                if (field.name === "") continue;
                if (field.type === "checkbox") field.checked = wanted.getAll(field.name).includes(field.value);
                else field.value = wanted.get(field.name) ?? "";
                if (field.value === "" && field.selectedIndex === -1) field.selectedIndex = 0;
            }
            narrow(of);
            if (asked(of.form).length > 0) first ??= of;
        }
        if (first) show(first.form.closest("section").querySelector("h2"));
    }

    function show(target) {
        for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
        target.scrollIntoView();
        if (target.tabIndex === -1) target.focus({ preventScroll: true });
    }

    function go() {
        const hash = location.hash.slice(1);
        if (hash.includes("=")) return restore(hash);
        const target = hash && document.getElementById(hash);
        if (!target) return;
        const of = forms.find(({ list }) => list.contains(target));
        if (of && target.hidden) {
            of.form.reset();
            narrow(of);
        }
        show(target);
    }

    for (const of of forms) {
        const changed = () => {
            narrow(of);
            remember();
        };
        of.form.hidden = false;
        of.form.addEventListener("input", changed);
        of.form.addEventListener("submit", (event) => event.preventDefault());
        of.form.addEventListener("reset", () => setTimeout(changed));
        for (const button of of.form.querySelectorAll("[data-open]")) {
            button.addEventListener("click", () => {
                for (const group of of.groups) group.open = button.dataset.open === "true";
            });
        }
    }
    for (const link of document.querySelectorAll("a[data-filter]")) link.hash = link.dataset.filter;
    addEventListener("hashchange", go);
    go();

    // What is closed does not print.
    let closed = [];
    addEventListener("beforeprint", () => {
        closed = [...document.querySelectorAll("details:not([open])")];
        for (const each of closed) each.open = true;
    });
    addEventListener("afterprint", () => {
        for (const each of closed) each.open = false;
    });
})();
`;
