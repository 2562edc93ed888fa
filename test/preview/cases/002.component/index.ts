import { Team } from "./team";

const team = new Team("blue", { bucket: "logs" });
new Team("green::2", { bucket: "more" }, { parent: team });

export const bucket = team.bucket.arn;
