/** Throws where a text is no well-formed XML: a tag that is not closed, a bare "<" or "&", a character XML has not. */
export function assertWellFormed(xml: string): void {
    // eslint-disable-next-line no-control-regex -- these are the characters that XML has not
    const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.exec(xml);
    if (illegal) throw new Error(`Illegal character at ${illegal.index}.`);
    const token = /<\?[^?]*\?>|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|[^<]+|</gy;
    const open: string[] = [];
    for (const [whole, closing, name, attributes = "", empty] of xml.matchAll(token)) {
        if (whole === "<") throw new Error("A bare <.");
        if (whole.startsWith("<!") || whole.startsWith("<?")) continue;
        const textual = name === undefined ? whole : attributes;
        if (/&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)/.test(textual)) throw new Error("A bare &.");
        if (name === undefined && textual.includes("]]>")) throw new Error("]]> outside of CDATA.");
        if (name === undefined || empty) continue;
        if (!closing) open.push(name);
        else if (open.pop() !== name) throw new Error(`</${name}> closes nothing.`);
    }
    if (open.length > 0) throw new Error(`<${open.join("><")}> is not closed.`);
}
