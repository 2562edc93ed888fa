interface Unused {
    readonly nothing: string;
}

function broken(_: Unused | undefined): never {
    throw new Error("broken");
}

broken(undefined);
