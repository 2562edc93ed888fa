import { jitGuard } from "./index";

// What `pulumi preview --policy-pack` loads, by `main` of package.json; an import gets index.ts, by `exports`.
jitGuard();
