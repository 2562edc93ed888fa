import { expect, test } from "vitest";
import { Refused } from "../../../components/arguments";
import { isSame, member } from "../../../components/gcp/members";
import { role } from "../../../components/gcp/roles";

const POOL = "//iam.googleapis.com/locations/global/workforcePools/staff";
const WORKLOADS = "//iam.googleapis.com/projects/12/locations/global/workloadIdentityPools/ci";

function refusal(check: () => unknown): string {
    try {
        check();
    } catch (error) {
        if (error instanceof Refused) return error.message;
        throw error;
    }
    return "";
}

test.each([
    ["user:jo@example.com", "user"],
    ["user:Jo.O'Neil+x@mail.example.com", "user"],
    ["group:dba@example.com", "group"],
    ["serviceAccount:agent@platform.iam.gserviceaccount.com", "serviceAccount"],
    ["serviceAccount:12-compute@developer.gserviceaccount.com", "serviceAccount"],
    [`principal:${POOL}/subject/jo@example.com`, "principal"],
    [`principal:${WORKLOADS}/subject/repo:acme/shop:environment:production`, "principal"],
    [`principalSet:${POOL}/group/dba`, "principalSet"],
    [`principalSet:${WORKLOADS}/attribute.repository/acme/shop`, "principalSet"],
])("%s is a member", (name, kind) => {
    expect(member('"x"')(name, "member")).toEqual({ name, kind });
});

const NO_MEMBER = 'is no member such as "user:…", "group:…", "serviceAccount:…" or "principal://…".';
test.each([
    [undefined, "is missing."],
    ["", "is missing."],
    [null, "is missing."],
    [1, "is no text."],
    ["allUsers", "is everybody."],
    ["allAuthenticatedUsers", "is everybody."],
    ["domain:example.com", "is a whole domain: it lets in whoever has an account there."],
    ["deleted:user:jo@example.com?uid=1", "is deleted."],
    ["projectOwner:example", "is whoever has a basic role in a project."],
    ["projectEditor:example", "is whoever has a basic role in a project."],
    ["projectViewer:example", "is whoever has a basic role in a project."],
    [`principalSet:${POOL}/*`, "has a wildcard: nobody could say whom it lets in."],
    ["user:*@example.com", "has a wildcard: nobody could say whom it lets in."],
    [
        "principalSet://cloudresourcemanager.googleapis.com/projects/12/type/ServiceAccount",
        "is all of a project, folder or organization, or everybody: nobody could say whom it lets in.",
    ],
    [
        "principalSet://goog/public:all",
        "is all of a project, folder or organization, or everybody: nobody could say whom it lets in.",
    ],
    ["*", "has a wildcard: nobody could say whom it lets in."],
    ["jo@example.com", NO_MEMBER],
    ["user:jo", NO_MEMBER],
    ["user:jo@example", NO_MEMBER],
    ["user: jo@example.com", NO_MEMBER],
    ["xuser:jo@example.com", NO_MEMBER],
    ["user:jo@example.com?uid=1", NO_MEMBER],
    ["user:jo@example.com\ngroup:all@example.com", NO_MEMBER],
    ["robot:jo@example.com", NO_MEMBER],
    ["principal://iam.googleapis.com/jo", NO_MEMBER],
    [`principal:${POOL}/group/dba`, NO_MEMBER],
    [`principalSet:${POOL}/subject/jo`, NO_MEMBER],
    [`principalSet:${POOL}`, NO_MEMBER],
    [`principalSet:${POOL}/group/`, NO_MEMBER],
    [`principal:${WORKLOADS.replace("projects/12", "projects/example")}/subject/x`, NO_MEMBER],
])("%s is none", (given, wrong) => {
    expect(refusal(() => member('"user:jo@example.com"', "a-rule")(given, "member"))).toBe(
        `member ${wrong} Write member: "user:jo@example.com" (a-rule).`,
    );
});

test("an e-mail address is the same in capitals, and a subject is not", () => {
    expect(isSame("user:jo@example.com", "user:Jo@Example.com")).toBe(true);
    expect(isSame("user:jo@example.com", "group:jo@example.com")).toBe(false);
    expect(isSame(`principal:${POOL}/subject/jo`, `principal:${POOL}/subject/jo`)).toBe(true);
    expect(isSame(`principal:${POOL}/subject/jo`, `principal:${POOL}/subject/Jo`)).toBe(false);
});

test.each([
    "roles/cloudsql.admin",
    "roles/iam.workloadIdentityPoolAdmin",
    "roles/admin",
    "roles/writer",
    "roles/reader",
    "projects/example/roles/dba",
    "projects/example.com:orders/roles/dba_1",
    "organizations/12/roles/dba",
])("%s is a role", (name) => {
    expect(role('"x"')(name, "role")).toBe(name);
});

test.each([
    [undefined, "is missing."],
    [1, "is no text."],
    ["cloudsql.admin", "is no role."],
    ["roles/", "is no role."],
    ["roles/cloudsql admin", "is no role."],
    ["roles/*", "is no role."],
    ["xroles/cloudsql.admin", "is no role."],
    ["folders/12/roles/dba", "is no role."],
    ["organizations/example/roles/dba", "is no role."],
    ["roles/owner", "is a basic role, which takes no end."],
    ["roles/editor", "is a basic role, which takes no end."],
    ["roles/viewer", "is a basic role, which takes no end."],
    ["roles/pubsub.serviceAgent", "is a role of Google's own service agents, whose rights change without notice."],
    ["roles/container.nodeServiceAgent", "is a role of Google's own service agents, whose rights change without notice."],
    ["roles/composer.ServiceAgentV2Ext", "is a role of Google's own service agents, whose rights change without notice."],
])("%s is no role to grant", (given, wrong) => {
    expect(refusal(() => role('"roles/cloudsql.admin"')(given, "role"))).toBe(
        `role ${wrong} Write role: "roles/cloudsql.admin".`,
    );
});
