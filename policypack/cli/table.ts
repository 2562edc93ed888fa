/** Rows of texts in columns, each row a line. */
export function table(rows: readonly (readonly string[])[]): string {
    const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ");
    return rows.map((row) => `${line(row).trimEnd()}\n`).join("");
}
