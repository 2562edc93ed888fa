// deploy.StepOp of pkg/resource/deploy/step.go. A replacement comes as three steps, of which this one holds the inputs.
const JUDGED: ReadonlySet<unknown> = new Set([
    "same",
    "create",
    "update",
    "create-replacement",
    "import",
    "import-replacement",
]);

/** Whether the operation leaves a resource with the inputs that the program gives it. */
export function isJudged(operation: unknown): boolean {
    return JUDGED.has(operation);
}

/** Whether it is the same thing in the cloud after as before. */
export function staysItself(operation: unknown): boolean {
    return operation === "same" || operation === "update";
}
