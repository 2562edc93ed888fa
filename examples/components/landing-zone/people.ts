/** Who answers for what this program makes. */
export const OWNER = "orders@example.com";

/** Who is told when something is late. */
export const SECURITY = "security@example.com";

/** Who is told of an emergency. */
export const notify = ["oncall@example.com"];
