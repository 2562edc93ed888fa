// Evaluated in a page: what of it has less contrast than WCAG 2.2 AA asks for, as "text: ratio of colour on colour".
(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const once =
        (make, known = new Map()) =>
        (of) => {
            if (!known.has(of)) known.set(of, make(of));
            return known.get(of);
        };
    const rgba = once((colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    });
    const luminance = ([r, g, b]) => {
        const [R, G, B] = [r, g, b].map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * R + 0.7152 * G + 0.0722 * B;
    };
    const ratio = (one, other) => {
        const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const groundOf = once((element) => {
        if (!element) return [255, 255, 255, 255];
        const colour = rgba(getComputedStyle(element).backgroundColor);
        if (colour[3] > 0 && colour[3] < 255) throw new Error("half-transparent ground");
        return colour[3] > 0 ? colour : groundOf(element.parentElement);
    });
    const faults = new Set();
    let checked = 0;
    const check = (said, element, colour, least) => {
        checked++;
        const found = ratio(rgba(colour), groundOf(element));
        if (found < least) faults.add(`${said}: ${found.toFixed(2)}, ${colour} in ${element.tagName} ${element.className}`);
    };
    for (const details of document.querySelectorAll("details")) details.open = true;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        const said = walker.currentNode.data.trim().slice(0, 40);
        if (said === "" || element.closest("script, style, title, .spoken, .skip")) continue;
        const style = getComputedStyle(element);
        check(said, element, element.closest("svg") ? style.fill : style.color, 4.5);
    }
    for (const field of document.querySelectorAll("input[type=search]")) {
        check("placeholder", field, getComputedStyle(field, "::placeholder").color, 4.5);
    }
    // What is no text but means something: 3 to 1.
    for (const shape of document.querySelectorAll(".bar rect, .bar path, .bar circle, .bar line.renewed")) {
        check(shape.tagName, shape.closest("td"), getComputedStyle(shape).stroke, 3);
    }
    for (const control of document.querySelectorAll("select, button, input[type=search], .box span")) {
        check("border", control.parentElement, getComputedStyle(control).borderTopColor, 3);
    }
    return { checked, faults: [...faults] };
})();
