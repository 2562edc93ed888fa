import { EVERY } from "./every";

for (const [cloud, components] of Object.entries(EVERY)) {
    for (const [component, make] of Object.entries(components)) make(`${cloud}-${component}`);
}
